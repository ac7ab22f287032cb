/** Who works at the desk: how they are added, confirmed, invited and shut out, and that the public flow knows nothing of it (HD-08). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { addMember, declareRelatives, inviteMember, shutOut } from '../../src/actions/desk/staff/appoint.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { shortName } from '../../src/rules/desk/staff.ts';
import { isOwnOrRelative } from '../../src/store/desk/staff/relatives.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { browserOf, keys } from '../attacks/places.ts';
import { skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { enrolOnPaper, hire, seat } from './staff.ts';
import { browse, pathOf } from './steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const { desk: say } = wordsOf('es');
const person = { name: 'Rosa Vela', relatives: [], confirmedBy: [] } as const;

const events = async (staff: string): Promise<string[]> =>
  (
    await world.sql<{ event: string }>(
      `select event from audit where staff = $1 and actor = 'operator' order by seq`,
      [staff],
    )
  ).map(({ event }) => event);

describe('the operator', () => {
  it('adds a first administrator alone, and another only with those there are (HD-08, SE-17)', async () => {
    const first = await hire(world, 1, ['administrator'], { confirmedBy: [] });
    await enrolOnPaper(world, first);
    const second = { ...person, code: 'T-2', identity: card(5_000_002), roles: ['administrator'] } as const;
    assert.deepEqual(await addMember(world.world, second), { ok: false, because: 'not-confirmed' });
    for (const confirmedBy of [['T-2'], ['T-9'], ['t-1']])
      assert.deepEqual(await addMember(world.world, { ...second, confirmedBy }), {
        ok: false,
        because: 'not-confirmed',
      });
    assert.equal((await world.sql('select from staff')).length, 1);
    await enrolOnPaper(world, await hire(world, 2, ['administrator'], { confirmedBy: ['T-1'] }));
    const third = { ...second, code: 'T-3', identity: card(5_000_003) };
    assert.equal((await addMember(world.world, { ...third, confirmedBy: ['T-1', 'T-1'] })).ok, false);
    await enrolOnPaper(world, await hire(world, 3, ['administrator'], { confirmedBy: ['T-1', 'T-2'] }));
    assert.deepEqual(await events(first.id), [
      'staff-added',
      'staff-confirmation-named',
      'staff-confirmation-named',
    ]);
  });

  it('gives nobody a second code, and no code to two people', async () => {
    const member = { ...person, code: 'T-1', identity: card(5_000_050), roles: ['agent'] } as const;
    const { world: built } = world;
    assert.deepEqual(await addMember(built, member), { ok: false, because: 'code-taken' });
    const again = { ...member, code: 'T-50', identity: card(5_000_001) };
    assert.deepEqual(await addMember(built, again), { ok: false, because: 'number-taken' });
    assert.deepEqual(await addMember(built, { ...member, code: 'Rosa' }), {
      ok: false,
      because: 'code-malformed',
    });
  });

  it('gives an enrolled member another link only with two other administrators (HD-08)', async () => {
    const agent = await hire(world, 60, ['agent']);
    const invite = (confirmedBy: readonly string[], code = agent.code) =>
      inviteMember(world.world, { code, confirmedBy });
    assert.equal((await invite([])).ok, true, 'Late is not lost');
    await enrolOnPaper(world, agent);
    for (const by of [[], ['T-1'], ['T-1', 'T-1'], ['T-1', 'T-60'], ['T-1', 'T-777']])
      assert.deepEqual(await invite(by), { ok: false, because: 'not-confirmed' }, by.join());
    assert.deepEqual(await invite(['T-1', 'T-2'], 'T-1'), { ok: false, because: 'not-confirmed' }, 'Oneself');
    assert.equal((await invite(['T-1', 'T-2'])).ok, true);
    await shutOut(world.world, 'T-3');
    assert.deepEqual(await invite(['T-1', 'T-3']), { ok: false, because: 'not-confirmed' }, 'Shut out');
  });

  it('declares relatives, by numbers that are kept as keyed hashes (HD-06)', async () => {
    const { id, code } = await hire(world, 70, ['agent'], { relatives: [5_100_001] });
    const hash = (serial: number): Buffer => keys.find(`account ec.ci:${card(serial).number}`);
    const related = (serial: number) => isOwnOrRelative(world.world.db, id, hash(serial));
    assert.deepEqual(await Promise.all([5_000_070, 5_100_001, 5_100_002].map(related)), [true, true, false]);
    await declareRelatives(world.world, { code, add: [card(5_100_002)], remove: [card(5_100_001)] });
    assert.deepEqual(await Promise.all([5_000_070, 5_100_001, 5_100_002].map(related)), [true, false, true]);
    assert.deepEqual(await events(id), ['staff-added', 'staff-relatives-declared']);
  });
});

describe('a link to enrol', () => {
  it('asks for the undertaking first, records it once, and is not used up by it (LP-10)', async () => {
    const member = await hire(world, 80, ['agent']);
    const walker = browserOf(world);
    await walker.open(paths.deskEnrol + member.invitation);
    for (const one of say.enrol.undertaking) assert.ok(textOf(walker.page.html).includes(one));
    assert.ok(!walker.page.html.includes('data-huella'));
    const form = walker.form(paths.deskEnrol);
    await walker.submit({}, paths.deskEnrol);
    assert.ok(walker.page.html.includes('data-huella'));
    await walker.post(paths.deskEnrol, form.fields);
    const lines = await world.sql(`select from audit where staff = $1 and event = 'staff-undertook'`, [
      member.id,
    ]);
    assert.equal(lines.length, 1);
  });

  it('is dead after a day, after a newer one, and when its member is shut out', async () => {
    const old = await hire(world, 81, ['agent']);
    const newer = await inviteMember(world.world, { code: old.code, confirmedBy: [] });
    const gone = await hire(world, 82, ['agent']);
    await shutOut(world.world, gone.code);
    const late = await hire(world, 83, ['agent']);
    const look = async (token: string): Promise<string> =>
      (await browserOf(world).open(paths.deskEnrol + token)).heading;
    assert.equal(await look(late.invitation), say.enrol.title);
    assert.equal(await look(newer.ok ? (newer.link.split('/').at(-1) ?? '') : ''), say.enrol.title);
    for (const token of [old.invitation, gone.invitation, 'x'.repeat(43), 'short'])
      assert.equal(await look(token), say.enrol.dead.title);
    world.clock.move(24 * 3_600_000 + 1000);
    assert.equal(await look(late.invitation), say.enrol.dead.title);
  });
});

describe('the desk', () => {
  for (const language of ['es', 'en'] as const)
    it(`names who works there, as what and where, on every page, in ${language} (UX 2.2)`, async () => {
      const walker = browse(world, language);
      await walker.open(paths.deskSignIn);
      const confirmedBy = ['T-1', 'T-2'];
      const member = await hire(world, language === 'es' ? 90 : 91, ['administrator'], { confirmedBy });
      await seat(world, walker, member, 'administrator');
      const words = wordsOf(language).desk;
      const line = words.you('M. Paredes', words.roles.administrator, 'Oficina Centro Norte');
      for (const page of [paths.desk, paths.deskTeam, `${paths.deskTeam}/T-1`, paths.deskShift]) {
        await walker.open(page);
        assert.deepEqual([walker.page.status, pathOf(walker)], [200, page]);
        const text = textOf(walker.page.html);
        assert.ok(text.includes(line), page);
        assert.ok(text.includes(wordsOf(language).sessionTime.more), page);
      }
    });

  it('shortens a name to an initial and the first surname', () => {
    assert.deepEqual(
      ['María Paredes', 'María Paredes Loor', 'María José Paredes Loor', ' Luz ', 'Ángel Ñato'].map(
        shortName,
      ),
      ['M. Paredes', 'M. Paredes', 'M. Paredes', 'Luz', 'Á. Ñato'],
    );
  });
});

it('the number of a member who has no account is a number nobody has, in the public flow (HD-08)', async () => {
  await hire(world, 95, ['agent']);
  const walk = async (number: string) => {
    const walker: Walker = browserOf(world);
    await walker.open('/recuperar/perfil');
    await walker.submit({ perfil: 'affiliate' });
    await walker.submit({ numero: number });
    await skipQuestions(walker);
    await walker.submit({ correo: 'maria@correo.example', seguro: '1' });
    const { status, heading, url } = walker.page;
    return { status, heading, path: url.pathname };
  };
  const before = (await world.mail()).length;
  assert.deepEqual(await walk(card(5_000_095).number), await walk(card(5_999_999).number));
  assert.equal((await world.mail()).length, before);
});
