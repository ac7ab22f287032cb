/** Ways to stand at every step of the walk, and every form that can be sent from there. */
import assert from 'node:assert/strict';
import type { Message } from '../../src/courier/message.ts';
import { card, sampleKey } from '../../src/directory/sample-crowd.ts';
import { keysOf } from '../../src/lib/seal.ts';
import { accountName } from '../../src/rules/identity.ts';
import { givePaperCodes, givePhone } from '../journeys/paper.ts';
import { type Answers, goodKey, skipQuestions, Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';

/** Somebody of the sample crowd: known, with a mailbox and a key, and no story. */
export type Somebody = { readonly number: string; readonly email: string; readonly key: string };

export function somebody(index: number): Somebody {
  assert.ok(index < 40, 'The crowd has forty people');
  const place = 100 + index;
  return {
    number: card(1_234_500 + place * 7).number,
    email: `persona${place}@correo.example`,
    key: sampleKey(place),
  };
}

/** The uses of the one root key of every test world. */
export const keys = keysOf([{ id: 't1', secret: Buffer.alloc(32, 7) }]);

/** What a person's account, cases and standing are found by. */
export const nameHashOf = ({ number }: { readonly number: string }): Buffer =>
  keys.find(`account ${accountName({ subject: 'person', identity: { kind: 'ec.ci', number } })}`);

/** A browser that talks to a world in this process, from an address of its own. */
export function browserOf({ app }: TestWorld, ip = '198.51.100.7'): Walker {
  const answers: Answers = (request) => app.fetch(request, { ip });
  return new Walker(answers);
}

/** Walks to the page after the number. */
export async function begin(walker: Walker, { number }: Somebody): Promise<void> {
  await walker.open('/recuperar/perfil');
  await walker.submit({ perfil: 'affiliate' });
  await walker.submit({ numero: number });
}

/** Walks to "check your inbox". */
export async function beginAndAsk(walker: Walker, who: Somebody, contact = who.email): Promise<void> {
  await begin(walker, who);
  await skipQuestions(walker);
  await walker.submit({ correo: contact, seguro: '1' });
  assert.equal(walker.page.url.pathname, '/recuperar/revise');
}

type Recover = Extract<Message, { kind: 'recover' }>;

/** The newest message with a code that was handed over to an address. */
export async function newestMessage(world: TestWorld, address: string): Promise<Recover & { token: string }> {
  const messages = (await world.mail())
    .filter(({ to }) => (to.by === 'mail' ? to.address : to.phone) === address)
    .map(({ message }) => message)
    .filter((message) => message.kind === 'recover');
  const newest = messages.at(-1);
  assert.ok(newest, `No message to ${address}`);
  return { ...newest, token: newest.link.split('/r/')[1] ?? '' };
}

/** Walks to the page of the new key, by the code. */
export async function beginAndProve(world: TestWorld, walker: Walker, who: Somebody): Promise<void> {
  // A second later than whatever was sent before: messages are told apart by when they were asked for.
  world.clock.move(1000);
  await beginAndAsk(walker, who);
  const { code } = await newestMessage(world, who.email);
  await walker.submit({ codigo: code });
  assert.equal(walker.page.url.pathname, '/recuperar/clave');
}

/** One form as an honest person would send it, and the browser that stands where it is sent from. */
export type Sending = { readonly walker: Walker; readonly fields: Record<string, string> };

/** How the honest form of one address is reached. `index` picks somebody no other route uses. */
type Reach = (world: TestWorld, index: number) => Promise<Sending>;

const from = async (
  world: TestWorld,
  walk: (walker: Walker) => Promise<Record<string, string>>,
): Promise<Sending> => {
  const walker = browserOf(world);
  return { fields: await walk(walker), walker };
};

const asked = (fields: (world: TestWorld, who: Somebody) => Promise<Record<string, string>>): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      await beginAndAsk(walker, somebody(index));
      return fields(world, somebody(index));
    });
};

const naming = (fields: (who: Somebody) => Record<string, string>): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      await begin(walker, somebody(index));
      await skipQuestions(walker);
      assert.equal(walker.page.url.pathname, '/recuperar/correo');
      return fields(somebody(index));
    });
};

const choosing = (fields: Record<string, string>): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      await beginAndProve(world, walker, somebody(index));
      return fields;
    });
};

const opened = (path: string, fields: (who: Somebody) => Record<string, string>): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      await walker.open(path);
      return fields(somebody(index));
    });
};

const unlocking: Reach = (world, index) =>
  from(world, async (walker) => {
    await walker.open('/recuperar/perfil?tramite=desbloquear');
    world.clock.move(1000);
    const who = somebody(index);
    await beginAndAsk(walker, who);
    await walker.submit({ codigo: (await newestMessage(world, who.email)).code });
    assert.equal(walker.page.url.pathname, '/recuperar/desbloquear');
    return {};
  });

/** A frozen account with a phone beside the mailbox, and the mailbox shown. */
const provingAgain = (
  fields: (world: TestWorld, walker: Walker, phone: string) => Promise<Record<string, string>>,
): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      const who = somebody(index);
      const phone = `+59399100${String(1000 + index)}`;
      await givePhone(world, who.number, phone);
      await world.sql('update accounts set frozen_at = $2 where name_hash = $1', [
        nameHashOf(who),
        world.clock.now(),
      ]);
      world.clock.move(1000);
      await beginAndAsk(walker, who);
      await walker.submit({ codigo: (await newestMessage(world, who.email)).code });
      assert.equal(walker.page.url.pathname, '/recuperar/otra-prueba');
      return fields(world, walker, phone);
    });
};

