import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { goodKey } from '../walker.ts';
import { openWorld, readMail, type TestWorld } from '../world.ts';
import { browserOf, nameHashOf, routesOf, somebody, tokenOf } from './places.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const people = [somebody(0), somebody(1)] as const;

/** One request of one of two browsers, about one of two people, with right values or wrong ones. */
type Step = {
  readonly browser: 0 | 1;
  readonly person: 0 | 1;
  readonly right: boolean;
  readonly act: string;
  readonly minutes: number;
};

/** The newest code and link handed over to a person: what whoever reads that mailbox knows. */
async function inMailbox(email: string): Promise<{ code: string; token: string }> {
  await world.mail();
  const letters = readMail(world.config.outboxDirectory)
    .filter(({ to }) => to.by === 'mail' && to.address === email)
    .map(({ message }) => message)
    .filter((message) => message.kind === 'recover');
  const newest = letters.at(-1);
  return { code: newest?.code ?? '00000000', token: newest?.link.split('/r/')[1] ?? 'A'.repeat(43) };
}

async function fieldsOf({ act, person, right }: Step): Promise<Record<string, string>> {
  const { number, email, key } = people[person];
  const { code, token } = await inMailbox(email);
  const fields: Record<string, Record<string, string>> = {
    '/recuperar/perfil': { perfil: right ? 'affiliate' : 'employer' },
    '/recuperar/identidad': { numero: right ? number : '9990000000', ...(!right && { sitio: 'x' }) },
    '/recuperar/otro-documento': { documento: right ? 'ec.ci' : 'passport' },
    '/recuperar/sucursal': { sucursal: right ? '0001' : 'x' },
    '/recuperar/representante': { numero: number },
    '/recuperar/preguntas': { turno: right ? '0' : '3', omitir: '1' },
    '/recuperar/correo': { correo: right ? email : 'otra@correo.example', seguro: '1' },
    '/recuperar/canal': { canal: right ? 'email' : 'phone' },
    '/recuperar/revise': { codigo: right ? code : '00000000' },
    '/codigo': { numero: number, codigo: right ? code : '00000000' },
    '/r/': { enlace: right ? token : 'A'.repeat(43) },
    '/recuperar/confirmar': { numero: right ? number : '9990000000' },
    '/recuperar/clave': { clave: right ? goodKey : 'corta', clave2: right ? goodKey : 'corta' },
    '/recuperar/sin-correo': { opcion: right ? 'second-email' : 'office' },
    '/ingresar': { numero: number, clave: right ? key : goodKey, portal: 'fondo' },
  };
  return fields[act] ?? {};
}

/** What must be true of the database whatever was asked of it in whatever order. */
async function checkRules(): Promise<void> {
  const hashes = people.map(nameHashOf);
  const [row] = await world.sql<Record<string, number>>(
    `select
       (select count(*)::int from (select from challenges where live and ended_at is null group by name_hash having count(*) > 1) x) as doubled,
       (select count(*)::int from audit where event = 'key-chosen' and refusal is null and evidence is null) as unproven,
       (select count(*)::int from cases where stage->>'kind' = 'choosing-key' and holder is null) as unheld,
       (select count(*)::int from standings where code_used > 5 or screen_used > 3 or cardinality(messages) > 5) as overused,
       (select count(*)::int from cases c where c.closed_at is null and exists (
          select from cases d where d.starter = c.starter and d.id <> c.id and d.closed_at is null)) as parallel,
       (select count(*)::int from cases where (closed_at is null) = (stage->>'kind' = 'closed')) as torn,
       (select count(*)::int from accounts a where a.name_hash = any($1)
          and coalesce(key_set_at, imported_at) > imported_at
          and not exists (select from cases c where c.account_id = a.id and c.stage->>'because' = 'completed')) as unexplained`,
    [hashes],
  );
  assert.deepEqual(row, {
    doubled: 0,
    unproven: 0,
    unheld: 0,
    overused: 0,
    parallel: 0,
    torn: 0,
    unexplained: 0,
  });
}

test('two browsers that send anything in any order, side by side, never break a rule and never see a 5xx', async () => {
  const posts = routesOf(world, 'POST');
  const pages = routesOf(world, 'GET').filter((path) => !path.includes(':') && !path.startsWith('/public'));
  const likely = [
    '/recuperar/identidad',
    '/recuperar/preguntas',
    '/recuperar/correo',
    '/recuperar/revise',
    '/codigo',
    '/r/',
    '/recuperar/confirmar',
    '/recuperar/clave',
  ];
  const step: fc.Arbitrary<Step> = fc.record({
    browser: fc.constantFrom(0, 1),
    person: fc.constantFrom(0, 1),
    right: fc.oneof(
      { arbitrary: fc.constant(true), weight: 3 },
      { arbitrary: fc.constant(false), weight: 1 },
    ),
    act: fc.oneof(
      { arbitrary: fc.constantFrom(...likely), weight: 5 },
      { arbitrary: fc.constantFrom(...posts), weight: 2 },
      { arbitrary: fc.constantFrom(...pages), weight: 1 },
    ),
    minutes: fc.constantFrom(0, 0, 0, 1, 11, 61),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      world.clock.move(25 * 3_600_000);
      const walkers = [browserOf(world, '198.51.100.1'), browserOf(world, '203.0.113.1')] as const;
      for (const walker of walkers) await walker.open('/recuperar/perfil');
      const post = async (one: Step): Promise<void> => {
        const walker = walkers[one.browser];
        const answer = posts.includes(one.act)
          ? await walker.post(one.act, { ...(await fieldsOf(one)), _csrf: tokenOf(walker) })
          : { status: (await walker.open(one.act)).status };
        assert.ok(answer.status < 500, `${one.act}: ${answer.status}`);
        // A cookie may be gone by “finish” or “sign out”; the next page gives another.
        await walker.open('/recuperar/perfil');
      };
      for (let at = 0; at < steps.length; at += 2) {
        const [one, other] = steps.slice(at, at + 2);
        if (!one) break;
        world.clock.move(one.minutes * 60_000);
        // One of each browser at once, or two of the same one after the other.
        if (other && other.browser !== one.browser) await Promise.all([post(one), post(other)]);
        else for (const each of [one, other]) if (each) await post(each);
      }
      await checkRules();
    }),
    { numRuns: 10, endOnFailure: true },
  );
});
