/** No statement of the walk, the account or the worker reads a whole table that grows (LP-02). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openWorld, type TestWorld } from '../world.ts';
import { statements } from './said.ts';

const rows = 20_000;
const many = `generate_series(1000, ${rows}) i`;
const hash = 'sha256(i::text::bytea)';
const fill = [
  `insert into standings (name_hash, code_since, screen_since) select ${hash}, now(), now() from ${many}`,
  `insert into accounts (name_hash, subject, status, personal, key_hash, key_set_at, imported_at, contacts_since)
   select ${hash}, 'person', 'active', '\\x00', 'x', now(), now(), now() from ${many}`,
  `insert into cases (id, name_hash, account_id, profile, words, language, device, starter, stage, typed, opened, closed_at, policy_version)
   select least_id_at(now() - make_interval(secs => i)), a.name_hash, a.id, 'affiliate', 'x', 'es', 'other', a.name_hash,
     '{"kind":"closed"}', '\\x00', now(), now(), 'x' from (select *, row_number() over () as i from accounts) a join standings using (name_hash)`,
  `insert into challenges (id, case_id, name_hash, channel, live, code, issued_at, link_until, code_until, ended_at)
   select id, id, name_hash, 'email', true, '\\x00', now(), now(), now(), now() from cases`,
  `insert into audit (at, actor, event, subject, policy_version) select now(), 'system', 'x', ${hash}, 'x' from ${many}`,
  `insert into audit_leaves (seq, batch, position, hash)
   select seq, seq / 1000 + 1, seq % 1000, '\\x01' from audit where seq < ${rows} - 2000 on conflict do nothing`,
  "insert into past_keys (account_id, key_hash, set_at) select id, 'x', now() from accounts on conflict do nothing",
  `insert into limits (counted, since, n) select ${hash}, date_trunc('hour', now()), 1 from ${many}`,
  `insert into outbox (parcel_id, due, drop_after, queued_at, state, done_at)
   select id, now(), now(), now(), 'sent', now() from cases`,
  "insert into devices (id, account_id, device, since, seen) select gen_random_uuid(), id, 'x', now(), now() from accounts",
  `insert into sessions (id_hash, account_id, portal, device, began, seen, fresh)
   select name_hash, id, 'p', 'x', now(), now(), now() from accounts on conflict do nothing`,
  `insert into sign_in_attempts (name_hash, place, known_device, failures, failed_at)
   select name_hash, name_hash, false, 1, now() from accounts`,
  'analyze',
];
const large =
  /Seq Scan on (standings|accounts|cases|challenges|audit|past_keys|limits|outbox|devices|sessions|sign_in_attempts)(_|\b)/;

/** The day's upkeep, an operator's commands and the auditor's search: they may take their time. */
const patient = [
  'batches-of-time',
  'cases-by-words',
  'count-peppers',
  'queue-by-state',
  'rows-of-batch',
  'rows-to-retire',
  'waiting-messages',
];

let world: TestWorld;
let client: pg.Client;
before(async () => {
  world = await openWorld();
  client = new pg.Client({
    connectionString: world.databaseUrl,
    options: '-c plan_cache_mode=force_generic_plan -c synchronous_commit=off',
  });
  await client.connect();
  for (const text of fill) await client.query(text);
});
after(async () => {
  await client.end();
  await world.close();
});

/** The lines of a plan that read a large table whole, for any parameters. */
async function wholeScans(place: number, text: string): Promise<string[]> {
  await client.query(`prepare s${place} as ${text}`);
  const { rows: found } = await client.query<{ n: number }>(
    `select coalesce(cardinality(parameter_types), 0) as n from pg_prepared_statements where name = 's${place}'`,
  );
  const nothing = Array.from({ length: found[0]?.n ?? 0 }, () => 'null').join(', ');
  const plan = await client.query<{ 'QUERY PLAN': string }>(
    `explain execute s${place}${nothing && `(${nothing})`}`,
  );
  return plan.rows
    .map((row) => row['QUERY PLAN'].trim())
    .filter((line) => large.test(line) && !/rows=1 /.test(line));
}

test('a plan made for all reads no large table whole, but for the work that may take its time (LP-02)', async () => {
  const wrong: string[] = [];
  for (const [place, { name, text, varied }] of statements().entries()) {
    if (varied || patient.includes(name) || name.startsWith('forget-') || name.endsWith('-to-forget'))
      continue;
    const scans = await wholeScans(place, text);
    if (scans.length > 0) wrong.push(`${name}: ${scans.join('; ')}`);
  }
  assert.deepEqual(wrong, []);
});
