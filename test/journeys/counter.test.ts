/** The counter as its agents use it, without script: found, proved, named, confirmed by the person, sent (S2-S6, S9-S12; HD-02 to HD-13). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { expireDeskCases } from '../../src/actions/desk/case/expire-cases.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { browserOf, nameHashOf, somebody } from '../attacks/places.ts';
import { formsOf, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  codeFor,
  confirmAsPerson,
  find,
  goodChecklist,
  nameContact,
  openCaseAt,
  proved,
  reachContact,
  reachReview,
  sendCase,
  windowOf,
} from './counter.ts';
import { hire, seat } from './staff.ts';
import { assertError, browse, languages } from './steps.ts';
import { takeTicket } from './ticket-steps.ts';

let world: TestWorld;
let agents = 0;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

/** An agent on a shift, at a browser that speaks a language. */
async function agentAt(language: 'es' | 'en' = 'es'): Promise<Walker> {
  const walker = browse(world, language);
  await seat(world, walker, await hire(world, 200 + agents++, ['agent']), 'agent');
  return walker;
}

const pathOf = (walker: Walker): string => walker.page.url.pathname;
const said = (walker: Walker): string => textOf(walker.page.html);

describe('the whole road', () => {
  for (const [index, language] of languages.entries())
    it(`leads from the search to the second person, in ${language}`, async () => {
      const { counter, contact } = wordsOf(language);
      const who = somebody(index);
      const agent = await agentAt(language);
      await find(agent, who.number);
      assert.equal(agent.page.heading, counter.record.title);
      assert.ok(said(agent).includes(counter.record.states.active));
      assert.ok(!agent.page.html.includes(who.email), 'Everything is masked');
      await openCaseAt(agent, 'email');
      assert.equal(agent.page.heading, counter.prove.title);
      assert.ok(said(agent).includes(counter.prove.points(0, 3, 3)));
      await agent.submit(goodChecklist, paths.deskProve);
      assert.equal(agent.page.heading, counter.contact.title.email);
      const to = `nueva-${language}@otro.example`;
      await agent.submit({ contacto: to }, paths.deskNameContact);
      assert.equal(agent.page.heading, counter.contact.readBack.title);
      assert.ok(agent.page.html.includes(`<p class="letters" translate="no">${to}</p>`));
      assert.equal(await codeFor(world, to), undefined, 'Nothing goes out before it was read back');
      await agent.submit({ leido: '1' }, paths.deskNameContact);
      assert.equal(agent.page.heading, counter.confirming.title);
      const code = (await codeFor(world, to)) ?? assert.fail('No code went out');
      const person = browse(world, language);
      await person.open(windowOf(agent));
      assert.equal(person.page.heading, counter.person.title);
      assert.ok(!person.page.html.includes(to) && !person.page.html.includes(who.number), 'Names nobody');
      await person.submit({ codigo: code }, paths.atWindow);
      assert.equal(person.page.heading, counter.person.done.title);
      await agent.open(pathOf(agent));
      assert.equal(agent.page.heading, counter.review.title);
      assert.ok(said(agent).includes('n•••@otro.example'), 'Masked');
      assertError(
        await agent.submit({ nota: 'Llame al 0991234567' }, paths.deskSubmit),
        'nota',
        counter.review.errors.note,
        language,
      );
      assert.ok(agent.page.html.includes('Llame al 0991234567</textarea>'), 'What was typed stays');
      await agent.submit({ nota: 'Perdió su correo de antes' }, paths.deskSubmit);
      assert.equal(agent.page.heading, counter.awaiting.title);
      const told = (await world.mail()).filter(({ message }) => message.kind === 'asked-at-office');
      const reached = told.map(({ to: one }) => (one.by === 'mail' ? one.address : one.phone));
      assert.ok(reached.includes(who.email) && reached.includes(to), 'Old and new are told (HD-05)');
      await agent.open(`${pathOf(agent)}/comprobante`);
      assert.ok(agent.page.html.includes('class="slip"'));
      assert.ok(said(agent).includes(counter.slip.asked.change(contact.names.email.the)));
      for (const secret of [who.number, who.email, to, code]) assert.ok(!agent.page.html.includes(secret));
      const [row] = await world.sql<{ kind: string }>(
        `select stage ->> 'kind' as kind from desk_cases d join accounts a on a.id = d.account_id where a.name_hash = $1`,
        [nameHashOf(who)],
      );
      assert.equal(row?.kind, 'awaiting');
    });
});

