import type { RevealField, RevealReason } from '../../rules/desk/reasons.ts';
import type { Account } from '../../store/accounts.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { asStaff, noteDesk, type OnShift } from './as-staff.ts';
import { nearnessOf } from './nearness.ts';

const wholeOf = (personal: Personal, field: RevealField): string | undefined =>
  field === 'name' ? `${personal.firstName} ${personal.lastName}` : contactOf(personal, field);

/**
 * Reads one masked field whole. It is kept with its reason, and the person reads it in their own activity (HD-07). Of themselves and
 * of relatives nobody reads anything; that it was tried is kept.
 */
export async function revealField(
  world: World,
  staff: OnShift,
  account: Account,
  asked: { readonly field: RevealField; readonly reason: RevealReason; readonly caseId?: string },
): Promise<string | undefined> {
  const { field, reason, caseId } = asked;
  return asStaff(world, staff, async (desk) => {
    const personal = openPersonal(world, account);
    const near = await nearnessOf(world, desk.tx, staff, { account, personal });
    await noteDesk(world, desk, {
      event: 'desk-revealed',
      subject: account.nameHash,
      reason,
      after: field,
      ...(caseId !== undefined && { caseId }),
      ...(near !== 'nobody' && { refusal: 'own-person' }),
    });
    return near === 'nobody' ? wholeOf(personal, field) : undefined;
  });
}
