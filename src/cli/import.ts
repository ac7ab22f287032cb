import { createReadStream } from 'node:fs';
import { type Imported, importPeople } from '../actions/upkeep/import-people.ts';
import type { Config } from '../config.ts';
import { readPeople } from '../directory/csv.ts';
import { buildWorld } from '../world.ts';

/** Brings people from a CSV file and names each row that was refused. Gives the exit code: 1 when a row was. */
export async function importFile(config: Config, file: string): Promise<number> {
  const { world, close } = await buildWorld(config, { beside: true });
  try {
    const result = await importPeople(world, readPeople(createReadStream(file), world.institution));
    report(result);
    return result.faults.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
}

function report({ people, faults }: Imported): void {
  console.log(`${people} people imported, ${faults.length} rows refused`);
  for (const { line, fault } of faults) console.log(`line ${line}: ${fault}`);
}
