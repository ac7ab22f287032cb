/** Nothing an outsider sees tells who has an account: status, headers, cookies and bytes, for every class of number (RE-01, ATK-21). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import type { Courier } from '../../src/courier/message.ts';
import { samplePeople } from '../../src/directory/sample.ts';
import { networksOf } from '../../src/lib/network.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { buildApp } from '../../src/web/server.ts';
import { wordsOf } from '../../src/words/words.ts';
import { formsOf, sample } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { somebody } from './places.ts';

/** The classes of numbers, each with what is typed as its e-mail. A mailbox of their own, so that none is ever full. */
const classes = {
  known: { id: 'all-is-well', email: 'ana.torres@correo.example' },
  unknown: { id: 'unknown-number', email: 'nadie@correo.example' },
  'known, with a wrong address': { id: 'pensioner', email: 'otra@correo.example' },
  'without e-mail': { id: 'no-email', email: 'rosa.chavez@correo.example' },
  suspended: { id: 'suspended', email: 'marta.velez@correo.example' },
  deceased: { id: 'deceased', email: 'arturo.molina@correo.example' },
  'locked by attempts': { id: 'locked', email: 'luis.paredes@correo.example' },
  'locked by an office': { id: 'administrative-lock', email: 'silvia.benitez@correo.example' },
  bouncing: { id: 'bouncing-mailbox', email: 'jorge@rebota.example' },
  'never had a key': { id: 'never-had-a-key', email: 'diego.cueva@correo.example' },
} as const;
type Class = keyof typeof classes;
const known = new Set(samplePeople().map(({ id }) => id));

/** What answers: the application, or something between it and the outsider. */
type Site = (request: Request, from: { ip: string }) => Response | Promise<Response>;

/** One answer as an outsider sees it, with what may differ put aside. */
type Look = {
  readonly step: string;
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly cookies: readonly string[];
  readonly body: string;
};

/** Same kind of character for same kind of character: what is hidden still has to be as long. */
const veiled = (text: string): string => text.replace(/[A-Za-z0-9_-]/g, 'x');

/** The texts that are drawn for a number: a year, employers, personal questions. That they are drawn alike is tested elsewhere. */
function withoutQuestions(body: string): string {
  const texts = (['es', 'en'] as const).flatMap((language) =>
    Object.values(wordsOf(language).answerQuestion.enrolled.texts),
  );
  let plain = body.replace(/(empresas trabajó en|work for in|trabajó en|worked for in) \d{4}/g, '$1 YEAR');
  for (const text of texts) plain = plain.replaceAll(text.replaceAll("'", '&#39;'), 'QUESTION');
  return plain.replace(/(name="empresa" id="[^"]*" value="\d"><label for="[^"]*">)[^<]*/g, '$1EMPLOYER');
}

/** A browser that keeps every answer it gets. */
class Witness {
  readonly looks: Look[] = [];
  readonly #site: Site;
  readonly #ip: string;
  readonly #typed: readonly string[];
  readonly #cookies = new Map<string, string>();
  #page = '';

  constructor(site: Site, ip: string, language: Language, typed: readonly string[]) {
    this.#site = site;
    this.#ip = ip;
    this.#typed = typed;
    if (language !== 'es') this.#cookies.set('__Host-reclave-language', language);
  }

