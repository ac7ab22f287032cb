import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { exportLetters } from '../actions/letters/export-letters.ts';
import type { Config } from '../config.ts';
import { buildWorld } from '../world.ts';

/** Writes the letters that wait to be posted into a folder only its owner can read, one page each. */
export async function writeLetters(config: Config, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { world, close } = await buildWorld(config, { beside: true });
  try {
    const count = await exportLetters(world, (name, page) => keep(join(folder, name), page));
    console.log(`${count} letters to print in ${folder}`);
  } finally {
    await close();
  }
}

/** On the disk before the database forgets it. */
async function keep(path: string, page: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(page);
    await file.sync();
  } finally {
    await file.close();
  }
}
