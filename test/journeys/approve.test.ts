/** S7 and S8: what waits for a second person, and how they decide (HD-03, HD-06, HD-07). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { touchFor } from '../../src/actions/desk/case/decide.ts';
import { leaveUnconfirmed, submitCase } from '../../src/actions/desk/case/work-on-case.ts';
import { freezeAccountAtDesk } from '../../src/actions/desk/freeze-account.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { type AtWork, accountOf, atWork, provenCase, sentCase } from './desk-steps.ts';
import { citizen, languages, pathOf } from './steps.ts';

let world: TestWorld;
let agent: AtWork;
let boss: AtWork;
before(async () => {
  world = await openWorld();
  [agent, boss] = [await atWork(world, 1, 'agent'), await atWork(world, 2, 'supervisor')];
});
after(() => world.close());

/** Lets time pass in which everybody stayed at work. */
async function pass(milliseconds: number): Promise<void> {
  world.clock.move(milliseconds);
  await world.sql('update staff_sessions set seen = $1, began = $1', [world.clock.now()]);
}

const { approve: say } = wordsOf('es');
const addressOf = (id: string): string => `${paths.deskApprove}/${id}`;
const bodyOf = ({ walker }: AtWork): string => textOf(walker.page.html);
const stageOf = async (id: string): Promise<string> =>
  (
    await world.sql<{ stage: string }>(
      `select coalesce(stage ->> 'because', stage ->> 'kind') as stage from desk_cases where id = $1`,
      [id],
    )
  )[0]?.stage ?? '';
const linesOf = (id: string, event: string) =>
  world.sql<{ reason: string | null; refusal: string | null; after: string; note: string | null }>(
    'select reason, refusal, after, note from audit where case_id = $1 and event = $2 order by seq',
    [id, event],
  );

/** Reads the case, begins the review and chooses a decision, as a supervisor does. */
async function choose({ walker }: AtWork, id: string, word: 'aprobar' | 'devolver' | 'rechazar') {
  await walker.open(addressOf(id));
  await walker.submit({}, paths.deskReview);
  await walker.open(`${addressOf(id)}?decision=${word}`);
}

const decide = async (who: AtWork, id: string, fields: Record<string, string> = {}, about?: string) => {
  const { decision = '', version = '' } = who.walker.form(paths.deskDecide).fields;
  // Sound: the form holds one of the verdicts.
  const text = about ?? touchFor(decision as 'approved', id, Number(version));
  return who.walker.submit({ respuesta: await who.touch(text), ...fields }, paths.deskDecide);
};

describe('the queue', () => {
  for (const [index, language] of languages.entries())
    it(`lists what waits, masked, oldest first, filtered by office and signal, in ${language}`, async () => {
      const words = wordsOf(language).approve;
      const first = await sentCase(world, agent, citizen(index * 2), `uno${index}@nuevo.example`);
      await pass(31 * 60_000);
      const second = await sentCase(world, agent, citizen(index * 2 + 1), `dos${index}@correo.example`);
      const reader = await atWork(world, 10 + index, 'supervisor', language);
      const { walker } = reader;
      await walker.open(paths.deskApprove);
      const { html } = walker.page;
      assert.ok(html.indexOf(first) > 0 && html.indexOf(first) < html.indexOf(second));
      const text = bodyOf(reader);
      for (const one of [agent.member.code, words.minutes(31), words.late, words.signals['new-domain']])
        assert.ok(text.includes(one), one);
      assert.ok(!html.includes(citizen(index * 2).email) && !html.includes(`uno${index}`));
      await walker.open(`${paths.deskApprove}?senal=new-domain`);
      assert.deepEqual([walker.page.html.includes(first), walker.page.html.includes(second)], [true, false]);
      await walker.open(`${paths.deskApprove}?oficina=puerto-canoa`);
      assert.ok(bodyOf(reader).includes(words.noneSuch));
      await walker.open(`${paths.deskApprove}?oficina=${encodeURIComponent("' or 1=1")}&senal=x`);
      assert.ok(walker.page.html.includes(first), 'What is no filter filters nothing');
    });

  it('tells of the identities that were not confirmed today, and of no other day', async () => {
    const id = await provenCase(world, agent, citizen(10));
    await leaveUnconfirmed(world.world, agent.staff, id, { suspicious: true });
    await boss.walker.open(paths.deskApprove);
    assert.ok(bodyOf(boss).includes(say.alerts.frozen));
    await pass(24 * 3_600_000);
    await boss.walker.open(paths.deskApprove);
    assert.ok(bodyOf(boss).includes(say.alerts.none));
  });
});

