import { type Runner, statement, write } from '../database.ts';

/** How an address takes mail since its owner last showed a message: how much it refused, how much came late, and when last. */
export type MailHealth = { readonly refused: number; readonly delayed: number; readonly lastAt: Date };

const keep = write(
  'keep-carried-mail',
  `insert into mail_carried (parcel_id, contact, carried_at)
   select parcel_id, contact, $3 from unnest($1::uuid[], $2::bytea[]) as t (parcel_id, contact) on conflict do nothing`,
);
// A message is refused once, however often it is told; so is its delay.
const refuse = statement<{ contact: Buffer }>(
  'take-refused-mail',
  'delete from mail_carried where parcel_id = $1 returning contact',
);
const delay = statement<{ contact: Buffer }>(
  'take-delayed-mail',
  'update mail_carried set delayed = true where parcel_id = $1 and not delayed returning contact',
);
const count = write(
  'count-returned-mail',
  `insert into mail_health as h (contact, refused, delayed, last_at) values ($1, $2, $3, $4)
   on conflict (contact) do update set refused = h.refused + excluded.refused, delayed = h.delayed + excluded.delayed,
     last_at = greatest(h.last_at, excluded.last_at)`,
);
const holders = statement<{ name_hash: Buffer }>(
  'holders-of-contact',
  `select a.name_hash from contact_holders h join accounts a on a.id = h.account_id
   where h.address_hash = $1 order by a.id limit $2`,
);
const health = statement<{ contact: Buffer; refused: number; delayed: number; last_at: Date }>(
  'mail-health',
  'select contact, refused, delayed, last_at from mail_health where contact = any ($1::bytea[])',
);
const forgetCarried = write('forget-carried-mail', 'delete from mail_carried where contact = $1');
const forget = statement<{ refused: number }>(
  'forget-returned-mail',
  'delete from mail_health where contact = $1 returning refused',
);
const sweepCarried = write('sweep-carried-mail', 'delete from mail_carried where carried_at < $1');
const sweepHealth = write(
  'sweep-mail-health',
  'delete from mail_health h where not exists (select from contact_holders where address_hash = h.contact)',
);

/** Keeps for which addresses messages are handed over, so that their returns find them. */
export const keepCarried = (
  on: Runner,
  carried: readonly { readonly parcelId: string; readonly contact: Buffer }[],
  at: Date,
): Promise<unknown[]> =>
  on.run(keep, [carried.map((one) => one.parcelId), carried.map((one) => one.contact), at]);

/** The address of a message that came back, the first time this is told of it. */
export const takeReturn = async (
  tx: Runner,
  parcelId: string,
  verdict: 'refused' | 'delayed',
): Promise<Buffer | undefined> =>
  (await tx.run(verdict === 'refused' ? refuse : delay, [parcelId]))[0]?.contact;

export const countReturn = (
  tx: Runner,
  contact: Buffer,
  verdict: 'refused' | 'delayed',
  at: Date,
): Promise<unknown[]> =>
  tx.run(count, [contact, verdict === 'refused' ? 1 : 0, verdict === 'delayed' ? 1 : 0, at]);

/** The numbers, by their keyed hashes, of the accounts that name a contact now, `most` of them. */
export const holdersOf = async (on: Runner, contact: Buffer, most: number): Promise<Buffer[]> =>
  (await on.run(holders, [contact, most])).map((row) => row.name_hash);

/** How some addresses take mail, by the hex of their hashes; of whom nothing bad is known, nothing. */
export async function healthOf(
  on: Runner,
  contacts: readonly Buffer[],
): Promise<ReadonlyMap<string, MailHealth>> {
  const rows = await on.run(health, [contacts]);
  return new Map(
    rows.map(({ contact, refused, delayed, last_at }) => [
      contact.toString('hex'),
      { refused, delayed, lastAt: last_at },
    ]),
  );
}

/**
 * Somebody showed a message that reached the address: all is well with it, and what was sent before and is returned after says
 * nothing any more. Gives whether it was known to refuse mail. In the order in which a return takes them: nobody waits in a circle.
 */
export async function forgetReturns(tx: Runner, contact: Buffer): Promise<boolean> {
  await tx.run(forgetCarried, [contact]);
  return ((await tx.run(forget, [contact]))[0]?.refused ?? 0) > 0;
}

/** Forgets messages no relay returns any more, and addresses nobody names any more. */
export async function sweepReturns(on: Runner, before: Date): Promise<void> {
  await on.run(sweepCarried, [before]);
  await on.run(sweepHealth);
}
