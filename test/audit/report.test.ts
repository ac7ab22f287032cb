/** The auditors' ready questions (A3), each asked of a log in which the answer is known. */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { makeReport } from '../../src/actions/audit/report.ts';
import {
  type Manifest,
  manifestFault,
  type ReportName,
  reportColumns,
} from '../../src/rules/audit/report.ts';
import { type AuditLine, appendAudit } from '../../src/store/audit.ts';
import { emptyLog, openLog } from './log.ts';

const log = await openLog();
after(() => log.close());
beforeEach(() => emptyLog(log));

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const [agent, other, supervisor, second] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const ana = Buffer.alloc(32, 1);
const luis = Buffer.alloc(32, 2);
const start = new Date('2026-11-24T10:00:00Z');
const day = { from: start, to: new Date('2026-11-25T00:00:00Z') };

/** Writes a line some seconds after the start of the day. */
const line = (seconds: number, event: string, more: Partial<AuditLine> = {}): Promise<void> =>
  appendAudit(log.world.db, {
    at: new Date(start.getTime() + seconds * 1000),
    actor: 'agent',
    event,
    staff: agent,
    office: 'centro',
    policyVersion: 'test',
    ...more,
  });

/** A case from its opening to its approval. */
async function changed(
  n: number,
  given: { reason?: string; by?: string; with?: string; after?: number; subject?: Buffer } = {},
): Promise<void> {
  const about = { caseId: uuid(n), subject: given.subject ?? ana, staff: given.by ?? agent };
  await line(n, 'desk-case-opened', { ...about, reason: given.reason ?? 'ticket' });
  await line(n + 1, 'desk-submitted', about);
  const approval = { ...about, actor: 'supervisor', staff: given.with ?? supervisor } as const;
  await line(n + 1 + (given.after ?? 60), 'desk-approved', approval);
}

const ask = (name: ReportName, span = day) =>
  makeReport(log.world, name, span, { actor: 'auditor', staff: uuid(9) });

const column = async (name: ReportName, key: string, span = day): Promise<unknown[]> =>
  (await ask(name, span)).rows.map((row) => row[key]);

describe('the questions of the auditors', () => {
  it('who changed contacts without a ticket', async () => {
    await changed(100);
    await changed(200, { reason: 'window' });
    await line(300, 'desk-submitted', { caseId: uuid(300), subject: luis });
    await line(400, 'desk-submitted', { caseId: uuid(400), subject: luis, refusal: 'not-proven' });
    assert.deepEqual(await column('contacts-without-ticket', 'case_id'), [uuid(200), uuid(300)]);
    assert.deepEqual(await column('contacts-without-ticket', 'reason'), ['window', null]);
  });

  it('which approvals took under thirty seconds, from when the agent last sent the change', async () => {
    await changed(100, { after: 29 });
    await changed(200, { after: 30 });
    await line(300, 'desk-submitted', { caseId: uuid(300) });
    await line(400, 'desk-returned', { caseId: uuid(300), staff: supervisor });
    await line(500, 'desk-submitted', { caseId: uuid(300) });
    await line(510, 'desk-approved', { caseId: uuid(300), staff: supervisor });
    await line(520, 'desk-approved', { caseId: uuid(300), staff: supervisor, refusal: 'done-already' });
    assert.deepEqual(await column('quick-approvals', 'case_id'), [uuid(100), uuid(300)]);
    assert.deepEqual(await column('quick-approvals', 'seconds'), [29, 10]);
    assert.deepEqual(await column('quick-approvals', 'supervisor'), [supervisor, supervisor]);
  });

  it('which pairs repeat, and how much of all the work of the agent that is', async () => {
    await changed(100);
    await changed(200);
    await changed(300);
    await changed(400, { with: second });
    await changed(500, { by: other });
    const { rows } = await ask('repeated-pairs');
    assert.deepEqual(
      rows.map((row) => [row.agent, row.supervisor, row.approvals, row.percent_of_agent]),
      [[agent, supervisor, 3, 75]],
    );
  });

  it('which searches had no case after them, by the same agent about the same number within the hour', async () => {
    await line(0, 'desk-searched', { subject: ana, reason: 'window' });
    await line(60, 'desk-case-opened', { subject: ana, caseId: uuid(1) });
    await line(100, 'desk-searched', { subject: luis });
    await line(200, 'desk-case-opened', { subject: luis, staff: other, caseId: uuid(2) });
    await line(300, 'desk-searched', { reason: 'call' });
    await line(400, 'desk-searched', { subject: luis, staff: other });
    await line(400 + 3601, 'desk-case-opened', { subject: luis, staff: other, caseId: uuid(3) });
    assert.deepEqual(await column('searches-without-case', 'seq'), ['3', '5', '6']);
    assert.deepEqual(await column('searches-without-case', 'subject'), [
      luis.toString('hex'),
      null,
      luis.toString('hex'),
    ]);
  });

  it('which changes were undone, and who had made them', async () => {
    await changed(100);
    await appendAudit(log.world.db, {
      at: new Date(start.getTime() + 900_000),
      actor: 'other',
      event: 'contact-undone',
      subject: ana,
      policyVersion: 'test',
    });
    await appendAudit(log.world.db, {
      at: new Date(start.getTime() + 901_000),
      actor: 'other',
      event: 'contact-undone',
      subject: luis,
      policyVersion: 'test',
    });
    assert.deepEqual(await column('undone-changes', 'agent'), [agent, null]);
    assert.deepEqual(await column('undone-changes', 'supervisor'), [supervisor, null]);
  });

  it('are of the time that was asked for, its end left out', async () => {
    await changed(0, { reason: 'call' });
    await changed(100, { reason: 'call' });
    const until = { from: start, to: new Date(start.getTime() + 101_000) };
    assert.deepEqual(await column('contacts-without-ticket', 'case_id', until), [uuid(0)]);
  });
});

describe('a report', () => {
  it('is a file with a manifest that fits it and nothing else', async () => {
    await changed(100, { reason: '=1+1' });
    const { csv, manifest } = await ask('contacts-without-ticket');
    assert.equal(
      csv.split('\r\n')[0],
      reportColumns['contacts-without-ticket'].map((name) => `"${name}"`).join(','),
    );
    assert.ok(csv.includes(`"'=1+1"`), 'no cell is a formula');
    const keys = log.world.keys.auditKeys;
    const kept: Manifest = JSON.parse(JSON.stringify(manifest));
    assert.equal(manifestFault(kept, csv, keys), undefined);
    assert.equal(manifestFault(kept, csv.replace('centro', 'norte'), keys), 'file-changed');
    assert.equal(manifestFault({ ...kept, rows: 2 }, csv, keys), 'signature-wrong');
    assert.equal(manifestFault(kept, csv, []), 'key-not-trusted');
  });

  it('leaves a line that says who asked what (AU-11)', async () => {
    // Sound: the keys of the record are the names.
    for (const name of Object.keys(reportColumns)) await ask(name as ReportName);
    const lines = await log.sql<{ after: string; staff: string }>(
      "select after, staff from audit where event = 'audit-report-made' order by seq",
    );
    assert.deepEqual(
      lines,
      Object.keys(reportColumns).map((after) => ({ after, staff: uuid(9) })),
    );
  });
});
