import {
  type ActivityActor,
  type ActivityGroup,
  type ActivityKind,
  actorOfActivity,
  eventsOf,
  kindOfActivity,
} from '../../../rules/account/activity.ts';
import { type ActivityLine, activityOf } from '../../../store/account/activity.ts';
import type { World } from '../../world.ts';
import type { Owner } from '../owner.ts';

/** One thing that happened to an account. */
export type Activity = {
  readonly at: Date;
  readonly kind: ActivityKind;
  readonly actor: ActivityActor;
  /** What it was done with, where that is known. */
  readonly device: string | undefined;
  /** As it stands in the log; for the person's own file, never for a page. */
  readonly line: ActivityLine;
};

/** What happened to the account of whoever is signed in, newest first. It never looks at another number's lines. */
export async function ownActivity(
  world: World,
  { account }: Owner,
  asked: { group?: ActivityGroup; limit: number; offset?: number },
): Promise<Activity[]> {
  const { group, limit, offset = 0 } = asked;
  const only = group && eventsOf(group);
  const lines = await activityOf(world.db, account.nameHash, { limit, offset, ...(only && { only }) });
  return lines.map((line) => ({
    at: line.at,
    kind: kindOfActivity(line),
    actor: actorOfActivity(line.actor),
    device: line.device,
    line,
  }));
}
