import { type Answer, answerQuestion, questionNow } from '../../actions/recovery/answer-question.ts';
import type { Question } from '../../actions/recovery/questions.ts';
import { type Html, html } from '../../lib/html.ts';
import { judgeAnswer } from '../../rules/answers.ts';
import { goTo, show } from '../page/page.ts';
import {
  digitsOnly,
  errorOf,
  errorSummary,
  type FieldError,
  fieldError,
  form,
  plainText,
  submit,
  textField,
} from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goOn } from './case-page.ts';

type Fields = Record<'turno' | 'dia' | 'mes' | 'empresa' | 'respuesta' | 'omitir', string>;
type Asked = { readonly question: Question; readonly turn: number };
type Again = { readonly fields: Fields; readonly errors: readonly FieldError[] };

/** C4, C5, C6: one question a page, always with a way past it. No page ever says whether an answer was right. */
export function answerQuestionPage(app: App): void {
  app.get(paths.answerQuestion, async (c) => {
    const at = await caseAt(c, 'answering');
    if (at instanceof Response) return at;
    const asked = await questionNow(c.var.visit.world, at.view.found);
    return asked ? view(c, at, asked) : goTo(c, paths.stopped);
  });
  app.post(paths.answerQuestion, async (c) => {
    const sent = await readForm(c, ['turno', 'dia', 'mes', 'empresa', 'respuesta', 'omitir']);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'answering');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const asked = await questionNow(world, at.view.found);
    if (!asked || sent.fields.turno !== String(asked.turn)) return goTo(c, paths.answerQuestion);
    const read = readAnswer(c, asked.question, sent.fields);
    if ('errors' in read) return view(c, at, asked, { fields: sent.fields, errors: read.errors });
    return goOn(c, await answerQuestion(world, { browser, found: at.view.found, turn: asked.turn, ...read }));
  });
}

type Read = { readonly answer: Answer } | { readonly errors: readonly FieldError[] };

function readAnswer(c: Ctx, question: Question, fields: Fields): Read {
  const { answerQuestion: say } = c.var.visit.words;
  if (fields.omitir !== '') return { answer: { kind: 'skipped' } };
  if (question.kind === 'birth') return readBirth(c, fields);
  if (question.kind === 'enrolled')
    return judgeAnswer(fields.respuesta)
      ? { errors: [{ field: 'respuesta', text: say.enrolled.errors.empty }] }
      : { answer: { kind: 'enrolled', text: fields.respuesta } };
  const { empresa } = fields;
  if (empresa === 'no-se') return { answer: { kind: 'skipped' } };
  if (empresa === 'ninguna') return { answer: { kind: 'work', employer: 'none' } };
  const employer = question.options[Number(empresa)];
  return empresa === '' || employer === undefined
    ? { errors: [{ field: 'empresa', text: say.work.errors.empty(question.year) }] }
    : { answer: { kind: 'work', employer } };
}

const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A date that cannot be is told; a date that is not theirs never is. */
function readBirth(c: Ctx, { dia, mes }: Fields): Read {
  const { errors, months } = c.var.visit.words.answerQuestion.birth;
  const day = /^\s*\d{1,2}\s*$/.test(dia) ? Number(dia) : Number.NaN;
  const month = /^\d{1,2}$/.test(mes) ? Number(mes) : 0;
  const longest = daysOf[month - 1];
  const wrong: FieldError[] = [];
  if (dia.trim() === '') wrong.push({ field: 'dia', text: errors.dayEmpty });
  else if (!(day >= 1 && day <= 31)) wrong.push({ field: 'dia', text: errors.dayRange });
  else if (longest !== undefined && day > longest)
    wrong.push({ field: 'dia', text: errors.dayOfMonth(months[month - 1] ?? '', longest) });
  if (longest === undefined) wrong.push({ field: 'mes', text: errors.monthEmpty });
  return wrong.length > 0 ? { errors: wrong } : { answer: { kind: 'birth', day, month } };
}

