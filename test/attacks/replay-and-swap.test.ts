import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { goodKey, sample, sayNumber, skipQuestions, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  begin,
  beginAndAsk,
  beginAndProve,
  browserOf,
  forms,
  nameHashOf,
  newestMessage,
  type Somebody,
  somebody,
  tokenOf,
} from './places.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());
// Starts are counted by the hour; each test has its own.
beforeEach(() => world.clock.move(3_600_000));

type Keeping = { key_hash: string | null; lock: string | null; status: string };

const kept = async ({ number }: { number: string }): Promise<Keeping> => {
  const [row] = await world.sql<Keeping>('select key_hash, lock, status from accounts where name_hash = $1', [
    nameHashOf({ number }),
  ]);
  return row ?? assert.fail();
};

/** Whether a browser stands at the page of the new key. */
const mayChooseKey = async (walker: Walker): Promise<boolean> =>
  (await walker.open('/recuperar/clave')).url.pathname === '/recuperar/clave';

const signIn = async (number: string, key: string): Promise<string> => {
  const walker = browserOf(world);
  await walker.open('/ingresar');
  return (await walker.submit({ numero: number, clave: key })).url.pathname;
};

const post = (walker: Walker, path: string, fields: Record<string, string>) =>
  walker.post(path, { ...fields, _csrf: tokenOf(walker) });

async function finish(walker: Walker, key = goodKey): Promise<void> {
  await walker.open('/recuperar/clave');
  await walker.submit({ clave: key, clave2: key });
  assert.equal(walker.page.url.pathname, '/recuperar/listo');
}

describe('a code and a link are worth nothing once their case is completed (RT-05, H22)', () => {
  test('not in the browser that completed, not in another, and not by the number', async () => {
    const who = somebody(0);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const { code, token } = await newestMessage(world, who.email);
    await walker.submit({ codigo: code });
    await finish(walker);
    const after_ = await kept(who);

    for (const browser of [walker, browserOf(world)]) {
      await browser.open('/codigo');
      const seen = await browser.submit({ numero: who.number, codigo: code });
      assert.equal(seen.status, 422);
      await browser.open(`/r/${token}`);
      assert.doesNotMatch(browser.page.html, /name="enlace"/);
      await browser.open('/recuperar/perfil');
      const again = await post(browser, '/r/', { enlace: token });
      if (again.headers.get('location') === '/recuperar/confirmar') {
        // Another browser is asked for the number first; then it is told.
        await browser.open('/recuperar/confirmar');
        await browser.submit({ numero: who.number });
        assert.equal(browser.page.url.pathname, `/r/${token}`);
      } else assert.equal(again.headers.get('location'), `/r/${token}`);
      assert.equal(await mayChooseKey(browser), false);
      await walker.open('/recuperar/perfil');
      const key = await post(walker, '/recuperar/clave', {
        clave: 'Otra4Palabra77',
        clave2: 'Otra4Palabra77',
      });
      assert.notEqual(key.headers.get('location'), '/recuperar/listo');
    }
    assert.deepEqual(await kept(who), after_);
  });

  test('a code works once: the browser it let in keeps its place, a second browser gets none', async () => {
    const who = somebody(1);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const { code } = await newestMessage(world, who.email);
    await walker.submit({ codigo: code });
    const second = browserOf(world);
    await second.open('/codigo');
    assert.equal((await second.submit({ numero: who.number, codigo: code })).status, 422);
    assert.equal(await mayChooseKey(second), false);
    assert.equal(await mayChooseKey(walker), true);
  });

  test('two pages of the new key opened before: the second is told it is over, and changes nothing (H23)', async () => {
    const who = somebody(2);
    const walker = browserOf(world);
    await beginAndProve(world, walker, who);
    const fields = { clave: 'Otra4Palabra77', clave2: 'Otra4Palabra77', _csrf: tokenOf(walker) };
    await finish(walker);
    const once = await kept(who);
    const again = await walker.post('/recuperar/clave', fields);
    assert.equal(again.headers.get('location'), '/recuperar/fin');
    assert.deepEqual(await kept(who), once);
  });
});

