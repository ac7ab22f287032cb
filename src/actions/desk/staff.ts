import { sha256 } from '../../lib/digest.ts';
import { type StaffRole, shortName } from '../../rules/desk/staff.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import { type Member, memberById } from '../../store/desk/staff/members.ts';
import { idleStaffSession, type StaffSession, useStaffSession } from '../../store/desk/staff/sessions.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';

/** Who is signed in at the desk, as its pages and acts know them. */
export type Staff = {
  readonly id: string;
  /** Stands for the name wherever others read: "A-104". */
  readonly code: string;
  /** Shortened: "M. Paredes". */
  readonly name: string;
  /** What an account of their own number is found by. */
  readonly nameHash: Buffer;
  readonly roles: readonly StaffRole[];
  readonly session: StaffSession;
};

/** The keyed hash of a person's number: a member's own, and a relative's, is what an account of it has. */
export const numberHash = (world: World, identity: IdentityNumber): Buffer =>
  nameHashOf(world, { subject: 'person', identity });

export const aboutStaffName = (id: string): string => `staff ${id}`;

export const sealStaffName = ({ keys }: World, id: string, name: string): Buffer =>
  keys.seal(name, aboutStaffName(id));

export const openStaffName = ({ keys }: World, { id, name }: Pick<Member, 'id' | 'name'>): string =>
  keys.open<string>(name, aboutStaffName(id));

/** A member of staff at a session of theirs. */
const staffAtSession = (world: World, member: Member, session: StaffSession): Staff => ({
  id: member.id,
  code: member.code,
  name: shortName(openStaffName(world, member)),
  nameHash: member.nameHash,
  roles: member.roles,
  session,
});

/** What a browser shows to be taken for a session: its secret, and the browser it began in. */
export type Shown = { readonly token: string; readonly browser: Buffer };

/** The member behind a session cookie, while the session lives and they are not shut out. Looking keeps it alive. */
export async function staffOf(world: World, { token, browser }: Shown): Promise<Staff | undefined> {
  const at = world.clock.now();
  const limits = world.institution.policy.staff.session;
  const session = await useStaffSession(world.db, { idHash: sha256(token), browser }, at, limits);
  const member = session && (await memberById(world.db, session.staffId));
  if (!session || !member || member.disabledAt) return undefined;
  return staffAtSession(world, member, session);
}

/** Whose session idled away in this browser: what is sent from it now was typed by them. It opens nothing. */
export const idleStaffOf = (world: World, { token, browser }: Shown): Promise<string | undefined> =>
  idleStaffSession(world.db, { idHash: sha256(token), browser }, world.clock.now());
