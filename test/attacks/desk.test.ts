/** Attacks on the counter, below its pages: insiders alone and in pairs, races, replays, guesses, other people's cases (HD-01 to HD-13, ATK-48). */
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { disavow } from '../../src/actions/contact/disavow.ts';
import type { OnShift } from '../../src/actions/desk/as-staff.ts';
import { cancelByNotice } from '../../src/actions/desk/case/cancel-by-notice.ts';
import { decideCase, touchFor } from '../../src/actions/desk/case/decide.ts';
import { openCase } from '../../src/actions/desk/case/open-case.ts';
import { enterDeskCode } from '../../src/actions/desk/case/person.ts';
import { viewDeskCase } from '../../src/actions/desk/case/view-case.ts';
import {
  askDeskCode,
  leaveUnconfirmed,
  nameContactAgain,
  nameDeskContact,
  proveIdentity,
  submitCase,
} from '../../src/actions/desk/case/work-on-case.ts';
import { findPerson } from '../../src/actions/desk/find.ts';
import { freezeAccountAtDesk } from '../../src/actions/desk/freeze-account.ts';
import { granted } from '../../src/actions/desk/grant.ts';
import { revealField } from '../../src/actions/desk/reveal.ts';
import { shutOut } from '../../src/actions/desk/staff/appoint.ts';
import { numberHash } from '../../src/actions/desk/staff.ts';
import { moveTicket } from '../../src/actions/desk/ticket/tickets.ts';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { samplePeople } from '../../src/directory/sample.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import type { Claim } from '../../src/rules/identity.ts';
import { paths } from '../../src/web/paths.ts';
import { ask, holdChange, ofKind, signedIn } from '../journeys/contact-steps.ts';
import {
  arriving,
  askFor,
  browse,
  citizen,
  hours,
  minutes,
  otherCode,
  prove,
  receive,
  register,
  saveKey,
} from '../journeys/steps.ts';
import { goodKey } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  accountOf,
  begin,
  caseOf,
  changesOf,
  decide,
  employ,
  type Keyed,
  linesOf,
  nameNew,
  send,
  shown,
  sit,
  touch,
  typeCode,
} from './counter.ts';

let world: TestWorld;
let ana: Keyed;
let both: Keyed;
let sol: Keyed;
let leo: Keyed;
/** An agent, and two supervisors at browsers of their own. */
let agent: OnShift;
let solAt: OnShift;
let leoAt: OnShift;
before(async () => {
  world = await openWorld();
  ana = await employ(world, 1, ['agent']);
  both = await employ(world, 2, ['agent', 'supervisor']);
  sol = await employ(world, 3, ['supervisor']);
  leo = await employ(world, 4, ['supervisor']);
  agent = await sit(world, ana, 'agent');
  solAt = await sit(world, sol, 'supervisor');
  leoAt = await sit(world, leo, 'supervisor');
});
after(() => world.close());

const times = (count: number) => Array.from({ length: count }, (_, index) => index);
let next = 0;
/** Somebody no other test of this file touches. */
const someone = () => citizen(next++);
/** Shares of a day count per supervisor: each test begins a day of its own. */
const anotherDay = () => world.clock.move(hours(26));
const claimOf = (who: { number: string }): Claim => ({
  subject: 'person',
  identity: { kind: 'ec.ci', number: who.number },
});
const newAddress = (): string => `nuevo-${randomUUID()}@otro.example`;

