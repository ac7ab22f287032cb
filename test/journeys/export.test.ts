/** What a person may take along: all that is held on them, and nothing that opens anything. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eraseAuditPayload } from '../../src/actions/audit/personal.ts';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { askBreakGlass } from '../../src/actions/desk/break-glass.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { accountOf, begin, employ, send, sit } from '../attacks/counter.ts';
import { nameHashOf } from '../attacks/places.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { holdChange, passHold } from './contact-steps.ts';
import { atWork, sentCase } from './desk-steps.ts';
import { browse, citizen, languages, minutes, pathOf, receive, signIn } from './steps.ts';

/** Where each column that is about a person stands in the file. Secrets, and what is listed below, stand nowhere. */
const whereHeld: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  accounts: {
    subject: 'identity.subject',
    status: 'status',
    lock: 'lock',
    personal: 'firstName',
    key_set_at: 'keySetAt',
    imported_at: 'importedAt',
    contacts_checked_at: 'contactsCheckedAt',
    contacts_since: 'contactsSince',
    signed_in_at: 'signedInAt',
    reminded_at: 'remindedAt',
    frozen_at: 'frozenAt',
  },
  past_keys: { set_at: 'formerKeys.0.setAt' },
  answers: { question: 'questions.0' },
  standings: {
    code_since: 'usedUp.wrongCodesSince',
    code_used: 'usedUp.wrongCodes',
    screen_since: 'usedUp.wrongAnswersSince',
    screen_used: 'usedUp.wrongAnswers',
    messages: 'usedUpForContacts.messagesAskedAt',
    told_at: 'usedUp.toldSomeoneTriedAt',
    sign_in_failures: 'usedUp.failedSignIns',
    sign_in_total: 'usedUp.failedSignInsInAll',
    sign_in_failed_at: 'usedUp.failedSignInAt',
  },
  sign_in_attempts: {
    known_device: 'failedSignIns.0.knownDevice',
    failures: 'failedSignIns.0.failures',
    failed_at: 'failedSignIns.0.lastAt',
  },
  cases: {
    profile: 'walks.0.profile',
    purpose: 'walks.0.purpose',
    portal: 'walks.0.portal',
    words: 'walks.0.words',
    language: 'walks.0.language',
    device: 'walks.0.device',
    stage: 'walks.0.stage',
    opened: 'walks.0.opened',
    closed_at: 'walks.0.closedAt',
  },
  challenges: {
    channel: 'messages.0.channel',
    live: 'messages.0.sent',
    issued_at: 'messages.0.issuedAt',
    link_until: 'messages.0.linkUntil',
    code_until: 'messages.0.codeUntil',
    code_spent_at: 'messages.0.codeUsedAt',
    ended_at: 'messages.0.endedAt',
    ended_because: 'messages.0.endedBecause',
  },
  sessions: {
    portal: 'sessions.0.portal',
    device: 'sessions.0.device',
    began: 'sessions.0.began',
    seen: 'sessions.0.seen',
    fresh: 'sessions.0.keyGivenAt',
    key_checked_at: 'sessions.0.keyCheckedAt',
    ended_at: 'sessions.0.endedAt',
  },
  devices: {
    device: 'devices.0.device',
    since: 'devices.0.since',
    seen: 'devices.0.seen',
    revoked_at: 'devices.0.revokedAt',
  },
  contact_changes: {
    slot: 'contactChanges.0.slot',
    stage: 'contactChanges.0.stage',
    contacts: 'contactChanges.0.from',
    asked_at: 'contactChanges.0.askedAt',
    due: 'contactChanges.0.due',
    closed_at: 'contactChanges.0.closedAt',
    shared: 'contactChanges.0.shared',
  },
  disavowals: { at: 'notices.0.at', until: 'notices.0.until', used_at: 'notices.0.usedAt' },
  fraud_cases: {
    words: 'fraudCases.0.words',
    opened_at: 'fraudCases.0.openedAt',
    closed_at: 'fraudCases.0.closedAt',
    closed_by: 'fraudCases.0.closedBy',
  },
  saved_codes: { made_at: 'savedCodes.0.madeAt', used_at: 'savedCodes.0.usedAt' },
  passkeys: {
    transports: 'passkeys.0.transports',
    device: 'passkeys.0.device',
    made_at: 'passkeys.0.madeAt',
    used_at: 'passkeys.0.usedAt',
    leaves_at: 'passkeys.0.leavesAt',
  },
  letters: {
    asked_at: 'letters.0.askedAt',
    until: 'letters.0.until',
    exported_at: 'letters.0.printedAt',
    used_at: 'letters.0.usedAt',
  },
  desk_cases: {
    words: 'deskCases.0.words',
    errand: 'deskCases.0.errand.slot',
    office: 'deskCases.0.office',
    stage: 'deskCases.0.stage',
    version: 'deskCases.0.timesSent',
    sealed: 'deskCases.0.to',
    opened_at: 'deskCases.0.openedAt',
    submitted_at: 'deskCases.0.submittedAt',
    seen_at: 'deskCases.0.readAt',
    due: 'deskCases.0.due',
    closed_at: 'deskCases.0.closedAt',
  },
  break_glass: {
    sealed: 'askedByTheHouse.0.to',
    confirmed: 'askedByTheHouse.0.confirmations',
    failures: 'askedByTheHouse.0.failures',
    asked_at: 'askedByTheHouse.0.askedAt',
    until: 'askedByTheHouse.0.until',
    closed_at: 'askedByTheHouse.0.closedAt',
  },
  tickets: {
    words: 'tickets.0.words',
    number: 'tickets.0.number',
    office: 'tickets.0.office',
    needs: 'tickets.0.needs',
    language: 'tickets.0.language',
    status: 'tickets.0.status',
    result: 'tickets.0.result',
    issued_on: 'tickets.0.day',
    issued_at: 'tickets.0.takenAt',
    until: 'tickets.0.until',
    remind_at: 'tickets.0.remindAt',
    sms_at: 'tickets.0.sentAt',
    changed_at: 'tickets.0.changedAt',
  },
};
/** Names of rows, keyed hashes, and what of a row is not about this person. */
const nobodys: ReadonlySet<string> = new Set([
  ...['account_id', 'id', 'name_hash', 'case_id', 'device_id', 'credential_id', 'policy_version'],
  // The authenticator's own, and where somebody tried from.
  ...['passkeys.public_key', 'passkeys.counter', 'sign_in_attempts.place', 'letters.live'],
  // Whoever knew the number typed and began these; the set of questions is drawn, and nobody's answer.
  ...['cases.typed', 'cases.starter', 'cases.holder', 'standings.questions'],
  ...['tickets.request', 'tickets.holder_hash', 'tickets.phone'],
  // Keyed hashes and names of rows under other names; with its number a case at the counter has an address; closed is decided.
  ...['address_hash', 'ticket_id', 'change_id', 'contact_holders.since'],
  ...['desk_cases.number', 'desk_cases.decided_at'],
  // Who of the staff: their data, not this person's.
  ...['named', 'hands', 'opened_by', 'submitted_by', 'decided_by'],
  // The key of the log for this person: what it opens is in the activity.
  ...['subject', 'audit_person_keys.made_at'],
  // A keyed hash of what stands in the file in words.
  'accounts.imported_digest',
]);

