/**
 * The counter and the hold together, searched: from nothing to a contact in effect, with an insider who has every role, an honest
 * second person, an owner who may cancel at every point, and time (HD-03, HD-05, CC-01). What must hold is said from ghosts.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import { type ChangeEffect, type ChangeStage, dueAt } from '../../src/rules/account/change.ts';
import { decideChange } from '../../src/rules/account/contact-change.ts';
import type { DeskEvent, DeskOutcome, DeskStage, DeskState, Hand } from '../../src/rules/desk/case.ts';
import { decideDeskCase, deskDueAt } from '../../src/rules/desk/decide-case.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { freshStanding } from '../../src/rules/standing.ts';

const start = new Date('2026-11-24T15:00:00Z');
const holdHours = 72;
const terms = {
  // Sound: the rules of the counter and of a change read these numbers and no others.
  policy: {
    code: { digits: 8, minutes: 10, triesPerDay: 2 },
    caseMinutes: 60,
    contactChange: { holdHours },
    messages: { perHour: 9, perDay: 9, resendAfterSeconds: [60], perDestinationPerHour: 9 },
    desk: { casesPerDay: 20, decideMinutes: 480, pairFrom: 4, pairSharePercent: 50, holdHours },
  } as unknown as Policy,
};

type Rules = { readonly desk: typeof decideDeskCase; readonly change: typeof decideChange };

const hand = (id: string, role: Hand['role'], device: string): Hand => ({ id, role, device, near: 'nobody' });
const insiders = [hand('insider', 'agent', 'd1'), hand('insider', 'supervisor', 'd2')];
const second = hand('second', 'supervisor', 'd3');

/** A change that came of a case. */
type Held = { readonly of: number; readonly stage: ChangeStage; readonly approvedAt: Date };

/** The newest case, the change of the last approval, and what really happened. */
type Node = {
  readonly now: Date;
  readonly cases: number;
  readonly desk: DeskState;
  readonly change?: Held;
  readonly contact: 'former' | 'new';
  /** The cases whose link the owner used, and those everybody was told of. */
  readonly cancelled: readonly number[];
  readonly told: readonly number[];
  /** Who worked on the newest case. */
  readonly workers: readonly string[];
  readonly steps: number;
};

type Move =
  | { readonly kind: 'desk'; readonly event: DeskEvent }
  /** The link of a case, which is that of its change. */
  | { readonly kind: 'link'; readonly of: number }
  | { readonly kind: 'time' };

const unopened = (): DeskState => ({
  stage: { kind: 'unopened' },
  errand: { kind: 'change-contact', slot: 'email' },
  hands: [],
  version: 0,
  standing: freshStanding(start),
});

function movesFrom({ desk: { version }, change, told }: Node, hands: readonly Hand[], at: Date): Move[] {
  const by = (one: Hand): DeskEvent[] => [
    { kind: 'opened', by: one, opened: 0, frozen: false, active: true, at },
    { kind: 'proofed', by: one, faults: [], at },
    { kind: 'contact-named', by: one, same: false, room: true, at },
    { kind: 'contact-again', by: one, at },
    { kind: 'submitted', by: one, at },
    { kind: 'approved', by: one, version, touched: true, decided: 0, forThisAgent: 0, active: true, at },
    { kind: 'returned', by: one, version, touched: true, at },
  ];
  const events: DeskEvent[] = [
    ...hands.flatMap(by),
    { kind: 'code-entered', matches: true, device: 'phone', staffed: false, at },
    { kind: 'time-passed', at },
  ];
  return [
    ...events.map((event): Move => ({ kind: 'desk', event })),
    ...told.map((of): Move => ({ kind: 'link', of })),
    ...(change ? [{ kind: 'time' } as const] : []),
  ];
}

/** What the shell does with an order of a change's rules. */
const written = (contact: Node['contact'], effects: readonly ChangeEffect[]): Node['contact'] => {
  if (effects.some(({ kind }) => kind === 'write-contact')) return 'new';
  return effects.some(({ kind }) => kind === 'restore-contact') ? 'former' : contact;
};

const standing = freshStanding(start);

function onChange(
  node: Node,
  rules: Rules,
  event: Parameters<typeof decideChange>[1],
): { node: Node; effects: readonly ChangeEffect[] } {
  const { change } = node;
  if (!change) return { node, effects: [] };
  const { state, effects } = rules.change({ stage: change.stage, standing }, event, terms);
  const contact = written(node.contact, effects);
  return { node: { ...node, contact, change: { ...change, stage: state.stage } }, effects };
}

