import { randomToken, sha256 } from '../../lib/digest.ts';
import { revokeDeviceOfSession, revokeOtherDevices } from '../../store/account/devices.ts';
import {
  beginSession,
  endOtherSessionsOf,
  endSession,
  endSessionOf,
  livingSessionsOf,
  type Session,
  sessionBefore,
} from '../../store/account/sessions.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import type { DeviceName } from '../../words/shapes.ts';
import type { World } from '../world.ts';
import { asOwner, noteAct } from './as-owner.ts';
import { nameDevice, type TriedFrom } from './devices.ts';
import type { Owner } from './owner.ts';
import type { Opened } from './try-key.ts';

/** How somebody comes in. */
export type Entrance = {
  readonly portal: string;
  readonly device: DeviceName;
  readonly from: TriedFrom;
  /** The session this browser had: it ends (SE-01). */
  readonly former: string | undefined;
};

/** What a browser is given at a sign-in: the secret of its session, and what makes it a known device. */
export type Entered = { readonly session: string; readonly devices: string };

/** Begins a session, in the transaction that found out who it is and with the number locked. */
export async function enter(
  world: World,
  tx: Runner,
  { account, deviceId, at }: Opened,
  { portal, device, from, former }: Entrance,
): Promise<Entered> {
  const session = randomToken(32);
  const { id, cookie } = nameDevice(world, account, { known: deviceId, cookie: from.devices });
  if (former) await endFormer(world, tx, { former, by: account.id }, at);
  await beginSession(tx, sha256(session), { accountId: account.id, portal, device, deviceId: id }, at);
  return { session, devices: cookie };
}

/** Ends the session a browser had (SE-01). Its owner, if it was somebody else, finds that in the list of what happened. */
async function endFormer(
  world: World,
  tx: Runner,
  { former, by }: { former: string; by: string },
  at: Date,
): Promise<void> {
  const { session: limits, version } = world.institution.policy;
  const ended = await endSession(tx, sha256(former), at, limits);
  if (!ended || ended.accountId === by) return;
  const line = { at, event: 'session-ended', subject: ended.nameHash, policyVersion: version } as const;
  await appendAudit(tx, { ...line, actor: 'other' });
}

/** Where its owner is signed in, the last used first. */
export const sessionsOf = (world: World, { account }: Owner): Promise<Session[]> =>
  livingSessionsOf(world.db, account.id, world.clock.now(), world.institution.policy.session);

/** When and with what its owner signed in before this time. */
export const signInBefore = (
  world: World,
  { session }: Owner,
): Promise<{ began: Date; device: string } | undefined> => sessionBefore(world.db, session);

/** Ends one session of the owner by the name it has in the list; its device is known no more. Of others it ends nothing. */
export const endOneSession = (world: World, owner: Owner, id: string): Promise<unknown> =>
  asOwner(world, owner, async (held) => {
    const { tx, at, account } = held;
    if (!(await endSessionOf(tx, account.id, id, at))) return;
    const which = { sessionId: id, accountId: account.id, unless: owner.session.deviceId };
    await revokeDeviceOfSession(tx, which, at);
    await noteAct(world, held, 'session-ended');
  });

/** Leaves the owner signed in here only, and no other device known. */
export const endOtherSessions = (world: World, owner: Owner): Promise<unknown> =>
  asOwner(world, owner, async (held) => {
    const { tx, at, account } = held;
    await endOtherSessionsOf(tx, account.id, owner.session.id, at);
    await revokeOtherDevices(tx, account.id, owner.session.deviceId, at);
    await noteAct(world, held, 'other-sessions-ended');
  });
