import type { Claim } from '../../rules/identity.ts';
import type { Case } from '../../store/cases.ts';
import type { World } from '../world.ts';

/** What the visitor of a case wrote so far. Sealed in the case, shown back to the same browser only. */
export type Typed = {
  readonly claim: Claim;
  /** The contact as typed on the last try, for "check what you wrote". Never a destination. */
  readonly contact?: string;
  /** Keyed hash of the last code that was wrong, so that a page sent again costs no try. */
  readonly lastWrong?: string;
};

export const aboutTyped = (caseId: string): string => `case ${caseId}`;

export const sealTyped = ({ keys }: World, caseId: string, typed: Typed): Buffer =>
  keys.seal(typed, aboutTyped(caseId));

export const openTyped = ({ keys }: World, found: Case): Typed =>
  keys.open<Typed>(found.typed, aboutTyped(found.id));

/** The code of a message opens beside its own link only. */
export const aboutCode = (challengeId: string): string => `challenge ${challengeId}`;
