import type { Outcome } from '../../../rules/case.ts';
import type { Channel } from '../../../rules/policy.ts';
import { contactOf } from '../../personal.ts';
import { channelsOf } from '../../tell.ts';
import type { World } from '../../world.ts';
import { advance, type Gathered } from '../advance.ts';
import { countDestination } from '../pressure.ts';
import { accountNow } from './means.ts';

/** Sends the code of the second proof to a contact on file. Nothing is typed: possession was shown by another method. */
export const askProof = (
  world: World,
  visit: { browser: Buffer; caseId: string; channel: Channel },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, async ({ tx, found, at, by }): Promise<Gathered> => {
    const { channel } = visit;
    const { open, personal } = await accountNow(world, tx, found);
    const reached = personal && channelsOf(world, personal, [channel]).length > 0;
    const address = reached ? contactOf(personal, channel) : undefined;
    const may = open && by.holder && address !== undefined;
    const matches = may && (await countDestination(world, address, at));
    return {
      fact: { kind: 'proof-asked', channel, matches },
      provisions: { ...(personal && { personal }) },
    };
  });
