/** A link opens by its whole token, and by nothing else (RT-09, RT-12). */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { arriving, browse, citizen, pathOf, reachContact, receive, recovery } from '../journeys/steps.ts';
import { sample, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

/** All but the counters: that somebody makes up links is counted. */
async function kept(): Promise<Record<string, string>> {
  const { limits: _, ...others } = await tableDigests(world.sql);
  return others;
}

/** A browser presses the button of a link it made up: the tables stay as they are. */
async function press(walker: Walker, enlace: string): Promise<void> {
  const before = await kept();
  await walker.open(`${paths.followLink}${enlace}`);
  await walker.open(paths.chooseProfile);
  const { status } = await walker.post(paths.followLink, { enlace, _csrf: tokenOf(walker) });
  assert.ok(status < 500, enlace);
  assert.deepEqual(await kept(), before, `"${enlace}" changed something`);
  assert.notEqual((await walker.open(paths.chooseKey)).url.pathname, paths.chooseKey, enlace);
}

it('one other letter, at the end or anywhere, is another link; so is a part of it, and more than it (RT-09)', async () => {
  const walker = browse(world);
  const { link } = await receive(world, walker, citizen(0));
  const token = link.split(paths.followLink)[1] ?? assert.fail();
  const other = (letter: string | undefined): string => (letter === 'A' ? 'E' : 'A');
  for (const at of [0, 22, 42])
    await press(walker, `${token.slice(0, at)}${other(token[at])}${token.slice(at + 1)}`);
  for (const part of [token.slice(0, 22), token.slice(0, -1), token.slice(1), `${token}A`])
    await press(walker, part);
  await walker.open(`${paths.followLink}${token}`);
  await walker.submit();
  assert.equal(pathOf(walker), paths.chooseKey, 'The link itself works all the while');
});

it('no token is never the token of a message that went without a link (RT-12)', async () => {
  const walker = browse(world);
  const { identity, person } = sample('more-contacts');
  await reachContact(world, walker, identity.number);
  await walker.submit({}, paths.chooseChannel);
  const sent = await arriving(world, () => walker.submit({ correo: person?.phone ?? '' }));
  assert.ok(recovery(sent).code, 'An SMS with a code waits to be used');
  for (const nothing of ['', 'null']) await press(walker, nothing);
  assert.equal((await walker.open(paths.enterCode)).status, 200, 'The code still waits');
});
