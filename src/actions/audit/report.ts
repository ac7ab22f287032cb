import { csvLine } from '../../lib/audit/csv.ts';
import { sha256 } from '../../lib/digest.ts';
import { type Manifest, manifestText, type ReportName, reportColumns } from '../../rules/audit/report.ts';
import { type ReportRow, reportRows } from '../../store/audit/reports.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { World } from '../world.ts';

/** An answer as a file for a spreadsheet, and the manifest that says it was not changed since. */
export type Report = {
  readonly rows: readonly ReportRow[];
  readonly csv: string;
  readonly manifest: Manifest;
};

const cell = (value: ReportRow[string] | undefined): string =>
  value instanceof Date ? value.toISOString() : String(value ?? '');

/** Answers one of the auditors' questions, and notes who asked it (AU-11). */
export async function makeReport(
  world: World,
  name: ReportName,
  span: { readonly from: Date; readonly to: Date },
  by: Pick<AuditLine, 'actor' | 'staff' | 'office'>,
): Promise<Report> {
  const at = world.clock.now();
  const rows = await reportRows(world.db, name, span);
  const columns = reportColumns[name];
  const csv = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
    .map(csvLine)
    .join('');
  const { auditKey } = world.keys;
  const unsigned = {
    report: name,
    from: span.from.toISOString(),
    to: span.to.toISOString(),
    madeAt: at.toISOString(),
    rows: rows.length,
    sha256: sha256(csv).toString('hex'),
    keyId: auditKey.id,
  };
  const { version: policyVersion } = world.institution.policy;
  await appendAudit(world.db, { at, ...by, event: 'audit-report-made', after: name, policyVersion });
  return { rows, csv, manifest: { ...unsigned, signature: auditKey.sign(manifestText(unsigned)) } };
}
