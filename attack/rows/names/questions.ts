/** What the questions give away, and what their answers open. */
import { paths } from '../../../src/web/paths.ts';
import { formsOf, textOf, type Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { foreignKey, identify, keepsKey, pathOf, post } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

/** What stands on a page of questions, its buttons and token aside. */
const questionOn = ({ page }: Walker): string => textOf(page.html.replace(/[A-Z]{3,9} [A-Z]{3,9}/g, ''));

const sticky: Attack = {
  ids: ['ATK-25'],
  title: 'Fetch the questions again and again, to see what changes',
  leaves: { nothing: 'questions are only looked at' },
  needs: [],
  async run(target) {
    const who = await target.someone();
    const asked = new Set<string>();
    for (let start = 0; start < 3; start++) {
      const walker = target.browse();
      await identify(walker, who.number);
      works(pathOf(walker) === paths.answerQuestion, 'no question is asked');
      for (let fetched = 0; fetched < 17; fetched++) {
        await walker.open(paths.answerQuestion);
        asked.add(questionOn(walker));
      }
    }
    holds(asked.size === 1, `51 fetches brought ${asked.size} questions`);
    return held('51 fetches in three cases brought one question with one list of answers');
  },
};

/** Answers every question, rightly or not; gives every page on the way. */
async function answerAll(
  target: Target,
  walker: Walker,
  number: string,
  rightly: boolean,
): Promise<string[]> {
  const record = target.recordOf(number);
  works(record?.birth !== undefined, 'nothing is on file to answer with');
  const { birth, work, answers } = record;
  const pages: string[] = [];
  while (pathOf(walker) === paths.answerQuestion) {
    const { html } = walker.page;
    const year = /\b(20\d\d)\b/.exec(textOf(html))?.[1];
    const employer = work.find((one) => String(one.year) === year)?.employer ?? '';
    const options = [
      ...html.matchAll(/name="empresa" id="[^"]*" value="([\w-]+)"><label for="[^"]*">([^<]*)/g),
    ];
    const right = options.find(([, , text = '']) => text === employer)?.[1] ?? 'ninguna';
    const wrong =
      options.find(([, value = '', text]) => /^\d$/.test(value) && text !== employer)?.[1] ?? 'ninguna';
    const known = Object.values(answers).join(' ');
    const fields = html.includes('name="dia"')
      ? { dia: String(rightly ? birth.day : (birth.day % 28) + 1), mes: String(birth.month) }
      : html.includes('name="empresa"')
        ? { empresa: rightly ? right : wrong }
        : { respuesta: rightly ? known : 'Ornitorrinco' };
    const { turno = '' } = formsOf(html).find(({ action }) => action === paths.answerQuestion)?.fields ?? {};
    const answer = await post(walker, paths.answerQuestion, { turno, ...fields });
    pages.push(`${answer.status} ${answer.headers.get('location')}`);
    await walker.open(paths.answerQuestion);
  }
  pages.push(questionOn(walker));
  return pages;
}

const oracle: Attack = {
  ids: ['ATK-26', 'ATK-27'],
  title: 'Learn whether an answer was right, and get in by answers alone',
  leaves: { lines: ['question-answered', 'out-of-turn'] },
  needs: [],
  async run(target) {
    const who = await target.someone();
    const [right, wrong] = [target.browse(), target.browse()];
    await identify(right, who.number);
    const rightly = await answerAll(target, right, who.number, true);
    await identify(wrong, who.number);
    const wrongly = await answerAll(target, wrong, who.number, false);
    works(rightly.length > 2, 'fewer questions were asked than the policy says');
    holds(rightly.join('\n') === wrongly.join('\n'), 'right answers show another page than wrong ones');
    await right.submit({ correo: 'otra.persona@otro.example', seguro: '1' });
    for (const path of [paths.chooseKey, paths.unlock, paths.wantKey])
      await post(right, path, { clave: foreignKey, clave2: foreignKey });
    await keepsKey(target, right, who);
    return held(`${rightly.length - 1} answers told nothing by being right, and opened nothing`);
  },
};

export const questions = [sticky, oracle] as const;