describe('one member alone (HD-03)', () => {
  it('approves nothing they asked for: in a second session, a second browser, the other role', async () => {
    const own = browse(world);
    const as = await sit(world, both, 'agent', { walker: own });
    const { id } = await send(world, as, someone(), newAddress());
    const seats = [
      await sit(world, both, 'supervisor', { walker: own }),
      await sit(world, both, 'supervisor'),
    ];
    for (const seat of seats) assert.equal((await decide(world, seat, both, id))?.refusal, 'own-case');
    assert.equal((await decide(world, as, both, id))?.refusal, 'wrong-role');
    assert.equal((await caseOf(world, id)).stage.kind, 'awaiting');
  });

  it('approves nothing after only one step of it, when a colleague did the others', async () => {
    const { id, code } = await nameNew(world, await sit(world, both, 'agent'), someone(), newAddress());
    await typeCode(world, id, code);
    await submitCase(world.world, agent, id, '');
    const seat = await sit(world, both, 'supervisor');
    assert.equal((await decide(world, seat, both, id))?.refusal, 'own-case');
  });

  it('gives nobody the approval at their own browser', async () => {
    const shared = browse(world);
    const { id } = await send(
      world,
      await sit(world, ana, 'agent', { walker: shared }),
      someone(),
      newAddress(),
    );
    const seat = await sit(world, sol, 'supervisor', { walker: shared });
    assert.equal((await decide(world, seat, sol, id))?.refusal, 'same-device');
  });
});

describe('who is near', () => {
  it('does nothing for a relative or themselves, and decides over neither', async () => {
    const [own, relative] = [card(5_000_061).number, card(5_000_900).number];
    await register(world, [
      { number: own, email: 'yo@correo.example' },
      { number: relative, email: 'prima@correo.example' },
    ]);
    const near = await employ(world, 61, ['agent', 'supervisor'], [5_000_900]);
    for (const number of [own, relative]) {
      const as = await sit(world, near, 'agent');
      const account = await accountOf(world, { number });
      const errand = { kind: 'change-contact', slot: 'email' } as const;
      assert.deepEqual(await openCase(world.world, as, account, { errand }), {
        kind: 'refused',
        because: 'own-person',
      });
      const asked = { field: 'email', reason: 'read-back' } as const;
      assert.equal(await revealField(world.world, as, account, asked), undefined);
      const { id } = await send(world, agent, { number }, newAddress());
      assert.equal(
        (await proveIdentity(world.world, as, id, shown(world)))?.refusal,
        'own-person',
        'Nor works on a case a colleague began',
      );
      const opened = await openCase(world.world, as, account, { errand });
      assert.equal(opened.kind, 'refused', 'Nor learns that there is one');
      assert.equal(
        (await decide(world, await sit(world, near, 'supervisor'), near, id))?.refusal,
        'own-person',
      );
    }
  });

  it('decides for no company they represent (HD-14)', async () => {
    const branch = samplePeople().find(({ id }) => id === 'employer-branch')?.person ?? assert.fail();
    const { identity, representative = assert.fail() } = branch;
    const claim: Claim = { subject: 'company', identity, branch: branch.branch ?? '', representative };
    const head = await employ(world, 62, ['supervisor', 'agent']);
    await world.sql('update staff set name_hash = $2 where id = $1', [
      head.id,
      numberHash(world.world, representative),
    ]);
    const company = identity.number;
    const found = await findPerson(world.world, agent, { typed: company, claims: [claim], reason: 'call' });
    assert.equal(found.kind, 'found');
    const account = (await granted(world.world, agent, found.kind === 'found' ? found.grant : ''))?.account;
    assert.ok(account);
    const errand = { kind: 'change-contact', slot: 'email' } as const;
    const as = await sit(world, head, 'agent');
    assert.equal((await openCase(world.world, as, account, { errand })).kind, 'refused');
    const opened = await openCase(world.world, agent, account, { errand });
    const id = opened.kind === 'opened' ? opened.id : assert.fail();
    const authority = { kind: 'representative', expires: new Date('2030-01-01') } as const;
    const proofed = await proveIdentity(world.world, agent, id, shown(world, { authority }));
    assert.deepEqual(proofed?.proofed.faults, []);
    const seat = await sit(world, head, 'supervisor');
    await world.sql(
      `update desk_cases set stage = jsonb_build_object('kind', 'awaiting', 'since', $2::text), version = 1 where id = $1`,
      [id, world.clock.now().toISOString()],
    );
    assert.equal((await decide(world, seat, head, id))?.refusal, 'own-person');
  });
});

