import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { importPeople } from '../../src/actions/upkeep/import-people.ts';
import type { Person } from '../../src/directory/person.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { buildWorld } from '../../src/world.ts';
import { openSite, type Site } from '../server.ts';
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts';
import { formsOf, skipQuestions, Walker } from '../walker.ts';
import { openWorld, type TestWorld, testConfig } from '../world.ts';
import { begin, browserOf, forms, routesOf, somebody, tokenOf } from './places.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const origin = 'https://clave.ceibo.example';

/** Where a browser would go, or nothing when it stays. Browsers read a backslash as a slash and drop tabs and line ends. */
function destination(answer: Response): URL | undefined {
  const location = answer.headers.get('location');
  if (location === null) return undefined;
  return new URL(location.replaceAll('\\', '/').replace(/[\t\r\n]/g, ''), `${origin}/recuperar/`);
}

/** Texts that lead somewhere else when they are taken for an address. */
const elsewhere = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  'https:evil.example',
  'https://evil.example',
  '//evil.example@clave.ceibo.example',
  'https://clave.ceibo.example@evil.example',
  'https://clave.ceibo.example.evil.example/',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '\r\nLocation: https://evil.example',
  '/%0d%0aLocation:%20https://evil.example',
  '／／evil.example',
  '〱evil.example',
  '.evil.example',
  '@evil.example',
  ':80@evil.example/',
  '?next=//evil.example',
  '#//evil.example',
];

/** Every name a query of ours is read by, and the ones other programs read. */
const parameters = [
  'lang',
  'portal',
  'perfil',
  'opcion',
  'otro',
  'tiempo',
  'salio',
  'next',
  'return_to',
  'redirect',
  'redirect_uri',
  'url',
  'continuar',
  'volver',
  'RelayState',
  '_csrf',
];

const get = (path: string, cookie = '') =>
  world.app.fetch(
    new Request(origin + path, { headers: { host: 'clave.ceibo.example', ...(cookie && { cookie }) } }),
    {},
  );

describe('no address leads a browser to another site (RT-24, H26)', () => {
  test('by any parameter of any page', async () => {
    for (const route of routesOf(world, 'GET')) {
      const path = route.replace(':token', 'A'.repeat(43)).replace(':page', 'mensajes');
      for (const text of elsewhere) {
        const query = new URLSearchParams(parameters.map((name) => [name, text]));
        const answer = await get(`${path}?${query}`);
        assert.ok(answer.status < 500, `${path} ${text}: ${answer.status}`);
        const led = destination(answer);
        if (led) assert.equal(led.origin, origin, `${path} with ${text} leads to ${led}`);
        assert.equal(answer.headers.get('refresh'), null);
      }
    }
  });

  test('by the path itself, with and without a change of language', async () => {
    for (const path of [
      '//evil.example/',
      '///evil.example/',
      '//evil.example/..//evil.example',
      '/%5cevil.example/',
      '/%5c/evil.example/',
      '/%09/evil.example/',
      '/%2fevil.example/',
      '/%0d%0aSet-Cookie:%20a=b',
      '/%0d%0aLocation:%20//evil.example',
      '/recuperar/..//evil.example',
      '/.//evil.example',
      '/%E3%80%B1evil.example',
      '/@evil.example',
    ])
      for (const query of [
        '',
        '?lang=en',
        '?lang=en&portal=//evil.example',
        '?lang=%0d%0aX:%20y',
        '?lang=en&a=%0d%0aX:%20y',
      ]) {
        const answer = await get(path + query);
        assert.ok(answer.status < 500, `${path}${query}: ${answer.status}`);
        const led = destination(answer);
        if (led) assert.equal(led.origin, origin, `${path}${query} leads to ${led}`);
        assert.deepEqual(
          answer.headers.getSetCookie().filter((cookie) => !cookie.startsWith('__Host-reclave-')),
          [],
        );
      }
  });

  test('by any field of any form', async () => {
    for (const [index, [path, reach]] of Object.entries(forms).entries()) {
      world.clock.move(3_600_000);
      const { walker, fields } = await reach(world, index);
      const _csrf = tokenOf(walker);
      for (const name of Object.keys(fields))
        for (const text of elsewhere) {
          const answer = await walker.post(path, { ...fields, [name]: text, _csrf });
          const led = destination(answer);
          if (led) assert.equal(led.origin, origin, `${path} ${name}=${text} leads to ${led}`);
          // After a POST a browser is sent on by 303, which repeats nothing (OP-06).
          if (led) assert.equal(answer.status, 303);
        }
    }
  });

  test('changing the language keeps the page and its other words, and sets nothing else', async () => {
    const answer = await get('/recuperar/sin-correo?opcion=office&lang=en');
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.get('location'), '/recuperar/sin-correo?opcion=office');
  });
});

