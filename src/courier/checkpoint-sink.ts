import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Where copies of the log's seals go, out of reach of whoever owns the database. */
export type CheckpointSink = {
  readonly address: string;
  /** Adds lines, each a JSON object; true once they are kept there. Lines may come twice, never out of order. */
  append(lines: readonly string[]): Promise<boolean>;
};

const timeout = 5000;

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** A file, opened to add to and for nothing else: it may be on another machine's disk, or one that only grows. */
function openFile(address: string): CheckpointSink {
  const path = fileURLToPath(address);
  return {
    address,
    async append(lines) {
      try {
        const file = await open(path, 'a+', 0o600);
        try {
          const { size } = await file.stat();
          const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
          // A line that a crash cut off is left as it is, and ended.
          const broken = size > 0 && buffer.toString('latin1') !== '\n';
          await file.appendFile(`${broken ? '\n' : ''}${textOf(lines)}`);
          await file.sync();
        } finally {
          await file.close();
        }
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Somebody who takes a POST of lines and keeps them. */
function openHttp(address: string): CheckpointSink {
  return {
    address,
    async append(lines) {
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-ndjson' },
          body: textOf(lines),
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        });
        await response.body?.cancel();
        return response.ok;
      } catch {
        return false;
      }
    },
  };
}

/** Opens the sink at an address: `file:///...` or `https://...`. Which addresses are right, config has seen to. */
export const openCheckpointSink = (address: string): CheckpointSink =>
  address.startsWith('file:') ? openFile(address) : openHttp(address);
