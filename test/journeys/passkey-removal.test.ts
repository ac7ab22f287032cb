/** C24: the last passkey goes after a wait that everybody is told of; any other goes at once. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { removePasskeys } from '../../src/actions/upkeep/remove-passkeys.ts';
import { startWorker } from '../../src/actions/upkeep/worker.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { type Of, ofKind, signedIn, tokenOfLink } from './contact-steps.ts';
import { nameHashOfNumber } from './paper.ts';
import {
  arriving,
  browse,
  type Citizen,
  citizen,
  destinationOf,
  hours,
  languages,
  pathOf,
  prove,
  saveKey,
} from './steps.ts';

describe('taking a passkey away', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const accountOf = 'select id from accounts where name_hash = $1';
  const give = (who: Citizen, howMany: number) =>
    world.sql(
      `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
       select decode(md5(n::text || $2), 'hex'), id, '\\x00', 0, 'android', $3
       from generate_series(1, $4::int) n, accounts where name_hash = $1`,
      [nameHashOfNumber(world, who.number), who.number, world.clock.now(), howMany],
    );
  /** When each passkey of somebody goes; null for one that stays. */
  const leaving = async (who: Citizen): Promise<(Date | null)[]> =>
    (
      await world.sql<{ at: Date | null }>(
        `select leaves_at as at from passkeys where account_id = (${accountOf}) order by leaves_at`,
        [nameHashOfNumber(world, who.number)],
      )
    ).map(({ at }) => at);
  const linesOf = async (who: Citizen): Promise<string[]> =>
    (
      await world.sql<{ line: string }>(
        `select actor || ' ' || event as line from audit where subject = $1 and event like 'passkey-%' order by seq`,
        [nameHashOfNumber(world, who.number)],
      )
    ).map(({ line }) => line);

  /** Presses "remove" of the only passkey of somebody; gives what was told. */
  async function askFor(walker: Walker): Promise<{ to: string; message: Of<'passkey-will-go'> }[]> {
    await walker.open(paths.passkeys);
    const told = await arriving(world, () => walker.submit({}, paths.removePasskey));
    return ofKind(told, 'passkey-will-go');
  }

  for (const language of languages)
    it(`the last one warns, waits, is told with a link, and can be kept, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const { passkeys: say, activity } = wordsOf(language);
      const { holdHours } = world.world.institution.policy.contactChange;
      await give(who, 1);
      const walker = await signedIn(world, who, language);
      await walker.open(paths.passkeys);
      assert.ok(textOf(walker.page.html).includes(say.last(holdHours)));
      const again = { ...walker.form(paths.removePasskey).fields };
      const told = await askFor(walker);
      const goes = new Date(world.clock.now().getTime() + hours(holdHours));
      assert.deepEqual(await leaving(who), [goes]);
      assert.deepEqual(
        told.map(({ to, message }) => [to, new Date(message.leavesAt)]),
        [[who.email, goes]],
      );
      assert.ok(textOf(walker.page.html).includes(say.held));
      assert.match(textOf(walker.page.html), language === 'es' ? /Se quita el \d/ : /It is removed on \d/);
      assert.ok(!walker.page.html.includes(`action="${paths.removePasskey}"`));
      world.clock.move(hours(1) / 60);
      assert.equal((await walker.post(paths.removePasskey, again)).status, 303);
      assert.deepEqual(await leaving(who), [goes], 'Pressed twice it moves no day');
      await walker.submit({}, paths.keepPasskey);
      assert.ok(textOf(walker.page.html).includes(say.kept));
      assert.deepEqual(await leaving(who), [null]);
      world.clock.move(hours(holdHours + 1));
      await removePasskeys(world.world);
      assert.deepEqual(await leaving(who), [null], 'What was kept stays');
      assert.deepEqual(await linesOf(who), ['owner passkey-removal-asked', 'owner passkey-kept']);
      const later = await signedIn(world, who, language);
      await later.open(paths.activity);
      for (const kind of ['passkey-removal-asked', 'passkey-kept'] as const)
        assert.ok(textOf(later.page.html).includes(activity.kinds[kind]), kind);
    });

  it('goes when its time has come, once, however many look; and everybody is told again', async () => {
    const who = citizen(2);
    await give(who, 1);
    await askFor(await signedIn(world, who));
    world.clock.move(hours(72) - 1);
    await removePasskeys(world.world);
    assert.equal((await leaving(who)).length, 1, 'An instant too early');
    world.clock.move(1);
    const told = await arriving(world, () =>
      Promise.all(Array.from({ length: 5 }, () => removePasskeys(world.world))),
    );
    assert.deepEqual(await leaving(who), []);
    assert.deepEqual(
      ofKind(told, 'passkey-changed').map(({ to, message }) => [to, message.added, message.device]),
      [[who.email, false, undefined]],
    );
    assert.deepEqual(await linesOf(who), ['owner passkey-removal-asked', 'system passkey-removed']);
  });

  it('one that is not the last goes at once, and the one that then is the last waits', async () => {
    const who = citizen(3);
    await give(who, 2);
    const walker = await signedIn(world, who);
    await walker.open(paths.passkeys);
    assert.ok(!textOf(walker.page.html).includes(wordsOf('es').passkeys.last(72)));
    const told = await arriving(world, () => walker.submit({}, paths.removePasskey));
    assert.equal(walker.page.url.search, '?quitado');
    assert.equal(ofKind(told, 'passkey-changed').length, 1);
    assert.deepEqual(await leaving(who), [null]);
    await walker.submit({}, paths.removePasskey);
    assert.equal(walker.page.url.search, '?espera');
    assert.equal((await leaving(who)).length, 1);
  });

  it('stays when its notice is disavowed, and when the key is recovered meanwhile (RC-02, RC-07)', async () => {
    const [robbed, forgetful] = [citizen(4), citizen(5)];
    // Made long ago: the disavowal takes away what was made lately.
    await give(robbed, 1);
    await world.sql(`update passkeys set made_at = made_at - interval '90 days'`);
    const [notice] = await askFor(await signedIn(world, robbed));
    const reader = browse(world);
    await reader.open(paths.disavow + tokenOfLink(notice?.message.link));
    await reader.submit({});
    assert.deepEqual(await leaving(robbed), [null]);
    await give(forgetful, 1);
    await askFor(await signedIn(world, forgetful));
    const walker = browse(world);
    await prove(world, walker, forgetful);
    await saveKey(walker, goodKey);
    assert.deepEqual(await leaving(forgetful), [null]);
  });

  it('is looked after by the worker', async () => {
    const who = citizen(8);
    await give(who, 1);
    await askFor(await signedIn(world, who));
    world.clock.move(hours(73));
    const worker = startWorker(world.world);
    for (let look = 0; look < 2400 && (await leaving(who)).length > 0; look++)
      await new Promise((resolve) => setTimeout(resolve, 25));
    await worker.stop();
    assert.deepEqual(await leaving(who), []);
  });

  it('stays with an account that was shut before its time', async () => {
    const who = citizen(6);
    await give(who, 1);
    await askFor(await signedIn(world, who));
    await world.sql(`update accounts set status = 'suspended' where name_hash = $1`, [
      nameHashOfNumber(world, who.number),
    ]);
    world.clock.move(hours(73));
    const told = await arriving(world, () => removePasskeys(world.world));
    assert.deepEqual(
      told.filter((one) => destinationOf(one) === who.email),
      [],
    );
    assert.deepEqual(await leaving(who), [null]);
  });

  it('wants a key given lately, to remove and to keep (SE-05)', async () => {
    const who = citizen(7);
    await give(who, 1);
    const walker = await signedIn(world, who);
    await walker.open(paths.passkeys);
    const form = { ...walker.form(paths.removePasskey).fields };
    world.clock.move(hours(0.1));
    for (const path of [paths.removePasskey, paths.keepPasskey]) {
      await walker.open(paths.account);
      const answer = await walker.post(path, form);
      assert.ok(answer.headers.get('location')?.startsWith(paths.confirmKey), path);
    }
    assert.equal(pathOf(walker), paths.account);
    assert.deepEqual(await leaving(who), [null]);
  });
});
