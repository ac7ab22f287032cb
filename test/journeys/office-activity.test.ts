/** What a person reads of what offices did with their account: each act in words, the office, the reason, and never who (HD-07, AU-10). */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { decideCase, touchFor } from '../../src/actions/desk/case/decide.ts';
import { findPerson } from '../../src/actions/desk/find.ts';
import { freezeAccountAtDesk } from '../../src/actions/desk/freeze-account.ts';
import { revealField } from '../../src/actions/desk/reveal.ts';
import { kindOfActivity } from '../../src/rules/account/activity.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { accountOf, atWork, sentCase } from './desk-steps.ts';
import { browse, citizen, languages, signIn } from './steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

for (const [index, language] of languages.entries())
  it(`a person reads what was done, where and why, and never by whom, in ${language}`, async () => {
    const who = citizen(index);
    const [agent, boss] = [
      await atWork(world, 1 + 10 * index, 'agent'),
      await atWork(world, 2 + 10 * index, 'supervisor'),
    ];
    const identity = { kind: 'ec.ci', number: who.number } as const;
    const claims = [{ subject: 'person', identity } as const];
    await findPerson(world.world, agent.staff, { typed: who.number, claims, reason: 'at-the-window' });
    const account = await accountOf(world, who);
    await revealField(world.world, agent.staff, account, { field: 'phone', reason: 'person-asks' });
    const id = await sentCase(world, agent, who, `nuevo${index}@nuevo.example`);
    await boss.walker.open(paths.deskApprove);
    const answer = await boss.touch(touchFor('approved', id, 1));
    await decideCase(world.world, boss.staff, id, { verdict: 'approved', version: 1, answer });
    const walker = browse(world, language);
    await signIn(walker, who.number, who.key);
    await walker.open(`${paths.activity}?tipo=office`);
    const { activity: say } = wordsOf(language);
    const read = textOf(walker.page.html);
    const told = [
      `${say.kinds['desk-searched']}. ${say.why(say.reasons['at-the-window'])}`,
      `${say.kinds['desk-revealed']}. ${say.which(say.fields.phone)}. ${say.why(say.reasons['person-asks'])}`,
      ...(
        ['desk-case-opened', 'desk-proofed', 'desk-submitted', 'desk-approved', 'contact-approved'] as const
      ).map((kind) => say.kinds[kind]),
      'Oficina Centro Norte',
    ];
    for (const one of told) assert.ok(read.includes(one), one);
    assert.ok(!read.includes(say.kinds.other));
    await walker.open(paths.activityFile);
    for (const one of told) assert.ok(walker.page.html.includes(one), `${one}, in the file`);
    for (const name of ['Paredes', agent.member.code, boss.member.code, agent.member.id])
      assert.ok(!walker.page.html.includes(name) && !read.includes(name), name);
  });

it('an account shut at an office does not read as "it was not me"', async () => {
  const agent = await atWork(world, 30, 'agent');
  const account = await accountOf(world, citizen(5));
  await freezeAccountAtDesk(world.world, agent.staff, account, 'suspicion');
  const lines = await world.sql<{ event: string; actor: string }>(
    'select event, actor from audit where subject = $1 and staff is not null order by seq',
    [account.nameHash],
  );
  assert.deepEqual(lines.map(kindOfActivity), ['desk-froze', 'frozen-at-office']);
});