/** What stands at a dotted place in a file; nothing when there is none. */
const at = (file: unknown, place: string): unknown =>
  place
    .split('.')
    .reduce<unknown>(
      (part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined),
      file,
    );

describe('personal export', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`is a page to read and the same as a file, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const { personalExport: say, answerQuestion, activity } = wordsOf(language);
      const walker = browse(world, language);
      await signIn(walker, who.number, who.key);
      await walker.open(paths.personalExport);
      assert.equal(walker.page.heading, say.title);
      const text = textOf(walker.page.html);
      for (const held of [
        who.number,
        who.email,
        `${who.birth.day}/${who.birth.month}/`,
        ...who.work.map(({ employer }) => employer),
      ])
        assert.ok(text.includes(held), held);
      for (const id of Object.keys(who.answers))
        assert.ok(text.includes(answerQuestion.enrolled.texts[id as 'first-pet']), id);
      await walker.open(paths.personalExportFile);
      assert.equal(walker.page.headers.get('content-type'), 'application/json; charset=utf-8');
      assert.match(
        walker.page.headers.get('content-disposition') ?? '',
        /^attachment; filename="[a-z-]+\.json"$/,
      );
      const file = JSON.parse(walker.page.html);
      assert.equal(file.identity.identity.number, who.number);
      assert.equal(file.email, who.email);
      assert.deepEqual(file.questions.sort(), Object.keys(who.answers).sort());
      assert.equal(file.sessions.length, 1);
      assert.equal(file.activity[0].event, 'signed-in');
      assert.equal(file.activity[0].what, activity.kinds['signed-in']);
      assert.equal(file.status, 'active');
    });

  it('has a place for every column of every table about a person, so that a new one is not forgotten (LP-04)', async () => {
    const who = citizen(4);
    await holdChange(world, who, 'email', 'nuevo4@otro.example');
    await passHold(world);
    const wrong = browse(world);
    await signIn(wrong, who.number, 'Wrong7Key9');
    const walker = browse(world);
    await receive(world, browse(world), { number: who.number, email: 'nuevo4@otro.example' });
    world.clock.move(minutes(1));
    await signIn(walker, who.number, who.key);
    await walker.open(paths.savedCodes);
    await walker.submit({}, paths.savedCodes);
    const nameHash = nameHashOf(who);
    for (const row of [
      `past_keys (account_id, key_hash, set_at) select id, 'x', now()`,
      `fraud_cases (id, account_id, words, opened_at) select gen_random_uuid(), id, 'CANOA FAROL', now()`,
      `passkeys (credential_id, account_id, public_key, counter, device, made_at) select '\\x04', id, '\\x00', 0, 'android', now()`,
      `letters (id, name_hash, live, code_hash, asked_at, until) select gen_random_uuid(), name_hash, true, '\\x04', now(), now()`,
    ])
      await world.sql(`insert into ${row} from accounts where name_hash = $1`, [nameHash]);
    await world.sql(
      `insert into tickets (id, request, office, issued_on, number, words, language, name_hash, holder_hash, issued_at, until, changed_at)
       values (gen_random_uuid(), gen_random_uuid(), 'centro-norte', now(), 1, 'CANOA FAROL', 'es', $1, '\\x00', now(), now(), now())`,
      [nameHash],
    );
    const named = [await employ(world, 3, ['administrator']), await employ(world, 4, ['administrator'])];
    const asked = await askBreakGlass(world.world, {
      identity: { kind: 'ec.ci', number: who.number },
      to: 'casa4@otro.example',
      named: named.map(({ code }) => code),
      reason: 'Sin supervisión',
    });
    assert.ok(asked.ok);
    await send(
      world,
      await sit(world, await employ(world, 1, ['agent']), 'agent'),
      who,
      'oficina4@otro.example',
    );
    await walker.open(paths.personalExportFile);
    const file: unknown = JSON.parse(walker.page.html);
    const columns = await world.sql<{ table: string; name: string; mark: string }>(
      `select c.table_name as table, c.column_name as name,
         col_description(format('%I', c.table_name)::regclass, c.ordinal_position) as mark
       from information_schema.columns c where c.table_schema = 'public' and c.table_name not in ('audit', 'staff', 'staff_relatives', 'import_rows')
         and not (select relispartition from pg_class where oid = format('%I', c.table_name)::regclass) and (
         c.table_name = 'accounts' or exists (select from information_schema.columns k where k.table_schema = 'public'
           and k.table_name = c.table_name and k.column_name in ('account_id', 'name_hash', 'subject')))
       order by 1, 2`,
    );
    const unplaced = columns.filter(
      ({ table, name, mark }) =>
        !mark.startsWith('secret') &&
        !nobodys.has(name) &&
        !nobodys.has(`${table}.${name}`) &&
        whereHeld[table]?.[name] === undefined,
    );
    assert.deepEqual(
      unplaced.map(({ table, name }) => `${table}.${name}`),
      [],
    );
    for (const [table, places] of Object.entries(whereHeld))
      for (const [column, place] of Object.entries(places)) {
        const marked = columns.find((one) => one.table === table && one.name === column);
        assert.ok(marked && !marked.mark.startsWith('secret'), `${table}.${column} is no column to be told`);
        assert.notEqual(at(file, place), undefined, `${place}, which holds ${table}.${column}`);
      }
    assert.equal(at(file, 'contactChanges.0.from'), who.email);
    assert.equal(at(file, 'contactChanges.0.to'), 'nuevo4@otro.example');
    assert.equal(at(file, 'deskCases.0.to'), 'oficina4@otro.example');
    assert.equal(at(file, 'deskCases.0.checklist.document.kind'), 'id-card');
    assert.equal(at(file, 'deskCases.0.cancel'), undefined);
    await walker.open(paths.personalExport);
    assert.ok(textOf(walker.page.html).includes('oficina4@otro.example'));
    const { personalExport: say } = wordsOf('es');
    const change = `${say.slots.email}: ${say.change(who.email, 'nuevo4@otro.example', '')}`;
    assert.ok(textOf(walker.page.html).includes(change), change);
  });

  it('holds no hash, answer, key or code (PW-15, QN-11)', async () => {
    const who = citizen(2);
    const walker = browse(world);
    await signIn(walker, who.number, who.key);
    await walker.open(paths.savedCodes);
    await walker.submit({}, paths.savedCodes);
    const codes = [...walker.page.html.matchAll(/<code>([^<]+)</g)].map(([, code = '']) => code);
    for (const path of [paths.personalExport, paths.personalExportFile]) {
      await walker.open(path);
      const { html } = walker.page;
      const secrets = [who.key, ...Object.values(who.answers), ...codes, 'argon2', '"type":"Buffer"', 'Hash'];
      for (const secret of secrets) assert.ok(!html.includes(secret), `${path}: ${secret}`);
      assert.doesNotMatch(html.replace(/\/public\/[^"]+|nonce="[^"]+"/g, ''), /\b[0-9a-f]{32,}\b/);
    }
  });

  it('has nothing left to tell once the account is deleted: cases at the counter and tickets go along', async () => {
    const who = citizen(5);
    const nameHash = nameHashOf(who);
    await begin(world, await sit(world, await employ(world, 2, ['agent']), 'agent'), who);
    await world.sql(
      `insert into tickets (id, request, office, issued_on, number, words, language, name_hash, holder_hash, issued_at, until, changed_at)
       values (gen_random_uuid(), gen_random_uuid(), 'centro-norte', now(), 2, 'CANOA FAROL', 'es', $1, '\\x00', now(), now(), now())`,
      [nameHash],
    );
    const { id } = await accountOf(world, who);
    await world.sql('delete from accounts where id = $1', [id]);
    assert.deepEqual(await world.sql('select from desk_cases where account_id = $1', [id]), []);
    assert.deepEqual(await world.sql('select from tickets where name_hash = $1', [nameHash]), []);
  });

  it('only looks: nothing is written but that the session is alive', async () => {
    const walker = browse(world);
    await signIn(walker, citizen(3).number, citizen(3).key);
    const lines = await world.sql('select count(*) from audit');
    await walker.open(paths.personalExport);
    assert.equal(pathOf(walker), paths.personalExport);
    await walker.open(paths.personalExportFile);
    assert.deepEqual(await world.sql('select count(*) from audit'), lines);
  });

  it('holds what the log has sealed of a case at the counter, until it is erased and the log stays whole (LP-04, AU-08)', async () => {
    const who = citizen(11);
    await sentCase(world, await atWork(world, 70, 'agent'), who, 'nuevo11@otro.example');
    const walker = browse(world);
    await signIn(walker, who.number, who.key);
    const detailsNow = async () => {
      await walker.open(paths.personalExportFile);
      const { activity } = JSON.parse(walker.page.html);
      return activity.find(({ event }: { event: string }) => event === 'desk-submitted').details;
    };
    const { contact, note } = await detailsNow();
    assert.equal(contact, 'n•••@otro.example');
    assert.ok(note !== '');
    await sealBatch(world.world);
    await world.world.db.transaction((tx) => eraseAuditPayload(world.world, tx, nameHashOf(who), 'operator'));
    assert.equal(await detailsNow(), undefined);
    await sealBatch(world.world);
    assert.deepEqual((await verifyDatabase(world.world)).faults, []);
  });
});
