/** Keys that no list can hold because they are made by a pattern: "aaaaaaa", "abc123", "qwertyqwerty". */
import { foldLetters } from '../lib/fold.ts';

const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'qazwsxedcrfvtgbyhnujmikolp',
];
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))];

/** Whole keys only: a good key may well hold "123" somewhere. Spaces and signs between do not help. */
export function isTrivial(key: string): boolean {
  const folded = foldLetters(key);
  const joined = folded.replace(/[\s\p{P}\p{S}]/gu, '');
  const readings = joined.length * 2 >= folded.length ? [folded, joined] : [folded];
  return readings.some((text) => isRepeated(text) || isMadeOfRuns(text));
}

/** A block of up to four said twice or more, or any block said three times or more. */
function isRepeated(text: string): boolean {
  return /^(.{1,4})\1+$/su.test(text) || /^(.+)\1{2,}$/su.test(text);
}

/** Each run is three or more neighbours of one row, or one character three times or more. */
function isMadeOfRuns(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    const length = longestRun(text, at);
    if (length < 3) return false;
    at += length;
  }
  return text !== '';
}

function longestRun(text: string, at: number): number {
  let length = 1;
  while (at + length < text.length && text[at + length] === text[at]) length += 1;
  if (length >= 3) return length;
  while (at + length < text.length && runs.some((run) => run.includes(text.slice(at, at + length + 1)))) {
    length += 1;
  }
  return length;
}
