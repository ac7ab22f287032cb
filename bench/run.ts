/**
 * Measures the product on this machine, each figure beside its floor or its target: `npm run bench`, or
 * `npm run bench -- ask timing`. `--accounts=N` sets the size of the registry, `--grown=N` the one
 * `growth` fills it up to, `--profile=FOLDER` writes a profile of the server.
 */
import { constants, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ask } from './measures/ask.ts';
import { growth } from './measures/growth.ts';
import { identify } from './measures/identify.ts';
import { pageSize } from './measures/page-size.ts';
import { recovery } from './measures/recovery.ts';
import { seal } from './measures/seal.ts';
import { signIn } from './measures/sign-in.ts';
import { start } from './measures/start.ts';
import { timing } from './measures/timing.ts';
import { openStand, type Stand } from './stand/stand.ts';
import { allHold, print, type Section } from './table.ts';

type Measure = (stand: Stand) => Promise<Section | Section[]>;

/** In an order in which none is in another's way: memory after load wants the load first. */
const measures: Readonly<Record<string, Measure>> = {
  'page-size': pageSize,
  identify,
  ask,
  recovery,
  'sign-in': signIn,
  seal,
  start,
  timing,
  growth,
};

/** Fills the disk for a while: only when it is named. */
const onRequest = ['growth'];

function readArguments() {
  const options = {
    accounts: { type: 'string', default: '10000' },
    profile: { type: 'string' },
    grown: { type: 'string', default: '10000000' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in measures));
  const accounts = Number(values.accounts);
  const grown = Number(values.grown);
  if (unknown.length > 0 || !(accounts >= 1000) || !(grown > accounts)) {
    console.error(`Usage: npm run bench -- [${Object.keys(measures).join(' | ')}] [--accounts=1000 or more]`);
    process.exit(2);
  }
  const flags = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  const usual = Object.keys(measures).filter((name) => !onRequest.includes(name));
  return { names: positionals.length > 0 ? positionals : usual, accounts, grown, flags };
}

/** Leaves nothing behind when it is cut off. */
function leaveOnSignal(stand: Stand): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, async () => {
      await stand.close();
      process.exit(128 + constants.signals[signal]);
    });
}

async function main(): Promise<boolean> {
  const { names, accounts, grown, flags } = readArguments();
  const stand = await openStand({ accounts, grown, flags });
  leaveOnSignal(stand);
  const { length } = cpus();
  console.log(`Node ${process.version}, ${length} processors, PostgreSQL with fsync, ${accounts} accounts`);
  console.log('Database, relay, browsers and product share this machine: compare ratios, not machines.');
  const sections: Section[] = [];
  try {
    for (const [name, measure] of Object.entries(measures)) {
      if (!names.includes(name)) continue;
      const found = [await measure(stand)].flat();
      found.forEach(print);
      sections.push(...found);
    }
  } finally {
    await stand.close();
  }
  return allHold(sections);
}

process.exitCode = (await main()) ? 0 : 1;
