/** The link of a message: looking changes nothing, pressing hands the case over, and only the new key spends it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { askMessage, goodKey, sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  askFor,
  assertNotice,
  browse,
  type Citizen,
  citizen,
  hours,
  languages,
  minutes,
  otherCode,
  pathOf,
  type RecoverMessage,
  receive,
  recovery,
  saveKey,
  unknownNumber,
} from './steps.ts';

const pathOfLink = ({ link }: RecoverMessage): string => new URL(link).pathname;
const house = {
  name: 'Fondo Ceibo de Previsión',
  shortName: 'Fondo Ceibo',
  phone: '1800 000 000',
  host: 'clave.ceibo.example',
};

/** Everything the database holds about cases and messages. */
const stateOf = async (world: TestWorld): Promise<unknown> =>
  world.sql(`select (select json_agg(c order by opened, id) from cases c) as cases,
    (select json_agg(h order by issued_at, id) from challenges h) as challenges,
    (select json_agg(s order by name_hash) from standings s) as standings,
    (select count(*) from audit) as audit, (select count(*) from limits) as limits,
    (select count(*) from outbox) as outbox`);

describe('follow-link', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Opens a link and presses the button. */
  async function follow(walker: Walker, message: RecoverMessage): Promise<void> {
    await walker.open(pathOfLink(message));
    await walker.submit({}, paths.followLink);
  }

  /** From the link to the page of the new key, in a browser that began nothing. */
  async function followElsewhere(walker: Walker, message: RecoverMessage, who: Citizen): Promise<void> {
    await follow(walker, message);
    assert.equal(pathOf(walker), paths.confirmNumber);
    await walker.submit({ numero: who.number });
    assert.equal(pathOf(walker), paths.chooseKey);
  }

  it('lands without any cookie, and looking changes nothing, however often and by whatever machine (RT-20)', async () => {
    const who = citizen(0);
    const message = await receive(world, browse(world), who);
    const before = await stateOf(world);
    for (const method of ['GET', 'HEAD', 'GET', 'OPTIONS', 'GET', 'HEAD'])
      for (const headers of [{}, { purpose: 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }]) {
        const url = `https://clave.ceibo.example${pathOfLink(message)}`;
        const request = new Request(url, { method, headers: { host: 'clave.ceibo.example', ...headers } });
        const answer = await world.app.fetch(request, { ip: '203.0.113.9' });
        if (method === 'OPTIONS') continue;
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('cache-control'), 'no-store');
        assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
        assert.equal(answer.headers.get('x-robots-tag'), 'noindex');
      }
    assert.deepEqual(await stateOf(world), before);
    const walker = browse(world);
    await followElsewhere(walker, message, who);
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
  });

  for (const language of languages)
    it(`says which request it is of, from when and where, in ${language}`, async () => {
      const { followLink, devices } = wordsOf(language);
      const starter = browse(world, language);
      starter.headers['user-agent'] = 'Mozilla/5.0 (Linux; Android 14) Mobile';
      const message = await receive(world, starter, citizen(language === 'es' ? 1 : 2));
      const seen = await browse(world).open(pathOfLink(message));
      const text = textOf(seen.html);
      assert.equal(seen.heading, followLink.title);
      assert.ok(text.includes(message.caseWords));
      assert.ok(text.includes(devices.android));
      assert.ok(text.includes(`${message.code.slice(0, 4)} ${message.code.slice(4)}`), 'The code, for there');
      assert.ok(seen.html.includes(`href="${paths.notMe}"`));
      assert.ok(
        !text.includes(citizen(1).number) && !text.includes('correo.example'),
        'Nobody is named (RE-05)',
      );
      const own = await starter.open(pathOfLink(message));
      assert.ok(!textOf(own.html).includes(message.code.slice(4)), 'Not where one need not type it');
    });

  it('speaks the language of the walk to a browser without a preference, and keeps it', async () => {
    const message = await receive(world, browse(world, 'en'), citizen(3));
    const walker = browse(world);
    const seen = await walker.open(pathOfLink(message));
    assert.equal(seen.heading, wordsOf('en').followLink.title);
    await walker.submit({}, paths.followLink);
    assert.equal(walker.page.heading, wordsOf('en').confirmNumber.title);
    const chose = browse(world);
    chose.cookies.set('__Host-reclave-language', 'es');
    assert.equal((await chose.open(pathOfLink(message))).heading, wordsOf('es').followLink.title);
  });

  it('the browser that began goes on at once, without saying the number again', async () => {
    const walker = browse(world);
    await follow(walker, await receive(world, walker, citizen(4)));
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('the browser that began sees that it goes on elsewhere, and gains nothing (RT-08, ATK-35)', async () => {
    const who = citizen(5);
    const starter = browse(world);
    const message = await receive(world, starter, who);
    const opener = browse(world);
    await followElsewhere(opener, message, who);
    for (const path of [paths.enterCode, paths.chooseKey, paths.nameContact, paths.done, paths.stopped]) {
      await starter.open(path);
      assertNotice(starter.page, wordsOf('es').stopped.elsewhere);
    }
    const stolen = opener.form(paths.chooseKey).fields;
    assert.ok(stolen._csrf);
    await starter.open(paths.signIn);
    const own = starter.form(paths.signIn).fields._csrf ?? '';
    const answer = await starter.post(paths.chooseKey, { clave: goodKey, clave2: goodKey, _csrf: own });
    assert.equal(answer.headers.get('location'), paths.stopped);
    await saveKey(opener, goodKey);
    assert.equal(pathOf(opener), paths.done);
    await starter.open(paths.done);
    assertNotice(starter.page, wordsOf('es').stopped.elsewhere);
  });

  it('a link stays alive until the key is set: half-way, on another device, after the time for choosing (R10)', async () => {
    const who = citizen(6);
    const message = await receive(world, browse(world), who);
    const [first, second, third] = [browse(world), browse(world), browse(world)];
    await followElsewhere(first, message, who);
    await followElsewhere(second, message, who);
    await first.open(paths.chooseKey);
    assert.equal(pathOf(first), paths.start, 'The case is in one browser at a time');
    world.clock.move(minutes(16));
    await saveKey(second, goodKey);
    assertNotice(second.page, wordsOf('es').stopped.expired);
    assert.equal((await third.open(pathOfLink(message))).heading, wordsOf('es').followLink.title);
    await followElsewhere(third, message, who);
    await saveKey(third, goodKey);
    assert.equal(pathOf(third), paths.done);
  });

  it('a wrong code typed by a stranger after the time for choosing does not end the link', async () => {
    const who = citizen(7);
    const message = await receive(world, browse(world), who);
    const walker = browse(world);
    await followElsewhere(walker, message, who);
    world.clock.move(minutes(16));
    const stranger = browse(world);
    await stranger.open(paths.enterCodeElsewhere);
    await stranger.submit({ numero: who.number, codigo: otherCode(message.code) });
    assert.equal(stranger.page.status, 422);
    await followElsewhere(browse(world), message, who);
  });

  it('a link works once: the key spends it, and both its copies say so (RT-05)', async () => {
    const who = citizen(8);
    const starter = browse(world);
    const message = await receive(world, starter, who);
    const walker = browse(world);
    await followElsewhere(walker, message, who);
    const late = browse(world);
    await follow(late, message);
    await saveKey(walker, goodKey);
    await late.submit({ numero: who.number });
    for (const language of languages) {
      const { used } = wordsOf(language).followLink;
      const time = language === 'es' ? 'hoy a las' : 'today at';
      const seen = await browse(world, language).open(pathOfLink(message));
      assert.ok(seen.heading.startsWith(used(time)?.title.slice(0, 20)), seen.heading);
      for (const href of [paths.signIn, paths.notMe]) assert.ok(seen.html.includes(`href="${href}"`));
    }
    assert.ok(late.page.heading.startsWith('Ese enlace ya se usó'), 'Also for a browser half-way through');
    const code = browse(world);
    await code.open(paths.enterCodeElsewhere);
    await code.submit({ numero: who.number, codigo: message.code });
    assert.equal(code.page.status, 422);
  });

  for (const language of languages)
    it(`expired, replaced, made up: each is answered 200 with its own text and a way on, in ${language} (RC-15)`, async () => {
      const { followLink } = wordsOf(language);
      const walker = browse(world, language);
      const old = await receive(world, walker, citizen(language === 'es' ? 9 : 10));
      world.clock.move(minutes(1));
      const newer = recovery(await arriving(world, () => walker.submit({}, paths.askMessage)));
      const replaced = await browse(world, language).open(pathOfLink(old));
      assertNotice(replaced, followLink.replaced(old.caseWords));
      assert.ok(replaced.html.includes(`href="${paths.enterCodeElsewhere}"`));
      world.clock.move(minutes(30) + 1000);
      const expired = await browse(world, language).open(pathOfLink(newer));
      assert.equal(expired.status, 200);
      const time = /\d\d:\d\d/.exec(expired.heading)?.[0] ?? '';
      assertNotice(expired, followLink.expired(language === 'es' ? `las ${time}` : time));
      for (const token of [
        'A'.repeat(43),
        'x',
        '%00',
        'a'.repeat(500),
        `${pathOfLink(newer).slice(3, -1)}`,
      ]) {
        const unknown = await browse(world, language).open(`/r/${token}`);
        assertNotice(unknown, followLink.unknown(house));
        assert.ok(unknown.html.includes(`href="${paths.enterCodeElsewhere}"`));
      }
    });

  it('a decoy has no link that anybody could know, and its message reaches nobody', async () => {
    const who = { number: unknownNumber(1), email: 'ana@correo.example' };
    assert.deepEqual(await arriving(world, () => askFor(world, browse(world), who)), []);
    const rows = await world.sql<{ live: boolean }>(
      'select live from challenges order by issued_at desc limit 1',
    );
    assert.deepEqual(rows, [{ live: false }]);
  });

  it('a case that was cancelled or begun anew says until when its link worked, never a time to come', async () => {
    const who = citizen(11);
    const walker = browse(world);
    const message = await receive(world, walker, who);
    const token = walker.form().fields._csrf ?? '';
    world.clock.move(minutes(3));
    assert.equal(
      (await walker.post(paths.cancelCase, { _csrf: token })).headers.get('location'),
      paths.stopped,
    );
    await walker.open(paths.stopped);
    assertNotice(walker.page, wordsOf('es').stopped.cancelled);
    world.clock.move(minutes(3));
    const seen = await browse(world).open(pathOfLink(message));
    const [hour, minute] = (/\d\d:\d\d/.exec(seen.heading)?.[0] ?? '').split(':').map(Number);
    const now = world.clock.now().getTime() - hours(5);
    const said = Date.UTC(1970, 0, 1, hour, minute);
    assert.ok(seen.heading.startsWith('Ese enlace sirvió hasta'), seen.heading);
    assert.equal(Math.floor(((now % hours(24)) - said) / 60_000), 3);
  });

  it('somebody suspended after the message went out is barred, with the same pages until then (RC-08, ATK-06)', async () => {
    const who = citizen(12);
    const walker = browse(world);
    await follow(walker, await receive(world, walker, who));
    const form = walker.form(paths.chooseKey);
    await world.sql(
      `update accounts set status = 'suspended' where id = (select account_id from cases order by opened desc limit 1)`,
    );
    const heard = await arriving(world, () => saveKey(walker, goodKey));
    assert.deepEqual(heard, []);
    assertNotice(walker.page, wordsOf('es').stopped.barred);
    assert.ok(walker.page.html.includes('/ayuda/oficinas'));
    const again = await walker.post(form.action, { ...form.fields, clave: goodKey, clave2: goodKey });
    assert.equal(again.headers.get('location'), paths.stopped);
  });
});