describe('the newest message replaces the older ones (RT-06)', () => {
  test('in one case: the older link and code are dead, the newer ones live', async () => {
    const who = somebody(3);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const older = await newestMessage(world, who.email);
    world.clock.move(61_000);
    assert.equal((await post(walker, '/recuperar/revise/otro', {})).status, 303);
    const newer = await newestMessage(world, who.email);
    assert.notEqual(older.token, newer.token);
    const stranger = browserOf(world);
    await stranger.open(`/r/${older.token}`);
    assert.doesNotMatch(stranger.page.html, /name="enlace"/);
    await walker.open('/recuperar/revise');
    assert.equal((await walker.submit({ codigo: older.code })).status, 422);
    await walker.submit({ codigo: newer.code });
    assert.equal(walker.page.url.pathname, '/recuperar/clave');
  });

  test('over two cases, and a link that was already followed is judged again when the key is written (H24)', async () => {
    const who = somebody(4);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const older = await newestMessage(world, who.email);
    const owner = browserOf(world);
    await beginAndProve(world, owner, who);
    await finish(owner);
    const once = await kept(who);
    // The first browser still shows its page, and its message is in the mailbox.
    assert.equal(await mayChooseKey(walker), false);
    await walker.open('/codigo');
    await walker.submit({ numero: who.number, codigo: older.code });
    assert.equal(await mayChooseKey(walker), false);
    assert.deepEqual(await kept(who), once);
  });
});

describe('whatever an attacker has under way ends when the owner completes (H21)', () => {
  test('cases at every step, one of them proven by a code overheard', async () => {
    const who = somebody(5);
    const [naming, awaiting, proven] = [browserOf(world), browserOf(world), browserOf(world)];
    await begin(naming, who);
    await skipQuestions(naming);
    await beginAndAsk(awaiting, who);
    world.clock.move(1000);
    await beginAndAsk(proven, who);
    const overheard = await newestMessage(world, who.email);
    await proven.submit({ codigo: overheard.code });
    assert.equal(await mayChooseKey(proven), true);
    const late = { clave: 'Otra4Palabra77', clave2: 'Otra4Palabra77', _csrf: tokenOf(proven) };

    const owner = browserOf(world);
    await beginAndProve(world, owner, who);
    await finish(owner);
    const once = await kept(who);

    assert.equal((await proven.post('/recuperar/clave', late)).headers.get('location'), '/recuperar/fin');
    for (const walker of [naming, awaiting, proven]) {
      assert.equal(await mayChooseKey(walker), false);
      assert.equal((await walker.open('/recuperar/fin')).status, 200);
    }
    assert.deepEqual(await kept(who), once);
    const open = await world.sql('select id from cases where name_hash = $1 and closed_at is null', [
      nameHashOf(who),
    ]);
    assert.deepEqual(open, []);
    const living = await world.sql('select id from challenges where name_hash = $1 and ended_at is null', [
      nameHashOf(who),
    ]);
    assert.deepEqual(living, []);
  });

  test('sessions opened with the former key end too (RC-02), and nobody is signed in by a recovery (RC-01)', async () => {
    const who = somebody(6);
    const thief = browserOf(world);
    await thief.open('/ingresar');
    await thief.submit({ numero: who.number, clave: who.key });
    assert.equal((await thief.open('/cuenta')).url.pathname, '/cuenta');
    const owner = browserOf(world);
    await beginAndProve(world, owner, who);
    await finish(owner);
    assert.equal((await thief.open('/cuenta')).url.pathname, '/ingresar');
    assert.equal((await owner.open('/cuenta')).url.pathname, '/ingresar');
    assert.equal(await signIn(who.number, who.key), '/ingresar');
    assert.equal(await signIn(who.number, goodKey), '/cuenta');
  });
});

