import type { Runner } from '../../../store/database.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import type { Personal } from '../../personal.ts';
import { tellEverywhere } from '../../tell.ts';
import type { World } from '../../world.ts';

type Whose = { readonly accountId: string; readonly personal: Personal; readonly at: Date };

/** What became of a passkey; `device` is the one it was asked for at, and absent when time did it. */
type Happened =
  | { readonly kind: 'passkey-changed'; readonly added: boolean; readonly device?: DeviceName }
  | { readonly kind: 'passkey-will-go'; readonly leavesAt: Date; readonly device: DeviceName };

/** Tells every channel what became of a passkey, with the link that disavows it. */
export const tellOfPasskey = (world: World, tx: Runner, whose: Whose, happened: Happened): Promise<void> =>
  tellEverywhere(world, tx, whose, (firstName, disavowal) => ({
    firstName,
    at: whose.at,
    ...happened,
    ...disavowal,
  }));
