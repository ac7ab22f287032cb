import { takeTicket } from '../../../actions/desk/ticket/take-ticket.ts';
import { e164 } from '../../../lib/contact/phone.ts';
import { html, raw } from '../../../lib/html.ts';
import { slugOfTicket } from '../../../rules/desk/tickets.ts';
import { at } from '../../../words/times.ts';
import { goTo, show } from '../../page/page.ts';
import { errorSummary, form, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, readDraft, type TicketDraft } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { chosenOffice, toOffices } from './choose-office.ts';

/** C15: a mobile for notices of this ticket alone; left empty the ticket is taken without. */
export function leavePhonePage(app: App, origins: Origins): void {
  app.get(paths.leavePhone, (c) => (chosenOffice(c) ? view(c) : toOffices(c)));
  app.post(paths.leavePhone, async (c) => {
    const sent = await readForm(c, ['celular']);
    if (!sent.ok) return refuseForm(c, sent);
    const { ticket } = readDraft(c);
    if (!ticket || !chosenOffice(c)) return toOffices(c);
    const { world, words } = c.var.visit;
    const { celular } = sent.fields;
    if (celular.trim() === '') return take(c, ticket, origins);
    const phone = world.courier.carriesSms ? e164(celular, world.institution.country) : undefined;
    return phone
      ? take(c, ticket, origins, phone)
      : view(c, { typed: celular, error: words.leavePhone.errors.malformed });
  });
}

/** Takes the ticket of a draft and goes to its page; pressed twice it goes there twice. */
export async function take(
  c: Ctx,
  { request, office, needs }: TicketDraft,
  { networksOf }: Origins,
  phone?: string,
): Promise<Response> {
  const { world, words, language, browser } = c.var.visit;
  const taken = await takeTicket(world, {
    request,
    office,
    needs,
    ...(phone !== undefined && { phone }),
    language,
    browser,
    networks: networksOf(c.env.ip ?? ''),
  });
  if (taken.kind === 'taken') return goTo(c, paths.ticket + slugOfTicket(taken.name));
  const time = at(taken.until, world.clock.now(), world.institution.timezone, language);
  return stop(c, words.problems.tooMany(time), 429);
}

function view(c: Ctx, again?: { typed: string; error: string }): Response {
  const { leavePhone: say } = c.var.visit.words;
  const errors = again ? [{ field: 'celular', text: again.error }] : [];
  const field = textField(c, {
    id: 'celular',
    label: say.title,
    hint: say.hint,
    value: again?.typed ?? '',
    error: again?.error,
    attributes: raw('type="tel" inputmode="tel" autocomplete="tel"'),
  });
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.sayNeeds,
    wrong: errors.length > 0,
    main: form(c, paths.leavePhone, html`${errorSummary(c, errors)}${field}<div>${submit(say.take)}</div>`),
  });
}
