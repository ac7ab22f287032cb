import { type Runner, statement, write } from '../../database.ts';

const endFormer = write(
  'end-staff-invitations',
  'update staff_invitations set used_at = $2 where staff_id = $1 and used_at is null',
);
const put = write(
  'put-staff-invitation',
  'insert into staff_invitations (token_hash, staff_id, until) values ($1, $2, $3)',
);
const living = statement<{ staff_id: string }>(
  'living-staff-invitation',
  'select staff_id from staff_invitations where token_hash = $1 and used_at is null and until >= $2',
);
const spend = write(
  'spend-staff-invitation',
  'update staff_invitations set used_at = $2 where token_hash = $1 and used_at is null',
);

/** Keeps the digest of a link to enrol; the links given before are dead. */
export async function putInvitation(
  tx: Runner,
  made: { tokenHash: Buffer; staffId: string; until: Date },
  at: Date,
): Promise<void> {
  await tx.run(endFormer, [made.staffId, at]);
  await tx.run(put, [made.tokenHash, made.staffId, made.until]);
}

/** Whom a link that still works invites. Looking does not use it. */
export const invitedBy = async (on: Runner, tokenHash: Buffer, at: Date): Promise<string | undefined> =>
  (await on.run(living, [tokenHash, at]))[0]?.staff_id;

/** Uses a link up. */
export const spendInvitation = (tx: Runner, tokenHash: Buffer, at: Date): Promise<unknown[]> =>
  tx.run(spend, [tokenHash, at]);
