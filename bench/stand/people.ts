/** Who is in the registry while it is measured, and who is not. */
import { nameHashOf, type Personal, sealPersonal } from '../../src/actions/personal.ts';
import type { World } from '../../src/actions/world.ts';
import { card, firstNames, lastNames, pick } from '../../src/directory/sample-crowd.ts';
import { hashKey } from '../../src/lib/keys/key-hash.ts';
import { importAccount } from '../../src/store/accounts.ts';
import { appendAudit } from '../../src/store/audit.ts';

export type Someone = { readonly number: string; readonly email: string };

/** Everybody's former key. */
export const formerKey = 'canoa farol neblina ceibo';

/** Numbers from here on are well formed and nobody's. */
const firstUnknown = 5_000_000;

const someone = (serial: number): Someone => ({
  number: card(serial).number,
  email: `persona${serial}@buzon.example`,
});

/** Hands out known people in turn, so that no account is asked for more often than need be. */
export class People {
  readonly count: number;
  #next = 0;
  #nextUnknown = firstUnknown;

  constructor(count: number) {
    this.count = count;
  }

  known(): Someone {
    return someone(this.#next++ % this.count);
  }

  unknown(): Someone {
    return someone(this.#nextUnknown++);
  }
}

function personalOf(serial: number): Personal {
  const { number, email } = someone(serial);
  return {
    claim: { subject: 'person', identity: { kind: 'ec.ci', number } },
    firstName: pick(firstNames, serial),
    lastName: pick(lastNames, serial),
    email,
    bouncing: false,
    work: [],
    language: 'es',
  };
}

/**
 * The rows an import would write, in one transaction and with one key hashed once: an import hashes each person's own key
 * and waits for the disk after each, which is right there and would take minutes here.
 */
export async function fillRegistry(world: World, count: number): Promise<People> {
  const { policy } = world.institution;
  const [pepper] = world.keys.peppers;
  if (!pepper) throw new TypeError('The key ring is empty');
  const keyHash = await hashKey(formerKey, policy.key.hash, pepper);
  const at = world.clock.now();
  await world.db.transaction(async (tx) => {
    for (let serial = 0; serial < count; serial++) {
      const personal = personalOf(serial);
      const subject = nameHashOf(world, personal.claim);
      const sealed = sealPersonal(world, subject, personal);
      const account = { nameHash: subject, subject: 'person', status: 'active', lock: null } as const;
      await importAccount(tx, { ...account, personal: sealed, keyHash, renewed: true }, at);
      const audited = {
        actor: 'operator',
        event: 'account-imported',
        policyVersion: policy.version,
      } as const;
      await appendAudit(tx, { at, subject, ...audited });
    }
  });
  return new People(count);
}
