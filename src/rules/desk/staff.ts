/** Who works with the accounts of others, and what each may do. */

/** One person may have several; nobody decides over what they themselves asked for. */
const staffRoles = ['agent', 'supervisor', 'auditor', 'administrator'] as const;
export type StaffRole = (typeof staffRoles)[number];
