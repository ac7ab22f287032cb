/** Whether anything tells who has an account: pages, limits, mail that bounces, a relay that is down, time. */

import type { SampleId } from '../../../src/directory/sample.ts';
import { paths } from '../../../src/web/paths.ts';
import { unknownNumber } from '../../../test/journeys/steps.ts';
import { skipQuestions, Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { identify, post, receive } from '../../steps.ts';
import type { Someone } from '../../target/people.ts';
import type { Target } from '../../target/target.ts';

/** A page with what may differ put aside: tokens by their length, the two words, and what was typed. */
function veiled(html: string, typed: readonly string[]): string {
  const hidden = html
    .replace(/(?:name="_csrf" value|nonce|data-prueba)="[^"]*"/g, (text) => text.replace(/[\w-]/g, 'x'))
    .replace(/[A-Z]{3,9} [A-Z]{3,9}/g, 'TWO WORDS')
    .replace(/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, 'TIME')
    .replace(/data-espera="\d+"/g, '');
  return typed.reduce((text, one) => text.replaceAll(one, 'TYPED'), hidden);
}

/** What an outsider sees of one number, from the number to the last try of a code. */
async function looks(target: Target, walker: Walker, { number, email }: Someone): Promise<string[]> {
  const seen: string[] = [];
  const look = (): void => {
    const { status, headers, html, url } = walker.page;
    const facts = [...headers.keys()].filter((name) => name !== 'set-cookie').join(' ');
    seen.push(`${url.pathname} ${status} ${facts}\n${veiled(html, [number, email])}`);
  };
  await identify(walker, number);
  await skipQuestions(walker);
  look();
  await walker.submit({ correo: email, seguro: '1' });
  look();
  for (let turn = 0; turn <= target.policy.code.triesPerDay; turn++) {
    await walker.open(paths.enterCodeElsewhere);
    await walker.submit({ numero: number, codigo: '00000000' });
    look();
  }
  await walker.open(paths.enterCode);
  look();
  return seen;
}

const nobody = (place: number): Someone => ({
  number: unknownNumber(place),
  email: 'nadie@otro.example',
  key: '',
});

/** The first page on which two numbers differ. */
const difference = (one: readonly string[], other: readonly string[]): string | undefined =>
  one.find((page, at) => page !== other[at])?.split('\n')[0] ??
  (one.length === other.length ? undefined : 'the end');

const classes: readonly SampleId[] = [
  'suspended',
  'deceased',
  'administrative-lock',
  'no-email',
  'never-had-a-key',
];

const content: Attack = {
  ids: ['ATK-21', 'ATK-23', 'H19'],
  title: 'Tell who has an account by pages, limits or refusals',
  leaves: { lines: ['code-entered: wrong-code', 'code-entered: out-of-tries'] },
  needs: [],
  async run(target) {
    const stranger = await looks(target, target.browse(), nobody(1));
    works(stranger.length > 5, 'the walk is too short to tell anything');
    const others = [await target.someone(), ...(await Promise.all(classes.map((id) => target.story(id))))];
    for (const [index, who] of others.entries()) {
      const seen = await looks(target, target.browse(), { ...who, email: who.email || 'nadie@otro.example' });
      const where = difference(seen, stranger);
      holds(
        where === undefined,
        `${index === 0 ? 'a known number' : classes[index - 1]} differs at ${where}`,
      );
    }
    return held(
      `${stranger.length} pages are the same for nobody’s number and ${others.length} kinds of account`,
    );
  },
};

const bouncing: Attack = {
  ids: ['ATK-24'],
  title: 'Tell who has an account by mail that comes back',
  leaves: { lines: ['code-entered: wrong-code', 'code-entered: out-of-tries'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.story('bouncing-mailbox');
    const other = { ...nobody(2), email: who.email };
    const [walker, stranger] = [target.browse(), target.browse()];
    const seen = await looks(target, walker, who);
    const where = difference(seen, await looks(target, stranger, other));
    holds(where === undefined, `a mailbox that bounces differs at ${where}`);
    // A message asked for later has gone out since, so that the bounce has been known for a while.
    await receive(target, target.browse(), await target.story('pensioner'));
    await walker.open(paths.enterCode);
    await stranger.open(paths.enterCode);
    const [one, two] = [walker, stranger].map(({ page }) =>
      veiled(page.html, [who.number, other.number, who.email]),
    );
    holds(one === two, 'the page changes when the mail comes back');
    return held('a mailbox that bounces looks like any other');
  },
};

const mailDown: Attack = {
  ids: ['H18'],
  title: 'Tell who has an account while the mail is down',
  leaves: { lines: ['code-entered: wrong-code'] },
  needs: ['inside'],
  async run(target) {
    const down = await target.own.another({ SMTP_URL: 'smtp://127.0.0.1:9' });
    try {
      const browser = (): Walker => new Walker(down.answers, target.origin);
      const known = await looks(target, browser(), await target.someone());
      const stranger = await looks(target, browser(), nobody(3));
      const where = difference(known, stranger);
      holds(where === undefined, `with the mail down a known number differs at ${where}`);
      works(known.length === stranger.length, 'one walk ends before the other');
    } finally {
      await down.stop();
    }
    return held('with the mail down both see the same pages');
  },
};

/** How often one of the first list is larger than one of the second: a half when nothing is told. */
const larger = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, a) => sum + other.filter((b) => a > b).length, 0) / (one.length * other.length);

const time: Attack = {
  ids: ['ATK-22'],
  title: 'Tell who has an account by the time an answer takes',
  leaves: { lines: ['code-entered: wrong-code'] },
  needs: ['full'],
  async run(target) {
    const who = await target.someone();
    const times: Record<'known' | 'unknown' | 'control', number[]> = { known: [], unknown: [], control: [] };
    const once = async (into: number[], number: string): Promise<void> => {
      const walker = target.browse();
      await walker.open(paths.enterCodeElsewhere);
      const began = performance.now();
      await post(walker, paths.enterCodeElsewhere, { numero: number, codigo: '00000000' });
      into.push(performance.now() - began);
    };
    for (let turn = 0; turn < 300; turn++) {
      await once(times.known, who.number);
      await once(times.unknown, unknownNumber(4));
      // What is refused before any look into the records must be told apart, or this measures nothing.
      await once(times.control, 'x');
    }
    works(larger(times.known, times.control) > 0.7, 'the control cannot be told apart either');
    const auc = larger(times.known, times.unknown);
    holds(auc > 0.4 && auc < 0.6, `a known number is slower in ${Math.round(auc * 100)} of 100 pairs`);
    return held(`a known number is slower in ${Math.round(auc * 100)} of 100 pairs: chance is 50`);
  },
};

export const tells = [content, bouncing, mailDown, time] as const;
