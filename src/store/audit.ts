import type { StaffRole } from '../rules/desk/staff.ts';
import { type Runner, write } from './database.ts';

/** One line of the log. Kinds and pseudonyms only: nothing anybody typed ever gets here. */
export type AuditLine = {
  readonly at: Date;
  /** `owner` is who is signed in; `starter`, `holder` and `other` are browsers of a walk or at the sign-in. */
  readonly actor: 'owner' | 'starter' | 'holder' | 'other' | 'system' | 'operator' | StaffRole;
  readonly event: string;
  readonly subject?: Buffer;
  readonly caseId?: string;
  readonly before?: string;
  readonly after?: string;
  readonly refusal?: string;
  readonly evidence?: string;
  readonly network?: Buffer;
  /** Of whoever acted, as coarse as "an Android phone". */
  readonly device?: string;
  readonly note?: AuditNote;
  /** Which member of staff, at which office, and why they say they do it. */
  readonly staff?: string;
  readonly office?: string;
  readonly reason?: string;
  /** Sealed for the person it is about: it can be erased and the log stays whole (AU-08). */
  readonly personal?: Buffer;
  readonly policyVersion: string;
};

/** What only the system knows and nobody outside may learn (RC-16). */
export type AuditNote =
  | 'deceased'
  | 'suspended'
  | 'no-such-contact'
  | 'screen-failed'
  | 'wrong-representative'
  | 'quick-decision'
  /** As many other accounts as the policy lets pass name this contact already (CC-04). */
  | 'shared-contact';

const append = write(
  'append-audit',
  `insert into audit (at, actor, event, subject, case_id, before, after, refusal, evidence, network, note,
     staff, office, reason, personal, policy_version, device)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
);

/** Adds a line, in the transaction of what it tells. */
export async function appendAudit(tx: Runner, line: AuditLine): Promise<void> {
  await tx.run(append, [
    line.at,
    line.actor,
    line.event,
    line.subject ?? null,
    line.caseId ?? null,
    line.before ?? null,
    line.after ?? null,
    line.refusal ?? null,
    line.evidence ?? null,
    line.network ?? null,
    line.note ?? null,
    line.staff ?? null,
    line.office ?? null,
    line.reason ?? null,
    line.personal ?? null,
    line.policyVersion,
    line.device ?? null,
  ]);
}
