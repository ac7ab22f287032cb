/** Every order of events on a change of a contact, searched; what must hold is said by predicates (CC-01, CC-03, RC-14). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import {
  type ChangeEvent,
  type ChangeOutcome,
  type ChangeStage,
  type ChangeState,
  type ChangeTerms,
  dueAt,
} from '../../src/rules/account/change.ts';
import { decideChange } from '../../src/rules/account/contact-change.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { freshStanding } from '../../src/rules/standing.ts';

type Decide = typeof decideChange;

const start = new Date('2026-11-24T15:00:00Z');

const termsOf = (holdHours: number): ChangeTerms => ({
  // Sound: the rules of a change read these numbers and no others.
  policy: {
    contactChange: { holdHours },
    desk: { holdHours },
    code: { digits: 8, minutes: 10, triesPerDay: 2 },
    caseMinutes: 60,
    messages: { perHour: 3, perDay: 5, resendAfterSeconds: [60], perDestinationPerHour: 9 },
  } as unknown as Policy,
});

/** One change and what really happened to it: ghosts the rules never see. */
type Node = {
  readonly now: Date;
  readonly state: ChangeState;
  readonly coded?: Date;
  readonly judged: readonly Date[];
  readonly sent: readonly Date[];
  /** What the account's contact is now. */
  readonly contact: 'former' | 'new';
  readonly granted?: Date;
  readonly steps: number;
};

const events = (at: Date): ChangeEvent[] => [
  { kind: 'asked', removes: false, room: true, at },
  { kind: 'approved-at-office', at },
  { kind: 'code-asked', room: true, at },
  { kind: 'code-entered', matches: true, at },
  { kind: 'code-entered', matches: false, at },
  { kind: 'cancel-asked', at },
  { kind: 'time-passed', open: true, at },
  { kind: 'time-passed', open: false, at },
  { kind: 'replaced', at },
  { kind: 'disavowed', at },
  { kind: 'undone', at },
];

const closed = ({ kind }: ChangeStage): boolean => ['cancelled', 'replaced', 'expired'].includes(kind);
const hour = 60;

/** Everything that must hold of one step. */
function judge(before: Node, event: ChangeEvent, outcome: ChangeOutcome, holdHours: number): string[] {
  const faults: string[] = [];
  const { effects, refusal, state } = outcome;
  const has = (kind: string): boolean => effects.some((one) => one.kind === kind);
  const was = before.state.stage;
  const is = state.stage;
  const say = (text: string) => faults.push(`${text}: ${was.kind} ${event.kind} ${is.kind}`);
  if (refusal && effects.length > 0) say('a refusal orders something');
  if (closed(was) && is !== was) say('a closed change opened');
  if (was.kind === 'effective' && !['effective', 'cancelled'].includes(is.kind)) say('an effect went on');
  if (has('write-contact')) {
    if (!before.coded) say('a contact changed without its code');
    else if (event.at < minutesAfter(before.coded, holdHours * hour + 1)) say('a contact changed early');
    if (!has('end-messages') || !has('tell-changed')) say('a grant kept something back');
  }
  const openBefore = was.kind === 'held' || was.kind === 'to-confirm';
  const late = before.granted && event.at <= minutesAfter(before.granted, 15);
  if (event.kind === 'cancel-asked' && (openBefore || (was.kind === 'effective' && late))) {
    if (is.kind !== 'cancelled') say('a cancel lost');
    if (was.kind === 'effective' && !has('restore-contact')) say('a late cancel left the new contact');
    if (was.kind !== 'to-confirm' && !has('tell-kept')) say('a cancel was told to nobody');
  }
  if (was.kind !== 'held' && is.kind === 'held' && !has('tell-will-change')) say('a hold began in silence');
  if (event.kind === 'approved-at-office' && was.kind !== 'unasked' && is !== was)
    say('an office changed what is under way');
  if (event.kind === 'code-entered' && !event.matches && is.kind === 'held' && was !== is)
    say('a wrong code confirmed');
  if (event.kind === 'code-entered' && was.kind === 'to-confirm') {
    const lately = before.judged.filter((one) => one > minutesAfter(event.at, -24 * hour)).length;
    if (refusal === 'wrong-code' && lately >= 2) say('a third try was judged');
    if (is.kind === 'held' && (lately >= 2 || event.at > minutesAfter(was.sentAt, 10)))
      say('a code counted too late');
  }
  if (has('send-code')) {
    if (before.sent.filter((one) => one > minutesAfter(event.at, -hour)).length >= 3) say('a fourth message');
    const last = before.sent.at(-1);
    if (event.kind === 'code-asked' && last && event.at < minutesAfter(last, 1)) say('a message too soon');
  }
  return faults;
}

