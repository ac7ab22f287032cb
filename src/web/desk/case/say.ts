import type { DeskCase } from '../../../store/desk/cases.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';

/** What somebody came for, in words. */
export function errandName(c: Ctx, { errand }: Pick<DeskCase, 'errand'>): string {
  const { counter, contact } = c.var.visit.words;
  return errand.kind === 'lift-freeze'
    ? counter.errands.lift
    : counter.errands.change(contact.names[errand.slot].the);
}

/** How a case stands, or how it ended. */
export function caseStands(c: Ctx, { stage }: Pick<DeskCase, 'stage'>): string {
  const { stages, endings } = c.var.visit.words.counter;
  return stage.kind === 'closed' ? endings[stage.because] : stages[stage.kind];
}

/** The address at which the person types the code: "/ventanilla/CANOA-FAROL-1234". */
export const windowPath = ({ words, number }: Pick<DeskCase, 'words' | 'number'>): string =>
  `${paths.atWindow}${words.replaceAll(' ', '-')}-${number}`;
