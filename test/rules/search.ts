/**
 * Walks every path of the real rules, breadth first: one number, several cases, an adversary who knows every answer and the
 * registered address but cannot read the mailbox, an owner who can, and a clock that jumps. What the shell does with an
 * effect is done here in a few lines; what must hold is said by predicates, from ghosts the rules never see.
 */
import { minutesAfter, secondsAfter } from '../../src/lib/clock.ts';
import type {
  DayCount,
  Event,
  Evidence,
  Means,
  Outcome,
  Stage,
  Standing,
  State,
  Terms,
} from '../../src/rules/case.ts';
import type { Channel } from '../../src/rules/policy.ts';
import { freshStanding } from '../../src/rules/standing.ts';

export type Decide = (state: State, event: Event, terms: Terms) => Outcome;

/** `stranger` is the adversary in a browser that began nothing. */
type Browser = 'adversary' | 'stranger' | 'owner';

/** One case as the shell keeps it; from `shown` on, what really happened. */
export type Kept = {
  readonly stage: Stage;
  readonly opened: Date;
  readonly starter: Browser;
  readonly holder?: Browser;
  /** The number's living message, when this case asked for it. `newest` until the case asks for another. */
  readonly living?: { at: Date; channel: Channel; newest: boolean; codeSpent: boolean };
  /** Ghost: the browser that last showed possession in time, until when that is good for a key, and by which methods. */
  readonly shown?: { readonly by: Browser; readonly until: Date; readonly methods: readonly Evidence[] };
  /** Ghost: a question of the set under way was answered wrongly. */
  readonly wrong: boolean;
};

/** Ghosts: what was really judged and sent, counted by nobody but the search. */
type Tally = { readonly codes: DayCount; readonly screens: DayCount; readonly messages: readonly Date[] };

export type Node = {
  readonly now: Date;
  readonly standing: Standing;
  readonly cases: readonly Kept[];
  readonly tally: Tally;
  /** How many more cases may begin and how often the clock may still jump: what keeps the search finite. */
  readonly starts: number;
  readonly jumps: number;
};

export type Move = {
  readonly browser: Browser;
  /** Where it happens; a new case when absent. */
  readonly place?: number;
  readonly event: Event;
};

/** One event, judged: everything a predicate may look at. `kept` is the case as it stood. */
export type Step = {
  readonly terms: Terms;
  readonly move: Move;
  readonly kept: Kept;
  readonly before: Node;
  readonly after: Node;
  readonly outcome: Outcome;
  readonly means: Means;
  /** What the browser that has shown possession has shown by now. */
  readonly now: Kept['shown'];
};

export type Shape = {
  readonly starts: number;
  /** Cases open at once. */
  readonly parallel: number;
  readonly jumps: number;
  /** Channels a message may be asked through. */
  readonly channels: readonly Channel[];
  /** Seconds the clock may jump. */
  readonly steps: readonly number[];
  /** Whether the owner acts too; without, nobody ever reads the mailbox. */
  readonly owner: boolean;
  /** What is on file of the owner: methods, and a freeze. A walk that has none of it is the walk of before. */
  readonly means?: Means;
  /** Whether the adversary has stolen the phone: one method, and never two. */
  readonly thief?: boolean;
};

export const meansIn = ({ means }: Shape): Means => means ?? { others: ['mailbox', 'phone'], frozen: false };

export type Found = {
  readonly states: number;
  readonly steps: number;
  /** Every stage that was reached: a search that reaches little proves little. */
  readonly reached: ReadonlySet<string>;
  /** Whether any walk came to its good end. */
  readonly completed: boolean;
  readonly violation?: { readonly invariant: string; readonly walk: readonly string[] };
};

const day = 86_400_000;
const start = new Date('2026-11-24T15:00:00Z');
const open = (kept: Kept): boolean => kept.stage.kind !== 'closed';

/** Something past the first wait, the code, the case, and the day. */
export const jumpsOf = ({ policy }: Terms): number[] => [
  (policy.messages.resendAfterSeconds[0] ?? 30) + 1,
  policy.code.minutes * 60 + 1,
  policy.caseMinutes * 60 + 1,
  86_400,
];

