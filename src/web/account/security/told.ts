import type { Activity } from '../../../actions/account/security/activity.ts';
import type { Ctx } from '../../request/visit.ts';

/** What there is to tell of a line of the log. */
type Told = Pick<Activity, 'kind' | 'actor'> & {
  readonly line: Pick<Activity['line'], 'after' | 'office' | 'reason'>;
};

/** A text of a closed list by its name; nothing for a name of another version. */
const named = (names: Readonly<Record<string, string>>, name: string | undefined): string | undefined =>
  name !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;

/** What happened, with the reason staff gave and which field they saw: all in fixed words. */
export function whatHappened(c: Ctx, { kind, line }: Told): string {
  const { activity: say } = c.var.visit.words;
  const reason = named(say.reasons, line.reason);
  const field = kind === 'desk-revealed' ? named(say.fields, line.after) : undefined;
  const more = [field && say.which(field), reason && say.why(reason)].filter(Boolean);
  return [say.kinds[kind], ...more].join('. ');
}

/** Who did it, as far as the person may know: of staff the office, never the member. */
export function whoDidIt(c: Ctx, { actor, line }: Told): string {
  const { world, words } = c.var.visit;
  const office = actor === 'house' && world.institution.offices.find(({ id }) => id === line.office);
  return office ? office.name : words.activity.actors[actor];
}
