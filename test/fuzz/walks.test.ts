/** An owner and adversaries on the real pages at once, in any order: who never opens the mailbox never gets anywhere (RC-03, RT-08). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { routesOf } from '../attacks/places.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { anyStep, type Step, take } from './acts.ts';
import { mustHold } from './must-hold.ts';
import { sceneOf } from './people.ts';
import { fuzz, inSuite } from './seeds.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

/** Two people for each run, and thirty-two pairs in a world. */
const runsInWorld = 32;
let runs = 0;

async function worldForRun(): Promise<TestWorld> {
  if (runs > 0 && runs % runsInWorld === 0) {
    await world.close();
    world = await openWorld();
  }
  runs += 1;
  world.clock.move(25 * 3_600_000);
  return world;
}

/** Neighbouring steps of different people happen at once; one person does one thing after another. */
function together(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const group = groups.at(-1);
    const joins = step.who !== 'clock' && group?.every(({ who }) => who !== 'clock' && who !== step.who);
    if (group && joins) group.push(step);
    else groups.push([step]);
  }
  return groups;
}

/** The walks of the suite come to where something could go wrong; a fuzzer that stays outside proves nothing. */
async function reachedFar(): Promise<void> {
  const lines = await world.sql<{ what: string; n: number }>(
    `select event || coalesce(' ' || refusal, '') as what, count(*)::int as n from audit group by 1`,
  );
  const counted = new Map(lines.map(({ what, n }) => [what, n]));
  for (const what of [
    'code-entered wrong-code',
    'code-entered out-of-tries',
    'link-followed',
    'code-entered',
  ])
    assert.ok(counted.has(what), `no ${what} among ${JSON.stringify([...counted])}`);
  const finished = counted.get('key-chosen') ?? 0;
  assert.ok(finished > runs, 'no owner came through before the end');
}

test('whatever an owner and adversaries who know everything but the mailbox do, only the owner gets the key', async () => {
  const addresses = routesOf(world, 'GET');
  const steps = fc.array(anyStep, { minLength: 1, maxLength: 60, size: 'max' });
  const property = fc.asyncProperty(steps, async (all) => {
    const scene = await sceneOf(await worldForRun(), runs % runsInWorld);
    for (const group of together(all)) await Promise.all(group.map((step) => take(scene, step, addresses)));
    await mustHold(scene);
  });
  await fuzz('walks', property, 10);
  if (inSuite) await reachedFar();
});
