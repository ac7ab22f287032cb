/** `reclave doctor` as an operator types it: what it finds, what it never says, and that it changes nothing. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runUpkeep } from '../../src/actions/upkeep/run-upkeep.ts';
import { databaseChecks } from '../../src/cli/doctor/database.ts';
import { setClock } from '../../src/lib/clock.ts';
import { openDatabase } from '../../src/store/database.ts';
import { tableDigests } from '../attacks/tables.ts';
import { startSmtpSink } from '../smtp-sink.ts';
import { openWorld, type TestWorld, testKeys } from '../world.ts';

let world: TestWorld;
const folder = mkdtempSync(join(tmpdir(), 'reclave-doctor-'));
const program = join(import.meta.dirname, '../../src/cli/reclave.ts');
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

type Seen = { readonly code: number; readonly out: string };

function doctor(environment: Record<string, string> = {}, ...words: string[]): Promise<Seen> {
  const env = {
    PATH: process.env.PATH,
    RECLAVE_DATA: folder,
    RECLAVE_BASE_URL: 'https://clave.ceibo.example',
    TRUSTED_PROXIES: '10.0.0.1',
    DATABASE_URL: world.databaseUrl,
    RECLAVE_KEYS: testKeys,
    ...environment,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'doctor', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: `${stdout}${stderr}` }),
    );
  });
}

const lineOf = ({ out }: Seen, name: string): string =>
  out.split('\n').find((line) => line.slice(9).startsWith(`${name}: `)) ?? '';

describe('reclave doctor', () => {
  it('finds a sound installation sound, with its warnings, changes nothing and tells no secret', async () => {
    const digests = await tableDigests(world.sql);
    const sink = await startSmtpSink();
    const seen = await doctor({ SMTP_URL: sink.url }).finally(() => sink.stop());
    assert.equal(seen.code, 0, seen.out);
    for (const name of ['database', 'version', 'role', 'schema', 'clock', 'messages', 'keys', 'relay'])
      assert.match(lineOf(seen, name), /^ok /, `${name}: ${seen.out}`);
    assert.match(lineOf(seen, 'sink of the log'), /^warning /);
    assert.match(lineOf(seen, 'partitions'), /^warning .*upkeep did not run/);
    assert.match(seen.out, /a year, 1,000 networks, unnoticed: /);
    assert.ok(!seen.out.includes(world.databaseUrl) && !seen.out.includes(testKeys.slice(3)));
    assert.deepEqual(await tableDigests(world.sql), digests);
  });

  it('says the same in JSON, each bound with its assumptions, its formula and its factors (RT-11)', async () => {
    const { code, out } = await doctor({}, '--json');
    const { healthy, checks, bounds } = JSON.parse(out);
    assert.equal(code, 0);
    assert.equal(healthy, true);
    const relay = checks.find(({ name }: { name: string }) => name === 'relay');
    assert.equal(relay.verdict, 'warning', 'Messages to a folder are right for a trial');
    assert.equal(bounds.length, 8);
    for (const { attacker, roads } of bounds) {
      assert.equal(attacker.numbers, 20_000_000);
      for (const { formula, factors } of roads) assert.ok(formula && factors.length > 0);
    }
  });

  it('is 1 when something is wrong: relay, database, proxies', async () => {
    const relay = await doctor({ SMTP_URL: 'smtp://127.0.0.1:1' });
    assert.equal(relay.code, 1);
    assert.match(lineOf(relay, 'relay'), /^wrong .*does not answer/);
    const database = await doctor({ DATABASE_URL: 'postgres://someone:hidden@127.0.0.1:1/x' });
    assert.equal(database.code, 1);
    assert.match(lineOf(database, 'database'), /^wrong .*does not answer/);
    assert.ok(!database.out.includes('hidden') && lineOf(database, 'schema') === '');
    const proxies = await doctor({ TRUSTED_PROXIES: '' });
    assert.equal(proxies.code, 1);
    assert.match(lineOf(proxies, 'trusted proxies'), /^wrong /);
  });

  it('says of each relay whether it answers, and of none how it is signed in to (EM-13)', async () => {
    const sink = await startSmtpSink();
    const { host } = new URL(sink.url);
    const urls = `${sink.url},smtp://someone:hidden@127.0.0.1:1`;
    const one = await doctor({ SMTP_URL: urls }).finally(() => sink.stop());
    assert.equal(one.code, 0, one.out);
    const said = `warning  relay: ${host} answers, 127.0.0.1:1 does not answer: the others carry all`;
    assert.equal(lineOf(one, 'relay'), said);
    assert.ok(!one.out.includes('hidden'));
    const none = await doctor({ SMTP_URL: urls });
    assert.equal(none.code, 1);
    assert.match(lineOf(none, 'relay'), /^wrong .*does not answer.*does not answer: no message goes out$/);
  });

  it('without a database of one’s own it makes none', async () => {
    const seen = await doctor({ DATABASE_URL: '', RECLAVE_KEYS: '' });
    assert.equal(seen.code, 0, seen.out);
    assert.match(lineOf(seen, 'database'), /^warning /);
    assert.match(lineOf(seen, 'keys'), /^warning /);
  });

  const look = async (name: string, movedSeconds = 0, from = Date.now()) => {
    const clock = setClock(new Date(from + movedSeconds * 1000));
    const check = databaseChecks.find((one) => one.name === name) ?? assert.fail(name);
    return check.run({ config: world.config, clock, db: world.world.db });
  };

  it('tells a clock that is off, and one that is wrong', async () => {
    assert.equal((await look('clock')).verdict, 'ok');
    assert.equal((await look('clock', -30)).verdict, 'warning');
    assert.equal((await look('clock', 90)).verdict, 'wrong');
  });

  it('tells a schema that lacks a migration, and one of a newer program', async () => {
    const [last] = await world.sql<{ number: number; name: string; digest: string }>(
      'delete from migrations where number = (select max(number) from migrations) returning number, name, digest',
    );
    assert.ok(last);
    assert.match((await look('schema')).said, new RegExp(last.name));
    assert.equal((await look('schema')).verdict, 'wrong');
    const put = 'insert into migrations (number, name, digest) values ($1, $2, $3)';
    await world.sql(put, [last.number, last.name, last.digest]);
    assert.equal((await look('schema')).verdict, 'ok');
    await world.sql(put, [9999, '9999-of-tomorrow.sql', '']);
    assert.equal((await look('schema')).verdict, 'wrong');
    await world.sql('delete from migrations where number = 9999');
  });

  it('tells messages that nobody carries', async () => {
    const put = (state: string, due: Date) =>
      world.sql(
        `insert into outbox (parcel_id, payload, due, drop_after, state) values (gen_random_uuid(), '', $1, $1, $2)`,
        [due, state],
      );
    await put('dead', new Date());
    assert.equal((await look('messages')).verdict, 'warning');
    await put('queued', new Date(Date.now() - 11 * 60_000));
    assert.equal((await look('messages')).verdict, 'wrong');
    await world.sql('delete from outbox');
  });

  it('tells months that are not made ahead, and an upkeep that is not run', async () => {
    const owner = openDatabase(world.databaseUrl, 2);
    await runUpkeep(world.world, owner, { dryRun: false });
    await owner.close();
    const lookAfter = (days: number) => look('partitions', days * 86_400, world.clock.now().getTime());
    assert.equal((await lookAfter(0)).verdict, 'ok');
    assert.match((await lookAfter(5)).said, /upkeep did not run/);
    assert.equal((await lookAfter(200)).verdict, 'wrong');
  });
});
