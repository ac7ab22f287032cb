import type { DocumentKind, RegistryAnswer } from '../../rules/desk/proofing.ts';
import type { IdentityNumber } from '../../rules/identity.ts';

/** What an agent holds, and whose it should be. */
export type RegistryQuestion = { readonly kind: DocumentKind; readonly holder: IdentityNumber };

/**
 * A register of persons, asked at the counter whether a document stands in it. It never throws: a register that cannot be reached
 * is `unavailable`, which gives no point and takes none.
 */
export type Registry = {
  /** What it is called in the evidence, honest about being a trial. */
  readonly source: string;
  check(question: RegistryQuestion): Promise<RegistryAnswer>;
};
