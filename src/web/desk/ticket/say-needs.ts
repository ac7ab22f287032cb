import { html } from '../../../lib/html.ts';
import { type TicketNeed, ticketNeeds } from '../../../rules/desk/tickets.ts';
import { goTo, show } from '../../page/page.ts';
import { form, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { chosenOffice, toOffices } from './choose-office.ts';
import { take } from './leave-phone.ts';

/** Each need is a field of its own: a form holds no field twice. */
const fieldOf: Record<TicketNeed, string> = {
  ramp: 'rampa',
  'sign-language': 'senas',
  'kichwa-shuar': 'kichwa',
  priority: 'prioridad',
};

/** C15: what somebody needs at the window, asked once and known there (UX 6.21). */
export function sayNeedsPage(app: App, origins: Origins): void {
  app.get(paths.sayNeeds, (c) => (chosenOffice(c) ? view(c) : toOffices(c)));
  app.post(paths.sayNeeds, async (c) => {
    const sent = await readForm(c, Object.values(fieldOf));
    if (!sent.ok) return refuseForm(c, sent);
    const draft = readDraft(c);
    if (!draft.ticket || !chosenOffice(c)) return toOffices(c);
    const needs = ticketNeeds.filter((need) => sent.fields[fieldOf[need]] === '1');
    const ticket = { ...draft.ticket, needs };
    keepDraft(c, { ...draft, ticket });
    // Where no SMS goes out nobody is asked for a mobile.
    return c.var.visit.world.courier.carriesSms ? goTo(c, paths.leavePhone) : take(c, ticket, origins);
  });
}

function view(c: Ctx): Response {
  const { sayNeeds: say, frame } = c.var.visit.words;
  const chosen = readDraft(c).ticket?.needs ?? [];
  const boxes = ticketNeeds.map((need) => {
    const id = fieldOf[need];
    const hint = need === 'priority' && html`<p class="hint" id="${id}-ayuda">${say.priority}</p>`;
    return html`<li class="choice"><input type="checkbox" name="${id}" id="${id}" value="1"${hint && html` aria-describedby="${id}-ayuda"`}${chosen.includes(need) && html` checked`}><label for="${id}">${say.needs[need]}</label>${hint}</li>`;
  });
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.chooseOffice,
    main: form(
      c,
      paths.sayNeeds,
      html`<fieldset class="field"><legend><h1>${say.title}</h1></legend><p class="hint">${say.hint}</p><ul class="choices">${boxes}</ul></fieldset><div>${submit(frame.continue)}</div>`,
    ),
  });
}
