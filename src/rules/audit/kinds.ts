/** What the log can be narrowed to, as an auditor asks for it; each by how the names of its events begin. */
export const logGroups = {
  searches: ['desk-searched'],
  reveals: ['desk-revealed', 'audit-person-revealed'],
  counter: ['desk-'],
  approvals: ['desk-approved', 'desk-returned', 'desk-refused'],
  contacts: ['contact'],
  keys: ['key-', 'unlock', 'saved-code', 'passkey-'],
  'sign-ins': ['signed-', 'session-', 'other-sessions-'],
  tickets: ['ticket-'],
  staff: ['staff-', 'shift-', 'break-glass-'],
  readings: ['audit-'],
} as const satisfies Record<string, readonly string[]>;

export type LogGroup = keyof typeof logGroups;

export const isLogGroup = (text: string | undefined): text is LogGroup =>
  text !== undefined && Object.hasOwn(logGroups, text);

/** Who is said to have acted. */
export const logActors = [
  'owner',
  'starter',
  'holder',
  'other',
  'system',
  'operator',
  'agent',
  'supervisor',
  'auditor',
  'administrator',
] as const;
export type LogActor = (typeof logActors)[number];
