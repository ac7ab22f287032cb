/** The office branch of "other ways": a ticket for anybody, its page, its slip and what becomes of it (UX C15-C17, S9). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { decodeQR } from 'qr/decode.js';
import {
  dayTickets,
  moveTicket,
  noteTicketResult,
  type OnShift,
} from '../../src/actions/desk/ticket/tickets.ts';
import { sweep } from '../../src/actions/upkeep/sweep.ts';
import { tendTickets } from '../../src/actions/upkeep/tend-tickets.ts';
import { startWorker } from '../../src/actions/upkeep/worker.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { nameHashOf } from '../attacks/places.ts';
import { institutionWith } from '../browser/chromium.ts';
import { sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  assertError,
  assertNotice,
  browse,
  caseWordsOf,
  citizen,
  destinationOf,
  hours,
  languages,
  listeningLog,
  minutes,
  reachContact,
  typedInto,
  unknownNumber,
} from './steps.ts';
import { reachPhone, slugAt, takeTicket } from './ticket-steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const staffId = '00000000-0000-4000-8000-000000000001';
const agent: OnShift = { staffId, office: 'centro-norte', role: 'agent' };
const idOf = async (slug: string): Promise<string> => {
  const [, words, number] = /^([A-Z]+-[A-Z]+)-(\d+)$/.exec(slug) ?? [];
  const [row] = await world.sql<{ id: string }>('select id from tickets where words = $1 and number = $2', [
    words?.replace('-', ' '),
    Number(number),
  ]);
  return row?.id ?? assert.fail(`No ticket ${slug}`);
};

/** The symbol of a page, read back by a decoder from the bars it is drawn with. */
function readQr(html: string): string {
  const side = Number(/<svg class="qr" viewBox="0 0 (\d+)/.exec(html)?.[1]);
  const drawn = /<path fill="#000" d="([^"]+)"/.exec(html)?.[1] ?? '';
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x = '', y = '', run = ''] of drawn.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++)
      for (let column = Number(x) * scale; column < (Number(x) + Number(run)) * scale; column++)
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
  return decodeQR({ width, height: width, data });
}

