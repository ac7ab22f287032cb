/** The robot check as the script of the page does it. */
import assert from 'node:assert/strict';
import { solveChallenge } from 'altcha-lib/v1';
import type { Walker } from './walker.ts';

type Puzzle = {
  readonly challenge: string;
  readonly salt: string;
  readonly signature: string;
  readonly max: number;
};

/** The check a page carries, if it carries one. */
export function puzzleOf({ page }: Walker): Puzzle | undefined {
  const data = /data-prueba="([^"]*)"/.exec(page.html)?.[1];
  return data && JSON.parse(data.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
}

/** What the form of the page takes once its check is solved. */
export async function solve(walker: Walker): Promise<string> {
  const puzzle = puzzleOf(walker);
  assert.ok(puzzle, `No check on ${walker.page.url.pathname}`);
  const { challenge, salt, signature, max } = puzzle;
  const found = await solveChallenge(challenge, salt, 'SHA-256', max).promise;
  return JSON.stringify({ challenge, salt, signature, number: found?.number });
}
