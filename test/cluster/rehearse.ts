/** A backup taken while people walk, everything lost, and the backup brought back: each step is told and proven. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { samplePeople, samplePeopleCsv } from '../../src/directory/sample.ts';
import { workHistory } from '../../src/directory/sample-crowd.ts';
import { listBelow } from '../../src/store/embedded/copy.ts';
import { joinEmbedded } from '../../src/store/embedded/embedded.ts';
import { paths } from '../../src/web/paths.ts';
import { beginAndAsk, type Somebody, somebody } from '../attacks/places.ts';
import { publicOrigin, type RunningServer, startServer } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, Walker } from '../walker.ts';
import { sql } from '../world.ts';

type Say = (step: string) => void;
type Answer = { readonly code: number; readonly out: string };

const program = join(import.meta.dirname, '../../src/cli/reclave.ts');

/** One machine: a data folder, its server, and the operator's commands. */
class Machine {
  readonly folder: string;
  readonly #environment: Record<string, string>;
  #server: RunningServer | undefined;

  constructor(folder: string, seals: string, relay: string) {
    this.folder = folder;
    this.#environment = {
      RECLAVE_DATA: folder,
      RECLAVE_INSTITUTION: 'ceibo',
      RECLAVE_BASE_URL: publicOrigin,
      RECLAVE_AUDIT_SINK: pathToFileURL(seals).href,
      SMTP_URL: relay,
      LOG_LEVEL: 'error',
      DRAIN_SECONDS: '0',
    };
  }

  get keys(): string {
    return join(this.folder, 'keys');
  }

  get postgres(): string {
    return join(this.folder, 'postgres');
  }

  async start(): Promise<void> {
    this.#server = await startServer(this.#environment);
  }

  browser(): Walker {
    return new Walker((request) => (this.#server ?? assert.fail('Nothing runs')).answers(request));
  }

  type(...words: string[]): Promise<Answer> {
    const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
    const env = { PATH, HOME, NODE_COMPILE_CACHE, ...this.#environment };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...words], { env }, (error, out, told) =>
        resolve({ code: Number(error?.code ?? 0), out: `${out}${told}` }),
      );
    });
  }

  /** SQL beside the running server. */
  async sql<Row extends Record<string, unknown>>(text: string): Promise<Row[]> {
    const { url } = await joinEmbedded({ directory: this.postgres });
    return sql<Row>(text, [], url);
  }

  /** The newest row of its log. */
  async newestRow(): Promise<bigint> {
    const [row] = await this.sql<{ seq: string }>('select max(seq)::text as seq from audit');
    return BigInt(row?.seq ?? 0);
  }

  /** The power goes, for the server and its PostgreSQL alike. */
  async die(): Promise<void> {
    const pid = Number(readFileSync(join(this.postgres, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
    await this.#server?.kill();
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended with its server.
    }
  }

  stop = async (): Promise<unknown> => this.#server?.stop();
}

async function signsIn(machine: Machine, { number }: Somebody, key: string): Promise<boolean> {
  const walker = machine.browser();
  await walker.open(paths.signIn);
  await walker.submit({ numero: number, clave: key });
  return walker.page.url.pathname === paths.account;
}

async function asks(machine: Machine, relay: SmtpSink, who: Somebody) {
  const walker = machine.browser();
  await beginAndAsk(walker, who);
  const [mail] = await relay.mailTo(who.email);
  return { walker, ...secretsIn(mail ?? assert.fail()) };
}

async function finishes(walker: Walker, code: string): Promise<void> {
  await walker.submit({ codigo: code });
  await walker.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
  assert.equal(walker.page.url.pathname, '/recuperar/listo', walker.page.heading);
}

/** Signs people in one after the other until told to stop; gives how many. */
function crowd(machine: Machine): () => Promise<number> {
  let [going, count] = [true, 0];
  const ended = (async () => {
    while (going)
      assert.ok(await signsIn(machine, somebody(10 + (count % 10)), somebody(10 + (count++ % 10)).key));
    return count;
  })();
  ended.catch(() => undefined);
  return () => {
    going = false;
    return ended;
  };
}

/** Every byte of a backup, for what must not be in it (ATK-52). What may be read, an employer's name, shows that looking finds. */
async function assertMute(folder: string, secrets: readonly (string | Buffer)[]): Promise<number> {
  const plain = workHistory(100)[0]?.employer ?? assert.fail();
  const { files } = await listBelow(folder);
  let looked = false;
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    looked ||= bytes.includes(plain);
    for (const secret of secrets)
      assert.ok(!bytes.includes(secret), `something that can be read is in ${file}`);
  }
  assert.ok(looked);
  return files.length;
}

/** One bit that turned is seen, and nothing is brought back. */
async function refusesDamage(machine: Machine, copy: string): Promise<void> {
  const file = join(copy, 'data/PG_VERSION');
  const bytes = readFileSync(file);
  writeFileSync(file, Buffer.from(bytes.map((byte) => byte ^ 1)));
  const refused = await machine.type('restore', copy);
  assert.equal(refused.code, 1);
  assert.match(refused.out, /not as it was written: PG_VERSION/);
  writeFileSync(file, bytes);
}

