/**
 * The gates below the pages: an act judges again under its locks, whatever a page saw a moment before. Between the two an account
 * is shut, a session ends, a contact is busy (RC-08, RC-16, SE-04).
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import type { Owner } from '../../src/actions/account/owner.ts';
import { changeKey, giveCurrentKey } from '../../src/actions/account/security/change-key.ts';
import { enrolQuestions } from '../../src/actions/account/security/enrol-questions.ts';
import { keepOwnPasskey, removePasskey } from '../../src/actions/account/security/remove-passkey.ts';
import { makeSavedCodes } from '../../src/actions/account/security/saved-codes.ts';
import { endOtherSessions } from '../../src/actions/account/sessions.ts';
import { askContactCode, changeContact, confirmContact } from '../../src/actions/contact/change-contact.ts';
import { contactsAreRight } from '../../src/actions/contact/check-contacts.ts';
import { askLetter } from '../../src/actions/letters/ask-letter.ts';
import { openPersonal, savedCodeHash, sealPersonal } from '../../src/actions/personal.ts';
import { chooseKey } from '../../src/actions/recovery/choose-key.ts';
import { countDestination } from '../../src/actions/recovery/pressure.ts';
import { askProof } from '../../src/actions/recovery/proof/ask-proof.ts';
import { showPasskey } from '../../src/actions/recovery/proof/show-passkey.ts';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { replaceSavedCodes } from '../../src/store/account/factors/saved-codes.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { type Case, caseById } from '../../src/store/cases.ts';
import { paths } from '../../src/web/paths.ts';
import { ask, holdChange, ownerAt, signedIn } from '../journeys/contact-steps.ts';
import { givePhone } from '../journeys/paper.ts';
import {
  arriving,
  browse,
  type Citizen,
  citizen,
  hours,
  minutes,
  pathOf,
  prove,
  reachContact,
  receive,
} from '../journeys/steps.ts';
import { goodKey, sample } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { forms, nameHashOf, somebody } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const shutting = (set: string) => (who: Citizen) =>
  world.sql(`update accounts set ${set} where name_hash = $1`, [nameHashOf(who)]);

/** What may happen to an account while a form of its owner is on the way. */
const meanwhile: Readonly<Record<string, (who: Citizen) => Promise<unknown>>> = {
  'is frozen': shutting('frozen_at = now()'),
  'is suspended': shutting("status = 'suspended'"),
  'is locked for fraud': shutting("lock = 'fraud'"),
  'is signed out': (who) =>
    world.sql(
      'update sessions set ended_at = now() where account_id = (select id from accounts where name_hash = $1)',
      [nameHashOf(who)],
    ),
};

/** Every act of an owner that changes something, with what it needs beside the owner. */
async function actsOf(owner: Owner, change: { id: string; code: string }): Promise<unknown[]> {
  const { world: on } = world;
  const questions = [
    { question: 'first-trip', answer: 'Zaruma vieja' },
    { question: 'first-song', answer: 'El chulla quiteno' },
    { question: 'school-name', answer: 'Batalla de Tarqui' },
  ];
  const from = { network: '192.0.2.0', networks: ['192.0.2.0'], devices: undefined };
  return [
    await makeSavedCodes(on, owner, ''),
    (await enrolQuestions(on, owner, questions, (id) => id)).kind,
    (await changeKey(on, owner, { key: goodKey, from })).kind,
    await removePasskey(on, owner, { credentialId: passkeyOf(owner), device: 'android' }),
    await keepOwnPasskey(on, owner, passkeyOf(owner)),
    await endOtherSessions(on, owner),
    await changeContact(on, owner, { slot: 'phone', to: '+34612345678' }),
    await askContactCode(on, owner, change.id),
    await confirmContact(on, owner, change.id, change.code),
    await contactsAreRight(on, owner),
  ];
}

const passkeyOf = ({ account }: Owner): Buffer => Buffer.from(`passkey ${account.id}`);

