import { minutesAfter } from '../../lib/clock.ts';
import { type Html, html } from '../../lib/html.ts';
import { sessionEnd } from '../../rules/account/sessions.ts';
import type { Policy } from '../../rules/policy.ts';
import { asFarAs } from '../../words/times.ts';
import type { Ctx } from '../request/visit.ts';
import { actLink } from './parts.ts';

/** How long before its end a session is spoken of, in seconds (WCAG 2.2, 2.2.1). */
const warnSeconds = 120;

/** When a session closes, and the button that keeps it open; past its hours nothing does. */
export function closingNote(
  c: Ctx,
  session: { readonly began: Date; readonly seen: Date },
  { rule, moreTime }: { rule: Policy['session']; moreTime: string },
): Html {
  const { world, words, language } = c.var.visit;
  const { sessionTime: say } = words;
  const now = world.clock.now();
  const end = sessionEnd(session, rule);
  const isLast = end >= minutesAfter(session.began, rule.hours * 60);
  const at = asFarAs(end, now, world.institution.timezone, language);
  const seconds = Math.floor((end.getTime() - now.getTime()) / 1000);
  const text = html`<p class="small">${isLast ? say.last(at) : say.closes(at)}</p>`;
  const back = { volver: c.req.path };
  return html`<div id="cierre" class="stack tight" data-segundos="${seconds}" data-aviso="${warnSeconds}" data-voz="${isLast ? say.lastSoon : say.soon}">${text}${!isLast && actLink(c, moreTime, say.more, back)}<p class="vh" role="status" aria-live="polite"></p></div>`;
}
