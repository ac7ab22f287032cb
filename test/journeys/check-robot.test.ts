/** The quiet check: nobody is turned away, a clock time is the road without script, and unknown numbers meet the same. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { solve } from '../robot-check.ts';
import { textOf, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  assertNotice,
  browse,
  citizen,
  hours,
  identify,
  languages,
  pathOf,
  summaryOf,
  titleOf,
  unknownNumber,
} from './steps.ts';

describe('check-robot', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  async function fillTrap(walker: Walker, number: string): Promise<void> {
    await walker.open(paths.chooseProfile);
    await walker.submit({ perfil: 'affiliate' });
    await walker.submit({ numero: number, sitio: 'https://spam.example' });
  }

  for (const language of languages)
    it(`who fills in what no person sees waits, is told until when, and goes on, in ${language}`, async () => {
      const { checkRobot } = wordsOf(language);
      const walker = browse(world, language);
      await fillTrap(walker, citizen(0).number);
      assert.equal(pathOf(walker), paths.checkRobot);
      assert.equal(walker.page.heading, checkRobot.waitTitle);
      const time = /\d\d:\d\d:\d\d/.exec(textOf(walker.page.html))?.[0] ?? '';
      assert.ok(textOf(walker.page.html).includes(checkRobot.wait(time)));
      const early = await walker.submit();
      assert.equal(early.status, 422);
      assert.ok(summaryOf(early).includes(checkRobot.errors.tooEarly(time)));
      assert.ok(titleOf(early).startsWith('Error: '));
      world.clock.move(3000);
      await walker.submit();
      assert.equal(pathOf(walker), paths.answerQuestion);
    });

  it('from the sixth start of a number in an hour on there is a wait, for unknown numbers too (RE-04)', async () => {
    world.clock.move(hours(1));
    for (const number of [citizen(1).number, unknownNumber(1)]) {
      const landed: string[] = [];
      for (let start = 0; start < 7; start++) {
        const walker = browse(world);
        await identify(walker, number);
        landed.push(pathOf(walker));
      }
      assert.deepEqual(landed, [...Array(5).fill(paths.answerQuestion), ...Array(2).fill(paths.checkRobot)]);
    }
  });

  it('the work done by the script goes on at once, and counts for one case in one browser (SE-16)', async () => {
    world.clock.move(hours(1));
    const walker = browse(world);
    await fillTrap(walker, citizen(2).number);
    const prueba = await solve(walker);
    await walker.submit({ prueba });
    assert.equal(pathOf(walker), paths.answerQuestion);
    await fillTrap(walker, citizen(2).number);
    assert.equal((await walker.submit({ prueba })).status, 422, 'Used before');
    const thief = browse(world);
    await fillTrap(thief, citizen(3).number);
    await walker.open(paths.checkRobot);
    assert.equal((await thief.submit({ prueba: await solve(walker) })).status, 422, 'Of another browser');
    const fresh = await solve(walker);
    world.clock.move(2000);
    assert.equal((await walker.submit({ prueba: fresh.replace(/"number":\d+/, '"number":1') })).status, 422);
    assert.equal((await walker.submit({ prueba: 'nonsense' })).status, 422);
    assert.equal((await walker.submit({ prueba: '{"salt":1}' })).status, 422);
    await walker.submit({ prueba: fresh });
    assert.equal(pathOf(walker), paths.answerQuestion, 'A wrong try does not use up a right one');
  });
});

describe('check-robot on a busy network', () => {
  const file = readFileSync(join(import.meta.dirname, '../../institutions/ceibo.yaml'), 'utf8');
  let world: TestWorld;
  before(async () => {
    world = await openWorld({ institutionText: file.replace(/v4: 60 /, 'v4: 1 ') });
  });
  after(() => world.close());

  it('past its limit a network waits, far past it it is told when to come back, others notice nothing', async () => {
    const neighbours = () => new Walker((request) => world.app.fetch(request, { ip: '192.0.2.77' }));
    await identify(neighbours(), citizen(0).number);
    for (let start = 1; start < 10; start++) {
      const walker = neighbours();
      await identify(walker, citizen(start).number);
      assert.equal(pathOf(walker), paths.checkRobot);
    }
    for (const language of languages) {
      const walker = neighbours();
      walker.cookies.set('__Host-reclave-language', language);
      await identify(walker, citizen(20).number);
      const time = language === 'es' ? 'a las 10:20' : 'at 10:20';
      assertNotice(walker.page, wordsOf(language).problems.tooMany(time), 429);
    }
    const elsewhere = browse(world);
    await identify(elsewhere, citizen(20).number);
    assert.equal(pathOf(elsewhere), paths.answerQuestion);
  });
});