/** Of those who walked and a few who did not: each costs a look through all bytes. */
const numbersAndContacts = (): string[] =>
  [
    ...Array.from({ length: 20 }, (_, index) => somebody(index)),
    ...samplePeople()
      .flatMap(({ identity, person }) =>
        person?.phone ? [{ number: identity.number, email: person.phone }] : [],
      )
      .slice(0, 10),
  ].flatMap(({ number, email }) => [number, email]);

/** Up to which row the sink has seals. */
function sealedUpTo(file: string): bigint {
  const last = readFileSync(file, 'utf8').trim().split('\n').at(-1) || '{}';
  const { checkpoint }: { checkpoint?: { lastSeq: string } } = JSON.parse(last);
  return BigInt(checkpoint?.lastSeq ?? 0);
}

async function beforeBackup(machine: Machine, relay: SmtpSink) {
  const [done, standing, lost] = [
    await asks(machine, relay, somebody(0)),
    await asks(machine, relay, somebody(1)),
    await asks(machine, relay, somebody(3)),
  ];
  await finishes(done.walker, done.code);
  relay.mode = 'defer';
  await beginAndAsk(machine.browser(), somebody(2));
  return { done, standing, lost };
}

async function restored(
  machine: Machine,
  relay: SmtpSink,
  standing: { walker: Walker; code: string },
): Promise<void> {
  assert.ok(await signsIn(machine, somebody(0), goodKey), 'a key chosen before the backup');
  assert.ok(
    await signsIn(machine, somebody(3), somebody(3).key),
    'a key changed after it is the former one again',
  );
  const walker = machine.browser();
  for (const [name, value] of standing.walker.cookies) walker.cookies.set(name, value);
  await walker.open(paths.enterCode);
  await finishes(walker, standing.code);
  relay.mode = 'accept';
  await machine.sql(`update outbox set due = now() where state = 'queued'`);
  await until(
    async () => (await machine.sql(`select from outbox where state = 'queued'`)).length === 0,
    'every message to be handed over',
  );
  assert.equal((await relay.mailTo(somebody(2).email)).length, 1, 'a message that waited goes out once');
}

/** The whole rehearsal, in a folder of its own. Throws at the first thing that is not as it should be. */
export async function rehearse(say: Say): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-rehearsal-'));
  // As root, PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const relay = await startSmtpSink();
  const [seals, later, copy] = [join(folder, 'seals'), join(folder, 'later'), join(folder, 'copy')];
  const first = new Machine(join(folder, 'one'), seals, relay.url);
  const second = new Machine(join(folder, 'two'), later, relay.url);
  try {
    const people = join(folder, 'people.csv');
    writeFileSync(people, samplePeopleCsv());
    assert.equal((await first.type('import', people)).code, 0);
    await first.start();
    say('A site with the sample people runs');
    const { done, standing, lost } = await beforeBackup(first, relay);
    say('One chose a new key, one stands before the code, one has a message that waits for the relay');

    const leave = crowd(first);
    const taken = await first.type('backup', copy);
    const count = await leave();
    assert.equal(taken.code, 0, taken.out);
    assert.ok(count > 0);
    say(`The backup is taken while ${count} people sign in`);
    await finishes(lost.walker, lost.code);
    const newest = await first.newestRow();
    await until(() => sealedUpTo(seals) >= newest, 'what happened after the backup to be sealed');
    const keys = join(folder, 'keys');
    copyFileSync(first.keys, keys);
    await first.die();
    rmSync(first.folder, { recursive: true });
    say('After one more new key the machine dies, and its disk with it; the key ring lies elsewhere');

    const ring = readFileSync(keys, 'utf8').trim().split(':')[1] ?? assert.fail();
    const codes = [done, standing, lost].flatMap(({ code, link }) => [
      code,
      link.split('/').at(-1) ?? assert.fail(),
    ]);
    const secrets = [...numbersAndContacts(), ...codes, goodKey, ring, Buffer.from(ring, 'base64')];
    const files = await assertMute(copy, secrets);
    say(`Nothing of anybody can be read in its ${files} files, and the key ring is not among them`);

    await refusesDamage(second, copy);
    const brought = await second.type('restore', copy);
    assert.equal(brought.code, 0, brought.out);
    assert.match(brought.out, /Put the key ring into/);
    assert.equal((await second.type('restore', copy)).code, 1, 'never over data that is there');
    mkdirSync(second.folder, { recursive: true });
    copyFileSync(keys, second.keys);
    await second.start();
    say('It is restored into an empty place, and a server runs on it');
    await restored(second, relay, standing);
    say(
      'What was acknowledged is there, who stood before the code went on, the waiting message went out once',
    );

    const whole = await second.type('audit', 'verify');
    assert.equal(whole.code, 0, whole.out);
    const behind = await second.type('audit', 'verify', '--anchor', seals);
    assert.equal(behind.code, 1);
    assert.match(behind.out, /not the one kept outside|stands outside/);
    say('The log is whole, and held against the sink it tells that something after the backup is lost');
    await second.stop();
  } finally {
    await Promise.allSettled([first.die(), second.die()]);
    await relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) await rehearse((step) => console.log(step));
