/** What must be true of the database and the mailbox after any walk by anybody. */
import assert from 'node:assert/strict';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { paths } from '../../src/web/paths.ts';
import { walkTo } from './acts.ts';
import { another, mailbox, type Scene } from './people.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The most that happened within any span of this length. */
const mostWithin = (times: readonly number[], span: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + span).length));

/** The most that happened in a day that begins with its first use. */
function mostInDay(times: readonly number[]): number {
  let [since, used, most] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const at of times) {
    if (at - since >= day) [since, used] = [at, 0];
    used += 1;
    most = Math.max(most, used);
  }
  return most;
}

/** Nobody but the owner came to a new key, a key, or a session; and what the owner has, a browser of theirs proved (RT-08). */
async function heldByOwner({ world, ownerHash, tally }: Scene): Promise<void> {
  const holders = await world.sql<{ holder: string }>(
    `select encode(holder, 'hex') as holder from cases where name_hash = $1 and holder is not null`,
    [ownerHash],
  );
  const sessions = await world.sql<{ holder: string }>(
    `select encode(s.id_hash, 'hex') as holder from sessions s join accounts a on a.id = s.account_id where a.name_hash = $1`,
    [ownerHash],
  );
  for (const { holder } of [...holders, ...sessions])
    assert.ok(tally.ownerCookies.has(holder), 'somebody else holds a case or a session of the owner');
}

/** Limits of one number, over all cases and browsers (RE-07, RT-10). */
async function withinLimits(scene: Scene): Promise<void> {
  const { world, owner, ownerHash, tally } = scene;
  const { messages, code } = world.config.institution.policy;
  const asked = (await mailbox(scene, owner)).map(({ askedAt }) => new Date(askedAt).getTime());
  assert.ok(mostWithin(asked, hour) <= messages.perHour, 'too many messages in an hour');
  assert.ok(mostWithin(asked, day) <= messages.perDay, 'too many messages in a day');
  const wrong = await world.sql<{ at: Date }>(
    `select at from audit where subject = $1 and event = 'code-entered' and refusal = 'wrong-code' order by seq`,
    [ownerHash],
  );
  const tries = mostInDay(wrong.map(({ at }) => at.getTime()));
  assert.ok(tries <= code.triesPerDay + tally.codesRepeated, `${tries} codes were judged in a day`);
}

/** What no row may say, whoever asked for what in whatever order. */
async function rowsAreSound({ world, ownerHash }: Scene): Promise<void> {
  const [row] = await world.sql<Record<string, number>>(
    `select
       (select count(*)::int from (select from challenges where live and ended_at is null group by name_hash having count(*) > 1) x) as doubled,
       (select count(*)::int from audit where after = 'closed:completed' and refusal is null and evidence is null) as unproven,
       (select count(*)::int from cases where stage->>'kind' in ('choosing-key', 'unlocking', 'proving-again') and holder is null) as unheld,
       (select count(*)::int from standings where code_used > 5 or screen_used > 3 or cardinality(messages) > 5) as overused,
       (select count(*)::int from cases where (closed_at is null) = (stage->>'kind' = 'closed')) as torn,
       (select count(*)::int from outbox where state not in ('queued', 'sent', 'dropped')) as astray,
       (select count(*)::int from outbox where state <> 'queued' and payload is not null) as remembered,
       (select count(*)::int from accounts a where a.name_hash = $1 and coalesce(key_set_at, imported_at) > imported_at
          and not exists (select from cases c where c.account_id = a.id and c.stage->>'because' = 'completed')) as unexplained`,
    [ownerHash],
  );
  assert.deepEqual(new Set(Object.values(row ?? {})), new Set([0]), JSON.stringify(row));
}

/** Whatever was done to their number: a day later the owner gets through, in a browser nobody used (RE-09). */
async function ownerGetsThrough(scene: Scene): Promise<void> {
  const { world, owner } = scene;
  const walker = another(scene);
  world.clock.move(25 * hour);
  await walkTo(scene, walker, owner, owner.email);
  assert.equal(walker.page.url.pathname, paths.enterCode, 'the owner does not come to the code');
  const newest = (await mailbox(scene, owner)).at(-1);
  await walker.submit({ codigo: newest?.code ?? '' }, paths.enterCode);
  assert.equal(walker.page.url.pathname, paths.chooseKey, 'the owner’s code is not taken');
  const clave = 'Guitarra6Agua1';
  await walker.submit({ clave, clave2: clave }, paths.chooseKey);
  assert.equal(walker.page.url.pathname, paths.done, 'the owner’s key is not taken');
  await walker.open(paths.signIn);
  await walker.submit({ numero: owner.number, clave }, paths.signIn);
  assert.equal(walker.page.url.pathname, paths.account, 'the owner’s new key does not open');
}

/** Everything that must hold of a scene that is over. */
export async function mustHold(scene: Scene): Promise<void> {
  const { world, tally } = scene;
  await world.mail();
  assert.deepEqual(tally.faults, []);
  await heldByOwner(scene);
  await withinLimits(scene);
  await rowsAreSound(scene);
  await ownerGetsThrough(scene);
  while ((await sealBatch(world.world)) > 0);
  assert.deepEqual((await verifyDatabase(world.world)).faults, []);
}
