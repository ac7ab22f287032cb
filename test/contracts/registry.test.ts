/** What any register of persons must keep to, and that the one there is says that it is a trial (HD-02). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInstitution } from '../../src/config/institution.ts';
import type { Registry } from '../../src/directory/registry/registry.ts';
import { trialRegistry } from '../../src/directory/registry/trial.ts';
import { documentKinds } from '../../src/rules/desk/proofing.ts';
import type { IdentityNumber } from '../../src/rules/identity.ts';
import { institutionWith } from '../browser/chromium.ts';

const holders: readonly IdentityNumber[] = [
  { kind: 'ec.ci', number: '9900000012' },
  { kind: 'ec.ci', number: '9900000019' },
  { kind: 'passport', number: 'A1234567' },
  { kind: 'fund-code', number: '1' },
  { kind: 'ec.ci', number: '' },
];

/** The contract: a new register is one line here. */
const registries: readonly (readonly [string, Registry])[] = [['the trial registry', trialRegistry]];

for (const [name, registry] of registries)
  describe(name, () => {
    it('answers every question with one of three verdicts under its own name, and never throws', async () => {
      for (const kind of documentKinds)
        for (const holder of holders) {
          const { verdict, source } = await registry.check({ kind, holder });
          assert.ok(['match', 'no-match', 'unavailable'].includes(verdict), verdict);
          assert.equal(source, registry.source);
        }
    });

    it('repeats nothing of what it was asked, and says the same twice', async () => {
      for (const holder of holders.filter(({ number }) => number.length > 3)) {
        const [once, twice] = [
          await registry.check({ kind: 'id-card', holder }),
          await registry.check({ kind: 'id-card', holder }),
        ];
        assert.deepEqual(once, twice);
        assert.ok(!JSON.stringify(once).includes(holder.number));
      }
    });

    it('never vouches for a document it cannot know', async () => {
      for (const kind of documentKinds.filter((one) => one !== 'id-card'))
        for (const holder of holders)
          assert.notEqual((await registry.check({ kind, holder })).verdict, 'match', kind);
    });
  });

describe('the trial', () => {
  it('is called one in its evidence, and can say yes, no and nothing', async () => {
    assert.match(trialRegistry.source, /prueba/);
    const verdicts = new Set<string>();
    for (const kind of documentKinds)
      for (const holder of holders) verdicts.add((await trialRegistry.check({ kind, holder })).verdict);
    assert.deepEqual([...verdicts].sort(), ['match', 'no-match', 'unavailable']);
  });

  it('serves a fictional institution only', () => {
    const mistakesOf = (from: string, to: string): string[] => {
      const reading = readInstitution(institutionWith([from, to]), 'x.yaml');
      return reading.ok ? [] : reading.mistakes.map(({ what }) => what);
    };
    assert.deepEqual(mistakesOf('fictional: true', 'fictional: true '), []);
    const [mistake = ''] = mistakesOf('fictional: true', 'fictional: false');
    assert.match(mistake, /trial registry/);
  });
});
