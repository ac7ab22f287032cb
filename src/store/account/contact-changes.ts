import { Fault } from '../../lib/fault.ts';
import type { ChangeStage } from '../../rules/account/change.ts';
import type { Channel } from '../../rules/policy.ts';
import { type Runner, statement, write } from '../database.ts';

/** One change of one contact. `contacts` and `code` are sealed. */
export type ContactChange = {
  readonly id: string;
  readonly accountId: string;
  readonly slot: Channel;
  readonly stage: ChangeStage;
  readonly contacts: Buffer;
  readonly code: Buffer;
  readonly askedAt: Date;
  /** More accounts name the new contact than the policy lets pass unseen: an office looks at it. */
  readonly shared: boolean;
};

type Row = {
  id: string;
  account_id: string;
  slot: Channel;
  stage: Record<string, unknown>;
  contacts: Buffer;
  code: Buffer;
  asked_at: Date;
  shared: boolean;
};

const columns = 'id, account_id, slot, stage, contacts, code, asked_at, shared';
const byId = statement<Row>('contact-change-by-id', `select ${columns} from contact_changes where id = $1`);
const byCancel = statement<Row>(
  'contact-change-by-cancel',
  `select ${columns} from contact_changes where cancel_hash = $1`,
);
const lockOpen = statement<Row>(
  'lock-open-contact-changes',
  `select ${columns} from contact_changes where account_id = $1 and closed_at is null order by slot for update`,
);
const lockRecent = statement<Row>(
  'lock-contact-changes-since',
  `select ${columns} from contact_changes where account_id = $1 and (closed_at is null or closed_at >= $2)
   order by slot, asked_at for update`,
);
const open = statement<Row>(
  'open-contact-changes',
  `select ${columns} from contact_changes where account_id = $1 and closed_at is null`,
);
const ofAccount = statement<Row & { due: Date | null; closed_at: Date | null }>(
  'contact-changes-of-account',
  `select ${columns}, due, closed_at from contact_changes where account_id = $1 order by asked_at desc, id`,
);
const due = statement<{ id: string; account_id: string }>(
  'contact-changes-due',
  'select id, account_id from contact_changes where due <= $1 and closed_at is null order by due limit $2',
);
const toReview = statement<Row>(
  'contact-changes-to-review',
  `select ${columns} from contact_changes where shared and stage ->> 'kind' in ('held', 'effective')
   order by asked_at limit $1`,
);
const put = write(
  'put-contact-change',
  `insert into contact_changes (id, account_id, slot, stage, contacts, code, cancel_hash, asked_at, due, address_hash)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const save = write(
  'save-contact-change',
  `update contact_changes set stage = $2, contacts = $3, code = $4, due = $5, closed_at = $6, shared = $7 where id = $1`,
);

const kinds: Record<ChangeStage['kind'], readonly string[]> = {
  unasked: [],
  'to-confirm': ['sentAt'],
  held: ['since', 'effectiveAt'],
  effective: ['at'],
  cancelled: ['at'],
  replaced: ['at'],
  expired: ['at'],
};

const isKind = (kind: unknown): kind is ChangeStage['kind'] => typeof kind === 'string' && kind in kinds;

/** A stored stage as the rules know it. A kind this program does not know is a fault, never a guess. */
function readStage(stored: Record<string, unknown>): ChangeStage {
  if (!isKind(stored.kind))
    throw new Fault('data-malformed', 'A contact change is at a stage this program does not know');
  const stage: Record<string, unknown> = { ...stored };
  for (const field of kinds[stored.kind]) stage[field] = new Date(String(stage[field]));
  // Sound because only a stage is ever written to the column and its kind was checked.
  return stage as ChangeStage;
}

const readRow = (row: Row): ContactChange => ({
  id: row.id,
  accountId: row.account_id,
  slot: row.slot,
  stage: readStage(row.stage),
  contacts: row.contacts,
  code: row.code,
  askedAt: row.asked_at,
  shared: row.shared,
});

const read = (row: Row | undefined): ContactChange | undefined => row && readRow(row);

/** One change by its id, which only forms of its owner carry. */
export const contactChangeById = async (on: Runner, id: string): Promise<ContactChange | undefined> =>
  read((await on.run(byId, [id]))[0]);

/** The change a notice's link cancels. */
export const contactChangeByCancel = async (on: Runner, hash: Buffer): Promise<ContactChange | undefined> =>
  read((await on.run(byCancel, [hash]))[0]);

/** The open changes of an account, to be looked at. */
export const openContactChanges = async (on: Runner, accountId: string): Promise<ContactChange[]> =>
  (await on.run(open, [accountId])).map(readRow);

/** Every change there ever was, the newest first, with when it is next due and when it was over. */
export const contactChangesOf = async (
  on: Runner,
  accountId: string,
): Promise<(ContactChange & { readonly due: Date | null; readonly closedAt: Date | null })[]> =>
  (await on.run(ofAccount, [accountId])).map((row) => ({
    ...readRow(row),
    due: row.due,
    closedAt: row.closed_at,
  }));

/** The open changes of an account, locked until the transaction ends. */
export const lockOpenContactChanges = async (tx: Runner, accountId: string): Promise<ContactChange[]> =>
  (await tx.run(lockOpen, [accountId])).map(readRow);

/** The open changes of an account and those that ended since, locked. */
export const lockContactChangesSince = async (
  tx: Runner,
  accountId: string,
  since: Date,
): Promise<ContactChange[]> => (await tx.run(lockRecent, [accountId, since])).map(readRow);

/** Changes for which time has come, in no transaction of theirs: who acts on one locks its account and looks again. */
export async function contactChangesDue(
  on: Runner,
  at: Date,
  most: number,
): Promise<{ id: string; accountId: string }[]> {
  return (await on.run(due, [at, most])).map((row) => ({ id: row.id, accountId: row.account_id }));
}

/** What of a change is written: where it stands, and when to look again. */
type Kept = Pick<ContactChange, 'id' | 'stage' | 'contacts' | 'code' | 'shared'> & {
  readonly due: Date | undefined;
};

export const putContactChange = (
  tx: Runner,
  made: Omit<ContactChange, 'shared'> & {
    readonly due: Date | undefined;
    readonly cancelHash: Buffer;
    /** Keyed hash of the new contact; nothing where one is removed. */
    readonly addressHash: Buffer | undefined;
  },
): Promise<unknown[]> =>
  tx.run(put, [
    made.id,
    made.accountId,
    made.slot,
    JSON.stringify(made.stage),
    made.contacts,
    made.code,
    made.cancelHash,
    made.askedAt,
    made.due ?? null,
    made.addressHash ?? null,
  ]);

export const saveContactChange = (
  tx: Runner,
  { id, stage, contacts, code, due, shared }: Kept,
): Promise<unknown[]> => {
  const closedAt = 'at' in stage ? stage.at : null;
  return tx.run(save, [id, JSON.stringify(stage), contacts, code, due ?? null, closedAt, shared]);
};

/** Changes for an office to look at, under hold or in effect: more accounts name their contact than usual. The oldest first. */
export const contactChangesToReview = async (on: Runner, most: number): Promise<ContactChange[]> =>
  (await on.run(toReview, [most])).map(readRow);
