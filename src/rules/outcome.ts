import type { Effect, Ending, Event, Outcome, Refusal, Stage, State } from './case.ts';

/** A stage, and an event, by its kind. */
export type Of<K extends Stage['kind']> = Extract<Stage, { kind: K }>;
export type EventOf<K extends Event['kind']> = Extract<Event, { kind: K }>;

/** The case goes on to `stage`, and these orders go with it. */
export const go = (state: State, stage: Stage, ...effects: Effect[]): Outcome => ({
  state: { ...state, stage },
  effects,
});

/** The answer is no; the state is what the no left behind (a try counted, or nothing). */
export const refuse = (state: State, refusal: Refusal): Outcome => ({ state, effects: [], refusal });

/** The case is over. */
export const close = (state: State, because: Ending, at: Date, refusal?: Refusal): Outcome => ({
  state: { ...state, stage: { kind: 'closed', because, at } },
  effects: [],
  ...(refusal && { refusal }),
});
