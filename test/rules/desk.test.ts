/**
 * Every order of events on a case at the counter, searched: an insider with every role and any number of browsers, an honest
 * second person, and an owner who may cancel. What must hold is said by predicates, from ghosts the rules never see (HD-02, HD-03).
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import type {
  DeskEvent,
  DeskOutcome,
  DeskState,
  DeskTerms,
  Errand,
  Hand,
} from '../../src/rules/desk/case.ts';
import { decideDeskCase, deskDueAt } from '../../src/rules/desk/decide-case.ts';
import { type Checklist, judgeChecklist, type ProofingFault } from '../../src/rules/desk/proofing.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { freshStanding } from '../../src/rules/standing.ts';

type Decide = typeof decideDeskCase;

const start = new Date('2026-11-24T15:00:00Z');
const terms: DeskTerms = {
  // Sound: the rules of the counter read these numbers and no others.
  policy: {
    code: { digits: 8, minutes: 10, triesPerDay: 2 },
    caseMinutes: 60,
    messages: { perHour: 3, perDay: 5, resendAfterSeconds: [60], perDestinationPerHour: 9 },
    desk: { casesPerDay: 20, decideMinutes: 480, pairFrom: 4, pairSharePercent: 50 },
  } as unknown as Policy,
};

/** The insider, at two browsers and in both roles, and whoever else is at work. */
const insider = (role: 'agent' | 'supervisor', device: string): Hand => ({
  id: 'insider',
  role,
  device,
  near: 'nobody',
});
const insiders = [insider('agent', 'd1'), insider('supervisor', 'd1'), insider('supervisor', 'd2')];
const second: Hand = { id: 'second', role: 'supervisor', device: 'd3', near: 'nobody' };
const sameBrowser: Hand = { ...second, device: 'd1' };
const relative: Hand = { id: 'cousin', role: 'supervisor', device: 'd4', near: 'relative' };

/** A case and what really happened to it. */
type Node = {
  readonly now: Date;
  readonly state: DeskState;
  readonly proofed: boolean;
  /** The code of the contact named last was typed where nobody of the staff works. */
  readonly confirmed: boolean;
  /** Everybody was told of what was sent last. */
  readonly told: boolean;
  readonly workers: readonly { id: string; device: string }[];
  readonly judged: number;
  readonly steps: number;
};

function events(at: Date, hands: readonly Hand[], version: number): DeskEvent[] {
  const by = (hand: Hand): DeskEvent[] => [
    { kind: 'opened', by: hand, opened: 0, frozen: true, active: true, at },
    { kind: 'proofed', by: hand, faults: [], at },
    { kind: 'proofed', by: hand, faults: ['photo-not-matched'], at },
    { kind: 'contact-named', by: hand, same: false, room: true, at },
    { kind: 'contact-again', by: hand, at },
    { kind: 'code-asked', by: hand, room: true, at },
    { kind: 'submitted', by: hand, at },
    ...[version, version - 1].map(
      (one): DeskEvent => ({
        kind: 'approved',
        by: hand,
        version: one,
        touched: true,
        decided: 0,
        forThisAgent: 0,
        active: true,
        at,
      }),
    ),
    { kind: 'returned', by: hand, version, touched: true, at },
    { kind: 'unconfirmed', by: hand, suspicious: true, at },
  ];
  return [
    ...hands.flatMap(by),
    { kind: 'code-entered', matches: true, device: 'd1', staffed: true, at },
    { kind: 'code-entered', matches: true, device: 'phone', staffed: false, at },
    { kind: 'code-entered', matches: false, device: 'phone', staffed: false, at },
    { kind: 'cancel-asked', at },
    { kind: 'time-passed', at },
  ];
}

const handOf = (event: DeskEvent): Hand | undefined => ('by' in event ? event.by : undefined);

