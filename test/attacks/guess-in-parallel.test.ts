import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fireAtOnce, openSite, type RunningServer, type Shot, type Site } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink } from '../smtp-sink.ts';
import { sample, Walker } from '../walker.ts';
import { beginAndAsk, nameHashOf, type Somebody, somebody, tokenOf } from './places.ts';

let site: Site;
let servers: RunningServer[];
let sink: SmtpSink;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  servers = await Promise.all([start(), start()]);
});
after(async () => {
  await site.close();
  await sink.stop();
});

/** Behind a proxy, so that a guesser can come from anywhere. */
const start = (): Promise<RunningServer> => site.start({ SMTP_URL: sink.url, TRUSTED_PROXIES: '127.0.0.1' });

const server = (index: number): RunningServer => servers[index % servers.length] ?? assert.fail();

/** The tries a number has used up, as the database counts them. */
async function used(who: Somebody): Promise<number> {
  const [row] = await site.sql<{ code_used: number }>(
    'select code_used from standings where name_hash = $1',
    [nameHashOf(who)],
  );
  return row?.code_used ?? -1;
}

type Judged = { wrong: number; right: number; spent: number; late: number };

/**
 * How often a code of this number was judged wrong, how often right, how often it found no try left, and how often it came
 * when its case had gone on.
 */
async function judged(who: Somebody): Promise<Judged> {
  const [row] = await site.sql<Judged>(
    `select count(*) filter (where event = 'code-entered' and refusal = 'wrong-code')::int as wrong,
       count(*) filter (where event = 'code-entered' and refusal is null)::int as right,
       count(*) filter (where event = 'code-entered' and refusal = 'out-of-tries')::int as spent,
       count(*) filter (where event = 'out-of-turn')::int as late
     from audit where subject = $1`,
    [nameHashOf(who)],
  );
  return row ?? assert.fail();
}

const wrongCodes = (right: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String((Number(right) + 1 + index) % 1e8).padStart(8, '0'));

async function codeSentTo(who: Somebody): Promise<{ walker: Walker; code: string }> {
  const walker = new Walker(server(0).answers);
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  return { walker, code: secretsIn(mail).code };
}

/** Fires a hundred codes, the right one at this place among them, and holds what was judged and answered to each other. */
async function holdFive(who: Somebody, place: number): Promise<void> {
  const { walker, code } = await codeSentTo(who);
  const codes = wrongCodes(code, 99);
  codes.splice(place, 0, code);
  const _csrf = tokenOf(walker);
  const answers = await fireAtOnce(
    codes.map(
      (codigo, index): Shot => ({
        port: server(index).port,
        path: '/recuperar/revise',
        cookies: walker.cookies,
        fields: { codigo, _csrf },
        headers: { 'x-forwarded-for': `203.0.113.${index}` },
      }),
    ),
  );
  assert.ok(answers.every(({ status }) => status < 500));
  assert.equal(await used(who), 5);
  const { wrong, right, spent, late } = await judged(who);
  assert.equal(wrong, 5);
  assert.equal(wrong + right + spent + late, codes.length);
  // The right one counts only if its turn came while there were tries left.
  assert.ok(right <= 1);
  // Whoever comes after it, judged or not, is in the browser that proved it and is shown where its case now is.
  const redirected = answers.filter(({ status }) => status === 303).length;
  const after = right === 0 ? 0 : right + spent + late;
  const most = right === 0 ? 0 : after + wrong;
  assert.ok(
    redirected >= after && redirected <= most,
    `${redirected} redirects, ${after} to ${most} expected`,
  );
}

test('of a hundred codes at once on two processes, the right one among them, five are judged (RT-10, ATK-08, H8)', () =>
  holdFive(somebody(0), 60));
test('of a hundred codes at once, the right one among the first, five wrong ones are judged all the same (RT-10, ATK-08)', () =>
  holdFive(somebody(7), 1));