export const root = ({ starts, jumps }: Shape): Node => ({
  now: start,
  standing: freshStanding(start),
  cases: [],
  tally: { codes: { since: start, used: 0 }, screens: { since: start, used: 0 }, messages: [] },
  starts,
  jumps,
});

/** A count in the search's own words, so that an error in the rules' is not repeated here. */
const countOne = (count: DayCount, now: Date): DayCount =>
  count.used === 0 || now.getTime() - count.since.getTime() >= day
    ? { since: now, used: 1 }
    : { since: count.since, used: count.used + 1 };

export const usedOf = (count: DayCount, now: Date): number =>
  now.getTime() - count.since.getTime() >= day ? 0 : count.used;

/** What only matters where there is more than a mailbox and a phone, or another purpose than a key. */
function* laterEvents(at: Date, by: Event['by'], shape: Shape): Generator<Event> {
  const means = meansIn(shape);
  for (const kind of ['letter-code-entered', 'passkey-shown'] as const)
    yield { kind, matches: false, at, by, ...means };
  for (const channel of shape.channels)
    for (const matches of [true, false]) yield { kind: 'proof-asked', channel, matches, at, by };
  for (const isOpen of [true, false])
    yield { kind: 'unlock-chosen', open: isOpen, frozen: means.frozen, at, by };
  yield { kind: 'key-wanted', at, by };
}

/** Everything one browser may do to one case, whatever the page would offer. */
function* eventsOn(node: Node, kept: Kept, browser: Browser, terms: Terms, shape: Shape): Generator<Event> {
  const at = node.now;
  const by = { starter: kept.starter === browser, holder: kept.holder === browser };
  const { stage } = kept;
  const turn = stage.kind === 'answering' ? stage.turn : 0;
  yield { kind: 'number-given', at, by };
  for (const solved of [true, false]) yield { kind: 'pace-kept', solved, at, by };
  for (const matches of [true, false]) {
    yield { kind: 'question-answered', turn, matches, at, by };
    yield { kind: 'question-answered', turn: turn - 1, matches, at, by };
    yield { kind: 'contact-named', matches, at, by };
    yield { kind: 'message-asked', matches, at, by };
  }
  yield { kind: 'question-skipped', turn, at, by };
  for (const channel of shape.channels) yield { kind: 'channel-chosen', channel, at, by };
  const means = meansIn(shape);
  yield { kind: 'code-entered', matches: false, until: at, channel: 'email', at, by, ...means };
  yield {
    kind: 'code-entered',
    matches: false,
    repeated: true,
    until: at,
    channel: 'email',
    at,
    by,
    ...means,
  };
  yield { kind: 'link-followed', live: false, until: at, channel: 'email', at, by, ...means };
  yield { kind: 'saved-code-entered', matches: false, at, by, ...means };
  if (shape.means) yield* laterEvents(at, by, shape);
  // Asked twice at one instant, more time gives nothing more.
  const gains = !('evidence' in stage) || stage.until < minutesAfter(at, terms.policy.keyMinutes);
  if (gains) yield { kind: 'time-asked', at, by };
  const { frozen } = means;
  yield { kind: 'key-chosen', fault: true, open: true, frozen, at, by };
  for (const isOpen of [true, false])
    yield { kind: 'key-chosen', fault: false, open: isOpen, frozen, at, by };
  yield { kind: 'case-cancelled', at, by };
}

/** What only the owner can do: read the mailbox or the phone, or show what is kept. */
function* proofsOn(
  node: Node,
  kept: Kept,
  terms: Terms,
  shape: Shape,
  browser: Browser = 'owner',
): Generator<Event> {
  const { living } = kept;
  const at = node.now;
  const by = { starter: kept.starter === browser, holder: kept.holder === browser };
  const means = meansIn(shape);
  if (means.others.includes('saved-code'))
    yield { kind: 'saved-code-entered', matches: true, at, by, ...means };
  if (means.others.includes('letter')) yield { kind: 'letter-code-entered', matches: true, at, by, ...means };
  if (means.others.includes('passkey')) yield { kind: 'passkey-shown', matches: true, at, by, ...means };
  if (!living) return;
  const { channel } = living;
  const { link, code } = terms.policy;
  if (living.newest && !living.codeSpent)
    yield {
      kind: 'code-entered',
      matches: true,
      until: minutesAfter(living.at, code.minutes),
      channel,
      at,
      by,
      ...means,
    };
  if (channel !== 'phone')
    yield {
      kind: 'link-followed',
      live: true,
      until: minutesAfter(living.at, link.minutes),
      channel,
      at,
      by,
      ...means,
    };
}

