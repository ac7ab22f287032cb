import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { paths } from '../../src/web/paths.ts';
import { buildWorld } from '../../src/world.ts';
import { begin, beginAndAsk, nameHashOf, type Somebody, somebody, tokenOf } from '../attacks/places.ts';
import { layWire, openSite, type RunningServer, type Site, type Wire } from '../server.ts';
import { type SmtpSink, type Sunk, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, skipQuestions, Walker } from '../walker.ts';
import { sql, testConfig } from '../world.ts';
import { type Pair, startPair } from './pair.ts';

let pair: Pair;
let site: Site;
let sink: SmtpSink;
let wire: Wire;
let servers: readonly [RunningServer, RunningServer];
before(async () => {
  [pair, sink] = await Promise.all([startPair(), startSmtpSink()]);
  process.env.RECLAVE_TEST_DATABASE = pair.primary.url;
  site = await openSite();
  wire = await layWire(site.databaseUrl);
  const environment = { SMTP_URL: sink.url, DATABASE_URL: wire.url };
  servers = await Promise.all([site.start(environment), site.start(environment)]);
});
after(async () => {
  await Promise.all(servers.map((server) => server.kill()));
  await wire.cut();
  await sink.stop();
  await pair.stop();
});

let turn = 0;
/** A browser whose every request goes to the other instance. */
const browser = (): Walker =>
  new Walker((request) => (turn++ % 2 === 0 ? servers[0] : servers[1]).answers(request));

/** The address of the site's database on the standby. */
function onStandby(): string {
  const url = new URL(site.databaseUrl);
  url.searchParams.set('host', new URL(pair.standby.url).searchParams.get('host') ?? '');
  return url.href;
}

async function askAndRead(walker: Walker, who: Somebody): Promise<string> {
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  return secretsIn(mail ?? assert.fail()).code;
}

async function prove(who: Somebody): Promise<Walker> {
  const walker = browser();
  await walker.submit({ codigo: await askAndRead(walker, who) }).catch(assert.fail);
  assert.equal(walker.page.url.pathname, paths.chooseKey);
  return walker;
}

async function signsIn(who: Somebody, key: string): Promise<boolean> {
  const walker = browser();
  await walker.open(paths.signIn);
  await walker.submit({ numero: who.number, clave: key });
  return walker.page.url.pathname === paths.account;
}

/** All that the new keys of these people left behind on the standby. */
async function leftBehind(who: Somebody) {
  const [row] = await sql<{ completed: number; audited: number; told: number }>(
    `select (select count(*)::int from cases c where c.name_hash = $1 and c.stage->>'because' = 'completed') as completed,
       (select count(*)::int from audit u where u.subject = $1 and u.event = 'key-chosen' and u.refusal is null) as audited,
       (select count(*)::int from outbox o join cases c on c.id = o.case_id where c.name_hash = $1) as told`,
    [nameHashOf(who)],
    onStandby(),
  );
  return row ?? assert.fail();
}

/** A code, its decoy and the notice were queued; or the code and its decoy alone. */
const whole = { completed: 1, audited: 1, told: 3 };
const nothing = { completed: 0, audited: 0, told: 2 };

test('the primary is killed under load and its synchronous standby promoted: nothing acknowledged is lost, nothing is done twice, and who was in the middle goes on (RC-10, N2)', async () => {
  const atNumber = browser();
  await begin(atNumber, somebody(30));
  await skipQuestions(atNumber);
  const atCode = browser();
  const code = await askAndRead(atCode, somebody(31));

  const people = Array.from({ length: 12 }, (_, index) => somebody(index));
  const walkers: Walker[] = [];
  for (const who of people) walkers.push(await prove(who));

  // Twelve new keys at once; with the third answer the primary dies in the middle of the others.
  let acknowledged = 0;
  const answers = await Promise.all(
    walkers.map(async (walker) => {
      const form = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
      const answer = await walker.post(paths.chooseKey, form);
      if (answer.status === 303 && ++acknowledged === 3) {
        pair.killPrimary();
        await wire.cut();
      }
      return answer;
    }),
  );
  const known = answers.map(({ status, headers }) => {
    assert.ok([303, 503].includes(status), `${status}`);
    return status === 303 && headers.get('location') === '/recuperar/listo';
  });
  assert.ok(known.includes(true) && known.includes(false), 'some were answered and some were not');

  // While there is no database, a calm page with a reference and nothing else.
  const calm = await atNumber.submit({ correo: somebody(30).email, seguro: '1' });
  assert.equal(calm.status, 503);
  assert.match(calm.html, /referencia/i);

  await pair.promote();
  await wire.mend(onStandby());
  await until(async () => (await atCode.open(paths.enterCode)).status === 200, 'the pages to come back');
  // Messages the dead connections had taken are nobody's for a minute: the minute is over.
  await sql(`update outbox set due = now() where state = 'queued'`, [], onStandby());

  for (const [index, who] of people.entries()) {
    const walker = walkers[index] ?? assert.fail();
    const before = await leftBehind(who);
    if (known[index]) assert.deepEqual(before, whole, 'what was acknowledged is all there');
    else assert.deepEqual(before, before.completed === 1 ? whole : nothing, 'all of it or nothing');
    // Whoever got no answer sends the form again: done before or not, in the end it is done once.
    const form = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
    const again = await walker.post(paths.chooseKey, form);
    assert.equal(again.status, 303);
    assert.equal((await walker.open('/recuperar/fin')).url.pathname, '/recuperar/listo');
    assert.deepEqual(await leftBehind(who), whole);
    assert.equal(await signsIn(who, goodKey), true);
    // A copy of a message bears its id; two with one subject would be two messages where one was due.
    const mails = await sink.mailTo(who.email, 2);
    const count = (pick: (mail: Sunk) => unknown): number => new Set(mails.map(pick)).size;
    assert.equal(
      count(({ parsed }) => parsed.messageId),
      count(({ parsed }) => parsed.subject),
    );
  }

  await atCode.submit({ codigo: code });
  assert.equal(atCode.page.url.pathname, paths.chooseKey);
  await atNumber.open(paths.nameContact);
  await atNumber.submit({ correo: somebody(30).email, seguro: '1' });
  assert.equal(atNumber.page.url.pathname, paths.enterCode);
  await sink.mailTo(somebody(30).email);
});

test('what the log sealed before and after is one unbroken log (AU-03)', async () => {
  const built = await buildWorld(testConfig(site.database, site.folder), { databaseUrl: onStandby() });
  try {
    const verdict = await verifyDatabase(built.world);
    assert.deepEqual(verdict.faults, []);
  } finally {
    await built.close();
  }
});
