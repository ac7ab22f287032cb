/** "It was not me": one press shuts the account and undoes the last days; whoever holds one mailbox shuts, and never opens (RC-07). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { day } from '../../src/words/times.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ask, holdChange, ofKind, passHold, signedIn, tokenOfLink } from './contact-steps.ts';
import {
  arriving,
  browse,
  type Citizen,
  citizen,
  hours,
  languages,
  opens,
  pathOf,
  prove,
  receive,
  register,
  saveKey,
} from './steps.ts';

describe('it was not me', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Somebody with the mailbox sets a new key; gives the token of the notice. */
  const stealKey = async (who: Citizen): Promise<string> => {
    const walker = browse(world);
    await prove(world, walker, who);
    const told = await arriving(world, () => saveKey(walker, goodKey));
    return tokenOfLink(ofKind(told, 'key-changed')[0]?.message.link);
  };
  const press = async (token: string, walker: Walker = browse(world)): Promise<Walker> => {
    await walker.open(`${paths.disavow}${token}`);
    await walker.submit({}, paths.disavow);
    return walker;
  };
  const accountOf = `(select account_id from disavowals where token_hash = sha256($1::text::bytea))`;
  const frozen = async (token: string): Promise<boolean> => {
    const [row] = await world.sql<{ frozen_at: Date | null }>(
      `select frozen_at from accounts where id = ${accountOf}`,
      [token],
    );
    return row?.frozen_at != null;
  };
  /** What an office does: only the freeze goes. */
  const thaw = (token: string) =>
    world.sql(`update accounts set frozen_at = null where id = ${accountOf}`, [token]);

  for (const [index, language] of languages.entries())
    it(`says what will happen, changes nothing by being read, and shuts the account on day 9, in ${language}`, async () => {
      const { disavow: say } = wordsOf(language);
      const who = citizen(index);
      const token = await stealKey(who);
      const thief = await signedIn(world, { ...who, key: goodKey });
      world.clock.move(hours(9 * 24));
      const inside = await signedIn(world, { ...who, key: goodKey });
      const reader = browse(world, language);
      await reader.open(`${paths.disavow}${token}`);
      assert.equal(reader.page.status, 200);
      assert.equal(reader.page.heading, say.title);
      for (const step of say.steps(7)) assert.ok(textOf(reader.page.html).includes(step), step);
      assert.ok(!reader.page.html.includes(who.email));
      assert.equal(await frozen(token), false);

      const told = ofKind(await arriving(world, () => reader.submit({}, paths.disavow)), 'frozen');
      assert.equal(pathOf(reader), paths.disavow, 'The token left the address bar');
      assert.equal(reader.page.heading, say.pressed.title);
      assert.deepEqual(
        told.map((one) => one.to),
        [who.email],
      );
      const caseWords = told[0]?.message.caseWords ?? '';
      assert.ok(textOf(reader.page.html).includes(caseWords));
      for (const walker of [thief, inside]) {
        await walker.open(paths.account);
        assert.equal(pathOf(walker), paths.signIn);
      }
      assert.equal(await opens(world, who.number, goodKey), false);
      assert.equal(await opens(world, who.number, who.key), false, 'Nobody signs in');
      const lines = await world.sql("select from audit where event = 'account-frozen'");
      assert.equal(lines.length, index + 1);

      const again = browse(world, language);
      const silent = await arriving(world, async () => {
        await again.open(`${paths.disavow}${token}`);
        await again.open(paths.disavow);
      });
      assert.deepEqual(silent, []);
      await again.open(`${paths.disavow}${token}`);
      assert.ok(textOf(again.page.html).includes(caseWords), 'The same two words');

      await thaw(token);
      assert.equal(await opens(world, who.number, goodKey), false, 'The thief’s key is gone');
      assert.equal(await opens(world, who.number, who.key), true, 'and the one of before is back');
    });

  for (const [index, language] of languages.entries())
    it(`is refused on day 11, with the phone, in ${language}`, async () => {
      const who = citizen(2 + index);
      const token = await stealKey(who);
      world.clock.move(hours(11 * 24));
      const reader = browse(world, language);
      await reader.open(`${paths.disavow}${token}`);
      assert.equal(reader.page.status, 200);
      const ended = day(new Date(world.clock.now().getTime() - hours(24)), 'America/Guayaquil', language);
      assert.ok(reader.page.heading.includes(ended), reader.page.heading);
      assert.ok(textOf(reader.page.html).includes('1800 000 000'));
      const other = browse(world, language);
      await other.open(`${paths.disavow}${'A'.repeat(43)}`);
      const answer = await reader.post(paths.disavow, { _csrf: await csrf(reader), aviso: token });
      assert.equal(answer.status, 303);
      assert.equal(await frozen(token), false);
      assert.equal(await opens(world, who.number, goodKey), true);
    });

  const csrf = async (walker: Walker): Promise<string> => {
    await walker.open(paths.signIn);
    return walker.token;
  };

  it('takes back contacts that changed, in the order they were changed, and tells those it undid', async () => {
    const who = citizen(4);
    await holdChange(world, who, 'email', 'primero@ladron.example');
    await passHold(world);
    await holdChange(world, who, 'email', 'segundo@ladron.example');
    const changed = await arriving(world, () => passHold(world));
    const [notice] = ofKind(changed, 'contact-changed').filter((one) => one.to === 'primero@ladron.example');
    await holdChange(world, who, 'phone', '+34612345678');
    const token = tokenOfLink(notice?.message.link);
    const told = ofKind(await arriving(world, () => press(token)), 'frozen');
    assert.deepEqual(told.map((one) => one.to).sort(), [
      '+34612345678',
      who.email,
      'primero@ladron.example',
      'segundo@ladron.example',
    ]);
    const open = await world.sql(
      `select from contact_changes where account_id = ${accountOf} and closed_at is null`,
      [token],
    );
    assert.deepEqual(open, []);
    await passHold(world);
    await thaw(token);
    await receive(world, browse(world), who);
  });

  it('lets the records bring what they say since, though they said it before the contact was taken back', async () => {
    const who = citizen(9);
    await register(world, [{ number: who.number, email: who.email }]);
    await holdChange(world, who, 'email', 'nueve@ladron.example');
    const changed = await arriving(world, () => passHold(world));
    const [notice] = ofKind(changed, 'contact-changed').filter((one) => one.to === who.email);
    const token = tokenOfLink(notice?.message.link);
    const corrected = { number: who.number, email: 'registro9@correo.example' };
    await register(world, [corrected]);
    await press(token);
    await thaw(token);
    await receive(world, browse(world), who);
    world.clock.move(hours(25));
    await register(world, [corrected]);
    await receive(world, browse(world), corrected);
  });

  it('ends cases, messages and devices, and removes passkeys and paper codes of that time alone', async () => {
    const who = citizen(5);
    const token = await stealKey(who);
    await signedIn(world, { ...who, key: goodKey });
    for (const [name, days] of [
      ['new', 1],
      ['old', 30],
    ] as const)
      await world.sql(
        `with a as (select ${accountOf} as id), p as (
           insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
           select $2::text::bytea, id, '\\x00', 0, 'other', $3 from a)
         insert into saved_codes (account_id, code_hash, made_at) select id, $2::text::bytea, $3 from a`,
        [token, name, new Date(world.clock.now().getTime() - hours(24 * days))],
      );
    await world.sql(
      `insert into devices (id, account_id, device, since, seen) values (gen_random_uuid(), ${accountOf}, 'other', now(), now())`,
      [token],
    );
    world.clock.move(hours(1));
    const walker = browse(world);
    const message = await receive(world, walker, who);
    await press(token);
    await walker.submit({ codigo: message.code }).catch(() => undefined);
    assert.notEqual(pathOf(walker), paths.chooseKey);
    const [left] = await world.sql(
      `select (select string_agg(encode(credential_id, 'escape'), ',') from passkeys where account_id = ${accountOf}) as passkeys,
         (select string_agg(encode(code_hash, 'escape'), ',') from saved_codes where account_id = ${accountOf}) as codes,
         (select count(*)::int from devices where account_id = ${accountOf} and revoked_at is null) as devices,
         (select count(*)::int from cases where account_id = ${accountOf} and closed_at is null) as cases,
         (select count(*)::int from sessions where account_id = ${accountOf} and ended_at is null) as sessions,
         (select count(*)::int from challenges h join accounts a using (name_hash)
          where a.id = ${accountOf} and h.ended_at is null) as messages`,
      [token],
    );
    assert.deepEqual(left, {
      passkeys: 'old',
      codes: 'old',
      devices: 0,
      cases: 0,
      sessions: 0,
      messages: 0,
    });
  });

  it('is told to nobody when the person is dead (RC-16)', async () => {
    const who = citizen(8);
    const token = await stealKey(who);
    await world.sql(`update accounts set status = 'deceased' where id = ${accountOf}`, [token]);
    assert.deepEqual(await arriving(world, () => press(token)), []);
    assert.equal(await frozen(token), true);
  });

  it('a second notice pressed while it is shut opens no second case and tells nobody again', async () => {
    const who = citizen(6);
    const first = await stealKey(who);
    world.clock.move(hours(25));
    const changed = await arriving(world, async () => {
      await holdChange(world, { ...who, key: goodKey }, 'email', 'otro6@ladron.example');
      await passHold(world);
    });
    const second = tokenOfLink(ofKind(changed, 'contact-changed')[0]?.message.link);
    const reader = await press(first);
    const heading = textOf(reader.page.html);
    assert.deepEqual(await arriving(world, () => press(second)), []);
    const cases = await world.sql(`select from fraud_cases where account_id = ${accountOf}`, [first]);
    assert.equal(cases.length, 1);
    const presses = await world.sql(
      `select before from audit where event = 'account-frozen' and subject =
         (select name_hash from accounts where id = ${accountOf}) order by seq`,
      [first],
    );
    assert.deepEqual(
      presses,
      [{ before: 'active' }, { before: 'frozen' }],
      'Each press has its line (AU-01)',
    );
    const after = await press(second).catch(() => undefined);
    assert.equal(after, undefined, 'There is nothing left to press');
    assert.ok(heading.length > 0);
  });

  it('asks nothing more of a shut account: no change begins, and a code that was on its way confirms nothing', async () => {
    const who = citizen(7);
    const token = await stealKey(who);
    const walker = await signedIn(world, { ...who, key: goodKey });
    const code = await ask(world, walker, 'email', 'nuevo7@ladron.example');
    await press(token);
    await walker.submit({ codigo: code }, paths.confirmContact);
    assert.equal(pathOf(walker), paths.signIn);
  });
});
