import { isOpenCase } from '../../rules/desk/case.ts';
import type { Channel } from '../../rules/policy.ts';
import { contactsCheckedAt } from '../../store/account/contacts.ts';
import type { Account } from '../../store/accounts.ts';
import { type DeskCase, deskCasesOf } from '../../store/desk/cases.ts';
import { masked, maskedName } from '../../words/masks.ts';
import { type ChangeView, viewChanges } from '../contact/view-contacts.ts';
import { type MailboxHealth, mailHealthOf } from '../mail/health.ts';
import { contactOf, openPersonal } from '../personal.ts';
import { allChannels } from '../tell.ts';
import type { World } from '../world.ts';

/** The one word for how an account stands, the gravest first. */
export type RecordState = 'closed' | 'frozen' | 'locked' | 'held' | 'active';

/** A person as staff see them: nothing whole, and no key, code or answer at all (HD-07). */
export type RecordView = {
  readonly state: RecordState;
  readonly name: string;
  readonly contacts: readonly { readonly slot: Channel; readonly masked: string | undefined }[];
  /** The records say that the mailbox takes no messages. */
  readonly bouncing: boolean;
  /** What came back from its mailboxes. */
  readonly mail: readonly MailboxHealth[];
  readonly checkedAt: Date | undefined;
  /** Changes that wait for their hour. */
  readonly held: readonly { readonly slot: Channel; readonly effectiveAt: Date }[];
  /** Its cases at the counter, the newest first. */
  readonly cases: readonly DeskCase[];
  readonly open: DeskCase | undefined;
};

/** More cases than this of one person are looked at by an auditor, not at a window. */
const mostListed = 10;

/** What the record of somebody found shows. */
export async function viewRecord(world: World, account: Account): Promise<RecordView> {
  const personal = openPersonal(world, account);
  const cases = await deskCasesOf(world.db, account.id, mostListed);
  const held = (await viewChanges(world, account.id)).flatMap(heldOf);
  return {
    state: stateOf(account, held.length > 0),
    name: maskedName(personal),
    contacts: allChannels.map((slot) => {
      const contact = contactOf(personal, slot);
      return { slot, masked: contact && masked(contact) };
    }),
    bouncing: personal.bouncing,
    mail: await mailHealthOf(world, personal),
    checkedAt: await contactsCheckedAt(world.db, account.id),
    held,
    cases,
    open: cases.find(({ stage }) => isOpenCase(stage)),
  };
}

const heldOf = ({ slot, stage }: ChangeView) =>
  stage.kind === 'held' ? [{ slot, effectiveAt: stage.effectiveAt }] : [];

function stateOf({ status, frozenAt, lock }: Account, held: boolean): RecordState {
  if (status !== 'active') return 'closed';
  if (frozenAt) return 'frozen';
  if (lock) return 'locked';
  return held ? 'held' : 'active';
}
