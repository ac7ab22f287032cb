import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { importPeople } from '../../src/actions/upkeep/import-people.ts';
import type { Person } from '../../src/directory/person.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { buildWorld } from '../../src/world.ts';
import { openSite, type RunningServer, type Site } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { Walker } from '../walker.ts';
import { testConfig } from '../world.ts';
import { begin, tokenOf } from './places.ts';

/** Markers that occur nowhere else in the world: wherever one is found, that secret was written there. */
const canary = {
  number: card(3_333_333).number,
  firstName: 'Canariela',
  lastName: 'Jilgueroz Mirlonda',
  email: 'kanarikafig@pajarera.example',
  secondEmail: 'segundo.kanarikafig@pajarera.example',
  phone: '+593991122334',
  key: 'Vieja4Gorrionk',
  newKey: 'Nueva8Gaviotax',
  wrongKey: 'Falsa2Tordillo',
  answer: 'Golondrinita Ñusta',
  wrongAnswer: 'Vencejo equivocado',
  wrongEmail: 'otrocanario@nidoajeno.example',
  userAgent: 'NavegadorCanario/77.1 (Windows NT 10.0; secreto)',
  forwarded: '203.0.113.177',
} as const;

const person: Person = {
  subject: 'person',
  identity: card(3_333_333),
  firstName: canary.firstName,
  lastName: canary.lastName,
  status: 'active',
  email: canary.email,
  secondEmail: canary.secondEmail,
  phone: canary.phone,
  bouncing: false,
  work: [],
  answers: { 'first-teacher': canary.answer, 'first-pet': canary.answer, 'school-name': canary.answer },
  key: canary.key,
  language: 'es',
};

let site: Site;
let sink: SmtpSink;
let server: RunningServer;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  const built = await buildWorld(testConfig(site.database, site.folder));
  await importPeople(
    built.world,
    (async function* () {
      yield { line: 2, person };
    })(),
  );
  await built.close();
  server = await site.start({ SMTP_URL: sink.url, LOG_LEVEL: 'trace', TRUSTED_PROXIES: '127.0.0.1' });
});
after(async () => {
  await site.close();
  await sink.stop();
});

/** Every spelling a secret might be written in. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // Base64 of a text inside a longer one: three offsets, without the ends, which depend on the neighbours.
  const inner = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset, 65), bytes])
      .toString('base64')
      .replace(/=+$/, '')
      .slice(offset === 0 ? 0 : 4, -2),
  );
  return [
    ...new Set([
      secret,
      secret.toLowerCase(),
      secret.toUpperCase(),
      secret.normalize('NFD'),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString('hex'),
      bytes.toString('base64').replace(/=+$/, ''),
      bytes.toString('base64url'),
      [...secret].reverse().join(''),
      ...inner.filter((text) => text.length >= 8),
    ]),
  ];
}

function assertNowhere(text: string, secrets: Readonly<Record<string, string>>, where: string): void {
  const lower = text.toLowerCase();
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(secret.length >= 8, `${name} is too short to be looked for`);
    for (const spelling of spellings(secret))
      assert.ok(!lower.includes(spelling.toLowerCase()), `${name} stands in ${where} as ${spelling}`);
  }
}

/** Everything a database holds, as text; what is kept as bytes also as those bytes. */
async function dump(): Promise<string> {
  const tables = await site.sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const parts: string[] = [];
  for (const { name } of tables)
    for (const row of await site.sql(`select * from ${name}`))
      for (const value of Object.values(row)) {
        if (Buffer.isBuffer(value)) parts.push(value.toString('latin1'), value.toString('hex'));
        else parts.push(typeof value === 'string' ? value : JSON.stringify(value));
      }
  return parts.join('\n');
}

test('the search finds a secret in whatever spelling it is written', () => {
  const secrets = { newKey: canary.newKey };
  for (const written of [
    `clave=${canary.newKey}&`,
    Buffer.from(`{"clave":"${canary.newKey}"}`).toString('base64'),
    Buffer.from(`xy${canary.newKey}z`).toString('base64'),
    Buffer.from(`a${canary.newKey}`).toString('hex'),
    canary.newKey.toUpperCase(),
  ])
    assert.throws(() => assertNowhere(written, secrets, 'a trial'), assert.AssertionError);
  assert.doesNotThrow(() => assertNowhere('nothing of the kind', secrets, 'a trial'));
});

