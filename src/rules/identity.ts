/** What a person typed to say who they are, once it is canonical. */
import type { IdentifierKind } from './policy.ts';

/** One identity number in its one canonical spelling: digits only, or upper-case letters and digits. */
export type IdentityNumber = { readonly kind: IdentifierKind; readonly number: string };

/**
 * Whose key is asked for. A person is one number; a company is its RUC and branch, and `representative` is who acts for it.
 * The representative is a fact to compare, not part of the name of the account.
 */
export type Claim =
  | { readonly subject: 'person'; readonly identity: IdentityNumber }
  | {
      readonly subject: 'company';
      readonly identity: IdentityNumber;
      /** Four digits; "0000" when there is only one. */
      readonly branch: string;
      readonly representative: IdentityNumber;
    };

/** The text an account is found by: one spelling for one account, whoever types it. Keyed before it is stored. */
export function accountName(claim: Claim): string {
  const { kind, number } = claim.identity;
  return claim.subject === 'person' ? `${kind}:${number}` : `${kind}:${number}:${claim.branch}`;
}
