import { randomUUID } from 'node:crypto';
import { minutesAfter } from '../../../lib/clock.ts';
import { hashKey } from '../../../lib/keys/key-hash.ts';
import { normalizeKey } from '../../../rules/key-rule.ts';
import { clearAttempts } from '../../../store/account/attempts.ts';
import {
  keyCheckedAt,
  noteKeyCheck,
  renewKeyCheck,
  spendKeyCheck,
} from '../../../store/account/factors/key-checks.ts';
import { endLettersOf } from '../../../store/account/factors/letters.ts';
import { endSessionsOf } from '../../../store/account/sessions.ts';
import { writeKey } from '../../../store/accounts.ts';
import { appendAudit } from '../../../store/audit.ts';
import { closeOtherCases } from '../../../store/cases.ts';
import { endChallengesOfNumber } from '../../../store/challenges.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import { judgeNewKey, type KeyProblem } from '../../judge-key.ts';
import { tellEverywhere } from '../../tell.ts';
import type { World } from '../../world.ts';
import { asOwner, type Held, noteAct } from '../as-owner.ts';
import type { TriedFrom } from '../devices.ts';
import type { Owner } from '../owner.ts';
import { verifyPasskey } from '../passkeys.ts';
import { type Entered, enter } from '../sessions.ts';
import { type Tried, tryKey } from '../try-key.ts';

/** Takes the current key, before another may be set. It is asked even right after a sign-in (PW-18). */
export const giveCurrentKey = (
  world: World,
  owner: Owner,
  { key, from }: { key: string; from: TriedFrom },
): Promise<Tried<unknown>> => {
  const { account, session } = owner;
  const { device } = session;
  const tried = { nameHash: account.nameHash, key, from, device, event: 'key-confirmed' } as const;
  return tryKey(world, tried, (tx, { at }) => noteKeyCheck(tx, session.id, at));
};

/** A passkey of one's own says as much as the current key: so a forgotten key is set anew without recovery (RC-13). */
export async function givePasskeyForKey(
  world: World,
  owner: Owner,
  given: { browser: Buffer; answer: string },
): Promise<boolean> {
  const found = await verifyPasskey(world, { ...given, purpose: 'confirm' });
  if (found?.accountId !== owner.account.id) return false;
  const noted = await asOwner(world, owner, async (held) => {
    await noteKeyCheck(held.tx, owner.session.id, held.at);
    await noteAct(world, held, 'key-confirmed');
    return true;
  });
  return noted === true;
}

/** Until when this session may set another key; nothing when the current one was not given, or too long ago. */
export async function mayChangeKeyUntil(world: World, { session }: Owner): Promise<Date | undefined> {
  const checked = await keyCheckedAt(world.db, session.id);
  const until = checked && minutesAfter(checked, world.institution.policy.keyMinutes);
  return until && world.clock.now() <= until ? until : undefined;
}

/** "More time": what is left begins anew; what ran out stays so. The session has its own end (WCAG 2.2, 2.2.1). */
export const askKeyTime = (world: World, owner: Owner): Promise<unknown> =>
  asOwner(world, owner, ({ tx, at }) => {
    const since = minutesAfter(at, -world.institution.policy.keyMinutes);
    return renewKeyCheck(tx, owner.session.id, since, at);
  });

export type KeyChange =
  | { readonly kind: 'changed'; readonly entered: Entered }
  | { readonly kind: 'refused'; readonly problem: KeyProblem }
  | { readonly kind: 'stale' };

/**
 * Sets another key. Whatever else could open the account ends with the former one: every session but a new one for this browser,
 * every recovery under way, its messages and letters (RC-02); all channels are told (RC-06). What else people sign in with stays (RC-03).
 */
export async function changeKey(
  world: World,
  owner: Owner,
  { key: typed, from }: { key: string; from: TriedFrom },
): Promise<KeyChange> {
  const { policy } = world.institution;
  const key = normalizeKey(typed);
  if (!(await mayChangeKeyUntil(world, owner))) return { kind: 'stale' };
  const problem = await judgeNewKey(world, owner.account, key);
  if (problem) return { kind: 'refused', problem };
  const keyHash = await hashKey(key, policy.key.hash, world.keys.pepper);
  const entered = await asOwner(world, owner, async (held) => {
    const { tx, at, account } = held;
    const since = minutesAfter(at, -policy.keyMinutes);
    if (!(await spendKeyCheck(tx, owner.session.id, since))) return undefined;
    await writeKey(tx, account.id, keyHash, policy.key.lastKeys, at);
    await clearAttempts(tx, account.nameHash);
    await endWalks(world, held);
    await endSessionsOf(tx, account.id, at);
    await noteAct(world, held, 'key-changed');
    await tellChanged(world, held, owner);
    const { portal } = owner.session;
    const entrance = { portal, device: deviceOf(owner), from, former: undefined };
    return enter(world, tx, { account, deviceId: undefined, at }, entrance);
  });
  if (entered === undefined) return { kind: 'stale' };
  world.wakeWorker();
  return { kind: 'changed', entered };
}

// Sound: the column is only ever written from a `DeviceName`.
const deviceOf = ({ session }: Owner): DeviceName => session.device as DeviceName;

function tellChanged(world: World, { tx, at, account, personal }: Held, owner: Owner): Promise<void> {
  const device = deviceOf(owner);
  return tellEverywhere(world, tx, { accountId: account.id, personal, at }, (firstName, disavowal) => ({
    kind: 'key-changed',
    firstName,
    at,
    device,
    ...disavowal,
  }));
}

async function endWalks(world: World, { tx, at, account: { nameHash } }: Held): Promise<void> {
  await endChallengesOfNumber(tx, nameHash, at);
  await endLettersOf(tx, nameHash, at);
  // No case has this id: all the others are every one.
  for (const caseId of await closeOtherCases(tx, { nameHash, id: randomUUID() }, 'key-changed', at))
    await appendAudit(tx, {
      at,
      actor: 'system',
      event: 'case-replaced',
      subject: nameHash,
      caseId,
      after: 'closed:key-changed',
      policyVersion: world.institution.policy.version,
    });
}