// biome-ignore lint/suspicious/noTemplateCurlyInString: a template of another language is the point
const marked = '"><img src=//evil.example onerror=alert(1)><script>alert(1)</script>\'`{{7*1337}}${7*1337}%s';

/** Whether typed markup became markup: what stands between quotes is text, and the rest must hold none of it. */
const isBroken = (page: string): boolean =>
  /<img|<script>|<[a-z][^>]*\son\w+=/i.test(page.replace(/"[^"]*"/g, '""')) || /9359%s/.test(page);

describe('what is typed comes back as text, never as markup (SE-15)', () => {
  test('in every field of every form that writes it back', async () => {
    for (const [index, [path, reach]] of Object.entries(forms).entries()) {
      world.clock.move(3_600_000);
      const { walker, fields } = await reach(world, index);
      const _csrf = tokenOf(walker);
      for (const name of Object.keys(fields)) {
        const answer = await walker.post(path, { ...fields, [name]: marked, _csrf });
        const page = await answer.text();
        assert.ok(!isBroken(page), `${path} ${name}`);
      }
    }
  });

  test('in the address', async () => {
    for (const path of [
      `/r/${encodeURIComponent(marked)}`,
      `/ayuda/${encodeURIComponent(marked)}`,
      `/${encodeURIComponent(marked)}`,
      `/?portal=${encodeURIComponent(marked)}&lang=${encodeURIComponent(marked)}`,
    ])
      assert.ok(!isBroken(await (await get(path)).text()), path);
  });
});

/** Names an institution’s records might hold, honest and not. */
const hostileNames: Readonly<Record<string, string>> = {
  markup: '<a href=//evil.example>Ana</a><img src=//evil.example/x.png>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of another language is the point
  template: 'Ana {{7*1337}} ${7*1337} %s #{7*1337}',
  header: 'Ana\r\nBcc: mala@evil.example\r\nX-Evil: 1',
  'bare line ends': 'Ana\nBcc: mala@evil.example\rX-Evil: 1',
  'Unicode line ends': 'Ana\u2028Bcc: mala@evil.example\u0085X-Evil: 1',
  'encoded word': '=?utf-8?q?Ana=0d=0aBcc:mala@evil.example?=',
  'end of data': 'Ana\r\n.\r\nMAIL FROM:<mala@evil.example>\r\nRCPT TO:<mala@evil.example>\r\nDATA\r\n',
  'right to left': 'Ana\u202egnp.elpmaxe.live',
  formula: '=HYPERLINK("//evil.example")',
  'ten thousand letters': `A${'n'.repeat(10_000)}a`,
};

describe('a hostile name on file changes no message (EM-04, EM-05, EM-06, ATK-11)', () => {
  let site: Site;
  let sink: SmtpSink;
  let hostile: TestWorld;
  before(async () => {
    [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
    hostile = await openWorld();
  });
  after(async () => {
    await site.close();
    await hostile.close();
    await sink.stop();
  });

  const personOf = (index: number, firstName: string): Person => ({
    subject: 'person',
    identity: card(2_000_000 + index * 13),
    firstName,
    lastName: firstName,
    status: 'active',
    email: `hostil${index}@correo.example`,
    bouncing: false,
    work: [{ year: 2020, employer: firstName.slice(0, 200) }],
    answers: {},
    language: index % 2 === 0 ? 'es' : 'en',
  });
  const people = Object.entries(hostileNames).map(([name, text], index) => ({
    name,
    person: personOf(index, text),
  }));

  async function* rows() {
    for (const [index, { person }] of people.entries()) yield { line: index + 2, person };
  }

  test('each goes to one recipient, with the headers and the one link of any other message', async () => {
    const built = await buildWorld(testConfig(site.database, site.folder));
    const { faults } = await importPeople(built.world, rows());
    await built.close();
    assert.deepEqual(faults, []);
    const server = await site.start({ SMTP_URL: sink.url });

    const clean = somebody(0);
    const everyone = [
      { name: 'clean', number: clean.number, email: clean.email },
      ...people.map(({ name, person }) => ({
        name,
        number: person.identity.number,
        email: person.email ?? '',
      })),
    ];
    const mails = await Promise.all(
      everyone.map(async ({ name, number, email }) => {
        const walker = new Walker(server.answers);
        await begin(walker, { number, email, key: '' });
        await skipQuestions(walker);
        await walker.submit({ correo: email, seguro: '1' });
        for (const evil of ['evil', '<a href=//', '7*1337']) assert.ok(!walker.page.html.includes(evil));
        const [mail, ...more] = await sink.mailTo(email);
        assert.ok(mail, name);
        assert.deepEqual(more, []);
        return { name, email, mail };
      }),
    );
    const keysOfMail = ({ parsed }: (typeof mails)[number]['mail']) =>
      parsed.headers.map(({ key }) => key).sort();
    const [first] = mails;
    assert.ok(first);
    for (const { name, email, mail } of mails) {
      assert.deepEqual(mail.rcpt, [email], name);
      assert.deepEqual(keysOfMail(mail), keysOfMail(first.mail), name);
      assert.deepEqual(mail.parsed.to, [{ address: email, name: '' }], name);
      assert.equal(mail.parsed.from?.address, 'clave@clave.ceibo.example', name);
      assert.doesNotMatch(mail.raw, /[^\r]\n|\r[^\n]/, name);
      assert.ok(
        mail.raw.split('\r\n').every((line) => line.length <= 998),
        name,
      );
      const html = mail.parsed.html ?? '';
      const hrefs = [...html.matchAll(/\b(?:href|src)\s*=\s*["']?([^"'\s>]*)/gi)].map(([, to]) => to);
      const links = hrefs.filter(
        (to) => !html.includes(`&lt;a href=${to}`) && !html.includes(`&lt;img src=${to}`),
      );
      assert.ok(
        links.every((to) => to?.startsWith(`${origin}/`)),
        `${name}: ${links}`,
      );
      assert.doesNotMatch(html, /<(img|script|iframe|form|link|meta http)/i, name);
      assert.doesNotMatch(mail.parsed.subject ?? '', /[\r\n\u0085\u2028]|evil|Ana/, name);
      assert.doesNotMatch(`${mail.parsed.text}${html}`, /9359/, name);
    }
    assert.ok(sink.mails.every(({ rcpt }) => rcpt.length === 1 && !rcpt[0]?.includes('evil')));
  });
});

describe('one mailbox, exactly as stored, whatever is typed (EM-01, EM-02, EM-03, ATK-14, ATK-15)', () => {
  const typedFor = ({ email }: { email: string }): string[] => [
    `${email},mala@evil.example`,
    `${email};mala@evil.example`,
    `${email} mala@evil.example`,
    `${email}|mala@evil.example`,
    `${email}\r\nbcc: mala@evil.example`,
    `${email}\ncc:mala@evil.example`,
    `"${email}"@evil.example`,
    `${email}(x)evil.example`,
    `<${email}>,<mala@evil.example>`,
    `Persona <${email}>`,
    email.replace('persona', 'pers\u200bona'),
    email.replace('correo', 'cоrreo'),
    email.replace('correo', 'ｃorreo'),
    `${email}.`,
    email.replace('@', '+x@'),
    `mala@evil.example,${email}`,
    'mala@evil.example',
  ];

  test('a typed text that is not the address brings a message to nobody', async () => {
    const who = somebody(30);
    const walker = browserOf(world);
    world.clock.move(3_600_000);
    const count = (await world.mail()).length;
    await begin(walker, who);
    await skipQuestions(walker);
    for (const typed of typedFor(who)) {
      await walker.post('/recuperar/correo', { correo: typed, seguro: '1', _csrf: tokenOf(walker) });
      // Where it was taken for an address, the way back to correct it.
      await walker.open('/recuperar/correo');
      if (new URL(walker.page.url).pathname === '/recuperar/revise')
        await walker.submit({ canal: 'email' }, '/recuperar/canal');
    }
    assert.equal((await world.mail()).length, count);
  });

  test('a typed spelling of the address that counts as the same goes to the stored one', async () => {
    const who = somebody(31);
    const walker = browserOf(world);
    world.clock.move(3_600_000);
    await begin(walker, who);
    await skipQuestions(walker);
    await walker.submit({ correo: ` ${who.email.toUpperCase()} `, seguro: '1' });
    const to = (await world.mail()).at(-1)?.to;
    assert.deepEqual(to, { by: 'mail', address: who.email });
  });
});

test('no form of ours holds a destination, an account or a state that could be changed on its way (H15)', async () => {
  const allowed = new Set([
    '_csrf',
    'prueba',
    'sitio',
    'repetida',
    'turno',
    'usuario',
    'canal',
    'enlace',
    'seguro',
    'portal',
    // Only ever one of our own pages: test/attacks/sign-in.test.ts.
    'volver',
    // Which of the owner's own things: judged again by whose session it is (test/attacks/account-pages.test.ts, contact.test.ts).
    'dato',
    'cambio',
    'equipo',
    'otras',
    'serie',
    'sesion',
    'aviso',
    // Judged again by the link itself, and at the desk by session, office and grant (test/journeys/counter.test.ts).
    'invitacion',
    'persona',
    'ficha',
    'tramite',
    'asunto',
    'acto',
    // What is decided, on which sending of it: the touch is bound to both (test/attacks/desk.test.ts).
    'version',
    'decision',
  ]);
  for (const [index, [path, reach]] of Object.entries(forms).entries()) {
    world.clock.move(3_600_000);
    const { walker } = await reach(world, index);
    for (const { fields } of formsOf(walker.page.html))
      for (const [name, value] of Object.entries(fields))
        if (value !== '' && !allowed.has(name))
          assert.match(name, /^(numero|correo|contacto|sucursal|clave2?|codigo|dia|respuesta)$/, path);
  }
});
