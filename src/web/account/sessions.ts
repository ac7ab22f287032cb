import { endOneSession, endOtherSessions, sessionsOf } from '../../actions/account/sessions.ts';
import { type Html, html } from '../../lib/html.ts';
import type { Session } from '../../store/account/sessions.ts';
import { when } from '../../words/times.ts';
import { goTo } from '../page/page.ts';
import { actLink, form, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, stop } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { deviceWords, portalName } from './account.ts';
import { showAccount } from './frame.ts';
import { ownerAt } from './signed-in.ts';

const sessionId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Where a person is signed in, and a way to end what is not theirs (SE-04). */
export function sessionsPage(app: App): void {
  app.get(paths.sessions, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const { sessions: say } = words;
    const sessions = await sessionsOf(world, owner);
    const items = sessions.map((one) => item(c, one, one.id === owner.session.id));
    const others = form(
      c,
      paths.sessions,
      html`<input type="hidden" name="otras" value="1">${submit(say.endOthers)}`,
    );
    return showAccount(c, {
      title: say.title,
      back: paths.account,
      main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('cerrada') !== undefined && html`<p class="said" role="status">${say.ended}</p>`}
<p>${say.intro}</p>
<ul class="cards">${items}</ul>
${sessions.length > 1 && others}</div>`,
    });
  });
  app.post(paths.sessions, async (c) => {
    const sent = await readForm(c, ['sesion', 'otras']);
    if (!sent.ok) return refuseForm(c, sent);
    const { sesion, otras } = sent.fields;
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    if (otras === '1') await endOtherSessions(world, owner);
    else if (sessionId.test(sesion)) await endOneSession(world, owner, sesion);
    else return stop(c, words.problems.badRequest, 400);
    return goTo(c, `${paths.sessions}?cerrada`);
  });
}

function item(c: Ctx, session: Session, here: boolean): Html {
  const { world, words, language } = c.var.visit;
  const { sessions: say } = words;
  const { timezone } = world.institution;
  const told = (instant: Date): string => when(instant, world.clock.now(), timezone, language);
  const portal = portalName(c, session.portal);
  const device = deviceWords(c, session.device);
  return html`<li><p><strong>${portal}</strong><br>${here ? html`${say.here} (${device})` : device}</p>
<p class="small">${say.began(told(session.began))} ${say.seen(told(session.seen))}</p>
${!here && actLink(c, paths.sessions, say.end(portal, device), { sesion: session.id })}</li>`;
}
