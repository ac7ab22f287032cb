/** Ways to stand at every step of the walk, and every form that can be sent from there. */
import assert from 'node:assert/strict';
import { letterCodeHash } from '../../src/actions/personal.ts';
import type { Message } from '../../src/courier/message.ts';
import { card, sampleKey } from '../../src/directory/sample-crowd.ts';
import { keysOf } from '../../src/lib/seal.ts';
import { accountName } from '../../src/rules/identity.ts';
import {
  codeFor,
  find,
  goodChecklist,
  nameContact,
  openCaseAt,
  reachContact,
  reachReview,
  windowOf,
} from '../journeys/counter.ts';
import { givePaperCodes, givePhone } from '../journeys/paper.ts';
import { hire, seat } from '../journeys/staff.ts';
import { browse, register } from '../journeys/steps.ts';
import { takeTicket } from '../journeys/ticket-steps.ts';
import { type Answers, goodKey, skipQuestions, Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';

/** Somebody of the sample crowd: known, with a mailbox and a key, and no story. */
export type Somebody = { readonly number: string; readonly email: string; readonly key: string };

export function somebody(index: number): Somebody {
  assert.ok(index < 64, 'The crowd has sixty-four people');
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

/** Signs in and opens a page of the account; then a moment passes, so that using the session leaves a trace. */
const signedIn = (
  path: string,
  fields: (walker: Walker, who: Somebody) => Record<string, string> | Promise<Record<string, string>>,
): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      const who = somebody(index);
      await walker.open('/ingresar');
      await walker.submit({ numero: who.number, clave: who.key });
      await walker.open(path);
      assert.equal(walker.page.url.pathname, path);
      world.clock.move(1000);
      return fields(walker, who);
    });
};

/** Signed in, at the page of one contact. */
const changing = (slot: string): Reach => {
  return (world, index) =>
    from(world, async (walker) => {
      const { number, key } = somebody(index);
      await walker.open('/ingresar');
      await walker.submit({ numero: number, clave: key });
      await walker.open(`/cuenta/contacto/cambiar?dato=${slot}`);
      return { dato: slot, contacto: `nuevo${index}@otro.example`, seguro: '1' };
    });
};

/** A change that waits for its code. */
const confirming = async (world: TestWorld, index: number): Promise<Sending & { code: string }> => {
  const { walker, fields } = await changing('second-email')(world, index);
  await walker.submit(fields);
  assert.equal(walker.page.url.pathname, '/cuenta/contacto/confirmar');
  const sent = (await world.mail()).flatMap(({ to, message }) =>
    to.by === 'mail' && to.address === fields.contacto && message.kind === 'confirm-contact'
      ? [message.code]
      : [],
  );
  const { cambio = '' } = walker.form('/cuenta/contacto/confirmar').fields;
  return { walker, fields: { cambio }, code: sent.at(-1) ?? '' };
};

/** The token in the newest notice of one kind that went to an address. */
async function newestNotice(
  world: TestWorld,
  address: string,
  kind: 'key-changed' | 'contact-will-change',
): Promise<string> {
  const links = (await world.mail()).flatMap(({ to, message }) =>
    to.by === 'mail' && to.address === address && message.kind === kind ? [message.link] : [],
  );
  return links.at(-1)?.split('/').at(-1) ?? assert.fail(`No ${kind} to ${address}`);
}

/** Forms behind the sign-in that deal with contacts, and the two links of notices. */
const contactForms: Readonly<Record<string, Reach>> = {
  '/cuenta/contacto/cambiar': changing('second-email'),
  '/cuenta/contacto/confirmar': async (world, index) => {
    const { walker, fields, code } = await confirming(world, index);
    return { walker, fields: { ...fields, codigo: code } };
  },
  '/cuenta/contacto/otro': async (world, index) => {
    const { walker, fields } = await confirming(world, index);
    world.clock.move(61_000);
    return { walker, fields };
  },
  '/cuenta/contacto/cancelar': async (world, index) => {
    const { walker, fields } = await confirming(world, index);
    return { walker, fields };
  },
  '/cuenta/contacto/sigue': async (world, index) => ({
    walker: (await changing('email')(world, index)).walker,
    fields: {},
  }),
  '/cancelar/': async (world, index) => {
    const { walker, code } = await confirming(world, index);
    await walker.submit({ codigo: code }, '/cuenta/contacto/confirmar');
    const token = await newestNotice(world, somebody(index).email, 'contact-will-change');
    return from(world, async (reader) => {
      await reader.open(`/cancelar/${token}`);
      return { enlace: token };
    });
  },
  '/no-fui-yo/': async (world, index) => {
    const who = somebody(index);
    const owner = browserOf(world);
    await beginAndProve(world, owner, who);
    await owner.submit({ clave: goodKey, clave2: goodKey }, '/recuperar/clave');
    const token = await newestNotice(world, who.email, 'key-changed');
    return from(world, async (reader) => {
      await reader.open(`/no-fui-yo/${token}`);
      return { aviso: token };
    });
  },
};

