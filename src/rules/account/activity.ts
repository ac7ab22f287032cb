/** What a line of the log was, in the terms of the person it is about. A closed map: no raw kind is ever shown. */

import { type OfficeActivity, officeEvents } from './office-activity.ts';

/** The facts of a line that say what it was. */
export type Happening = {
  readonly event: string;
  readonly actor?: string;
  readonly after?: string;
  readonly refusal?: string;
  readonly evidence?: string;
};

export type ActivityKind =
  | OfficeActivity
  | 'signed-in'
  | 'signed-in-by-passkey'
  | 'sign-in-refused'
  | 'key-confirmed'
  | 'key-not-confirmed'
  | 'key-changed'
  | 'key-recovered'
  | 'key-not-taken'
  | 'recovery-began'
  | 'recovery-went-on'
  | 'message-asked'
  | 'code-right'
  | 'code-wrong'
  | 'link-followed'
  | 'link-refused'
  | 'recovery-cancelled'
  | 'recovery-ended'
  | 'passkey-added'
  | 'passkey-removed'
  | 'passkey-removal-asked'
  | 'passkey-kept'
  | 'saved-codes-made'
  | 'saved-code-used'
  | 'questions-enrolled'
  | 'record-updated'
  | 'unlocked'
  | 'unlock-refused'
  | 'proof-shown'
  | 'letter-asked'
  | 'contact-change-asked'
  | 'contact-change-confirmed'
  | 'contact-change-cancelled'
  | 'contact-change-went-on'
  | 'contact-changed'
  | 'contacts-checked'
  | 'mail-returned'
  | 'mail-arrived-again'
  | 'account-frozen'
  | 'signed-out'
  | 'session-ended'
  | 'other';

/** What a list can be narrowed to. */
export const activityGroups = ['sign-in', 'recovery', 'changes', 'office', 'other'] as const;
export type ActivityGroup = (typeof activityGroups)[number];

type Entry = { readonly group: ActivityGroup; readonly done: ActivityKind; readonly refused?: ActivityKind };

const step: Entry = { group: 'recovery', done: 'recovery-went-on' };

function ofOffices(): Record<string, Entry> {
  const entries = Object.entries(officeEvents);
  return Object.fromEntries(entries.map(([event, told]) => [event, { group: 'office', ...told }]));
}

