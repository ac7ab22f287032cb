import { askRegistry } from '../../../actions/desk/case/ask-registry.ts';
import { endOfDate } from '../../../lib/local-day.ts';
import {
  type Checklist,
  type Document,
  documentKinds,
  type ProofingFault,
} from '../../../rules/desk/proofing.ts';
import type { FieldError } from '../../page/parts.ts';
import type { Ctx } from '../../request/visit.ts';
import type { CaseAt } from './door.ts';

/** The fields of the checklist, in the order of the page. */
export const checklistNames = [
  'documento',
  'dia',
  'mes',
  'ano',
  'foto',
  'intacto',
  'segunda',
  'dia2',
  'mes2',
  'ano2',
  'palabras',
  'sola',
  'poder',
  'dia3',
  'mes3',
  'ano3',
] as const;

export type TypedChecklist = Readonly<Record<(typeof checklistNames)[number], string>>;

/** What is chosen when a register is to be asked in place of a second document. */
export const registryChoice = 'registro';

/** The field at which each fault is told. */
const fieldOf: Record<ProofingFault, (typeof checklistNames)[number]> = {
  'no-document': 'documento',
  'document-expired': 'dia',
  'photo-not-matched': 'foto',
  altered: 'intacto',
  'second-expired': 'dia2',
  'second-is-the-same': 'segunda',
  'registry-says-no': 'segunda',
  'not-alone': 'sola',
  'no-authority': 'poder',
  'authority-expired': 'dia3',
  'too-few-points': 'segunda',
};

export const sayFaults = (c: Ctx, faults: readonly ProofingFault[]): FieldError[] =>
  faults.map((fault) => ({ field: fieldOf[fault], text: c.var.visit.words.counter.prove.errors[fault] }));

/** The last good moment of a document: the end of its day where the institution is. */
function lastDay(c: Ctx, [day, month, year]: readonly [string, string, string]): Date | undefined {
  const parts = [day, month, year].map((text) => text.normalize('NFKC').trim());
  if (!parts.every((text, index) => (index < 2 ? /^\d{1,2}$/ : /^(19|20|21)\d{2}$/).test(text)))
    return undefined;
  const [d = 0, m = 0, y = 0] = parts.map(Number);
  return endOfDate({ day: d, month: m, year: y }, c.var.visit.world.institution.timezone);
}

const kindOf = (text: string) => documentKinds.find((one) => one === text);

/** Reads the checklist as it was sent: dates that are none are told before anything is judged. */
export async function readChecklist(
  c: Ctx,
  { view }: CaseAt,
  typed: TypedChecklist,
): Promise<{ readonly list: Checklist } | { readonly errors: readonly FieldError[] }> {
  const { world, words } = c.var.visit;
  const errors: FieldError[] = [];
  const dated = <K>(kind: K | undefined, field: string, date: readonly [string, string, string]) => {
    if (kind === undefined) return undefined;
    const expires = lastDay(c, date);
    if (!expires) errors.push({ field, text: words.counter.prove.errors.date });
    return expires && { kind, expires };
  };
  const { documento, segunda, poder } = typed;
  const document: Document | undefined = dated(kindOf(documento), 'dia', [typed.dia, typed.mes, typed.ano]);
  const paper = dated(kindOf(segunda), 'dia2', [typed.dia2, typed.mes2, typed.ano2]);
  const role = (['representative', 'liquidator'] as const).find((one) => one === poder);
  const authority = dated(role, 'dia3', [typed.dia3, typed.mes3, typed.ano3]);
  if (errors.length > 0) return { errors };
  const asked =
    segunda === registryChoice && document && (await askRegistry(world, view.kept, document.kind));
  const second = paper ?? (asked || undefined);
  return {
    list: {
      ...(document && { document }),
      photoMatches: typed.foto === '1',
      unaltered: typed.intacto === '1',
      ...(second && { second }),
      wordsSaid: typed.palabras === '1',
      alone: typed.sola === '1',
      ...(authority && { authority }),
    },
  };
}
