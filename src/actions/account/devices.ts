import { randomUUID } from 'node:crypto';
import type { Place } from '../../store/account/attempts.ts';
import { isKnownDevice, seeDevice } from '../../store/account/devices.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';

/** Where a key is tried from, as a request tells it. */
export type TriedFrom = {
  /** The narrowest network the visitor's address is counted under. */
  readonly network: string;
  /** The cookie of the device, as it came. */
  readonly devices: string | undefined;
};

/** One account a device signed in to: the name of its row, so that it can be revoked. */
type Entry = { readonly id: string; readonly nameHash: string };

/** Families share a phone: so many accounts fit into the cookie, the newest first. */
const mostAccounts = 5;
const about = 'device';

/** What a device cookie holds. One we did not seal holds nothing. */
function entriesIn({ keys }: World, cookie: string | undefined): readonly Entry[] {
  if (!cookie) return [];
  try {
    return keys.open<readonly Entry[]>(Buffer.from(cookie, 'base64url'), about);
  } catch {
    // Forged, altered, or sealed under a key that is gone: an unknown device, like any other.
    return [];
  }
}

/** The known device of this account that a cookie names, if it still is one. The query runs for nobody, too. */
export async function knownDeviceOf(
  world: World,
  on: Runner,
  who: { nameHash: Buffer; account: Account | undefined },
  cookie: string | undefined,
): Promise<string | undefined> {
  const name = who.nameHash.toString('base64url');
  const entry = entriesIn(world, cookie).find(({ nameHash }) => nameHash === name);
  const known = await isKnownDevice(on, entry?.id ?? null, who.account?.id ?? null);
  return known ? entry?.id : undefined;
}

/** The place tries are counted at: the device, if it is known, and its network otherwise. */
export const placeOf = ({ keys }: World, deviceId: string | undefined, { network }: TriedFrom): Place => ({
  hash: keys.find(deviceId === undefined ? `place network ${network}` : `place device ${deviceId}`),
  knownDevice: deviceId !== undefined,
});

/**
 * Remembers at a sign-in that this device belongs to this account, and writes the cookie that says so. Being known gives tries
 * of its own, and nothing else.
 */
export async function rememberDevice(
  world: World,
  tx: Runner,
  account: Account,
  of: { known: string | undefined; device: string; cookie: string | undefined },
  at: Date,
): Promise<{ id: string; cookie: string }> {
  const id = of.known ?? randomUUID();
  await seeDevice(tx, { id, accountId: account.id, device: of.device }, at);
  const nameHash = account.nameHash.toString('base64url');
  const others = entriesIn(world, of.cookie).filter((one) => one.nameHash !== nameHash);
  const entries: readonly Entry[] = [{ id, nameHash }, ...others].slice(0, mostAccounts);
  return { id, cookie: world.keys.seal(entries, about).toString('base64url') };
}
