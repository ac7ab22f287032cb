import type { RegistryAnswer } from '../../rules/desk/proofing.ts';
import type { Registry, RegistryQuestion } from './registry.ts';

const source = 'registro civil de prueba';

/** Cards that end so are nobody's here, so that a no can be tried as well. */
const unknownEnding = '9';

function verdictOn({ kind, holder }: RegistryQuestion): RegistryAnswer['verdict'] {
  if (kind !== 'id-card' || holder.kind !== 'ec.ci') return 'unavailable';
  return holder.number.endsWith(unknownEnding) ? 'no-match' : 'match';
}

/**
 * Asks nobody: for the demo of an institution that does not exist. It knows cards, and has nothing to say of other documents. Its
 * name says what it is wherever its answer is kept or shown.
 */
export const trialRegistry: Registry = {
  source,
  check: async (question) => ({ verdict: verdictOn(question), source }),
};
