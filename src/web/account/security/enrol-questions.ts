import type { Owner } from '../../../actions/account/owner.ts';
import {
  enrolQuestions,
  questionsChosen,
  questionsToEnrol,
} from '../../../actions/account/security/enrol-questions.ts';
import type { World } from '../../../actions/world.ts';
import { type Html, html } from '../../../lib/html.ts';
import type { EnrolmentFault } from '../../../rules/account/enrolment.ts';
import { type QuestionId, questionIds } from '../../../words/questions.ts';
import { goTo } from '../../page/page.ts';
import {
  errorOf,
  errorSummary,
  type FieldError,
  fieldError,
  form,
  plainText,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';

const isQuestion = (id: string): id is QuestionId => questionIds.some((one) => one === id);

/** Personal questions, where the institution asks any. What is typed as an answer is never written back (UX R4). */
export function enrolQuestionsPage(app: App, world: World): void {
  const count = questionsToEnrol(world);
  if (count === 0) return;
  const places = Array.from({ length: count }, (_, index) => index + 1);
  const names = places.flatMap((place) => [`pregunta${place}`, `respuesta${place}`]);
  app.get(paths.enrolQuestions, async (c) => {
    const owner = await freshOwnerAt(c);
    return owner instanceof Response ? owner : view(c, owner, { chosen: places.map(() => ''), errors: [] });
  });
  app.post(paths.enrolQuestions, async (c) => {
    const sent = await readForm(c, names);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const { texts } = words.answerQuestion.enrolled;
    const given = places.map((place) => ({
      question: sent.fields[`pregunta${place}`] ?? '',
      answer: sent.fields[`respuesta${place}`] ?? '',
    }));
    const textOf = (id: string): string | undefined => (isQuestion(id) ? texts[id] : undefined);
    const result = await enrolQuestions(world, owner, given, textOf);
    if (result.kind === 'enrolled') return goTo(c, `${paths.enrolQuestions}?guardadas`);
    if (result.kind === 'stale') return goTo(c, paths.enrolQuestions);
    const errors = result.faults.flatMap((fault, index) => (fault ? sayFault(c, fault, index + 1) : []));
    return view(c, owner, { chosen: given.map(({ question }) => question), errors });
  });
}

function sayFault(c: Ctx, fault: EnrolmentFault, place: number): FieldError {
  const { errors } = c.var.visit.words.enrolQuestions;
  return fault.at === 'question'
    ? { field: `pregunta${place}`, text: errors.question[fault.kind] }
    : { field: `respuesta${place}`, text: errors.answer[fault.kind] };
}

type Again = { readonly chosen: readonly string[]; readonly errors: readonly FieldError[] };

function pair(c: Ctx, { chosen, errors }: Again, index: number): Html {
  const { enrolQuestions: say, answerQuestion } = c.var.visit.words;
  const place = index + 1;
  const id = `pregunta${place}`;
  const error = errorOf(errors, id);
  const options = questionIds.map(
    (one) =>
      html`<option value="${one}"${chosen[index] === one && html` selected`}>${answerQuestion.enrolled.texts[one]}</option>`,
  );
  const described = error !== undefined && html` aria-describedby="${id}-error" aria-invalid="true"`;
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="${id}">${say.question(place)}</label>${fieldError(c, id, error)}<select id="${id}" name="${id}" autocomplete="off"${described}><option value="">${say.choose}</option>${options}</select></div>${textField(
    c,
    {
      id: `respuesta${place}`,
      label: say.answer(place),
      ...(index === 0 && { hint: say.answerHint }),
      error: errorOf(errors, `respuesta${place}`),
      heading: false,
      attributes: html`${plainText} autocomplete="off"`,
    },
  )}`;
}

async function view(c: Ctx, owner: Owner, again: Again): Promise<Response> {
  const { world, words } = c.var.visit;
  const { enrolQuestions: say, answerQuestion } = words;
  const { errors } = again;
  const now = (await questionsChosen(world, owner)).filter(isQuestion);
  const current =
    now.length === 0
      ? html`<p>${say.none}</p>`
      : html`<p>${say.chosen}</p><ul class="plain">${now.map((id) => html`<li>${answerQuestion.enrolled.texts[id]}</li>`)}</ul>`;
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('guardadas') !== undefined && html`<p class="said" role="status">${say.saved}</p>`}
<p>${say.what}</p>${current}<p>${say.replaces}</p>
${form(c, paths.enrolQuestions, html`${errorSummary(c, errors)}${errors.length > 0 && html`<p>${say.again}</p>`}${again.chosen.map((_, index) => pair(c, again, index))}<div>${submit(say.save)}</div>`)}</div>`,
  });
}
