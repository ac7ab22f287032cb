import { html } from '../../../lib/html.ts';
import type { Purpose } from '../../../rules/case.ts';
import { purposeWords } from '../../../words/purposes.ts';
import { goTo, show } from '../../page/page.ts';
import { errorSummary, fieldError, form, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, type Draft, keepDraft, readDraft } from '../../request/visit.ts';

/** How an address names what a walk is for. */
export const purposeField = 'tramite';
export const purposeNames = {
  recover: 'recuperar',
  unlock: 'desbloquear',
  'first-key': 'primera-clave',
} as const satisfies Record<Purpose, string>;

const purposes = ['recover', 'unlock', 'first-key'] as const satisfies readonly Purpose[];

/** C1: which key. Skipped when the portal already said it. */
export function chooseProfilePage(app: App): void {
  app.get(paths.chooseProfile, (c) => {
    const { institution } = c.var.visit.world;
    const portal = institution.portals.find((one) => one.id === c.req.query('portal'))?.id;
    const profile = institution.profiles.find((one) => one.id === c.req.query('perfil'))?.id;
    const purpose = purposes.find((one) => purposeNames[one] === c.req.query(purposeField));
    const draft = { ...readDraft(c), ...(purpose && { purpose }) };
    if (portal || profile || purpose)
      keepDraft(c, { ...draft, ...(portal && { portal }), ...(profile && { profile }) });
    return profile ? goTo(c, paths.identify) : view(c, draft);
  });
  app.post(paths.chooseProfile, async (c) => {
    const sent = await readForm(c, ['perfil']);
    if (!sent.ok) return refuseForm(c, sent);
    const { perfil } = sent.fields;
    const { profiles } = c.var.visit.world.institution;
    // Who does not know is usually a person: the first profile says so in its own words.
    const chosen = perfil === 'no-se' ? profiles[0] : profiles.find((one) => one.id === perfil);
    if (!chosen) return view(c, readDraft(c), c.var.visit.words.chooseProfile.errors.empty);
    const { portal, purpose } = readDraft(c);
    keepDraft(c, { profile: chosen.id, ...(portal && { portal }), ...(purpose && { purpose }) });
    return goTo(c, paths.identify);
  });
}

function view(c: Ctx, draft: Draft, error?: string): Response {
  const { chooseProfile: words, frame } = c.var.visit.words;
  const { profiles } = c.var.visit.world.institution;
  const before = draft.profile;
  const title = purposeWords(c.var.visit.words, draft.purpose).profile;
  const options = [
    ...profiles.map(({ id }) => ({ id, ...words.profiles[id] })),
    { id: 'no-se', label: words.unknown, hint: words.unknownHint },
  ];
  const errors = error === undefined ? [] : [{ field: 'perfil', text: error }];
  const radios = options.map(
    ({ id, label, hint }, index) =>
      html`<li class="choice"><input type="radio" name="perfil" id="${index === 0 ? 'perfil' : id}" value="${id}"${id === before && html` checked`}${hint && html` aria-describedby="${id}-ayuda"`}><label for="${index === 0 ? 'perfil' : id}">${label}</label>${hint && html`<span class="hint" id="${id}-ayuda">${hint}</span>`}</li>`,
  );
  return show(c, {
    title,
    stage: 'who',
    back: paths.start,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.chooseProfile,
      html`${errorSummary(c, errors)}<fieldset class="field${error !== undefined && ' wrong'}"${error !== undefined && html` aria-describedby="perfil-error"`}><legend><h1>${title}</h1></legend>${fieldError(c, 'perfil', error)}<ul class="choices">${radios}</ul></fieldset>${submit(frame.continue)}`,
    ),
  });
}