describe('the search (S2)', () => {
  it('asks why before it looks, counts, and keeps what was typed (HD-06)', async () => {
    const { search: say } = wordsOf('es').counter;
    const agent = await agentAt();
    await agent.open(paths.deskSearch);
    assert.match(agent.page.html, /<input id="doc"[^>]* autofocus/);
    assertError(await agent.submit({ doc: somebody(2).number }), 'motivo', say.errors.reason, 'es');
    assert.ok(agent.page.html.includes(`value="${somebody(2).number}"`));
    assert.ok(said(agent).includes(say.today(0)), 'A search without a reason is none');
    assertError(await agent.submit({ doc: '17', motivo: 'call' }), 'doc', say.errors.malformed, 'es');
    assertError(await agent.submit({ doc: '9900000013', motivo: 'call' }), 'doc', say.errors.nobody, 'es');
    assert.ok(said(agent).includes(say.today(1)));
    await agent.submit({ doc: ` ${somebody(2).number} `, motivo: 'call' });
    assert.ok(pathOf(agent).startsWith(paths.deskRecord));
    const lines = await world.sql<{ reason: string }>(
      `select reason from audit where event = 'desk-searched' and subject = $1`,
      [nameHashOf(somebody(2))],
    );
    assert.deepEqual(lines, [{ reason: 'call' }]);
  });

  it('finds nobody by a ticket that was taken without a number', async () => {
    const slug = await takeTicket(browserOf(world));
    const agent = await agentAt();
    await agent.open(paths.deskSearch);
    const { errors } = wordsOf('es').counter.search;
    assertError(
      await agent.submit({ doc: slug, motivo: 'ticket' }),
      'doc',
      errors['ticket-without-number'],
      'es',
    );
  });

  it('opens a record to the session that searched, and to no other', async () => {
    const [agent, other] = [await agentAt(), await agentAt()];
    await find(agent, somebody(3).number);
    const record = pathOf(agent);
    await other.open(record);
    assert.equal(other.page.status, 410);
    world.clock.move(9 * 60_000);
    await agent.open(record);
    assert.equal(agent.page.status, 200);
  });
});

describe('the record (S3, S11)', () => {
  it('shows one field whole, once, with a reason the person reads later (HD-07)', async () => {
    const { reveal: say } = wordsOf('es').counter.record;
    const who = somebody(4);
    const agent = await agentAt();
    await find(agent, who.number);
    const record = pathOf(agent);
    assertError(await agent.submit({ dato: 'email' }, paths.deskReveal), 'motivo', say.errors.reason, 'es');
    assert.ok(!agent.page.html.includes(who.email));
    await agent.submit({ dato: 'email', motivo: 'read-back' }, paths.deskReveal);
    assert.ok(said(agent).includes(`${say.shown(say.fields.email)} ${who.email}`));
    await agent.open(record);
    assert.ok(!agent.page.html.includes(who.email));
    const lines = await world.sql<{ reason: string; after: string }>(
      `select reason, after from audit where event = 'desk-revealed' and subject = $1`,
      [nameHashOf(who)],
    );
    assert.deepEqual(lines, [{ reason: 'read-back', after: 'email' }]);
  });

  it('shuts an account at once, and then offers to lift it', async () => {
    const { freeze: say, open, states } = wordsOf('es').counter.record;
    const who = somebody(5);
    const agent = await agentAt();
    await find(agent, who.number);
    assertError(await agent.submit({}, paths.deskFreeze), 'causa', say.errors.reason, 'es');
    await agent.submit({ causa: 'person-asks' }, paths.deskFreeze);
    assert.ok(said(agent).includes(say.done) && said(agent).includes(states.frozen));
    assert.ok(said(agent).includes(open.lift));
    await openCaseAt(agent, 'lift-freeze');
    await agent.submit(goodChecklist, paths.deskProve);
    assert.equal(agent.page.heading, wordsOf('es').counter.review.title, 'No contact to name');
  });

  it('leads a second window to the one case that is open', async () => {
    const who = somebody(6);
    const [agent, other] = [await agentAt(), await agentAt()];
    await reachContact(agent, who.number);
    await find(other, who.number);
    assert.ok(other.page.html.includes(`href="${pathOf(agent)}"`));
    assert.ok(!formsOf(other.page.html).some(({ action }) => action === paths.deskOpenCase));
  });
});

