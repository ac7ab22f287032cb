import { type Html, html, raw } from '../../../lib/html.ts';
import { judgeNumber, type NumberFault } from '../../../rules/identifiers.ts';
import type { IdentifierKind } from '../../../rules/policy.ts';
import type { IdentifierWords } from '../../../words/shapes.ts';
import { goTo, show } from '../../page/page.ts';
import {
  digitsOnly,
  errorSummary,
  fieldError,
  form,
  links,
  plainText,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { robotCheck, robotFields } from '../../request/robot-check.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../../request/visit.ts';
import { begin, type Origins, profileOf } from './begin.ts';

/** What is shown again after an error: the typed text, and the number the person may insist on. */
type Again = { readonly typed: string; readonly error: string; readonly doubtful?: string };

/** C2, C2b and the first page of C2c: the number, judged by what was typed and nothing else (RE-06). */
export function identifyPage(app: App, origins: Origins): void {
  app.get(paths.identify, (c) => view(c));
  app.post(paths.identify, async (c) => {
    const sent = await readForm(c, ['numero', 'confirmado', ...robotFields]);
    if (!sent.ok) return refuseForm(c, sent);
    const { numero, confirmado } = sent.fields;
    const kind = kindOf(c);
    const rule = c.var.visit.world.institution.identifiers[kind] ?? {
      checkDigit: 'error',
      extraProvinces: [],
    };
    const verdict = judgeNumber(kind, numero, rule);
    if (!verdict.ok) return view(c, { typed: numero, error: sayFault(words(c, kind), verdict.fault) });
    const { number } = verdict.identity;
    if (verdict.doubtful && confirmado !== number)
      return view(c, { typed: numero, error: words(c, kind).errors['check-digit'], doubtful: number });
    if (profileOf(c)?.id === 'employer') {
      keepDraft(c, { ...readDraft(c), company: number });
      return goTo(c, paths.nameBranch);
    }
    return begin(c, { subject: 'person', identity: verdict.identity }, sent.fields, origins);
  });
  otherDocumentPage(app);
}

/** The kind of number asked now: the one chosen behind "I do not have this card", or the profile's usual one. */
function kindOf(c: Ctx): IdentifierKind {
  const { kind } = readDraft(c);
  const kinds = profileOf(c)?.identifiers ?? [];
  return kinds.find((one) => one === kind) ?? kinds[0] ?? 'ec.ci';
}

const words = (c: Ctx, kind: IdentifierKind): IdentifierWords => c.var.visit.words.identify[kind];

/** A fault of a number in the words of its kind. */
export function sayFault(say: IdentifierWords, fault: NumberFault): string {
  if (fault.kind === 'length') return say.errors.length(fault.typed, fault.expected);
  if (fault.kind === 'letters') return say.errors.letters(fault.letter);
  return say.errors[fault.kind];
}

const card = raw(
  '<rect x="2" y="2" width="268" height="146" rx="12" fill="var(--wash)" stroke="var(--edge)" stroke-width="2"/><rect x="18" y="38" width="66" height="84" rx="6" fill="var(--line)"/><circle cx="51" cy="68" r="15" fill="var(--paper)"/><path d="M25 118c3-20 14-28 26-28s23 8 26 28Z" fill="var(--paper)"/><path d="M18 20h120M102 46h120M102 66h90M102 84h104" stroke="var(--line)" stroke-width="8" stroke-linecap="round"/><rect x="96" y="98" width="150" height="32" rx="8" fill="var(--paper)" stroke="var(--brand)" stroke-width="3"/><text x="171" y="120" text-anchor="middle" font-size="17" font-weight="700" fill="currentColor">991234567-8</text>',
);

function where(kind: IdentifierKind, say: IdentifierWords): Html {
  const drawing =
    kind === 'ec.ci' &&
    html`
<svg class="card" viewBox="0 0 272 150" width="272" height="150" role="img" aria-label="${say.where.drawing}">${card}</svg>`;
  return html`<details><summary>${say.where.summary}</summary><div>
<p>${say.where.text}</p>${drawing}
</div></details>`;
}

const isDigits = (kind: IdentifierKind): boolean => kind.startsWith('ec.');
const lengths: Partial<Record<IdentifierKind, number>> = { 'ec.ci': 10, 'ec.ruc': 13 };

function numberField(c: Ctx, kind: IdentifierKind, again: Again | undefined): Html {
  const say = words(c, kind);
  const { live } = c.var.visit.words.identify;
  const length = lengths[kind];
  // The identity number is the sign-in name, so that the phone fills it in and keeps the new key under it.
  const filled = kind === 'ec.ruc' ? 'off' : 'username';
  return textField(c, {
    id: 'numero',
    label: say.label,
    hint: say.hint,
    value: again?.typed ?? '',
    error: again?.error,
    attributes: html`class="id" ${isDigits(kind) ? digitsOnly : plainText} autocomplete="${filled}"${length !== undefined && html` data-largo="${length}" data-vivo="${JSON.stringify(live)}"`}`,
    after:
      length !== undefined &&
      html`<p class="echo" id="eco" aria-hidden="true" data-js hidden></p><p class="vh" id="eco-voz" aria-live="polite"></p>`,
  });
}

async function view(c: Ctx, again?: Again): Promise<Response> {
  const { visit } = c.var;
  const { identify: say, nameCompany, frame } = visit.words;
  const kind = kindOf(c);
  const company = profileOf(c)?.id === 'employer';
  const errors = again ? [{ field: 'numero', text: again.error }] : [];
  const insist =
    again?.doubtful &&
    html`<button class="btn alt" type="submit" name="confirmado" value="${again.doubtful}">${say.goOnAnyway}</button>`;
  const other = (profileOf(c)?.identifiers.length ?? 0) > 1;
  const ways: (readonly [string, string])[] = [
    ...(other ? [[paths.otherDocument, say.noDocument] as const] : []),
    [paths.signIn, say.signIn],
  ];
  const check = company ? undefined : await robotCheck(c, visit.world.institution.policy.robot.work);
  return show(c, {
    title: words(c, kind).label,
    stage: 'who',
    back: paths.chooseProfile,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.identify,
      html`${errorSummary(c, errors)}
${numberField(c, kind, again)}
${where(kind, words(c, kind))}
<div>${submit(frame.continue)}${insist}
${check}</div>
${company && html`<p>${nameCompany.note}</p>`}
${links(ways)}
<p class="small lead">${say.promise}</p>`,
    ),
  });
}

