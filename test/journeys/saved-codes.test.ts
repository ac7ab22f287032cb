/** C25: eight codes on paper, shown once, kept as keyed hashes; another set replaces them (RC-11). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalPaperCode } from '../../src/lib/keys/paper-code.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { arriving, browse, citizen, languages, pathOf, signIn } from './steps.ts';

const codesOn = (html: string): string[] =>
  [...html.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code = '']) => code);

describe('codes on paper', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const come = async (walker: Walker, index: number): Promise<void> => {
    await signIn(walker, citizen(index).number, citizen(index).key);
    await walker.open(paths.savedCodes);
    assert.equal(pathOf(walker), paths.savedCodes);
  };

  for (const language of languages)
    it(`eight are made and shown once, in ${language} (RC-11)`, async () => {
      const { savedCodes: say } = wordsOf(language);
      const walker = browse(world, language);
      await come(walker, language === 'es' ? 0 : 1);
      assert.ok(textOf(walker.page.html).includes(say.none));
      const sent = await arriving(world, () => walker.submit({}, paths.savedCodes));
      assert.equal(walker.page.heading, say.made.title);
      assert.equal(walker.page.status, 200);
      assert.equal(walker.page.headers.get('cache-control'), 'no-store');
      assert.ok(textOf(walker.page.html).includes(say.made.keep));
      const codes = codesOn(walker.page.html);
      assert.equal(new Set(codes).size, 8);
      for (const code of codes) {
        assert.match(code, /^[0-9A-Z]{4}( [0-9A-Z]{4}){3}$/);
        assert.ok(canonicalPaperCode(code));
      }
      assert.equal(sent.length, 1);
      for (const { message, letter } of sent) {
        assert.ok(message.kind === 'saved-codes' && message.happened === 'made' && message.left === 8);
        for (const code of codes) assert.ok(!JSON.stringify(letter).includes(code));
      }
      await walker.open(paths.savedCodes);
      assert.equal(codesOn(walker.page.html).length, 0);
      assert.ok(textOf(walker.page.html).includes('8'));
      assert.ok(textOf(walker.page.html).includes(say.replaces));
    });

  it('sending the form again shows nothing and makes nothing; another set takes the place of the former', async () => {
    const walker = browse(world);
    await come(walker, 2);
    const form = walker.form(paths.savedCodes).fields;
    await walker.submit({}, paths.savedCodes);
    const first = await world.sql('select code_hash from saved_codes order by 1');
    const again = await walker.post(paths.savedCodes, form);
    assert.equal(again.status, 303);
    assert.deepEqual(await world.sql('select code_hash from saved_codes order by 1'), first);
    await walker.open(again.headers.get('location') ?? '');
    assert.ok(textOf(walker.page.html).includes(wordsOf('es').savedCodes.notAgain));
    await walker.submit({}, paths.savedCodes);
    assert.equal(codesOn(walker.page.html).length, 8);
    const account = 'select account_id::text, count(*)::int as n from saved_codes group by 1';
    for (const { n } of await world.sql<{ n: number }>(account)) assert.equal(n, 8);
  });

  it('looking makes none, and no code is anywhere in the database', async () => {
    const walker = browse(world);
    await come(walker, 3);
    const before = await world.sql('select count(*) from saved_codes');
    for (let turn = 0; turn < 3; turn++) await walker.open(paths.savedCodes);
    assert.deepEqual(await world.sql('select count(*) from saved_codes'), before);
    await walker.submit({}, paths.savedCodes);
    const tables = await world.sql<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    const dump = await Promise.all(
      tables.map(({ name }) => world.sql<{ text: string }>(`select t::text as text from ${name} t`)),
    );
    const everything = dump
      .flat()
      .map(({ text }) => text)
      .join('\n')
      .toUpperCase();
    for (const code of codesOn(walker.page.html)) {
      assert.ok(!everything.includes(code.replaceAll(' ', '')));
      assert.ok(!everything.includes(Buffer.from(code.replaceAll(' ', '')).toString('hex').toUpperCase()));
    }
  });

  it('how many are left is told: used ones no longer count', async () => {
    const walker = browse(world);
    await come(walker, 4);
    await walker.submit({}, paths.savedCodes);
    await world.sql(
      `update saved_codes set used_at = made_at where code_hash in (
         select code_hash from saved_codes where account_id = (select max(account_id) from saved_codes) limit 7)`,
    );
    for (const index of [0, 2, 3, 4]) {
      const other = browse(world);
      await come(other, index);
      const text = textOf(other.page.html);
      assert.match(text, index === 4 ? /Le queda 1 código\./ : /Le quedan 8 códigos\./);
    }
  });
});
