import type { Outcome } from '../../../rules/case.ts';
import { savedCodeWorks } from '../../../store/account/factors/saved-codes.ts';
import { type Account, accountOrStandIn } from '../../../store/accounts.ts';
import type { AuditNote } from '../../../store/audit.ts';
import { openPersonal, savedCodeHash } from '../../personal.ts';
import type { World } from '../../world.ts';
import { advance, type Gathered, type Seen } from '../advance.ts';
import { sameRepresentative } from '../name-contact.ts';
import { openTyped } from '../typed.ts';
import { meansOf, noMeans } from './means.ts';

/**
 * Tries a code kept on paper. It is looked for under the lock of its number, so that of two browsers at once one wins; for a
 * number nobody has the same queries run, on nobody's codes.
 */
export const enterSavedCode = (
  world: World,
  visit: { browser: Buffer; caseId: string; code: string },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, async (seen): Promise<Gathered> => {
    const { tx, found } = seen;
    const hash = savedCodeHash(world, found.nameHash, visit.code);
    const read = await accountOrStandIn(tx, found.accountId);
    const bar = read && whatBars(world, seen, read.account);
    const works = await savedCodeWorks(tx, found.accountId, hash);
    const matches = works && read?.own === true && bar === undefined;
    const typed = openTyped(world, found);
    const lastWrong = world.keys.find(`wrong code ${found.id} ${visit.code}`).toString('base64url');
    const note = read?.own ? (bar ?? noteOfScreen(seen)) : undefined;
    return {
      fact: {
        kind: 'saved-code-entered',
        matches,
        repeated: lastWrong === typed.lastWrong,
        ...(matches ? await meansOf(world, tx, found.accountId) : noMeans),
      },
      provisions: { savedCode: hash },
      typed: { ...typed, lastWrong },
      ...(note && { note }),
    };
  });

/** Who may not be served meets what a wrong code meets, and only the audit knows (RC-16). */
function whatBars(world: World, { found }: Seen, account: Account): AuditNote | undefined {
  if (account.status !== 'active') return account.status;
  const { claim } = openTyped(world, found);
  return sameRepresentative(claim, openPersonal(world, account).claim) ? undefined : 'wrong-representative';
}

/** Questions that went wrong take nothing from a proof; they are noted, as after possession. */
const noteOfScreen = ({ state: { stage } }: Seen): AuditNote | undefined =>
  'screen' in stage && stage.screen === 'failed' ? 'screen-failed' : undefined;