function view(c: Ctx, { view: { found } }: AtStage<'answering'>, asked: Asked, again?: Again): Response {
  const { answerQuestion: say, frame } = c.var.visit.words;
  const errors = again?.errors ?? [];
  const title = titleOf(c, asked.question);
  const skip = asked.question.kind === 'enrolled' ? say.enrolled.forgot : say.skip;
  return show(c, {
    title,
    stage: 'confirm',
    ...(asked.turn === 0 && { back: paths.identify }),
    caseWords: found.words,
    wrong: errors.length > 0,
    main: form(
      c,
      paths.answerQuestion,
      html`${errorSummary(c, errors)}
${body(c, asked.question, again)}
<input type="hidden" name="turno" value="${asked.turn}">
<div>${submit(frame.continue)}</div>
<p><button class="as-link" type="submit" name="omitir" value="1">${skip}</button></p>
<p class="small lead">${say.why}</p>`,
    ),
  });
}

function titleOf(c: Ctx, question: Question): string {
  const { birth, work, enrolled } = c.var.visit.words.answerQuestion;
  if (question.kind === 'birth') return birth.title;
  return question.kind === 'work' ? work.title(question.year) : enrolled.texts[question.question];
}

function body(c: Ctx, question: Question, again: Again | undefined): Html {
  if (question.kind === 'birth') return birthBody(c, again);
  if (question.kind === 'work') return workBody(c, question, again);
  return textField(c, {
    id: 'respuesta',
    label: titleOf(c, question),
    hint: c.var.visit.words.answerQuestion.enrolled.hint,
    // An answer is never written back into a page (UX R4).
    error: errorOf(again?.errors ?? [], 'respuesta'),
    attributes: html`${plainText} autocomplete="off"`,
  });
}

function birthBody(c: Ctx, again: Again | undefined): Html {
  const { birth } = c.var.visit.words.answerQuestion;
  const errors = again?.errors ?? [];
  const [dayError, monthError] = [errorOf(errors, 'dia'), errorOf(errors, 'mes')];
  const options = birth.months.map((name, index) => html`<option value="${index + 1}">${name}</option>`);
  return html`<fieldset class="field${errors.length > 0 && ' wrong'}" aria-describedby="dia-ayuda"><legend><h1>${birth.title}</h1></legend><p class="hint" id="dia-ayuda">${birth.hint}</p>
${fieldError(c, 'dia', dayError)}${fieldError(c, 'mes', monthError)}
<div class="date"><div><label for="dia">${birth.day}</label><input class="short" id="dia" name="dia" ${digitsOnly} autocomplete="bday-day"${dayError !== undefined && html` aria-describedby="dia-error" aria-invalid="true"`}></div>
<div><label for="mes">${birth.month}</label><select id="mes" name="mes" autocomplete="bday-month"${monthError !== undefined && html` aria-describedby="mes-error" aria-invalid="true"`}><option value="">${birth.pickMonth}</option>${options}</select></div></div></fieldset>`;
}

function workBody(c: Ctx, question: Extract<Question, { kind: 'work' }>, again: Again | undefined): Html {
  const { work } = c.var.visit.words.answerQuestion;
  const error = errorOf(again?.errors ?? [], 'empresa');
  const options: (readonly [string, string])[] = [
    ...question.options.map((name, index) => [String(index), name] as const),
    ['ninguna', work.none],
    ['no-se', work.unknown],
  ];
  const radios = options.map(([value, label], index) => {
    const id = index === 0 ? 'empresa' : `empresa-${index}`;
    return html`<li class="choice"><input type="radio" name="empresa" id="${id}" value="${value}"><label for="${id}">${label}</label></li>`;
  });
  return html`<fieldset class="field${error !== undefined && ' wrong'}"><legend><h1>${work.title(question.year)}</h1></legend>${fieldError(c, 'empresa', error)}<ul class="choices">${radios}</ul></fieldset>`;
}
