/** A1 to A4: the log as auditors read it, and as it reads them (AU-11, HD-07). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { whoseAbout } from '../../src/actions/desk/auditor/whose.ts';
import { findPerson } from '../../src/actions/desk/find.ts';
import { manifestFault } from '../../src/rules/audit/report.ts';
import { deskCaseById } from '../../src/store/desk/cases.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { nameHashOf } from '../attacks/places.ts';
import { asOwner } from '../audit/log.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { type AtWork, atWork, sentCase } from './desk-steps.ts';
import { citizen, languages, pathOf } from './steps.ts';

let world: TestWorld;
let agent: AtWork;
let auditor: AtWork;
let caseId: string;
const who = citizen(0);
before(async () => {
  world = await openWorld();
  [agent, auditor] = [await atWork(world, 1, 'agent'), await atWork(world, 2, 'auditor')];
  const claims = [{ subject: 'person', identity: { kind: 'ec.ci', number: who.number } } as const];
  await findPerson(world.world, agent.staff, { typed: who.number, claims, reason: 'at-the-window' });
  caseId = await sentCase(world, agent, who, 'nuevo@nuevo.example');
  await sealBatch(world.world);
  world.clock.move(1000);
});
after(() => world.close());

const { auditing: say, activity } = wordsOf('es');
const read = ({ walker }: AtWork): string => textOf(walker.page.html);
const rowsOn = ({ walker }: AtWork): number => (walker.page.html.match(/<tr><th scope="row">/g) ?? []).length;
const seqOf = async (event: string): Promise<string> =>
  (
    await world.sql<{ seq: string }>('select seq from audit where event = $1 order by seq limit 1', [event])
  )[0]?.seq ?? '';
const readings = () =>
  world.sql<{ event: string; after: string; subject: Buffer | null; case_id: string | null }>(
    `select event, after, subject, case_id from audit where staff = $1 and event like 'audit-%' order by seq`,
    [auditor.member.id],
  );

describe('the log', () => {
  for (const [index, language] of languages.entries())
    it(`reads as one fixed sentence for each event, with the code of who did it, in ${language}`, async () => {
      const reader = await atWork(world, 10 + index, 'auditor', language);
      await reader.walker.open(`${paths.audit}?tipo=searches`);
      const words = wordsOf(language);
      assert.equal(rowsOn(reader), 1);
      const why = words.auditing.reason(words.activity.reasons['at-the-window']);
      const text = read(reader);
      for (const one of [
        `${words.auditing.actors.agent} · ${agent.member.code} · Oficina Centro Norte`,
        `${words.activity.kinds['desk-searched']} · ${why}`,
      ])
        assert.ok(text.includes(one), one);
      for (const secret of [who.number, who.email])
        assert.ok(!reader.walker.page.html.includes(secret), secret);
    });

  it('is narrowed by day, actor, office, kind and the words of a case, and by nothing that makes no sense', async () => {
    const rows = async (query: string): Promise<number> => {
      await auditor.walker.open(`${paths.audit}?${query}`);
      assert.equal(auditor.walker.page.status, 200, query);
      return rowsOn(auditor);
    };
    assert.equal(await rows('desde=2026-11-25'), 0);
    assert.ok((await rows('desde=2026-11-24&hasta=2026-11-24&tipo=counter')) > 4);
    assert.equal(await rows('hasta=2026-11-23&tipo=counter'), 0);
    assert.equal(await rows('quien=supervisor'), 0);
    assert.equal(await rows('oficina=puerto-canoa'), 0);
    const kept = await deskCaseById(world.world.db, caseId);
    const ofCase = await rows(`palabras=${encodeURIComponent(kept?.words.toLowerCase() ?? '')}&tipo=counter`);
    const [{ n = 0 } = {}] = await world.sql<{ n: number }>(
      `select count(*)::int as n from audit where case_id = $1 and event like 'desk-%'`,
      [caseId],
    );
    assert.equal(ofCase, n);
    assert.equal(await rows('palabras=NADIE%20NUNCA'), 0);
    assert.ok((await rows("desde=x&hasta='&quien=root&tipo=__proto__&oficina=*&antes=-1")) > 10);
  });

  it('takes a document number by POST, and puts no trace of it into the address', async () => {
    await auditor.walker.open(paths.audit);
    await auditor.walker.submit({ doc: 'abc' }, paths.auditPerson);
    assert.ok(read(auditor).includes(say.byPerson.error));
    await auditor.walker.submit({ doc: who.number }, paths.auditPerson);
    const { url } = auditor.walker.page;
    assert.equal(url.pathname, paths.audit);
    const sealed = url.searchParams.get('persona') ?? '';
    assert.ok(!url.href.includes(who.number) && !sealed.includes(nameHashOf(who).toString('base64url')));
    assert.ok(read(auditor).includes(activity.kinds['desk-submitted']));
    assert.ok((await readings()).at(-1)?.subject?.equals(nameHashOf(who)));
    for (const forged of [`${sealed.slice(0, -4)}AAAA`, 'x', nameHashOf(who).toString('base64url')]) {
      await auditor.walker.open(`${paths.audit}?persona=${forged}`);
      assert.equal(rowsOn(auditor), 0, 'What was made up is nobody');
    }
  });

  it('goes on by a cursor, and no line is on two pages', async () => {
    await world.sql(
      `insert into audit (at, actor, event, policy_version) select $1, 'system', 'unheard-of', 'x' from generate_series(1, 60)`,
      [world.clock.now()],
    );
    const seqs = (): string[] =>
      [...auditor.walker.page.html.matchAll(/hecho\/(\d+)"/g)].map(([, seq]) => seq ?? '');
    await auditor.walker.open(`${paths.audit}?quien=system`);
    const first = seqs();
    await auditor.walker.open(`${paths.audit}?quien=system&antes=${first.at(-1)}`);
    const second = seqs();
    assert.equal(first.length, 50);
    assert.ok(second.length >= 10 && Number(second[0]) < Number(first.at(-1)));
    assert.ok(read(auditor).includes('unheard-of'), 'An event without words is not hidden');
  });

  it('says who read it: every search is a line, and is listed (A4)', async () => {
    const before = (await readings()).length;
    await auditor.walker.open(`${paths.audit}?tipo=keys`);
    const lines = await readings();
    assert.deepEqual(
      [lines.length, lines.at(-1)?.event, lines.at(-1)?.after],
      [before + 1, 'audit-searched', 'keys'],
    );
    await auditor.walker.open(paths.auditReaders);
    assert.ok(rowsOn(auditor) > 3);
    assert.ok(!read(auditor).includes(activity.kinds['desk-searched']));
  });
});

describe('one event', () => {
  it('is proven on the spot, with what else its case left', async () => {
    await auditor.walker.open(paths.auditEvent + (await seqOf('desk-submitted')));
    const text = read(auditor);
    for (const one of [say.event.proven, say.event.linked, activity.kinds['desk-proofed'], caseId])
      assert.ok(text.includes(one), one);
    await auditor.walker.open(paths.audit);
    assert.ok(read(auditor).includes(`${say.chain('', 1, '').split(',')[0]}`.trim().slice(0, 20)));
  });

  it('waits for its seal in words, and is not found where there is none', async () => {
    await auditor.walker.open(paths.auditEvent + (await seqOf('unheard-of')));
    assert.ok(read(auditor).includes(say.event.waiting));
    for (const seq of ['999999999', '0', 'x', '1e3'])
      assert.equal((await auditor.walker.open(paths.auditEvent + seq)).status, 404, seq);
  });

  it('that was changed in the database says so (AU-02)', async () => {
    const seq = await seqOf('desk-case-opened');
    await asOwner(world, `update audit set office = 'puerto-canoa' where seq = ${Number(seq)}`);
    await auditor.walker.open(paths.auditEvent + seq);
    assert.ok(read(auditor).includes(say.event.notProven));
    await asOwner(world, `update audit set office = 'centro-norte' where seq = ${Number(seq)}`);
    await auditor.walker.open(paths.auditEvent + seq);
    assert.ok(read(auditor).includes(say.event.proven));
  });

  it('tells whose it is by a reason and a touch for this event alone, and the person reads it', async () => {
    const [seq, other] = [await seqOf('desk-submitted'), await seqOf('desk-proofed')];
    await auditor.walker.open(paths.auditEvent + seq);
    const reveal = async (motivo: string, about: string) =>
      auditor.walker.submit({ motivo, respuesta: await auditor.touch(about) }, paths.auditReveal);
    await reveal('curiosity', whoseAbout(seq));
    assert.ok(read(auditor).includes(say.event.errors.reason));
    await reveal('complaint', whoseAbout(other));
    assert.equal(auditor.walker.page.status, 422);
    assert.ok(!auditor.walker.page.html.includes(who.number));
    await reveal('complaint', whoseAbout(seq));
    assert.ok(auditor.walker.page.html.includes(who.number));
    const [line] = await world.sql<{ reason: string; subject: Buffer }>(
      `select reason, subject from audit where event = 'audit-person-revealed'`,
    );
    assert.deepEqual([line?.reason, line?.subject.equals(nameHashOf(who))], ['complaint', true]);
  });
});

describe('the reports', () => {
  it('are five questions with their definition; each file is vouched for by its manifest', async () => {
    await auditor.walker.open(paths.auditReports);
    for (const one of Object.values(say.reports.definitions)) assert.ok(read(auditor).includes(one));
    await auditor.walker.open(`${paths.auditReports}/contacts-without-ticket`);
    assert.ok(read(auditor).includes(agent.member.code));
    const links = [...auditor.walker.page.html.matchAll(/href="([^"]*(?:tabla|manifiesto)[^"]*)"/g)].map(
      ([, href]) => (href ?? '').replaceAll('&amp;', '&'),
    );
    assert.equal(links.length, 2);
    const csv = (await auditor.walker.open(links[0] ?? '')).html;
    world.clock.move(60_000);
    const manifest = JSON.parse((await auditor.walker.open(links[1] ?? '')).html);
    const { auditKeys } = world.world.keys;
    assert.equal(manifestFault(manifest, csv, auditKeys), undefined);
    assert.equal(manifestFault(manifest, `${csv} `, auditKeys), 'file-changed');
    assert.equal((await readings()).filter(({ event }) => event === 'audit-report-made').length, 3);
    assert.equal((await auditor.walker.open(`${paths.auditReports}/toString`)).status, 404);
  });

  it('are for no other role', async () => {
    for (const path of [paths.audit, paths.auditReports, paths.auditReaders, `${paths.auditEvent}1`]) {
      await agent.walker.open(path);
      assert.deepEqual([agent.walker.page.status, pathOf(agent.walker)], [403, path]);
    }
  });
});
