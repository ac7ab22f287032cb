import { randomToken, sha256 } from '../../lib/digest.ts';
import type { SignInStanding } from '../../rules/waits.ts';
import { renewSession } from '../../store/account/sessions.ts';
import type { World } from '../world.ts';
import type { TriedFrom } from './devices.ts';
import type { Owner } from './owner.ts';
import { tryKey } from './try-key.ts';

/** The key was given again, or not; or the session was over before it could be. */
export type Confirmed =
  | { readonly kind: 'confirmed'; readonly session: string }
  | { readonly kind: 'refused'; readonly standing: SignInStanding }
  | { readonly kind: 'ended' };

/**
 * Has the owner of a session give the key again, for what matters (SE-05). It counts and waits as at the sign-in, and the
 * session goes on under a new secret (SE-01).
 */
export async function confirmKey(
  world: World,
  owner: Owner,
  sent: { token: string; key: string; from: TriedFrom },
): Promise<Confirmed> {
  const { nameHash, id } = owner.account;
  const session = randomToken(32);
  const tried = await tryKey(
    world,
    { nameHash, key: sent.key, from: sent.from, device: owner.session.device, event: 'key-confirmed' },
    (tx, { at }) => {
      const of = { idHash: sha256(sent.token), accountId: id, newHash: sha256(session) };
      return renewSession(tx, of, at, world.institution.policy.session);
    },
  );
  if (tried.kind === 'refused') return tried;
  return tried.value ? { kind: 'confirmed', session } : { kind: 'ended' };
}