/** Everything that can happen next, the clock aside. */
export function* movesFrom(node: Node, terms: Terms, shape: Shape): Generator<Move> {
  const browsers: Browser[] = shape.owner ? ['adversary', 'stranger', 'owner'] : ['adversary', 'stranger'];
  for (const [place, kept] of node.cases.entries()) {
    for (const browser of browsers) {
      // To the rules a browser that neither began nor proved is a stranger's, whoever sits at it.
      if (browser !== 'stranger' && kept.starter !== browser && kept.holder !== browser) continue;
      for (const event of eventsOn(node, kept, browser, terms, shape)) yield { browser, place, event };
    }
    if (!shape.owner) continue;
    for (const event of proofsOn(node, kept, terms, shape)) yield { browser: 'owner', place, event };
    if (!shape.thief) continue;
    for (const event of proofsOn(node, kept, terms, shape, 'adversary'))
      if ('channel' in event && event.channel === 'phone') yield { browser: 'adversary', place, event };
  }
  if (node.starts === 0 || node.cases.filter(open).length >= shape.parallel) return;
  const pace = { until: secondsAfter(node.now, 20), pressure: 1 };
  const begin = { kind: 'number-given', at: node.now, by: { starter: true, holder: false } } as const;
  for (const browser of browsers.filter((one) => one !== 'stranger')) {
    yield { browser, event: begin };
    yield { browser, event: { ...begin, pace } };
    yield { browser, event: { ...begin, pace: { ...pace, slowed: true } } };
  }
}

const newCase = (browser: Browser, now: Date): Kept => ({
  stage: { kind: 'unopened' },
  opened: now,
  starter: browser,
  wrong: false,
});

/** The method by which the event proves possession in time, in the search's own words; nothing when it proves none. */
export function proves(event: Event): Evidence | undefined {
  const inTime = 'until' in event && event.at <= event.until;
  const message = 'channel' in event && event.channel === 'phone' ? 'phone' : 'mailbox';
  if (event.kind === 'code-entered') return event.matches && inTime ? message : undefined;
  if (event.kind === 'link-followed') return event.live && inTime ? message : undefined;
  if (event.kind === 'saved-code-entered') return event.matches ? 'saved-code' : undefined;
  if (event.kind === 'letter-code-entered') return event.matches ? 'letter' : undefined;
  return event.kind === 'passkey-shown' && event.matches ? 'passkey' : undefined;
}

/** Methods really shown by one browser, one after the other and none too late. Kept only where they decide anything. */
function shownBy(kept: Kept, browser: Browser, event: Event, terms: Terms): readonly Evidence[] {
  const method = proves(event);
  const { shown } = kept;
  const before = shown && shown.by === browser && event.at <= shown.until ? shown.methods : [];
  if (method && !('frozen' in event && event.frozen) && terms.policy.assurance === 'one') return [];
  return method ? [...new Set([...before, method])].sort() : before;
}

/** The case after the event: what the shell saves, and what really happened. */
function keep(
  kept: Kept,
  { browser, event }: Move,
  { state, effects, refusal }: Outcome,
  terms: Terms,
): Kept {
  const until = minutesAfter(event.at, terms.policy.keyMinutes);
  const has = (kind: string): boolean => effects.some((effect) => effect.kind === kind);
  const extends_ = event.kind === 'time-asked' || event.kind === 'proof-asked';
  const inTime = extends_ && !refusal && kept.shown?.by === browser;
  const { stage } = state;
  let after: Kept = { ...kept, stage };
  if (has('hand-to-actor')) after = { ...after, holder: browser, wrong: false };
  // What was refused was not shown here, however right it was.
  if ((proves(event) && has('hand-to-actor')) || inTime)
    after = { ...after, shown: { by: browser, until, methods: shownBy(kept, browser, event, terms) } };
  if (event.kind === 'question-answered' && !event.matches && !refusal) after = { ...after, wrong: true };
  if (has('spend-code') && after.living) after = { ...after, living: { ...after.living, codeSpent: true } };
  for (const effect of effects) {
    if (effect.kind !== 'send-message') continue;
    if (effect.live)
      after = { ...after, living: { at: event.at, channel: effect.channel, newest: true, codeSpent: false } };
    else if (after.living) after = { ...after, living: { ...after.living, newest: false } };
  }
  return after;
}

