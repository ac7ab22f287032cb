/** `reclave import`: a people file of any size, cut off anywhere, brought while people are served. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, mock } from 'node:test';
import pg from 'pg';
import { nameHashOf, openPersonal } from '../../src/actions/personal.ts';
import { type ImportOptions, importFile } from '../../src/cli/import.ts';
import { samplePeopleCsv } from '../../src/directory/sample.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { lockStandingOf } from '../../src/store/standings.ts';
import { paths } from '../../src/web/paths.ts';
import { tableDigests } from '../attacks/tables.ts';
import { arriving, browse, pathOf, recovery, saveKey } from '../journeys/steps.ts';
import { askMessage, goodKey } from '../walker.ts';
import { openWorld, sql, type TestWorld, testKeys } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'reclave-import-'));
const program = join(import.meta.dirname, '../../src/cli/reclave.ts');

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string, rows: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${header}\n${rows.join('\n')}\n`);
  return path;
};

const header = 'identifier,number,first_name,last_name,email,phone,status,work,answers,postal';

/** Somebody of the crowd; what is given stands in for the usual cells. */
function row(
  place: number,
  given: Partial<Record<'name' | 'email' | 'status' | 'work' | 'answers' | 'number', string>> = {},
) {
  const {
    name = 'Karina',
    email = `p${place}@correo.example`,
    status = 'active',
    work = '',
    answers = '',
  } = given;
  const number = given.number ?? card(2_000_000 + place).number;
  return `ec.ci,${number},${name},Kis,${email},,${status},${work},${answers},Calle ${'larga '.repeat(9)}; ${'Barrio '.repeat(8)}`;
}

type Told = { readonly code: number; readonly out: string };

/** The command in this process, and what it said. */
async function bring(path: string, options: ImportOptions = {}, on = world): Promise<Told> {
  const said: string[] = [];
  const hear = (text: unknown) => void said.push(String(text));
  const ears = [mock.method(console, 'log', hear), mock.method(console, 'error', hear)];
  try {
    const code = await importFile(on.config, path, options);
    return { code, out: said.join('\n') };
  } finally {
    for (const ear of ears) ear.mock.restore();
  }
}

const everything = async (on = world): Promise<Record<string, string>> => {
  const { imports: _, ...tables } = await tableDigests((query) => on.sql(query));
  return tables;
};

/** What an import leaves, without ids, sealed bytes and instants: two databases of one ring can be compared by it. */
const imported = async (on: TestWorld) =>
  on.sql(`select encode(a.name_hash, 'hex') as name, a.status, encode(a.imported_digest, 'hex') as digest,
      (select array_agg(encode(address_hash, 'hex') order by 1) from contact_holders where account_id = a.id) as holders,
      (select count(*)::int from audit where subject = a.name_hash and event = 'account-imported') as told
    from accounts a order by 1`);

const told = async (event = 'account-imported'): Promise<number> =>
  (await world.sql<{ n: number }>('select count(*)::int as n from audit where event = $1', [event]))[0]?.n ??
  0;