describe('the checklist (S4)', () => {
  it('tells each fault at its field, keeps what was ticked, and counts the points', async () => {
    const { prove: say } = wordsOf('es').counter;
    const agent = await agentAt();
    await find(agent, somebody(7).number);
    await openCaseAt(agent, 'email');
    const { foto: _photo, ...noPhoto } = goodChecklist;
    assertError(await agent.submit(noPhoto, paths.deskProve), 'foto', say.errors['photo-not-matched'], 'es');
    assert.ok(said(agent).includes(say.points(2, 3, 3)));
    assert.ok(agent.page.html.includes('<option value="id-card" selected'));
    const old = { ...goodChecklist, dia: '23', mes: '11', ano: '2026' };
    assertError(await agent.submit(old, paths.deskProve), 'dia', say.errors['document-expired'], 'es');
    const none = { ...goodChecklist, dia: '31', mes: '02' };
    assertError(await agent.submit(none, paths.deskProve), 'dia', say.errors.date, 'es');
    const two = { ...goodChecklist, segunda: '', dia2: '', mes2: '', ano2: '' };
    assertError(await agent.submit(two, paths.deskProve), 'segunda', say.errors['too-few-points'], 'es');
    // Good to the end of its day where the institution is: it is ten in the morning there.
    await agent.submit({ ...goodChecklist, dia: '24', mes: '11', ano: '2026' }, paths.deskProve);
    assert.equal(agent.page.heading, wordsOf('es').counter.contact.title.email);
  });

  it('asks the trial registry itself, and keeps that it is a trial as evidence', async () => {
    const { prove: say } = wordsOf('es').counter;
    const known = Array.from({ length: 12 }, (_, index) => somebody(20 + index));
    const match = known.find(({ number }) => !number.endsWith('9')) ?? assert.fail();
    const unknown = known.find(({ number }) => number.endsWith('9'));
    const asked = { ...goodChecklist, segunda: 'registro', dia2: '', mes2: '', ano2: '' };
    const agent = await agentAt();
    await find(agent, match.number);
    await openCaseAt(agent, 'email');
    assert.ok(said(agent).includes(say.second.registry));
    const passport = { ...asked, documento: 'passport' };
    assertError(await agent.submit(passport, paths.deskProve), 'segunda', say.errors['too-few-points'], 'es');
    assert.ok(said(agent).includes(say.second.unavailable));
    await agent.submit(asked, paths.deskProve);
    assert.equal(agent.page.heading, wordsOf('es').counter.contact.title.email);
    if (!unknown) return;
    await find(agent, unknown.number);
    await openCaseAt(agent, 'email');
    assertError(await agent.submit(asked, paths.deskProve), 'segunda', say.errors['registry-says-no'], 'es');
  });

  it('ends calmly; with and without suspicion the page is the same, and one shuts the account (HD-10, HD-13)', async () => {
    const { unconfirmed: say, slip } = wordsOf('es').counter;
    const pages: string[] = [];
    for (const [index, cierre] of ['normal', 'suspicion'].entries()) {
      const who = somebody(8 + index);
      const agent = await agentAt();
      await find(agent, who.number);
      await openCaseAt(agent, 'email');
      const own = pathOf(agent);
      await agent.open(`${own}/sin-confirmar`);
      assert.equal(agent.page.heading, say.title);
      assertError(await agent.submit({}, paths.deskUnconfirmed), 'cierre', say.errors.way, 'es');
      await agent.submit({ cierre }, paths.deskUnconfirmed);
      assert.equal(pathOf(agent), own);
      const [row] = await world.sql<{ words: string; number: number; id: string; frozen: boolean }>(
        `select d.words, d.number, d.id, a.frozen_at is not null as frozen from desk_cases d
         join accounts a on a.id = d.account_id where a.name_hash = $1`,
        [nameHashOf(who)],
      );
      assert.equal(row?.frozen, cierre === 'suspicion');
      pages.push(said(agent).replaceAll(row?.words ?? '', 'CANOA FAROL'));
      await agent.open(`${own}/comprobante`);
      assert.ok(said(agent).includes(slip.reasons.unconfirmed) && said(agent).includes(slip.bring));
    }
    assert.equal(pages[0], pages[1]);
  });
});

