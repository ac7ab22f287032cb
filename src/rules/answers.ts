/**
 * Enrolled answers: how they are compared. What they prove is nothing (weight 0); they only slow strangers
 * down.
 */
import { foldLetters } from '../lib/fold.ts';

/** Safe to log: holds no answer. */
export type AnswerFault = { readonly kind: 'empty' };

/**
 * One spelling for all the ways a person may write the same answer years later (QN-11; OWASP Choosing and
 * Using Security Questions, "Storing answers"). What joins words becomes a space ("San-José"), other signs
 * go ("S.A.").
 */
export function canonicalAnswer(typed: string): string {
  return foldLetters(typed)
    .replace(/[\p{Pd},;:/\\&+_]/gu, ' ')
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** An answer of signs only is as empty as none: nothing of it would be compared. */
export function judgeAnswer(typed: string): AnswerFault | undefined {
  return canonicalAnswer(typed) === '' ? { kind: 'empty' } : undefined;
}