describe('confirm-number', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`asks whose the link is where it is opened elsewhere; wrong five times stops, in every browser, in ${language}`, async () => {
      const { confirmNumber, enterCodeElsewhere, stopped } = wordsOf(language);
      const who = citizen(language === 'es' ? 0 : 1);
      const message = await receive(world, browse(world, language), who);
      const opened = async (): Promise<Walker> => {
        const walker = browse(world, language);
        await walker.open(pathOfLink(message));
        await walker.submit({}, paths.followLink);
        assert.equal(walker.page.heading, confirmNumber.title);
        return walker;
      };
      const walker = await opened();
      const empty = await walker.submit({ numero: ' ' });
      assert.equal(empty.status, 422);
      assert.ok(textOf(empty.html).includes(enterCodeElsewhere.errors.numberEmpty));
      for (const [left, numero] of [
        [4, citizen(5).number],
        [3, unknownNumber(1)],
        [2, 'no number'],
      ] as const) {
        const seen = await walker.submit({ numero });
        assert.equal(seen.status, 422);
        assert.ok(textOf(seen.html).includes(confirmNumber.errors.mismatch(left)), `${left} left`);
      }
      const other = await opened();
      for (const left of [1, 0]) {
        const seen = await other.submit({ numero: unknownNumber(2 + left) });
        assert.ok(textOf(seen.html).includes(confirmNumber.errors.mismatch(left)));
      }
      const late = await opened();
      const seen = await late.submit({ numero: who.number });
      assert.equal(seen.status, 429);
      assert.equal(seen.heading, stopped.tooManyTries('').title);
    });

  it('a wrong number leaves the link and the code as they were', async () => {
    const who = citizen(2);
    const message = await receive(world, browse(world), who);
    const walker = browse(world);
    await walker.open(pathOfLink(message));
    await walker.submit({}, paths.followLink);
    await walker.submit({ numero: unknownNumber(1) });
    assert.equal(walker.page.status, 422);
    await walker.submit({ numero: `${who.number.slice(0, 9)}-${who.number.slice(9)}` });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('is nowhere without a link, and a link in one browser says nothing to another', async () => {
    const walker = browse(world);
    await walker.open(paths.confirmNumber);
    assert.equal(pathOf(walker), paths.start);
    const opener = browse(world);
    const message = await receive(world, browse(world), citizen(3));
    await opener.open(pathOfLink(message));
    await opener.submit({}, paths.followLink);
    walker.cookies.set('__Host-reclave-draft', opener.cookies.get('__Host-reclave-draft') ?? '');
    await walker.open(paths.confirmNumber);
    assert.equal(pathOf(walker), paths.start, 'A draft opens in its own browser only');
  });

  it('a company confirms by its RUC', async () => {
    const message = recovery(await arriving(world, () => askMessage(browse(world), 'employer-main')));
    const walker = browse(world);
    await walker.open(pathOfLink(message));
    await walker.submit({}, paths.followLink);
    await walker.submit({ numero: sample('employer-main').identity.number });
    assert.equal(pathOf(walker), paths.chooseKey);
  });
});