/** Every address that takes a form, with a right way to send it. A new one without a line here fails the tests (RE-10). */
export const forms: Readonly<Record<string, Reach>> = {
  '/recuperar/perfil': opened('/recuperar/perfil', () => ({ perfil: 'affiliate' })),
  '/recuperar/identidad': opened('/recuperar/identidad', ({ number }) => ({ numero: number })),
  '/recuperar/otro-documento': opened('/recuperar/otro-documento', () => ({ documento: 'passport' })),
  '/recuperar/sucursal': (world) =>
    from(world, async (walker) => {
      await walker.open('/recuperar/perfil?perfil=employer');
      await walker.submit({ numero: '9990123456001', confirmado: '9990123456001' });
      assert.equal(walker.page.url.pathname, '/recuperar/sucursal');
      return { sucursal: '0001' };
    }),
  '/recuperar/representante': (world, index) =>
    from(world, async (walker) => {
      await walker.open('/recuperar/perfil?perfil=employer');
      await walker.submit({ numero: '9990123456001', confirmado: '9990123456001' });
      await walker.submit({ sucursal: '0001' });
      assert.equal(walker.page.url.pathname, '/recuperar/representante');
      return { numero: somebody(index).number };
    }),
  '/recuperar/comprobacion': (world, index) =>
    from(world, async (walker) => {
      await walker.open('/recuperar/identidad');
      await walker.submit({ numero: somebody(index).number, sitio: 'https://robot.example' });
      assert.equal(walker.page.url.pathname, '/recuperar/comprobacion');
      return { prueba: '', sitio: '' };
    }),
  '/recuperar/preguntas': (world, index) =>
    from(world, async (walker) => {
      await begin(walker, somebody(index));
      assert.equal(walker.page.url.pathname, '/recuperar/preguntas');
      return { turno: '0', omitir: '1' };
    }),
  '/recuperar/correo': naming(({ email }) => ({ correo: email, seguro: '1' })),
  '/recuperar/canal': naming(() => ({ canal: 'phone' })),
  '/recuperar/revise': asked(async (world, { email }) => ({
    codigo: (await newestMessage(world, email)).code,
  })),
  '/recuperar/revise/otro': asked(async (world) => {
    world.clock.move(61_000);
    return {};
  }),
  '/codigo': asked(async (world, { number, email }) => ({
    numero: number,
    codigo: (await newestMessage(world, email)).code,
  })),
  '/r/': asked(async (world, { email }) => ({ enlace: (await newestMessage(world, email)).token })),
  '/recuperar/confirmar': async (world, index) => {
    const who = somebody(index);
    await beginAndAsk(browserOf(world), who);
    return from(world, async (walker) => {
      await walker.open(`/r/${(await newestMessage(world, who.email)).token}`);
      await walker.submit();
      assert.equal(walker.page.url.pathname, '/recuperar/confirmar');
      return { numero: who.number };
    });
  },
  '/recuperar/papel': async (world, index) => {
    const who = somebody(index);
    const [papel = ''] = await givePaperCodes(world, who.number, 1);
    return naming(() => ({ papel }))(world, index);
  },
  '/recuperar/otra-prueba/mensaje': provingAgain(() => Promise.resolve({ canal: 'phone' })),
  '/recuperar/otra-prueba': provingAgain(async (world, walker, phone) => {
    await walker.submit({ canal: 'phone' }, '/recuperar/otra-prueba/mensaje');
    return { codigo: (await newestMessage(world, phone)).code };
  }),
  '/recuperar/desbloquear': unlocking,
  '/recuperar/desbloquear/clave': unlocking,
  '/recuperar/clave': choosing({ clave: goodKey, clave2: goodKey }),
  '/recuperar/clave/tiempo': choosing({}),
  '/recuperar/cancelar': naming(() => ({})),
  '/recuperar/terminar': opened('/recuperar/perfil', () => ({})),
  '/recuperar/sin-correo': naming(() => ({ opcion: 'phone' })),
  '/ingresar': opened('/ingresar', ({ number, key }) => ({ numero: number, clave: key, portal: 'fondo' })),
  '/salir': (world, index) =>
    from(world, async (walker) => {
      const { number, key } = somebody(index);
      await walker.open('/ingresar');
      await walker.submit({ numero: number, clave: key });
      assert.equal(walker.page.url.pathname, '/cuenta');
      return {};
    }),
};

/** Forms whose honest sending leaves the database as it is: they only speak to the browser. */
export const withoutTrace: ReadonlySet<string> = new Set([
  '/recuperar/perfil',
  '/recuperar/otro-documento',
  '/recuperar/sucursal',
  '/recuperar/terminar',
]);

/** The form token of whatever page a browser is at. */
export const tokenOf = (walker: Walker): string => {
  const token = /name="_csrf" value="([^"]+)"/.exec(walker.page.html)?.[1];
  assert.ok(token, `No form token on ${walker.page.url.pathname}`);
  return token;
};

/** Every route of one method, as the application itself lists them. */
export const routesOf = ({ app }: TestWorld, method: 'GET' | 'POST'): string[] =>
  [...new Set(app.routes.filter((route) => route.method === method).map(({ path }) => path))].sort();