/** Where a case that was told of or approved leads: as the acts of the counter do it. */
function afterDesk(node: Node, event: DeskEvent, outcome: DeskOutcome, rules: Rules): Node {
  const { state, effects, refusal } = outcome;
  const has = (kind: string): boolean => effects.some((one) => one.kind === kind);
  const worked = !refusal && 'by' in event && !['approved', 'returned', 'refused'].includes(event.kind);
  const next: Node = {
    ...node,
    desk: state,
    ...(worked && { workers: [...new Set([...node.workers, event.by.id])] }),
    ...(has('tell-asked') && { told: [...new Set([...node.told, node.cases])] }),
  };
  if (!has('hold-contact')) return next;
  const { node: replaced } = onChange(next, rules, { kind: 'replaced', at: event.at });
  const begun = rules.change(
    { stage: { kind: 'unasked' }, standing },
    { kind: 'approved-at-office', at: event.at },
    terms,
  );
  return { ...replaced, change: { of: node.cases, stage: begun.state.stage, approvedAt: event.at } };
}

const effectiveFor = (node: Node, at: Date): number =>
  node.change?.stage.kind === 'effective' ? at.getTime() - node.change.stage.at.getTime() : 0;

function take(before: Node, move: Move, at: Date, rules: Rules): { after: Node; faults: string[] } {
  const faults: string[] = [];
  const node = { ...before, now: at, steps: before.steps + 1 };
  if (move.kind === 'desk') {
    const anew = move.event.kind === 'opened' && node.desk.stage.kind === 'closed';
    const on: Node = anew ? { ...node, desk: unopened(), cases: node.cases + 1, workers: [] } : node;
    const outcome = rules.desk(on.desk, move.event, terms);
    if (outcome.refusal) return { after: before, faults };
    const after = afterDesk(on, move.event, outcome, rules);
    if (outcome.effects.some(({ kind }) => kind === 'hold-contact')) {
      const decider = 'by' in move.event ? move.event.by.id : '';
      if (on.workers.includes(decider)) faults.push('one member completed a change');
      if (!on.told.includes(on.cases)) faults.push('a change nobody was told of');
      if (on.cancelled.includes(on.cases)) faults.push('an approval won over a cancel');
    }
    if (after.contact !== before.contact) faults.push('a contact changed without its hold');
    return { after, faults };
  }
  if (move.kind === 'time') {
    const { node: after } = onChange(node, rules, { kind: 'time-passed', open: true, at });
    if (after.contact === 'new' && before.contact === 'former') {
      const { of, approvedAt } = before.change ?? { of: 0, approvedAt: at };
      if (before.cancelled.includes(of)) faults.push('what was cancelled came into effect');
      if (at < minutesAfter(approvedAt, holdHours * 60 + 1)) faults.push('a path around the hold');
    }
    return { after, faults };
  }
  // As the link does it: the case first, then the change that came of it.
  const cancelled = [...new Set([...node.cancelled, move.of])].sort();
  const desk =
    move.of === node.cases ? rules.desk(node.desk, { kind: 'cancel-asked', at }, terms).state : node.desk;
  const once = { ...node, desk, cancelled };
  const inTime = effectiveFor(before, at) <= 15 * 60_000;
  const { node: after } =
    node.change?.of === move.of ? onChange(once, rules, { kind: 'cancel-asked', at }) : { node: once };
  if (after.change?.of === move.of && inTime && ['held', 'effective'].includes(after.change.stage.kind))
    faults.push('a cancel lost');
  // A late cancel after the quarter of an hour is none, and is not held against what stays.
  return { after: inTime ? after : { ...after, cancelled: before.cancelled }, faults };
}

/** Now, when time ends the case, and both sides of what time does to the change. */
function instants({ now, desk, change }: Node): Date[] {
  const ends = deskDueAt(desk.stage, terms);
  const due = change && dueAt(change.stage, terms);
  const granted = change?.stage.kind === 'effective' ? change.stage.at : undefined;
  const all = [
    now,
    ...(ends ? [ends] : []),
    ...(due ? [minutesAfter(due, -0.01), due] : []),
    ...(granted ? [minutesAfter(granted, 15), minutesAfter(granted, 16)] : []),
  ];
  return all.filter((one) => one >= now);
}

/** Nodes from which the same can happen are one: who worked is told by the rules' own list and ours. */
const nameOf = ({ steps: _steps, desk, ...node }: Node): string =>
  JSON.stringify({ ...node, stage: desk.stage, hands: desk.hands, version: desk.version });

