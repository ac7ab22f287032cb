/**
 * Attacks a running server by every row of the attack list: `npm run attack`, against a server it starts, or
 * `npm run attack -- --url=https://host`. docs/operate.md says what else may be given.
 */
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import type { Peer } from '../test/server.ts';
import { lineOf, saveReport, totalsOf } from './report.ts';
import { attacks } from './rows.ts';
import { allHeld, besiege } from './siege.ts';
import { folderAt, inboxAt } from './target/letters.ts';
import { type OwnTarget, openOwn } from './target/own.ts';
import { databaseAt, isFictional, openTarget, type Target } from './target/target.ts';

const options = {
  url: { type: 'string' },
  connect: { type: 'string' },
  inbox: { type: 'string' },
  mail: { type: 'string' },
  database: { type: 'string' },
  people: { type: 'string' },
  skip: { type: 'string', default: '0' },
  only: { type: 'string' },
  json: { type: 'string' },
  full: { type: 'boolean', default: false },
  'i-own-this': { type: 'boolean', default: false },
} as const;

const readArguments = () => parseArgs({ options }).values;
type Arguments = ReturnType<typeof readArguments>;

/** What was asked for, or what is wrong with it. */
function readGiven(): Arguments | string {
  try {
    const given = readArguments();
    return /^\d{1,6}$/.test(given.skip) ? given : '--skip takes how many people earlier runs took';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function peerOf(address: string): Peer {
  const { protocol, hostname, port } = new URL(address);
  const secure = protocol === 'https:';
  return { hostname, secure, port: Number(port) || (secure ? 443 : 80) };
}

/** Asks everything that was given once, so that a slip is told before anything is attacked. */
async function answers(target: Target, given: Arguments): Promise<boolean> {
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    [`--url or --connect: ${given.connect ?? given.url}`]: () => target.browse().open('/'),
    ...(target.has('inbox') && { [`--inbox or --mail: ${given.inbox ?? given.mail}`]: target.letters.all }),
    // The address of a database may hold a password.
    ...(target.has('database') && { '--database': () => target.sql('select from audit limit 1') }),
  };
  for (const [what, ask] of Object.entries(asked)) {
    const fault = await ask().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message || error.name : String(error)),
    );
    if (fault !== undefined) console.error(`${what} does not answer: ${fault}`);
    if (fault !== undefined) return false;
  }
  return true;
}

/** The server at the tester's address, or nothing when it is not one to try this on. */
async function openGiven(url: string, given: Arguments): Promise<Target | undefined> {
  const letters = given.inbox ? inboxAt(given.inbox) : given.mail ? folderAt(given.mail) : undefined;
  const target = await openTarget({
    origin: new URL(url).origin,
    peer: peerOf(given.connect ?? url),
    full: given.full,
    letters,
    sql: given.database ? databaseAt(given.database) : undefined,
    peopleFile: given.people,
    skip: Number(given.skip),
  });
  if (!(await answers(target, given))) return undefined;
  if (given['i-own-this'] || (await isFictional(target))) return target;
  console.error(
    'This institution is not fictional. Attacks use up the tries of the numbers they are given, lock accounts and send messages: run them against a test installation, or say --i-own-this.',
  );
  return undefined;
}

async function open(given: Arguments): Promise<OwnTarget | undefined> {
  if (given.url === undefined) return openOwn(given.full);
  const target = await openGiven(given.url, given);
  return target && { target, close: async () => undefined };
}

/** Leaves nothing behind when it is cut off. */
function leaveOnSignal({ close }: OwnTarget): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, async () => {
      await close();
      process.exit(128 + constants.signals[signal]);
    });
}

async function main(): Promise<number> {
  const given = readGiven();
  if (typeof given === 'string') console.error(given);
  if (typeof given === 'string') return 2;
  const only = given.only?.split(',') ?? [];
  const chosen = attacks.filter(({ ids }) => only.length === 0 || ids.some((id) => only.includes(id)));
  const unknown = only.filter((id) => !attacks.some(({ ids }) => ids.includes(id)));
  if (unknown.length > 0) console.error(`--only: there is no row ${unknown.join(', ')}`);
  const opened = unknown.length === 0 ? await open(given) : undefined;
  if (!opened) return 2;
  leaveOnSignal(opened);
  try {
    const outcomes = await besiege(opened.target, chosen, (outcome) => console.log(lineOf(outcome)));
    console.log(`\n${totalsOf(outcomes)}`);
    if (given.json) saveReport(given.json, outcomes);
    const taken = opened.target.taken();
    if (given.url && taken > Number(given.skip) + 1)
      console.log(`${taken} people were taken so far; another run on this server: --skip=${taken}`);
    if (!allHeld(outcomes)) return 1;
    return outcomes.every(({ verdict }) => verdict.kind === 'not-run') ? 2 : 0;
  } finally {
    await opened.close();
  }
}

process.exitCode = await main();
