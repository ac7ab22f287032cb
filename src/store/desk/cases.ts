import { isId } from '../../lib/digest.ts';
import { Fault } from '../../lib/fault.ts';
import type { DeskStage, DeskState, Errand, Touched } from '../../rules/desk/case.ts';
import { type Runner, statement } from '../database.ts';

/** One case at the counter as it is kept. `sealed` and `code` are sealed. */
export type DeskCase = {
  readonly id: string;
  readonly words: string;
  /** With the words the address of the person's own page. */
  readonly number: number;
  readonly errand: Errand;
  readonly accountId: string;
  readonly ticketId: string | null;
  readonly office: string;
  readonly openedBy: string;
  readonly stage: DeskStage;
  readonly hands: readonly Touched[];
  readonly version: number;
  readonly sealed: Buffer;
  readonly code: Buffer;
  readonly openedAt: Date;
  readonly submittedAt: Date | null;
  readonly submittedBy: string | null;
  /** When the second person first looked at what was sent last. */
  readonly seenAt: Date | null;
  readonly changeId: string | null;
};

type Row = {
  id: string;
  words: string;
  number: number;
  errand: Errand;
  account_id: string;
  ticket_id: string | null;
  office: string;
  opened_by: string;
  stage: Record<string, unknown>;
  hands: Touched[];
  version: number;
  sealed: Buffer;
  code: Buffer;
  opened_at: Date;
  submitted_at: Date | null;
  submitted_by: string | null;
  seen_at: Date | null;
  change_id: string | null;
};

const columns = `id, words, number, errand, account_id, ticket_id, office, opened_by, stage, hands, version, sealed, code,
  opened_at, submitted_at, submitted_by, seen_at, change_id`;
const byId = statement<Row>('desk-case-by-id', `select ${columns} from desk_cases where id = $1`);
const lockById = statement<Row>(
  'lock-desk-case',
  `select ${columns} from desk_cases where id = $1 for no key update`,
);
const byCancel = statement<Row>(
  'desk-case-by-cancel',
  `select ${columns} from desk_cases where cancel_hash = $1`,
);
const byWords = statement<Row>(
  'open-desk-case-by-words',
  `select ${columns} from desk_cases where words = $1 and number = $2 and closed_at is null`,
);
const ofAccount = statement<Row>(
  'desk-cases-of-account',
  `select ${columns} from desk_cases where account_id = $1 order by opened_at desc limit $2`,
);
const lockOpen = statement<Row>(
  'lock-open-desk-case-of-account',
  `select ${columns} from desk_cases where account_id = $1 and closed_at is null for no key update`,
);
const waiting = statement<Row>(
  'desk-cases-to-decide',
  `select ${columns} from desk_cases where closed_at is null and stage ->> 'kind' = 'awaiting' order by submitted_at, id limit $1`,
);
const mine = statement<Row>(
  'open-desk-cases-of-agent',
  `select ${columns} from desk_cases where closed_at is null and opened_by = $1 order by opened_at, id limit 50`,
);
const due = statement<{ id: string; account_id: string }>(
  'desk-cases-due',
  'select id, account_id from desk_cases where due <= $1 and closed_at is null order by due limit $2',
);
const instants: Record<DeskStage['kind'], readonly string[]> = {
  unopened: [],
  proofing: ['since'],
  'naming-contact': ['since'],
  confirming: ['sentAt'],
  reviewing: ['since'],
  awaiting: ['since'],
  returned: ['since'],
  closed: ['at'],
};

const isKind = (kind: unknown): kind is DeskStage['kind'] => typeof kind === 'string' && kind in instants;

/** A stored stage as the rules know it. A kind this program does not know is a fault, never a guess. */
function readStage(stored: Record<string, unknown>): DeskStage {
  if (!isKind(stored.kind))
    throw new Fault('data-malformed', 'A case at the counter is at a stage this program does not know');
  const stage: Record<string, unknown> = { ...stored };
  for (const field of instants[stored.kind]) stage[field] = new Date(String(stage[field]));
  // Sound because only a stage is ever written to the column and its kind was checked.
  return stage as DeskStage;
}

const read = (row: Row): DeskCase => ({
  id: row.id,
  words: row.words,
  number: row.number,
  errand: row.errand,
  accountId: row.account_id,
  ticketId: row.ticket_id,
  office: row.office,
  openedBy: row.opened_by,
  stage: readStage(row.stage),
  hands: row.hands,
  version: row.version,
  sealed: row.sealed,
  code: row.code,
  openedAt: row.opened_at,
  submittedAt: row.submitted_at,
  submittedBy: row.submitted_by,
  seenAt: row.seen_at,
  changeId: row.change_id,
});

const one = ([row]: readonly Row[]): DeskCase | undefined => row && read(row);

/** A case by what an address says is its id. */
export const deskCaseById = async (on: Runner, id: string): Promise<DeskCase | undefined> =>
  isId(id) ? one(await on.run(byId, [id])) : undefined;

/** The same, locked until the transaction ends; to be asked under the lock of its account. */
export const lockDeskCase = async (tx: Runner, id: string): Promise<DeskCase | undefined> =>
  one(await tx.run(lockById, [id]));

/** The case the link of a notice cancels. */
export const deskCaseByCancel = async (on: Runner, hash: Buffer): Promise<DeskCase | undefined> =>
  one(await on.run(byCancel, [hash]));

/** The open case of the person's own page. */
export const openDeskCaseByWords = async (
  on: Runner,
  words: string,
  number: number,
): Promise<DeskCase | undefined> => one(await on.run(byWords, [words, number]));

/** The open case of an account, locked. There is one at most. */
export const lockOpenDeskCase = async (tx: Runner, accountId: string): Promise<DeskCase | undefined> =>
  one(await tx.run(lockOpen, [accountId]));

/** The newest cases of an account. */
export const deskCasesOf = async (on: Runner, accountId: string, most: number): Promise<DeskCase[]> =>
  (await on.run(ofAccount, [accountId, most])).map(read);

/** Cases that wait for a second person, the longest wait first. */
export const deskCasesToDecide = async (on: Runner, most: number): Promise<DeskCase[]> =>
  (await on.run(waiting, [most])).map(read);

/** What an agent has open. */
export const openDeskCasesOf = async (on: Runner, staffId: string): Promise<DeskCase[]> =>
  (await on.run(mine, [staffId])).map(read);

/** Cases for which time is up, in no transaction of theirs. */
export const deskCasesDue = async (
  on: Runner,
  at: Date,
  most: number,
): Promise<{ id: string; accountId: string }[]> =>
  (await on.run(due, [at, most])).map((row) => ({ id: row.id, accountId: row.account_id }));

/** What the rules know of a kept case. */
export const stateOf = (kept: DeskCase): Pick<DeskState, 'stage' | 'errand' | 'hands' | 'version'> => ({
  stage: kept.stage,
  errand: kept.errand,
  hands: kept.hands,
  version: kept.version,
});
