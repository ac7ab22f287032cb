/** Attacks on contact changes and on the links of notices: races, other people's, replays, machines that look (CC-01, CC-03, RC-07). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Owner } from '../../src/actions/account/owner.ts';
import { cancelByLink, cancelOwn } from '../../src/actions/contact/cancel-change.ts';
import { askContactCode, changeContact, confirmContact } from '../../src/actions/contact/change-contact.ts';
import { disavow } from '../../src/actions/contact/disavow.ts';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { paths } from '../../src/web/paths.ts';
import { ask, holdChange, ofKind, ownerAt, signedIn, tokenOfLink } from '../journeys/contact-steps.ts';
import {
  arriving,
  browse,
  citizen,
  hours,
  minutes,
  otherCode,
  pathOf,
  prove,
  receive,
  register,
  saveKey,
} from '../journeys/steps.ts';
import { goodKey } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { nameHashOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const idOf = async (who: { number: string }): Promise<string> => {
  const [row] = await world.sql<{ id: string }>('select id from accounts where name_hash = $1', [
    nameHashOf(who),
  ]);
  return row?.id ?? assert.fail('No account');
};
const stages = async (accountId: string): Promise<string[]> =>
  (
    await world.sql<{ kind: string }>(
      `select stage->>'kind' as kind from contact_changes where account_id = $1 order by asked_at, 1`,
      [accountId],
    )
  ).map(({ kind }) => kind);
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('two changes at once (CC-03, ATK-31)', () => {
  it('leave one open, and the code of one never confirms the other', async () => {
    for (const round of times(3)) {
      const who = citizen(round);
      const accountId = await idOf(who);
      const owner = await ownerAt(world, await signedIn(world, who));
      const addresses = ['ladron@otro.example', 'victima@otro.example'];
      const sent = ofKind(
        await arriving(world, () =>
          Promise.all(addresses.map((to) => changeContact(world.world, owner, { slot: 'email', to }))),
        ),
        'confirm-contact',
      );
      assert.equal(sent.length, 2);
      assert.deepEqual((await stages(accountId)).sort(), ['replaced', 'to-confirm']);
      const ids = (
        await world.sql<{ id: string }>('select id from contact_changes where account_id = $1', [accountId])
      ).map(({ id }) => id);
      await Promise.all(
        ids.flatMap((id) => sent.map(({ message }) => confirmContact(world.world, owner, id, message.code))),
      );
      const told = ofKind(await world.mail(), 'contact-will-change').filter(
        (one) => one.message.isNew && addresses.includes(one.to),
      );
      world.clock.move(hours(72) + minutes(2));
      await grantChanges(world.world);
      const reached = told.at(-1)?.to ?? '';
      world.clock.move(hours(25));
      await receive(world, browse(world), { number: who.number, email: reached });
    }
  });

  it('the code of one contact is worth nothing on the change of another', async () => {
    const who = citizen(4);
    const walker = await signedIn(world, who);
    const code = await ask(world, walker, 'email', 'uno4@otro.example');
    await ask(world, walker, 'second-email', 'dos4@otro.example');
    const seen = await walker.submit({ codigo: code }, paths.confirmContact);
    assert.equal(seen.status, 422);
  });
});

describe('a cancel against the grant', () => {
  it('thirty of each at once, at the very instant: always cancelled, told once, granted never or put back', async () => {
    for (const round of times(3)) {
      const who = citizen(5 + round);
      const token = await holdChange(world, who, 'email', `ladron${round}@otro.example`);
      world.clock.move(hours(72) + minutes(1));
      const told = await arriving(world, () =>
        Promise.all(times(30).map((index) => (index % 2 ? grantChanges : cancelNow)(world.world, token))),
      );
      assert.equal(ofKind(told, 'contact-kept').length, 2);
      assert.deepEqual(await stages(await idOf(who)), ['cancelled']);
      world.clock.move(hours(25));
      await receive(world, browse(world), who);
    }
  });
  const cancelNow = (...[on, token]: [TestWorld['world'], string]) => cancelByLink(on, token);

  it('a grant and an import of the same person at once: the contact of the person stays', async () => {
    const people = times(4).map((index) => citizen(21 + index));
    for (const { number, key, email } of people)
      await holdChange(world, { number, key }, 'email', `mio-${email}`);
    world.clock.move(hours(72) + minutes(2));
    const rows = people.map(({ number, email }) => ({ number, email }));
    const bring = async (): Promise<void> => {
      // One import at a time: a second one is refused.
      for (const row of [...rows, ...rows.toReversed()]) await register(world, [row]);
    };
    await Promise.all([grantChanges(world.world), bring()]);
    world.clock.move(hours(25));
    for (const { number, email } of people)
      await receive(world, browse(world), { number, email: `mio-${email}` });
  });

  it('ten workers at once grant once', async () => {
    const who = citizen(9);
    await holdChange(world, who, 'email', 'nuevo9@otro.example');
    world.clock.move(hours(72) + minutes(2));
    const told = await arriving(world, () => Promise.all(times(10).map(() => grantChanges(world.world))));
    assert.equal(ofKind(told, 'contact-changed').length, 2);
  });
});

describe('a recovery', () => {
  it('ends a change that is held: it never comes into effect (RC-02)', async () => {
    const who = citizen(26);
    await holdChange(world, who, 'email', 'ladron26@otro.example');
    const walker = browse(world);
    await prove(world, walker, who);
    await saveKey(walker, goodKey);
    assert.deepEqual(await stages(await idOf(who)), ['cancelled']);
    world.clock.move(hours(72) + minutes(2));
    assert.deepEqual(ofKind(await arriving(world, () => grantChanges(world.world)), 'contact-changed'), []);
  });
});

describe('a reminder', () => {
  it('ten workers at once send it once, and the log has one line of it', async () => {
    const who = citizen(25);
    await holdChange(world, who, 'phone', '+34612345675');
    world.clock.move(hours(48) + minutes(1));
    const told = await arriving(world, () => Promise.all(times(10).map(() => grantChanges(world.world))));
    assert.equal(ofKind(told, 'contact-will-change').length, 2);
    const lines = await world.sql("select from audit where event = 'contact-time-passed' and subject = $1", [
      nameHashOf(who),
    ]);
    assert.equal(lines.length, 1);
  });
});

describe('a change that cannot be read', () => {
  it('keeps no other waiting', async () => {
    const [broken, whole] = [citizen(27), citizen(28)];
    await holdChange(world, broken, 'email', 'roto27@otro.example');
    world.clock.move(1000);
    await holdChange(world, whole, 'email', 'sano28@otro.example');
    await world.sql("update contact_changes set contacts = '\\x00' where account_id = $1", [
      await idOf(broken),
    ]);
    world.clock.move(hours(72) + minutes(2));
    await grantChanges(world.world);
    assert.deepEqual(await stages(await idOf(whole)), ['effective']);
    assert.deepEqual(await stages(await idOf(broken)), ['held']);
  });
});

describe('guessing the code', () => {
  it('fifty at once count as fifty: five are judged, and asking anew gives no more', async () => {
    const who = citizen(10);
    const accountId = await idOf(who);
    const walker = await signedIn(world, who);
    const owner = await ownerAt(world, walker);
    const code = await ask(world, walker, 'email', 'nuevo10@otro.example');
    const [{ id } = { id: '' }] = await world.sql<{ id: string }>(
      'select id from contact_changes where account_id = $1',
      [accountId],
    );
    const outcomes = await Promise.all(
      times(50).map((index) => confirmContact(world.world, owner, id, otherCode(code, index + 1))),
    );
    const judged = outcomes.filter((one) => one?.refusal === 'wrong-code').length;
    assert.equal(judged, 5);
    assert.equal((await confirmContact(world.world, owner, id, code))?.refusal, 'out-of-tries');
    const next = await ask(world, walker, 'phone', '+34612345678');
    assert.equal((await walker.submit({ codigo: next }, paths.confirmContact)).status, 429);
    world.clock.move(hours(25));
    await receive(world, browse(world), who);
  });

  it('the right code fifty times at once confirms once', async () => {
    const who = citizen(11);
    const accountId = await idOf(who);
    const walker = await signedIn(world, who);
    const owner = await ownerAt(world, walker);
    const code = await ask(world, walker, 'email', 'nuevo11@otro.example');
    const [{ id } = { id: '' }] = await world.sql<{ id: string }>(
      'select id from contact_changes where account_id = $1',
      [accountId],
    );
    const told = await arriving(world, () =>
      Promise.all(times(50).map(() => confirmContact(world.world, owner, id, code))),
    );
    assert.equal(ofKind(told, 'contact-will-change').length, 2);
  });

  it('no mailbox gets more than its share, and nobody is told that it is busy (EM-17)', async () => {
    // One account asks far more often than it may: what is refused uses up nothing of the mailbox's share.
    const askers = [...times(12).map(() => 30), ...times(30).map((index) => 31 + (index % 9))];
    const owners = new Map<number, Owner>();
    for (const index of new Set(askers))
      owners.set(index, await ownerAt(world, await signedIn(world, citizen(index))));
    const sent = await arriving(world, async () => {
      for (const index of askers)
        await changeContact(world.world, owners.get(index) ?? assert.fail(), {
          slot: 'email',
          to: 'victima@inundada.example',
        });
    });
    const { perDestinationPerHour } = world.world.institution.policy.messages;
    assert.equal(ofKind(sent, 'confirm-contact').length, perDestinationPerHour);
  });
});

describe('what belongs to others', () => {
  it('a change, its code, its cancel and its page are its owner’s alone', async () => {
    world.clock.move(hours(25));
    const [owner, stranger] = [citizen(12), citizen(13)];
    const mine = await signedIn(world, owner);
    const code = await ask(world, mine, 'email', 'nuevo12@otro.example');
    const id = mine.form(paths.confirmContact).fields.cambio ?? '';
    const theirs = await signedIn(world, stranger);
    await theirs.open(paths.contact);
    await theirs.open(`${paths.changeContact}?dato=email`);
    const { token } = theirs;
    const unchanged = await tableDigests(world.sql);
    for (const [path, fields] of [
      [paths.confirmContact, { cambio: id, codigo: code }],
      [paths.askContactCode, { cambio: id }],
      [paths.cancelOwnChange, { cambio: id }],
    ] as const) {
      const answer = await theirs.post(path, { _csrf: token, ...fields });
      assert.equal(answer.headers.get('location'), paths.contact, path);
    }
    // The same below the pages: whoever calls the act says whose account it is.
    assert.equal(await confirmContact(world.world, await ownerAt(world, theirs), id, code), undefined);
    assert.equal(await askContactCode(world.world, await ownerAt(world, theirs), id), undefined);
    assert.equal(await cancelOwn(world.world, await idOf(stranger), id), undefined);
    for (const page of [paths.confirmContact, paths.contactHeld]) {
      await theirs.open(`${page}?cambio=${id}`);
      assert.equal(pathOf(theirs), paths.contact);
    }
    const now = await tableDigests(world.sql);
    // Looking keeps a session alive, and an act makes the row it locks; nothing else happened.
    const aside = { sessions: '', standings: '' };
    assert.deepEqual({ ...now, ...aside }, { ...unchanged, ...aside });
  });

  it('the token of one kind of link is nothing to another, and a wish of no meaning changes nothing', async () => {
    const who = citizen(14);
    const cancel = await holdChange(world, who, 'phone', '+34612345677');
    world.clock.move(hours(2));
    const thief = browse(world);
    await prove(world, thief, who);
    const notice = tokenOfLink(
      ofKind(await arriving(world, () => saveKey(thief, goodKey)), 'key-changed')[0]?.message.link,
    );
    const walker = browse(world);
    await walker.open(paths.signIn);
    const { token } = walker;
    const unchanged = await tableDigests(world.sql);
    await walker.post(paths.cancelChange, { _csrf: token, enlace: notice });
    await walker.post(paths.disavow, { _csrf: token, aviso: cancel });
    for (const path of [paths.cancelChange, paths.disavow]) {
      const field = path === paths.disavow ? 'aviso' : 'enlace';
      for (const body of [
        `_csrf=${encodeURIComponent(token)}&${field}=${cancel}&${field}=${cancel}`,
        `_csrf=${encodeURIComponent(token)}&${field}[]=${cancel}`,
        `${field}=${cancel}`,
        `_csrf=${encodeURIComponent(token)}&${field}=`,
        `_csrf=${encodeURIComponent(token)}&${field}=${'A'.repeat(1999)}`,
      ])
        assert.ok((await walker.post(path, body)).status < 500);
    }
    const inside = await signedIn(world, { ...who, key: goodKey });
    await inside.open(`${paths.changeContact}?dato=email`);
    const before = await tableDigests(world.sql);
    for (const body of [
      `dato=email&dato=phone&contacto=a@b.example`,
      `dato[]=email&contacto=a@b.example`,
      `dato=postal&contacto=a@b.example`,
      `dato=email&contacto=a@b.example%0d%0aBcc:x@y.example`,
      `dato=email&contacto=a@b.example,c@d.example`,
      `dato=email&contacto=a@b.example&own=email`,
    ])
      assert.ok(
        (await inside.post(paths.changeContact, `_csrf=${encodeURIComponent(inside.token)}&${body}`))
          .status >= 400,
        body,
      );
    for (const id of ['', 'x', "' or 1=1", '00000000-0000-0000-0000-000000000000'])
      for (const path of [paths.confirmContact, paths.askContactCode, paths.cancelOwnChange])
        assert.ok((await inside.post(path, { _csrf: inside.token, cambio: id })).status < 500);
    assert.deepEqual({ ...(await tableDigests(world.sql)), sessions: '' }, { ...before, sessions: '' });
    assert.deepEqual(
      {
        ...before,
        sessions: '',
        standings: '',
        audit: '',
        sign_in_attempts: '',
        limits: '',
        devices: '',
        accounts: '',
      },
      {
        ...unchanged,
        sessions: '',
        standings: '',
        audit: '',
        sign_in_attempts: '',
        limits: '',
        devices: '',
        accounts: '',
      },
    );
  });
});

describe('machines that look', () => {
  const look = (path: string, method: string) =>
    world.app.fetch(
      new Request(`https://clave.ceibo.example${path}`, { method, headers: { host: 'clave.ceibo.example' } }),
      { ip: '192.0.2.1' },
    );

  it('open both links as often as they like and change nothing', async () => {
    world.clock.move(hours(25));
    const who = citizen(15);
    const cancel = await holdChange(world, who, 'email', 'nuevo15@otro.example');
    world.clock.move(hours(1));
    const walker = browse(world);
    await prove(world, walker, who);
    const notice = tokenOfLink(
      ofKind(await arriving(world, () => saveKey(walker, goodKey)), 'key-changed')[0]?.message.link,
    );
    const unchanged = await tableDigests(world.sql);
    const made = 'A'.repeat(43);
    for (const path of [`${paths.cancelChange}${cancel}`, `${paths.disavow}${notice}`])
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'GET', 'HEAD', 'GET'])
        assert.ok((await look(path, method)).status < 405, `${method} ${path}`);
    for (const path of [paths.cancelChange, paths.disavow])
      for (const token of [made, 'x', '%00', '..'])
        assert.ok([200, 404].includes((await look(`${path}${token}`, 'GET')).status));
    for (const [path, token] of [
      [paths.cancelChange, cancel],
      [paths.disavow, notice],
    ] as const) {
      const [real, other] = await Promise.all([
        look(`${path}${token}`, 'GET'),
        look(`${path}${made}`, 'GET'),
      ]);
      assert.equal(real.status, other.status);
      assert.equal(real.headers.get('referrer-policy'), 'no-referrer');
      assert.equal(real.headers.get('cache-control'), other.headers.get('cache-control'));
    }
    assert.deepEqual(await tableDigests(world.sql), unchanged);
  });

  it('thirty presses of "it was not me" at once shut the account once', async () => {
    const who = citizen(16);
    world.clock.move(hours(25));
    const walker = browse(world);
    await prove(world, walker, who);
    const notice = tokenOfLink(
      ofKind(await arriving(world, () => saveKey(walker, goodKey)), 'key-changed')[0]?.message.link,
    );
    const told = await arriving(world, () => Promise.all(times(30).map(() => disavow(world.world, notice))));
    assert.equal(ofKind(told, 'frozen').length, 1);
    const cases = await world.sql('select from fraud_cases where account_id = $1', [await idOf(who)]);
    assert.equal(cases.length, 1);
  });

  it('a press, a cancel, a grant and a recovery at once never wait for each other in a circle', async () => {
    for (const round of times(4)) {
      world.clock.move(hours(25));
      const who = citizen(17 + round);
      const cancel = await holdChange(world, who, 'email', `nuevo${17 + round}@otro.example`);
      world.clock.move(hours(72) + minutes(2));
      const walker = browse(world);
      await prove(world, walker, who);
      await Promise.all([
        grantChanges(world.world),
        saveKey(walker, goodKey),
        cancelByLink(world.world, cancel),
        grantChanges(world.world),
      ]);
      const [kind] = await stages(await idOf(who));
      assert.equal(kind, 'cancelled');
    }
  });
});
