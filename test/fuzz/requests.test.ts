/** Every address of the application, asked anything by anybody: what must hold of each answer (RT-12, RE-10, SE-07, AU-04). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { caseStatusOf, deskStatusOf, statusOf } from '../../src/web/problems.ts';
import { routesOf } from '../attacks/places.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { type Browsers, type Canary, canariesOf, carried, requestOf, standEverywhere } from './browsers.ts';
import { type Made, madeFor } from './made.ts';
import { fuzz } from './seeds.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const statuses: ReadonlySet<number> = new Set([
  ...[200, 204, 302, 303, 400, 403, 404, 413, 421],
  ...[statusOf, deskStatusOf, caseStatusOf].flatMap((each) => Object.values<number>(each)),
]);

const guards: Readonly<Record<string, RegExp>> = {
  'content-security-policy': /^default-src 'none'; script-src 'nonce-[\w-]{20,}'; .*frame-ancestors 'none'$/,
  'strict-transport-security': /^max-age=63072000/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'x-robots-tag': /^noindex$/,
};

/** What a program says of itself when it breaks: places, statements, what a value became on the way. */
const slips =
  /\n\s+at |\.ts:\d|node:internal|node_modules|syntax error at|relation "|violates \w|duplicate key|<script>|\[object |\/(?:work|home|root|tmp)\/|file:\/\/|PostgreSQL/;

/** Asked of a machine, by address; it has no headers to poison, and says one word. */
const bare = '/salud';

function checkHeaders({ headers, status }: Response, path: string): void {
  if (path === bare) return;
  for (const [name, value] of Object.entries(guards))
    assert.match(headers.get(name) ?? '(none)', value, name);
  const kept = status === 200 && /^\/(public\/|[\w.-]+\.(?:svg|png|webmanifest|ico)$)/.test(path);
  assert.match(headers.get('cache-control') ?? '(none)', kept ? /^public, max-age=/ : /^no-store$/);
  for (const cookie of headers.getSetCookie())
    assert.match(cookie, /^__Host-reclave-\w+=[\w-]*; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/, 'cookie');
  const to = headers.get('location');
  if (to === null) return;
  assert.match(to, /^\/(?![/\\])/);
  assert.equal(new URL(to, 'https://clave.ceibo.example/a/b').origin, 'https://clave.ceibo.example');
}

function checkText(text: string, made: Made, brought: string, canaries: readonly Canary[]): void {
  const [slip] = slips.exec(text) ?? [];
  if (slip !== undefined) assert.ok(brought.includes(slip.trim()), `the answer says ${slip}`);
  const may = carried(made);
  for (const { text: canary, of } of canaries)
    if (text.includes(canary))
      assert.ok((of && may.has(of)) || brought.includes(canary), `the answer tells ${canary}`);
}

async function checkAnswer(made: Made, browsers: Browsers, canaries: readonly Canary[]): Promise<void> {
  const { request, brought } = requestOf(made, browsers);
  const { pathname } = new URL(request.url);
  const answer = await world.app.fetch(request, { ip: '198.51.100.200' });
  const told = `${[...answer.headers].join('\n')}\n${await answer.text()}`;
  assert.ok(statuses.has(answer.status), `${made.method} ${pathname}: ${answer.status}`);
  checkHeaders(answer, pathname);
  if (!pathname.startsWith('/public/')) checkText(told, made, brought, canaries);
}

test('whatever is asked of whatever address, each answer is known, guarded and tells nothing of anybody else', async () => {
  const routes = [
    ...routesOf(world, 'GET').map((path) => `GET ${path}`),
    ...routesOf(world, 'POST').map((path) => `POST ${path}`),
  ];
  assert.ok(routes.length > 100);
  // Twice as often the addresses that read something.
  const asked = fc.array(madeFor([...routes, ...routesOf(world, 'POST').map((path) => `POST ${path}`)]), {
    minLength: 1,
    maxLength: 250,
    size: 'max',
  });
  const property = fc.asyncProperty(asked, async (requests) => {
    const browsers = await standEverywhere(world);
    const canaries = canariesOf(browsers);
    for (const made of requests) {
      world.clock.move(made.minutes * 60_000);
      await checkAnswer(made, browsers, canaries);
    }
  });
  await fuzz('requests', property, 12);
});