describe('approval', () => {
  it('twenty at once by two supervisors: one change, one line, everybody told once (HD-03)', async () => {
    anotherDay();
    const who = someone();
    const as = await sit(world, ana, 'agent');
    const seats = [
      { member: sol, staff: await sit(world, sol, 'supervisor') },
      { member: leo, staff: await sit(world, leo, 'supervisor') },
    ];
    const to = newAddress();
    const { id } = await send(world, as, who, to);
    const about = touchFor('approved', id, 1);
    const ready = await Promise.all(
      times(20).map(async (index) => {
        const { member, staff } = seats[index % 2] ?? assert.fail();
        return { staff, answer: await touch(world, staff, member, about) };
      }),
    );
    const told = await arriving(world, () =>
      Promise.all(
        ready.map(({ staff, answer }) =>
          decideCase(world.world, staff, id, { verdict: 'approved', version: 1, answer }),
        ),
      ),
    );
    assert.deepEqual(await changesOf(world, who), ['held']);
    const lines = await linesOf(world, id, 'desk-approved');
    assert.equal(lines.filter(({ refusal }) => refusal === null).length, 1);
    assert.equal(lines.length, 20);
    assert.deepEqual(
      ofKind(told, 'contact-will-change')
        .map((one) => one.to)
        .sort(),
      [who.email, to].sort(),
    );
    const [row] = await world.sql<{ decided_by: string }>('select decided_by from desk_cases where id = $1', [
      id,
    ]);
    const first = lines.find(({ refusal }) => refusal === null)?.staff;
    assert.equal(row?.decided_by, first, 'Who came too late is not who decided, and nobody is forgotten');
  });

  it('takes no touch twice, none for another case, verdict or version, and none of another session', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const seat = await sit(world, sol, 'supervisor');
    const [one, two] = [
      await send(world, as, someone(), newAddress()),
      await send(world, as, someone(), newAddress()),
    ];
    const used = await touch(world, seat, sol, touchFor('returned', one.id, 1));
    assert.equal(
      (await decide(world, seat, sol, one.id, { verdict: 'returned', answer: used }))?.refusal,
      undefined,
    );
    await submitCase(world.world, as, one.id, '');
    const others = [
      used,
      await touch(world, seat, sol, touchFor('approved', two.id, 1)),
      await touch(world, seat, sol, touchFor('refused', one.id, 2)),
      await touch(world, seat, sol, touchFor('approved', one.id, 1)),
      await touch(world, await sit(world, sol, 'supervisor'), sol, touchFor('approved', one.id, 2)),
      await touch(world, leoAt, leo, touchFor('approved', one.id, 2)),
      '{}',
      '',
    ];
    for (const answer of others)
      assert.equal((await decide(world, seat, sol, one.id, { version: 2, answer }))?.refusal, 'no-touch');
    assert.equal((await decide(world, seat, sol, one.id, { version: 1 }))?.refusal, 'stale');
    const late = await touch(world, seat, sol, touchFor('approved', one.id, 2));
    world.clock.move(minutes(6));
    assert.equal(
      (await decide(world, seat, sol, one.id, { version: 2, answer: late }))?.refusal,
      'no-touch',
      'A touch of before is none',
    );
    assert.equal((await caseOf(world, one.id)).stage.kind, 'awaiting');
  });

  it('against the cancel link, fifty times: never in effect after a cancel', async () => {
    const agents = await Promise.all(times(3).map((index) => employ(world, 20 + index, ['agent'])));
    for (const round of times(50)) {
      // A day of its own for every few: neither cases nor shares of the day are what this is about.
      if (round % 5 === 0) anotherDay();
      const who = citizen(40 + (round % 8));
      const member = agents[round % agents.length] ?? ana;
      const as = await sit(world, member, 'agent');
      const deciders = [sol, leo];
      const decider = deciders[round % 2] ?? sol;
      const seat = await sit(world, decider, 'supervisor');
      const { id, token } = await send(world, as, who, newAddress());
      const answer = await touch(world, seat, decider, touchFor('approved', id, 1));
      const approve = () => decideCase(world.world, seat, id, { verdict: 'approved', version: 1, answer });
      const cancel = () => cancelByNotice(world.world, token);
      await Promise.all(round % 2 ? [approve(), cancel()] : [cancel(), approve()]);
      const open = (await changesOf(world, who)).filter((kind) => kind === 'held' || kind === 'effective');
      assert.deepEqual(open, [], `round ${round}`);
      assert.equal((await caseOf(world, id)).stage.kind, 'closed');
    }
    world.clock.move(hours(73));
    await grantChanges(world.world);
    for (const index of times(8))
      assert.ok(!(await changesOf(world, citizen(40 + index))).includes('effective'));
  });

  it('against the owner who recovers at that moment: nothing of it stays', async () => {
    for (const round of times(4)) {
      anotherDay();
      const who = someone();
      const walker = browse(world);
      const as = await sit(world, ana, 'agent');
      const seat = await sit(world, sol, 'supervisor');
      await prove(world, walker, who);
      const { id } = await send(world, as, who, newAddress());
      const answer = await touch(world, seat, sol, touchFor('approved', id, 1));
      const approve = () => decideCase(world.world, seat, id, { verdict: 'approved', version: 1, answer });
      const recover = () => saveKey(walker, goodKey);
      await Promise.all(round % 2 ? [approve(), recover()] : [recover(), approve()]);
      assert.ok(!(await changesOf(world, who)).includes('held'));
      assert.equal((await caseOf(world, id)).stage.kind, 'closed');
    }
  });

  it('against "it was not me": nothing of it stays, and the account is shut', async () => {
    for (const round of times(4)) {
      anotherDay();
      const who = someone();
      const walker = browse(world);
      await prove(world, walker, who);
      const notices = await arriving(world, () => saveKey(walker, goodKey));
      const link = notices
        .map(({ message }) => ('disavowal' in message ? JSON.stringify(message) : JSON.stringify(message)))
        .join(' ');
      const token = /\/no-fui-yo\/([\w-]+)/.exec(link)?.[1] ?? assert.fail(link);
      const as = await sit(world, ana, 'agent');
      const seat = await sit(world, sol, 'supervisor');
      const { id } = await send(world, as, who, newAddress());
      const answer = await touch(world, seat, sol, touchFor('approved', id, 1));
      const approve = () => decideCase(world.world, seat, id, { verdict: 'approved', version: 1, answer });
      const undo = () => disavow(world.world, token);
      await Promise.all(round % 2 ? [approve(), undo()] : [undo(), approve()]);
      assert.ok(!(await changesOf(world, who)).includes('held'));
      assert.equal((await caseOf(world, id)).stage.kind, 'closed');
      assert.notEqual((await accountOf(world, who)).frozenAt, null);
    }
  });
});

