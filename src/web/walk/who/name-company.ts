import { html } from '../../../lib/html.ts';
import { judgeBranch, judgeNumber } from '../../../rules/identifiers.ts';
import { goTo, show } from '../../page/page.ts';
import { digitsOnly, errorSummary, form, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { robotCheck, robotFields } from '../../request/robot-check.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../../request/visit.ts';
import { begin, type Origins } from './begin.ts';
import { sayFault } from './identify.ts';

type Again = { readonly typed: string; readonly error: string };

/** C2c: the branch and the legal representative, one question a page. Who represents is compared later and in silence. */
export function nameCompanyPages(app: App, origins: Origins): void {
  nameBranchPage(app);
  nameRepresentativePage(app, origins);
}

function nameBranchPage(app: App): void {
  app.get(paths.nameBranch, (c) => (readDraft(c).company ? viewBranch(c) : goTo(c, paths.identify)));
  app.post(paths.nameBranch, async (c) => {
    const sent = await readForm(c, ['sucursal']);
    if (!sent.ok) return refuseForm(c, sent);
    const typed = sent.fields.sucursal;
    const { errors } = c.var.visit.words.nameBranch;
    const verdict = judgeBranch(typed);
    if (verdict.ok) {
      keepDraft(c, { ...readDraft(c), branch: verdict.branch });
      return goTo(c, paths.nameRepresentative);
    }
    const { fault } = verdict;
    if (fault.kind === 'length') return viewBranch(c, { typed, error: errors.length(fault.typed) });
    return viewBranch(c, {
      typed,
      error: fault.kind === 'letters' ? errors.letters(fault.letter) : errors.empty,
    });
  });
}

function nameRepresentativePage(app: App, origins: Origins): void {
  app.get(paths.nameRepresentative, (c) =>
    readDraft(c).branch ? viewRepresentative(c) : goTo(c, paths.nameBranch),
  );
  app.post(paths.nameRepresentative, async (c) => {
    const sent = await readForm(c, ['numero', ...robotFields]);
    if (!sent.ok) return refuseForm(c, sent);
    const { company, branch } = readDraft(c);
    if (!company || !branch) return goTo(c, paths.identify);
    const typed = sent.fields.numero;
    const rule = c.var.visit.world.institution.identifiers['ec.ci'] ?? {
      checkDigit: 'error',
      extraProvinces: [],
    };
    const verdict = judgeNumber('ec.ci', typed, rule);
    if (!verdict.ok)
      return viewRepresentative(c, {
        typed,
        error: sayFault(c.var.visit.words.identify['ec.ci'], verdict.fault),
      });
    const identity = { kind: 'ec.ruc', number: company } as const;
    const claim = { subject: 'company', identity, branch, representative: verdict.identity } as const;
    return begin(c, claim, sent.fields, origins);
  });
}

function viewBranch(c: Ctx, again?: Again): Response {
  const { nameBranch: say, frame } = c.var.visit.words;
  const errors = again ? [{ field: 'sucursal', text: again.error }] : [];
  const field = textField(c, {
    id: 'sucursal',
    label: say.label,
    hint: say.hint,
    value: again?.typed ?? readDraft(c).branch ?? '',
    error: again?.error,
    attributes: html`class="short" ${digitsOnly} autocomplete="off"`,
  });
  return show(c, {
    title: say.label,
    stage: 'who',
    back: paths.identify,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.nameBranch,
      html`${errorSummary(c, errors)}${field}<div>${submit(frame.continue)}</div>`,
    ),
  });
}

async function viewRepresentative(c: Ctx, again?: Again): Promise<Response> {
  const { world, words } = c.var.visit;
  const { nameRepresentative: say, nameCompany, frame } = words;
  const errors = again ? [{ field: 'numero', text: again.error }] : [];
  const field = textField(c, {
    id: 'numero',
    label: say.label['ec.ci'],
    hint: say.hint,
    value: again?.typed ?? '',
    error: again?.error,
    attributes: html`class="id" ${digitsOnly} autocomplete="off"`,
  });
  const check = await robotCheck(c, world.institution.policy.robot.work);
  return show(c, {
    title: say.label['ec.ci'],
    stage: 'who',
    back: paths.nameBranch,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.nameRepresentative,
      html`${errorSummary(c, errors)}${field}<div>${submit(frame.continue)}${check}</div><p>${nameCompany.note}</p>`,
    ),
  });
}