describe('a people file', () => {
  it('that says what it said before writes nothing: no row, no audit line, no contact, no key', async () => {
    const samples = join(folder, 'samples.csv');
    writeFileSync(samples, samplePeopleCsv());
    const before = await everything();
    assert.match((await bring(samples)).out, /^0 new, 0 changed, 79 unchanged, 0 refused$/m);
    assert.deepEqual(await everything(), before);
    const path = fileOf('again.csv', [row(1), row(2), row(3, { work: '2020: Molinos del Farol' })]);
    assert.match((await bring(path)).out, /^3 new, 0 changed, 0 unchanged, 0 refused$/m);
    const once = await everything();
    assert.match((await bring(path, { fromStart: true })).out, /^0 new, 0 changed, 3 unchanged, 0 refused$/m);
    assert.deepEqual(await everything(), once);
  });

  it('is applied as what differs: one line of the log for each who changed, and none for the others (AU-01)', async () => {
    await bring(
      fileOf(
        'first.csv',
        [10, 11, 12, 13, 14].map((place) => row(place)),
      ),
    );
    const lines = await told();
    const holders = await world.sql('select * from contact_holders order by 1, 2');
    const path = fileOf('second.csv', [
      row(10),
      row(11, { name: 'Otra' }),
      row(12, { email: 'otra@correo.example' }),
      row(13, { status: 'suspended' }),
      row(14),
      row(15),
    ]);
    assert.match((await bring(path)).out, /^1 new, 3 changed, 2 unchanged, 0 refused$/m);
    assert.equal((await told()) - lines, 4);
    const now = await world.sql('select * from contact_holders order by 1, 2');
    assert.equal(now.length, holders.length + 1);
    const kept = await Promise.all([11, 12, 13].map(accountAt));
    assert.deepEqual(
      kept.map(({ status, personal }) => [status, personal.firstName, personal.email]),
      [
        ['active', 'Otra', 'p11@correo.example'],
        ['active', 'Karina', 'otra@correo.example'],
        ['suspended', 'Karina', 'p13@correo.example'],
      ],
    );
    assert.match((await bring(path)).out, /^0 new, 0 changed, 6 unchanged, 0 refused$/m);
  });

  it('gives answers to who has none, and changes nobody’s own (QN-12)', async () => {
    const answersOf = async () =>
      world.sql(`select question, answer_hash from answers where account_id =
      (select id from accounts where name_hash = '\\x${(await accountAt(20)).hash}')`);
    await bring(fileOf('none.csv', [row(20)]));
    assert.deepEqual(await answersOf(), []);
    await bring(fileOf('answers.csv', [row(20, { answers: 'first-pet=Canela' })]));
    const first = await answersOf();
    assert.equal(first.length, 1);
    const { out } = await bring(fileOf('others.csv', [row(20, { answers: 'first-pet=Trueno' })]));
    assert.match(out, /^0 new, 0 changed, 1 unchanged/m);
    assert.deepEqual(await answersOf(), first);
  });

  it('leaves the answers of somebody who sets them at that very moment (QN-12)', async () => {
    await bring(fileOf('nobody-yet.csv', [row(21)]));
    const { hash } = await accountAt(21);
    const path = fileOf('late.csv', [row(21, { answers: 'first-pet=Canela; school-name=Rural' })]);
    const waits =
      "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    let done: Promise<unknown> = Promise.resolve();
    await world.world.db.transaction(async (tx) => {
      await lockStandingOf(tx, Buffer.from(hash, 'hex'), world.clock.now());
      let over = false;
      done = bring(path).finally(() => {
        over = true;
      });
      while (!over && (await world.sql(waits)).length === 0);
      const text = `insert into answers (account_id, question, answer_hash)
        select id, 'first-pet', 'own' from accounts where name_hash = '\\x${hash}'`;
      await tx.run({ name: '', text });
    });
    await done;
    assert.deepEqual(
      await world.sql(`select question, answer_hash from answers where account_id =
        (select id from accounts where name_hash = '\\x${hash}')`),
      [{ question: 'first-pet', answer_hash: 'own' }],
    );
  });

  it('in which a number stands twice leaves what its last row says', async () => {
    await bring(fileOf('twice.csv', [row(30), row(30, { name: 'Segunda' }), row(30, { name: 'Tercera' })]));
    assert.equal((await accountAt(30)).personal.firstName, 'Tercera');
    for (const place of [31, 30])
      await bring(fileOf('back.csv', [row(place), row(place, { name: 'Otra' }), row(place)]));
    assert.equal((await accountAt(31)).personal.firstName, 'Karina', 'nobody before');
    await bring(fileOf('forth.csv', [row(31), row(31, { name: 'Otra' }), row(31)]), { fromStart: true });
    assert.equal((await accountAt(31)).personal.firstName, 'Karina', 'known as the first row says');
    assert.equal((await accountAt(30)).personal.firstName, 'Karina', 'known as the last row said');
  });

  it('that names one contact twice for a person keeps it once', async () => {
    const path = join(folder, 'both.csv');
    const { number } = card(2_000_032);
    const mailbox = 'p32@correo.example';
    writeFileSync(
      path,
      `identifier,number,first_name,last_name,email,second_email\nec.ci,${number},Karina,Kis,${mailbox},P32@Correo.example\n`,
    );
    assert.match((await bring(path)).out, /^1 new/m);
    const { hash } = await accountAt(32);
    const held = await world.sql(`select from contact_holders where account_id =
      (select id from accounts where name_hash = '\\x${hash}')`);
    assert.equal(held.length, 1);
  });

  it('says of a contact that many new people share who came after the most (CC-04)', async () => {
    const before = (await notes()).length;
    const places = [40, 41, 42, 43, 44];
    await bring(
      fileOf(
        'shared.csv',
        places.map((place) => row(place, { email: 'casa@correo.example' })),
      ),
    );
    assert.equal((await notes()).length - before, 2, 'three pass, the fourth and the fifth are noticed');
  });

  it('has its refused rows named by line and column in a file of its own, and loses none of the others', async () => {
    const rows = [
      row(50),
      row(51, { number: '9912345678' }),
      row(52, { email: 'hush@@x' }),
      `ec.ci,${card(2_000_053).number},"Hush,Kis,,,,,,`,
      row(54),
      'ec.ci,1',
    ];
    const path = fileOf('bad.csv', rows);
    const before = await everything();
    const dry = await bring(path, { dryRun: true });
    assert.deepEqual([dry.code, /2 rows can be imported, 4 refused/.test(dry.out)], [1, true], dry.out);
    assert.deepEqual(await everything(), before);
    const done = await bring(path);
    assert.equal(done.code, 1);
    assert.match(done.out, /^2 new, 0 changed, 0 unchanged, 4 refused$/m);
    const report = `${path}.report.csv`;
    assert.equal(statSync(report).mode & 0o777, 0o600);
    const [head, ...lines] = readFileSync(report, 'utf8').trim().split('\r\n');
    assert.equal(head, '"line","column","what"');
    assert.deepEqual(
      lines.map((line) => line.split(',').slice(0, 2).join()),
      ['"3","number"', '"4","email"', '"5",""', '"7",""'],
    );
    assert.doesNotMatch(`${lines.join('')}${done.out}`, /hush|9912345678/i);
    for (const place of [50, 54]) assert.equal((await accountAt(place)).status, 'active');
    const mended = fileOf('bad.csv', [row(50), row(54)]);
    assert.equal((await bring(mended)).code, 0);
    assert.ok(!existsSync(report), 'A file without refused rows has no report');
  });

  it('is never replaced by its own report', async () => {
    const path = fileOf('itself.csv', [row(61)]);
    const text = readFileSync(path, 'utf8');
    const { code, out } = await bring(path, {
      report: `${folder}/../${folder.split('/').at(-1)}/itself.csv`,
    });
    assert.deepEqual([code, /name another/.test(out)], [1, true], out);
    assert.equal(readFileSync(path, 'utf8'), text);
  });

  it('without a header is refused, and nobody in it is repeated', async () => {
    const path = join(folder, 'headless.csv');
    writeFileSync(path, `${row(60)}\n`);
    const { code, out } = await bring(path);
    assert.equal(code, 1);
    assert.doesNotMatch(out, /Karina|p60/);
  });
});

