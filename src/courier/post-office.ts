import type { Courier, Parcel } from './message.ts';

/** The couriers of one institution; one without a gateway sends no SMS. */
type Couriers = { readonly mail: Courier; readonly sms?: Courier };

/** Makes one courier of two: each parcel goes the way it is addressed. */
export function openPostOffice({ mail, sms }: Couriers): Courier {
  const courierOf = ({ to }: Parcel): Courier | undefined => (to.by === 'mail' ? mail : sms);
  return {
    async carry(parcel) {
      return (await courierOf(parcel)?.carry(parcel)) ?? { outcome: 'refused', reason: 'no courier' };
    },
    async rehearse(parcel) {
      await courierOf(parcel)?.rehearse(parcel);
    },
    carriesSms: sms !== undefined,
    async ready() {
      return (await mail.ready()) && ((await sms?.ready()) ?? true);
    },
    relays: () => mail.relays(),
    async close() {
      await Promise.all([mail.close(), sms?.close()]);
    },
  };
}
