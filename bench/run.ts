/**
 * Measures the product on this machine, each figure beside its floor or its target: `npm run bench`, or
 * `npm run bench -- ask timing`. `--accounts=N` sets the size of the registry, `--profile=FOLDER` writes a profile of the server.
 */
import { constants, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { ask } from './measures/ask.ts';
import { completion } from './measures/completion.ts';
import { identify } from './measures/identify.ts';
import { mail } from './measures/mail.ts';
import { overload } from './measures/overload.ts';
import { pageSize } from './measures/page-size.ts';
import { recovery } from './measures/recovery.ts';
import { seal } from './measures/seal.ts';
import { signIn } from './measures/sign-in.ts';
import { soak } from './measures/soak.ts';
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
  completion,
  mail,
  seal,
  overload,
  start,
  soak,
  timing,
};

function readArguments() {
  const options = {
    accounts: { type: 'string', default: '10000' },
    profile: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in measures));
  const accounts = Number(values.accounts);
  if (unknown.length > 0 || !(accounts >= 1000)) {
    console.error(`Usage: npm run bench -- [${Object.keys(measures).join(' | ')}] [--accounts=1000 or more]`);
    process.exit(2);
  }
  const flags = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  return { names: positionals.length > 0 ? positionals : Object.keys(measures), accounts, flags };
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
  const { names, accounts, flags } = readArguments();
  const stand = await openStand({ accounts, flags });
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
