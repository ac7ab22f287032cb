/** A counter without pages: members with passkeys that sign, and cases taken as far as a test wants them. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { OnShift } from '../../src/actions/desk/as-staff.ts';
import { decideCase, touchFor, type Verdict } from '../../src/actions/desk/case/decide.ts';
import { openCase } from '../../src/actions/desk/case/open-case.ts';
import { enterDeskCode } from '../../src/actions/desk/case/person.ts';
import { nameDeskContact, proveIdentity, submitCase } from '../../src/actions/desk/case/work-on-case.ts';
import { staffHandleOf } from '../../src/actions/desk/staff/passkeys.ts';
import { type Staff, staffOf } from '../../src/actions/desk/staff.ts';
import { askStaffTouch } from '../../src/actions/desk/touch.ts';
import { minutesAfter } from '../../src/lib/clock.ts';
import { sha256 } from '../../src/lib/digest.ts';
import type { Errand } from '../../src/rules/desk/case.ts';
import type { Checklist } from '../../src/rules/desk/proofing.ts';
import type { StaffRole } from '../../src/rules/desk/staff.ts';
import { type Account, accountByName } from '../../src/store/accounts.ts';
import { type DeskCase, deskCaseById } from '../../src/store/desk/cases.ts';
import { ofKind } from '../journeys/contact-steps.ts';
import { enrolOnPaper, hire, seat, staffCookie, type TestMember } from '../journeys/staff.ts';
import { arriving, browse } from '../journeys/steps.ts';
import type { Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';
import { nameHashOf } from './places.ts';

/** A member with an authenticator of their own. */
export type Keyed = TestMember & { readonly key: KeyObject; readonly credential: Buffer };

