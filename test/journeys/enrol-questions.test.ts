/** Personal questions chosen by their owner: held to what would at least slow a stranger down (QN-11, QN-13). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ofKind } from './contact-steps.ts';
import { arriving, browse, citizen, languages, pathOf, register, signIn, summaryOf } from './steps.ts';

const good = {
  pregunta1: 'first-trip',
  respuesta1: 'Zaruma la vieja',
  pregunta2: 'first-song',
  respuesta2: 'El chulla quiteño',
  pregunta3: 'school-name',
  respuesta3: 'Batalla de Tarqui',
};

describe('enrolling questions', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const come = async (walker: Walker, who: { number: string; key: string }): Promise<void> => {
    await signIn(walker, who.number, who.key);
    await walker.open(paths.enrolQuestions);
    assert.equal(pathOf(walker), paths.enrolQuestions);
  };
  const send = (walker: Walker, changed: Partial<typeof good> = {}) =>
    walker.submit({ ...good, ...changed }, paths.enrolQuestions);

  for (const language of languages)
    it(`refuses what others know or everybody writes, and never writes an answer back, in ${language} (QN-13)`, async () => {
      const number = language === 'es' ? '1710034065' : '0926687856';
      const key = 'Antigua5Llave2';
      await register(world, [
        {
          number,
          key,
          email: `rosaliamendez.${language}@correo.example`,
          first_name: 'Rosalía',
          last_name: 'Méndez',
        },
      ]);
      const { enrolQuestions: say } = wordsOf(language);
      const { errors } = say;
      const walker = browse(world, language);
      await come(walker, { number, key });
      const asked = wordsOf(language).answerQuestion.enrolled.texts['first-trip'];
      const cases: readonly (readonly [Partial<typeof good>, string])[] = [
        [{ pregunta1: '' }, errors.question.empty],
        [{ pregunta1: '__proto__' }, errors.question.empty],
        [{ pregunta2: 'first-trip' }, errors.question['same-question']],
        [{ respuesta1: ' ?! ' }, errors.answer.empty],
        [{ respuesta1: 'ab' }, errors.answer['too-short']],
        [{ respuesta1: asked }, errors.answer['is-question']],
        [{ respuesta1: 'No recuerdo' }, errors.answer.common],
        [{ respuesta1: 'zzzz' }, errors.answer.common],
        [{ respuesta1: number }, errors.answer.personal],
        [{ respuesta1: 'Mendez Rosalia' }, errors.answer.personal],
        [{ respuesta1: `rosaliamendez.${language}@correo.example` }, errors.answer.personal],
        [{ respuesta2: 'ZARUMA  la vieja' }, errors.answer['same-answer']],
      ];
      for (const [changed, text] of cases) {
        const seen = await send(walker, changed);
        assert.equal(seen.status, 422, JSON.stringify(changed));
        assert.ok(summaryOf(seen).includes(text), `${JSON.stringify(changed)}: ${summaryOf(seen)}`);
        assert.doesNotMatch(seen.html, /<input[^>]*name="respuesta\d"[^>]*value=/);
        assert.ok(!seen.html.includes('Batalla de Tarqui'));
      }
      const saved = await send(walker);
      assert.ok(textOf(saved.html).includes(say.saved));
      const { texts } = wordsOf(language).answerQuestion.enrolled;
      assert.ok(textOf(saved.html).includes(texts['first-song']));
      assert.ok(!saved.html.includes('Zaruma'));
    });

  it('replaces the former ones, ends the set drawn before, and leaves a line of the log (QN-11)', async () => {
    const who = citizen(3);
    const walker = browse(world);
    await come(walker, who);
    await world.sql("update standings set questions = '\\x01' where questions is null");
    await send(walker);
    const [line] = await world.sql<{ subject: Buffer; actor: string }>(
      "select subject, actor from audit where event = 'questions-enrolled' order by seq desc limit 1",
    );
    assert.equal(line?.actor, 'owner');
    const kept = await world.sql<{ question: string; answer_hash: string }>(
      'select question, answer_hash from answers where account_id = (select id from accounts where name_hash = $1)',
      [line?.subject],
    );
    assert.deepEqual(kept.map(({ question }) => question).sort(), [
      'first-song',
      'first-trip',
      'school-name',
    ]);
    for (const { answer_hash } of kept) assert.match(answer_hash, /^pt1\$argon2id\$/);
    const [standing] = await world.sql('select questions from standings where name_hash = $1', [
      line?.subject,
    ]);
    assert.deepEqual(standing, { questions: null });
  });

  it('tells every confirmed channel, with a link that disavows it (QN-13)', async () => {
    const number = '1103756134';
    const key = 'Antigua5Llave2';
    const channels = {
      email: 'preguntas@correo.example',
      second_email: 'otras.preguntas@correo.example',
      phone: '+593991234560',
    };
    await register(world, [{ number, key, ...channels }]);
    const walker = browse(world);
    await come(walker, { number, key });
    const told = ofKind(await arriving(world, () => send(walker)), 'questions-changed');
    assert.deepEqual(told.map(({ to }) => to).sort(), Object.values(channels).sort());
    await walker.open(new URL(told[0]?.message.link ?? '').pathname);
    assert.equal(walker.page.status, 200);
  });

  it('asks for the key again when it was given more than five minutes ago, and changes nothing meanwhile (QN-13)', async () => {
    const walker = browse(world);
    await come(walker, citizen(4));
    const answers = () => world.sql('select * from answers order by account_id, question');
    const before = await answers();
    world.clock.move(6 * 60_000);
    assert.deepEqual(ofKind(await arriving(world, () => send(walker)), 'questions-changed'), []);
    assert.equal(pathOf(walker), paths.confirmKey);
    assert.deepEqual(await answers(), before);
  });

  it('is not there where the institution asks no questions', async () => {
    const plain = await openWorld({ institution: 'standard' });
    try {
      const walker = browse(plain);
      await walker.open(paths.enrolQuestions);
      assert.equal(walker.page.status, 404);
    } finally {
      await plain.close();
    }
  });
});
