import { forgetDraft, putStaffDraft, staffDraft } from '../../store/desk/staff/drafts.ts';
import type { World } from '../world.ts';

/** What was typed at one page of the desk, by the names of its fields. */
export type StaffDraft = Readonly<Record<string, string>>;

export const aboutDraft = (staffId: string, page: string): string => `draft ${staffId} ${page}`;

/** Keeps what a member typed at a page, so that a session that idles away loses nothing. */
export async function keepStaffDraft(
  world: World,
  staffId: string,
  page: string,
  typed: StaffDraft,
): Promise<void> {
  const value = world.keys.seal(typed, aboutDraft(staffId, page));
  await putStaffDraft(world.db, { staffId, page, value, at: world.clock.now() });
}

/** What this member typed at this page before, if it was kept and not used since. */
export async function readStaffDraft(world: World, staffId: string, page: string): Promise<StaffDraft> {
  const sealed = await staffDraft(world.db, staffId, page);
  return sealed ? world.keys.open<StaffDraft>(sealed, aboutDraft(staffId, page)) : {};
}

/** Forgets it, once it was taken. */
export const forgetStaffDraft = (world: World, staffId: string, page: string): Promise<unknown> =>
  forgetDraft(world.db, staffId, page);