function search(rules: Rules, first: Node, hands: readonly Hand[], depth: number) {
  const faults = new Set<string>();
  const seen = new Set<string>();
  const reached = { effective: 0, cancelled: 0 };
  for (let nodes = [first]; nodes.length > 0; ) {
    const next: Node[] = [];
    for (const node of nodes)
      for (const at of instants(node))
        for (const move of movesFrom(node, hands, at)) {
          const { after, faults: found } = take(node, move, at, rules);
          for (const one of found) faults.add(one);
          if (after === node) continue;
          const name = nameOf(after);
          if (after.steps >= depth || seen.has(name)) continue;
          seen.add(name);
          if (after.contact === 'new') reached.effective++;
          if (after.change?.stage.kind === 'cancelled') reached.cancelled++;
          next.push(after);
        }
    nodes = next;
  }
  return { faults: [...faults], states: seen.size, ...reached };
}

const nothing: Node = {
  now: start,
  cases: 1,
  desk: unopened(),
  contact: 'former',
  cancelled: [],
  told: [],
  workers: [],
  steps: 0,
};

/** A change held since a case was approved, from which everything may begin again. */
const approved: Node = {
  ...nothing,
  desk: {
    ...unopened(),
    stage: { kind: 'closed', because: 'approved', at: start },
    hands: [{ id: 'insider', device: 'd1' }],
    version: 1,
  },
  change: {
    of: 1,
    approvedAt: start,
    stage: { kind: 'held', since: start, effectiveAt: minutesAfter(start, holdHours * 60), reminded: false },
  },
  told: [1],
  workers: ['insider'],
};
/** Sent, and waiting for the second person. */
const awaiting: Node = {
  ...approved,
  desk: { ...approved.desk, stage: { kind: 'awaiting', since: start } satisfies DeskStage },
};
const { change: _change, ...sent } = awaiting;

const rules: Rules = { desk: decideDeskCase, change: decideChange };
/** Opened, proofed, named, confirmed, sent, approved, reminded, granted, cancelled. */
const whole = 9;

describe('from the counter to a contact in effect', () => {
  it('no member alone, with every role and browser, completes a change: from nothing, or with one under way (HD-03)', () => {
    const fromNothing = search(rules, nothing, insiders, whole);
    assert.deepEqual(fromNothing.faults, []);
    assert.equal(fromNothing.effective, 0);
    const fromSent = search(rules, sent, insiders, 6);
    assert.deepEqual(fromSent.faults, []);
    assert.equal(fromSent.effective, 0);
    assert.ok(fromNothing.states > 100, `${fromNothing.states} states were seen`);
  });

  it('two complete one after the hold, on no path before it, and a cancel wins at every point (HD-05)', () => {
    const [agent = second] = insiders;
    for (const [first, depth] of [
      [nothing, whole],
      [sent, 6],
      [approved, 8],
    ] as const) {
      const found = search(rules, first, [agent, second], depth);
      assert.deepEqual(found.faults, []);
      assert.ok(found.effective > 0 && found.cancelled > 0, JSON.stringify(found));
    }
  });

  /** Wrong rules a hand could write; the search must catch each. */
  const mutants: Record<string, Rules> = {
    'let the agent approve': {
      ...rules,
      desk: (state, event, given) =>
        decideDeskCase(event.kind === 'approved' ? { ...state, hands: [] } : state, event, given),
    },
    'begin no hold': {
      ...rules,
      change: (state, event, given) =>
        event.kind === 'approved-at-office'
          ? decideChange(state, { ...event, at: minutesAfter(event.at, -holdHours * 60) }, given)
          : decideChange(state, event, given),
    },
    'take a cancel for too late while it is held': {
      ...rules,
      change: (state, event, given) =>
        event.kind === 'cancel-asked' && state.stage.kind === 'held'
          ? { state, effects: [], refusal: 'change-over' }
          : decideChange(state, event, given),
    },
    'approve what was cancelled': {
      ...rules,
      desk: (state, event, given) =>
        event.kind === 'cancel-asked' ? { state, effects: [] } : decideDeskCase(state, event, given),
    },
    'tell nobody': {
      ...rules,
      desk: (state, event, given) => {
        const outcome = decideDeskCase(state, event, given);
        return { ...outcome, effects: outcome.effects.filter(({ kind }) => kind !== 'tell-asked') };
      },
    },
  };
  for (const [name, mutant] of Object.entries(mutants))
    it(`is seen to break by rules that ${name}`, () => {
      const hands = [...insiders, second];
      const found = [search(mutant, sent, hands, 4), search(mutant, nothing, hands, 7)];
      assert.ok(found.some(({ faults }) => faults.length > 0));
    });
});
