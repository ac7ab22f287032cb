import { randomCode } from '../../../lib/digest.ts';
import type { Checklist } from '../../../rules/desk/proofing.ts';
import type { RefuseReason } from '../../../rules/desk/reasons.ts';
import type { DeskCase } from '../../../store/desk/cases.ts';
import type { World } from '../../world.ts';

/** What is sealed in a case at the counter. */
export type Papers = {
  /** The token of the link that cancels. */
  readonly cancel: string;
  /** The contact that would be written. */
  readonly to?: string;
  /** What was shown and ticked, as the second person reads it. */
  readonly checklist?: Checklist;
  /** Why, in the agent's words. */
  readonly note?: string;
  /** What the second person asked. */
  readonly question?: string;
  /** Why they refused. */
  readonly refusedBecause?: RefuseReason;
};

export const aboutPapers = (id: string): string => `case at the counter ${id}`;

export const openPapers = ({ keys }: World, { id, sealed }: DeskCase): Papers => {
  const papers = keys.open<Papers>(sealed, aboutPapers(id));
  const { checklist } = papers;
  return checklist ? { ...papers, checklist: revive(checklist) } : papers;
};

export const sealPapers = ({ keys }: World, id: string, papers: Papers): Buffer =>
  keys.seal(papers, aboutPapers(id));

/** The code beside them is sealed apart, so that neither stands for the other. */
export const aboutDeskCode = (id: string): string => `code at the counter ${id}`;

/** The code of a case confirms the contact of this case and no other (CC-03). */
export const openDeskCode = ({ keys }: World, { id, code }: DeskCase): string =>
  keys.open<string>(code, aboutDeskCode(id));

export const newDeskCode = ({ keys, institution }: World, id: string): Buffer =>
  keys.seal(randomCode(institution.policy.code.digits), aboutDeskCode(id));

/** Instants come back from sealing as text. */
function revive(list: Checklist): Checklist {
  const dated = <T extends { readonly expires: Date }>(one: T): T => ({
    ...one,
    expires: new Date(one.expires),
  });
  return {
    ...list,
    ...(list.document && { document: dated(list.document) }),
    ...(list.authority && { authority: dated(list.authority) }),
    ...(list.second && { second: 'verdict' in list.second ? list.second : dated(list.second) }),
  };
}
