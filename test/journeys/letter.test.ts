import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { exportLetters } from '../../src/actions/letters/export-letters.ts';
import { openPersonal, sealPersonal } from '../../src/actions/personal.ts';
import type { SampleId } from '../../src/directory/sample.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { nameHashOfNumber } from './paper.ts';
import {
  arriving,
  assertError,
  browse,
  citizen,
  languages,
  opens,
  pathOf,
  reachContact,
  unknownNumber,
} from './steps.ts';

const day = 24 * 60 * 60_000;
const newKeys = { es: 'Cometa7Verde', en: 'Farol9Azul' };

describe('letters', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const numberOf = (id: SampleId): string => sample(id).identity.number;

  /** At the page of letters, in a new case. */
  async function reachLetters(number: string, language: 'es' | 'en' = 'es'): Promise<Walker> {
    const walker = browse(world, language);
    await reachContact(world, walker, number);
    await walker.open(paths.enterLetterCode);
    assert.equal(pathOf(walker), paths.enterLetterCode);
    return walker;
  }

  async function ask(number: string, language: 'es' | 'en' = 'es'): Promise<Walker> {
    const walker = await reachLetters(number, language);
    await walker.submit({}, paths.askLetter);
    return walker;
  }

  async function printed(): Promise<string[]> {
    const pages: string[] = [];
    await exportLetters(world.world, async (_name, page) => {
      pages.push(page);
    });
    return pages;
  }

  const codeIn = (page: string): string => /class="code">([0-9A-Z ]+)</.exec(page)?.[1] ?? '';

  for (const language of languages)
    it(`a person without any contact gets a letter, and by its code a key, in ${language} (QN-12, RC-15)`, async () => {
      const { letterAsked, enterLetterCode } = wordsOf(language);
      world.clock.move(30 * day);
      const asked = await ask(numberOf('no-email'), language);
      assert.equal(asked.page.heading, letterAsked(21).title);
      const [page = '', ...others] = await printed();
      assert.deepEqual(others, []);
      assert.match(textOf(page), /Rosa Chávez Mina Calle del Cangrejo 12 y Malecón Boca del Mangle, Esteros/);
      assert.deepEqual(await printed(), [], 'what was printed is printed once, and kept no longer');
      world.clock.move(20 * day);
      const walker = await reachLetters(numberOf('no-email'), language);
      assertError(await walker.submit({ carta: '' }), 'carta', enterLetterCode.errors.empty, language);
      assertError(
        await walker.submit({ carta: 'AAAA' }),
        'carta',
        enterLetterCode.errors.malformed,
        language,
      );
      const wrong = await walker.submit({ carta: 'A'.repeat(16) });
      assertError(wrong, 'carta', enterLetterCode.errors.wrong(4), language);
      await walker.submit({ carta: codeIn(page).toLowerCase() });
      assert.equal(pathOf(walker), paths.chooseKey);
      await walker.submit({ clave: newKeys[language], clave2: newKeys[language] }, paths.chooseKey);
      assert.equal(pathOf(walker), paths.done);
      assert.ok(await opens(world, numberOf('no-email'), newKeys[language]));
      const again = await reachLetters(numberOf('no-email'), language);
      assert.equal((await again.submit({ carta: codeIn(page) })).status, 422, 'a code works once (RT-05)');
    });

  it('nobody else gets one, and everybody sees the same (RE-01)', async () => {
    world.clock.move(30 * day);
    const looks: string[] = [];
    const numbers = [citizen(0).number, numberOf('suspended'), numberOf('deceased'), unknownNumber(9)];
    const heard = await arriving(world, async () => {
      for (const number of numbers) looks.push(textOf((await ask(number)).page.html));
    });
    const alike = looks.map((text) => text.replace(/[A-ZÑ]{3,} [A-ZÑ]{3,}/gu, 'WORD WORD'));
    assert.equal(new Set(alike).size, 1);
    assert.deepEqual(heard, []);
    assert.deepEqual(await printed(), []);
    const rows = await world.sql<{ live: boolean }>('select live from letters where payload is not null');
    assert.deepEqual(new Set(rows.map(({ live }) => live)), new Set([false]), 'the same rows for all');
  });

  it('a person who is suspended meanwhile gets none, nor does a number nobody has in place of the first person', async () => {
    world.clock.move(30 * day);
    const set = (status: string) =>
      world.sql('update accounts set status = $2 where name_hash = $1', [
        nameHashOfNumber(world, numberOf('no-email')),
        status,
      ]);
    await set('suspended');
    await ask(numberOf('no-email'));
    assert.deepEqual(await printed(), []);
    await set('active');
    // Whoever is first on file is read for a number nobody has: here somebody who can be written to by post alone.
    const [first] = await world.sql<{ name_hash: Buffer }>(
      'select name_hash from accounts order by id limit 1',
    );
    const account = first && (await accountByName(world.world.db, first.name_hash));
    assert.ok(account);
    const { email: _none, ...others } = openPersonal(world.world, account);
    const postal = ['Av. Cangrejo 1', 'Quito'];
    const personal = sealPersonal(world.world, account.nameHash, { ...others, postal });
    await world.sql('update accounts set personal = $2 where id = $1', [account.id, personal]);
    await ask(unknownNumber(10));
    assert.deepEqual(await printed(), []);
  });

  it('one a week is printed, however often it is asked for; the code ends with its days', async () => {
    world.clock.move(30 * day);
    for (let times = 0; times < 3; times++) await ask(numberOf('no-email'));
    const [page = '', ...others] = await printed();
    assert.deepEqual(others, []);
    world.clock.move(21 * day + 1000);
    const walker = await reachLetters(numberOf('no-email'));
    assert.equal((await walker.submit({ carta: codeIn(page) })).status, 422);
  });

  it('a letter of one person opens nothing of another, and a failed printer loses none', async () => {
    world.clock.move(30 * day);
    await ask(numberOf('no-email'));
    await assert.rejects(
      exportLetters(world.world, async () => {
        throw new Error('no paper');
      }),
    );
    const [page = ''] = await printed();
    assert.notEqual(codeIn(page), '');
    const stranger = await reachLetters(citizen(1).number);
    assert.equal((await stranger.submit({ carta: codeIn(page) })).status, 422);
  });

  it('no code and no postal address is ever kept in clear (RT-03)', async () => {
    const rows = await world.sql<{ line: string }>('select letters::text as line from letters');
    for (const { line } of rows) assert.doesNotMatch(line, /Cangrejo|[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}/);
  });
});
