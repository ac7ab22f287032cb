import { type Runner, statement, write } from '../../database.ts';

/** One letter waiting to be printed. `payload` is sealed: name, postal address and code. */
export type WaitingLetter = { readonly id: string; readonly payload: Buffer };

const last = statement<{ asked_at: Date }>(
  'last-letter-of-number',
  'select asked_at from letters where name_hash = $1 order by asked_at desc limit 1',
);
const put = write(
  'put-letter',
  `insert into letters (id, name_hash, account_id, live, code_hash, payload, asked_at, until)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
const waiting = statement<WaitingLetter>(
  'letters-to-print',
  `select id, payload from letters where live and payload is not null and until > $1
   order by asked_at for update skip locked`,
);
const printed = write('letter-printed', 'update letters set exported_at = $2, payload = null where id = $1');
const works = statement<{ id: string }>(
  'letter-that-works',
  `select id from letters where name_hash = $1 and live and code_hash = $2 and used_at is null and until >= $3
   order by asked_at desc limit 1`,
);
const end = write(
  'end-letters-of-number',
  'update letters set used_at = $2, payload = null where name_hash = $1 and used_at is null',
);
const sweep = write('sweep-letters', 'delete from letters where until < $1');

/** When a letter was last asked for, for this number. */
export async function lastLetterAt(on: Runner, nameHash: Buffer): Promise<Date | undefined> {
  return (await on.run(last, [nameHash]))[0]?.asked_at;
}

/** Keeps a letter to be printed; a decoy is kept alike and never printed. */
export const putLetter = (
  tx: Runner,
  made: {
    id: string;
    nameHash: Buffer;
    accountId: string | null;
    live: boolean;
    codeHash: Buffer;
    payload: Buffer;
    askedAt: Date;
    until: Date;
  },
): Promise<unknown[]> =>
  tx.run(put, [
    made.id,
    made.nameHash,
    made.accountId,
    made.live,
    made.codeHash,
    made.payload,
    made.askedAt,
    made.until,
  ]);

/** The letters nobody has printed yet, locked until the transaction ends. */
export const lettersToPrint = (tx: Runner, at: Date): Promise<WaitingLetter[]> => tx.run(waiting, [at]);

/** A letter is on paper: what it said is kept no longer. */
export const letterPrinted = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(printed, [id, at]);

/** Whether a letter's code works for this number now. */
export const letterWorks = async (
  on: Runner,
  nameHash: Buffer,
  codeHash: Buffer,
  at: Date,
): Promise<boolean> => (await on.run(works, [nameHash, codeHash, at])).length === 1;

/** A letter's code works once, and a key that was set by any road ends them all. */
export const endLettersOf = (tx: Runner, nameHash: Buffer, at: Date): Promise<unknown[]> =>
  tx.run(end, [nameHash, at]);

/** Forgets letters whose time is long over. */
export const sweepLetters = (on: Runner, before: Date): Promise<unknown[]> => on.run(sweep, [before]);
