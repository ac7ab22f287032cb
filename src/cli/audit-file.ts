import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Trusted } from '../rules/audit/batch.ts';
import { checkpointHash, type NamedKey } from '../rules/audit/line.ts';
import { proofFaults } from '../rules/audit/proof.ts';
import { readLine } from '../rules/audit/read-line.ts';
import { type Verdict, Verifier } from '../rules/audit/verify.ts';

/** What a verification tells, and whether all of it was whole. */
export type Said = { readonly whole: boolean; readonly lines: readonly string[] };

export type Outside = Trusted['outside'];

const linesOf = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });

/** A public key as `reclave audit key` prints it; nothing when it is none. */
export function readKey(text: string): NamedKey | undefined {
  const [, id, publicKey] = /^([a-z0-9-]{1,16}):([A-Za-z0-9+/]{43}=)$/.exec(text.trim()) ?? [];
  return id && publicKey ? { id, publicKey } : undefined;
}

/** The checkpoints a sink has kept. A line cut off by a crash is followed by the whole one. */
export async function readOutside(path: string): Promise<Outside> {
  const kept = new Map<number, Set<string>>();
  for await (const text of linesOf(path)) {
    const line = readLine(text);
    if (line?.kind !== 'checkpoint') continue;
    const { batch } = line.checkpoint;
    const copies = kept.get(batch) ?? new Set<string>();
    kept.set(batch, copies.add(checkpointHash(line.checkpoint)));
  }
  return kept;
}

const trust = (keys: readonly NamedKey[], outside: Outside): Trusted => ({
  keys: new Map(keys.map(({ id, publicKey }) => [id, publicKey])),
  outside,
});

/** Says a verdict in the operator's words. */
export function sayVerdict(
  verdict: Verdict,
  asked: { readonly outside: boolean; readonly keys: boolean },
): Said {
  const { faults, more, rows, unsealed, firstBatch, lastBatch } = verdict;
  const [sealed, waiting] = [rows - unsealed, unsealed > 0 ? `; ${unsealed} rows have no seal yet` : ''];
  const advice = [
    ...(asked.outside ? [] : ['Without --anchor nobody can see that the end was cut off']),
    ...(asked.keys ? [] : ['Without --key the keys are those the file itself names']),
  ];
  if (faults.length > 0)
    return {
      whole: false,
      lines: [...faults, ...(more > 0 ? [`and ${more} more`] : []), 'Broken: the first fault is on top'],
    };
  const proven = `Whole: ${sealed} rows in batches ${firstBatch} to ${lastBatch}${waiting}`;
  return { whole: true, lines: [proven, ...advice] };
}

/** Verifies an export or a proof by itself, without any database. */
export async function verifyFile(
  path: string,
  keys: readonly NamedKey[],
  outside: Outside | undefined,
): Promise<Said> {
  let verifier: Verifier | undefined;
  let number = 0;
  // A statement is as many proofs as it has lines.
  const proven: string[] = [];
  for await (const text of linesOf(path)) {
    number++;
    const line = readLine(text);
    if (!line) return { whole: false, lines: [`line ${number}: it is no line of an export`] };
    const mixed = line.kind === 'proof' ? verifier !== undefined : proven.length > 0;
    if (mixed) return { whole: false, lines: [`line ${number}: a file holds an export or proofs, not both`] };
    if (line.kind === 'proof') {
      const faults = proofFaults(line, trust(keys, outside ?? new Map()));
      if (faults.length > 0) return { whole: false, lines: faults };
      proven.push(`Whole: row ${line.row.seq} is in batch ${line.checkpoint.batch}`);
      continue;
    }
    const named = keys.length === 0 && line.kind === 'head' ? line.keys : keys;
    verifier ??= new Verifier(trust(named, outside ?? new Map()));
    verifier.take(line);
  }
  if (proven.length > 0) return { whole: true, lines: proven };
  if (!verifier) return { whole: false, lines: ['line 1: the file is empty'] };
  return sayVerdict(verifier.end(), { outside: outside !== undefined, keys: keys.length > 0 });
}
