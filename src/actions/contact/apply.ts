import { type ChangeEvent, type ChangeOutcome, type ChangeStage, dueAt } from '../../rules/account/change.ts';
import { decideChange } from '../../rules/account/contact-change.ts';
import type { Channel } from '../../rules/policy.ts';
import { type ContactChange, saveContactChange } from '../../store/account/contact-changes.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { World } from '../world.ts';
import { carryOutChange } from './carry-out.ts';
import type { Held } from './hold.ts';
import { newCode } from './sealed.ts';

/** An event without its instant, which is the one of the locked rows. */
export type Fact = ChangeEvent extends infer E ? (E extends ChangeEvent ? Omit<E, 'at'> : never) : never;

const termsOf = ({ institution }: World) => ({ policy: institution.policy });

/** Judges an event on a change of a held account: nothing is kept yet. */
export const judge = (world: World, held: Held, stage: ChangeStage, fact: Fact): ChangeOutcome =>
  decideChange(
    { stage, standing: held.standing },
    // Sound: a fact is an event without the field added here.
    { ...fact, at: held.at } as ChangeEvent,
    termsOf(world),
  );

/** When a change is next due. */
export const dueOf = (world: World, stage: ChangeStage): Date | undefined => dueAt(stage, termsOf(world));

/** Who acts, in the words of the audit: the signed-in owner, whoever has a link, or time. */
export type By = AuditLine['actor'];

/** The audit line of an event: `email:held` says of which contact. */
export async function noteChange(
  world: World,
  { tx, at, account }: Held,
  line: {
    slot: Channel;
    before: ChangeStage;
    fact: Fact;
    decided: ChangeOutcome;
    by: By;
    shared: boolean;
  },
): Promise<void> {
  const { slot, before, fact, decided, by, shared } = line;
  await appendAudit(tx, {
    at,
    actor: by,
    event: `contact-${fact.kind}`,
    subject: account.nameHash,
    before: `${slot}:${before.kind}`,
    after: `${slot}:${decided.state.stage.kind}`,
    ...(decided.refusal && { refusal: decided.refusal }),
    ...(shared && !decided.refusal && { note: 'shared-contact' }),
    policyVersion: world.institution.policy.version,
  });
}

/** One event on one kept change: decided, saved, noted, carried out. A refusal is kept too, so that a wrong try counts. */
export async function applyTo(
  world: World,
  held: Held,
  change: ContactChange,
  fact: Fact,
  by: By,
): Promise<ChangeOutcome> {
  const decided = judge(world, held, change.stage, fact);
  held.standing = decided.state.standing;
  const { slot, shared } = change;
  await noteChange(world, held, { slot, before: change.stage, fact, decided, by, shared });
  if (decided.refusal) return decided;
  const { stage } = decided.state;
  const sends = decided.effects.some(({ kind }) => kind === 'send-code');
  let after: ContactChange = { ...change, stage, ...(sends && { code: newCode(world, change.id) }) };
  for (const effect of decided.effects) after = await carryOutChange(world, held, after, effect);
  await saveContactChange(held.tx, { ...after, due: dueOf(world, stage) });
  return decided;
}