const notes = () => world.sql("select seq from audit where note = 'shared-contact'");

async function accountAt(place: number) {
  const identity = card(2_000_000 + place);
  const hash = nameHashOf(world.world, { subject: 'person', identity });
  const account = (await accountByName(world.world.db, hash)) ?? assert.fail(`Nobody at ${place}`);
  return { status: account.status, hash: hash.toString('hex'), personal: openPersonal(world.world, account) };
}

/** Holds the table of employers, so that an import stops in the middle of the first batch that brings a new one. */
async function holdEmployers() {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query('begin; lock table companies in share mode');
  return {
    /** Settles when the import waits. */
    async reached(): Promise<void> {
      for (let waits = false; !waits; )
        waits =
          (
            await sql(
              "select from pg_locks where not granted and mode = 'RowExclusiveLock'",
              [],
              world.databaseUrl,
            )
          ).length > 0;
    },
    release: () => client.end(),
  };
}

/** The command as an operator types it. */
function start(path: string): { child: ChildProcess; out: () => string; ended: Promise<unknown[]> } {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = {
    PATH,
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
    DATABASE_URL: world.databaseUrl,
    RECLAVE_KEYS: testKeys,
    RECLAVE_DATA: folder,
    RECLAVE_INSTITUTION: 'ceibo',
    RECLAVE_BASE_URL: 'https://clave.ceibo.example',
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, [program, 'import', path], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text));
  return { child, out: () => said, ended: once(child, 'exit') };
}

