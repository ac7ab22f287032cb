import { newPaperCode } from '../../../lib/keys/paper-code.ts';
import { replaceSavedCodes, savedCodesLeft } from '../../../store/account/factors/saved-codes.ts';
import { savedCodeHash } from '../../personal.ts';
import { tellEverywhere } from '../../tell.ts';
import type { World } from '../../world.ts';
import { asOwner, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';

const codesInSet = 8;

/** How many codes are left, since when, and a name for the set: whoever asks for another says which one it replaces. */
export const savedCodesOf = (world: World, { account }: Owner) => savedCodesLeft(world.db, account.id);

/**
 * Makes a new set of paper codes in the place of `replaced`, and gives it to be shown this once: afterwards only its keyed hashes
 * exist. Nothing is made when another set stands there by now: a form sent again, or twice at once, makes none behind one's back.
 */
export async function makeSavedCodes(
  world: World,
  owner: Owner,
  replaced: string,
): Promise<string[] | undefined> {
  const codes = await asOwner(world, owner, async (held) => {
    const { tx, at, account, personal } = held;
    if ((await savedCodesLeft(tx, account.id)).set !== replaced) return undefined;
    const made = Array.from({ length: codesInSet }, newPaperCode);
    const hashes = made.map((code) => savedCodeHash(world, account.nameHash, code));
    await replaceSavedCodes(tx, account.id, hashes, at);
    await noteAct(world, held, 'saved-codes-made');
    await tellEverywhere(world, tx, { accountId: account.id, personal, at }, (firstName, disavowal) => ({
      kind: 'saved-codes',
      firstName,
      happened: 'made',
      left: made.length,
      at,
      ...disavowal,
    }));
    return made;
  });
  if (codes) world.wakeWorker();
  return codes;
}
