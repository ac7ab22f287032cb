/** Two methods: where the institution asks for them, and for every frozen account (RC-04, RC-07). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { showPasskey } from '../../src/actions/recovery/proof/show-passkey.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { givePaperCodes, nameHashOfNumber } from './paper.ts';
import {
  arriving,
  askFor,
  browse,
  citizen,
  destinationOf,
  languages,
  minutes,
  opens,
  otherCode,
  pathOf,
  reachContact,
  receive,
  recovery,
  saveKey,
  summaryOf,
} from './steps.ts';

const ceibo = readFileSync(join(import.meta.dirname, '../../institutions/ceibo.yaml'), 'utf8');
const two = ceibo.replace('assurance: one', 'assurance: two');
assert.notEqual(two, ceibo);

const carla = () => {
  const { identity, person } = sample('more-contacts');
  assert.ok(person?.phone && person.email);
  return { number: identity.number, email: person.email, phone: person.phone };
};

/** Proves by the mailbox, to wherever that leads. */
async function byMailbox(world: TestWorld, walker: Walker, who: { number: string; email: string }) {
  const { code } = await receive(world, walker, who);
  await walker.submit({ codigo: code });
}

/** Proves by the phone, to wherever that leads. */
async function byPhone(world: TestWorld, walker: Walker, who: { number: string; phone: string }) {
  await reachContact(world, walker, who.number);
  await walker.submit({}, paths.chooseChannel);
  const heard = await arriving(world, () => walker.submit({ correo: who.phone }));
  await walker.submit({ codigo: recovery(heard).code });
}

/** Asks for the second code, and gives it. */
async function secondCode(world: TestWorld, walker: Walker, canal: string, to: string): Promise<string> {
  const heard = await arriving(world, () => walker.submit({ canal }, paths.askProof));
  assert.deepEqual(heard.map(destinationOf), [to]);
  return recovery(heard).code;
}

const evidenceOf = async (world: TestWorld, number: string): Promise<string | null | undefined> =>
  (
    await world.sql<{ evidence: string | null }>(
      `select evidence from audit where subject = $1 and after = 'closed:completed' order by seq desc limit 1`,
      [nameHashOfNumber(world, number)],
    )
  )[0]?.evidence;