describe('a case', () => {
  it('is looked at without a trace, and its time begins with a button', async () => {
    const id = await sentCase(world, agent, citizen(11), 'trece@nuevo.example');
    const seenAt = async () =>
      (await world.sql<{ at: Date | null }>('select seen_at as at from desk_cases where id = $1', [id]))[0]
        ?.at;
    await boss.walker.open(addressOf(id));
    assert.equal(await seenAt(), null);
    const text = bodyOf(boss);
    for (const one of ['t•••@nuevo.example', 'Perdió el correo anterior.', say.evidence.points(3, 4, 3)])
      assert.ok(text.includes(one), one);
    assert.ok(!boss.walker.page.html.includes(citizen(11).email));
    await boss.walker.submit({}, paths.deskReview);
    assert.deepEqual(await seenAt(), world.clock.now());
    world.clock.move(5000);
    const first = await seenAt();
    await boss.walker.post(paths.deskReview, { tramite: id, _csrf: boss.walker.token });
    assert.deepEqual(await seenAt(), first, 'The first look stays');
  });

  it('is approved once, by a touch for exactly this, and quickness is marked (HD-06)', async () => {
    const id = await sentCase(world, agent, citizen(12), 'doce@nuevo.example');
    await choose(boss, id, 'aprobar');
    await decide(boss, id, {}, touchFor('refused', id, 1));
    assert.deepEqual([boss.walker.page.status, await stageOf(id)], [422, 'awaiting'], 'Another verdict');
    assert.ok(bodyOf(boss).includes(say.refusals['no-touch']));
    await decide(boss, id, { version: '2' }, touchFor('approved', id, 2));
    assert.deepEqual([boss.walker.page.status, await stageOf(id)], [409, 'awaiting'], 'Another version');
    await boss.walker.open(`${addressOf(id)}?decision=aprobar`);
    const { fields } = boss.walker.form(paths.deskDecide);
    const respuesta = await boss.touch(touchFor('approved', id, 1));
    await boss.walker.submit({ respuesta }, paths.deskDecide);
    assert.equal(pathOf(boss.walker), paths.deskApprove);
    assert.ok(bodyOf(boss).includes(say.done.approved));
    assert.equal(await stageOf(id), 'approved');
    const again = await boss.walker.post(paths.deskDecide, { ...fields, respuesta });
    assert.equal(again.status, 410);
    const done = (await linesOf(id, 'desk-approved')).filter(({ refusal }) => refusal === null);
    assert.deepEqual(
      done.map(({ note }) => note),
      ['quick-decision'],
    );
  });

  it('goes back with a question, which is kept after an error', async () => {
    const id = await sentCase(world, agent, citizen(13), 'catorce@nuevo.example');
    await choose(boss, id, 'devolver');
    await decide(boss, id, { pregunta: ' ' });
    assert.deepEqual([boss.walker.page.status, await stageOf(id)], [422, 'awaiting']);
    assert.ok(bodyOf(boss).includes(say.decide.errors.question));
    await decide(boss, id, { pregunta: '¿Es la "misma" firma?', respuesta: '{}' });
    assert.ok(boss.walker.page.html.includes('¿Es la &quot;misma&quot; firma?</textarea>'));
    await decide(boss, id, { pregunta: '¿Es la misma firma?' });
    assert.equal(await stageOf(id), 'returned');
  });

  it('is refused with a reason of the list, which stands in the log (HD-13)', async () => {
    const id = await sentCase(world, agent, citizen(14), 'quince@nuevo.example');
    await choose(boss, id, 'rechazar');
    await decide(boss, id, { porque: 'because' });
    assert.ok(bodyOf(boss).includes(say.decide.errors.reason));
    await decide(boss, id, { porque: 'contact-doubtful' });
    assert.equal(await stageOf(id), 'refused');
    assert.deepEqual(
      (await linesOf(id, 'desk-refused')).map(({ reason }) => reason),
      ['contact-doubtful'],
    );
  });

  it('is not for who worked on it, nor at that browser; the page says why and has no form (HD-03)', async () => {
    const id = await sentCase(world, agent, citizen(15), 'dieciseis@nuevo.example');
    await world.sql(`update staff set roles = '{agent,supervisor}' where id = $1`, [agent.member.id]);
    await world.sql(`update staff_sessions set role = 'supervisor' where staff_id = $1`, [agent.member.id]);
    await agent.walker.open(paths.deskApprove);
    assert.ok(!agent.walker.page.html.includes(id), 'Not in the queue');
    await agent.walker.open(addressOf(id));
    assert.ok(bodyOf(agent).includes(say.refusals['own-case']));
    assert.ok(!agent.walker.page.html.includes(paths.deskDecide));
    const answer = await agent.touch(touchFor('approved', id, 1));
    const sent = await agent.walker.post(paths.deskDecide, {
      tramite: id,
      version: '1',
      decision: 'approved',
      respuesta: answer,
      _csrf: agent.walker.form(paths.deskReviewReveal).fields._csrf ?? '',
    });
    assert.deepEqual([sent.status, await stageOf(id)], [403, 'awaiting']);
    await world.sql(`update staff_sessions set role = 'agent' where staff_id = $1`, [agent.member.id]);
  });

  it('shows one field whole with a reason, on the answer alone, and says so in the log (HD-07)', async () => {
    const who = citizen(16);
    const id = await sentCase(world, agent, who, 'diecisiete@nuevo.example');
    await boss.walker.open(addressOf(id));
    await boss.walker.submit({ dato: 'email' }, paths.deskReviewReveal);
    assert.ok(bodyOf(boss).includes(say.reveal.error));
    await boss.walker.submit({ dato: 'email', motivo: 'review' }, paths.deskReviewReveal);
    assert.ok(bodyOf(boss).includes(who.email));
    assert.ok(!boss.walker.page.url.href.includes('@'));
    assert.deepEqual(
      (await linesOf(id, 'desk-revealed')).map(({ reason, after: field }) => [reason, field]),
      [['review', 'email']],
    );
    await boss.walker.open(addressOf(id));
    assert.ok(!bodyOf(boss).includes(who.email));
  });

  it('shows nobody of the staff a link or a code that went out for it, on any page of theirs (HD-01)', async () => {
    const who = citizen(20);
    const to = 'veinte@nuevo.example';
    const id = await sentCase(world, agent, who, to);
    const secrets = (await world.mail())
      .filter(({ to: one }) => one.by === 'mail' && [who.email, to].includes(one.address))
      .flatMap(({ message }) =>
        'link' in message ? message.link.split('/').slice(-1) : 'code' in message ? message.code : [],
      );
    assert.ok(secrets.some((one) => one.length === 43) && secrets.some((one) => /^\d{8}$/.test(one)));
    const reads = async ({ walker }: AtWork, path: string): Promise<void> => {
      const { html, status } = await walker.open(path);
      assert.equal(status, 200, path);
      for (const secret of secrets) assert.ok(!html.includes(secret), path);
    };
    for (const path of [paths.desk, `${paths.deskCase}${id}`, `${paths.deskCase}${id}/comprobante`])
      await reads(agent, path);
    await choose(boss, id, 'aprobar');
    for (const path of [paths.deskApprove, addressOf(id), `${addressOf(id)}?decision=aprobar`])
      await reads(boss, path);
  });

  it('that opens a protected account goes the same road, in words of its own (S11)', async () => {
    const who = citizen(17);
    await freezeAccountAtDesk(world.world, agent.staff, await accountOf(world, who), 'suspicion');
    const id = await provenCase(world, agent, who, { kind: 'lift-freeze' });
    assert.equal((await submitCase(world.world, agent.staff, id, 'Vino en persona.'))?.refusal, undefined);
    await choose(boss, id, 'aprobar');
    for (const one of [say.errands['lift-freeze'], say.one.lift]) assert.ok(bodyOf(boss).includes(one), one);
    await decide(boss, id);
    assert.equal(await stageOf(id), 'approved');
    assert.equal((await accountOf(world, who)).frozenAt, null);
  });

  it('that nobody has is not found, whatever its name', async () => {
    for (const id of ['T-1', '00000000-0000-4000-8000-000000000000', "x'--"])
      assert.equal((await boss.walker.open(addressOf(encodeURIComponent(id)))).status, 404);
  });
});
