/**
 * A real application with its own database, mailbox and clock: what `main.ts` builds, with the shipped folder courier and a
 * clock that can be moved. No part of ours is replaced by a stand-in.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { deliverDue } from '../src/actions/upkeep/deliver.ts';
import { importPeople } from '../src/actions/upkeep/import-people.ts';
import type { World } from '../src/actions/world.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { Delivered } from '../src/courier/folder.ts';
import { readPeople } from '../src/directory/csv.ts';
import { samplePeopleCsv } from '../src/directory/sample.ts';
import { type Clock, type SetClock, setClock } from '../src/lib/clock.ts';
import { networksOf } from '../src/lib/network.ts';
import type { App } from '../src/web/request/visit.ts';
import { buildApp } from '../src/web/server.ts';
import { buildWorld } from '../src/world.ts';

export const testKeys = `t1:${Buffer.alloc(32, 7).toString('base64')}`;

/** The test database server that `test/run.ts` started. */
function serverUrl(): string {
  const url = process.env.RECLAVE_TEST_DATABASE;
  if (!url) throw new Error('Run the tests with: npm test [-- files]');
  return url;
}

export const urlOfDatabase = (name: string): string => {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
};

/** Runs SQL on the server itself, for what only a test may do: make databases, read dumps, tamper. */
export async function sql<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
  url = serverUrl(),
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A database that goes away tells the query, too: without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The settings of a test world. `institutionText` stands in for the institution's file. */
export function testConfig(
  database: string,
  folder: string,
  given: {
    institution?: string;
    institutionText?: string;
    baseUrl?: string;
    environment?: Record<string, string>;
  } = {},
): Config {
  const reading = readConfig(
    {
      DATABASE_URL: urlOfDatabase(database),
      RECLAVE_KEYS: testKeys,
      RECLAVE_DATA: folder,
      RECLAVE_BASE_URL: given.baseUrl ?? 'https://clave.ceibo.example',
      RECLAVE_INSTITUTION: given.institution ?? 'ceibo',
      LOG_LEVEL: 'silent',
      DATABASE_POOL: '12',
      ...given.environment,
    },
    given.institutionText === undefined ? {} : { institutionText: given.institutionText },
  );
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  return reading.config;
}

let made = 0;

/** A database of one's own, cloned from one that has the schema and the sample people. */
export async function freshDatabase(template: string): Promise<string> {
  const name = `t_${process.pid}_${Date.now().toString(36)}_${made++}`;
  for (let tries = 0; ; tries++) {
    try {
      await sql(`create database ${name} template ${template}`);
      return name;
    } catch (error) {
      // Two clones of one template at once: the second waits its turn.
      if (tries > 400) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The template with the sample people of an institution's file, made once per run by whoever asks first. */
export async function peopleTemplate(institution: string): Promise<string> {
  const name = `people_${institution}`;
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [991]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(`create database ${name}_draft`);
      await fillTemplate(institution, `${name}_draft`);
      await client.query(`alter database ${name}_draft rename to ${name}`);
    }
  } finally {
    await client.end();
  }
  return name;
}

async function fillTemplate(institution: string, database: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-template-'));
  const built = await buildWorld(testConfig(database, folder, { institution }));
  const { faults } = await importPeople(
    built.world,
    readPeople(Readable.from([samplePeopleCsv()]), testConfig(database, folder).institution),
  );
  await built.close();
  rmSync(folder, { recursive: true, force: true });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
}

export type TestWorld = {
  readonly world: World;
  readonly app: App;
  readonly clock: SetClock;
  readonly databaseUrl: string;
  readonly config: Config;
  /** Hands over what is due and gives every message handed over so far, oldest first. */
  mail(): Promise<Delivered[]>;
  /** SQL on this world's database. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
};

/** What a test reaches behind the pages of a world, wherever it is served from. */
export type Inside = Pick<TestWorld, 'world' | 'sql'> & { readonly clock: Clock };

/** Builds a world with sample people. The clock stands at a fixed instant until it is moved. */
export async function openWorld(
  given: {
    institution?: string;
    institutionText?: string;
    baseUrl?: string;
    environment?: Record<string, string>;
  } = {},
): Promise<TestWorld> {
  const institution = given.institution ?? 'ceibo';
  const database = await freshDatabase(await peopleTemplate(institution));
  const folder = mkdtempSync(join(tmpdir(), 'reclave-test-'));
  const config = testConfig(database, folder, given);
  const clock = setClock(new Date('2026-11-24T15:12:00.000Z'));
  const built = await buildWorld(config, { clock });
  const { world } = built;
  return {
    world,
    app: buildApp(world, networksOf),
    clock,
    databaseUrl: built.databaseUrl,
    config,
    async mail() {
      while ((await deliverDue(world)) > 0);
      return readMail(config.outboxDirectory);
    },
    sql: (text, values) => sql(text, values, built.databaseUrl),
    async close() {
      await built.close();
      await sql(`drop database ${database} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Messages in a folder courier's folder, in the order they were asked for. */
export function readMail(folder: string): Delivered[] {
  const messages = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry): Delivered => JSON.parse(readFileSync(join(folder, entry.name), 'utf8')));
  const at = (one: Delivered): string => {
    const { message } = one;
    return String(message.kind === 'recover' ? message.askedAt : message.at);
  };
  return messages.sort((a, b) => (at(a) < at(b) ? -1 : 1));
}
