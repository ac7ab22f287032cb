/** Signed in: what the first page tells, until when a session is open, where else one is signed in, and the key once more. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ownerOf } from '../../src/actions/account/owner.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { nameHashOf } from '../attacks/places.ts';
import { formsOf, goodKey, type Seen, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  assertError,
  browse,
  type Citizen,
  citizen,
  hours,
  languages,
  minutes,
  pathOf,
  summaryOf,
} from './steps.ts';

const cookie = '__Host-reclave-session';
const android = 'Mozilla/5.0 (Linux; Android 14) Mobile';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)';

describe('a session', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  async function enter(
    { number, key }: Citizen,
    { userAgent = android, language = 'es' }: { userAgent?: string; language?: Language } = {},
    walker: Walker = browse(world, language),
  ): Promise<Walker> {
    walker.headers['user-agent'] = userAgent;
    await walker.open(paths.signIn);
    await walker.submit({ numero: number, clave: key }, paths.signIn);
    assert.equal(pathOf(walker), paths.account);
    return walker;
  }
  const tokenOf = (walker: Walker): string => walker.cookies.get(cookie) ?? '';
  const fresh = async (walker: Walker) => (await ownerOf(world.world, tokenOf(walker)))?.fresh;
  const isOpen = async (walker: Walker): Promise<boolean> => {
    await walker.open(paths.sessions);
    return pathOf(walker) === paths.sessions;
  };
  const audited = async (who: Citizen): Promise<string[]> =>
    (
      await world.sql<{ line: string }>(
        `select concat_ws(' ', event, refusal) as line from audit where subject = $1 order by seq`,
        [nameHashOf(who)],
      )
    ).map(({ line }) => line);

  for (const language of languages)
    it(`begins on a page that says who came before and what there is to do, in ${language} (UX C20)`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const { account: say, devices } = wordsOf(language);
      const first = await enter(who, { userAgent: windows, language });
      assert.ok(textOf(first.page.html).includes(say.firstSignIn));
      world.clock.move(minutes(20));
      const { page } = await enter(who, { language });
      const when = { es: 'hoy a las', en: 'today at' }[language];
      const [told = ''] =
        textOf(page.html).match(language === 'es' ? /Último ingreso.*?\./ : /Last sign-in.*?\./) ?? [];
      assert.ok(told.includes(when) && told.includes(devices.windows), told);
      assert.ok(!textOf(page.html).includes(say.firstSignIn));
      for (const path of [
        paths.notMe,
        paths.contact,
        paths.passkeys,
        paths.activity,
        paths.changeKey,
        paths.sessions,
        paths.personalExport,
      ])
        assert.ok(page.html.includes(`href="${path}"`), path);
      const [row] = await world.sql<{ signed_in_at: Date }>(
        'select signed_in_at from accounts where name_hash = $1',
        [nameHashOf(who)],
      );
      assert.deepEqual(row?.signed_in_at, world.clock.now());
    });

  it('says until when it is open, never too late, and More time keeps it so on every page (SE-03, UX R6)', async () => {
    const walker = await enter(citizen(2));
    const { sessionTime: say } = wordsOf('es');
    const closing = ({ html }: Seen): string => textOf(/<div id="cierre"[\s\S]*?<\/p>/.exec(html)?.[0] ?? '');
    for (const path of [paths.account, paths.sessions, paths.confirmKey]) {
      await walker.open(path);
      assert.match(closing(walker.page), /^Su sesión se cierra a las \d\d:\d\d si no hace nada\.$/, path);
      assert.match(walker.page.html, /data-segundos="900" data-aviso="120"/);
    }
    const closes = new Date(world.clock.now().getTime() + minutes(15) - hours(5));
    assert.equal(closing(walker.page), say.closes(`a las ${closes.toISOString().slice(11, 16)}`));
    await walker.open(paths.sessions);
    for (let turn = 0; turn < 3; turn++) {
      world.clock.move(minutes(14));
      await walker.submit({}, paths.moreTime);
      assert.equal(pathOf(walker), paths.sessions, 'Back to where it was asked');
    }
    world.clock.move(minutes(15));
    await walker.submit({}, paths.moreTime);
    assert.equal(pathOf(walker), paths.signIn, 'What is over stays over');
  });

  it('lasts eight hours at most, whatever is asked; near the end no more time is offered (SE-03)', async () => {
    const walker = await enter(citizen(3));
    const { sessionTime: say } = wordsOf('es');
    await walker.open(paths.sessions);
    for (let turn = 0; turn < 47; turn++) {
      world.clock.move(minutes(10));
      await walker.open(paths.sessions);
    }
    assert.ok(!formsOf(walker.page.html).some(({ action }) => action === paths.moreTime));
    assert.match(textOf(walker.page.html), /Después puede ingresar otra vez/);
    assert.ok(walker.page.html.includes(say.lastSoon));
    await walker.open(paths.account);
    const { _csrf = '' } = walker.form(paths.signOut).fields;
    world.clock.move(minutes(9));
    await walker.post(paths.moreTime, { volver: paths.sessions, _csrf });
    assert.equal(await isOpen(walker), true);
    world.clock.move(minutes(1));
    assert.equal((await walker.post(paths.moreTime, { volver: paths.sessions, _csrf })).status, 303);
    assert.equal(await isOpen(walker), false);
  });

  it('that is over says so, and signing in leads back to where one was (UX 2.0)', async () => {
    for (const language of languages) {
      const who = citizen(4);
      const { ended } = wordsOf(language).account;
      const walker = await enter(who, { language });
      world.clock.move(minutes(16));
      await walker.open(paths.sessions);
      assert.equal(`${pathOf(walker)}${walker.page.url.search}`, '/ingresar?volver=%2Fcuenta%2Fsesiones');
      for (const text of [ended.title, ...ended.text])
        assert.ok(textOf(walker.page.html).includes(text), text);
      await walker.submit({ numero: who.number, clave: 'Wrong7Key9' }, paths.signIn);
      assert.equal(walker.page.status, 422);
      await walker.submit({ numero: who.number, clave: who.key }, paths.signIn);
      assert.equal(pathOf(walker), paths.sessions, 'also after a wrong key');
    }
    const stranger = browse(world);
    await stranger.open(paths.sessions);
    assert.equal(pathOf(stranger), paths.signIn);
    assert.ok(!stranger.page.html.includes(wordsOf('es').account.ended.title), 'Nobody was signed in here');
  });

  it('is one of a list: where, with what, since when; any can be ended, and its device is known no more (SE-04)', async () => {
    const who = citizen(5);
    const { sessions: say, devices } = wordsOf('es');
    const desk = await enter(who, { userAgent: windows });
    const phone = await enter(who);
    await phone.open(paths.sessions);
    const text = textOf(phone.page.html);
    for (const part of [
      devices.windows,
      `${say.here} (${devices.android})`,
      'Portal del Fondo Ceibo',
      'Ingresó hoy a las',
    ])
      assert.ok(text.includes(part), part);
    const ways = formsOf(phone.page.html).filter(({ fields }) => fields.sesion);
    assert.equal(ways.length, 1, 'This one is ended by signing out');
    const [{ n } = { n: 0 }] = await world.sql<{ n: number }>(
      `select count(*)::int as n from devices d join accounts a on a.id = d.account_id
       where a.name_hash = $1 and revoked_at is null`,
      [nameHashOf(who)],
    );
    assert.equal(n, 2);
    await phone.submit({ sesion: ways[0]?.fields.sesion ?? '' }, paths.sessions);
    assert.ok(textOf(phone.page.html).includes(say.ended));
    assert.equal(await isOpen(desk), false);
    assert.equal(await isOpen(phone), true);
    const left = await world.sql<{ device: string }>(
      `select d.device from devices d join accounts a on a.id = d.account_id
       where a.name_hash = $1 and revoked_at is null`,
      [nameHashOf(who)],
    );
    assert.deepEqual(left, [{ device: 'android' }]);
    assert.ok((await audited(who)).includes('session-ended'));
  });

  it('all others end at once; devices without a session are known no more, either (SE-04)', async () => {
    const who = citizen(6);
    const gone = await enter(who, { userAgent: windows });
    await gone.submit({}, paths.signOut);
    const others = [await enter(who), await enter(who)];
    const here = await enter(who);
    await here.open(paths.sessions);
    const { fields } = formsOf(here.page.html).find((one) => one.fields.otras) ?? assert.fail();
    await here.post(paths.sessions, fields);
    for (const walker of others) assert.equal(await isOpen(walker), false);
    assert.equal(await isOpen(here), true);
    assert.ok(!formsOf(here.page.html).some((one) => one.fields.otras), 'There is nothing left to end');
    const left = await world.sql(
      `select from devices d join accounts a on a.id = d.account_id where a.name_hash = $1 and revoked_at is null`,
      [nameHashOf(who)],
    );
    assert.equal(left.length, 1);
    assert.ok((await audited(who)).includes('other-sessions-ended'));
  });

  it('asks for the key again before what matters, and goes on under a new secret (SE-01, SE-05)', async () => {
    for (const language of languages) {
      const who = citizen(language === 'es' ? 7 : 8);
      const { signIn, confirmKey } = wordsOf(language);
      const walker = await enter(who, { language });
      assert.equal(await fresh(walker), true);
      world.clock.move(minutes(5));
      assert.equal(await fresh(walker), true);
      world.clock.move(1000);
      assert.equal(await fresh(walker), false);
      const old = tokenOf(walker);
      await walker.open(`${paths.confirmKey}?volver=${encodeURIComponent(paths.sessions)}`);
      assert.equal(walker.page.heading, confirmKey.title);
      assertError(await walker.submit({ clave: '' }), 'clave', signIn.errors.keyEmpty, language);
      const wrong = await walker.submit({ clave: 'Wrong7Key9' });
      assertError(wrong, 'clave', confirmKey.errors.wrong, language);
      assert.ok(!wrong.html.includes('Wrong7Key9'));
      assert.equal(await fresh(walker), false);
      assert.equal(tokenOf(walker), old);
      await walker.submit({ clave: who.key });
      assert.equal(pathOf(walker), paths.sessions);
      assert.equal(await fresh(walker), true);
      const renewed = tokenOf(walker);
      assert.notEqual(renewed, old);
      walker.cookies.set(cookie, old);
      assert.equal(await isOpen(walker), false);
      walker.cookies.set(cookie, renewed);
      assert.equal(await isOpen(walker), true);
      assert.deepEqual((await audited(who)).slice(-2), ['key-confirmed not-signed-in', 'key-confirmed']);
    }
  });

  it('the key typed again waits and ends as at the sign-in, and the hours of the session go on', async () => {
    const who = citizen(9);
    const walker = await enter(who);
    const confirm = async (key: string): Promise<string> => {
      await walker.open(paths.confirmKey);
      return `${pathOf(walker)} ${summaryOf(await walker.submit({ clave: key }))}`;
    };
    for (let turn = 0; turn < 5; turn++) await confirm('Wrong7Key9');
    assert.match(await confirm(who.key), /^\/cuenta\/confirmar .*La clave se escribió mal varias veces/);
    world.clock.move(30_000);
    await confirm(who.key);
    assert.equal(pathOf(walker), paths.account);
    for (let turn = 0; turn < 47; turn++) {
      world.clock.move(minutes(10));
      await confirm(who.key);
    }
    world.clock.move(minutes(10));
    assert.equal(await isOpen(walker), false, 'Confirming begins no new eight hours');
  });

  it('ends where somebody signs in over it, and not where somebody fails to', async () => {
    const who = citizen(10);
    const walker = await enter(who);
    const old = tokenOf(walker);
    await walker.open(paths.signIn);
    await walker.submit({ numero: citizen(11).number, clave: goodKey }, paths.signIn);
    assert.equal(await isOpen(walker), true);
    await enter(citizen(11), {}, walker);
    assert.notEqual(tokenOf(walker), old);
    walker.cookies.set(cookie, old);
    assert.equal(await isOpen(walker), false);
  });
});
