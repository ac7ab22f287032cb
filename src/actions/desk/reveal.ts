import type { RevealField, RevealReason } from '../../rules/desk/reasons.ts';
import type { Account } from '../../store/accounts.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { asStaff, noteDesk, type OnShift } from './as-staff.ts';

const wholeOf = (personal: Personal, field: RevealField): string | undefined =>
  field === 'name' ? `${personal.firstName} ${personal.lastName}` : contactOf(personal, field);

/** Reads one masked field whole. It is kept with its reason, and the person reads it in their own activity (HD-07). */
export async function revealField(
  world: World,
  staff: OnShift,
  account: Account,
  asked: { readonly field: RevealField; readonly reason: RevealReason; readonly caseId?: string },
): Promise<string | undefined> {
  const { field, reason, caseId } = asked;
  return asStaff(world, staff, async (desk) => {
    await noteDesk(world, desk, {
      event: 'desk-revealed',
      subject: account.nameHash,
      reason,
      after: field,
      ...(caseId !== undefined && { caseId }),
    });
    return wholeOf(openPersonal(world, account), field);
  });
}
