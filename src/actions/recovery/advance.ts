import type { Actor, Event, Evidence, Outcome, Purpose, State, Terms } from '../../rules/case.ts';
import { decide } from '../../rules/decide.ts';
import type { Institution, ProfileId } from '../../rules/policy.ts';
import { type AuditNote, appendAudit } from '../../store/audit.ts';
import { type Case, lockCaseById, saveState } from '../../store/cases.ts';
import type { Runner } from '../../store/database.ts';
import { nameOfStage } from '../../store/stage.ts';
import type { World } from '../world.ts';
import { carryOut } from './carry-out.ts';
import type { Provisions } from './proof/send-message.ts';
import { sealTyped, type Typed } from './typed.ts';

/** An event as an act gathers it: the clock and the browser are added here, where the rows are locked. */
type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'by'> : never) : never;

/** What an act sees when it gathers: the locked case and its state, at this instant, inside the transaction. */
export type Seen = {
  readonly tx: Runner;
  readonly at: Date;
  readonly found: Case;
  readonly state: State;
  readonly by: Actor;
};

export type Gathered = {
  readonly fact: Fact;
  /** What carrying out the decision may need: a new key's hash, the contact that was named. */
  readonly provisions?: Provisions;
  /** What the visitor has typed by now, when it changed. */
  readonly typed?: Typed;
  readonly note?: AuditNote;
};

/** The numbers and gates a case of this profile is decided by, and what it is for. */
export function termsOf(
  institution: Institution,
  { profile, purpose }: { readonly profile: ProfileId; readonly purpose: Purpose },
): Terms {
  const gates = institution.profiles.find((one) => one.id === profile)?.gates;
  return { policy: institution.policy, gates: gates ?? ['contact', 'message'], purpose };
}

/** Which browser acts, as far as this case is concerned. */
export const actorIn = (found: Case, browser: Buffer): Actor => ({
  starter: found.starter.equals(browser),
  holder: found.holder?.equals(browser) ?? false,
});

export const nameOfActor = (by: Actor): 'starter' | 'holder' | 'other' => {
  if (by.holder) return 'holder';
  return by.starter ? 'starter' : 'other';
};

/**
 * The one door through which a case changes. In one transaction: lock the case and its number, let the act gather its facts
 * from the locked rows, decide, save the state, append the audit line, and queue what is to be sent. A refusal commits, so
 * that a wrong try stays counted; a fault rolls everything back. Gives undefined when there is no such case.
 */
export async function advance(
  world: World,
  caseId: string,
  browser: Buffer,
  gather: (seen: Seen) => Gathered | Promise<Gathered>,
): Promise<Outcome | undefined> {
  const outcome = await world.db.transaction(async (tx) => {
    const locked = await lockCaseById(tx, caseId);
    if (!locked) return undefined;
    const { found, state } = locked;
    const at = world.clock.now();
    const by = actorIn(found, browser);
    const gathered = await gather({ tx, at, found, state, by });
    // Sound: a fact is an event without the two fields added here.
    const event = { ...gathered.fact, at, by } as Event;
    const decided = decide(state, event, termsOf(world.institution, found));
    await settle(world, tx, { found, state, event, decided, gathered, browser });
    return decided;
  });
  if (outcome?.effects.some((effect) => effect.kind === 'send-message' || effect.kind.startsWith('tell-')))
    world.wakeWorker();
  return outcome;
}

type Settlement = {
  readonly found: Case;
  readonly state: State;
  readonly event: Event;
  readonly decided: Outcome;
  readonly gathered: Gathered;
  readonly browser: Buffer;
};

/** By what a walk came to its end. Nothing else is done by evidence. */
function evidenceOf({ stage }: State, { state, refusal }: Outcome): readonly Evidence[] | undefined {
  const completed = state.stage.kind === 'closed' && state.stage.because === 'completed' && !refusal;
  return completed && 'evidence' in stage ? stage.evidence : undefined;
}

async function settle(world: World, tx: Runner, settlement: Settlement): Promise<void> {
  const { found, state, event, decided, gathered, browser } = settlement;
  const { effects, refusal } = decided;
  const handed = effects.some((effect) => effect.kind === 'hand-to-actor');
  await saveState(tx, found, decided.state, {
    ...(handed && { holder: browser }),
    ...(gathered.typed && { typed: sealTyped(world, found.id, gathered.typed) }),
  });
  const evidence = evidenceOf(state, decided);
  await appendAudit(tx, {
    at: event.at,
    actor: nameOfActor(event.by),
    event: event.kind,
    subject: found.nameHash,
    caseId: found.id,
    before: nameOfStage(state.stage),
    after: nameOfStage(decided.state.stage),
    ...(refusal && { refusal }),
    ...(evidence && { evidence: evidence.join(',') }),
    // Who goes on elsewhere does so with another device than the one the case knows.
    ...(event.by.starter && { device: found.device }),
    ...(gathered.note && { note: gathered.note }),
    policyVersion: world.institution.policy.version,
  });
  for (const effect of effects)
    await carryOut(world, tx, { effect, found, at: event.at, provisions: gathered.provisions ?? {} });
}