describe('taking a ticket', () => {
  for (const language of languages)
    it(`goes by office, needs and mobile to a page to print, without script, in ${language}`, async () => {
      const words = wordsOf(language);
      const walker = browse(world, language);
      await walker.open(paths.otherWays);
      await walker.submit({ opcion: 'office' });
      assert.equal(walker.page.heading, words.chooseOffice.title);
      for (const { name, province } of world.config.institution.offices)
        assert.ok(
          walker.page.html.includes(`<optgroup label="${province}">`) && walker.page.html.includes(name),
        );
      assertError(await walker.submit(), 'oficina', words.chooseOffice.errors.empty, language);
      await walker.submit({ oficina: 'puerto-canoa' });
      assert.equal(walker.page.heading, words.sayNeeds.title);
      await walker.submit({ senas: '1', prioridad: '1' });
      assert.equal(walker.page.heading, words.leavePhone.title);
      assertError(
        await walker.submit({ celular: '09 12' }),
        'celular',
        words.leavePhone.errors.malformed,
        language,
      );
      assert.equal(typedInto(walker.page, 'celular'), '09 12');
      await walker.submit({ celular: '099 123 4567' });
      const slug = slugAt(walker);
      const text = textOf(walker.page.html);
      assert.equal(walker.page.heading, words.ticket.title(slug.replaceAll('-', ' ')));
      const last = language === 'es' ? '30 de noviembre de 2026' : '30 November 2026';
      for (const part of [
        'Oficina Puerto Canoa',
        words.ticket.goUntil(last),
        words.ticket.inPerson,
        ...words.ticket.bring.items,
        words.sayNeeds.needs['sign-language'],
        words.slip.notYou,
        words.frame.demo,
        `clave.ceibo.example/recuperar/turno/${slug}`,
      ])
        assert.ok(text.includes(part), part);
      assert.ok(!text.includes(words.sayNeeds.needs.ramp));
      assert.equal(readQr(walker.page.html), `https://clave.ceibo.example/recuperar/turno/${slug}`);
      assert.match(walker.page.html, /<noscript>[^<]*<p/);
    });

  it('numbers the tickets of an office and day one after the other, each under words of its own', async () => {
    const slugs = [];
    for (let index = 0; index < 4; index++)
      slugs.push(await takeTicket(browse(world), { office: 'loma-canela' }));
    assert.deepEqual(
      slugs.map((slug) => slug.split('-')[2]),
      ['1', '2', '3', '4'],
    );
    assert.equal(new Set(slugs.map((slug) => slug.replace(/-\d+$/, ''))).size, 4);
    world.clock.move(hours(24));
    assert.match(await takeTicket(browse(world), { office: 'loma-canela' }), /-1$/);
  });

  it('inside a case keeps its two words; the rows of a known number and of nobody differ in nothing (RE-01, RE-03)', async () => {
    const rows = [];
    const pages = [];
    for (const number of [citizen(1).number, unknownNumber(1), sample('no-email').identity.number]) {
      const walker = browse(world);
      await reachContact(world, walker, number);
      const caseWords = caseWordsOf(walker);
      const slug = await takeTicket(walker, { office: 'valle-neblina', needs: { rampa: '1' } });
      assert.ok(slug.startsWith(`${caseWords.replace(' ', '-')}-`));
      const [row] = await world.sql(
        `select name_hash = $2 as named, case_id is not null as cased, needs, phone, status, result,
           (select count(*)::int from audit where event = 'ticket-taken' and subject = $2 and office = 'valle-neblina') as told
         from tickets where id = $1`,
        [await idOf(slug), nameHashOf({ number })],
      );
      rows.push(row);
      pages.push(textOf(walker.page.html).replaceAll(slug, '').replaceAll(slug.replaceAll('-', ' '), ''));
    }
    assert.deepEqual(rows[1], rows[0]);
    assert.deepEqual(rows[2], rows[0]);
    assert.deepEqual(rows[0], {
      named: true,
      cased: true,
      needs: ['ramp'],
      phone: null,
      status: 'waiting',
      result: null,
      told: 1,
    });
    assert.equal(new Set(pages).size, 1);
  });

  it('an institution without offices explains its phone instead, at every address of the branch', async () => {
    const text = institutionWith();
    const bare = await openWorld({
      institutionText: text.replace(/\noffices:\n[\s\S]*?\n(?=\S)/, '\noffices: []\n'),
    });
    try {
      assert.deepEqual(bare.config.institution.offices, []);
      const walker = browse(bare);
      await walker.open(paths.otherWays);
      await walker.submit({ opcion: 'office' });
      assertNotice(walker.page, wordsOf('es').otherWays.office);
      for (const path of [paths.chooseOffice, paths.sayNeeds, paths.leavePhone])
        assertNotice(await walker.open(path), wordsOf('es').otherWays.office);
    } finally {
      await bare.close();
    }
  });

  it('the steps come in their order: without an office there is no further page', async () => {
    const walker = browse(world);
    for (const path of [paths.sayNeeds, paths.leavePhone])
      assert.equal((await walker.open(path)).url.pathname, paths.chooseOffice);
  });
});

