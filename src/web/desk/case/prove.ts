import { proveIdentity } from '../../../actions/desk/case/work-on-case.ts';
import { html, type Value } from '../../../lib/html.ts';
import { documentKinds, type Proofed, pointsOf } from '../../../rules/desk/proofing.ts';
import { goTo } from '../../page/page.ts';
import { type FieldError, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { box, dateFields, select } from '../fields.ts';
import { afterAct, type CaseAt, caseAct, casePath } from './door.ts';
import { caseForm, showCase } from './frame.ts';
import {
  checklistNames,
  readChecklist,
  registryChoice,
  sayFaults,
  type TypedChecklist,
} from './read-checklist.ts';

/** S4: what is shown at the window, step by step, with what to say beside each. */
export function proveActs(app: App): void {
  caseAct(app, paths.deskProve, checklistNames, async (c, at, typed) => {
    if (at.view.kept.stage.kind !== 'proofing') return goTo(c, casePath(at));
    const read = await readChecklist(c, at, typed);
    if ('errors' in read) return viewProve(c, at, { typed, errors: read.errors });
    const done = await proveIdentity(c.var.visit.world, at.staff, at.view.kept.id, read.list);
    if (done?.refusal !== 'not-proofed') return afterAct(c, at, done);
    const { second } = read.list;
    const silent = second !== undefined && 'verdict' in second && second.verdict === 'unavailable';
    const { proofed } = done;
    return viewProve(c, at, { typed, errors: sayFaults(c, proofed.faults), proofed, silent });
  });
}

type Said = {
  readonly typed: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly proofed?: Proofed;
  /** The register was asked and did not answer. */
  readonly silent?: boolean;
};

export function viewProve(c: Ctx, at: CaseAt, { typed, errors = [], proofed, silent }: Said): Response {
  const { prove: say } = c.var.visit.words.counter;
  // A field is a fact of the form as it was sent, and empty before.
  const all = Object.fromEntries(checklistNames.map((name) => [name, typed[name] ?? '']));
  // Sound: every name is set in the line above.
  const sent = all as TypedChecklist;
  const steps = [documentStep, secondStep, wordsStep, aloneStep, authorityStep].map((step) =>
    step(c, at, sent, errors),
  );
  return showCase(c, at, {
    title: say.title,
    errors,
    main: html`${pointsSoFar(c, at, proofed)}${silent && html`<p class="said">${say.second.unavailable}</p>`}${caseForm(c, at, paths.deskProve, html`${steps}<div>${submit(say.submit)}</div>`)}`,
  });
}

/** How many points there are to win here: without a ticket there are no words to say. */
function pointsSoFar(c: Ctx, { view }: CaseAt, proofed: Proofed | undefined): Value {
  const { prove: say } = c.var.visit.words.counter;
  const { passMark } = c.var.visit.world.institution.policy.desk;
  const all = pointsOf(view.subject).filter((one) => one !== 'words' || view.kept.ticketId !== null);
  const has = proofed?.points ?? [];
  return html`<p><strong>${say.points(has.length, all.length, passMark[view.subject])}</strong> ${has.length > 0 && say.have(has.map((one) => say.names[one]).join(', '))}</p>`;
}

type Step = (c: Ctx, at: CaseAt, typed: TypedChecklist, errors: readonly FieldError[]) => Value;

const step = (legend: string, script: string, body: Value) =>
  html`<fieldset class="stack"><legend><strong>${legend}</strong></legend><p class="hint">${script}</p>${body}</fieldset>`;

const documentStep: Step = (c, _at, typed, errors) => {
  const { prove: say } = c.var.visit.words.counter;
  const { legend, script, kind, expires, photo, unaltered } = say.document;
  const choices = documentKinds.map((one) => [one, say.documents[one]] as const);
  return step(
    legend,
    script,
    html`${select(c, { name: 'documento', label: kind, none: say.choose, choices, chosen: typed.documento }, errors)}
${dateFields(c, { names: ['dia', 'mes', 'ano'], legend: expires, typed }, errors)}
${box(c, { name: 'foto', label: photo, ticked: typed.foto === '1' }, errors)}${box(c, { name: 'intacto', label: unaltered, ticked: typed.intacto === '1' }, errors)}`,
  );
};

const secondStep: Step = (c, _at, typed, errors) => {
  const { prove: say } = c.var.visit.words.counter;
  const { legend, script, kind, none, registry, expires } = say.second;
  const choices = [
    ...documentKinds.map((one) => [one, say.documents[one]] as const),
    ...(c.var.visit.world.registry ? [[registryChoice, registry] as const] : []),
  ];
  return step(
    legend,
    script,
    html`${select(c, { name: 'segunda', label: kind, none, choices, chosen: typed.segunda }, errors)}${dateFields(c, { names: ['dia2', 'mes2', 'ano2'], legend: expires, typed }, errors)}`,
  );
};

const wordsStep: Step = (c, { view }, typed, errors) => {
  const { legend, script, said } = c.var.visit.words.counter.prove.words;
  if (view.kept.ticketId === null) return undefined;
  return step(
    legend,
    script,
    box(c, { name: 'palabras', label: said, ticked: typed.palabras === '1' }, errors),
  );
};

const aloneStep: Step = (c, _at, typed, errors) => {
  const { legend, script, box: label } = c.var.visit.words.counter.prove.alone;
  return step(legend, script, box(c, { name: 'sola', label, ticked: typed.sola === '1' }, errors));
};

const authorityStep: Step = (c, { view }, typed, errors) => {
  const { prove: say } = c.var.visit.words.counter;
  if (view.subject !== 'company') return undefined;
  const { legend, script, kind, kinds, expires } = say.authority;
  const choices = [
    ['representative', kinds.representative],
    ['liquidator', kinds.liquidator],
  ] as const;
  return step(
    legend,
    script,
    html`${select(c, { name: 'poder', label: kind, none: say.choose, choices, chosen: typed.poder }, errors)}${dateFields(c, { names: ['dia3', 'mes3', 'ano3'], legend: expires, typed }, errors)}`,
  );
};
