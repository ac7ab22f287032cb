import { randomUUID } from 'node:crypto';
import { minutesAfter } from '../../../lib/clock.ts';
import { randomToken, sha256 } from '../../../lib/digest.ts';
import { type AppointRefusal, isConfirmed, isStaffCode, type StaffRole } from '../../../rules/desk/staff.ts';
import type { IdentityNumber } from '../../../rules/identity.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { putInvitation } from '../../../store/desk/staff/invitations.ts';
import {
  disableMember,
  lockStaff,
  type Member,
  memberByCode,
  memberByNumber,
  members,
  putMember,
} from '../../../store/desk/staff/members.ts';
import { forgetRelative, putRelative } from '../../../store/desk/staff/relatives.ts';
import type { World } from '../../world.ts';
import { numberHash, sealStaffName } from '../staff.ts';

/** A link to enrol works for a day: time to hand it over, and no longer (NIST SP 800-63B-4, 4.2.1.2). */
const invitationMinutes = 24 * 60;

/** What became of the operator's command: a link to hand over, nothing to say, or why not. */
export type Appointed =
  | { readonly ok: true; readonly link: string }
  | { readonly ok: false; readonly because: AppointRefusal };

const refuse = (because: AppointRefusal): Appointed => ({ ok: false, because });

export type NewMember = {
  readonly code: string;
  readonly name: string;
  readonly identity: IdentityNumber;
  readonly roles: readonly StaffRole[];
  readonly relatives: readonly IdentityNumber[];
  /** Codes of administrators who confirm it. */
  readonly confirmedBy: readonly string[];
};

/** Everything the operator does with staff: one transaction over all members, each act in the log. */
const appointing = <T>(world: World, work: (tx: Runner, at: Date) => Promise<T>): Promise<T> =>
  world.db.transaction(async (tx) => {
    await lockStaff(tx);
    return work(tx, world.clock.now());
  });

/** Adds a member and gives the link with which they enrol. An administrator takes the confirmation of those there are (HD-08). */
export const addMember = (world: World, made: NewMember): Promise<Appointed> =>
  appointing(world, async (tx, at) => {
    const { code, identity, roles, confirmedBy } = made;
    if (!isStaffCode(code)) return refuse('code-malformed');
    if (await memberByCode(tx, code)) return refuse('code-taken');
    const nameHash = numberHash(world, identity);
    // One person is one member: two would be four eyes that are two.
    if (await memberByNumber(tx, nameHash)) return refuse('number-taken');
    const needed = { subject: code, by: confirmedBy, atLeast: 'those-there-are' } as const;
    if (roles.includes('administrator') && !isConfirmed(await standings(tx), needed))
      return refuse('not-confirmed');
    const id = randomUUID();
    await putMember(tx, { id, code, name: sealStaffName(world, id, made.name), nameHash, roles }, at);
    for (const relative of made.relatives) await putRelative(tx, id, numberHash(world, relative));
    await noteConfirmers(world, tx, at, confirmedBy);
    await note(world, tx, at, 'staff-added', id);
    return invite(world, tx, at, id);
  });

/**
 * A new link for a member. Whoever has enrolled already loses the passkey they have when it is used, so two other administrators
 * confirm it (HD-08); whoever has not is only late.
 */
export const inviteMember = (
  world: World,
  { code, confirmedBy }: { code: string; confirmedBy: readonly string[] },
): Promise<Appointed> =>
  appointing(world, async (tx, at) => {
    const member = await memberByCode(tx, code);
    if (!member) return refuse('nobody');
    if (member.disabledAt) return refuse('disabled');
    const needed = { subject: code, by: confirmedBy, atLeast: 'two' } as const;
    if (member.enrolled && !isConfirmed(await standings(tx), needed)) return refuse('not-confirmed');
    await noteConfirmers(world, tx, at, confirmedBy);
    await note(world, tx, at, 'staff-invited', member.id);
    return invite(world, tx, at, member.id);
  });

async function invite(world: World, tx: Runner, at: Date, staffId: string): Promise<Appointed> {
  const token = randomToken(32);
  const until = minutesAfter(at, invitationMinutes);
  await putInvitation(tx, { tokenHash: sha256(token), staffId, until }, at);
  return { ok: true, link: `${world.baseUrl}/mesa/alta/${token}` };
}

/** Shuts a member out at once: sessions and links end. */
export const shutOut = (world: World, code: string): Promise<AppointRefusal | undefined> =>
  appointing(world, async (tx, at) => {
    const member = await memberByCode(tx, code);
    if (!member) return 'nobody';
    if (!(await disableMember(tx, member.id, at))) return 'disabled';
    await note(world, tx, at, 'staff-disabled', member.id);
    return undefined;
  });

/** Declares relatives of a member, whose accounts they must keep away from, and takes declarations back. */
export const declareRelatives = (
  world: World,
  { code, add, remove }: { code: string; add: readonly IdentityNumber[]; remove: readonly IdentityNumber[] },
): Promise<AppointRefusal | undefined> =>
  appointing(world, async (tx, at) => {
    const member = await memberByCode(tx, code);
    if (!member) return 'nobody';
    for (const one of add) await putRelative(tx, member.id, numberHash(world, one));
    for (const one of remove) await forgetRelative(tx, member.id, numberHash(world, one));
    await note(world, tx, at, 'staff-relatives-declared', member.id);
    return undefined;
  });

export const allMembers = (world: World): Promise<Member[]> => members(world.db);

const standings = async (tx: Runner) =>
  (await members(tx)).map(({ code, roles, disabledAt, enrolled }) => ({
    code,
    administrator: roles.includes('administrator'),
    active: enrolled && disabledAt === null,
  }));

/** One line for each, so that whoever was named can find it and say that it is not so. */
async function noteConfirmers(world: World, tx: Runner, at: Date, codes: readonly string[]): Promise<void> {
  for (const code of new Set(codes)) {
    const member = await memberByCode(tx, code);
    if (member) await note(world, tx, at, 'staff-confirmation-named', member.id);
  }
}

const note = (world: World, tx: Runner, at: Date, event: string, staff: string): Promise<void> =>
  appendAudit(tx, {
    at,
    actor: 'operator',
    event,
    staff,
    policyVersion: world.institution.policy.version,
  });
