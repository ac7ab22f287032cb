import { type CancelView, cancelOwn } from '../../../actions/contact/cancel-change.ts';
import { cancelByNotice, type NoticeView, viewNotice } from '../../../actions/desk/case/cancel-by-notice.ts';
import { isId } from '../../../lib/digest.ts';
import { html } from '../../../lib/html.ts';
import type { Notice } from '../../../words/shapes.ts';
import { at as atTime, when } from '../../../words/times.ts';
import { goTo, show } from '../../page/page.ts';
import { form, links, noticeBody, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, isToken, keepDraft, readDraft, speak } from '../../request/visit.ts';
import { ownerAt } from '../signed-in.ts';

/**
 * Where the link of a notice cancels a change, or what was asked for at a counter. Looking needs no cookie and changes nothing; the button is a POST and needs
 * neither key nor sign-in (CC-01). Every token, real or made up, is answered 200.
 */
export function cancelChangePages(app: App): void {
  app.get(`${paths.cancelChange}:token`, (c) => look(c, c.req.param('token')));
  // Where the script leaves the address bar, and where the button leads.
  app.get(paths.cancelChange, (c) => look(c, readDraft(c).cancel ?? ''));
  app.post(paths.cancelChange, async (c) => {
    const sent = await readForm(c, ['enlace']);
    if (!sent.ok) return refuseForm(c, sent);
    const { enlace } = sent.fields;
    if (!isToken(enlace)) return view(c, '', { kind: 'unknown' });
    await cancelByNotice(c.var.visit.world, enlace);
    keepDraft(c, { ...readDraft(c), cancel: enlace });
    return goTo(c, paths.cancelChange);
  });
  app.post(paths.cancelOwnChange, async (c) => {
    const sent = await readForm(c, ['cambio']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { cambio } = sent.fields;
    const outcome = isId(cambio) ? await cancelOwn(c.var.visit.world, owner.account.id, cambio) : undefined;
    const done = outcome !== undefined && !outcome.refusal;
    return goTo(c, done ? `${paths.contact}?cancelado` : paths.contact);
  });
}

async function look(c: Ctx, token: string): Promise<Response> {
  const seen = isToken(token) ? await viewNotice(c.var.visit.world, token) : ({ kind: 'unknown' } as const);
  if (seen.kind === 'live' || seen.kind === 'asked') {
    speak(c, seen.language);
    keepDraft(c, { ...readDraft(c), cancel: token });
  }
  return view(c, token, seen);
}

function view(c: Ctx, token: string, seen: NoticeView): Response {
  const { world, words, language } = c.var.visit;
  const { cancelChange: say } = words;
  if (seen.kind === 'asked') return viewAsked(c, token, seen);
  if (seen.kind === 'asked-no-more') {
    const { over } = words.counter.cancelAsked;
    return show(c, {
      title: over.title,
      main: noticeBody(over, links([[paths.notMe, say.protect]])),
      back: paths.start,
    });
  }
  if (seen.kind !== 'live') return viewOver(c, seen);
  const { slot, effectiveAt } = seen;
  const name = words.contact.names[slot];
  const { timezone } = world.institution;
  const begins = effectiveAt && atTime(effectiveAt, world.clock.now(), timezone, language);
  return show(c, {
    title: say.title(name.your),
    main: html`<div class="stack"><h1>${say.title(name.your)}</h1>
<p>${begins === undefined ? say.justChanged(name.the) : say.pending(name.the, begins)} ${say.meaning}</p>
${form(c, paths.cancelChange, html`<input type="hidden" name="enlace" value="${token}" data-clean="${paths.cancelChange}"><div>${submit(say.submit)}</div>`)}
<p>${say.wasYou}</p></div>`,
  });
}

/** What somebody asked for at a counter, before a second person decided: one tap ends it. */
function viewAsked(c: Ctx, token: string, { slot }: Extract<NoticeView, { kind: 'asked' }>): Response {
  const { words } = c.var.visit;
  const { cancelAsked: say } = words.counter;
  return show(c, {
    title: say.title,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p>${slot === undefined ? say.lift : say.change(words.contact.names[slot].the)} ${say.meaning}</p>
${form(c, paths.cancelChange, html`<input type="hidden" name="enlace" value="${token}" data-clean="${paths.cancelChange}"><div>${submit(say.submit)}</div>`)}
<p>${words.cancelChange.wasYou}</p></div>`,
  });
}

function viewOver(c: Ctx, seen: Exclude<CancelView, { kind: 'live' }>): Response {
  const { words } = c.var.visit;
  const { cancelChange: say } = words;
  const notice = noticeOf(c, seen);
  const ways =
    seen.kind === 'cancelled'
      ? ([[paths.start, say.recover]] as const)
      : ([[paths.notMe, say.protect]] as const);
  return show(c, { title: notice.title, main: noticeBody(notice, links(ways)), back: paths.start });
}

function noticeOf(c: Ctx, seen: Exclude<CancelView, { kind: 'live' }>): Notice {
  const { world, words, language, house } = c.var.visit;
  const { cancelChange: say } = words;
  if (seen.kind === 'unknown') return say.unknown(house);
  const happened = when(seen.at, world.clock.now(), world.institution.timezone, language);
  const { your } = words.contact.names[seen.slot];
  return seen.kind === 'cancelled' ? say.cancelled(your, happened) : say.tooLate(your, happened, house);
}
