import { randomUUID } from 'node:crypto';
import { sameAddress } from '../../lib/contact/email.ts';
import { randomToken } from '../../lib/digest.ts';
import {
  type BreakGlassRefusal,
  breakGlassUntil,
  type Confirmer,
  decideBreakGlass,
  mayName,
} from '../../rules/desk/break-glass.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import { accountById, accountByName } from '../../store/accounts.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import {
  type BreakGlass,
  breakGlassById,
  lockBreakGlass,
  putBreakGlass,
  saveBreakGlass,
} from '../../store/desk/break-glass.ts';
import { lockMember, type Member, memberByCode } from '../../store/desk/staff/members.ts';
import { type KeptPassphrase, passphraseOf } from '../../store/desk/staff/passphrases.ts';
import { beginAtOffice } from '../contact/change-contact.ts';
import { type Held, holdingIn } from '../contact/hold.ts';
import { overtakeDeskCase } from '../contact/overtake.ts';
import { contactOf } from '../personal.ts';
import { allChannels } from '../tell.ts';
import type { World } from '../world.ts';
import { nearnessOf } from './nearness.ts';
import { isPassphrase } from './staff/passphrase.ts';
import { numberHash } from './staff.ts';

/** What is sealed in a request. */
type Wish = { readonly to: string; readonly reason: string };

export const aboutWish = (id: string): string => `break glass ${id}`;

export const openWish = ({ keys }: World, { id, sealed }: BreakGlass): Wish =>
  keys.open<Wish>(sealed, aboutWish(id));

export type BreakGlassAsked =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly because: BreakGlassRefusal };

const refuse = (because: BreakGlassRefusal) => ({ ok: false, because }) as const;

/**
 * Asks for another e-mail of a person when no supervisor is there to approve it. It changes nothing: two administrators who are
 * named here confirm it, each by their own passphrase, and then it is held like any other change.
 */
export async function askBreakGlass(
  world: World,
  asked: { identity: IdentityNumber; to: string; named: readonly string[]; reason: string },
): Promise<BreakGlassAsked> {
  const { identity, to, reason } = asked;
  const done = await world.db.transaction(async (tx) => {
    const members = await lockNamed(tx, asked.named);
    const account = await accountByName(tx, numberHash(world, identity));
    if (!account) return refuse('nobody');
    const { result } = await holdingIn(world, tx, account, async (held): Promise<BreakGlassAsked> => {
      const named: Confirmer[] = [];
      for (const one of members) named.push(await confirmerOf(world, held, one, undefined));
      const because = mayName(named) ?? barred(held, to);
      const id = randomUUID();
      await note(world, held, {
        event: 'break-glass-asked',
        caseId: id,
        ...(because && { refusal: because }),
      });
      for (const { id: staff } of named)
        await note(world, held, { event: 'break-glass-named', caseId: id, staff });
      world.log.warn({ event: 'break-glass-asked' });
      if (because) return refuse(because);
      const sealed = world.keys.seal({ to, reason } satisfies Wish, aboutWish(id));
      const kept = { id, accountId: account.id, sealed, named: named.map((one) => one.id) };
      const until = breakGlassUntil(held.at);
      return (await putBreakGlass(tx, { ...kept, askedAt: held.at, until }))
        ? { ok: true, id }
        : refuse('already-asked');
    });
    return result;
  });
  return done ?? refuse('nobody');
}

/** The members named, each once, locked in one order: members come before any number. */
async function lockNamed(tx: Runner, codes: readonly string[]): Promise<Member[]> {
  const members: Member[] = [];
  for (const code of [...new Set(codes)].sort()) {
    const seen = await memberByCode(tx, code);
    const member = seen && (await lockMember(tx, seen.id));
    if (member) members.push(member);
  }
  return members;
}

function barred({ account, personal }: Held, to: string): BreakGlassRefusal | undefined {
  if (account.status !== 'active') return 'account-barred';
  const known = allChannels.map((one) => contactOf(personal, one));
  return known.some((one) => one !== undefined && sameAddress(one, to)) ? 'same-contact' : undefined;
}

async function confirmerOf(
  world: World,
  held: Held,
  member: Member,
  passphrase: KeptPassphrase | undefined,
): Promise<Confirmer> {
  return {
    id: member.id,
    administrator: member.roles.includes('administrator'),
    active: member.enrolled && member.disabledAt === null,
    near: (await nearnessOf(world, held.tx, member, held)) !== 'nobody',
    passphraseAt: passphrase?.at,
  };
}

/** What a confirmation came to: counted, the hold began, or why not. */
export type BreakGlassConfirmed =
  | { readonly ok: true; readonly done: boolean }
  | { readonly ok: false; readonly because: BreakGlassRefusal };

/** One of the two confirms, by their passphrase. With the second the hold begins, and everybody is told. */
export async function confirmBreakGlass(
  world: World,
  { id, code, passphrase }: { id: string; code: string; passphrase: string },
): Promise<BreakGlassConfirmed> {
  const done = await world.db.transaction(async (tx) => {
    const [member] = await lockNamed(tx, [code]);
    const seen = await breakGlassById(tx, id);
    const account = seen && (await accountById(tx, seen.accountId));
    if (!member || !account) return undefined;
    return holdingIn(world, tx, account, async (held) => {
      const kept = await lockBreakGlass(tx, id);
      return kept && confirm(world, held, kept, member, passphrase);
    });
  });
  if (done?.told) world.wakeWorker();
  return done?.result ?? refuse('nobody');
}

async function confirm(
  world: World,
  held: Held,
  kept: BreakGlass,
  member: Member,
  typed: string,
): Promise<BreakGlassConfirmed> {
  const own = await passphraseOf(held.tx, member.id);
  const by = await confirmerOf(world, held, member, own);
  const matches = own !== undefined && (await isPassphrase(world, own, typed));
  const { state, done, refusal } = decideBreakGlass(kept, { by, matches, at: held.at });
  const because = refusal ?? (held.account.status === 'active' ? undefined : 'account-barred');
  const line = { caseId: kept.id, staff: member.id };
  await note(world, held, { event: 'break-glass-confirmed', ...line, ...(because && { refusal: because }) });
  world.log.warn({ event: because ? 'break-glass-refused' : 'break-glass-confirmed' });
  if (because && !refusal) return refuse(because);
  await saveBreakGlass(held.tx, kept.id, state);
  if (because) return refuse(because);
  if (done) await begin(world, held, kept);
  return { ok: true, done };
}

/** From here on it is a change like any other; a case at the counter is overtaken by it. */
async function begin(world: World, held: Held, kept: BreakGlass): Promise<void> {
  await overtakeDeskCase(world, held);
  const { to } = openWish(world, kept);
  await beginAtOffice(world, held, { slot: 'email', to, cancel: randomToken(32) }, 'operator');
  await note(world, held, { event: 'break-glass-done', caseId: kept.id });
  world.log.warn({ event: 'break-glass-done' });
}

const note = (
  { institution }: World,
  { tx, at, account }: Held,
  line: Pick<AuditLine, 'event' | 'caseId' | 'staff' | 'refusal'>,
): Promise<void> =>
  appendAudit(tx, {
    ...line,
    at,
    actor: 'operator',
    subject: account.nameHash,
    policyVersion: institution.policy.version,
  });