describe('a secret is bound to its person, its case and its purpose (RT-07, ATK-09)', () => {
  test('two people with one mailbox cannot use each other’s link or code (H13, H14)', async () => {
    const [one, two] = [sample('shared-mailbox-one'), sample('shared-mailbox-two')];
    const email = one.person?.email ?? '';
    const [first, second] = [browserOf(world), browserOf(world)];
    const walk = async (walker: Walker, id: 'shared-mailbox-one' | 'shared-mailbox-two') => {
      await sayNumber(walker, id);
      await skipQuestions(walker);
      await walker.submit({ correo: email, seguro: '1' });
      world.clock.move(1000);
      return newestMessage(world, email);
    };
    const hers = await walk(first, 'shared-mailbox-one');
    const his = await walk(second, 'shared-mailbox-two');
    assert.notEqual(hers.token, his.token);

    // Her code in his case, and the other way round.
    assert.equal((await first.submit({ codigo: his.code })).status, 422);
    assert.equal((await second.submit({ codigo: hers.code })).status, 422);
    // Her link with his number, her code with his number.
    const stranger = browserOf(world);
    await stranger.open(`/r/${hers.token}`);
    await stranger.submit();
    assert.equal((await stranger.submit({ numero: two.identity.number })).status, 422);
    await stranger.open('/codigo');
    assert.equal((await stranger.submit({ numero: two.identity.number, codigo: hers.code })).status, 422);
    assert.equal(await mayChooseKey(stranger), false);
    // Her link pressed in his browser asks for the number, and leads to her account only.
    await second.open(`/r/${hers.token}`);
    await second.submit();
    assert.equal(second.page.url.pathname, '/recuperar/confirmar');
    assert.equal((await second.submit({ numero: two.identity.number })).status, 422);
    const before_ = await kept(two.identity);
    await second.submit({ numero: one.identity.number });
    assert.equal(second.page.url.pathname, '/recuperar/clave');
    assert.match(second.page.html, new RegExp(`value="${one.identity.number}"`));
    const key = { clave: 'Zumbido4Once88', clave2: 'Zumbido4Once88' };
    assert.equal((await post(second, '/recuperar/clave', key)).headers.get('location'), '/recuperar/listo');
    assert.deepEqual(await kept(two.identity), before_);
    assert.equal(await signIn(one.identity.number, 'Zumbido4Once88'), '/cuenta');
  });

  test('no secret does for another: link as code, code as link, cookies for one another', async () => {
    const who = somebody(7);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const { code, token } = await newestMessage(world, who.email);
    assert.equal((await walker.submit({ codigo: token })).status, 422);
    const stranger = browserOf(world);
    await stranger.open('/recuperar/perfil');
    assert.equal((await post(stranger, '/r/', { enlace: code })).status, 200);
    assert.equal(
      (await post(stranger, '/r/', { enlace: code.repeat(4) })).headers.get('location'),
      `/r/${code.repeat(4)}`,
    );
    const session = '__Host-reclave-session';
    const browser = '__Host-reclave-browser';

    // The browser's cookie as a session, and the link as one.
    for (const value of [walker.cookies.get(browser) ?? '', token]) {
      stranger.cookies.set(session, value);
      assert.equal((await stranger.open('/cuenta')).url.pathname, '/ingresar');
    }
    // A session as the browser of a case (ATK-05).
    const member = browserOf(world);
    await member.open('/ingresar');
    await member.submit({ numero: who.number, clave: who.key });
    const puzzled = browserOf(world);
    puzzled.cookies.set(browser, member.cookies.get(session) ?? '');
    assert.equal((await puzzled.open('/recuperar/revise')).url.pathname, '/');
    assert.equal((await puzzled.open('/recuperar/clave')).url.pathname, '/');
    // The link's token, or its digest, as the browser of its case.
    for (const value of [token, code.padEnd(43, 'A')]) {
      puzzled.cookies.set(browser, value);
      assert.equal((await puzzled.open('/recuperar/clave')).url.pathname, '/');
    }
  });

  test('a draft that was altered, made up or sealed for something else is no draft', async () => {
    const who = somebody(8);
    await beginAndAsk(browserOf(world), who);
    const { token } = await newestMessage(world, who.email);
    const honest = browserOf(world);
    await honest.open(`/r/${token}`);
    await honest.submit();
    const name = '__Host-reclave-draft';
    const sealed = honest.cookies.get(name) ?? '';
    assert.ok(sealed.length > 40);
    assert.doesNotMatch(Buffer.from(sealed, 'base64url').toString('latin1'), new RegExp(token.slice(0, 8)));
    const [challenge] = await world.sql<{ code: Buffer }>('select code from challenges limit 1');
    const [account] = await world.sql<{ personal: Buffer }>('select personal from accounts limit 1');
    const flipped = (at: number): string => {
      const bytes = Buffer.from(sealed, 'base64url');
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      return bytes.toString('base64url');
    };
    const forged = [
      Buffer.from(JSON.stringify({ token })).toString('base64url'),
      flipped(0),
      flipped(1),
      flipped(10),
      flipped(20),
      flipped(Buffer.from(sealed, 'base64url').length - 1),
      sealed.slice(0, 30),
      // Right in every bit, in a browser it was not made for.
      sealed,
      challenge?.code.toString('base64url') ?? '',
      account?.personal.toString('base64url') ?? '',
    ];
    for (const value of forged) {
      const walker = browserOf(world);
      await walker.open('/');
      walker.cookies.set(name, value);
      assert.equal((await walker.open('/recuperar/confirmar')).url.pathname, '/', value);
    }
    assert.equal((await honest.open('/recuperar/confirmar')).status, 200);
  });

  test('nothing of the request names the account: ids in query, header and cookie change nobody (ATK-18)', async () => {
    const [who, victim] = [somebody(9), somebody(10)];
    const walker = browserOf(world);
    await beginAndProve(world, walker, who);
    const before_ = await kept(victim);
    walker.cookies.set('account_id', '1');
    walker.headers['x-account-id'] = '1';
    const fields = { clave: goodKey, clave2: goodKey, usuario: victim.number, _csrf: tokenOf(walker) };
    const answer = await walker.post(
      `/recuperar/clave?id=1&numero=${victim.number}&usuario=${victim.number}`,
      fields,
    );
    assert.equal(answer.headers.get('location'), '/recuperar/listo');
    assert.deepEqual(await kept(victim), before_);
    assert.equal(await signIn(who.number, goodKey), '/cuenta');
  });
});

