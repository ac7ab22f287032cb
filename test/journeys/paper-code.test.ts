/** A code kept on paper as the first proof: once, for its own number, and guessed no oftener than any code (RC-11). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { groupPaperCode, newPaperCode } from '../../src/lib/keys/paper-code.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, sample, skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { givePaperCodes, nameHashOfNumber } from './paper.ts';
import {
  arriving,
  askFor,
  assertError,
  browse,
  citizen,
  destinationOf,
  identify,
  languages,
  opens,
  pathOf,
  reachContact,
  saveKey,
  summaryOf,
  unknownNumber,
} from './steps.ts';

describe('a code on paper', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** To the page of the codes, the way a person finds it. */
  async function reach(walker: Walker, number: string): Promise<void> {
    await reachContact(world, walker, number);
    await walker.open(paths.otherWays);
    await walker.submit({ opcion: 'paper' });
    assert.equal(pathOf(walker), paths.enterSavedCode);
  }

  const codesUsed = async (number: string): Promise<number | undefined> =>
    (
      await world.sql<{ used: number }>('select code_used as used from standings where name_hash = $1', [
        nameHashOfNumber(world, number),
      ])
    )[0]?.used;

  for (const language of languages)
    it(`recovers without mailbox or phone, and is told with how many are left, in ${language}`, async () => {
      const { enterSavedCode: say } = wordsOf(language);
      const who = citizen(language === 'es' ? 0 : 1);
      const [code = ''] = await givePaperCodes(world, who.number, 3);
      const walker = browse(world, language);
      await reach(walker, who.number);
      assert.equal(walker.page.heading, say.title);
      assertError(await walker.submit({ papel: ' ' }), 'papel', say.errors.empty, language);
      assertError(await walker.submit({ papel: '1234' }), 'papel', say.errors.malformed, language);
      const wrong = await walker.submit({ papel: newPaperCode() });
      assertError(wrong, 'papel', say.errors.wrong(4), language);
      const typed = groupPaperCode(code).toLowerCase();
      const heard = await arriving(world, () => walker.submit({ papel: typed }));
      assert.equal(pathOf(walker), paths.chooseKey);
      assert.deepEqual(heard.map(destinationOf), [who.email]);
      const { message } = heard[0] ?? assert.fail();
      assert.ok(message.kind === 'saved-codes' && message.happened === 'used' && message.left === 2);
      await saveKey(walker, goodKey);
      assert.equal(await opens(world, who.number, goodKey), true);
    });

  it('works once: used, it is as wrong as any other, in this walk and in every later one (RC-11)', async () => {
    const who = citizen(2);
    const [code = ''] = await givePaperCodes(world, who.number, 2);
    const first = browse(world);
    await reach(first, who.number);
    const { token } = first;
    await first.submit({ papel: code });
    assert.equal(pathOf(first), paths.chooseKey);
    const again = await first.post(paths.enterSavedCode, { papel: code, _csrf: token });
    assert.equal(again.headers.get('location'), paths.chooseKey, 'A page sent twice does no harm');
    const second = browse(world);
    await reach(second, who.number);
    const seen = await second.submit({ papel: code });
    assertError(seen, 'papel', wordsOf('es').enterSavedCode.errors.wrong(4));
  });

  it('of two browsers at once with one code, one goes on', async () => {
    const who = citizen(3);
    const [code = ''] = await givePaperCodes(world, who.number, 1);
    const walkers = [browse(world), browse(world)];
    for (const walker of walkers) await reach(walker, who.number);
    const answers = await Promise.all(
      walkers.map((walker) => walker.post(paths.enterSavedCode, { papel: code, _csrf: walker.token })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
  });

  it('twenty wrong ones at once count as five, and then the right one is no use either (RT-10)', async () => {
    const who = citizen(4);
    const [code = ''] = await givePaperCodes(world, who.number, 1);
    const walker = browse(world);
    await reach(walker, who.number);
    const { token } = walker;
    const tries = Array.from({ length: 20 }, () =>
      walker.post(paths.enterSavedCode, { papel: newPaperCode(), _csrf: token }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    assert.equal(statuses.filter((one) => one === 422).length, 4);
    assert.equal(statuses.filter((one) => one === 429).length, 16);
    assert.equal(await codesUsed(who.number), 5);
    assert.equal((await walker.post(paths.enterSavedCode, { papel: code, _csrf: token })).status, 429);
    world.clock.move(24 * 60 * 60_000);
    const later = browse(world);
    await reach(later, who.number);
    await later.submit({ papel: code });
    assert.equal(pathOf(later), paths.chooseKey, 'A day later it is');
  });

  it('the same wrong code sent again costs one try', async () => {
    const who = citizen(5);
    const walker = browse(world);
    await reach(walker, who.number);
    const papel = newPaperCode();
    for (let turn = 0; turn < 3; turn++) assert.equal((await walker.submit({ papel })).status, 422);
    assert.equal(await codesUsed(who.number), 1);
  });

  it("somebody else's code opens nothing", async () => {
    const [mine = ''] = await givePaperCodes(world, citizen(6).number, 1);
    await givePaperCodes(world, citizen(7).number, 1);
    const walker = browse(world);
    await reach(walker, citizen(7).number);
    assert.equal((await walker.submit({ papel: mine })).status, 422);
    const own = browse(world);
    await reach(own, citizen(6).number);
    await own.submit({ papel: mine });
    assert.equal(pathOf(own), paths.chooseKey, 'and stays good for its own number');
  });

  it('is asked and refused alike with codes, without, suspended with the right code, and for nobody (RE-01)', async () => {
    const { identity } = sample('suspended');
    const [right = ''] = await givePaperCodes(world, identity.number, 1);
    await givePaperCodes(world, citizen(8).number, 1);
    const seen: string[] = [];
    for (const [number, papel] of [
      [citizen(8).number, newPaperCode()],
      [citizen(9).number, newPaperCode()],
      [identity.number, right],
      [unknownNumber(1), newPaperCode()],
    ] as const) {
      const walker = browse(world);
      await reach(walker, number);
      const page = await walker.submit({ papel });
      seen.push(`${page.status} ${summaryOf(page)} ${page.heading}`);
      assert.equal(await codesUsed(number), 1);
    }
    assert.equal(new Set(seen).size, 1, seen.join('\n'));
  });

  it('is taken after the message was asked for, and not from a browser that did not begin (RT-08)', async () => {
    const who = citizen(10);
    const [code = ''] = await givePaperCodes(world, who.number, 1);
    const walker = browse(world);
    await askFor(world, walker, { number: who.number, email: 'olvidado@correo.example' });
    const stranger = browse(world);
    await stranger.open(paths.enterSavedCode);
    assert.equal(pathOf(stranger), paths.start);
    await walker.open(paths.enterSavedCode);
    await walker.submit({ papel: code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('proves whatever the questions came to, and the audit says what they came to', async () => {
    const who = citizen(11);
    const [code = ''] = await givePaperCodes(world, who.number, 1);
    const walker = browse(world);
    await identify(walker, who.number);
    await walker.submit({ dia: String((who.birth.day % 28) + 1), mes: String(who.birth.month) });
    await skipQuestions(walker);
    await walker.open(paths.enterSavedCode);
    await walker.submit({ papel: code });
    assert.equal(pathOf(walker), paths.chooseKey);
    const [line] = await world.sql<{ note: string | null }>(
      `select note from audit where subject = $1 and event = 'saved-code-entered'`,
      [nameHashOfNumber(world, who.number)],
    );
    assert.equal(line?.note, 'screen-failed');
    assert.ok(!textOf(walker.page.html).includes(code));
  });
});