describe('the contact and the person’s page (S5, HD-12)', () => {
  it('refuses what the account has, keeps what was typed, and can be changed before and after the code', async () => {
    const { contact, refused, confirming } = wordsOf('es').counter;
    const who = somebody(10);
    const agent = await agentAt();
    await reachContact(agent, who.number);
    const { errors } = wordsOf('es').changeContact.fields.email;
    assertError(
      await agent.submit({ contacto: 'sin arroba' }, paths.deskNameContact),
      'contacto',
      errors['no-at'],
      'es',
    );
    assert.ok(agent.page.html.includes('value="sin arroba"'));
    const same = { contacto: who.email, leido: '1' };
    assertError(
      await agent.submit(same, paths.deskNameContact),
      'contacto',
      refused['same-contact'].title,
      'es',
    );
    await agent.submit({ contacto: 'ana@gmial.com' }, paths.deskNameContact);
    assert.ok(said(agent).includes(contact.readBack.instead('ana@gmail.com')));
    await agent.submit({ leido: 'no' }, paths.deskNameContact);
    assert.ok(
      agent.page.html.includes('value="ana@gmail.com"') || agent.page.html.includes('value="ana@gmial.com"'),
    );
    await nameContact(agent, 'uno@otro.example');
    await agent.submit({}, paths.deskAskCode);
    assert.equal(agent.page.heading, refused['too-soon'].title);
    const own = agent.page.html.match(/\/mesa\/tramite\/[0-9a-f-]{36}/)?.[0] ?? '';
    world.clock.move(61_000);
    await agent.open(own);
    await agent.submit({}, paths.deskAskCode);
    assert.ok(said(agent).includes(confirming.resent));
    await agent.submit({}, paths.deskContactAgain);
    assert.equal(agent.page.heading, contact.title.email);
  });

  it('takes a wrong code for a try, and looks the same for what is not there and what does not wait', async () => {
    const { person: say } = wordsOf('es').counter;
    const agent = await agentAt();
    await reachContact(agent, somebody(11).number);
    await nameContact(agent, 'once@otro.example');
    const address = windowOf(agent);
    const person = browserOf(world, '198.51.100.90');
    await person.open(address);
    await person.submit({ codigo: '12121212' }, paths.atWindow);
    assert.equal(person.page.status, 422);
    assert.ok(!person.page.html.includes('12121212'), 'A code is never written back');
    await person.submit({ codigo: (await codeFor(world, 'once@otro.example')) ?? '' }, paths.atWindow);
    assert.equal(pathOf(person), paths.atWindowDone);
    const over = await person.open(address);
    const never = await person.open(`${paths.atWindow}CANOA-FAROL-1234`);
    assert.equal(over.heading, say.none.title);
    assert.deepEqual([over.status, textOf(over.html)], [never.status, textOf(never.html)]);
  });

  it('refuses the browser of a member of staff, signed in or the one the case was worked on (HD-12)', async () => {
    const agent = await agentAt();
    await reachContact(agent, somebody(12).number);
    await nameContact(agent, 'doce@otro.example');
    const address = windowOf(agent);
    const colleague = await agentAt();
    await colleague.open(address);
    assert.equal(colleague.page.status, 403);
    assert.equal(colleague.page.heading, wordsOf('es').counter.refused['staff-device'].title);
    const own = pathOf(agent);
    agent.cookies.delete('__Host-reclave-staff');
    await agent.open(address);
    await agent.submit({ codigo: (await codeFor(world, 'doce@otro.example')) ?? '' }, paths.atWindow);
    assert.equal(agent.page.status, 403, own);
  });

  it('closes to a network that guesses addresses', async () => {
    const guesser = browserOf(world, '203.0.113.77');
    for (let tries = 0; tries < 30; tries++)
      await guesser.open(`${paths.atWindow}CANOA-FAROL-${2000 + tries}`);
    await guesser.open(`${paths.atWindow}CANOA-FAROL-3000`);
    assert.equal(guesser.page.status, 429);
  });
});