describe('an import that is cut off', () => {
  const count = 9000;
  const slow = count - 2500;
  const rows = Array.from({ length: count }, (_, index) =>
    row(
      1000 + index,
      index === slow ? { work: '2020: Nadie Antes' } : index % 1000 === 7 ? { email: 'no' } : {},
    ),
  );

  it('goes on where it was, serves people meanwhile, lets no second one in, and ends as one that was never cut', async () => {
    const path = fileOf('cut.csv', rows);
    const place = async () =>
      Number(
        (await world.sql<{ place: string }>('select place from imports order by id desc limit 1'))[0]?.place,
      );
    const first = await holdEmployers();
    const killed = start(path);
    await first.reached();
    assert.deepEqual(await bring(fileOf('other.csv', [row(70)])), {
      code: 1,
      out: 'Another import is under way; this one was not begun',
    });
    const walker = browse(world);
    const { code } = recovery(await arriving(world, () => askMessage(walker, 'all-is-well')));
    await walker.submit({ codigo: code });
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await first.release();
    const cut = await place();
    assert.ok(cut > 10_000 && cut < statSync(path).size, `cut off at ${cut}`);

    const second = await holdEmployers();
    const stopped = start(path);
    await second.reached();
    stopped.child.kill('SIGINT');
    while (!stopped.out().includes('Finishing the batch'))
      await once(stopped.child.stderr ?? assert.fail(), 'data');
    await second.release();
    assert.deepEqual(await stopped.ended, [130, null], stopped.out());
    assert.match(stopped.out(), /Goes on at line \d{4}/);
    assert.match(stopped.out(), /To go on: reclave import/);
    assert.ok((await place()) > cut);

    const report = `${path}.report.csv`;
    const told = readFileSync(report, 'utf8');
    assert.equal((await bring(path, { dryRun: true })).code, 1);
    assert.equal(readFileSync(report, 'utf8'), told, 'a dry run leaves the report of the import');
    const reached = await place();
    const elsewhere = await bring(path, { report: join(folder, 'nowhere.csv') });
    assert.match(elsewhere.out, /nowhere\.csv lacks the rows refused so far/);
    assert.equal(elsewhere.code, 1);
    assert.equal(await place(), reached);

    const last = await bring(path);
    assert.match(last.out, new RegExp(`^${count - 9} new, 0 changed, 0 unchanged, 9 refused$`, 'm'));
    assert.equal(readFileSync(`${path}.report.csv`, 'utf8').trim().split('\r\n').length, 10);
    const whole = await openWorld();
    try {
      await bring(fileOf('whole.csv', rows), {}, whole);
      const mine = await imported(whole);
      const names = new Set(mine.map(({ name }) => name));
      assert.deepEqual(
        (await imported(world)).filter(({ name }) => names.has(name)),
        mine,
      );
    } finally {
      await whole.close();
    }
  });
});
