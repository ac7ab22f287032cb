import { type Runner, statement, write } from '../../database.ts';

/** What a passkey of an account is asked for. */
export type PasskeyPurpose = 'add' | 'sign-in' | 'recover' | 'confirm';

/** What a passkey of a member of staff is asked for: an answer to one of these is never an answer to one of those. */
export type StaffPasskeyPurpose = 'staff-enrol' | 'staff-sign-in' | 'staff-touch';

export type ChallengePurpose = PasskeyPurpose | StaffPasskeyPurpose;

const forgetFormer = write(
  'forget-passkey-challenges',
  'delete from passkey_challenges where browser = $1 and purpose = $2',
);
const put = write(
  'put-passkey-challenge',
  'insert into passkey_challenges (challenge_hash, browser, purpose, until) values ($1, $2, $3, $4)',
);
const redeem = statement<{ until: Date }>(
  'redeem-passkey-challenge',
  `delete from passkey_challenges where challenge_hash = $1 and browser = $2 and purpose = $3 returning until`,
);
const sweep = write('sweep-passkey-challenges', 'delete from passkey_challenges where until < $1');

/** Keeps the digest of a new challenge; the newest of a browser and purpose replaces the older ones. */
export async function putPasskeyChallenge(
  tx: Runner,
  made: { hash: Buffer; browser: Buffer; purpose: ChallengePurpose; until: Date },
): Promise<void> {
  await tx.run(forgetFormer, [made.browser, made.purpose]);
  await tx.run(put, [made.hash, made.browser, made.purpose, made.until]);
}

/** Takes a challenge away, whatever comes of it: it works once. */
export async function redeemPasskeyChallenge(
  on: Runner,
  given: { hash: Buffer; browser: Buffer; purpose: ChallengePurpose },
  at: Date,
): Promise<boolean> {
  const [row] = await on.run(redeem, [given.hash, given.browser, given.purpose]);
  return row !== undefined && at <= row.until;
}

export const sweepPasskeyChallenges = (on: Runner, before: Date): Promise<unknown[]> =>
  on.run(sweep, [before]);