describe('standing is judged again when the key is written (RC-08, ATK-06, CVE-2026-16103)', () => {
  const changed = async (who: Somebody, set: string): Promise<void> => {
    await world.sql(`update accounts set ${set} where name_hash = $1`, [nameHashOf(who)]);
  };
  for (const [index, status] of (['suspended', 'deceased'] as const).entries())
    test(`${status} after the code was taken, and after the link was sent: no key`, async () => {
      const who = somebody(11 + index);
      const walker = browserOf(world);
      await beginAndProve(world, walker, who);
      const before_ = await kept(who);
      await changed(who, `status = '${status}'`);
      const answer = await post(walker, '/recuperar/clave', { clave: goodKey, clave2: goodKey });
      assert.equal(answer.headers.get('location'), '/recuperar/fin');
      assert.equal((await kept(who)).key_hash, before_.key_hash);
      assert.equal(await mayChooseKey(walker), false);
      // A closed case does not open again when the account does.
      await changed(who, `status = 'active'`);
      assert.equal(await mayChooseKey(walker), false);
    });

  for (const [index, lock] of (['administrative', 'fraud', 'attempts'] as const).entries())
    test(`a hold of kind “${lock}” ${lock === 'attempts' ? 'is cleared' : 'stays'}, put on midway or before`, async () => {
      const who = somebody(13 + index);
      const walker = browserOf(world);
      await beginAndProve(world, walker, who);
      await changed(who, `lock = '${lock}'`);
      await finish(walker);
      assert.equal((await kept(who)).lock, lock === 'attempts' ? null : lock);
      assert.equal(await signIn(who.number, goodKey), lock === 'attempts' ? '/cuenta' : '/ingresar');
    });

  test('a key chosen after its time is refused, by the server and to the second (RT-04)', async () => {
    const who = somebody(16);
    const walker = browserOf(world);
    await beginAndProve(world, walker, who);
    const before_ = await kept(who);
    const fields = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
    world.clock.move(15 * 60_000 + 1000);
    assert.equal((await walker.post('/recuperar/clave', fields)).headers.get('location'), '/recuperar/fin');
    assert.deepEqual(await kept(who), before_);
  });
});

describe('a case belongs to the browser that proved possession (RT-08, ATK-34, ATK-35)', () => {
  test('who starts and makes the owner press the link gains nothing', async () => {
    const who = somebody(17);
    const attacker = browserOf(world);
    await beginAndAsk(attacker, who);
    const { token } = await newestMessage(world, who.email);
    const owner = browserOf(world);
    await owner.open(`/r/${token}`);
    await owner.submit();
    await owner.submit({ numero: who.number });
    assert.equal(await mayChooseKey(owner), true);
    assert.equal(await mayChooseKey(attacker), false);
    const late = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(owner) };
    // Not with the owner's form token either: it is the owner's browser's.
    assert.equal((await attacker.post('/recuperar/clave', late)).status, 403);
    for (const path of ['/recuperar/clave/tiempo', '/recuperar/cancelar', '/recuperar/revise/otro']) {
      const stolen = browserOf(world);
      await stolen.open('/recuperar/perfil');
      for (const [name, value] of attacker.cookies) stolen.cookies.set(name, value);
      await stolen.open('/recuperar/perfil');
      await post(stolen, path, {});
    }
    await finish(owner);
    assert.equal((await attacker.open('/recuperar/listo')).url.pathname, '/recuperar/fin');
    assert.equal((await owner.open('/recuperar/listo')).url.pathname, '/recuperar/listo');
  });

  test('a cookie somebody else chose is taken for a browser, and never for a case', async () => {
    const fixed = browserOf(world);
    fixed.cookies.set('__Host-reclave-browser', 'A'.repeat(43));
    assert.equal((await fixed.open('/recuperar/clave')).url.pathname, '/');
    for (const bad of ['short', `${'A'.repeat(42)}!`, 'A'.repeat(44)]) {
      const walker = browserOf(world);
      walker.cookies.set('__Host-reclave-browser', bad);
      await walker.open('/');
      assert.notEqual(walker.cookies.get('__Host-reclave-browser'), bad);
    }
  });
});

