/** A slip lies on counters and in bins: what it is made of holds nothing of anybody (S9, UX 7.13). */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { Hono } from 'hono';
import { networksOf } from '../../src/lib/network.ts';
import { type Slip, slip } from '../../src/web/page/slip.ts';
import { jarFor } from '../../src/web/request/cookies.ts';
import { type Door, visiting } from '../../src/web/request/visit.ts';
import { wordsOf } from '../../src/words/words.ts';
import { browse, languages, reachContact } from '../journeys/steps.ts';
import { takeTicket } from '../journeys/ticket-steps.ts';
import { sample, textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const plain: Slip = {
  name: 'CANOA FAROL 27',
  at: new Date('2026-11-24T15:12:00Z'),
  office: 'Oficina Centro Norte',
  asked: 'Cambio de correo',
  effectiveAt: new Date('2026-11-27T15:00:00Z'),
  path: '/recuperar/turno/CANOA-FAROL-27',
};

/** The slip as a visitor gets it, to whom a session, a key and a case cookie belong. */
async function printed(of: Slip, language: string): Promise<string> {
  const app = new Hono<Door>();
  app.use(visiting(world.world, jarFor(world.world.baseUrl), networksOf));
  app.get('/', (c) => c.html(slip(c, of).toString()));
  const answer = await app.fetch(new Request(`https://clave.ceibo.example/?lang=${language}`));
  return answer.text();
}

for (const language of languages)
  it(`says what was asked, where, from when, and what to do if it was not you, in ${language}`, async () => {
    const { slip: say, frame } = wordsOf(language);
    const text = textOf(await printed(plain, language));
    for (const part of [
      plain.name,
      plain.office,
      plain.asked,
      say.effective,
      language === 'es' ? '27 de noviembre de 2026' : '27 November 2026',
      say.notYou,
      '1800 000 000',
      'clave.ceibo.example/recuperar/turno/CANOA-FAROL-27',
      frame.demo,
    ])
      assert.ok(text.includes(part), part);
    const { effectiveAt: _, ...without } = plain;
    assert.ok(!textOf(await printed(without, language)).includes(say.effective));
  });

it('escapes what it is given, and draws nothing that runs or loads', async () => {
  const html = await printed({ ...plain, asked: '<script>alert(1)</script>"' }, 'es');
  assert.ok(!/<script|href=|src=|url\(|\son\w+=|style=/i.test(html), html);
});

it('of a person with a case holds no number, address, mobile, code or key, on the page and in its symbol', async () => {
  const { identity, person } = sample('more-contacts');
  const walker = browse(world);
  await reachContact(world, walker, identity.number);
  await walker.submit({ correo: person?.email ?? '', seguro: '1' });
  const [message] = (await world.mail()).filter((one) => one.message.kind === 'recover');
  assert.ok(message?.message.kind === 'recover');
  await takeTicket(walker, { phone: person?.phone ?? '' });
  const { html } = walker.page;
  const cookies = [...walker.cookies.values()].filter((value) => value.length > 10);
  const form = walker.token;
  const shown = html.replaceAll(form, '');
  const secrets = [
    identity.number,
    person?.firstName,
    person?.lastName,
    person?.email,
    person?.secondEmail,
    person?.phone,
    person?.phone?.slice(-9),
    person?.key,
    message.message.code,
    message.message.link.split('/').at(-1),
    ...cookies,
  ];
  for (const secret of secrets) assert.ok(!secret || !shown.includes(secret), `${secret}`);
});
