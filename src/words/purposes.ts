import type { Purpose } from '../rules/case.ts';
import type { PurposeWords } from './shapes.ts';
import type { Words } from './words.ts';

/** How a walk is called at the places where its purpose shows. */
export function purposeWords(words: Words, purpose: Purpose | undefined): PurposeWords {
  const { chooseProfile, followLink, chooseKey, done, purposes } = words;
  if (purpose && purpose !== 'recover') return purposes[purpose];
  return {
    profile: chooseProfile.title,
    landing: followLink.title,
    chooseKey: chooseKey.title,
    done: done.title,
    tryNow: done.tryNow,
    receipt: done.receiptText,
  };
}
