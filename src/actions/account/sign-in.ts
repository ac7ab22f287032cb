import { sha256 } from '../../lib/digest.ts';
import type { Claim } from '../../rules/identity.ts';
import { endSession } from '../../store/account/sessions.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { type Entered, type Entrance, enter } from './sessions.ts';
import { type Tried, tryKey } from './try-key.ts';

/** Signs in by number and key: a session of its own, and a device that is known from now on. */
export const signIn = (
  world: World,
  { claim, key, ...how }: Entrance & { readonly claim: Claim; readonly key: string },
): Promise<Tried<Entered>> =>
  tryKey(
    world,
    { nameHash: nameHashOf(world, claim), key, from: how.from, event: 'signed-in' },
    (tx, opened) => enter(world, tx, opened, how),
  );

export const signOut = (world: World, token: string): Promise<unknown> =>
  endSession(world.db, sha256(token), world.clock.now());
