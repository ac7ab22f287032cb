/** The victim's statement: everything that happened to an account, who did it, and a proof that anybody checks offline (AU-10). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { openCase } from '../../src/actions/desk/case/open-case.ts';
import { leaveUnconfirmed } from '../../src/actions/desk/case/work-on-case.ts';
import { verifyFile } from '../../src/cli/audit-file.ts';
import { appendAudit } from '../../src/store/audit.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { nameHashOf } from '../attacks/places.ts';
import { textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { accountOf, atWork, provenCase } from './desk-steps.ts';
import { browse, citizen, languages, pathOf, signIn } from './steps.ts';

let world: TestWorld;
const folder = mkdtempSync(join(tmpdir(), 'reclave-statement-'));
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const made = () =>
  world.sql<{ actor: string; staff: string | null; subject: Buffer }>(
    `select actor, staff, subject from audit where event = 'statement-made' order by seq`,
  );

const verify = (text: string) => {
  const path = join(folder, 'constancia.json');
  writeFileSync(path, text);
  return verifyFile(path, world.world.keys.auditKeys, undefined);
};

/** A person signed in afresh, with a statement before them. */
async function stated(index: number, language: 'es' | 'en' = 'es'): Promise<Walker> {
  const who = citizen(index);
  const walker = browse(world, language);
  await signIn(walker, who.number, who.key);
  await walker.open(paths.statement);
  await walker.submit({}, paths.statement);
  assert.match(pathOf(walker), /^\/cuenta\/constancia\/\d+$/);
  return walker;
}

describe('the statement of somebody signed in', () => {
  for (const [index, language] of languages.entries())
    it(`tells all that happened, who of the staff by code and office, and is noted, in ${language}`, async () => {
      const agent = await atWork(world, 1 + index, 'agent');
      const id = await provenCase(world, agent, citizen(index));
      await leaveUnconfirmed(world.world, agent.staff, id, { suspicious: false });
      const before = (await made()).length;
      const walker = await stated(index, language);
      const { activity, statement: say } = wordsOf(language);
      const text = textOf(walker.page.html);
      for (const one of [
        activity.kinds['record-updated'],
        activity.kinds['desk-proofed'],
        activity.kinds['signed-in'],
        activity.kinds['statement-made'],
        say.member(agent.member.code, 'Oficina Centro Norte'),
      ])
        assert.ok(text.includes(one), one);
      assert.ok(!text.includes('Paredes') && !walker.page.html.includes(citizen(index).number));
      const lines = await made();
      assert.equal(lines.length, before + 1);
      assert.deepEqual(
        [lines.at(-1)?.actor, lines.at(-1)?.subject.equals(nameHashOf(citizen(index)))],
        ['owner', true],
      );
      await walker.open(pathOf(walker));
      assert.equal((await made()).length, before + 1, 'Reading it again makes no other');
    });

  it('comes with proofs that are verified offline, and no longer when a byte is changed', async () => {
    await sealBatch(world.world);
    const walker = await stated(2);
    await appendAudit(world.world.db, {
      at: world.clock.now(),
      actor: 'starter',
      event: 'number-given',
      subject: nameHashOf(citizen(2)),
      note: 'screen-failed',
      policyVersion: 'x',
    });
    await sealBatch(world.world);
    await walker.open(paths.statement);
    await walker.submit({}, paths.statement);
    const page = pathOf(walker);
    const text = textOf(walker.page.html);
    const { statement: say } = wordsOf('es');
    for (const one of [say.withheld(1), say.someWait(1), 'reclave audit verify constancia.json --key t1:'])
      assert.ok(text.includes(one), one);
    const file = (await walker.open(`${page}/pruebas.json`)).html;
    assert.ok(!file.includes('screen-failed'), 'What only the house knows stays in it');
    const proofs = file.trimEnd().split('\n');
    assert.equal(proofs.length, 3, 'The import, the sign-in, the first statement');
    assert.deepEqual((await verify(file)).whole, true, (await verify(file)).lines.join());
    assert.equal((await verify(file)).lines.length, 3);
    for (const [from, to] of [
      ['"event":"signed-in"', '"event":"signed-out"'],
      ['"position":', '"position":1'],
      ['"root":"', '"root":"0'],
    ] as const)
      assert.equal((await verify(file.replace(from, to))).whole, false, from);
    assert.equal((await verify(`${file}{"kind":"end","rows":0,"checkpoints":0}\n`)).whole, false);
  });

  it('is nobody else’s, and takes the key given afresh', async () => {
    const walker = await stated(3);
    const page = pathOf(walker);
    const other = browse(world);
    await signIn(other, citizen(4).number, citizen(4).key);
    for (const path of [page, `${page}/pruebas.json`, `${paths.statement}/1`, `${paths.statement}/x`])
      assert.equal((await other.open(path)).status, 404, path);
    world.clock.move(6 * 60_000);
    await walker.open(page);
    assert.equal(pathOf(walker), paths.confirmKey);
  });
});

describe('the statement at the counter', () => {
  it('is for a proofed person of an open case of this office, and says who made it', async () => {
    const agent = await atWork(world, 20, 'agent');
    const { statement: say } = wordsOf('es');
    const account = await accountOf(world, citizen(10));
    const opened = await openCase(world.world, agent.staff, account, {
      errand: { kind: 'change-contact', slot: 'email' },
    });
    const unproven = opened.kind === 'opened' ? opened.id : '';
    await agent.walker.open(paths.deskStatement);
    assert.ok(textOf(agent.walker.page.html).includes(say.desk.none));
    const id = await provenCase(world, agent, citizen(11));
    await agent.walker.open(paths.deskStatement);
    const { fields } = agent.walker.form(paths.deskStatement);
    assert.equal(fields.tramite, id);
    for (const tramite of [unproven, '', 'x', '00000000-0000-4000-8000-000000000000'])
      assert.equal(
        (await agent.walker.post(paths.deskStatement, { ...fields, tramite })).status,
        422,
        tramite,
      );
    const before = (await made()).length;
    await agent.walker.submit({}, paths.deskStatement);
    const page = pathOf(agent.walker);
    assert.ok(textOf(agent.walker.page.html).includes(wordsOf('es').activity.kinds['desk-proofed']));
    const lines = await made();
    assert.deepEqual([lines.length, lines.at(-1)?.staff], [before + 1, agent.member.id]);
    const colleague = await atWork(world, 21, 'agent');
    await world.sql(`update staff_sessions set office = 'puerto-canoa' where staff_id = $1`, [
      colleague.member.id,
    ]);
    assert.equal((await colleague.walker.open(page)).status, 404, 'Another office');
    await leaveUnconfirmed(world.world, agent.staff, id, { suspicious: false });
    assert.equal((await agent.walker.open(page)).status, 404, 'The case is over');
  });
});