describe('no step is skipped: from every step, every other step’s form does not lead past its own gate (ATK-01, H1, H27)', () => {
  /** Every address that takes a form, with what an attacker would send who has everything but the mailbox. */
  const fieldsOf = (who: Somebody): Record<string, Record<string, string>> => ({
    '/recuperar/perfil': { perfil: 'employer' },
    '/recuperar/otro-documento': { documento: 'passport' },
    '/recuperar/sucursal': { sucursal: '0001' },
    '/recuperar/representante': { numero: who.number },
    '/recuperar/comprobacion': { prueba: '' },
    '/recuperar/preguntas': { turno: '3', omitir: '1' },
    '/recuperar/canal': { canal: 'phone' },
    '/recuperar/revise': { codigo: '00000000' },
    '/recuperar/revise/otro': {},
    '/codigo': { numero: who.number, codigo: '00000000' },
    '/r/': { enlace: 'A'.repeat(43) },
    '/recuperar/confirmar': { numero: who.number },
    '/recuperar/clave': { clave: goodKey, clave2: goodKey },
    '/recuperar/clave/tiempo': {},
    '/recuperar/sin-correo': { opcion: 'phone' },
  });
  const steps: Record<string, (walker: Walker, who: Somebody) => Promise<unknown>> = {
    nowhere: (walker) => walker.open('/recuperar/perfil'),
    identified: begin,
    'every question behind': async (walker, who) => {
      await begin(walker, who);
      await skipQuestions(walker);
    },
    'a message asked for': beginAndAsk,
    'a message asked for a wrong address': (walker, who) =>
      beginAndAsk(walker, who, 'otra.persona@correo.example'),
    'a case that was given up': async (walker, who) => {
      await beginAndAsk(walker, who);
      await post(walker, '/recuperar/cancelar', {});
      await walker.open('/recuperar/perfil');
    },
  };
  for (const [index, [name, reach]] of Object.entries(steps).entries())
    test(`from: ${name}`, async () => {
      const who = somebody(18 + index);
      const before_ = await kept(who);
      const walker = browserOf(world);
      await reach(walker, who);
      const all = Object.entries(fieldsOf(who));
      assert.ok(all.every(([path]) => path in forms));
      // In order, and in the opposite order: what one form leaves behind must not open the gate of another.
      for (const [path, fields] of [...all, ...all.toReversed(), ...all]) {
        const answer = await post(walker, path, fields);
        assert.ok(answer.status < 500);
        assert.doesNotMatch(answer.headers.get('location') ?? '', /\/recuperar\/(clave|listo)/, path);
        assert.equal(await mayChooseKey(walker), false, path);
        await walker.open('/recuperar/perfil');
      }
      assert.deepEqual(await kept(who), before_);
      const [proven] = await world.sql<{ n: number }>(
        'select count(*)::int as n from cases where name_hash = $1 and holder is not null',
        [nameHashOf(who)],
      );
      assert.equal(proven?.n, 0);
    });
});

