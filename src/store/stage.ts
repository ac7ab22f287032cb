import { Fault } from '../lib/fault.ts';
import type { Stage } from '../rules/case.ts';

/** The kinds of stage a stored case may have, and which of their fields are instants. */
const instants: Record<Stage['kind'], readonly string[]> = {
  unopened: [],
  pacing: ['until'],
  answering: [],
  'naming-contact': ['sentAt'],
  'awaiting-code': ['sentAt'],
  'proving-again': ['until', 'sentAt'],
  'choosing-key': ['until'],
  unlocking: ['until'],
  closed: ['at'],
};

const isKind = (kind: unknown): kind is Stage['kind'] => typeof kind === 'string' && kind in instants;

/** A stage as it is stored: JSON, instants as ISO 8601. */
export const writeStage = (stage: Stage): string => JSON.stringify(stage);

/** A stored stage as the rules know it. A kind this program does not know is a fault, never a guess. */
export function readStage(stored: Record<string, unknown>): Stage {
  if (!isKind(stored.kind))
    throw new Fault('data-malformed', 'A case is at a stage this program does not know');
  const stage: Record<string, unknown> = { ...stored };
  for (const field of instants[stored.kind]) revive(stage, field);
  if (typeof stage.proven === 'object' && stage.proven !== null) {
    const proven: Record<string, unknown> = { ...stage.proven };
    revive(proven, 'until');
    listEvidence(proven);
    stage.proven = proven;
  }
  listEvidence(stage);
  // Sound because only `writeStage` writes the column and the kind was checked against every kind there is.
  return stage as Stage;
}

/** Written by a release that knew one method: a walk under way goes on. */
function listEvidence(stage: Record<string, unknown>): void {
  if (typeof stage.evidence === 'string') stage.evidence = [stage.evidence];
}

function revive(from: Record<string, unknown>, field: string): void {
  const text = from[field];
  if (text === undefined) return;
  const at = new Date(String(text));
  if (Number.isNaN(at.getTime())) throw new Fault('data-malformed', `A case has a bad instant in ${field}`);
  from[field] = at;
}

/** A stage in the words of the audit log. */
export const nameOfStage = (stage: Stage): string =>
  stage.kind === 'closed' ? `closed:${stage.because}` : stage.kind;
