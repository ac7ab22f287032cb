/** A thread of an import: reads pieces of the file and seals whom they name, while the main thread writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Prepared, preparer } from '../../actions/upkeep/import/prepare.ts';
import type { Column } from '../../directory/columns.ts';
import { readPiece } from '../../directory/csv.ts';
import type { Person } from '../../directory/person.ts';
import type { Piece } from '../../directory/pieces.ts';
import { keysOf, type RootKey } from '../../lib/seal.ts';
import type { Institution } from '../../rules/policy.ts';

/** What a thread is given once. Without a ring it only reads. */
export type SealerData = {
  readonly header: readonly Column[];
  readonly institution: Institution;
  readonly ring: readonly RootKey[] | undefined;
};

/** What comes of a piece. Faults name columns and never cells. */
export type Sealed = {
  readonly rows: number;
  readonly faults: readonly { readonly line: number; readonly fault: string }[];
  readonly prepared: Prepared | undefined;
};

// Sound: `openSealers` starts this file and gives it nothing else.
const { header, institution, ring } = workerData as SealerData;
// Between threads a Buffer arrives as bytes without its methods.
const prepare =
  ring && preparer({ keys: keysOf(ring.map(({ id, secret }) => ({ id, secret: Buffer.from(secret) }))) });

function seal(piece: Piece): Sealed {
  const { buffer, byteOffset, byteLength } = piece.bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const faults: { line: number; fault: string }[] = [];
  let rows = 0;
  const people = function* (): Generator<Person, void, undefined> {
    for (const row of readPiece({ ...piece, bytes }, header, institution)) {
      rows++;
      if ('fault' in row) faults.push(row);
      else yield row.person;
    }
  };
  const prepared = prepare ? prepare(people()) : read(people());
  return { rows, faults, prepared };
}

/** Only looks at them. */
function read(people: Iterable<Person>): undefined {
  for (const _ of people);
}

parentPort?.on('message', (piece: Piece) => {
  const sealed = seal(piece);
  const rows = sealed.prepared?.rows.buffer;
  parentPort?.postMessage(sealed, rows instanceof ArrayBuffer ? [rows] : []);
});
