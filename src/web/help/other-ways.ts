import { chooseChannel } from '../../actions/recovery/name-contact.ts';
import { type CaseView, viewCase } from '../../actions/recovery/view-case.ts';
import { html } from '../../lib/html.ts';
import type { Channel } from '../../rules/policy.ts';
import { goTo, show } from '../page/page.ts';
import { errorSummary, fieldError, form, links, noticeBody, submit } from '../page/parts.ts';
import { pathOfStage, paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { goesOnHere } from '../walk/case-page.ts';

const channels: readonly Channel[] = ['email', 'phone', 'second-email'];
/** What proves without a message, each on a page of its own. */
const proofs = {
  passkey: paths.showPasskey,
  paper: paths.enterSavedCode,
  letter: paths.enterLetterCode,
} as const;

/** C15: every road, always all of them, whoever asks: the list must not tell what a person has. */
export function otherWaysPage(app: App): void {
  app.get(paths.otherWays, (c) => {
    return c.req.query('opcion') === 'office' ? toOffice(c) : view(c);
  });
  app.post(paths.otherWays, async (c) => {
    const sent = await readForm(c, ['opcion']);
    if (!sent.ok) return refuseForm(c, sent);
    const { opcion } = sent.fields;
    const channel = channels.find((one) => one === opcion);
    if (opcion === 'office') return toOffice(c);
    if (opcion === 'passkey' || opcion === 'paper' || opcion === 'letter')
      return takeProof(c, proofs[opcion]);
    return channel ? takeChannel(c, channel) : view(c, c.var.visit.words.otherWays.errors.empty);
  });
}

/** What proves belongs to a case; without one the walk begins first and offers it again. */
async function caseToProve(c: Ctx): Promise<CaseView | Response> {
  const { world, browser, known } = c.var.visit;
  const seen = known ? await viewCase(world, browser) : undefined;
  if (!seen || seen.over || !goesOnHere(seen)) return goTo(c, paths.chooseProfile);
  const { kind } = seen.found.stage;
  return kind === 'naming-contact' || kind === 'awaiting-code' ? seen : goTo(c, pathOfStage[kind]);
}

async function takeProof(c: Ctx, page: string): Promise<Response> {
  const seen = await caseToProve(c);
  return seen instanceof Response ? seen : goTo(c, page);
}

async function takeChannel(c: Ctx, channel: Channel): Promise<Response> {
  const { world, browser } = c.var.visit;
  const seen = await caseToProve(c);
  if (seen instanceof Response) return seen;
  await chooseChannel(world, { browser, caseId: seen.found.id, channel });
  return goTo(c, paths.nameContact);
}

function view(c: Ctx, error?: string): Response {
  const { otherWays: say, frame } = c.var.visit.words;
  const errors = error === undefined ? [] : [{ field: 'opcion', text: error }];
  const { carriesSms } = c.var.visit.world.courier;
  // What the house itself cannot do is not offered; what this person lacks is.
  const offered = [...channels, 'passkey', 'paper', 'letter', 'office'] as const;
  const radios = offered
    .filter((one) => one !== 'phone' || carriesSms)
    .map((option, index) => {
      const id = index === 0 ? 'opcion' : `opcion-${option}`;
      return html`<li class="choice"><input type="radio" name="opcion" id="${id}" value="${option}"><label for="${id}">${say.options[option]}</label></li>`;
    });
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.start,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.otherWays,
      html`${errorSummary(c, errors)}<fieldset class="field${error !== undefined && ' wrong'}"><legend><h1>${say.title}</h1></legend>${fieldError(c, 'opcion', error)}<ul class="choices">${radios}</ul></fieldset><div>${submit(frame.continue)}</div>`,
    ),
  });
}

/** A ticket for one of the offices; who has none explains where to call. */
const toOffice = (c: Ctx): Response => {
  if (c.var.visit.world.institution.offices.length > 0) return goTo(c, paths.chooseOffice);
  return c.req.method === 'POST' ? goTo(c, `${paths.otherWays}?opcion=office`) : viewOffice(c);
};

function viewOffice(c: Ctx): Response {
  const { otherWays: say } = c.var.visit.words;
  const notice = say.office;
  return show(c, {
    title: notice.title,
    stage: 'contact',
    back: paths.otherWays,
    main: noticeBody(
      notice,
      links([
        [`${paths.help}oficinas`, say.offices],
        [paths.otherWays, say.choose],
      ]),
    ),
  });
}
