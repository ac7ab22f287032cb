/** The commands that copy the embedded database and bring a copy back. The key ring is in neither: it is kept apart. */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { Fault } from '../lib/fault.ts';
import { appendAudit } from '../store/audit.ts';
import { openDatabase } from '../store/database.ts';
import { backUp, restore } from '../store/embedded/backup.ts';
import { joinEmbedded } from '../store/embedded/embedded.ts';
import { Owned } from '../store/embedded/owner.ts';
import { embeddedDirectory } from '../world.ts';

/** Where the embedded database is. A PostgreSQL of one's own has its own tools. */
function embeddedOf({ databaseUrl, dataDirectory }: Config): string {
  if (databaseUrl)
    throw new TypeError(
      'DATABASE_URL names a PostgreSQL of its own: see "Backup and upgrade" in docs/operate.md',
    );
  return embeddedDirectory(dataDirectory);
}

async function copyTo(config: Config, folder: string): Promise<void> {
  const directory = embeddedOf(config);
  if (!existsSync(directory)) throw new TypeError(`There is no database in ${directory}`);
  if (`${resolve(folder)}${sep}`.startsWith(`${resolve(directory)}${sep}`))
    throw new TypeError('A backup inside the database is lost with it: name another folder');
  const embedded = await joinEmbedded({ directory });
  // Not a world: that would bring the schema up, and before an upgrade it is the former one that is to be kept.
  const db = openDatabase(embedded.url, 1);
  try {
    const { version: policyVersion } = config.institution.policy;
    await appendAudit(db, { at: systemClock.now(), actor: 'operator', event: 'backup-made', policyVersion });
    const { files, sealedTo } = await backUp(db, resolve(folder));
    console.log(`${files} files in ${folder}; the log is sealed up to batch ${sealedTo} in them`);
    console.log('The key ring is not among them: keep it in another place');
  } finally {
    await db.close();
    await embedded.stop();
  }
}

async function bringFrom(config: Config, folder: string): Promise<void> {
  const { files, sealedTo } = await restore(resolve(folder), embeddedOf(config));
  console.log(`${files} files restored; the log is sealed up to batch ${sealedTo} in them`);
  if (config.keys.kind === 'to-make' && !existsSync(config.keys.file))
    console.log(`Put the key ring into ${config.keys.file} before the first start`);
  console.log(
    'After it: reclave audit verify --anchor <file of the sink>, which names what is not in this backup',
  );
}

/** What went wrong in the operator's hands is said, and is exit code 1. */
async function orSay(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof Fault || error instanceof Owned)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** `reclave backup` and `reclave restore`. */
export function backupCommands(program: Command, settings: () => Config): void {
  program
    .command('backup')
    .argument('<folder>', 'an empty or new folder for the copy')
    .description('copy the embedded database; the site may run meanwhile')
    .action((folder: string) => orSay(() => copyTo(settings(), folder)));
  program
    .command('restore')
    .argument('<folder>', 'what `reclave backup` wrote')
    .description('make the embedded database from a copy, where there is none')
    .action((folder: string) => orSay(() => bringFrom(settings(), folder)));
}
