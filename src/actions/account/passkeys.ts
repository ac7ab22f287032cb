import { minutesAfter } from '../../lib/clock.ts';
import { randomToken, sha256 } from '../../lib/digest.ts';
import { challengeIn, type RelyingParty, readUsed, verifyUsed } from '../../lib/keys/passkeys.ts';
import {
  type ChallengePurpose,
  type PasskeyPurpose,
  putPasskeyChallenge,
  redeemPasskeyChallenge,
} from '../../store/account/factors/passkey-challenges.ts';
import { passkeyById, usePasskey } from '../../store/account/factors/passkeys.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';

const challengeBytes = 32;
export const challengeMinutes = 5;

/** For whom passkeys are made: the service's own address, whatever a request says (RT-22). */
export function relyingParty({ baseUrl }: World): RelyingParty {
  const { hostname, origin } = new URL(baseUrl);
  return { id: hostname, origin };
}

/** What an account is called inside an authenticator: steady, and meaning nothing anywhere else. */
export const userHandleOf = ({ keys }: World, accountId: string): string =>
  keys.find(`passkey user ${accountId}`).toString('base64url');

/** A new challenge, bound to what may answer it: a browser, for one purpose, once, for five minutes. */
export async function newChallenge(
  world: World,
  browser: Buffer,
  purpose: ChallengePurpose,
): Promise<string> {
  const challenge = randomToken(challengeBytes);
  const until = minutesAfter(world.clock.now(), challengeMinutes);
  const made = { hash: sha256(challenge), browser, purpose, until };
  await world.db.transaction((tx) => putPasskeyChallenge(tx, made));
  return challenge;
}

/** Uses up the challenge an answer was given to; false when it was never given to this browser for this, or was used. */
export const redeemChallenge = (
  world: World,
  answer: { readonly clientDataJSON: string },
  browser: Buffer,
  purpose: ChallengePurpose,
  on: Runner = world.db,
): Promise<boolean> =>
  redeemPasskeyChallenge(on, { hash: sha256(challengeIn(answer)), browser, purpose }, world.clock.now());

/** What a browser asks an authenticator with; it names no passkey, so that it tells nothing of anybody (RE-01). */
export type UseOptions = {
  readonly challenge: string;
  readonly rpId: string;
  readonly userVerification: 'required';
  readonly timeout: number;
};

/** A question for any passkey of ours. */
export const askPasskey = async (
  world: World,
  { browser, purpose }: { browser: Buffer; purpose: Exclude<ChallengePurpose, 'add' | 'staff-enrol'> },
): Promise<UseOptions> => ({
  challenge: await newChallenge(world, browser, purpose),
  rpId: relyingParty(world).id,
  userVerification: 'required',
  timeout: challengeMinutes * 60_000,
});

/**
 * Whose passkey answered, if one of ours did: to a challenge of this browser and purpose, for our origin, with its person
 * verified by it, and its counter ahead. It does not judge the account.
 */
export async function verifyPasskey(
  world: World,
  given: { browser: Buffer; answer: string; purpose: Exclude<PasskeyPurpose, 'add'> },
): Promise<{ accountId: string } | undefined> {
  const answer = readUsed(given.answer);
  if (!answer || !(await redeemChallenge(world, answer, given.browser, given.purpose))) return undefined;
  const kept = await passkeyById(world.db, Buffer.from(answer.id, 'base64url'));
  if (!kept || answer.userHandle !== userHandleOf(world, kept.accountId)) return undefined;
  const counter = await verifyUsed(relyingParty(world), answer, kept);
  if (counter === undefined) return undefined;
  const used = await usePasskey(world.db, kept.credentialId, counter, world.clock.now());
  return used ? { accountId: kept.accountId } : undefined;
}
