import { sha256 } from '../../../lib/digest.ts';
import { algorithms, readMade, verifyMade } from '../../../lib/keys/passkeys.ts';
import { type Passkey, passkeysOf, putPasskey } from '../../../store/account/factors/passkeys.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import type { World } from '../../world.ts';
import { asOwner, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';
import { challengeMinutes, newChallenge, redeemChallenge, relyingParty, userHandleOf } from '../passkeys.ts';
import { tellOfPasskey } from './tell-passkey.ts';

/** One for each device a family has, and no more than a person can look through. */
export const mostPasskeys = 10;

export const ownPasskeys = (world: World, { account }: Owner): Promise<Passkey[]> =>
  passkeysOf(world.db, account.id);

/** A challenge to make a passkey belongs to a browser and to the account it was asked for. */
const maker = (browser: Buffer, { account }: Owner): Buffer =>
  sha256(`${browser.toString('hex')} ${account.id}`);

/** What a browser makes a passkey from, as `navigator.credentials.create` takes it; bytes are base64url. */
export async function askToAdd(world: World, owner: Owner, browser: Buffer) {
  const kept = await passkeysOf(world.db, owner.account.id);
  const { number } = owner.personal.claim.identity;
  return {
    challenge: await newChallenge(world, maker(browser, owner), 'add'),
    rp: { id: relyingParty(world).id, name: world.institution.shortName },
    user: {
      id: userHandleOf(world, owner.account.id),
      // Stands in the list of a phone, and in whatever cloud that keeps: enough to tell two apart, and no more.
      name: `${world.institution.shortName} ··· ${number.slice(-4)}`,
      displayName: owner.personal.firstName,
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    excludeCredentials: kept.map(({ credentialId, transports }) => ({
      type: 'public-key',
      id: credentialId.toString('base64url'),
      transports,
    })),
    timeout: challengeMinutes * 60_000,
  };
}

export type Added = 'added' | 'refused' | 'too-many';

/** Keeps a passkey made in this browser for whoever is signed in. */
export async function addPasskey(
  world: World,
  owner: Owner,
  given: { browser: Buffer; answer: string; device: DeviceName },
): Promise<Added> {
  const answer = readMade(given.answer);
  if (!answer || !(await redeemChallenge(world, answer, maker(given.browser, owner), 'add')))
    return 'refused';
  const made = await verifyMade(relyingParty(world), answer);
  if (!made) return 'refused';
  const { device } = given;
  const added = await asOwner(world, owner, async (held): Promise<Added> => {
    const { tx, at, account, personal } = held;
    if ((await passkeysOf(tx, account.id)).length >= mostPasskeys) return 'too-many';
    if (!(await putPasskey(tx, { ...made, accountId: account.id, device, madeAt: at }))) return 'refused';
    await noteAct(world, held, 'passkey-added');
    const whose = { accountId: account.id, personal, at };
    await tellOfPasskey(world, tx, whose, { kind: 'passkey-changed', added: true, device });
    return 'added';
  });
  if (added === 'added') world.wakeWorker();
  return added ?? 'refused';
}
