/** Real server processes on a real database: what an operator starts, seen from outside only. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectOverTls } from 'node:tls';
import type { Answers } from './walker.ts';
import { freshDatabase, peopleTemplate, sql, testKeys, urlOfDatabase } from './world.ts';

const main = join(import.meta.dirname, '../src/main.ts');

/** The origin people see: a proxy in front would speak TLS; what it hands on is plain http with this name as Host. */
export const publicOrigin = 'https://clave.ceibo.example';

/** Where bytes are sent: a port of this machine, unless it says otherwise. */
export type Peer = { readonly port: number; readonly hostname?: string; readonly secure?: boolean };

const thisMachine = '127.0.0.1';

export type RunningServer = {
  readonly port: number;
  readonly pid: number;
  /** Answers as the server does, over a real socket. */
  readonly answers: Answers;
  /** Every byte the process wrote so far. */
  output(): string;
  /** Ends it at once, with no chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
};

/** A cloned database with the sample people, and the servers that were started on it. */
export type Site = {
  readonly database: string;
  readonly databaseUrl: string;
  readonly folder: string;
  start(environment?: Record<string, string>): Promise<RunningServer>;
  sql: <Row extends Record<string, unknown>>(query: string, values?: unknown[]) => Promise<Row[]>;
  close(): Promise<void>;
};

/** Makes a database of one's own; servers are started on it one by one. */
export async function openSite(): Promise<Site> {
  const database = await freshDatabase(await peopleTemplate('ceibo'));
  const folder = mkdtempSync(join(tmpdir(), 'reclave-site-'));
  const databaseUrl = urlOfDatabase(database);
  const servers: RunningServer[] = [];
  return {
    database,
    databaseUrl,
    folder,
    async start(environment = {}) {
      const server = await startServer({
        DATABASE_URL: databaseUrl,
        RECLAVE_KEYS: testKeys,
        RECLAVE_DATA: folder,
        RECLAVE_BASE_URL: publicOrigin,
        RECLAVE_INSTITUTION: 'ceibo',
        LOG_LEVEL: 'error',
        DATABASE_POOL: '8',
        DRAIN_SECONDS: '0',
        ...environment,
      });
      servers.push(server);
      return server;
    },
    sql: (query, values) => sql(query, values, databaseUrl),
    async close() {
      await Promise.all(servers.map((server) => server.kill()));
      await sql(`drop database if exists ${database} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a server with these settings and none besides. */
export async function startServer(environment: Record<string, string>): Promise<RunningServer> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = fork(main, {
    env: { PATH, HOME, NODE_COMPILE_CACHE, HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      written += chunk;
    });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const port = await Promise.race([
    new Promise<number>((resolve) => {
      child.on('message', (said) => {
        if (typeof said === 'object' && said !== null && 'listening' in said) resolve(Number(said.listening));
      });
    }),
    ended.then(() => undefined),
  ]);
  if (port === undefined) throw new Error(`The server did not start:\n${written}`);
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
    agent.destroy();
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return {
    port,
    pid: child.pid ?? 0,
    answers: (asked) => send(asked, { port }, agent),
    output: () => written,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}

/** A port as something that answers, whoever listens there. */
export function answersAt(port: number): Answers {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  return (asked) => send(asked, { port }, agent);
}

/** Sends a request to a peer, whatever host its address names, as a proxy in front of it would. */
export async function send(
  asked: Request,
  { port, hostname = thisMachine, secure = false }: Peer,
  agent?: Agent,
): Promise<Response> {
  const { pathname, search, host } = new URL(asked.url);
  const headers: Record<string, string> = { host, ...Object.fromEntries(asked.headers) };
  const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
  const path = `${pathname}${search}`;
  const attempt = (): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const outgoing = (secure ? requestOverTls : request)(
        { host: hostname, port, method: asked.method, path, headers, ...(agent && { agent }) },
        resolve,
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server hung up on a connection that had been idle, before it read anything: browsers ask again, too.
        if (outgoing.reusedSocket && error.code === 'ECONNRESET') resolve(attempt());
        else reject(error);
      });
      outgoing.end(body);
    });
  let answer = await attempt();
  // Who is asked to come back in a moment does: on a machine that stands still for seconds a process is behind for no reason of ours.
  for (let tries = 0; isBusy(answer) && tries < 20; tries++) {
    answer.resume();
    await new Promise((resolve) => setTimeout(resolve, 300));
    answer = await attempt();
  }
  return responseOf(answer, await text(answer));
}

const isBusy = ({ statusCode, headers }: IncomingMessage): boolean =>
  statusCode === 503 && headers['retry-after'] !== undefined;

function responseOf({ statusCode = 0, rawHeaders }: IncomingMessage, body: string): Response {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  return new Response(statusCode === 204 || statusCode === 304 ? null : body, {
    status: statusCode,
    headers,
  });
}

/** What came back over a bare socket. */
export type RawAnswer = { readonly status: number; readonly head: string; readonly body: string };

/** The longest a machine with much else to do keeps a caller waiting for the first word. */
const firstWordMs = 20_000;
const silenceMs = 400;

/** Writes bytes to a peer as they are and reads until it hangs up, or falls silent after it said something. */
export function sendRaw(to: number | Peer, bytes: string | Buffer): Promise<RawAnswer> {
  const { port, hostname = thisMachine, secure = false } = typeof to === 'number' ? { port: to } : to;
  return new Promise((resolve) => {
    const written = (): unknown => socket.write(bytes);
    const socket = secure
      ? connectOverTls({ host: hostname, port, servername: hostname }, written)
      : connect(port, hostname, written);
    let got = '';
    const finish = (): void => {
      socket.destroy();
      const [head = '', ...rest] = got.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
      resolve({ status, head, body: rest.join('\r\n\r\n') });
    };
    socket.setEncoding('latin1');
    socket.setTimeout(firstWordMs, finish);
    socket.on('data', (chunk: string) => {
      socket.setTimeout(silenceMs);
      got += chunk;
    });
    socket.on('close', finish);
    socket.on('error', finish);
  });
}

/** One POST that is ready to go: everything but its last byte is sent, and all last bytes follow at once. */
export type Shot = Peer & {
  readonly path: string;
  readonly cookies: ReadonlyMap<string, string>;
  readonly fields: Record<string, string>;
  readonly headers?: Record<string, string>;
};

/** Fires many POSTs so that the server meets them in the same instant (last-byte synchronisation). */
export async function fireAtOnce(shots: readonly Shot[]): Promise<Response[]> {
  const armed = await Promise.all(
    shots.map(({ port, hostname = thisMachine, secure = false, path, cookies, fields, headers }) => {
      const body = Buffer.from(new URLSearchParams(fields).toString());
      const outgoing = (secure ? requestOverTls : request)({
        host: hostname,
        port,
        // A connection of its own for each, closed after it.
        agent: false,
        path,
        method: 'POST',
        headers: {
          host: new URL(publicOrigin).host,
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': body.length,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
      });
      const answer = new Promise<Response>((resolve, reject) => {
        outgoing.on('error', reject);
        outgoing.on('response', (incoming) => {
          text(incoming).then((read) => resolve(responseOf(incoming, read)), reject);
        });
      });
      // Watched from the start, so that a refusal while the others are still being armed is not lost.
      answer.catch(() => undefined);
      const last = body.subarray(-1);
      return new Promise<{ answer: Promise<Response>; release: () => void }>((resolve, reject) => {
        outgoing.on('error', reject);
        outgoing.write(body.subarray(0, -1), () =>
          resolve({ answer, release: () => void outgoing.end(last) }),
        );
      });
    }),
  );
  for (const { release } of armed) release();
  return Promise.all(armed.map(({ answer }) => answer));
}

/** A wire to PostgreSQL that can be cut and mended. */
export type Wire = {
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again, to where the wire led before or to another server. */
  mend(databaseUrl?: string): Promise<void>;
};

/** The socket or port a database address names. */
function targetOf(databaseUrl: string): { path: string } | { host: string; port: number } {
  const { hostname, port, searchParams } = new URL(databaseUrl);
  const folder = searchParams.get('host');
  return folder
    ? { path: join(folder, `.s.PGSQL.${searchParams.get('port') ?? (port || '5432')}`) }
    : { host: hostname, port: Number(port) };
}

/** Lays a wire to the server behind a database address. */
export async function layWire(databaseUrl: string): Promise<Wire> {
  let target = targetOf(databaseUrl);
  const sockets = new Set<Socket>();
  let port = 0;
  let listener: Server | undefined;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    return socket;
  };
  const wire = {
    get url() {
      const through = new URL(databaseUrl);
      through.searchParams.set('host', '127.0.0.1');
      through.searchParams.set('port', String(port));
      return through.href;
    },
    async cut() {
      const closing = listener;
      const closed = new Promise((resolve) => closing?.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async mend(to?: string) {
      if (to !== undefined) target = targetOf(to);
      listener = createServer((near) => {
        const far = keep(connect(target));
        keep(near).pipe(far).pipe(near);
        near.on('close', () => far.destroy());
        far.on('close', () => near.destroy());
      });
      listener.listen(port, '127.0.0.1');
      await once(listener, 'listening');
      const address = listener.address();
      port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    },
  };
  await wire.mend();
  return wire;
}
