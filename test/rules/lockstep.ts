/**
 * Three numbers walked side by side by the same acts: one that is known and active, one that is suspended, one nobody has.
 * Whatever the visitor knows, what may be seen of the three must be the same until the mailbox is read.
 */
import type { Effect, Event, Outcome, Stage, Terms } from '../../src/rules/case.ts';
import {
  breadthFirst,
  type Decide,
  fold,
  jump,
  keyOf,
  type Move,
  meansIn,
  movesFrom,
  type Node,
  root,
  type Shape,
  take,
} from './search.ts';

type Worlds = { readonly known: Node; readonly suspended: Node; readonly unknown: Node };

/** The same act where there is nobody: nothing ever matches, lives or is open. */
function factlessly(event: Event): Event {
  const blind: Event = 'matches' in event ? { ...event, matches: false } : event;
  if (blind.kind === 'link-followed') return { ...blind, live: false, others: [], frozen: false };
  if ('others' in blind) return { ...blind, others: [], frozen: false };
  return 'open' in blind ? { ...blind, open: false, frozen: false } : blind;
}

/** A suspended person's answers match as ever; their contact does not. */
const suspendedly = (event: Event): Event => (event.kind === 'question-answered' ? event : factlessly(event));

const told = new WeakMap<Stage, string>();

/** What a page, a header or a stopwatch could show of a stage. The screen's verdict is told nowhere. */
function seenOf(stage: Stage): string {
  // Most acts are refused and leave the stage as it was: it is spelled once.
  const known = told.get(stage);
  if (known !== undefined) return known;
  const seen = JSON.stringify(stage, (name, value: unknown) => (name === 'screen' ? undefined : value));
  told.set(stage, seen);
  return seen;
}

/** How much work there is, and of which kind; for whom is decided later and out of sight. */
const workOf = (effect: Effect): string =>
  JSON.stringify(effect, (name, value: unknown) => (name === 'live' ? typeof value : value));

const shapeOf = ({ state, effects, refusal }: Outcome): string =>
  [seenOf(state.stage), refusal, ...effects.map(workOf)].join(' ');

/** Walks the three through everything an adversary without the mailbox can do. */
export function lockstep(terms: Terms, shape: Shape, decide: Decide) {
  const first: Worlds = { known: root(shape), suspended: root(shape), unknown: root(shape) };
  const key = ({ known, suspended, unknown }: Worlds): string =>
    [keyOf(known), keyOf(suspended), keyOf(unknown)].join('#');
  return breadthFirst(first, key, function* ({ known, suspended, unknown }) {
    for (const move of movesFrom(known, terms, { ...shape, owner: false })) {
      const of = (node: Node, event: Event) =>
        take(node, { ...move, event } satisfies Move, terms, decide, meansIn(shape));
      const steps = [
        of(known, move.event),
        of(suspended, suspendedly(move.event)),
        of(unknown, factlessly(move.event)),
      ] as const;
      const seen = new Set(steps.map((step) => shapeOf(step.outcome)));
      const [one, two, three] = steps.map((step) => fold(step.after));
      if (seen.size > 1) yield { said: move, next: first, broken: 'nobody learns who is known' };
      else if (one && two && three && steps.some((step) => step.after !== step.before))
        yield { said: move, next: { known: one, suspended: two, unknown: three } };
    }
    const clocks = [...jump(known, shape)];
    for (const [index, { said, next }] of clocks.entries()) {
      const two = [...jump(suspended, shape)][index]?.next;
      const three = [...jump(unknown, shape)][index]?.next;
      if (two && three) yield { said, next: { known: next, suspended: two, unknown: three } };
    }
  });
}
