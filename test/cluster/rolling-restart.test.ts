import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { beginAndAsk, type Somebody, somebody } from '../attacks/places.ts';
import { answersAt, openSite, type RunningServer, type Site } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, Walker } from '../walker.ts';
import { type Balancer, startBalancer } from './balancer.ts';

let site: Site;
let sink: SmtpSink;
let balancer: Balancer;
before(async () => {
  [site, sink, balancer] = await Promise.all([openSite(), startSmtpSink(), startBalancer()]);
});
after(async () => {
  await balancer.stop();
  await site.close();
  await sink.stop();
});

const start = (drainSeconds = 5): Promise<RunningServer> =>
  site.start({ SMTP_URL: sink.url, DRAIN_SECONDS: String(drainSeconds) });

/** From the number to signed in, through the balancer; every answer on the way must be one. */
async function recover(who: Somebody): Promise<void> {
  const through = answersAt(balancer.port);
  const walker = new Walker(async (request) => {
    const answer = await through(request);
    assert.ok(answer.status < 500, `${request.method} ${new URL(request.url).pathname}: ${answer.status}`);
    return answer;
  });
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  await walker.submit({ codigo: secretsIn(mail ?? assert.fail()).code });
  await walker.submit({ clave: goodKey, clave2: goodKey });
  assert.equal(walker.page.url.pathname, paths.done);
  await walker.open(paths.signIn);
  await walker.submit({ numero: who.number, clave: goodKey });
  assert.equal(walker.page.url.pathname, paths.account);
}

test('both instances are replaced one after the other while people walk: no request fails, and every walk begun ends signed in (N2)', async () => {
  let [one, two] = await Promise.all([start(), start()]);
  const running = (): void => {
    balancer.instances = [one.port, two.port];
  };
  running();
  let turn = 0;
  let over = false;
  const done: Somebody[] = [];
  const crowd = Array.from({ length: 3 }, async () => {
    while (!over && turn < 60) {
      const who = somebody(turn++);
      await recover(who);
      done.push(who);
    }
  });
  await until(() => done.length >= 3, 'people to be under way', 60);
  for (const place of [0, 1]) {
    const next = await start();
    const old = place === 0 ? one : two;
    [one, two] = place === 0 ? [next, two] : [one, next];
    // As operators do it: the new one is known to the balancer before the old one is told to go.
    balancer.instances = [one.port, two.port, old.port];
    assert.equal(await old.stop(), 0);
    running();
    const before = done.length;
    await until(() => done.length > before, 'somebody to get through afterwards', 60);
  }
  over = true;
  await Promise.all(crowd);
  assert.deepEqual(balancer.lost, []);
});

test('an instance that goes answers until its balancer knows: /salud says 503 while pages still come, each with its connection closed', async () => {
  const server = await start(60);
  const look = (path: string): Promise<Response> =>
    Promise.resolve(server.answers(new Request(`https://clave.ceibo.example${path}`)));
  assert.equal((await look('/salud')).status, 200);
  const ended = server.stop();
  await until(async () => (await look('/salud')).status === 503, 'the balancer to be told');
  const page = await look('/');
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('connection'), 'close');
  // Whoever asks again after a second is in a hurry.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  assert.equal(await server.stop(), 0);
  assert.equal(await ended, 0);
});
