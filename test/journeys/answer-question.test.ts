/** The questions: they stay the same, they tell nothing, they prove nothing; they only hold a message back (QN-01 to QN-11). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { sample, sayNumber, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  assertError,
  browse,
  type Citizen,
  citizen,
  destinationOf,
  hours,
  identify,
  languages,
  pathOf,
  prove,
  recovery,
  saveKey,
  textOfLetter,
  unknownNumber,
  waitForRobot,
} from './steps.ts';

/** One question as the page shows it. */
type Shown = { readonly title: string; readonly options: readonly string[] };

function shown(walker: Walker): Shown {
  const options = [
    ...walker.page.html.matchAll(/<li class="choice">[\s\S]*?<label[^>]*>([\s\S]*?)<\/label>/g),
  ];
  return { title: walker.page.heading, options: options.map(([, label]) => textOf(label ?? '')) };
}

const asksBirth = (walker: Walker): boolean => walker.page.html.includes('id="dia"');
const asksWork = (walker: Walker): boolean => walker.page.html.includes('name="empresa"');

/** What this person would answer to the question of this page; anything else is wrong. */
function rightAnswer(
  walker: Walker,
  who: Pick<Citizen, 'birth' | 'work' | 'answers'>,
): Record<string, string> {
  const { work, enrolled } = wordsOf('es').answerQuestion;
  const { title, options } = shown(walker);
  if (asksBirth(walker)) return { dia: String(who.birth.day), mes: String(who.birth.month) };
  if (asksWork(walker)) {
    const employers = who.work
      .filter(({ year }) => title === work.title(year))
      .map(({ employer }) => employer);
    const index = options.findIndex((option) => employers.includes(option));
    return { empresa: index < 0 ? 'ninguna' : String(index) };
  }
  const question = Object.entries(enrolled.texts).find(([, text]) => text === title)?.[0] ?? '';
  return { respuesta: who.answers[question] ?? 'nada' };
}

/** A well-formed answer that is not theirs. */
function wrongAnswer(
  walker: Walker,
  who: Pick<Citizen, 'birth' | 'work' | 'answers'>,
): Record<string, string> {
  const right = rightAnswer(walker, who);
  if (right.dia !== undefined) return { dia: right.dia === '1' ? '2' : '1', mes: '1' };
  if (right.empresa !== undefined) return { empresa: right.empresa === '0' ? '1' : '0' };
  return { respuesta: 'Ornitorrinco' };
}

const turns = 4;

