import { minutesAfter } from '../../lib/clock.ts';
import { sweepAttempts } from '../../store/account/attempts.ts';
import { sweepDevices } from '../../store/account/devices.ts';
import { sweepDisavowals } from '../../store/account/disavowals.ts';
import { sweepLetters } from '../../store/account/factors/letters.ts';
import { sweepPasskeyChallenges } from '../../store/account/factors/passkey-challenges.ts';
import { sweepStaffDrafts } from '../../store/desk/staff/drafts.ts';
import { sweepTickets } from '../../store/desk/ticket-changes.ts';
import { sweepLimits } from '../../store/limits.ts';
import { sweepReturns } from '../../store/mail/returns.ts';
import type { World } from '../world.ts';

const day = 24 * 60;
/** No window is longer; and the keyed hash of a key that was tried is kept no longer (PW-24). */
const countersKept = day;
/** The cookie of a device lives a year from its last sign-in. */
const devicesKept = 366 * day;

/** Links of notices say for so long that they ended; then they are unknown. */
const disavowalsKept = 90 * day;

/** The address of a ticket tells what became of the visit, longer than the longest hold of a change (30 days). */
const ticketsKept = 45 * day;

/** Whoever comes back on another day starts anew: what was typed of somebody is not kept about. */
const draftsKept = day;

/** A relay gives up after five days (RFC 5321, 4.5.4.1), and its report may take its own. */
const returnsAwaited = 14 * day;

/** Forgets what can no longer matter: counters, solved checks, where somebody once tried from, devices long unseen, dead links, old tickets. */
export async function sweep({ counters, clock, institution }: World): Promise<void> {
  const now = clock.now();
  await sweepLimits(counters, minutesAfter(now, -countersKept), now);
  const devices = minutesAfter(now, -devicesKept);
  const { attemptDays } = institution.policy.retention;
  await sweepAttempts(counters, { networks: minutesAfter(now, -attemptDays * day), devices });
  await sweepDevices(counters, devices);
  await sweepDisavowals(counters, minutesAfter(now, -disavowalsKept));
  await sweepLetters(counters, now);
  await sweepPasskeyChallenges(counters, now);
  await sweepTickets(counters, minutesAfter(now, -ticketsKept));
  await sweepReturns(counters, minutesAfter(now, -returnsAwaited));
  await sweepStaffDrafts(counters, minutesAfter(now, -draftsKept));
}