describe('the page of a ticket', () => {
  it('sends it to its own mobile once, in one SMS without a link, and says so', async () => {
    const walker = browse(world);
    const slug = await takeTicket(walker, { phone: '099 000 1234' });
    const heard = await arriving(world, () => walker.submit({}, paths.sendTicket));
    assert.deepEqual(heard.map(destinationOf), ['+593990001234']);
    const [{ letter } = assert.fail()] = heard;
    assert.ok('sms' in letter && letter.sms.includes(slug) && letter.sms.includes('Oficina Centro Norte'));
    assert.ok(textOf(walker.page.html).includes(wordsOf('es').ticket.sent));
    assert.ok(!walker.page.html.includes(`action="${paths.sendTicket}"`), 'It is sent once');
    const { fields } = walker.form(paths.cancelTicket);
    assert.deepEqual(await arriving(world, () => walker.post(paths.sendTicket, fields)), []);
  });

  it('without a mobile offers no SMS, and one that had its share this hour gets none (EM-17)', async () => {
    assert.ok(!(await opened(browse(world))).page.html.includes(paths.sendTicket));
    const sent = await arriving(world, async () => {
      for (let index = 0; index < 9; index++)
        await (await opened(browse(world), '099 000 7777')).submit({}, paths.sendTicket);
    });
    assert.equal(sent.length, world.config.institution.policy.messages.perDestinationPerHour);
  });

  const opened = async (walker: Walker, phone?: string): Promise<Walker> => {
    await takeTicket(walker, phone === undefined ? {} : { phone });
    return walker;
  };

  it('is given back by its holder, and its mobile is forgotten', async () => {
    const walker = browse(world);
    const slug = await takeTicket(walker, { phone: '099 000 1235' });
    await walker.submit({}, paths.cancelTicket);
    assert.equal(slugAt(walker), slug);
    assert.ok(textOf(walker.page.html).includes(wordsOf('es').ticket.standing.cancelled));
    assert.ok(walker.page.html.includes(`class="btn" href="${paths.chooseOffice}"`));
    const [row] = await world.sql('select status, phone, remind_at from tickets where id = $1', [
      await idOf(slug),
    ]);
    assert.deepEqual(row, { status: 'cancelled', phone: null, remind_at: null });
  });

  it('reads its address in small letters too, and tells what was never a ticket that it is none', async () => {
    const walker = browse(world);
    const slug = await takeTicket(walker);
    assert.equal((await walker.open(paths.ticket + slug.toLowerCase())).status, 200);
    for (const none of [`${slug}9`, 'CANOA-FAROL', 'x', `${slug}-1`])
      assertNotice(await browse(world).open(paths.ticket + none), wordsOf('es').ticket.unknown, 404);
  });

  it('tells the way of the request after the visit, each with its next step (C17)', async () => {
    const walker = browse(world);
    const slug = await takeTicket(walker);
    const id = await idOf(slug);
    const { ticket: say } = wordsOf('es');
    const reads = async (text: string, link?: string): Promise<void> => {
      for (const one of [walker, browse(world)]) {
        await one.open(paths.ticket + slug);
        assert.ok(textOf(one.page.html).includes(text), text);
        if (link) assert.ok(one.page.html.includes(`href="${link}"`), link);
      }
    };
    await moveTicket(world.world, agent, id, 'call');
    await reads(say.standing.called);
    await moveTicket(world.world, agent, id, 'serve');
    await reads(say.standing.served);
    await noteTicketResult(world.world, agent, id, { kind: 'in-review' });
    await reads(say.results['in-review'], paths.notMe);
    const changes = new Date(world.clock.now().getTime() + hours(72));
    await noteTicketResult(world.world, agent, id, { kind: 'changes', at: changes });
    await reads('Sus datos cambian el ', paths.notMe);
    await noteTicketResult(world.world, agent, id, { kind: 'ready' });
    await reads(say.results.ready, paths.start);
  });
});

describe('the tickets of a day (S10)', () => {
  it('tell words and needs and nothing more; a call, a miss and a service are told by who did them', async () => {
    const desk: OnShift = { staffId, office: 'boca-del-mangle', role: 'agent' };
    const slugs = [];
    for (const needs of [{ kichwa: '1' }, {}, {}])
      slugs.push(await takeTicket(browse(world), { office: 'boca-del-mangle', needs, phone: '0990001236' }));
    const list = await dayTickets(world.world, desk);
    assert.deepEqual(
      list.map(({ words, number }) => `${words} ${number}`.replaceAll(' ', '-')),
      slugs,
    );
    assert.deepEqual(list[0]?.needs, ['kichwa-shuar']);
    for (const one of list)
      assert.deepEqual(Object.keys(one).sort(), ['id', 'issuedAt', 'needs', 'number', 'status', 'words']);
    const [first, second] = list.map(({ id }) => id);
    assert.ok(first && second);
    assert.equal(await moveTicket(world.world, desk, first, 'serve'), 'not-now');
    for (const act of ['call', 'call', 'serve', 'serve'] as const)
      assert.equal(await moveTicket(world.world, desk, first, act), undefined);
    for (const act of ['call', 'miss', 'call', 'miss'] as const)
      assert.equal(await moveTicket(world.world, desk, second, act), undefined);
    assert.equal(await moveTicket(world.world, agent, second, 'call'), 'elsewhere');
    const told = await world.sql(
      `select event, count(*)::int as n from audit where staff = $1 and office = 'boca-del-mangle' and actor = 'agent'
       group by 1 order by 1`,
      [staffId],
    );
    assert.deepEqual(told, [
      { event: 'ticket-called', n: 3 },
      { event: 'ticket-no-show', n: 2 },
      { event: 'ticket-served', n: 1 },
    ]);
    assert.deepEqual(
      (await dayTickets(world.world, desk)).map(({ status }) => status),
      ['no-show', 'waiting', 'served'],
    );
  });
});