/** Events by name. A new one is a line here and its words; until then it is told as "something else". */
const known: Readonly<Record<string, Entry>> = {
  ...ofOffices(),
  'signed-in': { group: 'sign-in', done: 'signed-in', refused: 'sign-in-refused' },
  'key-confirmed': { group: 'sign-in', done: 'key-confirmed', refused: 'key-not-confirmed' },
  'key-changed': { group: 'changes', done: 'key-changed' },
  'key-chosen': { group: 'recovery', done: 'key-recovered', refused: 'key-not-taken' },
  'number-given': { group: 'recovery', done: 'recovery-began' },
  'pace-kept': step,
  'question-answered': step,
  'question-skipped': step,
  'channel-chosen': step,
  'time-asked': step,
  'contact-named': { group: 'recovery', done: 'message-asked', refused: 'recovery-went-on' },
  'message-asked': { group: 'recovery', done: 'message-asked', refused: 'recovery-went-on' },
  'code-entered': { group: 'recovery', done: 'code-right', refused: 'code-wrong' },
  'link-followed': { group: 'recovery', done: 'link-followed', refused: 'link-refused' },
  'case-cancelled': { group: 'recovery', done: 'recovery-cancelled' },
  'case-replaced': { group: 'recovery', done: 'recovery-ended' },
  'passkey-added': { group: 'changes', done: 'passkey-added' },
  'passkey-removed': { group: 'changes', done: 'passkey-removed' },
  'passkey-removal-asked': { group: 'changes', done: 'passkey-removal-asked' },
  'passkey-kept': { group: 'changes', done: 'passkey-kept' },
  'saved-codes-made': { group: 'changes', done: 'saved-codes-made' },
  'saved-code-used': { group: 'recovery', done: 'saved-code-used' },
  'questions-enrolled': { group: 'changes', done: 'questions-enrolled' },
  'unlock-chosen': { group: 'recovery', done: 'unlocked', refused: 'unlock-refused' },
  'key-wanted': step,
  'proof-asked': { group: 'recovery', done: 'message-asked', refused: 'recovery-went-on' },
  'passkey-shown': { group: 'recovery', done: 'proof-shown', refused: 'code-wrong' },
  'saved-code-entered': { group: 'recovery', done: 'saved-code-used', refused: 'code-wrong' },
  'letter-code-entered': { group: 'recovery', done: 'proof-shown', refused: 'code-wrong' },
  'letter-asked': { group: 'recovery', done: 'letter-asked', refused: 'letter-asked' },
  'out-of-turn': { group: 'recovery', done: 'recovery-went-on', refused: 'recovery-went-on' },
  'contact-asked': { group: 'changes', done: 'contact-change-asked', refused: 'contact-change-went-on' },
  'contact-code-asked': {
    group: 'changes',
    done: 'contact-change-went-on',
    refused: 'contact-change-went-on',
  },
  'contact-code-entered': { group: 'changes', done: 'contact-change-confirmed', refused: 'code-wrong' },
  'contact-cancel-asked': {
    group: 'changes',
    done: 'contact-change-cancelled',
    refused: 'contact-change-went-on',
  },
  'contact-replaced': { group: 'changes', done: 'contact-change-cancelled' },
  'contact-disavowed': { group: 'changes', done: 'contact-change-cancelled' },
  'contact-undone': { group: 'changes', done: 'contact-change-cancelled' },
  'contact-time-passed': {
    group: 'changes',
    done: 'contact-change-went-on',
    refused: 'contact-change-went-on',
  },
  'contacts-checked': { group: 'changes', done: 'contacts-checked' },
  'mail-returned': { group: 'changes', done: 'mail-returned' },
  'mail-arrived-again': { group: 'changes', done: 'mail-arrived-again' },
  'contacts-reminded': { group: 'changes', done: 'contact-change-went-on' },
  'break-glass-asked': { group: 'changes', done: 'contact-change-asked', refused: 'contact-change-went-on' },
  'break-glass-named': { group: 'changes', done: 'contact-change-went-on' },
  'break-glass-confirmed': {
    group: 'changes',
    done: 'contact-change-went-on',
    refused: 'contact-change-went-on',
  },
  'break-glass-done': { group: 'changes', done: 'contact-change-confirmed' },
  'account-frozen': { group: 'changes', done: 'account-frozen' },
  'signed-out': { group: 'sign-in', done: 'signed-out' },
  'session-ended': { group: 'sign-in', done: 'session-ended' },
  'other-sessions-ended': { group: 'sign-in', done: 'session-ended' },
  'account-imported': { group: 'changes', done: 'record-updated' },
  'audit-payload-erased': { group: 'changes', done: 'record-updated' },
};

/** What happened, as one of the kinds there are words for. */
export function kindOfActivity({ event, actor, refusal, evidence, after }: Happening): ActivityKind {
  const entry = Object.hasOwn(known, event) ? known[event] : undefined;
  if (!entry) return 'other';
  if (refusal !== undefined) return entry.refused ?? 'other';
  if (entry.done === 'signed-in' && evidence === 'passkey') return 'signed-in-by-passkey';
  if (event === 'contact-time-passed' && after?.endsWith(':effective')) return 'contact-changed';
  // A person's own press of "it was not me" comes from a browser; staff have a role.
  if (event === 'account-frozen' && actor === 'agent') return 'frozen-at-office';
  if (entry.done === 'key-recovered' && after !== 'closed:completed') return 'key-not-taken';
  return entry.done;
}

/** The events of a group; of `other`, those that belong to none, as what is to be left out. */
export function eventsOf(group: ActivityGroup): {
  readonly events: readonly string[];
  readonly within: boolean;
} {
  const named = Object.entries(known);
  if (group === 'other') return { events: named.map(([event]) => event), within: false };
  return { events: named.filter(([, entry]) => entry.group === group).map(([event]) => event), within: true };
}

/** Who did it, as far as the person can tell: they themselves, somebody at a browser, the house. */
export type ActivityActor = 'owner' | 'somebody' | 'house';

export function actorOfActivity(actor: string): ActivityActor {
  if (actor === 'owner') return 'owner';
  return ['starter', 'holder', 'other'].includes(actor) ? 'somebody' : 'house';
}
