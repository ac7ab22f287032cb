/** Links nobody was sent: guessed, or predicted from those one got. */
import { randomBytes } from 'node:crypto';
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds } from '../../attack.ts';
import { follow, mayChooseKey, pathOf, post, receive } from '../../steps.ts';

const bruteForce: Attack = {
  ids: ['ATK-07'],
  title: 'Guess the link while one is alive',
  leaves: { lines: ['guessing-noticed'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const letter = await receive(target, target.browse(), who);
    const count = target.full ? 100_000 : 200;
    let thief = target.browse();
    for (let tried = 0; tried < count; tried++) {
      // A hundred from one network, then from the next.
      if (tried % 100 === 0) thief = target.browse();
      const answer = await post(thief, paths.followLink, { enlace: randomBytes(32).toString('base64url') });
      holds(answer.headers.get('location') !== paths.confirmNumber, 'a guessed link was taken');
    }
    for (const near of [letter.token.slice(0, -1), `${letter.token}A`, letter.token.toLowerCase(), '']) {
      const answer = await post(thief, paths.followLink, { enlace: near });
      holds(answer.headers.get('location') !== paths.confirmNumber, 'a link that is nearly right was taken');
    }
    const owner = target.browse();
    await follow(owner, letter, who);
    holds(pathOf(owner) === paths.chooseKey, 'the owner’s link died of others’ guesses');
    return held(`${count} guesses and four near misses opened nothing; the owner’s link works`);
  },
};

/** The most bits a character of these tokens can carry, less what chance takes from a small sample. */
const leastDistinct = 40;

const prediction: Attack = {
  ids: ['H34'],
  title: 'Predict links and codes from those one got',
  leaves: { nothing: 'nothing is refused here' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const letters = [];
    for (let n = 0; n < 3; n++) letters.push(await receive(target, target.browse(), who));
    for (const [index, { token, code }] of letters.entries()) {
      const bytes = Buffer.from(token, 'base64url');
      holds(bytes.length >= 16, `a link carries ${bytes.length * 8} bits`);
      holds(code.length >= 6, `a code has ${code.length} digits`);
      for (const other of letters.slice(index + 1)) {
        holds(code !== other.code, 'two codes in a row are one');
        const there = Buffer.from(other.token, 'base64url');
        const same = [...bytes].filter((byte, at) => byte === there[at]).length;
        holds(same < 6, `two links share ${same} of ${bytes.length} bytes in their places`);
      }
    }
    const distinct = new Set(letters.flatMap(({ token }) => [...Buffer.from(token, 'base64url')])).size;
    holds(distinct > leastDistinct, `three links use ${distinct} byte values`);
    return held('three links and codes in a row have nothing in common');
  },
};

const scanners = [
  ['HEAD', {}],
  ['GET', {}],
  ['GET', { purpose: 'prefetch' }],
  ['GET', { 'sec-purpose': 'prefetch;prerender' }],
  ['GET', { 'user-agent': 'Mozilla/5.0 SafeLinks scanner', accept: '*/*' }],
  ['GET', { range: 'bytes=0-10' }],
] as const;

const prefetch: Attack = {
  ids: ['ATK-13'],
  title: 'Let scanners and previews use the link up',
  leaves: { nothing: 'whoever has no case of their own leaves no line by looking or pressing' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const letter = await receive(target, target.browse(), who);
    for (let round = 0; round < 5; round++)
      for (const [method, headers] of scanners) {
        const scanner = target.browse();
        Object.assign(scanner.headers, headers);
        await scanner.look(`${paths.followLink}${letter.token}`, method);
      }
    // One that keeps cookies and presses every button gets as far as the number.
    const presser = target.browse();
    await presser.open(`${paths.followLink}${letter.token}`);
    await presser.submit();
    await presser.submit();
    holds(!(await mayChooseKey(presser)), 'a scanner that presses buttons reached the new key');
    const owner = target.browse();
    await follow(owner, letter, who);
    holds(pathOf(owner) === paths.chooseKey, `after the scanners the owner’s link led to ${pathOf(owner)}`);
    return held(`${5 * scanners.length} looks and a scanner that presses buttons left the link to its owner`);
  },
};

/** From one network these are so many failures that every start waits: they come late. */
export const manyGuesses = [bruteForce] as const;
export const guesses = [prediction, prefetch] as const;