describe('the time of a ticket', () => {
  it('ends with its last day: reminded once the day before, over at midnight, forgotten long after (E6)', async () => {
    const own = await openWorld();
    try {
      const walker = browse(own);
      const slug = await takeTicket(walker, { phone: '099 000 1237' });
      const without = await takeTicket(browse(own));
      await own.mail();
      const tend = () => arriving(own, () => tendTickets(own.world));
      // Taken on the 24th at 10:12; the last day is the 30th.
      own.clock.move(hours(24 * 5) - minutes(15));
      assert.deepEqual(await tend(), []);
      own.clock.move(minutes(10));
      const heard = await tend();
      assert.equal(heard.length, 1);
      assert.ok(
        heard[0] && 'sms' in heard[0].letter && heard[0].letter.sms.includes(`recuerde su ticket ${slug}`),
      );
      assert.deepEqual(await tend(), [], 'Once');
      own.clock.move(hours(37) + minutes(52));
      assert.equal(
        (await walker.open(paths.ticket + slug)).heading,
        wordsOf('es').ticket.title(slug.replaceAll('-', ' ')),
      );
      assert.ok(walker.page.html.includes(paths.cancelTicket), 'Good until the last minute');
      own.clock.move(minutes(2));
      await walker.open(paths.ticket + slug);
      assert.ok(textOf(walker.page.html).includes(wordsOf('es').ticket.standing.expired));
      // The worker does what these calls do.
      await Promise.all([tendTickets(own.world), tendTickets(own.world)]);
      const rows = await own.sql('select status, phone from tickets');
      assert.deepEqual(rows, Array(2).fill({ status: 'expired', phone: null }));
      const [told] = await own.sql("select count(*)::int as n from audit where event = 'ticket-expired'");
      assert.deepEqual(told, { n: 2 });
      own.clock.move(hours(24 * 44));
      await sweep(own.world);
      assert.equal((await walker.open(paths.ticket + without)).status, 200);
      own.clock.move(hours(24 * 2));
      await sweep(own.world);
      assert.equal((await walker.open(paths.ticket + without)).status, 404);
    } finally {
      await own.close();
    }
  });

  it('is told of however many were called and never served before it (E6)', async () => {
    const own = await openWorld();
    try {
      await takeTicket(browse(own), { phone: '099 000 1238' });
      await own.sql(
        `insert into tickets (id, request, office, issued_on, number, words, language, holder_hash, phone, status, issued_at,
           until, remind_at, changed_at)
         select gen_random_uuid(), gen_random_uuid(), office, issued_on, 1000 + i, words, language, holder_hash, phone, 'called',
           issued_at, until, remind_at - interval '1 minute', changed_at from tickets, generate_series(1, 200) i`,
      );
      own.clock.move(hours(24 * 5));
      const heard = await arriving(own, () => tendTickets(own.world));
      assert.deepEqual(heard.map(destinationOf), ['+593990001238']);
    } finally {
      await own.close();
    }
  });

  it('is told of though the mobile of another does not open, which is passed over and logged (E6)', async () => {
    const own = await openWorld();
    try {
      const broken = await takeTicket(browse(own), { phone: '099 000 1239' });
      await takeTicket(browse(own), { phone: '099 000 1240' });
      const [, words, number] = /^([A-Z]+-[A-Z]+)-(\d+)$/.exec(broken) ?? [];
      const which = [words?.replace('-', ' '), Number(number)];
      await own.sql("update tickets set phone = '\\x00' where words = $1 and number = $2", which);
      own.clock.move(hours(24 * 5));
      const { log, said } = listeningLog();
      const heard = await arriving(own, () => tendTickets({ ...own.world, log }));
      assert.deepEqual(heard.map(destinationOf), ['+593990001240']);
      assert.deepEqual(
        said.map(({ event }) => event),
        ['tickets-failed'],
      );
      const waiting = await own.sql('select from tickets where remind_at is not null');
      assert.deepEqual(waiting, [], 'It does not come first for ever');
    } finally {
      await own.close();
    }
  });

  it('is looked after by the worker', async () => {
    const own = await openWorld();
    try {
      const slug = await takeTicket(browse(own));
      own.clock.move(hours(24 * 7));
      const worker = startWorker(own.world);
      const status = async () => (await own.sql<{ status: string }>('select status from tickets'))[0]?.status;
      for (let look = 0; look < 2400 && (await status()) !== 'expired'; look++)
        await new Promise((resolve) => setTimeout(resolve, 25));
      await worker.stop();
      assert.equal(await status(), 'expired', slug);
    } finally {
      await own.close();
    }
  });
});

describe('double submit', () => {
  it('of the last form, one after another or all at once, takes one ticket and leads to it', async () => {
    const walker = browse(world);
    await reachPhone(walker);
    const { fields } = walker.form(paths.leavePhone);
    const before = await world.sql('select id from tickets');
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => walker.post(paths.leavePhone, fields)),
    );
    answers.push(await walker.post(paths.leavePhone, fields));
    assert.equal(new Set(answers.map(({ headers }) => headers.get('location'))).size, 1);
    assert.ok(answers.every(({ status }) => status === 303));
    assert.equal((await world.sql('select id from tickets')).length, before.length + 1);
  });
});
