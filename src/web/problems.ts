import { randomToken } from '../lib/digest.ts';
import { Fault, type FaultCode } from '../lib/fault.ts';
import { html } from '../lib/html.ts';
import { framesOf } from '../lib/log.ts';
import type { Refusal } from '../rules/case.ts';
import type { CaseRefusal } from '../rules/desk/case.ts';
import type { DeskRefusal } from '../rules/desk/staff.ts';
import type { Notice } from '../words/shapes.ts';
import { type Page, show } from './page/page.ts';
import { links, noticeBody } from './page/parts.ts';
import { paths } from './paths.ts';
import type { Sent } from './request/form.ts';
import type { Ctx } from './request/visit.ts';

/** Each refusal has one status, for pages and JSON alike. */
export const statusOf = {
  'out-of-turn': 409,
  elsewhere: 409,
  'case-over': 410,
  'too-soon': 429,
  'no-more-messages': 429,
  'wrong-code': 422,
  'code-expired': 410,
  'out-of-tries': 429,
  'wrong-proof': 422,
  'same-method': 422,
  'second-proof-needed': 409,
  'link-dead': 410,
  'key-refused': 422,
  'account-barred': 403,
  'no-more-time': 409,
} as const satisfies Record<Refusal, Page['status']>;

/** The same for the desk. */
export const deskStatusOf = {
  'wrong-role': 403,
  'invitation-dead': 410,
  'touch-refused': 422,
} as const satisfies Record<DeskRefusal, Page['status']>;

/** And for a case at the counter. */
export const caseStatusOf = {
  'case-over': 410,
  'out-of-turn': 409,
  'wrong-role': 403,
  'own-person': 403,
  'own-case': 403,
  'same-device': 403,
  'no-touch': 422,
  stale: 409,
  'too-many-cases': 429,
  'too-many-for-one-agent': 429,
  'not-proofed': 422,
  'same-contact': 422,
  'not-frozen': 409,
  'account-barred': 403,
  'no-more-messages': 429,
  'too-soon': 429,
  'wrong-code': 422,
  'code-expired': 410,
  'out-of-tries': 429,
  'staff-device': 403,
} as const satisfies Record<CaseRefusal, Page['status']>;

/** A page that tells what happened and leads back to the start. */
export const stop = (c: Ctx, notice: Notice, status: NonNullable<Page['status']>): Response =>
  show(c, {
    title: notice.title,
    main: noticeBody(notice, links([[paths.start, c.var.visit.words.problems.toStart]])),
    status,
  });

/** Why a form was not read, as a page. */
export function refuseForm(c: Ctx, sent: Extract<Sent<string>, { ok: false }>): Response {
  const { problems } = c.var.visit.words;
  if (sent.because === 'malformed') return stop(c, problems.badRequest, 400);
  return stop(c, sent.because === 'no-cookie' ? problems.noCookies : problems.formExpired, 403);
}

/** So many seconds later the same request is worth another try. */
const busySeconds = '60';

/** There is no room now: nothing was done, and the page says when to come back. */
export function stopBusy(c: Ctx): Response {
  c.header('retry-after', busySeconds);
  return stop(c, c.var.visit.words.problems.busy, 503);
}

const faultStatus: Record<FaultCode, 500 | 503> = {
  'database-unreachable': 503,
  'schema-too-new': 500,
  'migration-changed': 500,
  busy: 503,
  'data-malformed': 500,
  'directory-in-use': 500,
};

/** The one handler of faults: a calm page with a reference; the place, never the values, in the log. */
export function handleFault(error: unknown, c: Ctx): Response {
  const { words, world } = c.var.visit;
  const reference = randomToken(6);
  const code = error instanceof Fault ? error.code : 'bug';
  const status = error instanceof Fault ? faultStatus[error.code] : 500;
  world.log.error({ event: 'fault', reference, code, route: c.req.routePath, stack: framesOf(error) });
  const notice = code === 'busy' ? words.problems.busy : words.problems.broken;
  if (code === 'busy') c.header('retry-after', busySeconds);
  return show(c, {
    title: notice.title,
    main: noticeBody(
      notice,
      html`<p class="small lead">${words.problems.reference(reference)}</p>${links([[paths.start, words.problems.toStart]])}`,
    ),
    status,
  });
}
