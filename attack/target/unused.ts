/** Whether the people a run takes are as they were brought: attacks use up keys, tries and messages, and prove nothing twice. */
import { paths } from '../../src/web/paths.ts';
import { Lacking } from '../attack.ts';
import { pathOf, signIn } from '../steps.ts';
import type { Someone } from './people.ts';
import type { Target } from './target.ts';

const otherwise =
  'bring the installation up anew, or go on after the people an earlier run took (--skip, as it said at its end)';

/** Signs in as the first of them: every run that takes people does so, and the person's own list of activity tells of it. */
export async function areUnused(target: Target, first: Someone): Promise<void> {
  const walker = target.browse();
  await signIn(walker, first);
  if (pathOf(walker) !== paths.account)
    throw new Lacking(`people as they were brought: the key of the first one does not sign in; ${otherwise}`);
  const file = await (await walker.look(`${paths.activityFile}?tipo=sign-in`)).text();
  const [, ...signIns] = file.trim().split('\n');
  if (signIns.length > 1)
    throw new Lacking(`people nobody signed in as: an earlier run took these; ${otherwise}`);
}
