/** Everything that is measured, standing: a real database that waits for the disk, a registry, a relay, the server. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../src/actions/world.ts';
import { newRootKeys } from '../../src/config/root-keys.ts';
import { readConfig } from '../../src/config.ts';
import { type Embedded, startEmbedded } from '../../src/store/embedded/embedded.ts';
import { buildWorld } from '../../src/world.ts';
import { writeInstitution } from './institution.ts';
import { fillRegistry, type People } from './people.ts';
import { type Server, startServer } from './server.ts';
import { type Sink, startSink } from './sink.ts';

export type Stand = {
  readonly folder: string;
  readonly database: Embedded;
  readonly sink: Sink;
  readonly people: People;
  readonly sizes: Sizes;
  readonly server: Server;
  /** What the server was started with, to start another like it. */
  readonly environment: NodeJS.ProcessEnv;
  /** The product's own world, for floors that need its keys: it serves nobody. */
  readonly world: World;
  close(): Promise<void>;
};

/** Accounts in the registry, rows of a file to import, and accounts `growth` fills the registry up to. */
export type Sizes = { readonly accounts: number; readonly rows: number; readonly grown: number };

/** Nothing of the caller's environment reaches the server but what Node itself needs. */
function environmentOf(folder: string, database: Embedded, sink: Sink): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return {
    PATH,
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
    DATABASE_URL: database.url,
    RECLAVE_KEYS: newRootKeys().trim(),
    RECLAVE_DATA: folder,
    RECLAVE_INSTITUTION: writeInstitution(folder),
    RECLAVE_BASE_URL: 'http://localhost',
    PORT: '0',
    DRAIN_SECONDS: '0',
    SMTP_URL: sink.url,
    TRUSTED_PROXIES: '127.0.0.1/32',
    LOG_LEVEL: 'warn',
  };
}

/** Builds it bottom up in a folder of its own; `close` takes it down and leaves nothing. */
export async function openStand(sizes: Sizes, flags: readonly string[] = []): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-bench-'));
  // As root, PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
  const down: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of down.reverse()) await step();
  };
  try {
    const database = await startEmbedded({ directory: join(folder, 'postgres') });
    down.push(() => database.stop());
    const sink = await startSink();
    down.push(() => sink.stop());
    const environment = environmentOf(folder, database, sink);
    const reading = readConfig(environment);
    if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
    const { world, close: closeWorld } = await buildWorld(reading.config);
    down.push(closeWorld);
    const people = await fillRegistry(world, sizes.accounts);
    const server = await startServer(environment, flags);
    down.push(() => server.stop());
    return { folder, database, sink, people, sizes, server, environment, world, close };
  } catch (error) {
    await close();
    throw error;
  }
}
