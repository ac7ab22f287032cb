/** A Postfix of the tests' own: its own settings, queue and port, and no way out but to the relays it is given. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDebian } from './ensure-debian.ts';
import { until } from './smtp-sink.ts';

const programs = '/usr/lib/postfix/sbin';
const sbin = '/usr/sbin';

/** Sees to it that there is a Postfix, which only root can start: installs Debian's own, and else says the one line to run. */
export const ensurePostfix = (): boolean =>
  ensureDebian({
    name: 'Postfix, a real relay',
    found: () => existsSync(join(programs, 'master')) && process.getuid?.() === 0,
    packages: ['postfix'],
    otherwise: 'sudo apt-get install --no-install-recommends postfix, and the tests of Postfix as root',
  });

export type Postfix = {
  readonly url: string;
  /** Ends it as a power cut does: the whole family at once. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Looks at everything that waits, now. */
  flush(): void;
  /** Whether nothing waits in it. */
  idle(): boolean;
  log(): string;
  stop(): Promise<void>;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const filesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

const relayOf = (url: string): string => `relay:[127.0.0.1]:${new URL(url).port}`;

/** Nothing is looked up and nothing is delivered here: what is for `returns` goes to one relay, all the rest to the other. */
const mainCf = (folder: string, { next, returns, host }: Roads): string => `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtp_dns_support_level = disabled
relayhost =
default_transport = ${relayOf(next)}
transport_maps = inline:{ { ${host} = ${relayOf(returns)} } }
minimal_backoff_time = 1s
maximal_backoff_time = 1s
queue_run_delay = 1s
smtp_connect_timeout = 2s
smtp_destination_concurrency_failed_cohort_limit = 0
`;

const services = `
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
relay unix - - n - - smtp
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;

type Roads = { readonly next: string; readonly returns: string; readonly host: string };

/** Writes the settings of one and starts it. Mail for `host` goes to `returns`, all other mail to `next`. */
export async function startPostfix(roads: Roads): Promise<Postfix> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-postfix-'));
  // Its parts run as the user postfix, who has to pass through.
  chmodSync(folder, 0o755);
  for (const name of ['etc', 'queue', 'data']) mkdirSync(join(folder, name), { mode: 0o755 });
  spawnSync('chown', ['postfix', join(folder, 'data')]);
  const port = await freePort();
  writeFileSync(join(folder, 'etc/main.cf'), mainCf(folder, roads));
  writeFileSync(join(folder, 'etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd${services}`);
  const command = (...args: string[]) => ['-c', join(folder, 'etc'), ...args];
  const log = (): string =>
    existsSync(join(folder, 'mail.log')) ? readFileSync(join(folder, 'mail.log'), 'utf8') : '';
  let master: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const { pid, exitCode } = master ?? {};
    if (!master || pid === undefined || exitCode !== null) return;
    const ended = once(master, 'exit');
    process.kill(-pid, signal);
    await ended;
  };
  const postfix: Postfix = {
    url: `smtp://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    async start() {
      spawnSync(join(sbin, 'postfix'), command('check'));
      master = spawn(join(programs, 'master'), [...command(), '-s'], { detached: true, stdio: 'ignore' });
      await until(() => answers(port), `Postfix to answer:\n${log()}`);
    },
    flush: () => void spawnSync(join(sbin, 'postfix'), command('flush')),
    idle: () => ['incoming', 'active', 'deferred'].every((one) => filesIn(join(folder, 'queue', one)) === 0),
    log,
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await postfix.start();
  return postfix;
}

async function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => undefined);
    const said = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('data', (greeting) => said(greeting.toString().startsWith('220')));
    socket.once('error', () => said(false));
    socket.once('close', () => said(false));
  });
}