describe('a decision before its turn', () => {
  it('is refused at every stage, and is no fault', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const id = await begin(world, as, someone());
    assert.equal((await decide(world, solAt, sol, id, { version: 0 }))?.refusal, 'out-of-turn');
    await leaveUnconfirmed(world.world, as, id, { suspicious: false });
    assert.equal((await decide(world, solAt, sol, id, { version: 0 }))?.refusal, 'case-over');
  });
});

describe('the new contact (HD-12, CC-03)', () => {
  it('is not changed under the second person: refused, and what they read stays as it was', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const { id } = await send(world, as, someone(), newAddress());
    const { sealed: _sealed, ...was } = await caseOf(world, id);
    const read = await viewDeskCase(world.world, solAt, id);
    assert.equal((await nameDeskContact(world.world, as, id, 'ladron@otro.example'))?.refusal, 'out-of-turn');
    assert.equal((await nameContactAgain(world.world, as, id))?.refusal, 'out-of-turn');
    const list = shown(world, { wordsSaid: true });
    assert.equal((await proveIdentity(world.world, as, id, list))?.refusal, 'out-of-turn');
    const { sealed: _after, ...is } = await caseOf(world, id);
    assert.deepEqual(is, was);
    const { kept: _kept, ...now } = (await viewDeskCase(world.world, solAt, id)) ?? assert.fail();
    const { kept: _before, ...before } = read ?? assert.fail();
    assert.deepEqual(now, before);
  });

  it('takes no code from a browser staff sit at, and none of the contact of before', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const { id, code } = await nameNew(world, as, someone(), newAddress());
    const kept = await caseOf(world, id);
    const typed = { code, browser: as.session.browser, staffed: false };
    assert.equal((await enterDeskCode(world.world, kept, typed))?.refusal, 'staff-device');
    const other = { code, browser: randomBytes(32), staffed: true };
    assert.equal((await enterDeskCode(world.world, kept, other))?.refusal, 'staff-device');
    await nameContactAgain(world.world, as, id);
    await nameDeskContact(world.world, as, id, newAddress());
    assert.equal((await typeCode(world, id, code))?.refusal, 'wrong-code');
    assert.equal((await caseOf(world, id)).stage.kind, 'confirming');
  });

  it('is guessed five times a day, over the counter and the account together', async () => {
    anotherDay();
    const who = someone();
    await holdChange(world, who, 'phone', '+34612345679');
    const { id, code } = await nameNew(world, await sit(world, ana, 'agent'), who, newAddress());
    const outcomes = await Promise.all(
      times(30).map((index) => typeCode(world, id, otherCode(code, index + 1))),
    );
    assert.equal(outcomes.filter((one) => one?.refusal === 'wrong-code').length, 5);
    assert.equal((await typeCode(world, id, code))?.refusal, 'out-of-tries');
    const walker = await signedIn(world, who);
    const next = await ask(world, walker, 'second-email', newAddress());
    assert.equal((await walker.submit({ codigo: next }, paths.confirmContact)).status, 429);
  });

  it('costs no mailbox its messages when the wish is refused anyway (EM-17)', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const victim = someone();
    const { id } = await nameNew(world, as, someone(), victim.email);
    for (const _ of times(12)) assert.equal((await askDeskCode(world.world, as, id))?.refusal, 'too-soon');
    const idle = await begin(world, as, someone());
    await proveIdentity(world.world, as, idle, shown(world));
    for (const _ of times(12))
      assert.equal(
        (
          await nameDeskContact(
            world.world,
            { ...as, session: solAt.session, id: solAt.id },
            idle,
            victim.email,
          )
        )?.refusal,
        'wrong-role',
      );
    await receive(world, browse(world), victim);
  });
});

