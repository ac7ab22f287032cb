/** Who may decide over a case at the counter: somebody else, at another browser, with a passkey just touched. */
import type { CaseRefusal, DeskEvent, DeskState, DeskTerms } from './case.ts';

type Decision = Extract<DeskEvent, { kind: 'approved' | 'returned' | 'refused' }>;

/** What a decision may be answered with. */
const decisionRefusals = [
  'case-over',
  'out-of-turn',
  'wrong-role',
  'own-person',
  'own-case',
  'same-device',
  'no-touch',
  'stale',
  'too-many-for-one-agent',
  'account-barred',
] as const satisfies readonly CaseRefusal[];
export type DecisionRefusal = (typeof decisionRefusals)[number];

/** The same as one of those; what a decision never comes to counts as out of turn. */
export const asDecisionRefusal = (refusal: CaseRefusal): DecisionRefusal =>
  decisionRefusals.find((one) => one === refusal) ?? 'out-of-turn';

/** Why this supervisor may not decide; nothing when they may (HD-03, HD-06). */
export function mayDecide(
  { hands, version }: DeskState,
  event: Decision,
  terms: DeskTerms,
): CaseRefusal | undefined {
  const { by, touched } = event;
  if (by.role !== 'supervisor') return 'wrong-role';
  if (by.near !== 'nobody') return 'own-person';
  if (hands.some(({ id }) => id === by.id)) return 'own-case';
  if (hands.some(({ device }) => device === by.device)) return 'same-device';
  if (event.version !== version) return 'stale';
  if (!touched) return 'no-touch';
  return event.kind === 'approved' && pairsTooOften(event, terms) ? 'too-many-for-one-agent' : undefined;
}

/** A supervisor may approve one agent's cases up to a share of the day's, once there are enough to speak of a share. */
export function pairsTooOften(
  { decided, forThisAgent }: Pick<Extract<DeskEvent, { kind: 'approved' }>, 'decided' | 'forThisAgent'>,
  { policy }: DeskTerms,
): boolean {
  const { pairFrom, pairSharePercent } = policy.desk;
  if (decided + 1 < pairFrom) return false;
  return (forThisAgent + 1) * 100 > (decided + 1) * pairSharePercent;
}
