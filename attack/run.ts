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
  only: { type: 'string' },
  json: { type: 'string' },
  full: { type: 'boolean', default: false },
  'i-own-this': { type: 'boolean', default: false },
} as const;

const readArguments = () => parseArgs({ options }).values;
type Arguments = ReturnType<typeof readArguments>;

function peerOf(address: string): Peer {
  const { protocol, hostname, port } = new URL(address);
  const secure = protocol === 'https:';
  return { hostname, secure, port: Number(port) || (secure ? 443 : 80) };
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
  });
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
  const given = readArguments();
  const only = given.only?.split(',') ?? [];
  const chosen = attacks.filter(({ ids }) => only.length === 0 || ids.some((id) => only.includes(id)));
  const opened = chosen.length > 0 ? await open(given) : undefined;
  if (!opened) return 2;
  leaveOnSignal(opened);
  try {
    const outcomes = await besiege(opened.target, chosen, (outcome) => console.log(lineOf(outcome)));
    console.log(`\n${totalsOf(outcomes)}`);
    if (given.json) saveReport(given.json, outcomes);
    return allHeld(outcomes) ? 0 : 1;
  } finally {
    await opened.close();
  }
}

process.exitCode = await main();
