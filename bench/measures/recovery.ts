/** Whole recoveries: asked, read from the mailbox, a new key set, signed in with it. */
import { hashKey } from '../../src/lib/keys/key-hash.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey, recover } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 8;
const windows = 5;
const perWindow = 60;
const hashesPerWindow = 80;

/** The former key compared, the new one hashed, the sign-in verified. */
const hashesPerRecovery = 3;

let turn = 0;

async function recoveriesPerSecond({ server, people, sink }: Stand): Promise<number> {
  const { seconds } = await crowd(server.port, clients, perWindow, async (connection) => {
    const person = people.known();
    const visitor = new Visitor(connection);
    await ask(visitor, person);
    await recover(visitor, person, codeIn(await sink.mailTo(person.email)), newKey(turn++));
  });
  return perWindow / seconds;
}

/** argon2id by itself, as many at once as the product lets through. */
async function hashesPerSecond({ world }: Stand): Promise<number> {
  const [pepper] = world.keys.peppers;
  if (!pepper) throw new TypeError('The key ring is empty');
  const { hash } = world.institution.policy.key;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: hashesPerWindow }, (_, place) => hashKey(newKey(place), hash, pepper)),
  );
  return (hashesPerWindow * 1000) / (performance.now() - start);
}

export async function recovery(stand: Stand): Promise<Section> {
  const whole: number[] = [];
  const bare: number[] = [];
  for (let window = 0; window < windows; window++) {
    whole.push(await recoveriesPerSecond(stand));
    bare.push(await hashesPerSecond(stand));
  }
  const rate = median(whole);
  const share = (hashesPerRecovery * rate) / median(bare);
  return {
    title: `recovery: from the start to signed in, ${clients} at once, medians of ${windows} interleaved windows`,
    rows: [
      { what: 'recoveries per second', found: rounded(rate), beside: 'peers with the same hash: 15.3, 12.6' },
      { what: 'argon2id by itself', found: `${rounded(median(bare), 0)} hashes/s` },
      {
        what: 'share of argon2id',
        found: `${rounded(share * 100, 0)} %`,
        beside: `${hashesPerRecovery} hashes a recovery`,
      },
      { what: 'without argon2id', found: `${rounded(rate / (1 - share), 0)} /s`, beside: 'peers: 66, 27' },
    ],
    notes: [
      'Without argon2id is worked out from its share, since the cost of the hash has a floor no setting goes below.',
    ],
  };
}
