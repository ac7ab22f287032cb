/** A database of its own on the stand's server, with the same keys and people, which the measured server never touches. */
import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { type Built, buildWorld } from '../../src/world.ts';
import { fillRegistry, type People } from './people.ts';
import type { Stand } from './stand.ts';

export type Aside = Built & { readonly people: People };

let made = 0;

export async function openAside(stand: Stand, accounts: number): Promise<Aside> {
  const name = `aside_${made++}`;
  const client = new pg.Client({ connectionString: stand.database.url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(stand.database.url);
  url.pathname = `/${name}`;
  const reading = readConfig({ ...stand.environment, DATABASE_URL: url.href });
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  const built = await buildWorld(reading.config);
  return { ...built, people: await fillRegistry(built.world, accounts) };
}
