/** C23: what happened to an account, in words its owner reads. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { kindOfActivity } from '../../src/rules/account/activity.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ask, signedIn } from './contact-steps.ts';
import { nameHashOfNumber } from './paper.ts';
import { askFor, browse, citizen, languages, opens, pathOf, signIn } from './steps.ts';

const rowsOn = ({ page }: Walker): number => page.html.match(/<tr>/g)?.length ?? 0;

describe('activity', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`is a table in plain words, newest first, with no raw kind, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const { activity: say } = wordsOf(language);
      await askFor(world, browse(world), who);
      await opens(world, who.number, 'Wrong7Key9');
      world.clock.move(1000);
      const walker = browse(world, language);
      await signIn(walker, who.number, who.key);
      await walker.open(paths.activity);
      assert.equal(walker.page.heading, say.title);
      const { html } = walker.page;
      const text = textOf(html);
      for (const kind of ['signed-in', 'sign-in-refused', 'message-asked', 'recovery-went-on'] as const)
        assert.ok(text.includes(say.kinds[kind]), kind);
      assert.ok(text.indexOf(say.kinds['signed-in']) < text.indexOf(say.kinds['sign-in-refused']));
      assert.match(html, /<caption>/);
      assert.equal(html.match(/<th scope="col">/g)?.length, 5);
      assert.match(html, /<time datetime="2026-11-24T15:12:0\d\.000Z">/);
      assert.ok(html.includes(`href="${paths.notMe}">${say.notMe}`));
      for (const raw of [
        'signed-in',
        'contact-named',
        'not-signed-in',
        'no-such-contact',
        'question-skipped',
      ])
        assert.ok(!text.includes(raw), raw);
      await walker.open(`${paths.activity}?tipo=sign-in`);
      assert.ok(!textOf(walker.page.html).includes(say.kinds['message-asked']));
      assert.ok(textOf(walker.page.html).includes(say.kinds['sign-in-refused']));
    });

  for (const language of languages)
    it(`tells of signing out, once, and of a session that another sign-in ended, in ${language}`, async () => {
      const [who, next] = language === 'es' ? [citizen(20), citizen(21)] : [citizen(22), citizen(23)];
      const { kinds } = wordsOf(language).activity;
      const walker = browse(world, language);
      await signIn(walker, who.number, who.key);
      const out = walker.form(paths.signOut).fields;
      await walker.submit({}, paths.signOut);
      await walker.post(paths.signOut, out);
      await signIn(walker, who.number, who.key);
      await signIn(walker, next.number, next.key);
      await walker.open(paths.activity);
      assert.ok(!textOf(walker.page.html).includes(kinds['signed-out']), 'Not a word of it to the next one');
      const home = browse(world, language);
      await signIn(home, who.number, who.key);
      await home.open(`${paths.activity}?tipo=sign-in`);
      const told = textOf(home.page.html);
      assert.equal(told.split(kinds['signed-out']).length - 1, 1);
      assert.equal(told.split(kinds['session-ended']).length - 1, 1);
    });

  it('shows twenty a page with plain links, and takes no senseless page or type amiss', async () => {
    const who = citizen(2);
    const walker = browse(world);
    await signIn(walker, who.number, who.key);
    await world.sql(
      `insert into audit (at, actor, event, subject, policy_version)
       select $1::timestamptz - make_interval(mins => n), 'system', 'unheard-of', (select subject from audit order by seq desc limit 1), 'x'
       from generate_series(1, 45) n`,
      [world.world.clock.now()],
    );
    const { activity: say } = wordsOf('es');
    await walker.open(paths.activity);
    assert.equal(rowsOn(walker), 21);
    assert.ok(textOf(walker.page.html).includes(say.kinds.other), 'An unknown kind has words, too');
    await walker.open(/<a href="([^"]*pagina=2)"/.exec(walker.page.html)?.[1] ?? '');
    assert.equal(rowsOn(walker), 21);
    await walker.open(`${paths.activity}?tipo=other&pagina=3`);
    assert.equal(rowsOn(walker), 1 + 5);
    for (const query of [
      '?pagina=0',
      '?pagina=-1',
      '?pagina=1e9',
      '?pagina=x',
      '?tipo=constructor',
      '?tipo[]=x',
    ]) {
      await walker.open(paths.activity + query);
      assert.equal(walker.page.status, 200);
      assert.equal(rowsOn(walker), 21, query);
    }
    await walker.open(`${paths.activity}?pagina=999`);
    assert.ok(textOf(walker.page.html).includes(say.none));
  });

  it('is a file for spreadsheets in the language of the person', async () => {
    for (const language of languages) {
      const who = citizen(3);
      const walker = browse(world, language);
      await signIn(walker, who.number, who.key);
      const { activity: say } = wordsOf(language);
      await walker.open(paths.activityFile);
      const { headers, html } = walker.page;
      assert.equal(headers.get('content-type'), 'text/csv; charset=utf-8');
      assert.match(headers.get('content-disposition') ?? '', /^attachment; filename="[a-z]+\.csv"$/);
      const [head, ...lines] = html
        .replace(/^\ufeff/, '')
        .trimEnd()
        .split('\r\n');
      const { at, what, who: actor, device } = say.columns;
      assert.equal(head, `"${at}","${what}","${actor}","${device}"`);
      assert.ok(lines.some((line) => line.includes(say.kinds['signed-in'])));
    }
  });

  for (const language of languages)
    it(`says with what kind of device each thing was done, and nothing finer, in ${language} (LP-02)`, async () => {
      const who = citizen(language === 'es' ? 24 : 25);
      const { devices } = wordsOf(language);
      const thief = browse(world);
      thief.headers['user-agent'] = 'Mozilla/5.0 (X11; Linux x86_64) Finding/9';
      await askFor(world, thief, who);
      await signIn(thief, who.number, 'Wrong7Key9');
      const walker = browse(world, language);
      walker.headers['user-agent'] = 'Mozilla/5.0 (Linux; Android 14; SM-A146M) Mobile';
      await signIn(walker, who.number, who.key);
      await walker.submit({}, paths.signOut);
      await signIn(walker, who.number, who.key);
      await walker.open(paths.activity);
      const { kinds } = wordsOf(language).activity;
      const rows = walker.page.html.match(/<tr><th scope="row">.*?<\/tr>/gs) ?? [];
      const told = (kind: keyof typeof kinds) =>
        rows.filter((row) => row.includes(`>${kinds[kind]}<`)).map((row) => textOf(row));
      for (const [kind, device] of [
        ['recovery-began', devices.linux],
        ['message-asked', devices.linux],
        ['sign-in-refused', devices.linux],
        ['signed-in', devices.android],
        ['signed-out', devices.android],
      ] as const) {
        assert.ok(told(kind).length > 0, kind);
        for (const row of told(kind)) assert.ok(row.includes(device), `${kind}: ${row}`);
      }
      for (const fine of ['SM-A146M', 'Finding']) assert.ok(!walker.page.html.includes(fine));
    });

  it('knows nobody else’s lines', async () => {
    const walker = browse(world);
    await signIn(walker, citizen(4).number, citizen(4).key);
    await walker.open(paths.activity);
    assert.equal(pathOf(walker), paths.activity);
    assert.equal(rowsOn(walker), 1 + 2, 'The import and this sign-in');
  });

  it('says “you” of what was done behind the sign-in (AU-01)', async () => {
    const who = citizen(10);
    const walker = await signedIn(world, who);
    await ask(world, walker, 'second-email', 'dos10@otro.example');
    await walker.open(paths.contact);
    await walker.submit({}, paths.cancelOwnChange);
    await walker.post(paths.contactsAreRight, { _csrf: walker.token });
    await walker.post(paths.sessions, { _csrf: walker.token, sesion: '', otras: '1' });
    const lines = await world.sql<{ event: string; actor: string }>(
      "select event, actor from audit where subject = $1 and event not in ('signed-in', 'account-imported') order by seq",
      [nameHashOfNumber(world, who.number)],
    );
    assert.deepEqual(
      lines.map(({ event, actor }) => `${event} ${actor}`),
      [
        'contact-asked owner',
        'contact-cancel-asked owner',
        'contacts-checked owner',
        'other-sessions-ended owner',
      ],
    );
  });

  it('tells what a line was by its outcome', () => {
    assert.equal(kindOfActivity({ event: 'signed-in', refusal: 'not-signed-in' }), 'sign-in-refused');
    assert.equal(kindOfActivity({ event: 'signed-in', evidence: 'passkey' }), 'signed-in-by-passkey');
    assert.equal(kindOfActivity({ event: 'key-chosen', after: 'closed:completed' }), 'key-recovered');
    assert.equal(
      kindOfActivity({ event: 'key-chosen', after: 'closed:completed', refusal: 'case-over' }),
      'key-not-taken',
    );
    assert.equal(kindOfActivity({ event: 'key-changed', refusal: 'x' }), 'other');
    for (const event of ['constructor', '__proto__', '']) assert.equal(kindOfActivity({ event }), 'other');
  });
});
