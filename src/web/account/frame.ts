import type { Owner } from '../../actions/account/owner.ts';
import { minutesAfter } from '../../lib/clock.ts';
import { type Html, html } from '../../lib/html.ts';
import { sessionEnd } from '../../rules/account/sessions.ts';
import { asFarAs } from '../../words/times.ts';
import { type Page, show } from '../page/page.ts';
import { actLink } from '../page/parts.ts';
import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';

/** How long before its end a session is spoken of, in seconds (WCAG 2.2, 2.2.1). */
const warnSeconds = 120;

/** When this session closes, and the button that keeps it open; past its hours nothing does. */
function closing(c: Ctx, { session }: Owner): Html {
  const { world, words, language } = c.var.visit;
  const { policy, timezone } = world.institution;
  const { sessionTime: say } = words;
  const now = world.clock.now();
  const end = sessionEnd(session, policy.session);
  const isLast = end >= minutesAfter(session.began, policy.session.hours * 60);
  const at = asFarAs(end, now, timezone, language);
  const seconds = Math.floor((end.getTime() - now.getTime()) / 1000);
  const text = html`<p class="small">${isLast ? say.last(at) : say.closes(at)}</p>`;
  const back = { volver: c.req.path };
  return html`<div id="cierre" class="stack tight" data-segundos="${seconds}" data-aviso="${warnSeconds}" data-voz="${isLast ? say.lastSoon : say.soon}">${text}${!isLast && actLink(c, paths.moreTime, say.more, back)}<p class="vh" role="status" aria-live="polite"></p></div>`;
}

/** One page of the account: what it is, and until when it is open. Every page behind the sign-in is shown by this. */
export function showAccount(c: Ctx, page: Page): Response {
  const { owner } = c.var;
  if (!owner) return show(c, page);
  const scripts = [...(page.scripts ?? []), 'session'] as const;
  return show(c, { ...page, scripts, main: html`${page.main}${closing(c, owner)}` });
}