test('with the tries used up even the right code is refused, whatever browser, address or process asks (RT-10)', async () => {
  const who = somebody(1);
  const { walker, code } = await codeSentTo(who);
  const codes = wrongCodes(code, 100);
  await fireAtOnce(
    codes.map((codigo, index) => ({
      port: server(index).port,
      path: '/recuperar/revise',
      cookies: walker.cookies,
      fields: { codigo, _csrf: tokenOf(walker) },
    })),
  );
  assert.equal(await used(who), 5);
  const refused = await walker.submit({ codigo: code }).catch(() => walker.open('/recuperar/revise'));
  assert.notEqual(refused.url.pathname, '/recuperar/clave');

  const tryElsewhere = async (running: RunningServer, headers: Record<string, string>): Promise<number> => {
    const stranger = new Walker(running.answers);
    Object.assign(stranger.headers, headers);
    await stranger.open('/codigo');
    return (await stranger.submit({ numero: who.number, codigo: code })).status;
  };
  for (const headers of [
    {},
    { 'x-forwarded-for': '198.51.100.23' },
    { 'x-forwarded-for': '2001:db8::1' },
    { 'user-agent': 'another' },
  ])
    assert.equal(await tryElsewhere(server(1), headers), 429);
  // Other spellings of the same number, and of the same code, are the same number and code.
  for (const numero of [` ${who.number} `, who.number.replace(/(\d{9})(\d)/, '$1-$2')]) {
    const stranger = new Walker(server(0).answers);
    await stranger.open('/codigo');
    const seen = await stranger.submit({ numero, codigo: `${code.slice(0, 4)} ${code.slice(4)}` });
    assert.equal(seen.status, 429);
  }

  await Promise.all(servers.map((running) => running.stop()));
  servers = await Promise.all([start(), start()]);
  assert.equal(await tryElsewhere(server(0), {}), 429, 'a restart gave new tries');
  assert.equal(await used(who), 5);
});

test('a new message brings a new code and no new tries (H32)', async () => {
  const who = somebody(2);
  const { walker, code } = await codeSentTo(who);
  await fireAtOnce(
    wrongCodes(code, 20).map((codigo, index) => ({
      port: server(index).port,
      path: '/recuperar/revise',
      cookies: walker.cookies,
      fields: { codigo, _csrf: tokenOf(walker) },
    })),
  );
  const again = new Walker(server(1).answers);
  await beginAndAsk(again, who);
  const newest = (await sink.mailTo(who.email, 2)).at(-1);
  assert.ok(newest);
  assert.notEqual(secretsIn(newest).code, code);
  const seen = await again.submit({ codigo: secretsIn(newest).code });
  assert.equal(seen.status, 429);
  assert.equal(await used(who), 5);
  // The link of that message is no guess: the owner is not locked out by a stranger's guessing (ATK-38, H35).
  const owner = new Walker(server(0).answers);
  await owner.open(`/r/${secretsIn(newest).token}`);
  await owner.submit();
  await owner.submit({ numero: who.number });
  assert.equal(owner.page.url.pathname, '/recuperar/clave');
});

test('an unknown number runs out of tries at the same count (RE-04)', async () => {
  const nobody = { ...somebody(3), number: sample('unknown-number').identity.number };
  const walker = new Walker(server(0).answers);
  await walker.open('/codigo');
  const answers = await fireAtOnce(
    wrongCodes('00000000', 30).map((codigo, index) => ({
      port: server(index).port,
      path: '/codigo',
      cookies: walker.cookies,
      fields: { numero: nobody.number, codigo, _csrf: tokenOf(walker) },
    })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  assert.equal(statuses.filter((status) => status === 422).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 25);
  assert.equal(await used(nobody), 5);
});

test('the numbers a link is tried with are counted alike: five, on all processes together', async () => {
  const who = somebody(4);
  await codeSentTo(who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  const thief = new Walker(server(0).answers);
  await thief.open(`/r/${secretsIn(mail).token}`);
  await thief.submit();
  const answers = await fireAtOnce(
    Array.from({ length: 39 }, (_, index) => ({
      port: server(index).port,
      path: '/recuperar/confirmar',
      cookies: thief.cookies,
      fields: { numero: somebody(index === 38 ? 5 : index === 4 ? 39 : index).number, _csrf: tokenOf(thief) },
    })),
  );
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 422).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 34);
  const seen = await thief.submit({ numero: who.number });
  assert.equal(seen.status, 429);
});

test('fifty wrong keys at once at the sign-in count as tries of one number: the wait is met (H8, PW-19)', async () => {
  const who = somebody(6);
  const walker = new Walker(server(0).answers);
  await walker.open('/ingresar');
  const answers = await fireAtOnce(
    Array.from({ length: 50 }, (_, index) => ({
      port: server(index).port,
      path: '/ingresar',
      cookies: walker.cookies,
      fields: {
        numero: who.number,
        clave: index === 40 ? who.key : `Falsa${1000 + index}`,
        portal: 'fondo',
        _csrf: tokenOf(walker),
      },
    })),
  );
  assert.ok(answers.every(({ status }) => status < 500));
  const [row] = await site.sql<{ sign_in_failures: number }>(
    'select sign_in_failures from standings where name_hash = $1',
    [nameHashOf(who)],
  );
  // Five free tries; if the right key came among them, the count began anew once.
  assert.equal(row?.sign_in_failures, 5);
});