  async #send(step: string, path: string, init: RequestInit): Promise<string | null> {
    const headers = new Headers({ host: 'clave.ceibo.example' });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    if (this.#cookies.size > 0)
      headers.set('cookie', [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const request = new Request(`https://clave.ceibo.example${path}`, { ...init, headers });
    const answer = await this.#site(request, { ip: this.#ip });
    const body = await answer.text();
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    this.looks.push({
      step,
      status: answer.status,
      headers: [...answer.headers]
        .filter(([name]) => name !== 'set-cookie')
        .map(([name, value]) => [name, value.replace(/'nonce-[^']*'/, veiled)] as const),
      cookies: cookies.map((cookie) => cookie.replace(/=([^;]*)/, veiled)),
      body: this.#veil(body),
    });
    if (body !== '') this.#page = body;
    return answer.headers.get('location');
  }

  #veil(body: string): string {
    const hidden = body
      .replace(/name="_csrf" value="[^"]*"/g, veiled)
      .replace(/nonce="[^"]*"/g, veiled)
      .replace(/data-prueba="[^"]*"/g, veiled)
      .replace(/[A-Z]{3,9} [A-Z]{3,9}/g, 'TWO WORDS');
    return withoutQuestions(this.#typed.reduce((text, typed) => text.replaceAll(typed, 'TYPED'), hidden));
  }

  /** Opens a page, following where it leads; each hop is a look. */
  async open(step: string, path: string): Promise<void> {
    const next = await this.#send(`${step}: GET ${path}`, path, { method: 'GET' });
    if (next !== null) await this.open(step, next);
  }

  /** Sends the form of this page that goes to an address, as a browser without script would. */
  async submit(step: string, action: string, fields: Record<string, string> = {}): Promise<void> {
    const form = formsOf(this.#page).find((one) => one.action === action);
    assert.ok(form, `${step}: no form to ${action}`);
    const body = new URLSearchParams({ ...form.fields, ...fields }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const next = await this.#send(`${step}: POST ${action}`, action, { method: 'POST', headers, body });
    if (next !== null) await this.open(step, next);
  }

  get asksQuestion(): boolean {
    return this.looks.at(-1)?.step.endsWith(paths.answerQuestion) ?? false;
  }
}

type Script = (witness: Witness, who: { number: string; email: string }, step: string) => Promise<void>;

/** Well-formed and wrong for everybody. */
const wrongAnswers = { dia: '31', mes: '12', respuesta: 'Ornitorrinco' };

const toQuestions: Script = async (witness, { number }, step) => {
  await witness.open(step, paths.start);
  await witness.open(step, paths.chooseProfile);
  await witness.submit(step, paths.chooseProfile, { perfil: 'affiliate' });
  await witness.submit(step, paths.identify, { numero: number });
};

/** To "check your inbox", through the questions in one of three ways. */
const toInbox =
  (how: 'skipping' | 'wrongly' | 'badly'): Script =>
  async (witness, who, step) => {
    await toQuestions(witness, who, step);
    for (let turn = 0; witness.asksQuestion && turn < 10; turn++) {
      if (how === 'badly') await witness.submit(step, paths.answerQuestion, {});
      await witness.submit(
        step,
        paths.answerQuestion,
        how === 'skipping' ? { omitir: '1' } : { ...wrongAnswers, empresa: 'ninguna' },
      );
    }
    await witness.submit(step, paths.nameContact, { correo: 'no address' });
    await witness.submit(step, paths.nameContact, { correo: who.email });
  };

/** Everything there is to do while a message is waited for. */
const waitForMessage: Script = async (witness, who, step) => {
  await witness.open(step, paths.enterCode);
  await witness.submit(step, paths.enterCode, { codigo: '' });
  await witness.submit(step, paths.enterCode, { codigo: '123' });
  await witness.submit(step, paths.enterCode, { codigo: '00000000' });
  await witness.open(step, paths.enterCodeState);
  await witness.open(step, paths.enterCode);
  await witness.submit(step, paths.askMessage);
  for (const path of [paths.chooseKey, paths.done, paths.stopped, paths.identify, paths.answerQuestion])
    await witness.open(step, path);
  await witness.open(step, paths.otherWays);
  await witness.submit(step, paths.otherWays, { opcion: 'second-email' });
  await witness.submit(step, paths.nameContact, { correo: who.email });
  await witness.submit(step, paths.chooseChannel, { canal: 'phone' });
  await witness.submit(step, paths.nameContact, { correo: '0990000077' });
  await witness.submit(step, paths.enterCode, { codigo: '00000000' });
  await witness.open(step, paths.otherWays);
  await witness.submit(step, paths.otherWays, { opcion: 'paper' });
  await witness.open(step, paths.enterSavedCode);
  for (const papel of ['', '1234', '0000000000000000'])
    await witness.submit(step, paths.enterSavedCode, { papel });
  for (const path of [paths.proveAgain, paths.unlock]) await witness.open(step, path);
  await witness.open(step, paths.stopped);
};

/** Number and code on any device, until there are no tries left and past that. */
const enterCodes: Script = async (witness, { number }, step) => {
  for (let turn = 0; turn < 7; turn++) {
    await witness.open(`${step} ${turn}`, paths.enterCodeElsewhere);
    await witness.submit(`${step} ${turn}`, paths.enterCodeElsewhere, { numero: number, codigo: '00000000' });
  }
};

const tryKeys: Script = async (witness, { number }, step) => {
  for (let turn = 0; turn < 7; turn++) {
    await witness.open(`${step} ${turn}`, paths.signIn);
    await witness.submit(`${step} ${turn}`, paths.signIn, { numero: number, clave: 'Wrong7Key9' });
  }
};

/** A link that was made up, opened and pressed by a browser with a case. */
const followForged: Script = async (witness, _who, step) => {
  await witness.open(step, `${paths.followLink}${'A'.repeat(43)}`);
  await witness.open(step, paths.confirmNumber);
};

describe('an outsider', () => {
  let world: TestWorld;
  let networks = 0;
  const site: Site = (request, from) => world.app.fetch(request, from);
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Lets every class do the same at the same instant, and holds what they saw against each other. */
  async function compare(
    language: Language,
    steps: readonly Script[],
    how: { site?: Site; between?: () => Promise<unknown> } = {},
  ): Promise<readonly Look[]> {
    const seen = new Map<Class, Look[]>();
    for (const [name, { id, email }] of Object.entries(classes)) {
      assert.ok(known.has(id));
      const { number } = sample(id).identity;
      const witness = new Witness(how.site ?? site, `10.9.${networks++ % 250}.7`, language, [number, email]);
      for (const [index, step] of steps.entries()) {
        await step(witness, { number, email }, `part ${index + 1}`);
        await how.between?.();
      }
      // Sound: the names are those of `classes`.
      seen.set(name as Class, witness.looks);
    }
    const [[, first = []] = [], ...others] = seen;
    assert.ok(first.length > 5);
    for (const [name, looks] of others)
      for (const [index, look] of looks.entries())
        assert.deepEqual(look, first[index], `${name}, ${look.step}`);
    for (const [name, looks] of others) assert.equal(looks.length, first.length, name);
    return first;
  }

  const everything = [toInbox('skipping'), waitForMessage, followForged];

  it('would notice one header, one byte or one status more for a known number', async () => {
    const { number } = sample('all-is-well').identity;
    const leaks: readonly ((answer: Response, body: string) => Response)[] = [
      ({ status, headers }, body) => new Response(body, { status, headers: [...headers, ['x-known', '1']] }),
      ({ status, headers }, body) => new Response(`${body} `, { status, headers }),
      ({ headers }, body) => new Response(body, { status: 202, headers }),
    ];
    for (const leak of leaks) {
      const leaking: Site = async (request, from) => {
        const sent = await request.clone().text();
        const answer = await site(request, from);
        return sent.includes(number) ? leak(answer, await answer.text()) : answer;
      };
      await assert.rejects(compare('es', [enterCodes], { site: leaking }), assert.AssertionError);
    }
    world.clock.move(24 * 60 * 60_000);
  });

  for (const language of ['es', 'en'] as const) {
    it(`sees the same for every class of number along the whole walk, in ${language} (RE-01, ATK-21)`, async () => {
      const before = new Set((await world.mail()).map(({ id }) => id));
      const looks = await compare(language, everything);
      const heard = (await world.mail()).filter(({ id }) => !before.has(id));
      const reached = new Set(heard.map(({ to }) => (to.by === 'mail' ? to.address : to.phone)));
      const written = [
        'known',
        'locked by attempts',
        'locked by an office',
        'bouncing',
        'never had a key',
      ] as const;
      assert.deepEqual([...reached].sort(), written.map((name) => classes[name].email).sort());
      for (const { person } of samplePeople())
        for (const { body } of looks)
          for (const secret of [person?.lastName, person?.email, person?.secondEmail, person?.phone])
            assert.ok(!secret || !body.includes(secret), `${secret} (RE-05)`);
      for (const path of [
        paths.answerQuestion,
        paths.nameContact,
        paths.enterCode,
        paths.askMessage,
        paths.otherWays,
      ])
        assert.ok(
          looks.some(({ step }) => step.endsWith(path)),
          path,
        );
      world.clock.move(61 * 60_000);
    });

    it(`sees the same after wrong and badly typed answers, in ${language} (QN-08, ATK-26)`, async () => {
      await compare(language, [toInbox('wrongly'), toInbox('badly')]);
      world.clock.move(61 * 60_000);
    });

    it(`sees the same of number and code together, also when there are no tries left, in ${language} (RE-04)`, async () => {
      const looks = await compare(language, [toInbox('skipping'), enterCodes, waitForMessage]);
      assert.ok(
        looks.some(({ status }) => status === 429),
        'The tries ran out',
      );
      world.clock.move(61 * 60_000);
    });

    it(`sees the same where keys are tried, also while waiting, in ${language} (PW-19, ATK-23)`, async () => {
      await compare(language, [tryKeys]);
      world.clock.move(24 * 60 * 60_000);
    });
  }

  it('sees the same after messages, sets, codes and starts of the number are used up (RE-04, ATK-23)', async () => {
    world.clock.move(24 * 60 * 60_000);
    const steps = [...Array(3).fill(toInbox('wrongly')), ...Array(2).fill(toInbox('skipping')), enterCodes];
    await compare('es', steps);
    const looks = await compare('es', [toQuestions, followForged]);
    assert.ok(
      looks.some(({ step }) => step.endsWith(paths.checkRobot)),
      'The sixth start has to wait',
    );
    world.clock.move(61 * 60_000);
    const late = await compare('es', [toInbox('skipping'), waitForMessage]);
    assert.ok(late.some(({ status }) => status === 429));
  });

  it('sees the same a case over its time, and a code typed after it (RE-04)', async () => {
    world.clock.move(48 * 60 * 60_000);
    const looks = new Map<string, Look[]>();
    const witnesses = new Map<string, Witness>();
    for (const [name, { id, email }] of Object.entries(classes)) {
      const { number } = sample(id).identity;
      const witness = new Witness(site, `10.8.${networks++ % 250}.7`, 'es', [number, email]);
      await toInbox('skipping')(witness, { number, email }, 'before');
      witnesses.set(name, witness);
    }
    world.clock.move(61 * 60_000);
    for (const [name, { id, email }] of Object.entries(classes)) {
      const { number } = sample(id).identity;
      const witness = witnesses.get(name);
      assert.ok(witness);
      await witness.open('after', paths.enterCode);
      await enterCodes(witness, { number, email }, 'after');
      looks.set(name, witness.looks);
    }
    const [[, first = []] = [], ...others] = looks;
    for (const [name, other] of others)
      for (const [index, look] of other.entries())
        assert.deepEqual(look, first[index], `${name}, ${look.step}`);
  });

  describe('while no mail leaves the house', () => {
    /** A relay that puts every message off, as one that is down does. */
    const down: Courier = {
      carry: async () => ({ outcome: 'deferred', reason: 'smtp ECONNREFUSED' }),
      rehearse: async () => undefined,
      close: async () => undefined,
      carriesSms: false,
      ready: async () => false,
      relays: async () => [],
    };

    it('sees the same, at once and after the messages were put off (RE-02, ATK-24)', async () => {
      world.clock.move(48 * 60 * 60_000);
      const blocked = { ...world.world, courier: down };
      const app = buildApp(blocked, networksOf);
      const elsewhere: Site = (request, from) => app.fetch(request, from);
      const between = async () => {
        while ((await deliverDue(blocked)) > 0);
      };
      for (const language of ['es', 'en'] as const) {
        await compare(language, everything, { site: elsewhere, between });
        world.clock.move(61 * 60_000);
      }
      const [row] = await world.sql<{ n: number }>(
        `select count(*)::int as n from outbox where payload is not null`,
      );
      assert.ok((row?.n ?? 0) > 0, 'Messages do wait');
      const looks = await compare(
        'es',
        [
          async (witness, _who, step) => {
            for (let turn = 0; turn < 3; turn++) {
              await witness.open(step, paths.start);
              await witness.open(step, `${paths.help}estado`);
              await witness.open(step, paths.signIn);
              await witness.open(step, paths.otherWays);
            }
          },
        ],
        { site: elsewhere },
      );
      assert.ok(looks.length > 0);
    });
  });

  it('writes as many rows for nobody as for somebody: cases, messages, parcels, audit lines (RE-03)', async () => {
    world.clock.move(48 * 60 * 60_000);
    const tables = ['cases', 'challenges', 'outbox', 'audit', 'standings', 'limits'];
    const counts = async (): Promise<number[]> => {
      const [row] = await world.sql<{ counts: number[] }>(
        `select array[${tables.map((table) => `(select count(*)::int from ${table})`).join(', ')}] as counts`,
      );
      return row?.counts ?? [];
    };
    const grown: number[][] = [];
    // The first makes the rows that count everybody's starts and failures: they are nobody's own.
    const numbered = Object.values(classes).map(({ id, email }) => ({
      number: sample(id).identity.number,
      email,
    }));
    for (const { number, email } of [somebody(40), ...numbered]) {
      const witness = new Witness(site, `10.7.${networks++ % 250}.7`, 'es', [number, email]);
      const before = await counts();
      await toInbox('wrongly')(witness, { number, email }, 'once');
      await toInbox('skipping')(witness, { number, email }, 'twice');
      await enterCodes(witness, { number, email }, 'codes');
      const now = await counts();
      grown.push(now.map((count, index) => count - (before[index] ?? 0)));
    }
    const [, first, ...others] = grown;
    for (const [index, growth] of others.entries())
      assert.deepEqual(growth, first, `${Object.keys(classes)[index + 1]}`);
    assert.ok((first?.[0] ?? 0) >= 2);
  });
});
