/** Signing in: one error for everything, waits that grow alike for every number, and recovery as the way back (PW-19, PW-23). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sweep } from '../../src/actions/upkeep/sweep.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { nameHashOf } from '../attacks/places.ts';
import { goodKey, sample, textOf, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  assertError,
  browse,
  citizen,
  hours,
  languages,
  minutes,
  opens,
  pathOf,
  prove,
  saveKey,
  signIn,
  summaryOf,
  typedInto,
  unknownNumber,
} from './steps.ts';

/** The beginning of what is said while a place waits. */
const waitingWords = 'La clave se escribió mal varias veces';

describe('sign-in', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`tells what is missing, and one thing for all that is wrong; the key is never written back, in ${language}`, async () => {
      const { errors } = wordsOf(language).signIn;
      const who = citizen(language === 'es' ? 0 : 1);
      const walker = browse(world, language);
      await walker.open(paths.signIn);
      const both = await walker.submit({ numero: '', clave: '' });
      assert.equal(both.status, 422);
      for (const text of [errors.numberEmpty, errors.keyEmpty]) assert.ok(summaryOf(both).includes(text));
      assertError(await walker.submit({ numero: who.number, clave: '' }), 'clave', errors.keyEmpty, language);
      for (const numero of [who.number, unknownNumber(1), 'nobody', '123']) {
        const seen = await walker.submit({ numero, clave: goodKey });
        assertError(seen, 'numero', errors.wrong, language);
        assert.equal(typedInto(seen, 'numero'), numero);
        assert.ok(!seen.html.includes(goodKey));
      }
    });

  it('takes the number however it is spelled, and the key only as it is', async () => {
    const { number, key } = citizen(2);
    for (const spelled of [` ${number} `, `${number.slice(0, 9)}-${number.slice(9)}`, [...number].join(' ')])
      assert.equal(await opens(world, spelled, key), true, spelled);
    for (const wrong of [` ${key}`, `${key} `, key.toLowerCase(), key.toUpperCase(), `${key}x`])
      assert.equal(await opens(world, number, wrong), false, wrong);
  });

  it('waits grow alike for a known, an unknown and a locked number, from 30 seconds to an hour (PW-19)', async () => {
    const numbers = [citizen(3).number, unknownNumber(3), sample('locked').identity.number];
    const seen = new Map<string, string[]>();
    const walkers = new Map(numbers.map((number): [string, Walker] => [number, browse(world)]));
    const round = async (wait: number): Promise<void> => {
      world.clock.move(wait * 1000);
      for (const [number, walker] of walkers) {
        const page = await signIn(walker, number, 'Wrong7Key9');
        seen.set(number, [...(seen.get(number) ?? []), `${page.status} ${summaryOf(page)}`]);
      }
    };
    for (let turn = 0; turn < 5; turn++) await round(0);
    for (const wait of [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600, 3600, 3600, 3600]) {
      await round(wait - 1);
      await round(1);
    }
    const [first, ...others] = [...seen.values()];
    for (const other of others) assert.deepEqual(other, first);
    const { errors } = wordsOf('es').signIn;
    assert.ok(first?.[2]?.includes(errors.triesLeft(2, 30)), 'The pause is announced');
    assert.ok(first?.[3]?.includes(errors.triesLeft(1, 30)));
    assert.ok(first?.[4]?.includes(waitingWords));
    assert.ok(first?.at(-1)?.includes(errors.disabled), 'Twenty failures in a row end it (PW-23)');
  });

  it('a key tried while waiting is not looked at: the right one waits too, and costs nothing', async () => {
    const { number, key } = citizen(4);
    const walker = browse(world);
    const tries = async (typed: string) =>
      (await signIn(walker, number, typed)).url.pathname === paths.account;
    for (let turn = 0; turn < 5; turn++) await tries('Wrong7Key9');
    for (let turn = 0; turn < 5; turn++) assert.equal(await tries(key), false);
    world.clock.move(30_000);
    assert.equal(await tries(key), true);
    for (let turn = 0; turn < 4; turn++) await tries('Wrong7Key9');
    assert.equal(await tries(key), true, 'Success forgave the failures before');
  });

  it('a wait belongs to number and network: the next browser of that network waits too, another network does not', async () => {
    const { number, key } = citizen(5);
    const there = (host: number) =>
      new Walker((request) => world.app.fetch(request, { ip: `192.0.2.${host}` }));
    for (let turn = 0; turn < 5; turn++) await signIn(there(turn), number, 'Wrong7Key9');
    const seen = await signIn(there(77), number, key);
    assert.ok(summaryOf(seen).includes(waitingWords), 'The right key waits as well');
    const other = citizen(6);
    assert.equal((await signIn(there(77), other.number, other.key)).url.pathname, paths.account);
    assert.equal(await opens(world, number, key), true, 'Elsewhere nobody waits');
    assert.ok(
      summaryOf(await signIn(there(77), number, key)).includes(waitingWords),
      'and that ends no wait',
    );
  });

  it('the owner at a known device neither waits nor is disabled by what strangers do, and is held to tries of its own', async () => {
    const { number, key } = citizen(10);
    const home = browse(world);
    const enter = async (typed: string) => (await signIn(home, number, typed)).url.pathname === paths.account;
    assert.equal(await enter(key), true);
    for (let turn = 0; turn < 20; turn++) await opens(world, number, 'Wrong7Key9');
    assert.equal(
      await opens(world, number, key),
      false,
      'Twenty failures from twenty networks disable (PW-23)',
    );
    assert.equal(await enter(key), true, 'but not at home');
    assert.equal(await opens(world, number, key), false, 'and strangers get no new tries by it');
    for (let turn = 0; turn < 5; turn++) await enter('Wrong7Key9');
    assert.ok(summaryOf(home.page).includes(waitingWords));
    for (let turn = 5; turn < 20; turn++) {
      world.clock.move(hours(1));
      assert.equal(await enter('Wrong7Key9'), false);
    }
    world.clock.move(hours(24));
    const seen = await signIn(home, number, key);
    assertError(seen, 'numero', wordsOf('es').signIn.errors.disabled);
  });

  it('a device knows up to five accounts, the newest; each has tries of its own there', async () => {
    const device = browse(world);
    const family = [11, 12, 13, 14, 15, 16].map(citizen);
    for (const { number, key } of family) await signIn(device, number, key);
    for (const { number } of family)
      for (let turn = 0; turn < 20; turn++) await opens(world, number, 'Wrong7Key9');
    const known: boolean[] = [];
    for (const { number, key } of family)
      known.push((await signIn(device, number, key)).url.pathname === paths.account);
    assert.deepEqual(known, [false, true, true, true, true, true]);
    const cookie = device.cookies.get('__Host-reclave-device') ?? '';
    assert.ok(cookie.length < 2048, `${cookie.length} bytes (SE-02)`);
    for (const { number, email } of family)
      assert.ok(
        !Buffer.from(cookie, 'base64url').toString('latin1').includes(number) && !cookie.includes(email),
      );
  });

  it('after twenty failures the right key is refused for ever, and recovery restores the account (PW-23, RC-09)', async () => {
    const who = citizen(7);
    const fail = () => opens(world, who.number, 'Wrong7Key9');
    for (let turn = 0; turn < 5; turn++) await fail();
    for (let turn = 5; turn < 20; turn++) {
      world.clock.move(hours(1));
      await fail();
    }
    world.clock.move(hours(72));
    for (const language of languages) {
      const seen = await signIn(browse(world, language), who.number, who.key);
      assertError(seen, 'numero', wordsOf(language).signIn.errors.disabled, language);
      assert.ok(seen.html.includes(`href="${paths.start}"`), 'with the way to recover');
    }
    const walker = browse(world);
    await prove(world, walker, who);
    await saveKey(walker, goodKey);
    assert.equal(await opens(world, who.number, goodKey), true);
    const left = await world.sql('select from sign_in_attempts where name_hash = $1', [nameHashOf(who)]);
    assert.equal(left.length, 0, 'Every place starts anew (RC-09)');
  });

  it('which network tried a number is forgotten in a month, what a device used up only with the device', async () => {
    const who = citizen(18);
    const home = browse(world);
    for (const key of [who.key, 'Wrong7Key9']) await signIn(home, who.number, key);
    await signIn(browse(world), who.number, 'Wrong7Key9');
    const known = async (): Promise<boolean[]> =>
      (
        await world.sql<{ known_device: boolean }>(
          'select known_device from sign_in_attempts where name_hash = $1 order by 1',
          [nameHashOf(who)],
        )
      ).map((row) => row.known_device);
    const devices = () =>
      world.sql('select from devices d join accounts a on a.id = d.account_id where a.name_hash = $1', [
        nameHashOf(who),
      ]);
    await sweep(world.world);
    assert.deepEqual(await known(), [false, true]);
    world.clock.move(hours(24 * 31));
    await sweep(world.world);
    assert.deepEqual(await known(), [true]);
    assert.equal((await devices()).length, 1);
    world.clock.move(hours(24 * 340));
    await sweep(world.world);
    assert.equal((await devices()).length, 0);
    assert.deepEqual(await known(), []);
  });

  it('a recovered account trusts no device (RC-02)', async () => {
    const who = citizen(17);
    const home = browse(world);
    await signIn(home, who.number, who.key);
    const walker = browse(world);
    await prove(world, walker, who);
    await saveKey(walker, goodKey);
    for (let turn = 0; turn < 20; turn++) await opens(world, who.number, 'Wrong7Key9');
    assert.equal((await signIn(home, who.number, goodKey)).status, 422);
  });

  it('a session ends when it idles, after its hours, and by signing out', async () => {
    const who = citizen(8);
    const walker = browse(world);
    const come = async (): Promise<string> => {
      await walker.open(paths.account);
      return pathOf(walker);
    };
    await signIn(walker, who.number, who.key);
    const first = walker.cookies.get('__Host-reclave-session');
    world.clock.move(minutes(14));
    assert.equal(await come(), paths.account);
    world.clock.move(minutes(15) + 1000);
    assert.equal(await come(), paths.signIn);
    await signIn(walker, who.number, who.key);
    assert.notEqual(
      walker.cookies.get('__Host-reclave-session'),
      first,
      'Each sign-in is a session of its own (SE-01)',
    );
    for (let turn = 0; turn < 47; turn++) {
      world.clock.move(minutes(10));
      assert.equal(await come(), paths.account, `${turn}`);
    }
    world.clock.move(minutes(10) + 1000);
    assert.equal(await come(), paths.signIn, 'Eight hours are the most');
    await signIn(walker, who.number, who.key);
    const token = walker.cookies.get('__Host-reclave-session') ?? '';
    const out = await walker.submit({}, paths.signOut);
    assert.ok(textOf(out.html).includes(wordsOf('es').signIn.signedOut));
    walker.cookies.set('__Host-reclave-session', token);
    assert.equal(await come(), paths.signIn, 'The cookie is worth nothing afterwards');
  });

  it('the account says which portal it opens, and that the key works', async () => {
    for (const language of languages) {
      const { account } = wordsOf(language);
      const who = citizen(9);
      const walker = browse(world, language);
      const seen = await signIn(walker, who.number, who.key);
      const portal = { es: 'Portal del Fondo Ceibo', en: 'Fondo Ceibo portal' }[language];
      assert.equal(seen.heading, account.title(portal));
      assert.ok(textOf(seen.html).includes(account.works));
      assert.ok(!seen.html.includes(who.number) && !seen.html.includes(who.email));
    }
  });
});
