/** What people are told to wait is measured, and tells nothing of any one message (EM-18, UX C9). */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { secondsToLeave } from '../../src/actions/mail/hand-over.ts';
import { serviceHealth } from '../../src/actions/upkeep/health.ts';
import { leavesWithin } from '../../src/rules/mail/hand-over.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { begin, somebody } from '../attacks/places.ts';
import { skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browse, minutes, unknownNumber } from './steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

/** Messages that were handed over, or dropped, this long after they were asked for. */
const handedOver = (count: number, seconds: number, state: 'sent' | 'dropped') =>
  world.sql(
    `insert into outbox (parcel_id, due, drop_after, state, queued_at, done_at)
     select gen_random_uuid(), $1, $1, $2, $1::timestamptz - make_interval(secs => $3), $1 from generate_series(1, $4)`,
    [world.clock.now(), state, seconds, count],
  );

async function inbox(index: number, known = true): Promise<Walker> {
  const walker = browse(world);
  const who = known ? somebody(index) : { ...somebody(index), number: unknownNumber(index) };
  await begin(walker, who);
  await skipQuestions(walker);
  await walker.submit({ correo: who.email, seguro: '1' });
  assert.equal(walker.page.url.pathname, paths.enterCode);
  return walker;
}

const said = ({ page }: Walker): string | undefined =>
  /salir en menos de (\d+) segundos/.exec(textOf(page.html))?.[1];

async function status(): Promise<string | undefined> {
  const walker = browse(world);
  await walker.open(`${paths.help}estado`);
  return said(walker);
}

it('says nothing it has not measured often enough', async () => {
  await handedOver(39, 3, 'sent');
  assert.equal(said(await inbox(0)), undefined);
  assert.equal(await status(), undefined);
});

it('says within how many seconds nine of ten left, to known and unknown alike; decoys count as messages do', async () => {
  world.clock.move(minutes(20));
  await handedOver(30, 3, 'sent');
  await handedOver(30, 12, 'dropped');
  await handedOver(4, 700, 'sent');
  assert.deepEqual([said(await inbox(1)), said(await inbox(2, false)), await status()], ['20', '20', '20']);
});

it('is asked for once in half a minute, forgets what is no longer now, and promises nothing slow', async () => {
  await handedOver(300, 55, 'dropped');
  assert.equal(await status(), '20');
  world.clock.move(31_000);
  assert.equal(await status(), '60');
  await handedOver(300, 500, 'sent');
  world.clock.move(31_000);
  assert.equal(await status(), undefined);
  world.clock.move(minutes(16));
  await handedOver(50, 1, 'sent');
  assert.equal(await status(), '10');
});

it('promises nothing while the relay is down, and then says what it always said', async () => {
  world.clock.move(31_000);
  const { courier } = world.world;
  const down = { ...world.world, courier: { ...courier, ready: async () => false } };
  assert.equal(await serviceHealth(down), 'slow');
  assert.equal(await secondsToLeave(down), undefined);
  assert.match(wordsOf('es').help.status.slow, /tardar más/);
});

it('moves in steps, and says less rather than more', () => {
  const of = (seconds: number, measured = 40) => leavesWithin({ measured, seconds });
  assert.deepEqual(
    [0, 9.9, 10, 39, 119, 120].map((one) => of(one)),
    [10, 10, 20, 40, 120, undefined],
  );
  assert.equal(of(1, 39), undefined);
});
