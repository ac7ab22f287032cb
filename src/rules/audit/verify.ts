/** Proves an export from its lines alone, in one pass, holding one batch at a time. */
import type { Proven } from './absence.ts';
import { type AuditFault, batchFaults, checkpointFaults, type Trusted } from './batch.ts';
import { type Checkpoint, type Leaf, type Line, lateMinutes, type SealedRow } from './line.ts';
import { forgedRetirement, readRetirement } from './retirement.ts';

/** What was found. Whole means: nothing is wrong, and what is said here is all that was proven. */
export type Verdict = {
  readonly faults: readonly AuditFault[];
  /** More were found than are named. */
  readonly more: number;
  readonly rows: number;
  readonly unsealed: number;
  readonly firstBatch: number;
  readonly lastBatch: number;
};

type Head = Extract<Line, { kind: 'head' }>;

const mostNamed = 20;
const lateMilliseconds = lateMinutes * 60_000;

/** Takes the lines of an export one by one, and gives the verdict at the end. */
export class Verifier {
  readonly #trusted: Trusted;
  readonly #faults: AuditFault[] = [];
  #more = 0;
  #head: Head | undefined;
  #retired: Proven | undefined;
  /** Rows that are here although so many up to theirs were retired. */
  #kept = 0;
  #rows: SealedRow[] = [];
  #leaves: Leaf[] = [];
  #before: Checkpoint | undefined;
  /** Instant and highest row of each seal that may still be younger than the late minutes. */
  #recent: { at: number; lastSeq: bigint }[] = [];
  #floor = 0n;
  #newest = 0;
  #counted = { rows: 0, checkpoints: 0 };
  #ended = false;

  constructor(trusted: Trusted) {
    this.#trusted = trusted;
  }

  #say(...faults: readonly AuditFault[]): void {
    for (const fault of faults)
      if (this.#faults.length < mostNamed) this.#faults.push(fault);
      else this.#more++;
  }

  take(line: Line): void {
    if (this.#head === undefined && line.kind !== 'head') this.#say('the file does not begin with its head');
    if (line.kind === 'head') this.#takeHead(line);
    else if (line.kind === 'row') this.#takeRow(line.row);
    else if (line.kind === 'leaf') this.#leaves.push(line.leaf);
    else if (line.kind === 'checkpoint') this.#takeCheckpoint(line.checkpoint);
    else this.#takeEnd(line);
  }

  #takeHead(head: Head): void {
    this.#head = head;
    if (!head.retired) return;
    const found = readRetirement(head.retired, this.#trusted);
    if ('upTo' in found) this.#retired = found;
    else this.#say(...found);
  }

  /** A row dated long before the rows below it was not written when it says; or somebody set the clock back. */
  #takeRow(row: SealedRow): void {
    this.#counted.rows++;
    if (this.#retired && BigInt(row.seq) <= BigInt(this.#retired.upTo)) this.#kept++;
    this.#rows.push(row);
    this.#say(...forgedRetirement(row, this.#trusted));
    const at = Date.parse(row.at);
    const above = BigInt(row.seq) > this.#floor;
    if (above && at < this.#newest - lateMilliseconds)
      this.#say(`row ${row.seq}: it is dated back to ${row.at}`);
    this.#newest = Math.max(this.#newest, at);
  }

  #takeCheckpoint(checkpoint: Checkpoint): void {
    this.#counted.checkpoints++;
    const due = this.#before ? this.#before.batch + 1 : (this.#head?.firstBatch ?? 1);
    if (checkpoint.batch !== due) this.#say(`checkpoint ${due}: it is missing before ${checkpoint.batch}`);
    const follows = checkpoint.batch === due ? this.#before : undefined;
    this.#say(...checkpointFaults(checkpoint, follows, this.#trusted));
    this.#say(...batchFaults(checkpoint, { rows: this.#rows, leaves: this.#leaves }, this.#retired));
    this.#raiseFloor(checkpoint);
    this.#before = checkpoint;
    this.#rows = [];
    this.#leaves = [];
  }

  /** Rows below the seals that are old enough are all there: the same floor that sealing looks from. */
  #raiseFloor({ sealedAt, lastSeq }: Checkpoint): void {
    const at = Date.parse(sealedAt);
    this.#recent.push({ at, lastSeq: BigInt(lastSeq) });
    for (const old of this.#recent.filter((one) => one.at <= at - lateMilliseconds))
      if (old.lastSeq > this.#floor) this.#floor = old.lastSeq;
    this.#recent = this.#recent.filter((one) => one.at > at - lateMilliseconds);
  }

  #takeEnd(end: Extract<Line, { kind: 'end' }>): void {
    this.#ended = true;
    const { rows, checkpoints } = this.#counted;
    if (end.rows !== rows || end.checkpoints !== checkpoints)
      this.#say(
        `the file has ${rows} rows and ${checkpoints} checkpoints of ${end.rows} and ${end.checkpoints}`,
      );
    const { upTo, kept } = this.#retired ?? { upTo: '0', kept: 0 };
    if (this.#head?.open && this.#head.firstBatch === 1 && this.#kept < kept)
      this.#say(
        `row ${upTo}: of those up to it ${kept} were kept when the others were retired, and ${this.#kept} are here`,
      );
    for (const { seq, batch } of this.#leaves)
      this.#say(`row ${seq}: it was sealed in batch ${batch}, whose checkpoint is missing`);
    for (const { seq } of this.#rows)
      if (BigInt(seq) <= this.#floor) this.#say(`row ${seq}: it was slipped in behind the seals`);
  }

  /** The verdict; a file that was cut off, or lacks what stands outside, is not whole. */
  end(): Verdict {
    if (!this.#ended) this.#say('the file ends before its end');
    const first = this.#head?.firstBatch ?? 1;
    const last = this.#before?.batch ?? first - 1;
    const outside = [...this.#trusted.outside.keys()].filter((batch) => batch > last).sort((a, b) => a - b);
    if (this.#head?.open && outside[0] !== undefined)
      this.#say(`checkpoint ${outside[0]}: it stands outside, and here the end was cut off after ${last}`);
    return {
      faults: this.#faults,
      more: this.#more,
      rows: this.#counted.rows,
      unsealed: this.#rows.length,
      firstBatch: first,
      lastBatch: last,
    };
  }
}
