import { type Clock, secondsAfter } from '../lib/clock.ts';
import type { Courier, Receipt } from './message.ts';

/** How long a relay that takes nothing from us is left alone, while another carries. */
const restSeconds = 60;

/** After this the next try is a later one: no message may be under way longer than the worker holds it (deliver.ts). */
const handOnWithinSeconds = 15;

type Relay = { readonly courier: Courier; restsUntil: Date };

/** Those that may be asked, in the order they were given; then those at rest, the soonest rested first. */
function inTurn(relays: readonly Relay[], now: Date): Relay[] {
  const [awake, resting] = [
    relays.filter((one) => one.restsUntil <= now),
    relays.filter((one) => one.restsUntil > now),
  ];
  return [...awake, ...resting.sort((a, b) => a.restsUntil.getTime() - b.restsUntil.getTime())];
}

/**
 * Makes one courier of several relays. One that takes nothing from us hands over to the next at once and rests; what is said of
 * the message itself, by whichever relay, is said. A message comes twice only where SMTP itself cannot tell: when its relay is
 * lost between the last byte and the answer (RFC 1047). Both copies have one Message-ID, one link and one code.
 */
export function openRelays(couriers: readonly Courier[], clock: Clock): Courier {
  const [first] = couriers;
  if (!first) throw new TypeError('No relay was given');
  const relays = couriers.map((courier): Relay => ({ courier, restsUntil: clock.now() }));
  return {
    async carry(parcel) {
      const until = secondsAfter(clock.now(), handOnWithinSeconds);
      let receipt: Receipt = { outcome: 'deferred', reason: 'no relay' };
      for (const relay of inTurn(relays, clock.now())) {
        receipt = await relay.courier.carry(parcel);
        const now = clock.now();
        const ofUs = receipt.outcome === 'deferred' && receipt.ofUs === true;
        relay.restsUntil = ofUs ? secondsAfter(now, restSeconds) : now;
        if (!ofUs || now > until) break;
      }
      return receipt;
    },
    rehearse: (parcel) => first.rehearse(parcel),
    carriesSms: false,
    ready() {
      // The first that answers is enough: one that is silent must not make the others look slow.
      const answers = couriers.map(
        async (one) => (await one.ready()) || Promise.reject(new Error('Not ready')),
      );
      return Promise.any(answers).catch(() => false);
    },
    relays: async () => (await Promise.all(couriers.map((one) => one.relays()))).flat(),
    async close() {
      await Promise.all(couriers.map((one) => one.close()));
    },
  };
}
