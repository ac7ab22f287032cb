import { sameSecret, sha256 } from '../../../lib/digest.ts';
import { deskCodeUntil } from '../../../rules/desk/new-contact.ts';
import { readTicketName, type TicketName } from '../../../rules/desk/tickets.ts';
import type { Channel } from '../../../rules/policy.ts';
import { type DeskCase, deskCaseByCancel, openDeskCaseByWords } from '../../../store/desk/cases.ts';
import type { World } from '../../world.ts';
import { lookCounted } from '../ticket/ticket-limits.ts';
import { applyToCase, type Decided, holdingCaseFor } from './hold-case.ts';
import { openDeskCode } from './papers.ts';

/** What the person does with a case at the counter: on a page of their own, without signing in. */

/** What the address of the person's page shows. What waits for nothing looks like what there is not. */
export type WindowView =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'network-closed'; readonly until: Date }
  | { readonly kind: 'waiting'; readonly kept: DeskCase; readonly slot: Channel; readonly codeUntil: Date };

/** The case of the page a person was shown; the page names nobody, and addresses are not guessed without end. */
export async function viewAtWindow(
  world: World,
  typed: string,
  networks: readonly string[],
): Promise<WindowView> {
  const name = readTicketName(typed);
  if (!name) return { kind: 'nothing' };
  const looked = await lookCounted(world, networks, () => caseAtWindow(world, name));
  if (looked.kind === 'network-closed') return looked;
  return looked.found ?? { kind: 'nothing' };
}

async function caseAtWindow(
  world: World,
  name: TicketName,
): Promise<Extract<WindowView, { kind: 'waiting' }> | undefined> {
  const kept = await openDeskCaseByWords(world.db, name.words, name.number);
  if (kept?.stage.kind !== 'confirming' || kept.errand.kind !== 'change-contact') return undefined;
  const { policy } = world.institution;
  return {
    kind: 'waiting',
    kept,
    slot: kept.errand.slot,
    codeUntil: deskCodeUntil(kept.stage, { policy }),
  };
}

/**
 * Types the code that went to the new contact. `staffed` says whether a member of staff is signed in at this browser: the code of a
 * person is never typed by who serves them (HD-12).
 */
export async function enterDeskCode(
  world: World,
  seen: DeskCase,
  typed: { readonly code: string; readonly browser: Buffer; readonly staffed: boolean },
): Promise<Decided | undefined> {
  return holdingCaseFor(world, seen, (on) =>
    applyToCase(world, on, {
      kind: 'code-entered',
      matches: sameSecret(openDeskCode(world, on.kept), typed.code),
      device: typed.browser.toString('hex'),
      staffed: typed.staffed,
    }),
  );
}

/** The case the link of a notice cancels, once a notice went out. */
export async function deskCaseOfLink(world: World, token: string): Promise<DeskCase | undefined> {
  const kept = await deskCaseByCancel(world.db, sha256(token));
  return kept && kept.version > 0 ? kept : undefined;
}

/** Cancels by the link of a notice: until the second person decided there is only the case, and from then on its change. */
export async function cancelDeskCase(world: World, seen: DeskCase): Promise<Decided | undefined> {
  return holdingCaseFor(world, seen, (on) => applyToCase(world, on, { kind: 'cancel-asked' }));
}