describe('what an owner does changes nothing when the account meanwhile', () => {
  for (const [index, [happens, happen]] of Object.entries(meanwhile).entries())
    it(`${happens} (RC-08, SE-04)`, async () => {
      const who = citizen(index);
      const walker = await signedIn(world, who);
      const code = await ask(world, walker, 'second-email', `dos${index}@otro.example`);
      const id = walker.form(paths.confirmContact).fields.cambio ?? '';
      const owner = await ownerAt(world, walker);
      const from = { network: '192.0.2.0', networks: ['192.0.2.0'], devices: undefined };
      await giveCurrentKey(world.world, owner, { key: who.key, from });
      await world.sql(
        `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
         values ($1, $2, '\\x00', 0, 'android', now())`,
        [passkeyOf(owner), owner.account.id],
      );
      await happen(who);
      world.clock.move(minutes(1.1));
      const unchanged = await tableDigests(world.sql);
      assert.deepEqual(await actsOf(owner, { id, code }), [
        undefined,
        'stale',
        'stale',
        'nothing',
        false,
        undefined,
        { kind: 'refused', because: 'barred' },
        undefined,
        undefined,
        undefined,
      ]);
      assert.deepEqual(await tableDigests(world.sql), unchanged);
      await walker.open(paths.account);
      assert.equal(pathOf(walker), paths.signIn, 'Nor is a page shown');
    });

  it('a lock that wrong keys caused keeps nobody out who is in', async () => {
    const who = citizen(4);
    const walker = await signedIn(world, who);
    await shutting("lock = 'attempts'")(who);
    await walker.open(paths.account);
    assert.equal(pathOf(walker), paths.account);
    assert.equal((await makeSavedCodes(world.world, await ownerAt(world, walker), ''))?.length, 8);
  });

  it('a held change of an account that the institution locked for fraud never comes into effect', async () => {
    const who = citizen(5);
    await holdChange(world, who, 'email', 'ladron5@otro.example');
    await shutting("lock = 'fraud'")(who);
    world.clock.move(hours(72) + minutes(2));
    await grantChanges(world.world);
    const account = await accountByName(world.world.db, nameHashOf(who));
    assert.equal(account && openPersonal(world.world, account).email, who.email);
    world.clock.move(hours(24));
  });
});

/** Whether an act waits for rows that another transaction holds, which first does something of its own. */
async function waitsFor(
  rows: { text: string; of: Buffer },
  act: () => Promise<unknown>,
  other: (client: pg.Client) => Promise<unknown> = async () => undefined,
): Promise<boolean> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(rows.text, [rows.of]);
    let done = false;
    const acting = act().finally(() => {
      done = true;
    });
    const waiting = async (): Promise<boolean> =>
      (
        await world.sql(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).length > 0;
    let waited = false;
    while (!done && !waited) waited = await waiting();
    await other(client);
    await client.query('commit');
    await acting;
    return waited;
  } finally {
    await client.end();
  }
}

describe('acts of one person happen one after the other', () => {
  const number = 'select from standings where name_hash = $1 for no key update';

  it('each waits for the number, which every walk holds (RC-10)', async () => {
    const who = citizen(6);
    const owner = await ownerAt(world, await signedIn(world, who));
    const letters = browse(world);
    await reachContact(world, letters, who.number);
    const found = await caseOf(who);
    const acts: Readonly<Record<string, () => Promise<unknown>>> = {
      codes: () => makeSavedCodes(world.world, owner, ''),
      sessions: () => endOtherSessions(world.world, owner),
      contact: () => contactsAreRight(world.world, owner),
      letter: () => askLetter(world.world, found),
    };
    for (const [name, act] of Object.entries(acts))
      assert.equal(await waitsFor({ text: number, of: nameHashOf(who) }, act), true, name);
  });

  it('a key that waited for another walk to end its case is not written (RT-05)', async () => {
    const who = citizen(41);
    await prove(world, browse(world), who);
    const found = await caseOf(who);
    const key = async () => (await accountByName(world.world.db, nameHashOf(who)))?.keyHash;
    const former = await key();
    let refusal: string | undefined;
    const choosing = async (): Promise<void> => {
      const visit = { browser: found.holder ?? assert.fail('Nobody proved'), found, key: goodKey };
      refusal = (await chooseKey(world.world, visit)).outcome?.refusal;
    };
    const ending = (client: pg.Client) =>
      client.query(
        `update cases set closed_at = now(), stage = '{"kind": "closed", "because": "completed", "at": "2026-11-24T15:12:00Z"}'
         where id = $1`,
        [found.id],
      );
    const text =
      'select from standings join cases using (name_hash) where name_hash = $1 and closed_at is null for no key update';
    assert.equal(await waitsFor({ text, of: nameHashOf(who) }, choosing, ending), true);
    assert.deepEqual([refusal, await key()], ['case-over', former]);
  });

  it('what a fault undoes is not in the log either (RC-10, AU-01)', async () => {
    const who = citizen(40);
    const walker = browse(world);
    await prove(world, walker, who);
    const lines = () => world.sql('select event, refusal from audit order by seq');
    const before = await lines();
    // The last table a new key writes to, and after its line of the log.
    await world.sql('alter table outbox rename to outbox_gone');
    const answer = await walker.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
    await world.sql('alter table outbox_gone rename to outbox');
    assert.equal(answer.status, 500);
    assert.deepEqual(await lines(), before);
  });

  it('a grant that waited for an import keeps what it brought', async () => {
    const who = citizen(7);
    await holdChange(world, who, 'email', 'nuevo7@otro.example');
    world.clock.move(hours(72) + minutes(2));
    const lock = 'select from accounts where name_hash = $1 for no key update';
    const phone = '+34612345677';
    const waited = await waitsFor(
      { text: lock, of: nameHashOf(who) },
      () => grantChanges(world.world),
      async (client) => {
        const before = await accountByName(world.world.db, nameHashOf(who));
        assert.ok(before);
        const personal = sealPersonal(world.world, before.nameHash, {
          ...openPersonal(world.world, before),
          phone,
        });
        await client.query('update accounts set personal = $2 where id = $1', [before.id, personal]);
      },
    );
    assert.equal(waited, true);
    const account = await accountByName(world.world.db, nameHashOf(who));
    assert.ok(account);
    const personal = openPersonal(world.world, account);
    assert.deepEqual([personal.email, personal.phone], ['nuevo7@otro.example', phone]);
    world.clock.move(hours(24));
  });
});