describe('where two proofs are asked for', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld({ institutionText: two });
  });
  after(() => world.close());

  for (const language of languages)
    it(`a person with mailbox and phone shows both, in ${language} (RC-04)`, async () => {
      world.clock.move(minutes(25 * 60));
      const who = carla();
      const say = wordsOf(language).proveAgain;
      const walker = browse(world, language);
      await byMailbox(world, walker, who);
      assert.equal(pathOf(walker), paths.proveAgain);
      assert.equal(walker.page.heading, say.title);
      const text = textOf(walker.page.html);
      assert.ok(text.includes(say.why) && text.includes('••• ••• 0015'), text);
      assert.ok(!text.includes(who.phone) && !text.includes('@taller'), 'No contact is shown whole');
      await walker.open(paths.chooseKey);
      assert.equal(pathOf(walker), paths.proveAgain, 'One is not enough');
      const code = await secondCode(world, walker, 'phone', who.phone);
      await walker.submit({ codigo: otherCode(code) }, paths.proveAgain);
      assert.equal(walker.page.status, 422);
      await walker.submit({ codigo: code }, paths.proveAgain);
      assert.equal(pathOf(walker), paths.chooseKey);
      const key = language === 'es' ? goodKey : `${goodKey}b`;
      await saveKey(walker, key);
      assert.equal(pathOf(walker), paths.done);
      assert.equal(await opens(world, who.number, key), true);
      assert.equal(await evidenceOf(world, who.number), 'mailbox,phone');
    });

  it('the phone first, then the mailbox', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    await byPhone(world, walker, who);
    assert.equal(pathOf(walker), paths.proveAgain);
    assert.ok(textOf(walker.page.html).includes('c•••@correo.example'));
    await walker.submit({ codigo: await secondCode(world, walker, 'email', who.email) }, paths.proveAgain);
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('a person with a mailbox and no more recovers by it (RC-05)', async () => {
    const walker = browse(world);
    await byMailbox(world, walker, citizen(0));
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('two mailboxes are one method, and no message is sent to the second (RC-04)', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    const { code } = await receive(world, walker, who);
    await walker.submit({ codigo: code });
    for (const canal of ['email', 'second-email', 'carrier-pigeon']) {
      const fields = { canal, _csrf: walker.token };
      const heard = await arriving(world, () => walker.post(paths.askProof, fields));
      assert.deepEqual(heard, [], canal);
    }
    const refused = await walker.post(paths.proveAgain, { codigo: code, _csrf: walker.token });
    assert.notEqual(refused.headers.get('location'), paths.chooseKey);
    await walker.open(paths.chooseKey);
    assert.equal(pathOf(walker), paths.proveAgain);
  });

  it('the link of the first message, opened again in the same browser, is no second proof', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    const message = await receive(world, walker, who);
    await walker.submit({ codigo: message.code });
    await walker.open(new URL(message.link).pathname);
    await walker.submit();
    assert.equal(pathOf(walker), paths.proveAgain);
  });

  it('what another browser showed is not counted: each shows two of its own (RT-08)', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    await byMailbox(world, walker, who);
    const code = await secondCode(world, walker, 'phone', who.phone);
    const thief = browse(world);
    await thief.open(paths.enterCodeElsewhere);
    await thief.submit({ numero: who.number, codigo: code });
    assert.equal(pathOf(thief), paths.proveAgain);
    const forced = await thief.post(paths.chooseKey, {
      clave: goodKey,
      clave2: goodKey,
      usuario: '',
      repetida: '',
      _csrf: thief.token,
    });
    assert.equal(forced.headers.get('location'), paths.proveAgain);
    await walker.open(paths.chooseKey);
    assert.equal(pathOf(walker), paths.stopped);
  });

  it('a wrong second code counts with the first ones, and five end it (RT-10)', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    await byMailbox(world, walker, who);
    const code = await secondCode(world, walker, 'phone', who.phone);
    for (let by = 1; by <= 4; by++) {
      const seen = await walker.submit({ codigo: otherCode(code, by) }, paths.proveAgain);
      assert.equal(seen.status, 422);
      assert.ok(summaryOf(seen).length > 0);
    }
    const last = { codigo: otherCode(code, 5), _csrf: walker.token };
    assert.equal((await walker.post(paths.proveAgain, last)).status, 429);
    const right = { codigo: code, _csrf: walker.token };
    assert.equal((await walker.post(paths.proveAgain, right)).status, 429);
  });

  it('unlocking asks for as many', async () => {
    world.clock.move(minutes(25 * 60));
    const who = carla();
    const walker = browse(world);
    await walker.open(`${paths.chooseProfile}?tramite=desbloquear`);
    await byMailbox(world, walker, who);
    assert.equal(pathOf(walker), paths.proveAgain);
  });
});

