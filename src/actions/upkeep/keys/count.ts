import { keyIdOf } from '../../../lib/seal.ts';
import { countPeppers } from '../../../store/keys/peppers.ts';
import { countSeals, sealedColumns } from '../../../store/keys/sealed.ts';
import type { World } from '../../world.ts';

/** How many values of one place stand under one key of the ring. */
export type Stand = { readonly place: string; readonly keyId: string; readonly count: number };

/** Where the ring is used: what it sealed, which can be sealed anew, and hashes, which change when people bring what was hashed. */
export type KeyUse = { readonly sealed: readonly Stand[]; readonly hashed: readonly Stand[] };

export async function countKeyUse({ db }: World): Promise<KeyUse> {
  const sealed: Stand[] = [];
  for (const place of sealedColumns)
    for (const { head, n } of await countSeals(db, place))
      sealed.push({ place, keyId: keyIdOf(head), count: n });
  const hashed = (await countPeppers(db)).map(({ place, pepper, n }) => ({ place, keyId: pepper, count: n }));
  return { sealed, hashed };
}
