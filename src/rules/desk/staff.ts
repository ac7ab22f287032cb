/** Who works with the accounts of others, and what each may do. */

/** One person may have several; nobody decides over what they themselves asked for. */
export const staffRoles = ['agent', 'supervisor', 'auditor', 'administrator'] as const;
export type StaffRole = (typeof staffRoles)[number];

export const isStaffRole = (text: string): text is StaffRole => staffRoles.some((role) => role === text);

/** Why a page of the desk does not do what was asked. */
export type DeskRefusal = 'wrong-role' | 'invitation-dead' | 'touch-refused';

/** Why the operator's command about a member of staff is not obeyed. */
export type AppointRefusal =
  | 'code-malformed'
  | 'code-taken'
  | 'number-taken'
  | 'nobody'
  | 'disabled'
  | 'not-confirmed';

/** A code that stands for a name: a letter or two, a dash, digits. */
export const isStaffCode = (text: string): boolean => /^[A-Z]{1,2}-\d{1,6}$/.test(text);

/** A name as it stands on every page of the desk: "M. Paredes". The first surname comes third when there are two first names. */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = ''] = words;
  const surname = words[words.length > 3 ? 2 : 1];
  return surname === undefined ? first : `${[...first][0]}. ${surname}`;
}

/** What a member's standing says before anybody is made an administrator, or is given a new way in (HD-08). */
export type Appointer = { readonly code: string; readonly active: boolean; readonly administrator: boolean };

/**
 * Whether an act that could make or replace an administrator is confirmed: by two different active administrators who are not its
 * subject, or by all there are while a house is being set up. `all` are the members as they stand.
 */
export function isConfirmed(
  all: readonly Appointer[],
  { subject, by, atLeast }: { subject: string; by: readonly string[]; atLeast: 'two' | 'those-there-are' },
): boolean {
  const entitled = all.filter((one) => one.active && one.administrator && one.code !== subject);
  const named = new Set(entitled.map(({ code }) => code).filter((code) => by.includes(code)));
  return named.size >= (atLeast === 'two' ? 2 : Math.min(2, entitled.length));
}