describe('a frozen account (RC-07)', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  async function freeze(number: string): Promise<void> {
    const hash = nameHashOfNumber(world, number);
    await world.sql('update accounts set frozen_at = now() where name_hash = $1', [hash]);
    await world.sql(
      `insert into fraud_cases (id, account_id, words, opened_at)
       select gen_random_uuid(), id, 'CANOA FAROL', now() from accounts where name_hash = $1`,
      [hash],
    );
  }
  const standing = async (number: string) =>
    (
      await world.sql<{ frozen: boolean; closed_by: string | null }>(
        `select frozen_at is not null as frozen, closed_by from accounts a join fraud_cases f on f.account_id = a.id
         where name_hash = $1`,
        [nameHashOfNumber(world, number)],
      )
    )[0];

  it('opens by two methods, which lift the freeze with the key', async () => {
    const who = carla();
    await freeze(who.number);
    const walker = browse(world);
    await byMailbox(world, walker, who);
    assert.equal(pathOf(walker), paths.proveAgain);
    assert.ok(textOf(walker.page.html).includes(wordsOf('es').proveAgain.frozen));
    await walker.submit({ codigo: await secondCode(world, walker, 'phone', who.phone) }, paths.proveAgain);
    assert.deepEqual(await standing(who.number), { frozen: true, closed_by: null });
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
    assert.deepEqual(await standing(who.number), { frozen: false, closed_by: 'two-channels' });
    assert.equal(await opens(world, who.number, goodKey), true);
  });

  for (const purpose of ['recuperar', 'desbloquear', 'primera-clave'])
    it(`with one method ends at an office, with the two words, and nothing changes: ${purpose}`, async () => {
      const who = citizen({ recuperar: 0, desbloquear: 1 }[purpose] ?? 2);
      await freeze(who.number);
      const walker = browse(world);
      await walker.open(`${paths.chooseProfile}?tramite=${purpose}`);
      const { caseWords, code } = await receive(world, walker, who);
      const _csrf = walker.token;
      await walker.submit({ codigo: code });
      assert.equal(pathOf(walker), paths.proveAgain);
      const { title, text } = wordsOf('es').proveAgain.office;
      assert.equal(walker.page.heading, title);
      for (const one of text(caseWords)) assert.ok(textOf(walker.page.html).includes(one));
      for (const [path, fields] of [
        [paths.chooseKey, { clave: goodKey, clave2: goodKey }],
        [paths.unlock, {}],
        [paths.wantKey, {}],
      ] as const) {
        const answer = await walker.post(path, { ...fields, _csrf });
        assert.equal(answer.headers.get('location'), paths.proveAgain, path);
      }
      for (const canal of ['email', 'phone'])
        assert.deepEqual(await arriving(world, () => walker.post(paths.askProof, { canal, _csrf })), []);
      assert.deepEqual(await standing(who.number), { frozen: true, closed_by: null });
      assert.equal(await opens(world, who.number, who.key), false);
    });

  it('frozen while a key is being chosen asks for the second proof before it is written', async () => {
    const who = citizen(3);
    const walker = browse(world);
    await byMailbox(world, walker, who);
    assert.equal(pathOf(walker), paths.chooseKey);
    await freeze(who.number);
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.proveAgain);
    assert.equal((await standing(who.number))?.frozen, true);
  });

  it('opens by a mailbox and a code on paper', async () => {
    const who = citizen(4);
    await freeze(who.number);
    const [paper = ''] = await givePaperCodes(world, who.number, 2);
    const walker = browse(world);
    await byMailbox(world, walker, who);
    await walker.open(paths.enterSavedCode);
    await walker.submit({ papel: paper });
    assert.equal(pathOf(walker), paths.chooseKey);
    await saveKey(walker, goodKey);
    assert.deepEqual(await standing(who.number), { frozen: false, closed_by: 'two-channels' });
    assert.equal(await evidenceOf(world, who.number), 'mailbox,saved-code');
  });

  it('opens by a mailbox and a passkey of the very account, and by no other passkey', async () => {
    const [who, stranger] = [citizen(6), citizen(7)];
    await freeze(who.number);
    const walker = browse(world);
    await byMailbox(world, walker, who);
    const idOf = async (number: string): Promise<string> =>
      (
        await world.sql<{ id: string }>('select id from accounts where name_hash = $1', [
          nameHashOfNumber(world, number),
        ])
      )[0]?.id ?? assert.fail();
    const [held] = await world.sql<{ id: string; holder: Buffer }>(
      'select id, holder from cases where name_hash = $1 and closed_at is null',
      [nameHashOfNumber(world, who.number)],
    );
    assert.ok(held);
    const show = (accountId: string | undefined, browser = held.holder) =>
      showPasskey(world.world, { browser, caseId: held.id, verified: accountId ? { accountId } : undefined });
    const own = await idOf(who.number);
    for (const other of [undefined, await idOf(stranger.number)])
      assert.equal((await show(other))?.refusal, 'wrong-proof');
    assert.equal((await show(own, Buffer.alloc(32)))?.refusal, 'elsewhere');
    assert.equal((await show(own))?.state.stage.kind, 'choosing-key');
    await walker.open(paths.proveAgain);
    await saveKey(walker, goodKey);
    assert.equal(await evidenceOf(world, who.number), 'mailbox,passkey');
  });

  it('is told to nobody who has not shown possession (RE-01)', async () => {
    const who = citizen(5);
    await freeze(who.number);
    const walker = browse(world);
    await askFor(world, walker, { number: who.number, email: 'otro@correo.example' });
    assert.equal(pathOf(walker), paths.enterCode);
  });
});