describe('what is not for everybody', () => {
  it('a case of another office is neither read nor worked on by its id, nor one that is none', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const { id } = await nameNew(world, as, someone(), newAddress());
    const { id: sent } = await send(world, as, someone(), newAddress());
    const away = await sit(world, both, 'agent', { office: 'puerto-canoa' });
    const auditor = await sit(world, await employ(world, 30, ['auditor']), 'auditor');
    for (const staff of [away, auditor]) {
      assert.equal(await viewDeskCase(world.world, staff, id), undefined);
      assert.equal(await proveIdentity(world.world, staff, id, shown(world)), undefined);
      assert.equal(await nameDeskContact(world.world, staff, id, newAddress()), undefined);
      assert.equal(await askDeskCode(world.world, staff, id), undefined);
      assert.equal(await nameContactAgain(world.world, staff, id), undefined);
      assert.equal(await leaveUnconfirmed(world.world, staff, id, { suspicious: true }), undefined);
      const said = { verdict: 'approved', version: 1, answer: '' } as const;
      assert.equal(await decideCase(world.world, staff, sent, said), undefined);
    }
    for (const forged of [randomUUID(), '1', "' or true --", '../..', ''])
      assert.equal(await viewDeskCase(world.world, solAt, forged), undefined, forged);
    assert.equal((await caseOf(world, id)).stage.kind, 'confirming');
    assert.equal((await caseOf(world, sent)).stage.kind, 'awaiting');
  });

  it('a grant opens nothing in another session, after its time, or changed by one letter (HD-07)', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const who = someone();
    const asked = { typed: who.number, claims: [claimOf(who)], reason: 'at-the-window' } as const;
    const found = await findPerson(world.world, as, asked);
    const grant = found.kind === 'found' ? found.grant : assert.fail();
    const account = await accountOf(world, who);
    assert.equal((await granted(world.world, as, grant))?.account.id, account.id);
    assert.equal(await granted(world.world, await sit(world, ana, 'agent'), grant), undefined);
    assert.equal(await granted(world.world, leoAt, grant), undefined);
    const sealedElsewhere = world.world.keys
      .seal({ accountId: account.id, sessionId: as.session.id, until: '2099-01-01' }, 'something else')
      .toString('base64url');
    const forged = [
      sealedElsewhere,
      `${grant.slice(0, -2)}${grant.endsWith('AA') ? 'BB' : 'AA'}`,
      grant.slice(1),
      account.id,
      Buffer.from(JSON.stringify({ accountId: account.id })).toString('base64url'),
      '',
      'x'.repeat(1_000_000),
    ];
    for (const token of forged) assert.equal(await granted(world.world, as, token), undefined);
    world.clock.move(minutes(31));
    assert.equal(await granted(world.world, as, grant), undefined);
  });

  it('a search finds exact numbers only, and every one is counted (HD-06)', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const who = someone();
    const harvest = [
      '%',
      '_'.repeat(10),
      '*',
      `${who.number.slice(0, 9)}%`,
      `${who.number}' or '1'='1`,
      '"; select * from accounts --',
      ` ${who.number}\u0000`,
      who.number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      `${who.number.slice(0, 5)}\u200b${who.number.slice(5)}`,
      `${who.number},${citizen(1).number}`,
      'A'.repeat(1_000_000),
      'CANOA % 1',
      'CANOA-FAROL-999999',
      `${'CANOA '.repeat(50_000)}1`,
    ];
    for (const typed of harvest) {
      const claims = [claimOf({ number: typed })];
      const found = await findPerson(world.world, as, { typed, claims, reason: 'call' });
      assert.equal(found.kind, 'nobody', typed.slice(0, 40));
    }
    const lines = await world.sql(
      `select from audit where staff = $1 and event = 'desk-searched' and at = $2 and refusal = 'nobody'`,
      [as.id, world.clock.now()],
    );
    assert.equal(lines.length, harvest.length);
  });

  it('a search past the day’s limit finds nobody, also of many at once, until tomorrow', async () => {
    anotherDay();
    const as = await sit(world, await employ(world, 31, ['agent']), 'agent');
    const who = someone();
    const asked = { typed: who.number, claims: [claimOf(who)], reason: 'at-the-window' } as const;
    const { searchesPerDay } = world.config.institution.policy.desk;
    const found = await Promise.all(times(searchesPerDay + 20).map(() => findPerson(world.world, as, asked)));
    assert.equal(found.filter(({ kind }) => kind === 'found').length, searchesPerDay);
    const second = await sit(world, { id: as.id, code: '', invitation: '' }, 'agent');
    assert.equal((await findPerson(world.world, second, asked)).kind, 'too-many-searches');
    anotherDay();
    const tomorrow = await sit(world, { id: as.id, code: '', invitation: '' }, 'agent');
    assert.equal((await findPerson(world.world, tomorrow, asked)).kind, 'found');
  });

  it('the words of a ticket that is not this person’s give no point', async () => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const list = shown(world, { wordsSaid: true });
    const { second: _second, ...withoutSecond } = list;
    for (const ticketId of [randomUUID(), 'x']) {
      const who = someone();
      const errand = { kind: 'change-contact', slot: 'email' } as const;
      const opened = await openCase(world.world, as, await accountOf(world, who), { errand, ticketId });
      const id = opened.kind === 'opened' ? opened.id : assert.fail();
      const proofed = await proveIdentity(world.world, as, id, withoutSecond);
      assert.deepEqual(proofed?.proofed.faults, ['too-few-points']);
    }
  });
});