/**
 * A passkey's answer takes an authenticator (test/browser/passkeys.test.ts). This one answers the right challenge with nothing:
 * it is refused, and uses the challenge up.
 */
async function emptyAnswer(
  walker: Walker,
  options: string,
  about: Record<string, string> = {},
): Promise<string> {
  const asked = await (await walker.post(options, { ...about, _csrf: tokenOf(walker) })).json();
  const clientDataJSON = Buffer.from(JSON.stringify({ challenge: asked.challenge })).toString('base64url');
  const nothing = { attestationObject: 'AA', authenticatorData: 'AA', signature: 'AA', userHandle: 'AA' };
  return JSON.stringify({ id: 'AAAA', clientDataJSON, ...nothing });
}

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

/** A browser that chose an office and has no ticket yet. */
const asking = (fields: () => Record<string, string>): Reach => {
  return (world) =>
    from(world, async (walker) => {
      await walker.open('/recuperar/turno');
      await walker.submit({ oficina: 'centro-norte' });
      return fields();
    });
};

/** The browser that took a ticket, at its page. */
const withTicket: Reach = (world) =>
  from(world, async (walker) => {
    await walker.open('/recuperar/turno');
    await walker.submit({ oficina: 'centro-norte' });
    await walker.submit();
    await walker.submit({ celular: '099 123 4567' });
    return { turno: walker.page.url.pathname.split('/').at(-1) ?? '' };
  });
/** A member of staff at a browser, before or on a shift as an administrator, at a page of the desk. */
const atDesk = (
  path: string,
  role: 'administrator' | undefined,
  fields: (walker: Walker) => Record<string, string> | Promise<Record<string, string>>,
): Reach => {
  return (world) =>
    from(world, async (walker) => {
      const [{ n = 0 } = {}] = await world.sql<{ n: number }>('select count(*)::int as n from staff');
      await seat(world, walker, await hire(world, 100 + n, ['administrator', 'agent']), role);
      await walker.open(path);
      assert.equal(walker.page.url.pathname, path);
      world.clock.move(1000);
      return fields(walker);
    });
};

/** At the link of a new member, who has undertaken confidentiality or has yet to. */
const invited = (
  accepted: boolean,
  fields: (walker: Walker, invitacion: string) => Record<string, string> | Promise<Record<string, string>>,
): Reach => {
  return (world) =>
    from(world, async (walker) => {
      const [{ n = 0 } = {}] = await world.sql<{ n: number }>('select count(*)::int as n from staff');
      const { invitation } = await hire(world, 100 + n, ['agent']);
      await walker.open(`/mesa/alta/${invitation}`);
      if (accepted) await walker.submit({}, '/mesa/alta/');
      return fields(walker, invitation);
    });
};

/** Forms of the desk and of its staff. */
const deskForms: Readonly<Record<string, Reach>> = {
  '/mesa/alta/': invited(false, (_walker, invitacion) => ({ invitacion })),
  '/mesa/alta/llave/reto': invited(true, (_walker, invitacion) => ({ invitacion })),
  '/mesa/alta/llave': invited(true, async (walker, invitacion) => ({
    invitacion,
    respuesta: await emptyAnswer(walker, '/mesa/alta/llave/reto', { invitacion }),
  })),
  '/mesa/ingreso': (world) =>
    from(world, async (walker) => {
      await walker.open('/mesa/ingreso');
      return { respuesta: await emptyAnswer(walker, '/mesa/ingreso/reto'), volver: '/mesa' };
    }),
  '/mesa/ingreso/reto': opened('/mesa/ingreso', () => ({})),
  '/mesa/salir': atDesk('/mesa', 'administrator', () => ({})),
  '/mesa/turno-de-trabajo': atDesk('/mesa/turno-de-trabajo', undefined, () => ({
    oficina: 'centro-norte',
    ventanilla: '3',
    rol: 'agent',
    volver: '/mesa',
  })),
  '/mesa/tiempo': atDesk('/mesa', 'administrator', () => ({ volver: '/mesa' })),
  '/mesa/toque': atDesk('/mesa', 'administrator', () => ({ acerca: 'disable-staff:T-1' })),
  '/mesa/equipo': atDesk('/mesa/equipo', 'administrator', async (walker) => ({
    persona: 'T-1',
    respuesta: await emptyAnswer(walker, '/mesa/toque', { acerca: 'disable-staff:T-1' }),
  })),
};
let atTheWindow = 0;

