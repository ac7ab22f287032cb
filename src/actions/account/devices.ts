import { randomUUID } from 'node:crypto';
import { type Attempts, attemptsFromPlace, type Place } from '../../store/account/attempts.ts';
import { isKnownDevice } from '../../store/account/devices.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';

/** Where a key is tried from, as a request tells it. */
export type TriedFrom = {
  /** The narrowest network the visitor's address is counted under. */
  readonly network: string;
  /** All of them, the narrowest first. */
  readonly networks: readonly string[];
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

/** Whose number is tried; `account` is nothing when it is nobody's. */
type Who = { readonly nameHash: Buffer; readonly account: Account | undefined };

/** The device a cookie names for a number, known or not. */
function deviceNamed(world: World, nameHash: Buffer, cookie: string | undefined): string | undefined {
  const name = nameHash.toString('base64url');
  return entriesIn(world, cookie).find((one) => one.nameHash === name)?.id;
}

/** The known device of this account that a cookie names, if it still is one. The query runs for nobody, too. */
export async function knownDeviceOf(
  world: World,
  on: Runner,
  { nameHash, account }: Who,
  cookie: string | undefined,
): Promise<string | undefined> {
  const id = deviceNamed(world, nameHash, cookie);
  return (await isKnownDevice(on, id ?? null, account?.id ?? null)) ? id : undefined;
}

/** The place tries are counted at: the device, if it is known, and its network otherwise. */
export const placeOf = ({ keys }: World, deviceId: string | undefined, { network }: TriedFrom): Place => ({
  hash: keys.find(deviceId === undefined ? `place network ${network}` : `place device ${deviceId}`),
  knownDevice: deviceId !== undefined,
});

/** Where a key is typed: the known device, if it is one; the place its tries are counted at; and what failed there. */
export async function whereTried(
  world: World,
  tx: Runner,
  { nameHash, account }: Who,
  from: TriedFrom,
): Promise<{ deviceId: string | undefined; place: Place; attempts: Attempts }> {
  const id = deviceNamed(world, nameHash, from.devices);
  const of = { nameHash, accountId: account?.id ?? null, deviceId: id ?? null };
  const [device, network] = [placeOf(world, id, from).hash, placeOf(world, undefined, from).hash];
  const { place, attempts } = await attemptsFromPlace(tx, of, { device, network });
  return { deviceId: place.knownDevice ? id : undefined, place, attempts };
}

/**
 * Names a device for an account at a sign-in, and writes the cookie that says so. Being known gives tries of its own, and
 * nothing else.
 */
export function nameDevice(
  world: World,
  account: Account,
  of: { known: string | undefined; cookie: string | undefined },
): { id: string; cookie: string } {
  const id = of.known ?? randomUUID();
  const nameHash = account.nameHash.toString('base64url');
  const others = entriesIn(world, of.cookie).filter((one) => one.nameHash !== nameHash);
  const entries: readonly Entry[] = [{ id, nameHash }, ...others].slice(0, mostAccounts);
  return { id, cookie: world.keys.seal(entries, about).toString('base64url') };
}