describe('a member who was shut out', () => {
  it('acts no more in a session that was open, nor in an act that was under way', async () => {
    anotherDay();
    const member = await employ(world, 32, ['agent']);
    const as = await sit(world, member, 'agent');
    const who = someone();
    const { id } = await nameNew(world, as, who, newAddress());
    const acts = () => [
      ...times(10).map(() => askDeskCode(world.world, as, id)),
      ...times(10).map(() => proveIdentity(world.world, as, id, shown(world))),
    ];
    const [shut] = await Promise.all([shutOut(world.world, member.code), ...acts()]);
    assert.equal(shut, undefined);
    const [row] = await world.sql<{ at: Date }>('select disabled_at as at from staff where id = $1', [
      member.id,
    ]);
    assert.ok(row?.at);
    assert.deepEqual(
      (await Promise.all(acts())).filter((one) => one !== undefined),
      [],
    );
    const account = await accountOf(world, who);
    assert.equal(await freezeAccountAtDesk(world.world, as, account, 'suspicion'), false);
    const asked = { typed: who.number, claims: [claimOf(who)], reason: 'call' } as const;
    assert.equal((await findPerson(world.world, as, asked)).kind, 'nobody');
    const [ticket] = await world.sql<{ id: string }>(
      `insert into tickets (id, request, office, issued_on, number, words, language, holder_hash, issued_at, until, changed_at)
       values (gen_random_uuid(), gen_random_uuid(), $1, now(), 900, 'CANOA FAROL', 'es', '\\x00', $2, $2, $2) returning id`,
      [as.session.shift.office, world.clock.now()],
    );
    const by = { staffId: as.id, ...as.session.shift };
    assert.equal(await moveTicket(world.world, by, ticket?.id ?? '', 'call'), 'elsewhere');
    assert.equal(
      await moveTicket(world.world, { ...by, staffId: ana.id }, ticket?.id ?? '', 'call'),
      undefined,
    );
    const reveal = { field: 'email', reason: 'read-back' } as const;
    assert.equal(await revealField(world.world, as, account, reveal), undefined);
  });

  it('does not act in the role that was taken from them', async () => {
    anotherDay();
    const member = await employ(world, 33, ['agent', 'supervisor']);
    const seat = await sit(world, member, 'supervisor');
    const { id } = await send(world, await sit(world, ana, 'agent'), someone(), newAddress());
    await world.sql(`update staff set roles = '{agent}' where id = $1`, [member.id]);
    assert.equal(await decide(world, seat, member, id), undefined);
    assert.equal((await caseOf(world, id)).stage.kind, 'awaiting');
  });
});