/** What the event adds to the search's own counts. */
function count({ codes, screens, messages }: Tally, after: Kept, move: Move, outcome: Outcome): Tally {
  const { event } = move;
  const code = event.kind.endsWith('code-entered') && !('repeated' in event && event.repeated);
  const judged = code && outcome.refusal === 'wrong-code';
  const setDone = event.kind === 'question-answered' || event.kind === 'question-skipped';
  // After possession the verdict is a note, so only a set that holds a message back is a try.
  const failed = setDone && !outcome.refusal && after.stage.kind === 'naming-contact' && after.wrong;
  const sent = outcome.effects.some((effect) => effect.kind === 'send-message' && effect.live);
  return {
    codes: judged ? countOne(codes, event.at) : codes,
    screens: failed ? countOne(screens, event.at) : screens,
    messages: sent ? [...messages, event.at] : messages,
  };
}

/** Does what the shell would do, and gives the step for the predicates. */
export function take(node: Node, move: Move, terms: Terms, decide: Decide, means: Means): Step {
  const { place = node.cases.length, event, browser } = move;
  const kept = node.cases[place] ?? newCase(browser, node.now);
  const outcome = decide({ stage: kept.stage, opened: kept.opened, standing: node.standing }, event, terms);
  const idle = outcome.refusal !== undefined && outcome.refusal !== 'wrong-code' && move.place !== undefined;
  // A refusal that changed nothing leads nowhere new.
  if (idle && outcome.state.stage === kept.stage && outcome.state.standing === node.standing)
    return { terms, move, kept, before: node, after: node, outcome, means, now: kept.shown };
  const after = keep(kept, move, outcome, terms);
  const replaces = outcome.effects.some((effect) => effect.kind === 'send-message' && effect.live);
  const ends = outcome.effects.some((effect) => effect.kind === 'end-everything-else');
  const others = node.cases.map((other, index): Kept => {
    const { living, ...rest } = other;
    if (index === place) return after;
    if (ends) return { ...rest, stage: closedBy(other, node, terms, decide) };
    return replaces || !living ? rest : other;
  });
  const cases = place < node.cases.length ? others : [...others, after];
  const tally = count(node.tally, after, move, outcome);
  const starts = move.place === undefined ? node.starts - 1 : node.starts;
  const next = { ...node, cases, standing: outcome.state.standing, tally, starts };
  return { terms, move, kept, before: node, after: next, outcome, means, now: after.shown };
}

function closedBy(other: Kept, node: Node, terms: Terms, decide: Decide): Stage {
  const by = { starter: false, holder: false };
  const state = { stage: other.stage, opened: other.opened, standing: node.standing };
  return decide(state, { kind: 'case-replaced', at: node.now, by }, terms).state.stage;
}

/** All closed cases are one: what they answer depends on nothing but that they are closed. */
export function fold(node: Node): Node {
  const { living: _living, shown: _shown, ...closed } = node.cases.find((kept) => !open(kept)) ?? {};
  const ended = 'stage' in closed ? [{ ...closed, opened: start, starter: 'adversary' as const }] : [];
  return { ...node, cases: [...node.cases.filter(open), ...ended] };
}

const ago = (now: Date, at: Date | undefined): string =>
  at ? String(Math.min(day, now.getTime() - at.getTime()) / 1000) : '';
const countKey = (now: Date, count: DayCount): string =>
  usedOf(count, now) === 0 ? '0' : `${count.used}@${ago(now, count.since)}`;
const datesKey = (now: Date, dates: readonly Date[]): string =>
  dates
    .filter((one) => now.getTime() - one.getTime() < day)
    .map((one) => ago(now, one))
    .join('+');

