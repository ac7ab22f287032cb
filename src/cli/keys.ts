/** The commands of the key ring: what stands under which key, and sealing it under the current one. */
import { Command } from 'commander';
import { countKeyUse, type Stand } from '../actions/upkeep/keys/count.ts';
import { type Progress, rotateKeys } from '../actions/upkeep/keys/rotate.ts';
import type { World } from '../actions/world.ts';
import type { Within } from './within.ts';

function list(title: string, stands: readonly Stand[], ring: readonly string[]): void {
  console.log(title);
  for (const { place, keyId, count } of stands) {
    const known = ring.includes(keyId) ? '' : ', which is not in the ring';
    console.log(`  ${place}: ${count} under ${keyId}${known}`);
  }
}

async function status(world: World): Promise<void> {
  const ring = world.keys.peppers.map(({ id }) => id);
  const { sealed, hashed } = await countKeyUse(world);
  list('Sealed values, which `reclave keys rotate` seals anew:', sealed, ring);
  list('Hashes, which change when people sign in or choose what is hashed:', hashed, ring);
  const former = sealed.filter(({ keyId }) => keyId !== ring[0]);
  console.log(`${former.reduce((sum, { count }) => sum + count, 0)} sealed values are not under ${ring[0]}`);
  console.log(`${ring.at(-1)} finds accounts and must stay the last of the ring`);
}

function say({ column, done, of }: Progress): void {
  const line = `${column}: ${done} of ${of}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line}${done < of ? '' : '\n'}`);
  else if (done >= of) console.log(line);
}

async function rotate(world: World): Promise<void> {
  const outcome = await rotateKeys(world, say);
  if (outcome.kind === 'under-way') throw new TypeError('Another rotation is under way');
  const current = world.keys.pepper.id;
  console.log(`${outcome.anew} values were sealed anew; every other was under ${current} already`);
  for (const { column, count, rows } of outcome.broken)
    console.error(
      `${column}: ${count} do not open by the key they name${rows.map((row) => `\n  ${row}`).join('')}`,
    );
  if (outcome.left === 0) return;
  throw new TypeError(
    `${outcome.left} values are not under ${current}: see reclave keys status. Servers must run with ${current} first in their ring, and keep the former keys`,
  );
}

/** The commands below `reclave keys`. */
export function keysCommand(within: Within): Command {
  const keys = new Command('keys').description('the key ring and what stands under it');
  keys
    .command('status')
    .description('count what stands under which key of the ring')
    .action(() => within(status));
  keys
    .command('rotate')
    .description('seal with the current key what former ones sealed; the site may run meanwhile')
    .action(() => within(rotate));
  return keys;
}
