/** Attacks on tickets: races, strangers, guesses, floods and forms no page of ours sends (RE-01, ATK-01, IDOR). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { viewTicket } from '../../src/actions/desk/ticket/own-ticket.ts';
import { takeTicket as take } from '../../src/actions/desk/ticket/take-ticket.ts';
import {
  dayTickets,
  moveTicket,
  noteTicketResult,
  type OnShift,
} from '../../src/actions/desk/ticket/tickets.ts';
import { tendTickets } from '../../src/actions/upkeep/tend-tickets.ts';
import { randomBytes } from '../../src/lib/digest.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { arriving, browse, hours, reachContact, unknownNumber } from '../journeys/steps.ts';
import { reachPhone, takeTicket } from '../journeys/ticket-steps.ts';
import { textOf, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const times = (count: number) => Array.from({ length: count }, (_, index) => index);
const statusOf = async (slug: string): Promise<string | undefined> =>
  (
    await world.sql<{ status: string }>(
      `select status from tickets where replace(words, ' ', '-') || '-' || number = $1`,
      [slug],
    )
  )[0]?.status;
const agentAt = (office: string): OnShift => ({
  staffId: '00000000-0000-4000-8000-000000000002',
  office,
  role: 'agent',
});
const wish = (office: string) => ({
  request: crypto.randomUUID(),
  office,
  needs: [],
  language: 'es' as const,
  browser: randomBytes(32),
  networks: [randomBytes(8).toString('hex')],
});

describe('many at once', () => {
  it('fifty people at one office get fifty numbers without a gap, and no two the same address', async () => {
    const taken = await Promise.all(times(50).map(() => take(world.world, wish('puerto-canoa'))));
    const names = taken.flatMap((one) => (one.kind === 'taken' ? [one.name] : []));
    assert.deepEqual(
      names.map(({ number }) => number).sort((a, b) => a - b),
      times(50).map((index) => index + 1),
    );
    assert.equal(new Set(names.map(({ words, number }) => `${words} ${number}`)).size, 50);
  });

  it('one form twenty times at once takes one ticket', async () => {
    const one = wish('valle-neblina');
    const taken = await Promise.all(times(20).map(() => take(world.world, one)));
    assert.equal(
      new Set(taken.map((each) => JSON.stringify(each.kind === 'taken' && each.name.number))).size,
      1,
    );
    const rows = await world.sql('select id from tickets where request = $1', [one.request]);
    assert.equal(rows.length, 1);
  });

  it('one case that takes tickets at two offices gets two addresses', async () => {
    const walker = browse(world);
    await reachContact(world, walker, unknownNumber(70));
    const slugs = [];
    for (const office of ['boca-del-mangle', 'loma-canela']) slugs.push(await takeTicket(walker, { office }));
    assert.equal(new Set(slugs).size, 2);
    assert.equal(new Set(slugs.map((slug) => slug.replace(/-\d+$/, ''))).size, 1, 'The words of the case');
  });

  it('a call and a cancel at once leave it called or given back, and told as it came', async () => {
    for (const _ of times(5)) {
      const walker = browse(world);
      const slug = await takeTicket(walker);
      const list = await dayTickets(world.world, agentAt('centro-norte'));
      const { id } = list.at(-1) ?? assert.fail();
      const { fields } = walker.form(paths.cancelTicket);
      await Promise.all([
        ...times(5).map(() => walker.post(paths.cancelTicket, fields)),
        ...times(5).map(() => moveTicket(world.world, agentAt('centro-norte'), id, 'call')),
      ]);
      assert.equal(await statusOf(slug), 'cancelled', 'What its holder gave back nobody calls');
      const told = await world.sql<{ n: number }>(
        `select count(*)::int as n from audit where event = 'ticket-cancelled'`,
      );
      assert.equal(told[0]?.n, (await world.sql(`select id from tickets where status = 'cancelled'`)).length);
    }
  });

  it('ten sendings and ten workers at once send one SMS and one reminder', async () => {
    const walker = browse(world);
    await takeTicket(walker, { phone: '099 000 4455' });
    const { fields } = walker.form(paths.sendTicket);
    const sent = await arriving(world, () =>
      Promise.all(times(10).map(() => walker.post(paths.sendTicket, fields))),
    );
    assert.equal(sent.length, 1);
    world.clock.move(hours(24 * 5));
    const reminded = await arriving(world, () => Promise.all(times(10).map(() => tendTickets(world.world))));
    assert.equal(reminded.length, 1);
  });
});

describe('somebody else’s ticket', () => {
  it('shows how it stands, the office and the day: no need, no mobile, no button, and no two readers differ', async () => {
    const owner = browse(world);
    const slug = await takeTicket(owner, { needs: { senas: '1' }, phone: '099 000 9876' });
    const { sayNeeds, ticket, slip } = wordsOf('es');
    const seen = await browse(world).open(paths.ticket + slug);
    const text = textOf(seen.html);
    for (const part of [ticket.standing.waiting, 'Oficina Centro Norte', '2026'])
      assert.ok(text.includes(part));
    for (const part of [sayNeeds.needs['sign-language'], '9876', slip.asked, ticket.cancel, ticket.send])
      assert.ok(!text.includes(part), part);
    assert.ok(!seen.html.includes('<form'));
    assert.ok(textOf(owner.page.html).includes(sayNeeds.needs['sign-language']), 'Its holder sees all of it');
    assert.ok(!owner.page.html.includes('9876'), 'Not even its holder is shown the mobile');
  });

  it('is not cancelled and not sent by whoever reads it, with a form token of their own or with another’s', async () => {
    const owner = browse(world);
    const slug = await takeTicket(owner, { phone: '099 000 9877' });
    const thief = browse(world);
    const mine = await takeTicket(thief);
    const unchanged = await tableDigests(world.sql);
    for (const _csrf of [thief.token, owner.token])
      for (const path of [paths.cancelTicket, paths.sendTicket])
        for (const turno of [slug, slug.toLowerCase(), slug.replaceAll('-', ' ')]) {
          const answer = await thief.post(path, { _csrf, turno });
          assert.ok([303, 403].includes(answer.status));
        }
    assert.deepEqual(await tableDigests(world.sql), unchanged);
    assert.equal(await statusOf(slug), 'waiting');
    assert.equal(await statusOf(mine), 'waiting');
  });

  it('of another office no agent calls, serves or writes on; nor one by an id that is none', async () => {
    await takeTicket(browse(world), { office: 'puerto-canoa' });
    const { id } = (await dayTickets(world.world, agentAt('puerto-canoa'))).at(-1) ?? assert.fail();
    const unchanged = await tableDigests(world.sql);
    for (const other of ['centro-norte', '', 'puerto-canoa ', 'PUERTO-CANOA']) {
      for (const act of ['call', 'miss', 'serve'] as const)
        assert.equal(await moveTicket(world.world, agentAt(other), id, act), 'elsewhere');
      assert.equal(await noteTicketResult(world.world, agentAt(other), id, { kind: 'ready' }), 'elsewhere');
    }
    const none = crypto.randomUUID();
    assert.equal(await moveTicket(world.world, agentAt('puerto-canoa'), none, 'call'), 'elsewhere');
    assert.equal(
      await noteTicketResult(world.world, agentAt('puerto-canoa'), id, { kind: 'ready' }),
      'not-now',
      'Nothing became of a visit nobody made',
    );
    assert.deepEqual(await tableDigests(world.sql), unchanged);
  });
});

describe('guessing and flooding', () => {
  const at = (ip: string): Walker => new Walker((request) => world.app.fetch(request, { ip }));

  it('after thirty names that are none a network sees no ticket but its own, and all again an hour later', async () => {
    const ip = '203.0.113.77';
    const owner = at(ip);
    const own = await takeTicket(owner);
    const other = await takeTicket(browse(world));
    const guesser = at(ip);
    for (const index of times(30))
      assert.equal((await guesser.open(`${paths.ticket}CANOA-FAROL-${9000 + index}`)).status, 404);
    assert.equal((await guesser.open(paths.ticket + other)).status, 429);
    assert.equal((await guesser.open(`${paths.ticket}CANOA-FAROL-9999`)).status, 429);
    assert.equal((await owner.open(paths.ticket + own)).status, 200);
    assert.equal((await at('198.18.0.9').open(paths.ticket + other)).status, 200, 'Others are not held back');
    world.clock.move(hours(1));
    assert.equal((await guesser.open(paths.ticket + other)).status, 200);
  });

  it('sixty names that are none at once find out no more than thirty, and looks at tickets that are there use nothing up', async () => {
    const slug = await takeTicket(browse(world));
    const by = { browser: randomBytes(32), networks: ['2001:db8:5:5::/64', '2001:db8:5::/48'] };
    for (const _ of times(31)) assert.equal((await viewTicket(world.world, slug, by)).kind, 'ticket');
    const names = times(60).map((index) => `CANOA-FAROL-${9000 + index}`);
    const seen = await Promise.all(names.map((name) => viewTicket(world.world, name, by)));
    assert.equal(seen.filter(({ kind }) => kind === 'unknown').length, 30);
    assert.equal(seen.filter(({ kind }) => kind === 'network-closed').length, 30);
    assert.equal((await viewTicket(world.world, slug, by)).kind, 'network-closed');
  });

  it('a network takes so many an hour and is then told when to come back; nothing is written', async () => {
    const ip = '203.0.114.78';
    const { ticketsPerNetworkPerHour: most } = world.config.institution.policy.office;
    for (const _ of times(most)) await takeTicket(at(ip));
    const last = at(ip);
    await reachPhone(last);
    const before = await world.sql('select id from tickets');
    const seen = await last.submit({ celular: '' });
    assert.equal(seen.status, 429);
    assert.match(textOf(seen.html), /Vuelva a intentarlo a las \d\d:\d\d/);
    assert.equal((await world.sql('select id from tickets')).length, before.length);
    assert.ok(await takeTicket(browse(world)), 'Others take theirs');
  });
});

describe('forms no page of ours sends', () => {
  it('arrays, doubles, oversized and unknown fields, offices and needs that are none take nothing', async () => {
    const walker = browse(world);
    await walker.open(paths.chooseOffice);
    const csrf = `_csrf=${encodeURIComponent(walker.token)}`;
    const unchanged = await tableDigests(world.sql);
    for (const body of [
      'oficina=',
      'oficina=nowhere',
      "oficina=' or 1=1 --",
      'oficina[]=centro-norte',
      'oficina=centro-norte&oficina=puerto-canoa',
      `oficina=${'a'.repeat(3000)}`,
      'oficina=centro-norte&numero=1',
      'oficina=__proto__',
    ])
      assert.ok((await walker.post(paths.chooseOffice, `${csrf}&${body}`)).status >= 400, body.slice(0, 40));
    await walker.open(paths.chooseOffice);
    await walker.submit({ oficina: 'centro-norte' });
    const needsCsrf = `_csrf=${encodeURIComponent(walker.token)}`;
    for (const body of [
      'rampa=1&rampa=1',
      'rampa[]=1',
      'needs=ramp',
      `rampa=${'1'.repeat(3000)}`,
      ...times(60).map((index) => `need${index}=1`),
    ])
      assert.equal(
        (await walker.post(paths.sayNeeds, `${needsCsrf}&${body}`)).status,
        400,
        body.slice(0, 40),
      );
    for (const phone of ['099', 'a', '+0000000000', '0990001234;0990001235', '+593 99 000 1234 ext 1', '٠٩'])
      assert.equal(
        (await walker.post(paths.leavePhone, { _csrf: walker.token, celular: phone })).status,
        422,
        phone,
      );
    for (const turno of ['', 'x', '../../cuenta', 'CANOA-FAROL-27%0d%0aSet-Cookie:a', '//evil.example'])
      for (const path of [paths.cancelTicket, paths.sendTicket]) {
        const answer = await walker.post(path, { _csrf: walker.token, turno });
        assert.equal(answer.headers.get('location'), paths.start, turno);
      }
    assert.deepEqual(await tableDigests(world.sql), unchanged);
  });

  it('a need that is ticked with something else is not ticked', async () => {
    const walker = browse(world);
    const slug = await takeTicket(walker, { needs: { rampa: 'no', senas: '<b>', kichwa: '1' } });
    const [row] = await world.sql(
      `select needs from tickets where replace(words, ' ', '-') || '-' || number = $1`,
      [slug],
    );
    assert.deepEqual(row, { needs: ['kichwa-shuar'] });
  });
});