/** Everything that must hold of one step. */
function judge(before: Node, event: DeskEvent, { state, effects, refusal }: DeskOutcome): string[] {
  const faults: string[] = [];
  const was = before.state.stage;
  const is = state.stage;
  const say = (text: string) => faults.push(`${text}: ${was.kind} ${event.kind} ${is.kind}`);
  const has = (kind: string): boolean => effects.some((one) => one.kind === kind);
  if (refusal && effects.length > 0) say('a refusal orders something');
  if (was.kind === 'closed' && is !== was) say('a closed case opened');
  if (event.kind === 'cancel-asked' && was.kind !== 'unopened' && was.kind !== 'closed') {
    if (is.kind !== 'closed' || is.because !== 'cancelled') say('a cancel lost');
    if (before.state.version > 0 && !has('tell-kept')) say('a cancel was told to nobody');
  }
  if (event.kind === 'code-entered' && refusal === 'wrong-code' && before.judged >= 2)
    say('a third try was judged');
  if (has('hold-contact') || has('lift-freeze')) {
    const hand = handOf(event);
    if (!before.proofed) say('nobody was proofed');
    if (has('hold-contact') && !before.confirmed) say('the new contact was not confirmed');
    if (!before.told) say('nobody was told');
    if (before.workers.some(({ id }) => id === hand?.id)) say('one person alone');
    if (before.workers.some(({ device }) => device === hand?.device)) say('one browser alone');
    if (hand?.role !== 'supervisor' || hand.near !== 'nobody') say('the wrong person approved');
    if (event.kind === 'approved' && event.version !== before.state.version) say('a stale approval counted');
    if ('since' in was && event.at >= minutesAfter(was.since, 480)) say('a late approval counted');
  }
  if (event.kind === 'code-entered' && event.staffed && was !== is) say('staff typed the code');
  return faults;
}

function step(node: Node, event: DeskEvent, { state, effects, refusal }: DeskOutcome): Node {
  const hand = handOf(event);
  const has = (kind: string): boolean => effects.some((one) => one.kind === kind);
  const made = !refusal && hand && !['approved', 'returned', 'refused'].includes(event.kind);
  return {
    ...node,
    state,
    steps: node.steps + 1,
    workers: made
      ? [
          ...new Set(
            [...node.workers, { id: hand.id, device: hand.device }].map((one) => JSON.stringify(one)),
          ),
        ].map((one) => JSON.parse(one))
      : node.workers,
    ...(event.kind === 'proofed' && !refusal && { proofed: event.faults.length === 0 }),
    ...(has('send-code') && { confirmed: false, told: false }),
    ...(event.kind === 'code-entered' && !refusal && { confirmed: event.matches && !event.staffed }),
    ...(has('tell-asked') && { told: true }),
    ...(refusal === 'wrong-code' && { judged: node.judged + 1 }),
  };
}

/** Now, when another code may be asked for, and when time is up: nothing else depends on the clock. */
function instants({ now, state }: Node): Date[] {
  const due = deskDueAt(state.stage, terms);
  const later = state.stage.kind === 'confirming' ? [minutesAfter(now, 2)] : [];
  return [now, ...later, ...(due && due > now ? [due] : [])];
}

/** Every order of events, breadth first, until nothing new appears; what the clock adds is folded to what is still good. */
function search(decide: Decide, errand: Errand, hands: readonly Hand[], depth: number) {
  const faults = new Set<string>();
  const seen = new Set<string>();
  let approvals = 0;
  const state: DeskState = {
    stage: { kind: 'unopened' },
    errand,
    hands: [],
    version: 0,
    standing: freshStanding(start),
  };
  let nodes: Node[] = [
    { now: start, state, proofed: false, confirmed: false, told: false, workers: [], judged: 0, steps: 0 },
  ];
  while (nodes.length > 0) {
    const next: Node[] = [];
    for (const node of nodes)
      for (const at of instants(node))
        for (const event of events(at, hands, node.state.version)) {
          const outcome = decide(node.state, event, terms);
          for (const fault of judge(node, event, outcome)) faults.add(fault);
          if (outcome.effects.some(({ kind }) => kind === 'hold-contact' || kind === 'lift-freeze'))
            approvals += 1;
          if (outcome.refusal && outcome.state === node.state) continue;
          const after = { ...step(node, event, outcome), now: at };
          const name = JSON.stringify({ ...after, steps: 0 });
          if (after.steps >= depth || seen.has(name)) continue;
          seen.add(name);
          next.push(after);
        }
    nodes = next;
  }
  return { faults: [...faults], states: seen.size, approvals };
}

