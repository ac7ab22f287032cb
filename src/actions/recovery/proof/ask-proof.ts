import type { Outcome } from '../../../rules/case.ts';
import type { Channel } from '../../../rules/policy.ts';
import { contactOf } from '../../personal.ts';
import { channelsOf } from '../../tell.ts';
import type { World } from '../../world.ts';
import { advance, type Gathered } from '../advance.ts';
import { accountNow } from './means.ts';
import { roomFor } from './room.ts';

/** Sends the code of the second proof to a contact on file. Nothing is typed: possession was shown by another method. */
export const askProof = (
  world: World,
  visit: { browser: Buffer; caseId: string; channel: Channel },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, async (seen): Promise<Gathered> => {
    const { tx, found, by } = seen;
    const { channel } = visit;
    const { open, personal } = await accountNow(world, tx, found);
    const reached = personal && channelsOf(world, personal, [channel]).length > 0;
    const address = reached ? contactOf(personal, channel) : undefined;
    const may = open && by.holder && address !== undefined;
    const asking = { kind: 'proof-asked', channel } as const;
    const matches = may && (await roomFor(world, seen, asking, { contact: address, matches: true }));
    return {
      fact: { ...asking, matches },
      provisions: { ...(personal && { personal }) },
    };
  });
