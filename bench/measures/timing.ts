/**
 * Whether the clock tells who has an account: the same walk by people the registry knows and by numbers nobody has, in a
 * random order on one kept-alive connection (RE-01 and the timing verdict).
 */
import { setTimeout as wait } from 'node:timers/promises';
import { placeOf } from '../../src/actions/account/devices.ts';
import { nameHashOf } from '../../src/actions/personal.ts';
import { networksOf } from '../../src/lib/network.ts';
import { lockAttemptsOf, saveAttemptsOf } from '../../src/store/account/attempts.ts';
import { Connection } from '../browser/connection.ts';
import { Visitor } from '../browser/visitor.ts';
import type { Stand } from '../stand/stand.ts';
import { shuffled } from '../statistics.ts';
import { type Row, rounded, type Section } from '../table.ts';
import { delayingProxy } from '../timing/delaying-proxy.ts';
import {
  askAgain,
  askFirst,
  identifyOnly,
  keepLog,
  type Log,
  signInWaiting,
  signInWrong,
  type Walker,
} from '../timing/steps.ts';
import { type Comparison, compare, least } from '../timing/verdict.ts';

const perClass = 1200;
const signInsPerClass = 500;

/** The shortest wait a policy may set before the same message is sent again, and a little. */
const resendSeconds = 31;

/**
 * Three kinds of visitor: a person who types the right address, somebody who only knows the number and guesses at the
 * address, and a number nobody has.
 */
const kinds = ['person', 'guesser', 'nobody'] as const;
type Kind = (typeof kinds)[number];

function visitorsOf(
  { people }: Stand,
  connection: Connection,
  each: number,
  which: readonly Kind[],
): Walker<Kind>[] {
  const all = which.flatMap((kind) => Array.from({ length: each }, () => kind));
  return shuffled(all).map((kind) => {
    const { number, email } = kind === 'nobody' ? people.unknown() : people.known();
    const contact = kind === 'person' ? email : `otra.${email}`;
    return { kind, number, email: contact, visitor: new Visitor(connection) };
  });
}

type Steps = (walker: Walker<Kind>, log: Log<Kind>) => Promise<void>;

/** Walks them all, one after another. */
async function walkAll(walkers: readonly Walker<Kind>[], log: Log<Kind>, steps: Steps): Promise<void> {
  for (const walker of walkers) await steps(walker, log);
}

/** Leaves a number as many wrong keys leave it: with an hour's wait at the place its visitor comes from. */
async function makeWait({ world }: Stand, { number, visitor }: Walker<Kind>): Promise<void> {
  const nameHash = nameHashOf(world, { subject: 'person', identity: { kind: 'ec.ci', number } });
  const networks = networksOf(visitor.address);
  const from = { network: networks[0] ?? '', networks, devices: undefined };
  const place = placeOf(world, undefined, from);
  const at = world.clock.now();
  const failed = { failures: 20, lastAt: at };
  await world.db.transaction(async (tx) => {
    await lockAttemptsOf(tx, nameHash, at);
    await saveAttemptsOf(tx, nameHash, place, { place: failed, everywhere: failed, total: 20 });
  });
}

async function measure(stand: Stand, port: number): Promise<Log<Kind>> {
  const log = keepLog<Kind>();
  let connection = await Connection.open(port);
  // Compiled code, warm caches and grown pools first: they come to the early ones only.
  await walkAll(visitorsOf(stand, connection, 100, kinds), keepLog(), askFirst);
  const walkers = visitorsOf(stand, connection, perClass, kinds);
  await walkAll(walkers, log, askFirst);
  await wait(resendSeconds * 1000);
  // The server hangs up on who says nothing for so long.
  connection.close();
  connection = await Connection.open(port);
  for (const { visitor } of walkers) visitor.on(connection);
  await walkAll(walkers, log, askAgain);
  await walkAll(visitorsOf(stand, connection, signInsPerClass, ['guesser', 'nobody']), log, signInWrong);
  const waiting = visitorsOf(stand, connection, signInsPerClass, ['guesser', 'nobody']);
  for (const walker of waiting) await makeWait(stand, walker);
  await walkAll(waiting, log, signInWaiting);
  connection.close();
  return log;
}

function rowsOf(log: Log<Kind>, against: Kind): Row[] {
  return [...log.steps()].flatMap((step) => {
    const known = log.samples(step, against);
    if (known.length === 0) return [];
    return [rowOf(step, compare(known, log.samples(step, 'nobody')))];
  });
}

const rowOf = (what: string, { auc, difference, usual, p95, holds }: Comparison): Row => ({
  what,
  found: `AUC ${rounded(auc, 3)}`,
  beside: `median ${rounded(usual, 2)} ms, difference ${rounded(difference, 3)} ms, p95 ratio ${rounded(p95, 2)}`,
  holds,
});

/** An instrument that finds nothing must be shown something: the same measurement, with people 25 ms slower. */
async function control(stand: Stand): Promise<Row> {
  const known = new Set<string>();
  const proxy = await delayingProxy(stand.server.port, (number) => known.has(number));
  const connection = await Connection.open(proxy.port);
  const log = keepLog<Kind>();
  const walkers = visitorsOf(stand, connection, perClass, ['guesser', 'nobody']);
  for (const { kind, number } of walkers) if (kind !== 'nobody') known.add(number);
  await walkAll(walkers, log, identifyOnly);
  connection.close();
  await proxy.stop();
  const [step = ''] = log.steps();
  const found = compare(log.samples(step, 'guesser'), log.samples(step, 'nobody'));
  return {
    what: 'number posted, known ones 25 ms late',
    found: `AUC ${rounded(found.auc, 3)}`,
    beside: `must be seen: over ${least.caught}`,
    holds: found.auc > least.caught,
  };
}

export async function timing(stand: Stand): Promise<Section[]> {
  const caught = await control(stand);
  const log = await measure(stand, stand.server.port);
  const unit = `${perClass} samples a class, random order, one connection; AUC 0.5 is blind, ${least.auc[0]} to ${least.auc[1]} holds`;
  return [
    { title: `timing: the instrument itself`, rows: [caught] },
    {
      title: `timing: a known number, address guessed, against a number nobody has (${unit})`,
      rows: rowsOf(log, 'guesser'),
    },
    {
      title: 'timing: a person who types the right address, against a number nobody has',
      rows: rowsOf(log, 'person'),
    },
  ];
}
