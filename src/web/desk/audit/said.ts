import { endOfLocalDay, secondsAfter } from '../../../lib/clock.ts';
import { type Html, html } from '../../../lib/html.ts';
import { kindOfActivity } from '../../../rules/account/activity.ts';
import { logActors } from '../../../rules/audit/kinds.ts';
import type { LogLine } from '../../../store/audit/log.ts';
import { clock, day } from '../../../words/times.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';
import { officeName } from '../frame.ts';

const named = (names: Readonly<Record<string, string>>, name: string): string =>
  (Object.hasOwn(names, name) ? names[name] : undefined) ?? name;

/** Who did it: the role, of staff the code and the office. */
export function whoActed(c: Ctx, { actor, staff, office }: LogLine): string {
  const { actors } = c.var.visit.words.auditing;
  const role = logActors.find((one) => one === actor);
  return [role ? actors[role] : actor, staff, office && officeName(c, office)].filter(Boolean).join(' · ');
}

/** What happened, in one fixed sentence; an event without words keeps its own name, so that none is hidden. */
export function whatHappened(c: Ctx, line: LogLine): string {
  const { auditing: say, activity } = c.var.visit.words;
  const { event, actor, after, refusal, evidence, reason } = line;
  const kind = kindOfActivity({
    event,
    actor,
    ...(after !== null && { after }),
    ...(refusal !== null && { refusal }),
    ...(evidence !== null && { evidence }),
  });
  const told = kind === 'other' ? named(say.events, event) : activity.kinds[kind];
  const why = reason !== null && say.reason(named(activity.reasons, reason));
  return [told, why, refusal !== null && say.refused(refusal)].filter(Boolean).join(' · ');
}

/** An instant by the institution's clock. */
export function momentOf(c: Ctx, at: Date): string {
  const { world, language } = c.var.visit;
  const { timezone } = world.institution;
  return `${day(at, timezone, language)}, ${clock(at, timezone, language)}`;
}

/** The pages of auditors, but for the one they are at. */
export function auditLinks(c: Ctx, here: string): Html {
  const { nav } = c.var.visit.words.auditing;
  const all = [
    [paths.audit, nav.log],
    [paths.auditReports, nav.reports],
    [paths.auditReaders, nav.readers],
  ] as const;
  return links(all.filter(([path]) => path !== here));
}

/** A day as a date field writes it, from its first instant to before the next one's; nothing for what is no day. */
export function dayIn(c: Ctx, typed: string | undefined): { from: Date; to: Date } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed ?? '')) return undefined;
  const noon = new Date(`${typed}T12:00:00Z`);
  if (Number.isNaN(noon.getTime())) return undefined;
  const { timezone } = c.var.visit.world.institution;
  return {
    from: secondsAfter(endOfLocalDay(noon, -1, timezone), 1),
    to: secondsAfter(endOfLocalDay(noon, 0, timezone), 1),
  };
}

/** A date field of a GET form. */
export const dateField = (id: string, label: string, value: string | undefined): Html =>
  html`<div class="field"><label for="${id}">${label}</label><input type="date" id="${id}" name="${id}" autocomplete="off" value="${value ?? ''}"></div>`;