const change: Errand = { kind: 'change-contact', slot: 'email' };
const lift: Errand = { kind: 'lift-freeze' };
/** Opened, proofed, named, coded, sent, returned, sent again, approved. */
const depth = 8;

describe('a case at the counter', () => {
  for (const errand of [change, lift]) {
    it(`never comes to anything by one insider alone, with every role and browser (HD-03): ${errand.kind}`, () => {
      const { faults, approvals, states } = search(decideDeskCase, errand, insiders, depth);
      assert.deepEqual(faults, []);
      assert.equal(approvals, 0);
      assert.ok(states > 30, `${states} states were seen`);
    });
    it(`is approved by a second person at another browser, and by no other road: ${errand.kind}`, () => {
      const agent = insiders.slice(0, 1);
      const hands = [...agent, second, sameBrowser, relative];
      const { faults, approvals } = search(decideDeskCase, errand, hands, depth);
      assert.deepEqual(faults, []);
      assert.ok(approvals > 0);
    });
  }

  /** Wrong rules a hand could write; the search must catch each. */
  const approve: Decide = (state, event, given) => decideDeskCase(state, event, given);
  const mutants: Record<string, Decide> = {
    'lets an agent approve what they asked for': (state, event, given) =>
      approve(event.kind === 'approved' ? { ...state, hands: [] } : state, event, given),
    'takes an approval of an older version': (state, event, given) =>
      approve(state, event.kind === 'approved' ? { ...event, version: state.version } : event, given),
    'lets a relative approve': (state, event, given) =>
      approve(
        state,
        event.kind === 'approved' ? { ...event, by: { ...event.by, near: 'nobody' } } : event,
        given,
      ),
    'takes the code from the agent': (state, event, given) =>
      approve(
        state,
        event.kind === 'code-entered' ? { ...event, device: 'phone', staffed: false } : event,
        given,
      ),
    'confirms by a wrong code': (state, event, given) =>
      approve(state, event.kind === 'code-entered' ? { ...event, matches: true } : event, given),
    'proofs in spite of faults': (state, event, given) =>
      approve(state, event.kind === 'proofed' ? { ...event, faults: [] } : event, given),
    'forgets to tell': (state, event, given) => {
      const outcome = approve(state, event, given);
      return { ...outcome, effects: outcome.effects.filter(({ kind }) => kind !== 'tell-asked') };
    },
    'opens a cancelled case again': (state, event, given) =>
      state.stage.kind === 'closed' && event.kind === 'submitted'
        ? { state: { ...state, stage: { kind: 'awaiting', since: event.at } }, effects: [] }
        : approve(state, event, given),
  };
  for (const [name, mutant] of Object.entries(mutants))
    it(`is seen to break by rules that ${name}`, () => {
      const hands = [insiders[0] ?? second, second, sameBrowser, relative];
      const found =
        search(mutant, change, insiders, 6).faults.length + search(mutant, change, hands, 7).faults.length;
      assert.ok(found > 0);
    });

  it('refuses a pair that approves each other all day, and lets any other go on (HD-06)', () => {
    const awaiting: DeskState = {
      stage: { kind: 'awaiting', since: start },
      errand: change,
      hands: [{ id: 'insider', device: 'd1' }],
      version: 1,
      standing: freshStanding(start),
    };
    const approvedAs = (decided: number, forThisAgent: number) =>
      decideDeskCase(
        awaiting,
        {
          kind: 'approved',
          by: second,
          version: 1,
          touched: true,
          decided,
          forThisAgent,
          active: true,
          at: start,
        },
        terms,
      ).refusal;
    assert.equal(approvedAs(2, 2), undefined);
    assert.equal(approvedAs(3, 3), 'too-many-for-one-agent');
    assert.equal(approvedAs(3, 1), undefined);
    assert.equal(approvedAs(9, 5), 'too-many-for-one-agent');
    assert.equal(approvedAs(9, 4), undefined);
  });
});

