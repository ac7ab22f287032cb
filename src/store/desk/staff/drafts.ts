import { type Runner, statement, write } from '../../database.ts';

const put = write(
  'put-staff-draft',
  `insert into staff_drafts (staff_id, page, value, at) values ($1, $2, $3, $4)
   on conflict (staff_id, page) do update set value = excluded.value, at = excluded.at`,
);
const get = statement<{ value: Buffer }>(
  'staff-draft',
  'select value from staff_drafts where staff_id = $1 and page = $2',
);
const forget = write('forget-staff-draft', 'delete from staff_drafts where staff_id = $1 and page = $2');
const sweep = write('sweep-staff-drafts', 'delete from staff_drafts where at < $1');

/** Keeps the sealed fields of one page for one member; the newest replaces the older. */
export const putStaffDraft = (
  on: Runner,
  made: { staffId: string; page: string; value: Buffer; at: Date },
): Promise<unknown[]> => on.run(put, [made.staffId, made.page, made.value, made.at]);

export const staffDraft = async (on: Runner, staffId: string, page: string): Promise<Buffer | undefined> =>
  (await on.run(get, [staffId, page]))[0]?.value;

export const forgetDraft = (on: Runner, staffId: string, page: string): Promise<unknown[]> =>
  on.run(forget, [staffId, page]);

export const sweepStaffDrafts = (on: Runner, before: Date): Promise<unknown[]> => on.run(sweep, [before]);
