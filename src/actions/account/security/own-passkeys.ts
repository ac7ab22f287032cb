import { sha256 } from '../../../lib/digest.ts';
import { algorithms, readMade, verifyMade } from '../../../lib/keys/passkeys.ts';
import {
  forgetPasskey,
  type Passkey,
  passkeysOf,
  putPasskey,
} from '../../../store/account/factors/passkeys.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import { tellEverywhere } from '../../tell.ts';
import type { World } from '../../world.ts';
import { asOwner, type Held, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';
import { challengeMinutes, newChallenge, redeemChallenge, relyingParty, userHandleOf } from '../passkeys.ts';

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
    const { tx, at, account } = held;
    if ((await passkeysOf(tx, account.id)).length >= mostPasskeys) return 'too-many';
    if (!(await putPasskey(tx, { ...made, accountId: account.id, device, madeAt: at }))) return 'refused';
    await noteAct(world, held, 'passkey-added');
    await tell(world, held, { added: true, device });
    return 'added';
  });
  if (added === 'added') world.wakeWorker();
  return added ?? 'refused';
}

/** Forgets one of the owner's passkeys; another's, or one that is gone, changes nothing. */
export async function removePasskey(
  world: World,
  owner: Owner,
  given: { credentialId: Buffer; device: DeviceName },
): Promise<boolean> {
  const removed = await asOwner(world, owner, async (held) => {
    if (!(await forgetPasskey(held.tx, held.account.id, given.credentialId))) return false;
    await noteAct(world, held, 'passkey-removed');
    await tell(world, held, { added: false, device: given.device });
    return true;
  });
  if (removed) world.wakeWorker();
  return removed === true;
}

const tell = (
  world: World,
  { tx, at, account, personal }: Held,
  what: { added: boolean; device: DeviceName },
): Promise<void> =>
  tellEverywhere(world, tx, { accountId: account.id, personal, at }, (firstName, disavowal) => ({
    kind: 'passkey-changed',
    firstName,
    at,
    ...what,
    ...disavowal,
  }));
