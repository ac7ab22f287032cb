import type { CaseRefusal, DeskEffect, DeskOutcome, DeskStage, DeskState } from './case.ts';

/** Where a case goes on, and the orders for it. */
export const go = (state: DeskState, stage: DeskStage, ...effects: DeskEffect[]): DeskOutcome => ({
  state: { ...state, stage },
  effects,
});

/** A case that stays where it is. */
export const refuse = (state: DeskState, refusal: CaseRefusal): DeskOutcome => ({
  state,
  effects: [],
  refusal,
});
