/** The desk without a browser: members at work with an authenticator in software, and cases brought to where a second person reads them. */
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { OnShift } from '../../src/actions/desk/as-staff.ts';
import { openCase } from '../../src/actions/desk/case/open-case.ts';
import { enterDeskCode } from '../../src/actions/desk/case/person.ts';
import { nameDeskContact, proveIdentity, submitCase } from '../../src/actions/desk/case/work-on-case.ts';
import { staffHandleOf } from '../../src/actions/desk/staff/passkeys.ts';
import { staffOf } from '../../src/actions/desk/staff.ts';
import { randomBytes, sha256 } from '../../src/lib/digest.ts';
import type { Errand } from '../../src/rules/desk/case.ts';
import type { StaffRole } from '../../src/rules/desk/staff.ts';
import type { Language } from '../../src/rules/policy.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { deskCaseById } from '../../src/store/desk/cases.ts';
import { paths } from '../../src/web/paths.ts';
import { nameHashOf, tokenOf } from '../attacks/places.ts';
import type { Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';
import { hire, seat, staffCookie, type TestMember } from './staff.ts';
import { browse, type Citizen } from './steps.ts';

/** A member at work at a browser of their own. */
export type AtWork = {
  readonly walker: Walker;
  readonly member: TestMember;
  readonly staff: OnShift;
  /** What their authenticator answers, touched for one text on the page they are at. */
  touch(about: string): Promise<string>;
};

/** Hires somebody, gives them an authenticator, and seats them in a role. */
export async function atWork(
  world: TestWorld,
  place: number,
  role: StaffRole,
  language: Language = 'es',
): Promise<AtWork> {
  const walker = browse(world, language);
  await walker.open(paths.deskSignIn);
  const member = await hire(world, place, [role]);
  await seat(world, walker, member, role);
  const touched = await giveAuthenticator(world, member);
  const browser = sha256(walker.cookies.get('__Host-reclave-browser') ?? '');
  const staff = await staffOf(world.world, { token: walker.cookies.get(staffCookie) ?? '', browser });
  assert.ok(staff?.session.shift);
  const { shift } = staff.session;
  return {
    walker,
    member,
    staff: { ...staff, session: { ...staff.session, shift } },
    async touch(acerca) {
      const asked = await walker.post(paths.deskTouch, { acerca, _csrf: tokenOf(walker) });
      return touched(JSON.parse(await asked.text()).challenge);
    },
  };
}

/** ES256 in software: what it signs is right in every particular. */
async function giveAuthenticator(
  world: TestWorld,
  { id }: TestMember,
): Promise<(challenge: string) => string> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
  const credentialId = randomBytes(16);
  await world.sql(
    `insert into staff_passkeys (credential_id, staff_id, public_key, counter, made_at) values ($1, $2, $3, 0, $4)`,
    [credentialId, id, cose, world.clock.now()],
  );
  const { hostname, origin } = new URL(world.world.baseUrl);
  let counter = 0;
  return (challenge) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    const data = Buffer.concat([createHash('sha256').update(hostname).digest(), Buffer.of(5), count]);
    const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin }));
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
    return JSON.stringify({
      id: credentialId.toString('base64url'),
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: staffHandleOf(world.world, id),
    });
  };
}

export const accountOf = async (world: TestWorld, who: Citizen) => {
  const account = await accountByName(world.world.db, nameHashOf(who));
  assert.ok(account);
  return account;
};

/** A case whose identity was just proven. */
export async function provenCase(
  world: TestWorld,
  { staff }: AtWork,
  who: Citizen,
  errand: Errand = { kind: 'change-contact', slot: 'email' },
): Promise<string> {
  const opened = await openCase(world.world, staff, await accountOf(world, who), { errand });
  assert.equal(opened.kind, 'opened', JSON.stringify(opened));
  const id = opened.kind === 'opened' ? opened.id : '';
  const expires = new Date('2030-05-03T04:59:59Z');
  const proven = await proveIdentity(world.world, staff, id, {
    document: { kind: 'id-card', expires },
    second: { kind: 'passport', expires },
    photoMatches: true,
    unaltered: true,
    wordsSaid: false,
    alone: true,
  });
  assert.deepEqual([proven?.refusal, proven?.proofed.faults], [undefined, []]);
  return id;
}

/** The same, with the new contact confirmed by the person and sent to a second person. */
export async function sentCase(world: TestWorld, agent: AtWork, who: Citizen, to: string): Promise<string> {
  const id = await provenCase(world, agent, who);
  assert.equal((await nameDeskContact(world.world, agent.staff, id, to))?.refusal, undefined);
  const codes = (await world.mail()).flatMap(({ to: by, message }) =>
    by.by === 'mail' && by.address === to && message.kind === 'confirm-contact' ? [message.code] : [],
  );
  const kept = await deskCaseById(world.world.db, id);
  assert.ok(kept);
  const typed = { code: codes.at(-1) ?? '', browser: randomBytes(32), staffed: false };
  assert.equal((await enterDeskCode(world.world, kept, typed))?.refusal, undefined);
  const sent = await submitCase(world.world, agent.staff, id, 'Perdió el correo anterior.');
  assert.equal(sent?.refusal, undefined);
  return id;
}