describe('answer-question', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  async function begin(number: string, language: Language = 'es'): Promise<Walker> {
    const walker = browse(world, language);
    await identify(walker, number);
    await waitForRobot(world, walker);
    assert.equal(pathOf(walker), paths.answerQuestion);
    return walker;
  }

  /** Answers all four, the first `right` of them rightly, and gives every page that came. */
  async function answer(walker: Walker, who: Citizen, right: number): Promise<string[]> {
    const pages: string[] = [];
    for (let turn = 0; turn < turns; turn++) {
      assert.equal(pathOf(walker), paths.answerQuestion);
      await walker.submit(turn < right ? rightAnswer(walker, who) : wrongAnswer(walker, who));
      pages.push(textOf(walker.page.html).replace(/[A-Z]{3,} [A-Z]{3,}/g, 'WORD WORD'));
    }
    assert.equal(pathOf(walker), paths.nameContact);
    return pages;
  }

  /** All questions of a number, as a browser that leaves each unanswered sees them. */
  async function questionsOf(number: string): Promise<Shown[]> {
    const walker = await begin(number);
    const seen: Shown[] = [];
    while (pathOf(walker) === paths.answerQuestion) {
      seen.push(shown(walker));
      await walker.submit({ omitir: '1' });
    }
    return seen;
  }

  it('asks one number the same questions in twenty fresh browsers, over days (QN-06, QN-07)', async () => {
    const { number } = citizen(0);
    const first = await questionsOf(number);
    assert.equal(first.length, turns);
    for (let browser = 1; browser < 20; browser++) {
      if (browser % 5 === 0) world.clock.move(hours(7));
      assert.deepEqual(await questionsOf(number), first);
    }
  });

  it('offers the same options in the same order at every look (QN-07, ATK-25)', async () => {
    const walker = await begin(citizen(1).number);
    await walker.submit({ omitir: '1' });
    const first = shown(walker);
    assert.ok(asksWork(walker));
    for (let look = 0; look < 50; look++) {
      await walker.open(paths.answerQuestion);
      assert.deepEqual(shown(walker), first);
    }
  });

  it('asks the same after wrong answers (QN-06)', async () => {
    const who = citizen(2);
    const first = await questionsOf(who.number);
    await answer(await begin(who.number), who, 0);
    assert.deepEqual(await questionsOf(who.number), first);
  });

  it('asks numbers nobody has as it asks everybody, and always the same (QN-10)', async () => {
    for (let index = 0; index < 6; index++) {
      const [decoys, real] = [
        await questionsOf(unknownNumber(index)),
        await questionsOf(citizen(28 + index).number),
      ];
      assert.deepEqual(
        decoys.map(({ options }) => options.length),
        real.map(({ options }) => options.length),
      );
      assert.deepEqual(
        decoys.map(({ options }) => options.length),
        [0, 7, 0, 0],
      );
      assert.deepEqual(await questionsOf(unknownNumber(index)), decoys);
    }
  });

  it('asks numbers nobody has no question that nobody on file answered (QN-10)', async () => {
    const kept = await world.sql<{ question: string }>('select distinct question from answers');
    const { texts } = wordsOf('es').answerQuestion.enrolled;
    const known = new Set(
      kept.map(({ question }) => Object.entries(texts).find(([id]) => id === question)?.[1]),
    );
    for (let index = 0; index < 8; index++)
      for (const { title, options } of (await questionsOf(unknownNumber(100 + index))).slice(2))
        assert.ok(options.length === 0 && known.has(title), title);
  });

  it('right answers and the right mailbox get the message', async () => {
    const who = citizen(3);
    const walker = await begin(who.number);
    await answer(walker, who, turns);
    const heard = await arriving(world, () => walker.submit({ correo: who.email }));
    assert.deepEqual(heard.map(destinationOf), [who.email]);
    recovery(heard);
  });

  it('right answers without the mailbox change nothing at all (QN-01, ATK-27)', async () => {
    const who = citizen(4);
    const walker = await begin(who.number);
    await answer(walker, who, turns);
    const heard = await arriving(world, () => walker.submit({ correo: 'otro@correo.example' }));
    assert.deepEqual(heard, []);
    assert.equal(walker.page.heading, wordsOf('es').enterCode.email.title);
  });

  it('leaving every question out gets the message too (QN-15)', async () => {
    const who = citizen(5);
    const walker = await begin(who.number);
    for (let turn = 0; turn < turns; turn++)
      await walker.submit(asksWork(walker) ? { empresa: 'no-se' } : { omitir: '1' });
    assert.equal(pathOf(walker), paths.nameContact);
    recovery(await arriving(world, () => walker.submit({ correo: who.email })));
  });

  it('wrong answers get no message, and the person is told once a day that someone tried', async () => {
    const who = citizen(6);
    for (const told of [1, 0]) {
      const walker = await begin(who.number);
      await answer(walker, who, 0);
      const heard = await arriving(world, () => walker.submit({ correo: who.email }));
      assert.deepEqual(
        heard.map(({ message }) => message.kind),
        Array(told).fill('someone-tried'),
      );
      assert.deepEqual(heard.map(destinationOf), Array(told).fill(who.email));
      for (const one of heard) assert.ok(!textOfLetter(one).includes('/r/'));
      assert.equal(walker.page.heading, wordsOf('es').enterCode.email.title);
    }
    world.clock.move(hours(24));
    const walker = await begin(who.number);
    await answer(walker, who, 0);
    const heard = await arriving(world, () => walker.submit({ correo: 'otro@correo.example' }));
    assert.deepEqual(heard.map(destinationOf), [who.email], 'whatever address was typed');
  });

  it('nobody is told who is suspended, deceased or without a mailbox (RC-16)', async () => {
    for (const id of ['suspended', 'deceased', 'no-email', 'unknown-number'] as const) {
      const walker = browse(world);
      await sayNumber(walker, id);
      const { person } = sample(id);
      const facts = { birth: { day: 31, month: 12 }, work: person?.work ?? [], answers: {} };
      while (pathOf(walker) === paths.answerQuestion) await walker.submit(wrongAnswer(walker, facts));
      const correo = person?.email ?? 'nadie@correo.example';
      assert.deepEqual(await arriving(world, () => walker.submit({ correo })), [], id);
    }
  });

  it('one wrong answer among right ones is as good as four (QN-08)', async () => {
    const who = citizen(7);
    const walker = await begin(who.number);
    await answer(walker, who, 3);
    const heard = await arriving(world, () => walker.submit({ correo: who.email }));
    assert.deepEqual(
      heard.map(({ message }) => message.kind),
      ['someone-tried'],
    );
  });

  it('no page differs by how many answers were right (QN-08, ATK-26)', async () => {
    const who = citizen(8);
    const walks: string[] = [];
    for (const right of [0, 1, 2, turns]) {
      const walker = await begin(who.number);
      const pages = await answer(walker, who, right);
      await walker.submit({ correo: who.email });
      pages.push(textOf(walker.page.html).replace(/[A-Z]{3,} [A-Z]{3,}/g, 'WORD WORD'));
      walks.push(pages.join('\n'));
    }
    assert.equal(new Set(walks).size, 1);
  });

  it('after three failed sets in a day even right answers get no message, until the day is over (QN-09)', async () => {
    const who = citizen(9);
    for (let set = 0; set < 3; set++) await answer(await begin(who.number), who, 0);
    const late = await begin(who.number);
    await answer(late, who, turns);
    const heard = await arriving(world, () => late.submit({ correo: who.email }));
    assert.deepEqual(
      heard.map(({ message }) => message.kind),
      ['someone-tried'],
    );
    assert.equal(late.page.heading, wordsOf('es').enterCode.email.title);
    world.clock.move(hours(24));
    const next = await begin(who.number);
    await answer(next, who, turns);
    recovery(await arriving(world, () => next.submit({ correo: who.email })));
  });

  it('accents, capitals and signs do not matter in an answer (QN-11)', async () => {
    const who = citizen(10);
    const walker = await begin(who.number);
    while (pathOf(walker) === paths.answerQuestion) {
      const answered = rightAnswer(walker, who);
      const { respuesta } = answered;
      const typed = respuesta?.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().split(' ').join('  ');
      await walker.submit(typed === undefined ? answered : { respuesta: ` ¡${typed}! ` });
    }
    recovery(await arriving(world, () => walker.submit({ correo: who.email })));
  });

  for (const language of languages)
    it(`tells a date that cannot be, never one that is not theirs, in ${language}`, async () => {
      const { birth } = wordsOf(language).answerQuestion;
      const { errors } = birth;
      const walker = await begin(citizen(11).number, language);
      assert.equal(walker.page.heading, birth.title);
      for (const [dia, mes, field, text] of [
        ['', '3', 'dia', errors.dayEmpty],
        ['0', '3', 'dia', errors.dayRange],
        ['32', '3', 'dia', errors.dayRange],
        ['dos', '3', 'dia', errors.dayRange],
        ['-1', '3', 'dia', errors.dayRange],
        ['31', '4', 'dia', errors.dayOfMonth(birth.months[3] ?? '', 30)],
        ['30', '2', 'dia', errors.dayOfMonth(birth.months[1] ?? '', 29)],
        ['7', '', 'mes', errors.monthEmpty],
        ['7', '13', 'mes', errors.monthEmpty],
      ] as const) {
        const seen = await walker.submit({ dia, mes });
        assertError(seen, field, text, language);
        assert.ok(!/<input[^>]* id="dia"[^>]* value=/.test(seen.html), 'R4: nothing written back');
      }
      await walker.submit({ dia: '29', mes: '2' });
      assert.equal(walker.page.status, 200);
      assert.ok(asksWork(walker), 'A wrong but possible date goes on');
    });

  for (const language of languages)
    it(`tells an answer that was left empty, writes none back and says what questions are for, in ${language} (QN-04)`, async () => {
      const say = wordsOf(language).answerQuestion;
      const walker = await begin(citizen(12).number, language);
      assert.ok(textOf(walker.page.html).includes(say.why));
      await walker.submit({ omitir: '1' });
      const year = Number(/\d{4}/.exec(walker.page.heading)?.[0]);
      for (const empresa of ['', '7', 'Fondo'])
        assertError(await walker.submit({ empresa }), 'empresa', say.work.errors.empty(year), language);
      await walker.submit({ empresa: 'no-se' });
      for (const respuesta of ['', ' ', '¿?.,']) {
        const seen = await walker.submit({ respuesta });
        assertError(seen, 'respuesta', say.enrolled.errors.empty, language);
        assert.ok(!/<input id="respuesta"[^>]* value=/.test(seen.html));
      }
      await walker.submit({ respuesta: 'Ornitorrinco' });
      assert.ok(!walker.page.html.includes('Ornitorrinco'));
    });

  it('an answer sent twice does not answer the question after it', async () => {
    const walker = await begin(citizen(13).number);
    const form = walker.form();
    await walker.submit({ omitir: '1' });
    const second = shown(walker);
    await walker.post(form.action, { ...form.fields, omitir: '1' });
    await walker.open(paths.answerQuestion);
    assert.deepEqual(shown(walker), second);
  });

  it('a recovery forgets the set, and keeps no answer in the database as it was given (QN-11)', async () => {
    const who = citizen(14);
    const walker = browse(world);
    await prove(world, walker, who);
    await saveKey(walker, 'Zumbido4Trece9');
    const rows = await world.sql<{ n: number }>(
      'select count(*)::int as n from standings where questions is not null',
    );
    assert.ok((rows[0]?.n ?? 0) > 0, 'Others are kept');
    const hashes = await world.sql<{ answer_hash: string }>('select answer_hash from answers');
    for (const { answer_hash } of hashes) assert.match(answer_hash, /\$argon2id\$/);
  });
});
