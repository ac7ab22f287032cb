import type { Mutant } from '../mutant.ts';
import { account } from './account.ts';
import { desk } from './desk.ts';
import { limits } from './limits.ts';
import { secrets } from './secrets.ts';
import { web } from './web.ts';

export { inapplicable } from './limits.ts';

/** Every mutant of requirements 12.3, in the order of that list. */
export const mutants: readonly Mutant[] = [...secrets, ...limits, ...account, ...web, ...desk].sort(
  (a, b) => a.number - b.number,
);
