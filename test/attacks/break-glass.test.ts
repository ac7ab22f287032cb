/** Attacks on the way without a supervisor: one administrator, one operator, guesses, races (HD-03, HD-16). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askBreakGlass, confirmBreakGlass } from '../../src/actions/desk/break-glass.ts';
import { cancelByNotice } from '../../src/actions/desk/case/cancel-by-notice.ts';
import { shutOut } from '../../src/actions/desk/staff/appoint.ts';
import { setPassphrase } from '../../src/actions/desk/staff/passphrase.ts';
import { ofKind, passHold, tokenOfLink } from '../journeys/contact-steps.ts';
import { arriving, browse, citizen, hours, receive } from '../journeys/steps.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { begin, caseOf, changesOf, employ, type Keyed, sit } from './counter.ts';
import { nameHashOf } from './places.ts';

let world: TestWorld;
let first: Keyed;
let other: Keyed;
let third: Keyed;
const passphraseOf = ({ code }: Keyed): string => `frase larga y propia de ${code}`;
const give = (one: Keyed, former = '') =>
  setPassphrase(world.world, { code: one.code, former, next: passphraseOf(one) });

before(async () => {
  world = await openWorld();
  first = await employ(world, 1, ['administrator']);
  other = await employ(world, 2, ['administrator']);
  third = await employ(world, 3, ['administrator']);
  for (const one of [first, other, third]) assert.equal(await give(one), 'set');
  world.clock.move(hours(25));
});
after(() => world.close());

let next = 0;
const someone = () => citizen(next++);
const to = 'nuevo@otro.example';

const askFor = (who: { number: string }, named: readonly Keyed[] = [first, other]) =>
  askBreakGlass(world.world, {
    identity: { kind: 'ec.ci', number: who.number },
    to,
    named: named.map(({ code }) => code),
    reason: 'No hay supervisión hoy',
  });
async function asked(who: { number: string }): Promise<string> {
  const made = await askFor(who);
  return made.ok ? made.id : assert.fail(made.because);
}
const confirm = (id: string, by: Keyed, passphrase = passphraseOf(by)) =>
  confirmBreakGlass(world.world, { id, code: by.code, passphrase });
const no = (because: string) => ({ ok: false, because });

describe('the way without a supervisor', () => {
  it('takes two: then it is held, told to all with a link, loud, and comes into effect after the hold', async () => {
    const who = someone();
    const id = await asked(who);
    assert.deepEqual(await confirm(id, first), { ok: true, done: false });
    assert.deepEqual(await changesOf(world, who), []);
    const told = ofKind(
      await arriving(world, async () => assert.deepEqual(await confirm(id, other), { ok: true, done: true })),
      'contact-will-change',
    );
    assert.deepEqual(told.map((one) => one.to).sort(), [who.email, to].sort());
    assert.deepEqual(await changesOf(world, who), ['held']);
    const lines = await world.sql<{ event: string }>(
      `select event from audit where subject = $1 and event like 'break-glass-%' order by seq`,
      [nameHashOf(who)],
    );
    assert.deepEqual(
      lines.map(({ event }) => event.slice('break-glass-'.length)),
      ['asked', 'named', 'named', 'confirmed', 'confirmed', 'done'],
    );
    await receive(world, browse(world), who);
    await passHold(world);
    world.clock.move(hours(25));
    await receive(world, browse(world), { number: who.number, email: to });
  });

  it('is cancelled by the link like any other change', async () => {
    const who = someone();
    const id = await asked(who);
    await confirm(id, first);
    const told = ofKind(await arriving(world, () => confirm(id, other)), 'contact-will-change');
    await cancelByNotice(world.world, tokenOfLink(told[0]?.message.link));
    await passHold(world);
    assert.deepEqual(await changesOf(world, who), ['cancelled']);
  });

  it('is nothing for one: named twice, confirming twice, both passphrases of one, or one who was not named', async () => {
    const who = someone();
    assert.deepEqual(await askFor(who, [first, first]), no('not-two'));
    assert.deepEqual(await askFor(who, [first]), no('not-two'));
    assert.deepEqual(await askFor(who, [first, other, third]), no('not-two'));
    const id = await asked(who);
    await confirm(id, first);
    assert.deepEqual(await confirm(id, first), no('confirmed-already'));
    assert.deepEqual(await confirm(id, third), no('not-named'));
    assert.deepEqual(await confirm(id, other, passphraseOf(first)), no('wrong-passphrase'));
    const twice = await Promise.all([1, 2, 3, 4].map(() => confirm(id, first)));
    assert.ok(twice.every(({ ok }) => !ok));
    assert.deepEqual(await changesOf(world, who), []);
  });

  it('ends after five wrong passphrases, also of many at once, and after a day', async () => {
    const [guessed, late] = [await asked(someone()), await asked(someone())];
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => confirm(guessed, first, `una frase que no es ${index}`)),
    );
    const wrong = outcomes.filter((one) => !one.ok && one.because === 'wrong-passphrase');
    assert.equal(wrong.length, 5);
    assert.deepEqual(await confirm(guessed, first), no('over'));
    world.clock.move(hours(25));
    assert.deepEqual(await confirm(late, first), no('over'));
    assert.deepEqual(await confirm('no-id', first), no('nobody'));
  });

  it('both at once, ten times each, begin one hold', async () => {
    const who = someone();
    const id = await asked(who);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => confirm(id, index % 2 ? first : other)),
    );
    assert.equal(outcomes.filter((one) => one.ok && one.done).length, 1);
    assert.deepEqual(await changesOf(world, who), ['held']);
  });

  it('takes no passphrase set today, none changed without the former one, and none of who was shut out', async () => {
    const fresh = await employ(world, 4, ['administrator']);
    assert.equal(await give(fresh), 'set');
    const who = someone();
    const made = await askFor(who, [fresh, first]);
    const id = made.ok ? made.id : assert.fail();
    assert.deepEqual(await confirm(id, fresh), no('passphrase-too-new'));
    assert.equal(await give(first, 'no es la de antes'), 'wrong-former');
    assert.equal(
      await setPassphrase(world.world, { code: first.code, former: passphraseOf(first), next: 'corta' }),
      'too-short',
    );
    const agent = await employ(world, 5, ['agent']);
    assert.equal(await give(agent), 'nobody');
    assert.deepEqual(await askFor(someone(), [agent, first]), no('not-two'));
    await shutOut(world.world, fresh.code);
    assert.deepEqual(await confirm(id, fresh), no('not-named'));
  });

  it('overtakes a case at the counter, keeps away from relatives, and has one request a person', async () => {
    const who = someone();
    const agent = await sit(world, await employ(world, 6, ['agent']), 'agent');
    const caseId = await begin(world, agent, who);
    const id = await asked(who);
    assert.deepEqual(await askFor(who), no('already-asked'));
    await confirm(id, first);
    await confirm(id, other);
    const { stage } = await caseOf(world, caseId);
    assert.equal(stage.kind === 'closed' && stage.because, 'overtaken');
    const relative = someone();
    await world.sql('insert into staff_relatives (staff_id, name_hash) values ($1, $2)', [
      other.id,
      nameHashOf(relative),
    ]);
    assert.deepEqual(await askFor(relative), no('own-person'));
  });
});
