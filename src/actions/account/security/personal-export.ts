import { passkeysOf } from '../../../store/account/factors/passkeys.ts';
import { savedCodesLeft } from '../../../store/account/factors/saved-codes.ts';
import { holdingsOf } from '../../../store/account/holdings.ts';
import { answerHashes } from '../../../store/accounts.ts';
import type { World } from '../../world.ts';
import type { Owner } from '../owner.ts';
import { ownActivity } from './activity.ts';

/** Enough for a life; what is older than this many lines is asked for at an office. */
const mostLines = 10_000;

/**
 * Everything that is held on a person, for that person: what is sealed about them and what was noted. No hash, no code and no
 * link is in it, since who takes this file along may lose it.
 */
export async function personalExport(world: World, owner: Owner) {
  const { account, personal } = owner;
  const { sessions, devices, changes } = await holdingsOf(world.db, account.id);
  const passkeys = await passkeysOf(world.db, account.id);
  const codes = await savedCodesLeft(world.db, account.id);
  const { bouncing: _unused, claim, ...known } = personal;
  return {
    identity: claim,
    ...known,
    mailReturned: personal.bouncing,
    status: account.status,
    lock: account.lock,
    keySetAt: account.keySetAt,
    questions: [...(await answerHashes(world.db, account.id)).keys()],
    passkeys: passkeys.map(({ device, madeAt, usedAt }) => ({ device, madeAt, usedAt })),
    savedCodes: { left: codes.left, madeAt: codes.madeAt },
    sessions,
    devices,
    contactChanges: changes,
    activity: await ownActivity(world, owner, { limit: mostLines }),
  };
}

export type PersonalExport = Awaited<ReturnType<typeof personalExport>>;
