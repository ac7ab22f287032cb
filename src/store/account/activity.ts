import { type Runner, statement } from '../database.ts';

/** A line of the log as the person it is about may read it: no pseudonyms, no notes of the house. */
export type ActivityLine = {
  readonly at: Date;
  readonly actor: string;
  readonly event: string;
  readonly after?: string;
  readonly refusal?: string;
  readonly evidence?: string;
  readonly device?: string;
  /** Of acts of staff: the office, and why they say they did it. */
  readonly office?: string;
  readonly reason?: string;
  /** Sealed under the person's own key. */
  readonly personal?: Buffer;
};

type Row = {
  at: Date;
  actor: string;
  event: string;
  after: string | null;
  refusal: string | null;
  evidence: string | null;
  device: string | null;
  office: string | null;
  reason: string | null;
  personal: Buffer | null;
};

const ofSubject = statement<Row>(
  'activity-of-subject',
  `select at, actor, event, after, refusal, evidence, device, office, reason, personal from audit
   where subject = $1 and ($2::text[] is null or (event = any($2)) = $3)
   order by at desc, seq desc limit $4 offset $5`,
);

/** Lines about a number, newest first; with `only`, those of these events, or of all but these. */
export async function activityOf(
  on: Runner,
  subject: Buffer,
  asked: {
    only?: { readonly events: readonly string[]; readonly within: boolean };
    limit: number;
    offset: number;
  },
): Promise<ActivityLine[]> {
  const { only, limit, offset } = asked;
  const parameters = [subject, only?.events ?? null, only?.within ?? true, limit, offset];
  return (await on.run(ofSubject, parameters)).map(
    ({ at, actor, event, after, refusal, evidence, device, office, reason, personal }) => ({
      at,
      actor,
      event,
      ...(after !== null && { after }),
      ...(refusal !== null && { refusal }),
      ...(evidence !== null && { evidence }),
      ...(device !== null && { device }),
      ...(office !== null && { office }),
      ...(reason !== null && { reason }),
      ...(personal !== null && { personal }),
    }),
  );
}