describe('two who work together', () => {
  it('get half of a supervisor’s day and no more, however often they press (HD-06)', async () => {
    anotherDay();
    const [pair, boss] = [await employ(world, 34, ['agent']), await employ(world, 35, ['supervisor'])];
    const as = await sit(world, pair, 'agent');
    const seat = await sit(world, boss, 'supervisor');
    const { pairFrom } = world.config.institution.policy.desk;
    const refusals: (string | undefined)[] = [];
    for (const index of times(pairFrom + 1)) {
      const { id } = await send(world, as, citizen(50 + index), newAddress());
      refusals.push((await decide(world, seat, boss, id))?.refusal);
      await decide(world, seat, boss, id);
    }
    assert.deepEqual(refusals, [
      ...times(pairFrom - 1).map(() => undefined),
      'too-many-for-one-agent',
      'too-many-for-one-agent',
    ]);
  });

  it('open no more cases than a day has (HD-06)', async () => {
    anotherDay();
    const member = await employ(world, 36, ['agent']);
    const as = await sit(world, member, 'agent');
    const people = times(21).map((index) => ({
      number: card(2_000_000 + index).number,
      email: `v${index}@correo.example`,
    }));
    await register(world, people);
    const errand = { kind: 'change-contact', slot: 'email' } as const;
    const accounts = await Promise.all(people.map((who) => accountOf(world, who)));
    const opened = await Promise.all(accounts.map((one) => openCase(world.world, as, one, { errand })));
    assert.equal(opened.filter(({ kind }) => kind === 'opened').length, 20);
    assert.deepEqual(
      opened.filter(({ kind }) => kind !== 'opened'),
      [{ kind: 'refused', because: 'too-many-cases' }],
    );
  });
});

