/** Which answers may be kept: one that others know, or that fits everybody, would not even slow a stranger down (QN-13). */
import { foldLetters } from '../../lib/fold.ts';
import { canonicalAnswer } from '../answers.ts';

/** What is wrong with one question or its answer. Safe to log: holds no answer. */
export type EnrolmentFault =
  | { readonly at: 'question'; readonly kind: 'empty' | 'same-question' }
  | {
      readonly at: 'answer';
      readonly kind: 'empty' | 'too-short' | 'is-question' | 'common' | 'personal' | 'same-answer';
    };

export type Enrolled = { readonly question: string; readonly answer: string };

/** What is the person's own, and so no secret. */
export type AnswerContext = {
  readonly numbers: readonly string[];
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly birth?: { readonly day: number; readonly month: number; readonly year: number };
};

const fewestLetters = 3;

/** What people write to get past a question, and what half a country would answer. In canonical spelling. */
const common: ReadonlySet<string> = new Set(
  `nada;ninguno;ninguna;nadie;no se;no tengo;no tuve;no aplica;no recuerdo;xxx;abc;asd;asdf;qwerty;test;prueba;respuesta;hola;
   clave;secreto;password;123;1234;12345;123456;1234567;12345678;123456789;maria;jose;juan;luis;carlos;ana;rosa;pedro;manuel;
   firulais;boby;bobby;toby;max;luna;quito;guayaquil;cuenca;ecuador;mama;papa;perro;gato;futbol;arroz;pollo;pizza;
   arroz con pollo;himno nacional;none;nothing;nobody;unknown`
    .split(';')
    .map((one) => one.trim()),
);

/** One fault for each place that has one, in order. */
export function judgeEnrolment(
  given: readonly Enrolled[],
  textOf: (question: string) => string | undefined,
  context: AnswerContext,
): readonly (EnrolmentFault | undefined)[] {
  const canonical = given.map(({ answer }) => canonicalAnswer(answer));
  return given.map(({ question }, place): EnrolmentFault | undefined => {
    const text = textOf(question);
    if (text === undefined) return { at: 'question', kind: 'empty' };
    if (given.findIndex((one) => one.question === question) < place)
      return { at: 'question', kind: 'same-question' };
    const answer = canonical[place] ?? '';
    const kind = answerFault(answer, text, context);
    if (kind) return { at: 'answer', kind };
    return canonical.indexOf(answer) < place ? { at: 'answer', kind: 'same-answer' } : undefined;
  });
}

type AnswerFaultKind = Extract<EnrolmentFault, { at: 'answer' }>['kind'];

function answerFault(answer: string, question: string, context: AnswerContext): AnswerFaultKind | undefined {
  if (answer === '') return 'empty';
  if ([...answer.replaceAll(' ', '')].length < fewestLetters) return 'too-short';
  if (canonicalAnswer(question).includes(answer)) return 'is-question';
  if (common.has(answer) || /^(.)\1*$/u.test(answer.replaceAll(' ', ''))) return 'common';
  return isPersonal(answer, context) ? 'personal' : undefined;
}

const bare = (text: string): string => foldLetters(text).replace(/[^\p{L}\p{N}]/gu, '');

/** Whether an answer is, or holds, what others read off a card, a contact list or a birthday. */
function isPersonal(answer: string, { numbers, names, emails, phones, birth }: AnswerContext): boolean {
  const text = bare(answer);
  const whole = [...numbers, ...phones, ...emails].map(bare);
  const users = emails.map((email) => bare(email.slice(0, email.indexOf('@'))));
  if ([...whole, ...users].some((one) => one.length >= fewestLetters && text.includes(one))) return true;
  const own = new Set(names.flatMap((name) => canonicalAnswer(name).split(' ')));
  if (answer.split(' ').every((word) => own.has(word)) || names.map(bare).join('').includes(text))
    return true;
  return birth !== undefined && datesOf(birth).has(text);
}

function datesOf({ day, month, year }: { day: number; month: number; year: number }): ReadonlySet<string> {
  const two = (n: number): string => String(n).padStart(2, '0');
  const years = [String(year), two(year % 100)];
  const days = [String(day), two(day)];
  const months = [String(month), two(month)];
  const found = new Set([String(year)]);
  for (const d of days)
    for (const m of months)
      for (const one of [d + m, m + d, ...years.flatMap((y) => [d + m + y, m + d + y, y + m + d, y + d + m])])
        found.add(one);
  return found;
}
