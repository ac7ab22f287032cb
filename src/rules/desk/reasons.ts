/** Why staff look at somebody: closed lists, so that a report can count them. */
export const searchReasons = ['at-the-window', 'ticket', 'call', 'supervision'] as const;
export type SearchReason = (typeof searchReasons)[number];

/** Why one masked field is read whole. */
export const revealReasons = ['compare-document', 'read-back', 'person-asks', 'review'] as const;
export type RevealReason = (typeof revealReasons)[number];

/** Why an account is shut at a counter. */
export const freezeReasons = ['person-asks', 'suspicion', 'supervision'] as const;
export type FreezeReason = (typeof freezeReasons)[number];

/** Why an auditor learns whose line of the log it is. */
export const auditReasons = ['complaint', 'investigation', 'authority', 'sample'] as const;
export type AuditReason = (typeof auditReasons)[number];

/** Why a second person refuses what was asked, so that the person can be told and may answer (HD-13). */
export const refuseReasons = ['documents', 'contact-doubtful', 'not-the-person', 'suspicion'] as const;
export type RefuseReason = (typeof refuseReasons)[number];

/** What of a record may be read whole, one at a time. Keys, codes and answers are no fields. */
export const revealFields = ['name', 'email', 'second-email', 'phone'] as const;
export type RevealField = (typeof revealFields)[number];
