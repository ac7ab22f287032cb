import { followLink, type LinkView, viewLink } from '../../actions/recovery/follow-link.ts';
import { type Html, html } from '../../lib/html.ts';
import { groupCode } from '../../words/letters.ts';
import { purposeWords } from '../../words/purposes.ts';
import type { DeviceName, Notice } from '../../words/shapes.ts';
import { until, when } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { form, links, noticeBody, rich, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import { type App, type Ctx, isToken, keepDraft, readDraft, speak } from '../request/visit.ts';
import { goOn } from './case-page.ts';

/**
 * C11: where a link lands. Looking needs no cookie and changes nothing, for people and scanners alike (RT-20); the button is a
 * POST, and even that spends nothing: the key does. Every token, real or made up, is answered 200 (UX C11).
 */
export function followLinkPage(app: App): void {
  app.get(`${paths.followLink}:token`, (c) => look(c, c.req.param('token')));
  // Where the script leaves the address bar: the page read again, or asked for in the other language (RT-21).
  app.get(paths.followLink, (c) => look(c, readDraft(c).token ?? ''));
  app.post(paths.followLink, async (c) => {
    const sent = await readForm(c, ['enlace']);
    if (!sent.ok) return refuseForm(c, sent);
    const token = sent.fields.enlace;
    const { world, browser, networks } = c.var.visit;
    const outcome = isToken(token)
      ? await followLink(world, { browser, networks: networks(), token })
      : undefined;
    if (outcome === 'number-needed') {
      keepDraft(c, { ...readDraft(c), token });
      return goTo(c, paths.confirmNumber);
    }
    if (outcome && typeof outcome === 'object' && (!outcome.refusal || outcome.refusal === 'same-method')) {
      const { token: _followed, ...draft } = readDraft(c);
      keepDraft(c, draft);
      return goOn(c, outcome);
    }
    return isToken(token) ? goTo(c, `${paths.followLink}${token}`) : view(c, token, { kind: 'unknown' });
  });
}

async function look(c: Ctx, token: string): Promise<Response> {
  const { world, browser } = c.var.visit;
  const seen = isToken(token) ? await viewLink(world, token, browser) : ({ kind: 'unknown' } as const);
  if (seen.kind === 'live') {
    speak(c, seen.language);
    keepDraft(c, { ...readDraft(c), token });
  }
  return view(c, token, seen);
}

function view(c: Ctx, token: string, seen: LinkView): Response {
  if (seen.kind === 'live') return viewLive(c, token, seen);
  const { notice, ways } = dead(c, seen);
  return show(c, {
    title: notice.title,
    stage: 'contact',
    main: noticeBody(notice, links(ways)),
    ...(seen.kind !== 'unknown' && { caseWords: seen.words }),
    back: paths.start,
  });
}

function viewLive(c: Ctx, token: string, seen: Extract<LinkView, { kind: 'live' }>): Response {
  const { world, words, language } = c.var.visit;
  const { followLink: say, devices } = words;
  const title = purposeWords(words, seen.purpose).landing;
  const { timezone } = world.institution;
  const asked = when(seen.opened, world.clock.now(), timezone, language);
  // Sound: a case's device is only ever written from a `DeviceName`.
  const device = devices[seen.device as DeviceName];
  const elsewhere: Html =
    seen.code === undefined
      ? html`<p>${say.elsewhereByMessage}</p>`
      : html`<p>${rich(say.elsewhere(groupCode(seen.code)))}</p>`;
  return show(c, {
    title,
    stage: 'contact',
    main: html`<div class="stack"><h1>${title}</h1>
<p>${rich(say.request(seen.words, asked, device))}</p>
${form(c, paths.followLink, html`<input type="hidden" name="enlace" value="${token}" data-clean="${paths.followLink}"><div>${submit(say.yes)}</div>`)}
${links([[paths.notMe, say.no]])}
${!seen.own && elsewhere}</div>`,
  });
}

type Way = readonly [string, string];

function dead(c: Ctx, seen: Exclude<LinkView, { kind: 'live' }>): { notice: Notice; ways: Way[] } {
  const { world, words, language, house } = c.var.visit;
  const { followLink: say } = words;
  const { timezone } = world.institution;
  const now = world.clock.now();
  const again: Way = [paths.start, say.askAnother];
  const elsewhere: Way = [paths.enterCodeElsewhere, words.enterCodeElsewhere.title];
  switch (seen.kind) {
    case 'expired':
      return { notice: say.expired(until(seen.until, now, timezone, language)), ways: [again] };
    case 'used':
      return {
        notice: say.used(when(seen.at, now, timezone, language)),
        ways: [
          [paths.signIn, say.signIn],
          [paths.notMe, say.protect],
        ],
      };
    case 'replaced':
      return { notice: say.replaced(seen.words), ways: [elsewhere, again] };
    case 'unknown':
      return { notice: say.unknown(house), ways: [elsewhere, again] };
  }
}