describe('the checklist of identity', () => {
  const at = start;
  const later = minutesAfter(start, 60);
  const earlier = minutesAfter(start, -60);
  const full: Checklist = {
    document: { kind: 'id-card', expires: later },
    photoMatches: true,
    unaltered: true,
    second: { verdict: 'match', source: 'trial' },
    wordsSaid: true,
    alone: true,
    authority: { kind: 'representative', expires: later },
  };
  const given = (list: Checklist, subject: 'person' | 'company' = 'person', passMark = 3) =>
    judgeChecklist(list, {
      // Sound: the checklist reads the pass mark only.
      policy: { desk: { passMark: { person: passMark, company: passMark + 1 } } } as unknown as Policy,
      subject,
      at,
    });
  const { document: _document, ...noDocument } = full;
  const { second: _second, ...noSecond } = full;
  const { authority: _authority, ...noAuthority } = full;
  const faults: [string, Checklist, ProofingFault][] = [
    ['no document, whatever else is ticked (HD-02)', noDocument, 'no-document'],
    ['an expired document', { ...full, document: { kind: 'id-card', expires: earlier } }, 'document-expired'],
    ['a face that does not match', { ...full, photoMatches: false }, 'photo-not-matched'],
    ['signs of alteration', { ...full, unaltered: false }, 'altered'],
    ['somebody who answers for them', { ...full, alone: false }, 'not-alone'],
    [
      'a register that says no',
      { ...full, second: { verdict: 'no-match', source: 'x' } },
      'registry-says-no',
    ],
    [
      'the same document twice',
      { ...full, second: { kind: 'id-card', expires: later } },
      'second-is-the-same',
    ],
    [
      'an expired second document',
      { ...full, second: { kind: 'passport', expires: earlier } },
      'second-expired',
    ],
    ['document and face alone', { ...noSecond, wordsSaid: false }, 'too-few-points'],
  ];
  for (const [name, list, fault] of faults)
    it(`does not pass with ${name}`, () => assert.deepEqual(given(list).faults, [fault]));

  it('passes with document, face and one thing more', () => {
    for (const list of [noSecond, { ...full, wordsSaid: false }])
      assert.deepEqual(given(list), { points: given(list).points, passMark: 3, faults: [] });
    assert.deepEqual(given(noSecond).points, ['document', 'photo', 'words']);
  });

  it('asks of a company the authority to act for it, still good (HD-14)', () => {
    assert.deepEqual(given(full, 'company').faults, []);
    assert.deepEqual(given(noAuthority, 'company').faults, ['no-authority']);
    const old = { ...full, authority: { kind: 'liquidator', expires: earlier } as const };
    assert.deepEqual(given(old, 'company').faults, ['authority-expired']);
  });

  it('gives no point for a register that does not answer, and takes none', () => {
    const silent = given({ ...full, second: { verdict: 'unavailable', source: 'trial' } });
    assert.deepEqual(silent, { points: ['document', 'photo', 'words'], passMark: 3, faults: [] });
  });

  it('never counts more than there is, and never passes below the mark: every combination', () => {
    for (const mark of [3, 4])
      for (let bits = 0; bits < 64; bits++) {
        const on = (bit: number) => (bits & (1 << bit)) !== 0;
        const list: Checklist = {
          ...(on(0) && { document: { kind: 'id-card', expires: later } }),
          photoMatches: on(1),
          unaltered: on(2),
          ...(on(3) && { second: { verdict: 'match', source: 'trial' } }),
          wordsSaid: on(4),
          alone: on(5),
        };
        const { points, faults } = given(list, 'person', mark);
        const must = on(0) && on(1) && on(2) && on(5);
        assert.equal(faults.length === 0, must && points.length >= mark, JSON.stringify(list));
      }
  });
});
