import type { Outcome } from '../../../rules/case.ts';
import type { World } from '../../world.ts';
import { advance } from '../advance.ts';
import { accountNow, meansOf, noMeans } from './means.ts';

/**
 * Goes on by a passkey that was verified already: `verified` is whose it is. It proves when it is of the very account of the
 * case, and that account may be served.
 */
export const showPasskey = (
  world: World,
  visit: { browser: Buffer; caseId: string; verified: { accountId: string } | undefined },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, async ({ tx, found }) => {
    const { open } = await accountNow(world, tx, found);
    const matches = open && visit.verified !== undefined && visit.verified.accountId === found.accountId;
    const means = matches ? await meansOf(world, tx, found.accountId) : noMeans;
    return { fact: { kind: 'passkey-shown', matches, ...means } };
  });