function step(node: Node, event: ChangeEvent, outcome: ChangeOutcome): Node {
  const has = (kind: string): boolean => outcome.effects.some((one) => one.kind === kind);
  const wrong = outcome.refusal === 'wrong-code';
  return {
    ...node,
    state: outcome.state,
    steps: node.steps + 1,
    ...(outcome.state.stage.kind === 'held' && node.state.stage.kind !== 'held' && { coded: event.at }),
    ...(wrong && { judged: [...node.judged, event.at] }),
    ...(has('send-code') && { sent: [...node.sent, event.at] }),
    ...(has('write-contact') && { contact: 'new' as const, granted: event.at }),
    ...(has('restore-contact') && { contact: 'former' as const }),
  };
}

/** Instants that mean something from here: now, a code's end, and both sides of everything time alone brings about. */
function instants(node: Node, terms: ChangeTerms): Date[] {
  const due = dueAt(node.state.stage, terms);
  const granted = node.granted ? [minutesAfter(node.granted, 15), minutesAfter(node.granted, 15.1)] : [];
  const ends = node.state.stage.kind === 'held' ? [node.state.stage.effectiveAt] : [];
  const all = [
    node.now,
    minutesAfter(node.now, 1),
    minutesAfter(node.now, 11),
    ...(due ? [minutesAfter(due, -0.01), due] : []),
    ...granted,
    ...ends,
  ];
  return all.filter((one) => one >= node.now);
}

/** Every order of events up to a depth, breadth first; gives each fault once and how many states were seen. */
function search(decide: Decide, holdHours: number, depth: number): { faults: Set<string>; states: number } {
  const terms = termsOf(holdHours);
  const faults = new Set<string>();
  const seen = new Set<string>();
  let nodes: Node[] = [
    {
      now: start,
      state: { stage: { kind: 'unasked' }, standing: freshStanding(start) },
      judged: [],
      sent: [],
      contact: 'former',
      steps: 0,
    },
  ];
  while (nodes.length > 0) {
    const next: Node[] = [];
    for (const node of nodes)
      for (const at of instants(node, terms))
        for (const event of events(at)) {
          const outcome = decide(node.state, event, terms);
          for (const fault of judge(node, event, outcome, holdHours)) faults.add(fault);
          // What changed nothing leads nowhere new: the clock moves with the next event too.
          if (outcome.refusal && outcome.state === node.state) continue;
          const after = { ...step(node, event, outcome), now: at };
          const name = JSON.stringify({ ...after, steps: 0 });
          if (after.steps >= depth || seen.has(name)) continue;
          seen.add(name);
          next.push(after);
        }
    nodes = next;
  }
  return { faults, states: seen.size };
}

/** Asked, two wrong codes, another message, a third try; or asked, confirmed, granted, cancelled late. */
const depth = 5;

describe('the rules of a contact change', () => {
  it('hold on every path, for the shortest hold, the usual one and one of chance', () => {
    for (const holdHours of [24, 72, 24 + Math.floor(Math.random() * 697)]) {
      const { faults, states } = search(decideChange, holdHours, depth);
      assert.deepEqual([...faults], [], `hold of ${holdHours} hours`);
      assert.ok(states > 1000, `${states} states were seen`);
    }
  });

  /** Wrong rules a hand could write; the search must catch each. */
  const mutants: Record<string, Decide> = {
    'grants when the hold ends, without its margin': (state, event, terms) =>
      event.kind === 'time-passed' && state.stage.kind === 'held' && event.at >= state.stage.effectiveAt
        ? decideChange(state, { ...event, at: minutesAfter(event.at, 1) }, terms)
        : decideChange(state, event, terms),
    'takes a cancel for too late once the hold has ended': (state, event, terms) =>
      event.kind === 'cancel-asked' && state.stage.kind === 'held' && event.at > state.stage.effectiveAt
        ? { state, effects: [], refusal: 'change-over' }
        : decideChange(state, event, terms),
    'gives tries back with every message': (state, event, terms) =>
      event.kind === 'code-asked'
        ? decideChange(
            { ...state, standing: { ...state.standing, codeTries: freshStanding(event.at).codeTries } },
            event,
            terms,
          )
        : decideChange(state, event, terms),
    'opens a cancelled change again': (state, event, terms) =>
      event.kind === 'code-asked' && state.stage.kind === 'cancelled'
        ? { state: { ...state, stage: { kind: 'to-confirm', sent: 1, sentAt: event.at } }, effects: [] }
        : decideChange(state, event, terms),
    'confirms without a code': (state, event, terms) =>
      decideChange(state, event.kind === 'code-entered' ? { ...event, matches: true } : event, terms),
  };
  for (const [name, mutant] of Object.entries(mutants))
    it(`are seen to break by one that ${name}`, () => {
      assert.ok(search(mutant, 24, depth).faults.size > 0);
    });
});