describe('what was sent', () => {
  it('is cancelled by the link of the notice, without signing in; looking changes nothing', async () => {
    const { cancelAsked: say } = wordsOf('es').counter;
    const who = somebody(13);
    const agent = await agentAt();
    await sendCase(world, agent, who.number, 'trece@otro.example');
    const links = (await world.mail()).flatMap(({ to, message }) =>
      to.by === 'mail' && to.address === who.email && message.kind === 'asked-at-office'
        ? [message.link]
        : [],
    );
    const path = new URL(links.at(-1) ?? assert.fail('No notice')).pathname;
    const owner = browserOf(world);
    await owner.open(path);
    await owner.open(path);
    assert.equal(owner.page.heading, say.title);
    await agent.open(pathOf(agent));
    assert.equal(agent.page.heading, wordsOf('es').counter.awaiting.title);
    await owner.submit({}, paths.cancelChange);
    assert.equal(owner.page.heading, say.over.title);
    await agent.open(pathOf(agent));
    assert.ok(said(agent).includes(wordsOf('es').counter.endings.cancelled));
  });

  it('comes back with a question, is answered and sent again', async () => {
    const { returned: say, awaiting } = wordsOf('es').counter;
    const agent = await agentAt();
    await reachReview(world, agent, somebody(14).number, 'catorce@otro.example');
    await agent.submit({ nota: 'Perdió su correo de antes' }, paths.deskSubmit);
    const own = pathOf(agent);
    await world.sql(
      `update desk_cases set stage = jsonb_build_object('kind', 'returned', 'since', $2::text) where id = $1`,
      [own.split('/').at(-1), world.clock.now().toISOString()],
    );
    await agent.open(own);
    assert.equal(agent.page.heading, say.title);
    await agent.submit({ nota: 'Comparé la foto dos veces' }, paths.deskSubmit);
    assert.equal(agent.page.heading, awaiting.title);
  });

  it('ends by itself when its time is over, and says so', async () => {
    const agent = await agentAt();
    await find(agent, somebody(15).number);
    await openCaseAt(agent, 'email');
    const own = pathOf(agent);
    world.clock.move(61 * 60_000);
    assert.ok((await expireDeskCases(world.world)) >= 1);
    const later = await agentAt();
    await later.open(own);
    assert.ok(said(later).includes(wordsOf('es').counter.endings.expired));
  });
});

describe('the tickets of the day (S10)', () => {
  it('are called, missed and served; a called one leads to the search, and shows what became of it', async () => {
    const { tickets: say, prove } = wordsOf('es').counter;
    const { results } = wordsOf('es').ticket;
    const who = somebody(16);
    const holder = browserOf(world, '198.51.100.91');
    await holder.open('/recuperar/perfil');
    await holder.submit({ perfil: 'affiliate' });
    await holder.submit({ numero: who.number });
    const slug = await takeTicket(holder);
    const agent = await agentAt();
    await agent.open(paths.deskTickets);
    const [row] = await world.sql<{ id: string }>('select id from tickets where words = $1 and number = $2', [
      slug.split('-').slice(0, 2).join(' '),
      Number(slug.split('-')[2]),
    ]);
    const act = (acto: string) => agent.submit({ turno: row?.id ?? '', acto }, paths.deskTickets);
    await act('call');
    assert.ok(said(agent).includes(say.serveNow));
    await act('miss');
    assert.ok(said(agent).includes(say.statuses['no-show']));
    await act('call');
    await agent.open(`${paths.deskSearch}?turno=${slug}`);
    assert.ok(agent.page.html.includes(`value="${slug}"`) && /value="ticket" checked/.test(agent.page.html));
    await agent.submit({ motivo: 'ticket' });
    await openCaseAt(agent, 'email');
    assert.ok(said(agent).includes(prove.points(0, 4, 3)), 'The words of the ticket count');
    await holder.open(paths.ticket + slug);
    const spoken = { ...goodChecklist, segunda: '', dia2: '', mes2: '', ano2: '', palabras: '1' };
    await agent.submit(spoken, paths.deskProve);
    assert.equal(agent.page.heading, wordsOf('es').counter.contact.title.email);
    const own = pathOf(agent);
    await agent.open(paths.deskTickets);
    await act('serve');
    await holder.open(paths.ticket + slug);
    assert.ok(said(holder).includes(results.received));
    await agent.open(own);
    await nameContact(agent, 'dieciseis@otro.example');
    await confirmAsPerson(world, agent, 'dieciseis@otro.example');
    await agent.submit({ nota: 'Perdió su correo de antes' }, paths.deskSubmit);
    await holder.open(paths.ticket + slug);
    assert.ok(said(holder).includes(results['in-review']));
    await agent.open(`${own}/comprobante`);
    assert.ok(agent.page.html.includes(slug), 'The slip leads to the ticket');
  });
});

describe('a session that idled away', () => {
  it('keeps what was typed at a case for its own page (S5)', async () => {
    const agent = browse(world, 'es');
    const member = await hire(world, 200 + agents++, ['agent']);
    await seat(world, agent, member, 'agent');
    await reachContact(agent, somebody(17).number);
    const own = pathOf(agent);
    world.clock.move(10 * 60_000 + 1000);
    await agent.submit({ contacto: 'tarde@otro.example' }, paths.deskNameContact);
    assert.equal(pathOf(agent), paths.deskSignIn);
    await seat(world, agent, member, 'agent');
    await agent.open(own);
    assert.ok(agent.page.html.includes('value="tarde@otro.example"'));
    assert.ok(proved(agent));
  });
});
