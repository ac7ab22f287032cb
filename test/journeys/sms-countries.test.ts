/** A phone the gateway does not carry to is not taken: its owner would wait for a PIN that never comes (UX C22). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ask, signedIn } from './contact-steps.ts';
import { arriving, assertError, citizen, languages, typedInto } from './steps.ts';

const file = readFileSync(join(import.meta.dirname, '../../institutions/ceibo.yaml'), 'utf8');

describe('where the gateway carries to', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld({ institutionText: `${file}\nsms: { countries: [EC, CO] }\n` });
  });
  after(() => world.close());

  for (const language of languages)
    it(`a phone of another country is refused with what to do instead, and keeps what was typed, in ${language}`, async () => {
      const walker = await signedIn(world, citizen(language === 'es' ? 0 : 1), language);
      const sent = await arriving(world, async () => {
        await walker.open(`${paths.changeContact}?dato=phone`);
        await walker.submit({ contacto: '+34 612 34 56 78', seguro: '1' });
      });
      assertError(walker.page, 'contacto', wordsOf(language).changeContact.errors.notServed, language);
      assert.equal(typedInto(walker.page, 'contacto'), '+34 612 34 56 78');
      assert.deepEqual(sent, []);
      assert.equal((await world.sql('select from contact_changes')).length, 0);
    });

  it('a phone of a country that is served gets its PIN', async () => {
    for (const [index, phone] of ['+593991234511', '+573001234567'].entries())
      assert.match(await ask(world, await signedIn(world, citizen(2 + index)), 'phone', phone), /^\d+$/);
  });
});
