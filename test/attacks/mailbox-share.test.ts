/** A mailbox serves several accounts and has one share of messages (EM-17). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import {
  arriving,
  browse,
  destinationOf,
  hours,
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
