import type { Channel } from '../rules/policy.ts';
import { type Runner, statement, write } from './database.ts';

/** One message's link and code. `code` is sealed; a decoy has `live: false` and nobody ever saw it. */
export type Challenge = {
  readonly id: string;
  readonly caseId: string;
  readonly channel: Channel;
  readonly live: boolean;
  readonly code: Buffer;
  readonly issuedAt: Date;
  readonly linkUntil: Date;
  readonly codeUntil: Date;
  readonly codeSpentAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBecause: 'spent' | 'replaced' | 'void' | null;
};

type Row = {
  id: string;
  case_id: string;
  channel: Channel;
  live: boolean;
  code: Buffer;
  issued_at: Date;
  link_until: Date;
  code_until: Date;
  code_spent_at: Date | null;
  ended_at: Date | null;
  ended_because: 'spent' | 'replaced' | 'void' | null;
};

const columns = `id, case_id, channel, live, code, issued_at, link_until, code_until, code_spent_at, ended_at,
  ended_because`;

const ofCase = statement<Row>(
  'challenge-of-case',
  `select ${columns} from challenges where case_id = $1 order by issued_at desc limit 1`,
);
// A decoy never stands before a living message: asking once too often, or for a wrong address, must not kill its code.
const codeOf = statement<Row>(
  'code-of-case',
  `select ${columns} from challenges where case_id = $1
   order by live and ended_at is null and code_spent_at is null desc, issued_at desc limit 1`,
);
// For a number without one, any message: the same read and the same opening, and the clock tells nothing.
const ofNumber = statement<Row & { own: boolean }>(
  'live-challenge-of-number',
  `select ${columns}, name_hash = $1 as own from challenges where id = coalesce(
     (select id from challenges where name_hash = $1 and live and ended_at is null),
     (select id from challenges order by id limit 1))`,
);
const ofLink = statement<Row>('challenge-of-link', `select ${columns} from challenges where link_hash = $1`);

// The newest message replaces the older one; a decoy replaces only decoys, or anybody could kill a living message.
const endOlder = write(
  'end-older-challenges',
  `update challenges set ended_at = $3, ended_because = 'replaced'
   where name_hash = $1 and live = $2 and ended_at is null`,
);
const issue = write(
  'issue-challenge',
  `insert into challenges (id, case_id, name_hash, channel, live, link_hash, code, issued_at, link_until, code_until)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
const spend = write('spend-code', 'update challenges set code_spent_at = $2 where id = $1');
const endAll = write(
  'end-challenges-of-number',
  `update challenges set ended_at = $2, ended_because = case when case_id = $3 then 'spent' else 'void' end
   where name_hash = $1 and ended_at is null`,
);

const read = (row: Row | undefined): Challenge | undefined =>
  row && {
    id: row.id,
    caseId: row.case_id,
    channel: row.channel,
    live: row.live,
    code: row.code,
    issuedAt: row.issued_at,
    linkUntil: row.link_until,
    codeUntil: row.code_until,
    codeSpentAt: row.code_spent_at,
    endedAt: row.ended_at,
    endedBecause: row.ended_because,
  };

/** The newest message of a case, living or not. */
export const challengeOfCase = async (on: Runner, caseId: string): Promise<Challenge | undefined> =>
  read((await on.run(ofCase, [caseId]))[0]);

/** The message whose code is tried on a case: the living one if there is one, else the newest. */
export const codeOfCase = async (on: Runner, caseId: string): Promise<Challenge | undefined> =>
  read((await on.run(codeOf, [caseId]))[0]);

/** The one living message of a number, or another's to do the same work on: `own` says which. */
export async function liveChallengeOrStandIn(
  on: Runner,
  nameHash: Buffer,
): Promise<{ challenge: Challenge; own: boolean } | undefined> {
  const [row] = await on.run(ofNumber, [nameHash]);
  const challenge = read(row);
  return row && challenge && { challenge, own: row.own };
}

/** The message a link came from, found by the digest of its token. */
export const challengeOfLink = async (on: Runner, linkHash: Buffer): Promise<Challenge | undefined> =>
  read((await on.run(ofLink, [linkHash]))[0]);

/** A challenge to be issued. SMS carries no link, so its `linkHash` is null. */
export type NewChallenge = Pick<
  Challenge,
  'id' | 'caseId' | 'channel' | 'live' | 'code' | 'issuedAt' | 'linkUntil' | 'codeUntil'
> & { readonly nameHash: Buffer; readonly linkHash: Buffer | null };

/** Issues a challenge and ends the older ones of its kind. */
export async function issueChallenge(tx: Runner, made: NewChallenge): Promise<void> {
  await tx.run(endOlder, [made.nameHash, made.live, made.issuedAt]);
  await tx.run(issue, [
    made.id,
    made.caseId,
    made.nameHash,
    made.channel,
    made.live,
    made.linkHash,
    made.code,
    made.issuedAt,
    made.linkUntil,
    made.codeUntil,
  ]);
}

/** A code works once. */
export const spendCode = (tx: Runner, id: string, at: Date): Promise<unknown[]> => tx.run(spend, [id, at]);

/** Ends every message of a number: the one that led to the new key is spent, all others are void. */
export const endChallengesOf = (tx: Runner, nameHash: Buffer, caseId: string, at: Date): Promise<unknown[]> =>
  tx.run(endAll, [nameHash, at, caseId]);

const voidOne = write(
  'void-challenge',
  `update challenges set ended_at = $2, ended_because = 'void' where id = $1 and ended_at is null`,
);

/** A message came back: whoever holds it may be anybody. */
export const endChallenge = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(voidOne, [id, at]);

const voidAll = write(
  'void-challenges-of-number',
  `update challenges set ended_at = $2, ended_because = 'void' where name_hash = $1 and ended_at is null`,
);

/** A contact changed: what was sent to the former one no longer opens anything. */
export const endChallengesOfNumber = (tx: Runner, nameHash: Buffer, at: Date): Promise<unknown[]> =>
  tx.run(voidAll, [nameHash, at]);
