/** More tries than the policy gives: at once, by new codes, by other spellings of the number. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { lastLine } from '../../log.ts';
import { ask, follow, mayChooseKey, pathOf, post, receive } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

/** Codes that are not this one, each another. */
const wrongCodes = (code: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    String((Number(code) + 1 + index) % 10 ** code.length).padStart(code.length, '0'),
  );

/** How many codes the log judged since a row of it. */
async function judgedSince(target: Target, seq: string): Promise<number> {
  const [row] = await target.sql<{ count: number }>(
    `select count(*)::int as count from audit where seq > $1 and event = 'code-entered' and coalesce(refusal, 'none') in ('wrong-code', 'none')`,
    [seq],
  );
  return row?.count ?? 0;
}

const parallel: Attack = {
  ids: ['ATK-08', 'H8', 'H9'],
  title: 'Guess two hundred codes in the same instant, the right one among them',
  leaves: { lines: ['code-entered: wrong-code', 'code-entered: out-of-tries'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    const letter = await receive(target, thief, who);
    const before = target.has('database') ? await lastLine(target) : undefined;
    const codes = wrongCodes(letter.code, 199);
    codes.splice(120, 0, letter.code);
    const answers = await target.fire(
      codes.map((codigo, index) => ({
        walker: thief,
        path: paths.enterCode,
        fields: { codigo, _csrf: thief.token },
        headers: { 'x-forwarded-for': `203.0.${index}.7` },
      })),
    );
    const most = target.policy.code.triesPerDay;
    const wrong = answers.filter(({ status }) => status === 422).length;
    holds(wrong <= most, `${wrong} of 200 codes were judged wrong`);
    if (before !== undefined) {
      const judged = await judgedSince(target, before);
      // The right one does not use a try up.
      holds(judged <= most + 1, `${judged} of 200 codes were judged in the log`);
    }
    works(wrong > 0, 'no code was judged at all');
    const owner = target.browse();
    await follow(owner, letter, who);
    if (pathOf(owner) !== paths.chooseKey)
      works(await mayChooseKey(thief), 'the owner’s link died of guesses');
    return held(`${wrong} wrong codes of 200 were judged; the others were refused unread`);
  },
};

const renewed: Attack = {
  ids: ['H32'],
  title: 'Get new tries by new codes, cases and browsers',
  leaves: { lines: ['code-entered: wrong-code', 'code-entered: out-of-tries'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const most = target.policy.code.triesPerDay;
    let judged = 0;
    let last = await receive(target, target.browse(), who);
    for (let round = 0; round < 2; round++) {
      const thief = target.browse();
      last = await receive(target, thief, who);
      for (const codigo of wrongCodes(last.code, most)) {
        const answer = await post(thief, paths.enterCode, { codigo });
        if (answer.status === 422) judged++;
        await thief.open(paths.enterCode);
      }
    }
    holds(judged <= most, `${judged} codes were judged over two messages`);
    // The last one leads away instead of showing the form once more.
    works(judged >= most - 1, `only ${judged} codes were judged`);
    const thief = target.browse();
    await post(thief, paths.enterCodeElsewhere, { numero: who.number, codigo: last.code });
    holds(!(await mayChooseKey(thief)), 'a right code was taken after the tries were used up');
    const owner = target.browse();
    await follow(owner, last, who);
    works(pathOf(owner) === paths.chooseKey, 'the owner’s link died of guesses');
    return held(
      `no more than ${most} codes were judged over three messages and browsers; the owner’s link works`,
    );
  },
};

/** The same number as people, phones and attackers write it; `undefined` for what must be refused or be this very person. */
const spellings = (number: string): string[] => {
  const digits = (zero: number): string =>
    number.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
  return [
    ` ${number} `,
    `${number.slice(0, 9)}-${number.slice(9)}`,
    number.replace(/(\d{3})(?=\d)/g, '$1 '),
    `\u00a0${number}\u200b`,
    digits(0xff10),
    digits(0x660),
    number.replace(/^0+/, ''),
    `0${number}`,
    `0x${Number(number).toString(16)}`,
    `${number}e0`,
    `${number}.0`,
    `+${number}`,
    `${number}\n`,
    `${number}A`,
  ];
};

const variants: Attack = {
  ids: ['ATK-16', 'H11'],
  title: 'Write the number otherwise, to be another person or to get new tries',
  leaves: { lines: ['code-entered: wrong-code'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const letter = await receive(target, target.browse(), who);
    const [wrong = ''] = wrongCodes(letter.code, 1);
    let judged = 0;
    let read = 0;
    for (const numero of [who.number, ...spellings(who.number)]) {
      const thief = target.browse();
      await thief.open(paths.enterCodeElsewhere);
      const page = await thief.submit({ numero, codigo: wrong });
      // A number that is not read is refused at its own field; one that is read uses a try up.
      if (page.html.includes('numero-error')) continue;
      read++;
      if (page.status === 422) judged++;
    }
    const most = target.policy.code.triesPerDay;
    holds(judged <= most, `${judged} codes were judged under ${read} spellings of one number`);
    works(read >= 3, `only ${read} spellings were read`);
    const owner = target.browse();
    await ask(owner, who);
    return held(`${read} spellings are one number with one count; the others are refused`);
  },
};

export const guessedCodes = [parallel, renewed, variants] as const;
