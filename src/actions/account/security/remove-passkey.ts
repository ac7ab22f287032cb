import { decideRemoval, type Removal } from '../../../rules/account/passkey-removal.ts';
import {
  forgetPasskey,
  holdPasskey,
  keepPasskey,
  passkeysOf,
} from '../../../store/account/factors/passkeys.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import type { World } from '../../world.ts';
import { asOwner, type Held, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';
import { tellOfPasskey } from './tell-passkey.ts';

type Asked = { readonly credentialId: Buffer; readonly device: DeviceName };

/**
 * Takes one of the owner's passkeys away: at once, or, when no other stays, after a wait. Another's, one that is gone and one
 * that goes already change nothing.
 */
export async function removePasskey(world: World, owner: Owner, asked: Asked): Promise<Removal['kind']> {
  const done = await asOwner(world, owner, async (held) => {
    const kept = await passkeysOf(held.tx, held.account.id);
    const passkey = kept.find(({ credentialId }) => credentialId.equals(asked.credentialId));
    const others = kept.filter((one) => one !== passkey);
    const { contactChange } = world.institution.policy;
    const removal = decideRemoval(passkey, others, held.at, contactChange);
    await carryOut(world, held, asked, removal);
    return removal.kind;
  });
  if (done === 'at-once' || done === 'held') world.wakeWorker();
  return done ?? 'nothing';
}

async function carryOut(
  world: World,
  held: Held,
  { credentialId, device }: Asked,
  removal: Removal,
): Promise<void> {
  const { tx, at, personal } = held;
  const accountId = held.account.id;
  const whose = { accountId, personal, at };
  switch (removal.kind) {
    case 'nothing':
      return;
    case 'at-once':
      await forgetPasskey(tx, accountId, credentialId);
      await noteAct(world, held, 'passkey-removed');
      return tellOfPasskey(world, tx, whose, { kind: 'passkey-changed', added: false, device });
    case 'held': {
      const { leavesAt } = removal;
      await holdPasskey(tx, { accountId, credentialId }, leavesAt);
      await noteAct(world, held, 'passkey-removal-asked');
      return tellOfPasskey(world, tx, whose, { kind: 'passkey-will-go', leavesAt, device });
    }
  }
}

/** Lets a passkey stay that was about to go; any other changes nothing. */
export const keepOwnPasskey = async (world: World, owner: Owner, credentialId: Buffer): Promise<boolean> =>
  (await asOwner(world, owner, async (held) => {
    const stays = await keepPasskey(held.tx, { accountId: held.account.id, credentialId });
    if (stays) await noteAct(world, held, 'passkey-kept');
    return stays;
  })) ?? false;