/** An agent at a browser, with somebody of the records in front of them whom no other route serves. */
const serving = (
  walk: (agent: Walker, number: string, world: TestWorld) => Promise<Record<string, string>>,
): Reach => {
  return (world) =>
    from(world, async (walker) => {
      const place = atTheWindow++;
      const { number } = card(4_500_000 + place);
      await register(world, [{ number, email: `ventanilla${place}@correo.example` }]);
      await seat(world, walker, await hire(world, 300 + place, ['agent']), 'agent');
      const fields = await walk(walker, number, world);
      world.clock.move(1000);
      return fields;
    });
};

/** An agent at the record of somebody found. */
const atRecord = (fields: Record<string, string>): Reach =>
  serving(async (agent, number) => {
    await find(agent, number);
    return { ficha: agent.page.url.pathname.split('/').at(-1) ?? '', ...fields };
  });

/** An agent at a case, as far as `walk` takes it. */
const atCase = (
  walk: (agent: Walker, number: string, world: TestWorld) => Promise<void>,
  fields: Record<string, string>,
): Reach =>
  serving(async (agent, number, world) => {
    await walk(agent, number, world);
    const tramite = /name="tramite" value="([^"]+)"/.exec(agent.page.html)?.[1] ?? assert.fail('No case');
    return { tramite, ...fields };
  });

const atProof = async (agent: Walker, number: string): Promise<void> => {
  await find(agent, number);
  await openCaseAt(agent, 'email');
};
/** A new mailbox nobody else is given. */
const newMailbox = (number: string): string => `nueva${number}@otro.example`;
const atConfirming = async (agent: Walker, number: string, world: TestWorld): Promise<void> => {
  await reachContact(agent, number);
  await nameContact(agent, newMailbox(number));
  world.clock.move(61_000);
};

/** Forms of the counter: the agent's, and the person's own. */
const counterForms: Readonly<Record<string, Reach>> = {
  '/mesa/buscar': serving(async (agent, number) => {
    await agent.open('/mesa/buscar');
    return { doc: number, motivo: 'call' };
  }),
  '/mesa/ficha/dato': atRecord({ dato: 'email', motivo: 'read-back' }),
  '/mesa/ficha/proteger': atRecord({ causa: 'person-asks' }),
  '/mesa/ficha/tramite': atRecord({ asunto: 'email' }),
  '/mesa/tramite/identidad': atCase(atProof, goodChecklist),
  '/mesa/tramite/sin-confirmar': atCase(atProof, { cierre: 'normal' }),
  '/mesa/tramite/contacto': atCase((agent, number) => reachContact(agent, number), {
    contacto: 'nueva@otro.example',
    leido: '1',
  }),
  '/mesa/tramite/otro-codigo': atCase(atConfirming, {}),
  '/mesa/tramite/otro-contacto': atCase(atConfirming, {}),
  '/mesa/tramite/enviar': atCase(
    (agent, number, world) => reachReview(world, agent, number, newMailbox(number)),
    { nota: 'Perdió su correo de antes' },
  ),
  '/mesa/turnos': serving(async (agent, _number, world) => {
    await takeTicket(browse(world));
    await agent.open('/mesa/turnos');
    const [one] = await world.sql<{ id: string }>(
      `select id from tickets where status = 'waiting' and office = 'centro-norte' order by issued_at desc limit 1`,
    );
    return { turno: one?.id ?? '', acto: 'call' };
  }),
  '/ventanilla/': async (world, index) => {
    let codigo = '';
    let address = '';
    await serving(async (agent, number) => {
      await atConfirming(agent, number, world);
      address = windowOf(agent);
      codigo = (await codeFor(world, newMailbox(number))) ?? assert.fail('No code');
      return {};
    })(world, index);
    return from(world, async (person) => {
      await person.open(address);
      return { tramite: address.split('/').at(-1) ?? '', codigo };
    });
  },
};