/** The key as an authenticator hands it over: COSE, ES256. */
function coseOf(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

/** Adds a member and gives them a passkey. */
export async function employ(
  world: TestWorld,
  place: number,
  roles: readonly StaffRole[],
  relatives: readonly number[] = [],
): Promise<Keyed> {
  const member = await hire(world, place, roles, { relatives });
  await enrolOnPaper(world, member);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential = randomBytes(16);
  await world.sql('update staff_passkeys set credential_id = $2, public_key = $3 where staff_id = $1', [
    member.id,
    credential,
    coseOf(publicKey),
  ]);
  return { ...member, key: privateKey, credential };
}

const isOnShift = (staff: Staff): staff is OnShift => staff.session.shift !== undefined;

const browserOf = (walker: Walker): Buffer => sha256(walker.cookies.get('__Host-reclave-browser') ?? '');

/** A member at a browser, on a shift. */
export async function sit(
  world: TestWorld,
  member: TestMember,
  role: StaffRole,
  { walker = browse(world), office }: { walker?: Walker; office?: string } = {},
): Promise<OnShift> {
  await seat(world, walker, member, role);
  const token = walker.cookies.get(staffCookie) ?? '';
  if (office !== undefined)
    await world.sql('update staff_sessions set office = $2 where id_hash = $1', [sha256(token), office]);
  const staff = await staffOf(world.world, { token, browser: browserOf(walker) });
  return staff && isOnShift(staff) ? staff : assert.fail('Nobody sits there');
}

/** What a member's browser answers after the passkey was touched for this. */
export async function touch(
  world: TestWorld,
  staff: OnShift,
  { key, credential, id }: Keyed,
  about: string,
): Promise<string> {
  const { challenge, rpId } = await askStaffTouch(world.world, staff, about);
  const text = JSON.stringify({ type: 'webauthn.get', challenge, origin: world.world.baseUrl });
  const client = Buffer.from(text, 'utf8');
  // Present and verified; a counter that stays at nought, as of passkeys that are copied between devices.
  const data = Buffer.concat([sha256(rpId), Buffer.from([5, 0, 0, 0, 0])]);
  const signature = sign('sha256', Buffer.concat([data, sha256(client)]), key);
  return JSON.stringify({
    id: credential.toString('base64url'),
    clientDataJSON: client.toString('base64url'),
    authenticatorData: data.toString('base64url'),
    signature: signature.toString('base64url'),
    userHandle: staffHandleOf(world.world, id),
  });
}

export async function accountOf(world: TestWorld, who: { readonly number: string }): Promise<Account> {
  return (await accountByName(world.world.db, nameHashOf(who))) ?? assert.fail('No account');
}

export const caseOf = async (world: TestWorld, id: string): Promise<DeskCase> =>
  (await deskCaseById(world.world.db, id)) ?? assert.fail('No case');

/** Everything shown and ticked. */
export const shown = (world: TestWorld, given: Partial<Checklist> = {}): Checklist => ({
  document: { kind: 'id-card', expires: minutesAfter(world.clock.now(), 60 * 24 * 365) },
  photoMatches: true,
  unaltered: true,
  second: { verdict: 'match', source: 'trial' },
  wordsSaid: false,
  alone: true,
  ...given,
});

const toEmail: Errand = { kind: 'change-contact', slot: 'email' };

export async function begin(
  world: TestWorld,
  agent: OnShift,
  who: { readonly number: string },
  errand: Errand = toEmail,
): Promise<string> {
  const opened = await openCase(world.world, agent, await accountOf(world, who), { errand });
  return opened.kind === 'opened' ? opened.id : assert.fail(JSON.stringify(opened));
}

/** To the code that went to the new contact. */
export async function nameNew(
  world: TestWorld,
  agent: OnShift,
  who: { readonly number: string },
  to: string,
): Promise<{ id: string; code: string }> {
  const id = await begin(world, agent, who);
  assert.equal((await proveIdentity(world.world, agent, id, shown(world)))?.refusal, undefined);
  const sent = ofKind(
    await arriving(world, async () =>
      assert.equal((await nameDeskContact(world.world, agent, id, to))?.refusal, undefined),
    ),
    'confirm-contact',
  );
  assert.deepEqual(
    sent.map((one) => one.to),
    [to],
  );
  return { id, code: sent[0]?.message.code ?? '' };
}

/** The person types the code on a page of their own. */
export const typeCode = async (world: TestWorld, id: string, code: string, browser = randomBytes(32)) =>
  enterDeskCode(world.world, await caseOf(world, id), { code, browser, staffed: false });

/** To a case that waits for the second person; gives its id and the token everybody was sent to cancel it with. */
export async function send(
  world: TestWorld,
  agent: OnShift,
  who: { readonly number: string },
  to: string,
): Promise<{ id: string; token: string; told: string[] }> {
  const { id, code } = await nameNew(world, agent, who, to);
  assert.equal((await typeCode(world, id, code))?.refusal, undefined);
  const told = ofKind(
    await arriving(world, async () =>
      assert.equal((await submitCase(world.world, agent, id, 'Vino en persona'))?.refusal, undefined),
    ),
    'asked-at-office',
  );
  const links = new Set(told.map(({ message }) => message.link));
  assert.equal(links.size, 1, 'One link for everybody');
  return { id, token: [...links][0]?.split('/').at(-1) ?? '', told: told.map((one) => one.to).sort() };
}

/** A supervisor decides with a passkey touched for it. */
export async function decide(
  world: TestWorld,
  staff: OnShift,
  member: Keyed,
  id: string,
  given: { verdict?: Verdict; version?: number; answer?: string } = {},
) {
  const { verdict = 'approved', version = 1 } = given;
  const answer = given.answer ?? (await touch(world, staff, member, touchFor(verdict, id, version)));
  return decideCase(world.world, staff, id, { verdict, version, answer });
}

/** Lines of the log of one case. */
export const linesOf = (world: TestWorld, id: string, event: string) =>
  world.sql<{ refusal: string | null; note: string | null; staff: string }>(
    'select refusal, note, staff from audit where case_id = $1 and event = $2',
    [id, event],
  );

/** The contact changes of a person, by stage. */
export const changesOf = async (world: TestWorld, who: { readonly number: string }): Promise<string[]> =>
  (
    await world.sql<{ kind: string }>(
      `select stage->>'kind' as kind from contact_changes where account_id = $1 order by asked_at`,
      [(await accountOf(world, who)).id],
    )
  ).map(({ kind }) => kind);