test('no secret and nothing personal is ever written where it does not belong: a whole walk, with failures and faults (AU-04, ATK-51, RT-03, H7)', async () => {
  const pages: string[] = [];
  const walker = new Walker(async (request) => {
    const answer = await server.answers(request);
    const text = answer.status === 204 ? '' : await answer.clone().text();
    pages.push(`${[...answer.headers].join('\n')}\n${text}`);
    return answer;
  });
  walker.headers['user-agent'] = canary.userAgent;
  walker.headers['x-forwarded-for'] = canary.forwarded;

  // Wrong in every way first.
  await walker.open('/ingresar');
  await walker.submit({ numero: canary.number, clave: canary.wrongKey });
  await begin(walker, { number: canary.number, email: '', key: '' });
  while (walker.page.url.pathname === '/recuperar/preguntas')
    await walker.submit(
      walker.page.html.includes('name="respuesta"')
        ? { respuesta: canary.wrongAnswer }
        : walker.page.html.includes('name="dia"')
          ? { dia: '1', mes: '1' }
          : { empresa: 'ninguna' },
    );
  await walker.submit({ correo: canary.wrongEmail, seguro: '1' });
  await walker.submit({ codigo: '12345678' });
  // The set was answered wrongly, so this case gets no message; its owner is told that someone tried.
  await begin(walker, { number: canary.number, email: '', key: '' });
  while (walker.page.url.pathname === '/recuperar/preguntas') await walker.submit({ omitir: '1' });
  // The relay refuses by repeating the address, as relays do.
  sink.mode = 'defer';
  await walker.submit({ correo: canary.email, seguro: '1' });
  await until(async () => {
    const rows = await site.sql(`select from outbox where last_reason is not null`);
    return rows.length > 0;
  }, 'the relay to put a message off');
  const queued = await dump();
  sink.mode = 'accept';
  await site.sql(`update outbox set due = now() where state = 'queued'`);
  const mails = await sink.mailTo(canary.email, 2);
  const { code, token } = mails.map(secretsIn).find(({ token: found }) => found !== '') ?? assert.fail();

  // A fault in the middle, with everything secret in the request.
  await walker.open(`/r/${token}`);
  await site.sql('alter table challenges rename to challenges_gone');
  assert.equal((await walker.post('/r/', { enlace: token, _csrf: tokenOf(walker) })).status, 500);
  await site.sql('alter table challenges_gone rename to challenges');
  await walker.submit();
  assert.equal(walker.page.url.pathname, '/recuperar/clave');
  await walker.submit({ clave: canary.newKey, clave2: 'distinta' });
  await walker.submit({ clave: canary.key, clave2: canary.key });
  assert.equal(walker.page.status, 422, 'the former key is refused');
  await site.sql('alter table past_keys rename to past_keys_gone');
  const fields = { clave: canary.newKey, clave2: canary.newKey, _csrf: tokenOf(walker) };
  assert.equal((await walker.post('/recuperar/clave', fields)).status, 500);
  await site.sql('alter table past_keys_gone rename to past_keys');
  await walker.submit({ clave: canary.newKey, clave2: canary.newKey });
  assert.equal(walker.page.url.pathname, '/recuperar/listo');
  await walker.open('/ingresar');
  await walker.submit({ numero: canary.number, clave: canary.newKey });
  assert.equal(walker.page.url.pathname, '/cuenta');
  await until(async () => {
    const rows = await site.sql(`select from outbox where state = 'queued'`);
    return rows.length === 0;
  }, 'every message to be handed over');

  const cookies = Object.fromEntries([...walker.cookies].filter(([name]) => /browser|session/.test(name)));
  const { forwarded, userAgent, ...named } = canary;
  const all = {
    ...named,
    forwarded,
    userAgent,
    code,
    spokenCode: `${code.slice(0, 4)} ${code.slice(4)}`,
    token,
    ...cookies,
  };

  assert.match(server.output(), /"event":"fault"/);
  assertNowhere(server.output(), all, 'the log');
  const audit = await site.sql('select a::text as line from audit a');
  assert.ok(audit.length > 20);
  assertNowhere(JSON.stringify(audit), all, 'the audit');
  assertNowhere(await dump(), all, 'the database');
  assertNowhere(queued, all, 'the database while a message waits');
  const sent = await site.sql(`select payload from outbox where state in ('sent', 'dropped')`);
  assert.ok(sent.every(({ payload }) => payload === null));

  // Keys are sent to nobody and shown to nobody (RC-18); the rest only where it is meant to be.
  const { key, newKey, wrongKey, answer, wrongAnswer } = canary;
  const neverShown = { key, newKey, wrongKey, answer, wrongAnswer };
  assertNowhere(sink.mails.map(({ raw }) => raw).join('\n'), neverShown, 'a message');
  assertNowhere(pages.join('\n'), neverShown, 'a page');
  const { firstName, lastName, secondEmail, phone } = canary;
  assertNowhere(pages.join('\n'), { firstName, lastName, secondEmail, phone }, 'a page');
  for (const { parsed } of sink.mails)
    assertNowhere(parsed.subject ?? '', { ...all, code, number: canary.number }, 'a subject');

  // Nothing is left on the disk beside a relay.
  const files = readdirSync(site.folder, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isFile(),
  );
  for (const file of files)
    assertNowhere(readFileSync(join(file.parentPath, file.name), 'latin1'), all, file.name);
});
