import { type DisavowalView, disavow, viewDisavowal } from '../../actions/contact/disavow.ts';
import { html } from '../../lib/html.ts';
import { until } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { form, links, noticeBody, rich, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import { type App, type Ctx, isToken, keepDraft, readDraft, speak } from '../request/visit.ts';

/**
 * C18: where a notice's "it was not me" leads (RC-07). Looking needs no cookie and changes nothing; the button is a POST and
 * needs no sign-in. Pressed again it shows the same two words. Every token, real or made up, is answered 200.
 */
export function disavowPage(app: App): void {
  app.get(`${paths.disavow}:token`, (c) => look(c, c.req.param('token')));
  // Where the script leaves the address bar, and where the button leads.
  app.get(paths.disavow, (c) => look(c, readDraft(c).notice ?? ''));
  app.post(paths.disavow, async (c) => {
    const sent = await readForm(c, ['aviso']);
    if (!sent.ok) return refuseForm(c, sent);
    const { aviso } = sent.fields;
    if (!isToken(aviso)) return view(c, '', { kind: 'unknown' });
    await disavow(c.var.visit.world, aviso);
    keepDraft(c, { ...readDraft(c), notice: aviso });
    return goTo(c, paths.disavow);
  });
}

async function look(c: Ctx, token: string): Promise<Response> {
  const { world } = c.var.visit;
  const seen = isToken(token) ? await viewDisavowal(world, token) : ({ kind: 'unknown' } as const);
  if (seen.kind === 'live') {
    speak(c, seen.language);
    keepDraft(c, { ...readDraft(c), notice: token });
  }
  return view(c, token, seen);
}

function view(c: Ctx, token: string, seen: DisavowalView): Response {
  if (seen.kind === 'live') return viewLive(c, token);
  if (seen.kind === 'pressed') return viewPressed(c, seen.words);
  const { world, words, language, house } = c.var.visit;
  const { disavow: say } = words;
  const { timezone } = world.institution;
  const notice =
    seen.kind === 'unknown'
      ? say.unknown(house)
      : say.expired(until(seen.until, world.clock.now(), timezone, language), house);
  const ways = links([
    [paths.start, say.recover],
    [`${paths.help}oficinas`, say.offices],
  ]);
  return show(c, { title: notice.title, main: noticeBody(notice, ways), back: paths.start });
}

function viewLive(c: Ctx, token: string): Response {
  const { world, words } = c.var.visit;
  const { disavow: say } = words;
  const steps = say.steps(world.institution.policy.disavowal.undoDays).map((step) => html`<li>${step}</li>`);
  return show(c, {
    title: say.title,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p>${say.intro}</p><ol>${steps}</ol>
${form(c, paths.disavow, html`<input type="hidden" name="aviso" value="${token}" data-clean="${paths.disavow}"><div>${submit(say.submit)}</div>`)}
<p>${say.nothing}</p></div>`,
  });
}

function viewPressed(c: Ctx, caseWords: string): Response {
  const { words, house } = c.var.visit;
  const { disavow: say } = words;
  const { pressed } = say;
  return show(c, {
    title: pressed.title,
    main: html`<div class="stack"><h1>${pressed.title}</h1>
<p>${rich(pressed.words(caseWords))}</p>
<ul class="plain">${pressed.done.map((text) => html`<li>${text}</li>`)}</ul>
<p>${pressed.open(house)}</p>
${links([
  [paths.start, say.recover],
  [`${paths.help}oficinas`, say.offices],
])}</div>`,
  });
}