/** C2b: which other document; its number is asked on the same page as any other. */
function otherDocumentPage(app: App): void {
  app.get(paths.otherDocument, (c) => viewOther(c));
  app.post(paths.otherDocument, async (c) => {
    const sent = await readForm(c, ['documento']);
    if (!sent.ok) return refuseForm(c, sent);
    const kind = profileOf(c)?.identifiers.find((one) => one === sent.fields.documento);
    if (!kind) return viewOther(c, c.var.visit.words.otherDocument.errors.empty);
    keepDraft(c, { ...readDraft(c), kind });
    return goTo(c, paths.identify);
  });
}

function viewOther(c: Ctx, error?: string): Response {
  const { otherDocument: say, frame } = c.var.visit.words;
  const errors = error === undefined ? [] : [{ field: 'documento', text: error }];
  const radios = (profileOf(c)?.identifiers ?? []).map((kind, index) => {
    const id = index === 0 ? 'documento' : `documento-${index}`;
    return html`<li class="choice"><input type="radio" name="documento" id="${id}" value="${kind}"><label for="${id}">${say.kinds[kind]}</label></li>`;
  });
  return show(c, {
    title: say.title,
    stage: 'who',
    back: paths.identify,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.otherDocument,
      html`${errorSummary(c, errors)}<fieldset class="field${error !== undefined && ' wrong'}"><legend><h1>${say.title}</h1></legend>${fieldError(c, 'documento', error)}<ul class="choices">${radios}</ul></fieldset>${submit(frame.continue)}${links([[`${paths.help}oficinas`, say.none]])}`,
    ),
  });
}
