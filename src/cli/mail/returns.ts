import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { takeReturned } from '../../actions/mail/take-returned.ts';
import type { World } from '../../actions/world.ts';
import type { Config } from '../../config.ts';
import { buildWorld } from '../../world.ts';
import { readReturned } from './report.ts';

/** EX_TEMPFAIL of sysexits.h: the mail system keeps the message and comes again. */
export const tryLater = 75;

/** A report stands in front of the message it returns; what is longer than this is none. */
const longestBytes = 256 * 1024;

async function beginningOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let kept = 0;
  // Read to its end all the same: whoever writes into a closed pipe thinks it failed.
  for await (const part of stream) {
    if (kept < longestBytes) parts.push(Buffer.from(part));
    kept += part.length;
  }
  return Buffer.concat(parts).subarray(0, longestBytes);
}

async function take(world: World, stream: Readable, recipient: string | undefined): Promise<void> {
  const { to = '', report } = await readReturned(await beginningOf(stream));
  if (report) await takeReturned(world, { to: recipient ?? to, report });
}

/** `reclave returns`: what the mail system runs for each message that comes back. It says nothing, or comes again later. */
export function returnsCommand(program: Command, settings: () => Config): void {
  program
    .command('returns')
    .argument('[recipient]', 'the address it came to; else its headers are asked')
    .description('take one returned message from standard input, as the mail system hands it over')
    .action(async (recipient: string | undefined) => {
      const config = settings();
      try {
        const { world, close } = await buildWorld(config, { beside: true });
        await take(world, process.stdin, recipient).finally(close);
      } catch {
        console.error('The message could not be taken now');
        process.exitCode = tryLater;
      }
    });
}
