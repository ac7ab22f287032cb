/** What an attack is, what it may find, and how it says so. */
import type { Target } from './target/target.ts';

/** What an attack takes beside the address: a mailbox to read, the database, or a server this run started itself. */
export type Need = 'inbox' | 'database' | 'inside' | 'full';

export type Verdict =
  | { readonly kind: 'held'; readonly because: string }
  | { readonly kind: 'broken'; readonly because: string }
  /** `failed`: what it takes was there, and what must work did not, so that nothing is proved. */
  | { readonly kind: 'not-run'; readonly because: string; readonly failed?: true }
  | { readonly kind: 'not-applicable'; readonly because: string };

export type Attack = {
  /** Rows of the attack list (ATK) and of the holes others had (H). */
  readonly ids: readonly string[];
  readonly title: string;
  readonly needs: readonly Need[];
  /** Parts of the lines the log must tell of it, `event: refusal`; or why nothing is written of it. */
  readonly leaves: { readonly lines: readonly string[] } | { readonly nothing: string };
  run(target: Target): Promise<Verdict>;
};

/** The attack failed, as it must. The words say what was seen, and never a secret. */
export const held = (because: string): Verdict => ({ kind: 'held', because });

/** There is nothing here to attack. */
export const notApplicable = (because: string): Verdict => ({ kind: 'not-applicable', because });

/** Stops an attack that went through. */
export class Broken extends Error {}

/** Stops an attack whose control failed: the owner could not do what owners must be able to do. */
class Unproven extends Error {}

/** Stops an attack for which nobody is left, or nothing is given. */
export class Lacking extends Error {}

/** What must be so, whatever the attacker does. `evidence` says what was seen otherwise. */
export function holds(condition: boolean, evidence: string): asserts condition {
  if (!condition) throw new Broken(evidence);
}

/** What must work for the attack to prove anything. */
export function works(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Unproven(what);
}
