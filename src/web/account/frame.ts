import { html } from '../../lib/html.ts';
import { closingNote } from '../page/closing.ts';
import { type Page, show } from '../page/page.ts';
import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';

/** One page of the account: what it is, and until when it is open. Every page behind the sign-in is shown by this. */
export function showAccount(c: Ctx, page: Page): Response {
  const { owner } = c.var;
  if (!owner) return show(c, page);
  const rule = c.var.visit.world.institution.policy.session;
  const closing = closingNote(c, owner.session, { rule, moreTime: paths.moreTime });
  const scripts = [...(page.scripts ?? []), 'session'] as const;
  return show(c, { ...page, scripts, main: html`${page.main}${closing}` });
}
