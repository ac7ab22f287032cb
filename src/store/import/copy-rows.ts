/** Rows as COPY takes them in bulk: the binary format of PostgreSQL, "File Formats" under COPY in its manual. */
import type { Lock, Status } from '../accounts.ts';

/** One person as the records tell of them, ready to be kept: sealed, named by keyed hashes. */
export type ImportRow = {
  /** Its turn in the batch. */
  readonly place: number;
  readonly nameHash: Buffer;
  readonly subject: 'person' | 'company';
  readonly status: Status;
  readonly lock: Lock | null;
  readonly personal: Buffer;
  /** Keyed hash of what the records say: the same again changes nothing. */
  readonly digest: Buffer;
  /** Keyed hashes of the contacts. */
  readonly holders: readonly Buffer[];
  /** Not for many at once when new: a key or answers are to be hashed, or the number stands twice in the batch. */
  readonly careful: boolean;
  /** Brings answers, and for an account that has some there is nothing to look at again. */
  readonly answered: boolean;
};

/** The columns of `encodeRows`, in their order. */
export const copiedColumns =
  'place, name_hash, subject, status, lock, personal, digest, holders, careful, answered';

const fields = 10;
const byteaType = 17;
const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const foot = Buffer.from([0xff, 0xff]);

/** Bytes a row takes at most beside its sealed part: lengths, hashes and the longest of the few words. */
const mostBeside = 512;

/** To begin with: a batch of short rows takes ten times as much, one of a few nearly nothing. */
const firstSize = 1024 * 1024;

class Writer {
  // Of its own and not of a pool: it is handed to another thread whole.
  #bytes = Buffer.allocUnsafeSlow(firstSize);
  #place = 0;

  /** Makes room for so many bytes more. */
  reserve(size: number): void {
    if (this.#place + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * this.#bytes.length + size);
    this.#bytes.copy(larger, 0, 0, this.#place);
    this.#bytes = larger;
  }

  raw(bytes: Buffer): void {
    this.#place += bytes.copy(this.#bytes, this.#place);
  }

  short(value: number): void {
    this.#place = this.#bytes.writeInt16BE(value, this.#place);
  }

  long(value: number): void {
    this.#place = this.#bytes.writeInt32BE(value, this.#place);
  }

  bytes(value: Buffer): void {
    this.long(value.length);
    this.raw(value);
  }

  text(value: string | null): void {
    this.long(value === null ? -1 : value.length);
    if (value !== null) this.#place += this.#bytes.write(value, this.#place, 'latin1');
  }

  flag(value: boolean): void {
    this.long(1);
    this.#place = this.#bytes.writeInt8(value ? 1 : 0, this.#place);
  }

  /** An array of one dimension, counted from 1; an empty one has none. */
  array(values: readonly Buffer[]): void {
    const dimensions = values.length > 0 ? 1 : 0;
    this.long(12 + dimensions * 8 + values.reduce((sum, value) => sum + 4 + value.length, 0));
    this.long(dimensions);
    this.long(0);
    this.long(byteaType);
    if (dimensions === 0) return;
    this.long(values.length);
    this.long(1);
    for (const value of values) this.bytes(value);
  }

  written(): Buffer {
    return this.#bytes.subarray(0, this.#place);
  }
}

/** Rows written one after another as COPY reads them: none of them has to be kept until all are there. */
export class CopyRows {
  readonly #writer = new Writer();

  constructor() {
    this.#writer.raw(head);
  }

  add(row: ImportRow): void {
    const writer = this.#writer;
    writer.reserve(row.personal.length + mostBeside);
    writer.short(fields);
    writer.long(4);
    writer.long(row.place);
    writer.bytes(row.nameHash);
    writer.text(row.subject);
    writer.text(row.status);
    writer.text(row.lock);
    writer.bytes(row.personal);
    writer.bytes(row.digest);
    writer.array(row.holders);
    writer.flag(row.careful);
    writer.flag(row.answered);
  }

  /** All of them; nothing is added afterwards. */
  written(): Buffer {
    this.#writer.reserve(foot.length);
    this.#writer.raw(foot);
    return this.#writer.written();
  }
}