/** The open case of a number. */
async function caseOf(who: { number: string }): Promise<Case> {
  const [row] = await world.sql<{ id: string }>(
    'select id from cases where name_hash = $1 and closed_at is null',
    [nameHashOf(who)],
  );
  return (row && (await caseById(world.world.db, row.id))) ?? assert.fail('No case');
}

describe('proofs', () => {
  it('a second code goes out for its holder alone, to a mailbox or phone with room, of an open account (EM-17, RC-16)', async () => {
    const who = citizen(8);
    const phone = '+34612345676';
    await givePhone(world, who.number, phone);
    await shutting('frozen_at = now()')(who);
    const walker = browse(world);
    const { code } = await receive(world, walker, who);
    await walker.submit({ codigo: code });
    assert.equal(pathOf(walker), paths.proveAgain);
    const { id: caseId, holder } = await caseOf(who);
    assert.ok(holder);
    const limits = () => world.sql('select * from limits order by counted, since');
    const asked = async (browser: Buffer) =>
      (await askProof(world.world, { browser, caseId, channel: 'phone' }))?.refusal;
    const counted = await limits();
    assert.equal(await asked(Buffer.alloc(32)), 'elsewhere');
    assert.deepEqual(await limits(), counted, 'A stranger uses up nothing of the phone');
    const { perDestinationPerHour } = world.world.institution.policy.messages;
    for (let times = 0; times < perDestinationPerHour; times++)
      await countDestination(world.world, phone, world.clock.now());
    const sent = await arriving(world, async () => {
      assert.equal(await asked(holder), 'no-more-messages');
      world.clock.move(hours(1));
      await world.sql(
        `update cases set stage = jsonb_set(stage, '{until}', to_jsonb($2::text)) where id = $1`,
        [caseId, new Date(world.clock.now().getTime() + hours(1)).toISOString()],
      );
      await shutting("status = 'suspended'")(who);
      assert.equal(await asked(holder), 'no-more-messages');
      await shutting("status = 'active'")(who);
      assert.equal(await asked(holder), undefined);
    });
    assert.equal(sent.length, 1);
  });

  it('frozen while it is being unlocked, an account asks for the second proof (RC-07)', async () => {
    const reach = forms['/recuperar/desbloquear'] ?? assert.fail();
    const { walker } = await reach(world, 9);
    await world.sql('update accounts set frozen_at = now() where name_hash = $1', [nameHashOf(somebody(9))]);
    await walker.submit({}, paths.unlock);
    assert.equal(pathOf(walker), paths.proveAgain);
    const [row] = await world.sql('select frozen_at is null as open from accounts where name_hash = $1', [
      nameHashOf(somebody(9)),
    ]);
    assert.deepEqual(row, { open: false });
  });

  it('a company’s paper code and passkey are nothing to who names another representative', async () => {
    const { identity, person } = sample('employer-main');
    const walker = browse(world);
    await walker.open(paths.chooseProfile);
    await walker.submit({ perfil: 'employer' });
    await walker.submit({ numero: identity.number });
    await walker.submit({ sucursal: person?.branch ?? '' });
    await walker.submit({ numero: sample('pensioner').identity.number });
    const [row] = await world.sql<{ id: string }>(
      "select id from cases where profile = 'employer' and closed_at is null",
    );
    const found = (row && (await caseById(world.world.db, row.id))) ?? assert.fail();
    const accountId = found.accountId ?? assert.fail('The company is on file');
    const code = 'B'.repeat(16);
    await world.world.db.transaction((tx) =>
      replaceSavedCodes(tx, accountId, [savedCodeHash(world.world, found.nameHash, code)], world.clock.now()),
    );
    await walker.open(paths.enterSavedCode);
    assert.equal((await walker.submit({ papel: code })).status, 422);
    const [line] = await world.sql('select event, refusal, note from audit order by seq desc limit 1');
    assert.deepEqual(line, {
      event: 'saved-code-entered',
      refusal: 'wrong-code',
      note: 'wrong-representative',
    });
    const shown = { browser: found.starter, caseId: found.id, verified: { accountId } };
    assert.equal((await showPasskey(world.world, shown))?.refusal, 'wrong-proof');
  });
});
