/** Taking a ticket as a person does, without script. */
import assert from 'node:assert/strict';
import { paths } from '../../src/web/paths.ts';
import type { Walker } from '../walker.ts';

/** What is asked for; left out, nothing is ticked and no mobile is left. */
export type Wish = {
  readonly office?: string;
  readonly needs?: Record<string, string>;
  readonly phone?: string;
};

/** From anywhere to the page of the mobile. */
export async function reachPhone(walker: Walker, { office, needs }: Wish = {}): Promise<void> {
  await walker.open(paths.otherWays);
  await walker.submit({ opcion: 'office' });
  await walker.submit({ oficina: office ?? 'centro-norte' });
  await walker.submit(needs ?? {});
  assert.equal(walker.page.url.pathname, paths.leavePhone);
}

/** From anywhere to a ticket; gives what stands on it, as in its address. */
export async function takeTicket(walker: Walker, wish: Wish = {}): Promise<string> {
  await reachPhone(walker, wish);
  await walker.submit({ celular: wish.phone ?? '' });
  return slugAt(walker);
}

/** The ticket a browser is at. */
export function slugAt(walker: Walker): string {
  const slug = /^\/recuperar\/turno\/([A-Z]+-[A-Z]+-\d+)$/.exec(walker.page.url.pathname)?.[1];
  assert.ok(slug, `No ticket: ${walker.page.url.pathname}, ${walker.page.heading}`);
  return slug;
}
