import { endOfLocalDay, localDay } from './clock.ts';

/** The last second of a calendar day by the clock of a time zone; nothing when there is no such day. */
export function endOfDate(
  date: { readonly year: number; readonly month: number; readonly day: number },
  timezone: string,
): Date | undefined {
  const { year, month, day } = date;
  const noon = new Date(Date.UTC(year, month - 1, day, 12));
  if (noon.getUTCMonth() !== month - 1 || noon.getUTCDate() !== day) return undefined;
  // Noon of Greenwich lies in another day at the ends of the earth.
  const wanted = noon.toISOString().slice(0, 10);
  const local = localDay(noon, timezone);
  const shift = local === wanted ? 0 : local < wanted ? 1 : -1;
  return endOfLocalDay(noon, shift, timezone);
}
