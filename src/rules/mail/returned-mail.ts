/** What a relay's report on one message says (RFC 3464), in the two fields that are judged. */
export type MailReport = { readonly action: string; readonly status: string };

/** What it means for the address: it takes no messages, it took this one late or not for now, or nothing at all. */
export type MailVerdict = 'refused' | 'delayed' | 'ignored';

/** RFC 3463 and its registry: the mailbox or its host is not there, moved, shut, or takes nothing from strangers. */
const ofAddress = /^5\.(?:0\.0|1\.(?:0|1|2|3|4|6|10)|2\.(?:0|1)|4\.(?:1|4)|7\.\d{1,3})$/;
/** What ails us and not the address: our sender, our signature, our network (RFC 7372, RFC 8616). */
const ofUs = /^5\.7\.2\d$/;

/** Judges a report that came back as mail. What is permanent for another reason (too large, expired) says nothing of the address. */
export function judgeReport({ action, status }: MailReport): MailVerdict {
  if (!/^[245]\.\d{1,3}\.\d{1,3}$/.test(status)) return 'ignored';
  if (action === 'delayed') return 'delayed';
  if (action !== 'failed') return 'ignored';
  return ofAddress.test(status) && !ofUs.test(status) ? 'refused' : 'delayed';
}

/** Judges what our own relay says at once: a policy it refuses by (5.7) is about us. */
export const judgeRefusal = (status: string): MailVerdict =>
  status.startsWith('5.7.') || status === '5.0.0' ? 'ignored' : judgeReport({ action: 'failed', status });
