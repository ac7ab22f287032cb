/** Members of staff for tests: added and enrolled as the operator does, signed in as far as a test without an authenticator can. */
import assert from 'node:assert/strict';
import { addMember } from '../../src/actions/desk/staff/appoint.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { randomBytes, sha256 } from '../../src/lib/digest.ts';
import type { StaffRole } from '../../src/rules/desk/staff.ts';
import type { Walker } from '../walker.ts';
import type { Inside } from '../world.ts';

export type TestMember = { readonly id: string; readonly code: string; readonly invitation: string };

/** Adds a member, and gives the token of the link that was printed. */
export async function hire(
  world: Inside,
  place: number,
  roles: readonly StaffRole[],
  given: { confirmedBy?: readonly string[]; relatives?: readonly number[] } = {},
): Promise<TestMember> {
  const code = `T-${place}`;
  const outcome = await addMember(world.world, {
    code,
    name: 'María Paredes',
    identity: card(5_000_000 + place),
    roles,
    relatives: (given.relatives ?? []).map(card),
    confirmedBy:
      given.confirmedBy ??
      (await world.sql<{ code: string }>('select code from staff')).map((one) => one.code),
  });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const [row] = await world.sql<{ id: string }>('select id from staff where code = $1', [code]);
  return { id: row?.id ?? '', code, invitation: outcome.link.split('/').at(-1) ?? '' };
}

/** Lets a member count as enrolled: a passkey of theirs that no authenticator has. */
export async function enrolOnPaper(world: Inside, { id }: TestMember): Promise<void> {
  const at = world.clock.now();
  await world.sql('update staff set accepted_at = $2 where id = $1', [id, at]);
  await world.sql(
    `insert into staff_passkeys (credential_id, staff_id, public_key, counter, made_at) values ($1, $2, '\\x00', 0, $3)`,
    [randomBytes(16), id, at],
  );
}

/** The cookie of a test world, whose origin is https. */
export const staffCookie = '__Host-reclave-staff';

/** Seats a member at a browser, on a shift when a role is given, as a sign-in by passkey would. */
export async function seat(
  world: Inside,
  walker: Walker,
  { id }: TestMember,
  role?: StaffRole,
): Promise<void> {
  if (!walker.cookies.has('__Host-reclave-browser')) await walker.open('/mesa/ingreso');
  const browser = sha256(walker.cookies.get('__Host-reclave-browser') ?? '');
  const token = randomBytes(32).toString('base64url');
  await world.sql(
    `insert into staff_sessions (id_hash, staff_id, browser, office, window_label, role, began, seen, fresh)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $7)`,
    [
      sha256(token),
      id,
      browser,
      role ? 'centro-norte' : null,
      role ? '3' : null,
      role ?? null,
      world.clock.now(),
    ],
  );
  walker.cookies.set(staffCookie, token);
}