function caseKey(now: Date, kept: Kept): string {
  const { stage, living, shown, opened, starter, holder, wrong } = kept;
  if (stage.kind === 'closed') return 'closed';
  const fields = Object.entries(stage).map(([name, value]) => {
    if (value instanceof Date) return `${name}${ago(now, value)}`;
    if (Array.isArray(value)) return [...value].sort().join('+');
    return typeof value === 'object' && 'until' in value
      ? `${value.evidence}${ago(now, value.until)}`
      : value;
  });
  const message = living
    ? `${living.channel}${ago(now, living.at)}${living.newest ? 'n' : ''}${living.codeSpent ? 's' : ''}`
    : '';
  const proof = shown ? `${shown.by}${ago(now, shown.until)}${shown.methods}` : '';
  return [...fields, ago(now, opened), starter, holder, message, proof, wrong].join(' ');
}

/** One spelling for all nodes from which the same can happen: instants as ages, cases in any order. */
export function keyOf({ now, standing, cases, tally, starts, jumps }: Node): string {
  const told =
    standing.toldAt && now.getTime() - standing.toldAt.getTime() < day ? standing.toldAt : undefined;
  return [
    starts,
    jumps,
    countKey(now, standing.codeTries),
    countKey(now, standing.screenTries),
    datesKey(now, standing.messages),
    ago(now, told),
    countKey(now, tally.codes),
    countKey(now, tally.screens),
    datesKey(now, tally.messages),
    ...cases.map((kept) => caseKey(now, kept)).sort(),
  ].join('|');
}

function nameOfMove(said: Said): string {
  if (typeof said === 'number') return `${said} s pass`;
  const { browser, place, event } = said;
  const { at: _at, by: _by, ...fact } = event;
  return `${browser} ${place === undefined ? 'begins' : `case ${place}`}: ${JSON.stringify(fact)}`;
}

type Said = Move | number;
type Trail = { readonly said: Said; readonly from?: Trail };

function walkOf(trail: Trail | undefined): string[] {
  const walk: string[] = [];
  for (let at = trail; at; at = at.from) walk.unshift(nameOfMove(at.said));
  return walk;
}

/**
 * Visits everything reachable from `first`, each node once. `expand` gives the next nodes with what led there, or the
 * invariant that was broken on the way.
 */
export function breadthFirst<T>(
  first: T,
  key: (node: T) => string,
  expand: (node: T) => Iterable<{ said: Said; next: T; broken?: string | undefined }>,
): { states: number; violation?: { invariant: string; walk: string[] } } {
  const seen = new Set([key(first)]);
  let layer: { node: T; trail?: Trail }[] = [{ node: first }];
  while (layer.length > 0) {
    const below: typeof layer = [];
    for (const { node, trail } of layer)
      for (const { said, next, broken } of expand(node)) {
        const onward = { said, ...(trail && { from: trail }) };
        if (broken) return { states: seen.size, violation: { invariant: broken, walk: walkOf(onward) } };
        const nextKey = key(next);
        if (seen.has(nextKey)) continue;
        seen.add(nextKey);
        below.push({ node: next, trail: onward });
      }
    layer = below;
  }
  return { states: seen.size };
}

/** The clock's own moves. */
export function* jump<N extends Node>(node: N, { steps }: Shape): Generator<{ said: number; next: N }> {
  if (node.jumps === 0) return;
  for (const seconds of steps)
    yield {
      said: seconds,
      next: { ...node, now: secondsAfter(node.now, seconds), jumps: node.jumps - 1 },
    };
}

/** Walks everything and holds every step to every predicate. */
export function search(
  terms: Terms,
  shape: Shape,
  decide: Decide,
  invariants: Readonly<Record<string, (step: Step) => boolean>>,
): Found {
  const rules = Object.entries(invariants);
  const reached = new Set<string>();
  let steps = 0;
  let completed = false;
  const found = breadthFirst(root(shape), keyOf, function* (node) {
    for (const move of movesFrom(node, terms, shape)) {
      const step = take(node, move, terms, decide, meansIn(shape));
      steps++;
      const broken = rules.find(([, holds]) => !holds(step))?.[0];
      const { stage } = step.outcome.state;
      reached.add(stage.kind);
      completed ||= stage.kind === 'closed' && stage.because === 'completed';
      if (step.after !== node || broken) yield { said: move, next: fold(step.after), broken };
    }
    yield* jump(node, shape);
  });
  return { ...found, steps, reached, completed };
}