describe('the hold (HD-05, CC-01)', () => {
  const approveNew = async (who: { number: string; email: string }, to: string) => {
    anotherDay();
    const as = await sit(world, ana, 'agent');
    const { id, token, told } = await send(world, as, who, to);
    const notices = ofKind(
      await arriving(world, async () => {
        const seat = await sit(world, leo, 'supervisor');
        assert.equal((await decide(world, seat, leo, id))?.refusal, undefined);
      }),
      'contact-will-change',
    );
    return { token, told, notices };
  };

  it('tells every channel when it is asked for and again when it is approved, with one link', async () => {
    const who = someone();
    const to = newAddress();
    const { token, told, notices } = await approveNew(who, to);
    assert.deepEqual(told, [who.email, to].sort());
    assert.deepEqual(notices.map((one) => one.to).sort(), [who.email, to].sort());
    for (const { message } of notices) assert.ok(message.link.endsWith(`/${token}`));
  });

  it('changes nothing before its end; then the walk works with the new contact and not with the old', async () => {
    const who = someone();
    const to = newAddress();
    await approveNew(who, to);
    world.clock.move(hours(72) - 1000);
    await grantChanges(world.world);
    await receive(world, browse(world), who);
    assert.deepEqual(await changesOf(world, who), ['held']);
    world.clock.move(minutes(2));
    await grantChanges(world.world);
    assert.deepEqual(await changesOf(world, who), ['effective']);
    world.clock.move(hours(25));
    await receive(world, browse(world), { number: who.number, email: to });
    world.clock.move(hours(25));
    const none = await arriving(world, () => askFor(world, browse(world), who));
    assert.deepEqual(
      none.filter(({ message }) => message.kind === 'recover'),
      [],
    );
  });

  it('is ended by the link at every hour of it, and within minutes after it', async () => {
    for (const waited of [0, 1, 24, 48, 71.99, 72, 72.1]) {
      const who = someone();
      const { token } = await approveNew(who, newAddress());
      world.clock.move(hours(waited));
      await grantChanges(world.world);
      await cancelByNotice(world.world, token);
      world.clock.move(hours(80));
      await grantChanges(world.world);
      assert.deepEqual(await changesOf(world, who), ['cancelled'], `after ${waited} hours`);
      await receive(world, browse(world), who);
    }
  });

  it('is ended by an agent who shuts the account: what was asked for before never comes into force', async () => {
    const who = someone();
    await approveNew(who, newAddress());
    const as = await sit(world, ana, 'agent');
    await freezeAccountAtDesk(world.world, as, await accountOf(world, who), 'person-asks');
    assert.deepEqual(await changesOf(world, who), ['cancelled']);
  });
});
