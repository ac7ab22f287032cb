import type { ReportName } from '../../../rules/audit/report.ts';
import { members } from '../../../store/desk/staff/members.ts';
import { makeReport, type Report } from '../../audit/report.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';

/** Answers a ready question for an auditor; who asked stands in the log. */
export function reportFor(
  world: World,
  staff: OnShift,
  name: ReportName,
  span: { readonly from: Date; readonly to: Date },
): Promise<Report> {
  const { office } = staff.session.shift;
  return makeReport(world, name, span, { actor: 'auditor', staff: staff.id, office });
}

/** Codes of members by our own ids: a page names the code. */
export const codesOfStaff = async (world: World): Promise<ReadonlyMap<string, string>> =>
  new Map((await members(world.db)).map(({ id, code }) => [id, code]));