describe('switching the channel proves nothing (ATK-02, CVE-2026-18963)', () => {
  test('a code of one channel is dead when another message went out; an empty code never works', async () => {
    const who = sample('more-contacts');
    const email = who.person?.email ?? '';
    const walker = browserOf(world);
    await sayNumber(walker, 'more-contacts');
    await skipQuestions(walker);
    await walker.submit({ correo: email, seguro: '1' });
    const first = await newestMessage(world, email);
    await post(walker, '/recuperar/canal', { canal: 'phone' });
    await walker.open('/recuperar/correo');
    for (const codigo of ['', ' ', '0', '00000000']) {
      await walker.open('/recuperar/correo');
      const answer = await post(walker, '/recuperar/revise', { codigo });
      assert.doesNotMatch(answer.headers.get('location') ?? '', /clave/);
    }
    await walker.open('/recuperar/correo');
    await walker.submit({ correo: '0990000015' });
    assert.equal(walker.page.url.pathname, '/recuperar/revise');
    // The message by phone replaced the one by mail.
    assert.equal((await walker.submit({ codigo: first.code })).status, 422);
    assert.equal(await mayChooseKey(walker), false);
  });

  test('going back to another channel does not bring the tries back (H32)', async () => {
    const who = somebody(24);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const { code } = await newestMessage(world, who.email);
    for (let tries = 1; tries <= 5; tries++) {
      const codigo = String((Number(code) + tries) % 1e8).padStart(8, '0');
      await post(walker, '/recuperar/revise', { codigo });
    }
    await walker.open('/recuperar/sin-correo');
    await post(walker, '/recuperar/sin-correo', { opcion: 'second-email' });
    await walker.open('/recuperar/correo');
    await post(walker, '/recuperar/canal', { canal: 'email' });
    await walker.open('/recuperar/correo');
    await walker.submit({ correo: who.email, seguro: '1' });
    const newest = await newestMessage(world, who.email);
    assert.equal((await walker.submit({ codigo: newest.code })).status, 429);
  });
});

describe('starting over keeps nothing (ATK-03)', () => {
  test('a new number in the same browser ends the case before it, proven or not', async () => {
    const [who, other] = [somebody(25), somebody(26)];
    const walker = browserOf(world);
    await beginAndProve(world, walker, who);
    const late = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
    await begin(walker, other);
    assert.equal(await mayChooseKey(walker), false);
    const [mine, theirs] = [await kept(who), await kept(other)];
    assert.notEqual(
      (await walker.post('/recuperar/clave', late)).headers.get('location'),
      '/recuperar/listo',
    );
    assert.deepEqual([await kept(who), await kept(other)], [mine, theirs]);
    const [former] = await world.sql<{ because: string }>(
      `select stage->>'because' as because from cases where name_hash = $1`,
      [nameHashOf(who)],
    );
    assert.equal(former?.because, 'replaced');
  });

  test('a new number also ends a case this browser only proved: nobody at a borrowed computer meets the last one’s', async () => {
    const [first, next] = [somebody(32), somebody(33)];
    await beginAndAsk(browserOf(world), first);
    const { token } = await newestMessage(world, first.email);
    const borrowed = browserOf(world);
    await borrowed.open(`/r/${token}`);
    await borrowed.submit();
    await borrowed.submit({ numero: first.number });
    assert.equal(await mayChooseKey(borrowed), true);
    world.clock.move(1000);
    await begin(borrowed, next);
    assert.equal(borrowed.page.url.pathname, '/recuperar/preguntas');
    await post(borrowed, '/recuperar/cancelar', {});
    assert.equal(await mayChooseKey(borrowed), false);
  });

  test('a case that was given up is not taken up again by its code or link', async () => {
    const who = somebody(27);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    const { code, token } = await newestMessage(world, who.email);
    await post(walker, '/recuperar/cancelar', {});
    await walker.open('/codigo');
    assert.equal((await walker.submit({ numero: who.number, codigo: code })).status, 422);
    await walker.open(`/r/${token}`);
    assert.doesNotMatch(walker.page.html, /name="enlace"/);
    await walker.open('/recuperar/perfil');
    await post(walker, '/r/', { enlace: token });
    assert.equal(await mayChooseKey(walker), false);
  });
});

describe('two walks in one browser never mix (ATK-04)', () => {
  test('the code of one’s own account does not prove another’s, in two tabs of one browser', async () => {
    const [mine, victim] = [somebody(28), somebody(29)];
    const walker = browserOf(world);
    await beginAndAsk(walker, mine);
    const own = await newestMessage(world, mine.email);
    const tab = tokenOf(walker);
    world.clock.move(1000);
    await beginAndAsk(walker, victim, mine.email);
    const before_ = await kept(victim);
    assert.equal((await walker.submit({ codigo: own.code })).status, 422);
    assert.equal((await walker.post('/r/', { enlace: own.token, _csrf: tab })).status, 303);
    if (await mayChooseKey(walker)) {
      assert.match(walker.page.html, new RegExp(`value="${mine.number}"`));
      await finish(walker);
    }
    assert.deepEqual(await kept(victim), before_);
  });

  test('the mailbox typed is compared and never written to: one’s own does not get another’s message (H2, H3)', async () => {
    const [mine, victim] = [somebody(30), somebody(31)];
    const walker = browserOf(world);
    const count = (await world.mail()).length;
    await beginAndAsk(walker, victim, mine.email);
    assert.equal((await world.mail()).length, count);
  });
});
