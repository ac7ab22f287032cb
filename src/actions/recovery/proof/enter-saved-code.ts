import type { Outcome } from '../../../rules/case.ts';
import { letterWorks } from '../../../store/account/factors/letters.ts';
import { savedCodeWorks } from '../../../store/account/factors/saved-codes.ts';
import { type Account, accountOrStandIn } from '../../../store/accounts.ts';
import type { AuditNote } from '../../../store/audit.ts';
import { countIfWrong } from '../../breaker.ts';
import { letterCodeHash, openPersonal, savedCodeHash } from '../../personal.ts';
import type { World } from '../../world.ts';
import { advance, type Gathered, type Seen } from '../advance.ts';
import { sameRepresentative } from '../name-contact.ts';
import { openTyped } from '../typed.ts';
import { meansOf, noMeans } from './means.ts';

type KeptCode = {
  readonly event: 'saved-code-entered' | 'letter-code-entered';
  readonly hash: (world: World, nameHash: Buffer, code: string) => Buffer;
  readonly works: (seen: Seen, hash: Buffer) => Promise<boolean>;
};

const savedCode: KeptCode = {
  event: 'saved-code-entered',
  hash: savedCodeHash,
  works: ({ tx, found }, hash) => savedCodeWorks(tx, found.accountId, hash),
};
const letterCode: KeptCode = {
  event: 'letter-code-entered',
  hash: letterCodeHash,
  works: ({ tx, found, at }, hash) => letterWorks(tx, found.nameHash, hash, at),
};

/**
 * Tries a code on paper, the person's own or a letter's. It is looked for under the lock of its number, so that of two browsers at
 * once one wins; for a number nobody has the same queries run, on nobody's codes.
 */
const entering =
  (kept: KeptCode) =>
  async (
    world: World,
    visit: { browser: Buffer; networks: readonly string[]; caseId: string; code: string },
  ): Promise<Outcome | undefined> => {
    const outcome = await advance(world, visit.caseId, visit.browser, async (seen): Promise<Gathered> => {
      const { tx, found } = seen;
      const hash = kept.hash(world, found.nameHash, visit.code);
      const read = await accountOrStandIn(tx, found.accountId);
      const bar = read && whatBars(world, seen, read.account);
      const works = await kept.works(seen, hash);
      const matches = works && read?.own === true && bar === undefined;
      const typed = openTyped(world, found);
      const lastWrong = world.keys.find(`wrong code ${found.id} ${visit.code}`).toString('base64url');
      const note = read?.own ? (bar ?? noteOfScreen(seen)) : undefined;
      return {
        fact: {
          kind: kept.event,
          matches,
          repeated: lastWrong === typed.lastWrong,
          ...(matches ? await meansOf(world, tx, found.accountId) : noMeans),
        },
        provisions: { savedCode: hash },
        typed: { ...typed, lastWrong },
        ...(note && { note }),
      };
    });
    return countIfWrong(world, visit.networks, outcome);
  };

/** Tries one of the codes the person printed. */
export const enterSavedCode = entering(savedCode);

/** Tries the code of the letter that came by post. */
export const enterLetterCode = entering(letterCode);

/** Who may not be served meets what a wrong code meets, and only the audit knows (RC-16). */
function whatBars(world: World, { found }: Seen, account: Account): AuditNote | undefined {
  if (account.status !== 'active') return account.status;
  const { claim } = openTyped(world, found);
  return sameRepresentative(claim, openPersonal(world, account).claim) ? undefined : 'wrong-representative';
}

/** Questions that went wrong take nothing from a proof; they are noted, as after possession. */
const noteOfScreen = ({ state: { stage } }: Seen): AuditNote | undefined =>
  'screen' in stage && stage.screen === 'failed' ? 'screen-failed' : undefined;
