import { judgeBranch, judgeNumber } from '../../rules/identifiers.ts';
import type { Claim, IdentityNumber } from '../../rules/identity.ts';
import type { IdentifierKind } from '../../rules/policy.ts';
import type { Ctx } from './visit.ts';

/** A branch when a company names none. */
const onlyBranch = '0000';

/** Kinds from the strictest to the loosest: ten digits are a card before they are a passport. */
const strictestFirst: readonly IdentifierKind[] = ['ec.ci', 'ec.ruc', 'fund-code', 'passport'];

/** Numbers a text may be, by every kind the institution knows, the likeliest first. Judged from the text alone. */
export function numbersIn(c: Ctx, typed: string): IdentityNumber[] {
  const { institution } = c.var.visit.world;
  const known = new Set(institution.profiles.flatMap((profile) => profile.identifiers));
  return strictestFirst
    .filter((kind) => known.has(kind))
    .flatMap((kind) => {
      const rule = institution.identifiers[kind];
      const verdict = rule && judgeNumber(kind, typed, rule);
      return verdict?.ok ? [verdict.identity] : [];
    });
}

/**
 * Whose account a typed sign-in name may be: a person's number, or a company's RUC, alone or with its branch behind it
 * ("1790000000001-0002"). The representative is not asked here and is left as nobody's.
 */
export function claimsIn(c: Ctx, typed: string): Claim[] {
  const parts = /^(.*\d{13})\s*[-/ ]\s*(\d{1,4})\s*$/.exec(typed.normalize('NFKC'));
  const branch = parts ? judgeBranch(parts[2] ?? '') : undefined;
  return numbersIn(c, parts?.[1] ?? typed).map((identity): Claim => {
    if (identity.kind !== 'ec.ruc') return { subject: 'person', identity };
    const named = branch?.ok ? branch.branch : onlyBranch;
    return { subject: 'company', identity, branch: named, representative: { kind: 'ec.ci', number: '' } };
  });
}