/** Stands where a signed-in person types a new key. */
const givingNewKey =
  (fields: Record<string, string>): Reach =>
  (world, index) =>
    from(world, async (walker) => {
      const { number, key } = somebody(index);
      await walker.open('/ingresar');
      await walker.submit({ numero: number, clave: key });
      await walker.open('/cuenta/clave');
      await walker.submit({ clave: key }, '/cuenta/clave');
      assert.equal(walker.page.url.pathname, '/cuenta/clave/nueva');
      world.clock.move(1000);
      return fields;
    });

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
  '/recuperar/carta': async (world, index) => {
    const nameHash = nameHashOf(somebody(index));
    const carta = 'A'.repeat(16);
    await world.sql(
      `insert into letters (id, name_hash, live, code_hash, asked_at, until)
       values (gen_random_uuid(), $1, true, $2, $3, $3::timestamptz + interval '21 days')`,
      [nameHash, letterCodeHash(world.world, nameHash, carta), world.clock.now()],
    );
    return naming(() => ({ carta }))(world, index);
  },
  '/recuperar/carta/pedir': naming(() => ({})),
  '/recuperar/huella': async (world, index) => {
    const { walker } = await naming(() => ({}))(world, index);
    return { walker, fields: { respuesta: await emptyAnswer(walker, '/recuperar/huella/reto') } };
  },
  '/recuperar/huella/reto': naming(() => ({})),
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
  '/recuperar/turno': opened('/recuperar/turno', () => ({ oficina: 'centro-norte' })),
  '/recuperar/turno/atencion': asking(() => ({ rampa: '1' })),
  '/recuperar/turno/celular': asking(() => ({ celular: '099 123 4567' })),
  '/recuperar/turno/cancelar': withTicket,
  '/recuperar/turno/sms': withTicket,
  '/ingresar': opened('/ingresar', ({ number, key }) => ({ numero: number, clave: key, portal: 'fondo' })),
  '/salir': signedIn('/cuenta', () => ({})),
  '/cuenta/confirmar': signedIn('/cuenta/confirmar', (_walker, { key }) => ({
    clave: key,
    volver: '/cuenta/sesiones',
  })),
  '/cuenta/tiempo': signedIn('/cuenta/sesiones', () => ({ volver: '/cuenta/sesiones' })),
  '/cuenta/sesiones': signedIn('/cuenta/sesiones', () => ({ sesion: '', otras: '1' })),
  ...contactForms,
  '/ingresar/huella': (world) =>
    from(world, async (walker) => {
      await walker.open('/ingresar');
      return { respuesta: await emptyAnswer(walker, '/ingresar/huella/reto'), portal: 'fondo' };
    }),
  '/ingresar/huella/reto': opened('/ingresar', () => ({})),
  '/cuenta/clave': signedIn('/cuenta/clave', (_walker, { key }) => ({ clave: key })),
  '/cuenta/clave/reto': signedIn('/cuenta/clave', () => ({})),
  '/cuenta/clave/nueva': givingNewKey({ clave: goodKey, clave2: goodKey }),
  '/cuenta/clave/tiempo': givingNewKey({}),
  '/cuenta/codigos': signedIn('/cuenta/codigos', (walker) => ({
    serie: walker.form('/cuenta/codigos').fields.serie ?? '',
  })),
  '/cuenta/ingreso': signedIn('/cuenta/ingreso', async (walker) => ({
    respuesta: await emptyAnswer(walker, '/cuenta/ingreso/reto'),
  })),
  '/cuenta/ingreso/reto': signedIn('/cuenta/ingreso', () => ({})),
  '/cuenta/ingreso/quitar': async (world, index) => {
    await world.sql(
      `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
       select $1, id, '\\x00', 0, 'android', now() from accounts where name_hash = $2 on conflict do nothing`,
      [Buffer.from([index]), nameHashOf(somebody(index))],
    );
    const reach = signedIn('/cuenta/ingreso', (walker) => ({
      equipo: walker.form('/cuenta/ingreso/quitar').fields.equipo ?? '',
    }));
    return reach(world, index);
  },
  '/cuenta/preguntas': signedIn('/cuenta/preguntas', () => ({
    pregunta1: 'first-trip',
    respuesta1: 'Zaruma vieja',
    pregunta2: 'first-song',
    respuesta2: 'El chulla quiteno',
    pregunta3: 'school-name',
    respuesta3: 'Batalla de Tarqui',
  })),
  // These need nobody of the crowd.
  ...deskForms,
  ...counterForms,
};

/** Forms whose honest sending leaves the database as it is: they only speak to the browser. */
export const withoutTrace: ReadonlySet<string> = new Set([
  '/recuperar/perfil',
  '/recuperar/otro-documento',
  '/recuperar/sucursal',
  '/recuperar/terminar',
  '/recuperar/turno',
  '/recuperar/turno/atencion',
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
