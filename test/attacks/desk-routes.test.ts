/** Every address of the desk, as those meet it who may not use it: the table of routes is the whole truth (HD-03, SE-17). */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { staffRoles } from '../../src/rules/desk/staff.ts';
import { admitted, deskComesBackTo } from '../../src/web/desk/routes.ts';
import { paths } from '../../src/web/paths.ts';
import { enrolOnPaper, hire, seat, staffCookie } from '../journeys/staff.ts';
import type { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, somebody, tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const ofDesk = (path: string): boolean => /^\/(mesa|auditoria)(\/|$)/.test(path);

/** Fields an honest form has, where a door is only reached by one. */
const fieldsOf: Readonly<Record<string, Record<string, string>>> = {
  [paths.deskTouch]: { acerca: 'disable-staff:T-1' },
  [paths.deskTeam]: { persona: 'T-1', respuesta: '{}' },
  [paths.deskShift]: { oficina: 'centro-norte', ventanilla: '3', rol: '', volver: '' },
  [paths.deskMoreTime]: { volver: paths.desk },
};

/** Sends what a route takes, from a browser, and gives the answer without following it. */
async function knock(walker: Walker, route: string): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const address = path.replace(/:\w+/g, 'T-1');
  if (method === 'POST') return walker.post(address, { ...fieldsOf[address], _csrf: tokenOf(walker) });
  const cookie = [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { host: 'clave.ceibo.example', cookie };
  return world.app.fetch(new Request(`https://clave.ceibo.example${address}`, { headers }), {});
}

/** A browser that has been at the desk, so that its forms are trusted. */
async function visitor(): Promise<Walker> {
  const walker = browserOf(world);
  await walker.open(paths.deskSignIn);
  return walker;
}

const guarded = Object.entries(admitted).filter(([, who]) => who !== 'anybody');

async function ledToSignIn(walker: Walker, why: string): Promise<void> {
  const before = await tableDigests(world.sql);
  for (const [route] of guarded) {
    const answer = await knock(walker, route);
    assert.equal(answer.status, 303, `${why}: ${route}`);
    const to = answer.headers.get('location') ?? '';
    assert.ok(/^\/mesa\/ingreso\?volver=%2F(mesa|auditoria)/.test(to), `${why}: ${route} leads to ${to}`);
    assert.equal(await answer.text(), '');
  }
  assert.deepEqual(await tableDigests(world.sql), before, why);
}

test('every address of the desk has its line in the table, and every line is an address', () => {
  const routes = world.app.routes
    .filter(({ method, path }) => method !== 'ALL' && ofDesk(path))
    .map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual([...new Set(routes)].sort(), Object.keys(admitted).sort());
});

test('without a session every door leads to the sign-in, and nothing happens', async () => {
  await ledToSignIn(await visitor(), 'no session');
  const made = await visitor();
  made.cookies.set(staffCookie, 'x'.repeat(43));
  await ledToSignIn(made, 'a made-up session');
});

test('an account’s session opens nothing at the desk, nor a session of the desk an account', async () => {
  const { number, key } = somebody(0);
  const owner = browserOf(world);
  await owner.open(paths.signIn);
  await owner.submit({ numero: number, clave: key }, paths.signIn);
  assert.equal(owner.page.url.pathname, paths.account);
  await ledToSignIn(owner, 'an owner');
  owner.cookies.set(staffCookie, owner.cookies.get('__Host-reclave-session') ?? '');
  await ledToSignIn(owner, 'an owner’s secret under the name of the other cookie');
  const agent = await visitor();
  await seat(world, agent, await hire(world, 1, ['agent']), 'agent');
  agent.cookies.set('__Host-reclave-session', agent.cookies.get(staffCookie) ?? '');
  await agent.open(paths.account);
  assert.equal(agent.page.url.pathname, paths.signIn);
});

test('a member shut out, signed out, idle or at another browser is led to the sign-in', async () => {
  const member = await hire(world, 2, staffRoles);
  for (const [why, change] of [
    ['shut out', 'update staff set disabled_at = now() where id = $1'],
    ['signed out', 'update staff_sessions set ended_at = now() where staff_id = $1'],
    ['idle', `update staff_sessions set seen = seen - interval '10 minutes' where staff_id = $1`],
    ['too long', `update staff_sessions set began = began - interval '8 hours' where staff_id = $1`],
  ] as const) {
    const walker = await visitor();
    await seat(world, walker, member, 'administrator');
    assert.equal((await knock(walker, `GET ${paths.deskTeam}`)).status, 200);
    await world.sql(change, [member.id]);
    const answer = await knock(walker, `GET ${paths.deskTeam}`);
    assert.ok(answer.headers.get('location')?.startsWith(paths.deskSignIn), why);
    if (why === 'shut out' || why === 'signed out') await ledToSignIn(walker, why);
    await world.sql('update staff set disabled_at = null where id = $1', [member.id]);
  }
  const [own, thief] = [await visitor(), await visitor()];
  await seat(world, own, member, 'administrator');
  thief.cookies.set(staffCookie, own.cookies.get(staffCookie) ?? '');
  await ledToSignIn(thief, 'a stolen cookie');
  assert.equal((await knock(own, `GET ${paths.deskTeam}`)).status, 200);
});

describe('each role is refused what the table does not give it, 403, and nothing happens (ATK-48)', () => {
  for (const role of staffRoles)
    test(role, async () => {
      const member = await hire(world, 10 + staffRoles.indexOf(role), staffRoles);
      await enrolOnPaper(world, member);
      const walker = await visitor();
      await seat(world, walker, member, role);
      for (const [route, who] of guarded) {
        if (who === 'signed-in' || who === 'anybody') continue;
        const before = await tableDigests(world.sql);
        const { status } = await knock(walker, route);
        if (who.includes(role)) assert.notEqual(status, 403, route);
        else {
          assert.equal(status, 403, route);
          assert.deepEqual(await tableDigests(world.sql), before, route);
        }
      }
    });
});

test('a role taken away ends with it: the shift must be chosen anew', async () => {
  const member = await hire(world, 20, ['agent', 'administrator']);
  const walker = await visitor();
  await seat(world, walker, member, 'administrator');
  assert.equal((await knock(walker, `GET ${paths.deskTeam}`)).status, 200);
  await world.sql(`update staff set roles = '{agent}' where id = $1`, [member.id]);
  for (const [route, who] of guarded) {
    if (who === 'signed-in') continue;
    const answer = await knock(walker, route);
    assert.ok(answer.headers.get('location')?.startsWith(paths.deskShift), route);
  }
});

test('a role nobody gave cannot be chosen', async () => {
  const member = await hire(world, 21, ['agent', 'auditor']);
  const walker = await visitor();
  await seat(world, walker, member);
  await walker.open(paths.deskShift);
  for (const rol of ['administrator', 'supervisor', 'root', '']) {
    await walker.submit({ oficina: 'centro-norte', ventanilla: '3', rol }, paths.deskShift);
    assert.equal(walker.page.status, 422, rol);
  }
  const [session] = await world.sql<{ role: string | null }>(
    'select role from staff_sessions where staff_id = $1',
    [member.id],
  );
  assert.equal(session?.role, null);
});

test('the way back leads to pages of the desk only (RT-24)', () => {
  for (const page of [paths.deskTeam, `${paths.deskTeam}/A-1`, paths.deskShift])
    assert.equal(deskComesBackTo(page), page);
  for (const other of [
    '//evil.example',
    'https://evil.example',
    '/cuenta',
    '/mesa/salir',
    '/mesa/equipo/a/b',
    '/mesa/ingreso',
    '',
    undefined,
  ])
    assert.equal(deskComesBackTo(other), paths.desk, String(other));
});
