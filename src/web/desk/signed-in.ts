import type { OnShift } from '../../actions/desk/as-staff.ts';
import { keepStaffDraft, type StaffDraft } from '../../actions/desk/drafts.ts';
import { idleStaffOf, type Staff, staffOf } from '../../actions/desk/staff.ts';
import { goTo } from '../page/page.ts';
import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';
import { refuseDesk } from './frame.ts';
import { admitted } from './routes.ts';

/** Where the door leads whom it does not let in, and what they typed meanwhile. */
export type Knock = {
  /** The page to come back to; this address, when nothing is said. */
  readonly here?: string;
  /** Fields worth keeping when the session idled away: never a code, never a touch. */
  readonly typed?: StaffDraft;
};

const backTo = (page: string, here: string): string => `${page}?volver=${encodeURIComponent(here)}`;

/** Who is signed in at the desk, on a shift or not yet; or the way to the sign-in and back. */
export async function anyStaffAt(
  c: Ctx,
  { here = c.req.path, typed }: Knock = {},
): Promise<Staff | Response> {
  const { world, jar, browser, known } = c.var.visit;
  const token = known ? jar.get(c, 'staff') : undefined;
  const staff = token === undefined ? undefined : await staffOf(world, { token, browser });
  if (staff) {
    c.set('staff', staff);
    return staff;
  }
  if (token !== undefined && typed) {
    const whose = await idleStaffOf(world, { token, browser });
    if (whose !== undefined) await keepStaffDraft(world, whose, here, typed);
  }
  return goTo(c, backTo(paths.deskSignIn, here));
}

/**
 * The door of every page of the desk: who is on a shift in a role that `routes.ts` admits to this address; or the way to sign in,
 * to choose a shift, or the page that says whose work this is. Whoever knocks does not name the roles: the table does.
 */
export async function staffAt(c: Ctx, knock: Knock = {}): Promise<OnShift | Response> {
  const staff = await anyStaffAt(c, knock);
  if (staff instanceof Response) return staff;
  const { shift } = staff.session;
  if (!shift || !staff.roles.includes(shift.role))
    return goTo(c, backTo(paths.deskShift, knock.here ?? c.req.path));
  const who = admitted[`${c.req.method === 'HEAD' ? 'GET' : c.req.method} ${c.req.routePath}`];
  if (!Array.isArray(who) || !who.includes(shift.role)) return refuseDesk(c, 'wrong-role');
  return { ...staff, session: { ...staff.session, shift } };
}
