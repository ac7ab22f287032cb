import type { DeskStage } from '../../../rules/desk/case.ts';
import { accountById } from '../../../store/accounts.ts';
import { newestStatement } from '../../../store/audit/statement.ts';
import { type DeskCase, deskCaseById, openDeskCasesOf } from '../../../store/desk/cases.ts';
import { readStatement, type Statement } from '../../audit/statement.ts';
import type { World } from '../../world.ts';
import { noteDesk, type OnShift } from '../as-staff.ts';
import { holdingCase } from './hold-case.ts';

/** Stages in which the person at the window has proved who they are. */
const proven: readonly DeskStage['kind'][] = [
  'naming-contact',
  'confirming',
  'reviewing',
  'awaiting',
  'returned',
];

const mayState = ({ session: { shift } }: OnShift, { stage, office }: DeskCase): boolean =>
  shift.role === 'agent' && office === shift.office && proven.includes(stage.kind);

/** The open cases of an agent whose person may be given a statement. */
export const casesToState = async (world: World, staff: OnShift): Promise<DeskCase[]> =>
  (await openDeskCasesOf(world.db, staff.id)).filter((kept) => mayState(staff, kept));

/** Notes that an agent made a statement for the person of a case, and gives the row up to which it tells; nothing when they may not. */
export const makeDeskStatement = (world: World, staff: OnShift, id: string): Promise<string | undefined> =>
  holdingCase(world, staff, id, async ({ desk, held, kept }) => {
    if (!desk || !mayState(staff, kept)) return undefined;
    const { nameHash } = held.account;
    await noteDesk(world, desk, { event: 'statement-made', subject: nameHash, caseId: id });
    return newestStatement(desk.tx, nameHash);
  });

/** A statement made for the person of a case, while the case is open and of this office. */
export async function deskStatement(
  world: World,
  staff: OnShift,
  id: string,
  made: string,
): Promise<Statement | undefined> {
  const kept = await deskCaseById(world.db, id);
  const account = kept && mayState(staff, kept) && (await accountById(world.db, kept.accountId));
  return account ? readStatement(world, account.nameHash, made) : undefined;
}
