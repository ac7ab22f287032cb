/** `reclave doctor`: looks at an installation, changes nothing, and says plainly what is wrong. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { openDatabase } from '../store/database.ts';
import { joinEmbedded } from '../store/embedded/embedded.ts';
import { embeddedDirectory } from '../world.ts';
import { boundsOf, sayBounds } from './doctor/bound.ts';
import { type Check, type Finding, ok, type Patient, warning, wrong } from './doctor/check.ts';
import { databaseChecks } from './doctor/database.ts';
import { settingChecks } from './doctor/settings.ts';

type Found = Finding & { readonly name: string };

/** A check that breaks is something wrong, told without what a driver says: that may hold an address. */
async function look<P>(check: Check<P>, patient: P): Promise<Found> {
  try {
    return { name: check.name, ...(await check.run(patient)) };
  } catch {
    return { name: check.name, ...wrong('could not be looked at') };
  }
}

async function lookAll<P>(checks: readonly Check<P>[], patient: P): Promise<Found[]> {
  const found: Found[] = [];
  for (const check of checks) found.push(await look(check, patient));
  return found;
}

/** Looks at a database by its address. One that does not answer is one thing wrong, not five. */
async function lookAtDatabase(url: string, patient: Patient): Promise<Found[]> {
  const db = openDatabase(url, 1);
  try {
    const [version, ...others] = databaseChecks;
    const first = version && (await look(version, { ...patient, db }));
    if (!first || first.said === 'could not be looked at')
      return [{ name: 'database', ...wrong('does not answer at DATABASE_URL') }];
    return [{ name: 'database', ...ok('answers') }, first, ...(await lookAll(others, { ...patient, db }))];
  } finally {
    await db.close();
  }
}

/** The database of the settings; the embedded one is never made by looking. */
async function lookAtStore(patient: Patient): Promise<Found[]> {
  const { databaseUrl, dataDirectory } = patient.config;
  if (databaseUrl) return lookAtDatabase(databaseUrl.reveal(), patient);
  const directory = embeddedDirectory(dataDirectory);
  if (!existsSync(directory))
    return [{ name: 'database', ...warning('none yet: the first start makes the embedded one') }];
  const embedded = await joinEmbedded({ directory });
  try {
    return await lookAtDatabase(embedded.url, patient);
  } finally {
    await embedded.stop();
  }
}

/** The command: 1 when something is wrong, 0 with warnings. */
async function doctor(config: Config, { json = false }: { json?: boolean }): Promise<number> {
  const patient: Patient = { config, clock: systemClock };
  const found = [...(await lookAtStore(patient)), ...(await lookAll(settingChecks, patient))];
  const bounds = boundsOf(config.institution.policy);
  const healthy = found.every(({ verdict }) => verdict !== 'wrong');
  if (json) console.log(JSON.stringify({ healthy, checks: found, bounds }));
  else {
    for (const { verdict, name, said } of found) console.log(`${verdict.padEnd(8)} ${name}: ${said}`);
    for (const line of sayBounds(bounds)) console.log(line);
  }
  return healthy ? 0 : 1;
}

/** Adds the command. */
export const doctorCommand = (program: Command, settings: () => Config): Command =>
  program
    .command('doctor')
    .description('look at this installation, change nothing, and say what is wrong')
    .option('--json', 'one JSON object')
    .action(async (asked: { json?: boolean }) => {
      process.exitCode = await doctor(settings(), asked);
    });
