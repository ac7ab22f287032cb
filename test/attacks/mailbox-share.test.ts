/** A mailbox serves several accounts: whoever knows one of them must not use up the messages of all (RT-11, EM-17, ATK-38). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import {
  arriving,
  askFor,
  browse,
  destinationOf,
  hours,
  identify,
  minutes,
  pathOf,
  reachContact,
  receive,
  recovery,
  register,
  unknownNumber,
} from '../journeys/steps.ts';
import type { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { nameHashOf } from './places.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

type Member = { readonly number: string; readonly email: string; readonly phone: string };
let members = 0;

/** Accounts that share one mailbox, each with a phone of its own; a new hour begins with them. */
async function family(size: number, email: string): Promise<readonly [Member, ...Member[]]> {
  world.clock.move(hours(25));
  const made = Array.from({ length: size }, (): Member => {
    const index = ++members;
    return {
      number: unknownNumber(3000 + index),
      email,
      phone: `+346123460${String(index).padStart(2, '0')}`,
    };
  });
  await register(world, made);
  const [first, ...others] = made;
  return [first ?? assert.fail(), ...others];
}

const share = (): number => world.world.institution.policy.messages.perDestinationPerHour;

/** Names the contact again in the same case, as one does who corrects it. */
async function nameAgain(walker: Walker, contact: string): Promise<void> {
  if (pathOf(walker) === paths.enterCode) await walker.submit({}, paths.chooseChannel);
  await walker.submit({ correo: contact });
}

/** Past what the number may get, past what its case may get, and past the share of the mailbox. */
async function nameOnAndOn(number: string, email: string): Promise<void> {
  const walker = browse(world);
  await reachContact(world, walker, number);
  await walker.submit({ correo: email });
  const _csrf = walker.token;
  for (let times = 0; times < 2 * share(); times++) {
    await walker.post(paths.chooseChannel, { canal: 'email', _csrf });
    await walker.post(paths.nameContact, { correo: email, _csrf });
  }
}

/** Somebody whose account is frozen, and who showed the phone. */
async function frozenByPhone(who: Member): Promise<Walker> {
  await world.sql('update accounts set frozen_at = now() where name_hash = $1', [nameHashOf(who)]);
  const walker = browse(world);
  await reachContact(world, walker, who.number);
  await walker.submit({}, paths.chooseChannel);
  const heard = await arriving(world, () => walker.submit({ correo: who.phone }));
  await walker.submit({ codigo: recovery(heard).code });
  assert.equal(pathOf(walker), paths.proveAgain);
  return walker;
}

const askProofOf = (walker: Walker) =>
  arriving(world, () => walker.post(paths.askProof, { canal: 'email', _csrf: walker.token }));

describe('the share of a mailbox is not used up by messages that never go out', () => {
  it('the right address again and again, past the limit of its number (ATK-38)', async () => {
    const [known, other] = await family(2, 'familia.uno@casa.example');
    const heard = await arriving(world, () => nameOnAndOn(known.number, known.email));
    assert.equal(heard.length, world.world.institution.policy.messages.perHour);
    await receive(world, browse(world), other ?? assert.fail());
  });

  it('the same message asked for before its time', async () => {
    const [known, other] = await family(2, 'familia.dos@casa.example');
    const walker = browse(world);
    await askFor(world, walker, known);
    const _csrf = walker.token;
    for (let times = 0; times < 2 * share(); times++)
      assert.equal((await walker.post(paths.askMessage, { _csrf })).status, 429);
    await receive(world, browse(world), other ?? assert.fail());
  });

  it('the right address after wrong answers (QN-08)', async () => {
    const [known, other] = await family(2, 'familia.tres@casa.example');
    const heard = await arriving(world, async () => {
      for (let cases = 0; cases < 3; cases++) {
        const walker = browse(world);
        await identify(walker, known.number);
        for (let turn = 0; pathOf(walker) === paths.answerQuestion && turn < 10; turn++)
          await walker.submit({ dia: '31', mes: '12', respuesta: 'Ornitorrinco', empresa: 'ninguna' });
        assert.equal(pathOf(walker), paths.nameContact);
        for (let times = 0; times < 3; times++) await nameAgain(walker, known.email);
      }
    });
    assert.ok(heard.every(({ message }) => message.kind !== 'recover'));
    await receive(world, browse(world), other ?? assert.fail());
  });

  it('a second proof asked for before its time', async () => {
    const [frozen, other] = await family(2, 'familia.cuatro@casa.example');
    const walker = await frozenByPhone(frozen);
    assert.equal((await askProofOf(walker)).length, 1);
    for (let times = 0; times < 2 * share(); times++) assert.deepEqual(await askProofOf(walker), []);
    await receive(world, browse(world), other ?? assert.fail());
  });

  it('with as many rows for nobody as for somebody past every limit (RE-03)', async () => {
    const [known] = await family(1, 'familia.cinco@casa.example');
    const rows = async (): Promise<number> => (await world.sql('select from limits')).length;
    // The first makes the rows that count everybody's starts: they are nobody's own.
    await nameOnAndOn(unknownNumber(2900), known.email);
    const before = await rows();
    await nameOnAndOn(known.number, known.email);
    const between = await rows();
    await nameOnAndOn(unknownNumber(2901), known.email);
    assert.equal((await rows()) - between, between - before);
  });
});

describe('a mailbox has one share', () => {
  it('in every spelling, for a first message and for a second proof (EM-17)', async () => {
    const [frozen, ...others] = await family(share() + 1, 'Ana.Perez@casa.example');
    for (const other of others)
      await receive(world, browse(world), { ...other, email: 'ana.perez@CASA.example' });
    const walker = await frozenByPhone(frozen);
    assert.deepEqual(await askProofOf(walker), []);
    world.clock.move(minutes(60));
    const late = await frozenByPhone(frozen);
    assert.deepEqual((await askProofOf(late)).map(destinationOf), [frozen.email]);
  });
});
