/** Records that close an account, or name another representative, end what was under way for it (HD-14). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openCase } from '../../src/actions/desk/case/open-case.ts';
import { nameHashOf as hashOfClaim } from '../../src/actions/personal.ts';
import { importPeople } from '../../src/actions/upkeep/import-people.ts';
import type { Person } from '../../src/directory/person.ts';
import type { SampleId } from '../../src/directory/sample.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { paths } from '../../src/web/paths.ts';
import { employ, sit } from '../attacks/counter.ts';
import { askMessage, sample } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { holdChange } from './contact-steps.ts';
import { arriving, browse, hours, pathOf, recovery } from './steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const personOf = (id: SampleId): Person => sample(id).person ?? assert.fail('A sample without a person');

async function bring(person: Person): Promise<void> {
  const rows = (async function* () {
    yield { line: 1, person };
  })();
  assert.deepEqual((await importPeople(world.world, rows)).faults, []);
}

async function accountOf({ subject, identity, branch = '', representative = identity }: Person) {
  const claim =
    subject === 'person'
      ? ({ subject, identity } as const)
      : ({ subject, identity, branch, representative } as const);
  return (await accountByName(world.world.db, hashOfClaim(world.world, claim))) ?? assert.fail('No account');
}

/** A recovery that waits for its code, and a case at the counter. */
async function underWay(id: SampleId, place: number) {
  const walker = browse(world);
  const { code } = recovery(await arriving(world, () => askMessage(walker, id)));
  const agent = await sit(world, await employ(world, place, ['agent']), 'agent');
  const account = await accountOf(personOf(id));
  const opened = await openCase(world.world, agent, account, {
    errand: { kind: 'change-contact', slot: 'email' },
  });
  const caseId = opened.kind === 'opened' ? opened.id : assert.fail(opened.kind);
  const desk = async () =>
    (
      await world.sql<{ stage: { because?: string } }>('select stage from desk_cases where id = $1', [caseId])
    )[0]?.stage.because;
  return { walker, code, account, desk };
}

const events = async (nameHash: Buffer): Promise<string[]> =>
  (
    await world.sql<{ event: string }>(
      `select event from audit where subject = $1 and event in ('case-cancelled', 'desk-overtaken', 'contact-disavowed') order by event`,
      [nameHash],
    )
  ).map(({ event }) => event);

describe('the records', () => {
  it('with another representative end the recovery and the case at the counter of a company', async () => {
    const before = personOf('employer-branch');
    const { walker, code, account, desk } = await underWay('employer-branch', 1);
    await bring(before);
    assert.equal(await desk(), undefined, 'The same representative ends nothing');
    await bring({ ...before, representative: card(1_900_007) });
    assert.equal(await desk(), 'overtaken');
    await walker.submit({ codigo: code });
    assert.notEqual(pathOf(walker), paths.chooseKey);
    assert.deepEqual(await events(account.nameHash), ['case-cancelled', 'desk-overtaken']);
  });

  it('that suspend or close an account end its recovery, its case and its change under hold', async () => {
    for (const [index, status] of (['suspended', 'deceased'] as const).entries()) {
      const id = (['all-is-well', 'shared-mailbox-one'] as const)[index] ?? assert.fail();
      const person = personOf(id);
      await holdChange(
        world,
        { number: person.identity.number, key: person.key ?? '' },
        'email',
        `nuevo${index}@otro.example`,
      );
      world.clock.move(hours(2));
      const { walker, code, account, desk } = await underWay(id, 10 + index);
      const told = await arriving(world, () => bring({ ...person, status }));
      assert.deepEqual(told, [], 'Nobody writes to the dead (RC-16)');
      assert.equal(await desk(), 'overtaken');
      const [change] = await world.sql<{ kind: string }>(
        `select stage->>'kind' as kind from contact_changes where account_id = $1`,
        [account.id],
      );
      assert.equal(change?.kind, 'cancelled');
      await walker.submit({ codigo: code });
      assert.notEqual(pathOf(walker), paths.chooseKey);
      await bring({ ...person, status });
      await bring(person);
      assert.deepEqual(await events(account.nameHash), [
        'case-cancelled',
        'contact-disavowed',
        'desk-overtaken',
      ]);
    }
  });

  it('and a walk that ends at that moment never wait for each other for ever', async () => {
    const person = personOf('employer-main');
    for (const round of Array.from({ length: 6 }, (_, index) => index)) {
      world.clock.move(hours(25));
      const walker = browse(world);
      const { code } = recovery(await arriving(world, () => askMessage(walker, 'employer-main')));
      await Promise.all([
        walker.submit({ codigo: code }),
        bring({ ...person, status: round % 2 ? 'suspended' : 'deceased' }),
      ]);
      await bring(person);
    }
  });
});
