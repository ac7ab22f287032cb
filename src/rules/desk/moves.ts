/** The few ways a case at the counter can go on. */
import type {
  CaseRefusal,
  DeskEffect,
  DeskOutcome,
  DeskStage,
  DeskStageOf,
  DeskState,
  Hand,
} from './case.ts';

/** On to a stage, with orders. */
export const go = (state: DeskState, stage: DeskStage, ...effects: DeskEffect[]): DeskOutcome => ({
  state: { ...state, stage },
  effects,
});
/** No, and everything stays as it is. */
export const refuse = (state: DeskState, refusal: CaseRefusal): DeskOutcome => ({
  state,
  effects: [],
  refusal,
});

/** Who acted on a case is kept with it, each pair of person and browser once. */
export function touchedBy(state: DeskState, { id, device }: Hand): DeskState {
  const known = state.hands.some((one) => one.id === id && one.device === device);
  return known ? state : { ...state, hands: [...state.hands, { id, device }] };
}

/** Whoever was told that something is asked is told that nothing comes of it. */
export function end(
  state: DeskState,
  because: DeskStageOf<'closed'>['because'],
  at: Date,
  ...more: DeskEffect[]
): DeskOutcome {
  const told: DeskEffect[] = state.version > 0 ? [{ kind: 'tell-kept' }] : [];
  return go(state, { kind: 'closed', because, at }, ...told, ...more);
}
