import type { World } from '../world.ts';

/** A relay that takes longer to answer than a person reads a page is as good as slow. */
const patienceMilliseconds = 2000;
/** Whoever reloads the page must not become a load on the relay. */
const freshMilliseconds = 30_000;

type Health = 'yes' | 'slow';
type Known = { readonly at: number; readonly health: Promise<Health>; said?: Health };
const known = new WeakMap<World, Known>();

/**
 * Whether keys can be recovered now: yes, or yes with messages that take longer. The relay itself is asked: what waits in the
 * outbox must not be seen from outside, or it would tell whose message was real. With the database gone there is no page.
 */
export function serviceHealth(world: World): Promise<Health> {
  const at = world.clock.now().getTime();
  const last = known.get(world);
  if (last && at - last.at < freshMilliseconds) return last.health;
  const late = new Promise<Health>((resolve) =>
    setTimeout(() => resolve('slow'), patienceMilliseconds).unref(),
  );
  const asked = world.courier.ready().then((ready): Health => (ready ? 'yes' : 'slow'));
  const health = Promise.race([asked, late]);
  const now: Known = { at, health, ...(last?.said && { said: last.said }) };
  known.set(world, now);
  return health.then((said) => {
    now.said = said;
    return said;
  });
}

/** What was last heard, without waiting for a relay: it is asked again meanwhile. */
export function lastHealth(world: World): Health {
  void serviceHealth(world);
  return known.get(world)?.said ?? 'yes';
}
