/** What owner and adversaries do, one page at a time. An act that does not fit the page they are at does nothing, as in life. */
import fc from 'fast-check';
import { paths } from '../../src/web/paths.ts';
import { tokenOf } from '../attacks/places.ts';
import type { Citizen } from '../journeys/steps.ts';
import type { Walker } from '../walker.ts';
import { mailbox, malloryKey, newKeys, type Scene } from './people.ts';

const ownerActs = ['begin', 'recover', 'again', 'code', 'link', 'key', 'sign-in', 'cancel'] as const;
const adversaryActs = [
  'begin',
  'name',
  'again',
  'guess',
  'former',
  'link',
  'open',
  'form',
  'swap',
  'key',
  'sign-in',
  'cancel',
  'back',
] as const;

/** One step of one of them. `n` chooses among what there is to choose from. */
export type Step =
  | { readonly who: 'owner'; readonly act: (typeof ownerActs)[number]; readonly n: number }
  | { readonly who: 0 | 1; readonly act: (typeof adversaryActs)[number]; readonly n: number }
  | { readonly who: 'clock'; readonly minutes: number };

const n = fc.nat({ max: 999 });
const adversary = (act: Extract<Step, { who: 0 | 1 }>['act']) =>
  fc.record({ who: fc.constantFrom<0 | 1>(0, 1), act: fc.constant(act), n });

export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ who: fc.constant('owner'), act: fc.constantFrom(...ownerActs), n }) },
  {
    weight: 4,
    arbitrary: fc.record({ who: fc.constant('owner'), act: fc.constantFrom('recover', 'link'), n }),
  },
  { weight: 6, arbitrary: adversary('begin') },
  { weight: 6, arbitrary: adversary('guess') },
  { weight: 4, arbitrary: adversary('link') },
  { weight: 4, arbitrary: adversary('form') },
  ...adversaryActs.map((act) => ({ weight: 1, arbitrary: adversary(act) })),
  {
    weight: 3,
    arbitrary: fc.record({
      who: fc.constant('clock'),
      minutes: fc.constantFrom(1, 1, 2, 6, 11, 31, 61, 1441),
    }),
  },
);

const pick = <T>(from: readonly T[], n: number): T | undefined => from[n % Math.max(1, from.length)];

/** Sends a form of the page a browser is at; what it brings along stays, the rest is what is given. */
async function fill(walker: Walker, action: string, fields: Record<string, string>): Promise<boolean> {
  if (!walker.page.html.includes(`action="${action}"`)) return false;
  await walker.submit(fields, action);
  return true;
}

/** From the number to "check your inbox", answering, skipping or missing the questions on the way. */
export async function walkTo(
  scene: Scene,
  walker: Walker,
  who: Citizen,
  email: string,
  n = 0,
): Promise<void> {
  const unlocks = n % 7 === 6;
  await walker.open(`${paths.chooseProfile}${unlocks ? '?tramite=desbloquear' : ''}`);
  await fill(walker, paths.chooseProfile, { perfil: 'affiliate' });
  await fill(walker, paths.identify, { numero: who.number });
  if (walker.page.url.pathname === paths.checkRobot) {
    scene.world.clock.move(21_000);
    await fill(walker, paths.checkRobot, {});
  }
  for (let turn = 0; turn < 6 && walker.page.url.pathname === paths.answerQuestion; turn++)
    await fill(walker, paths.answerQuestion, answerTo(walker, who, n));
  await fill(walker, paths.nameContact, { correo: email, seguro: '1' });
}

/** Skips a question, or answers it: rightly by what an adversary may know, or wrongly. */
function answerTo({ page: { html } }: Walker, who: Citizen, n: number): Record<string, string> {
  if (n % 3 === 0) return { omitir: '1' };
  const right = n % 3 === 1;
  if (html.includes('name="dia"'))
    return { dia: String(right ? who.birth.day : 31), mes: String(right ? who.birth.month : 1) };
  if (html.includes('name="empresa"')) return { empresa: right ? '0' : 'ninguna' };
  return { respuesta: right ? (Object.values(who.answers)[n % 2] ?? 'Nada') : 'Ninguna de ellas' };
}

async function ownerDoes(scene: Scene, { act, n }: Extract<Step, { who: 'owner' }>): Promise<void> {
  const { ownerAt, owner } = scene;
  const newest = async () => (await mailbox(scene, owner)).at(-1);
  const begin = () => walkTo(scene, ownerAt, owner, owner.email, 3 * n);
  const code = async () => {
    const codigo = (await newest())?.code ?? '';
    noteCode(scene, codigo);
    await fill(ownerAt, paths.enterCode, { codigo });
  };
  const key = async () => {
    const clave = pick(newKeys, n) ?? '';
    await fill(ownerAt, paths.chooseKey, { clave, clave2: clave });
    await fill(ownerAt, paths.unlock, {});
  };
  const acts: Record<typeof act, () => Promise<unknown>> = {
    begin,
    recover: async () => {
      await begin();
      await code();
      if (n % 2 === 0) await key();
    },
    again: () => fill(ownerAt, paths.askMessage, {}),
    code,
    link: async () => {
      await ownerAt.open(`${paths.followLink}${(await newest())?.token ?? 'none'}`);
      await fill(ownerAt, paths.followLink, {});
      await fill(ownerAt, paths.confirmNumber, { numero: owner.number });
    },
    key,
    'sign-in': async () => {
      await ownerAt.open(paths.signIn);
      await fill(ownerAt, paths.signIn, {
        numero: owner.number,
        clave: pick([owner.key, ...newKeys], n) ?? '',
      });
    },
    cancel: () => fill(ownerAt, paths.cancelCase, {}),
  };
  await acts[act]();
  // Whoever began a walk that the owner now goes on with waits for just this, and looks again.
  if (act === 'link' || act === 'recover')
    for (const walker of scene.adversaries.flat()) await walker.open(paths.chooseKey);
}

/** Three codes in a row, on the page of the case or on the one that takes any number. */
async function guess(scene: Scene, walker: Walker, n: number): Promise<void> {
  for (let count = 0; count < 3; count++) {
    scene.tally.guesses += 1;
    const codigo = String(10_000_000 + scene.tally.guesses * 7919);
    await sendCode(scene, walker, codigo, n);
  }
}

function noteCode({ tally }: Scene, codigo: string): void {
  if (tally.codesTried.has(codigo)) tally.codesRepeated += 1;
  tally.codesTried.add(codigo);
}

async function sendCode(scene: Scene, walker: Walker, codigo: string, n: number): Promise<void> {
  noteCode(scene, codigo);
  const _csrf = tokenIn(walker);
  if (n % 2 === 0) await walker.post(paths.enterCode, { codigo, _csrf });
  else await walker.post(paths.enterCodeElsewhere, { numero: scene.owner.number, codigo, _csrf });
}

/** The form token of the page, or none where the page has no form. */
const tokenIn = (walker: Walker): string =>
  walker.page.html.includes('name="_csrf"') ? tokenOf(walker) : '';

/** A form seen anywhere, sent by this browser with some of its fields exchanged for what an adversary has. */
async function sendSeen(scene: Scene, walker: Walker, n: number): Promise<void> {
  const form = pick(scene.tally.forms, n);
  if (!form) return;
  const { owner, mallory } = scene;
  const own = (await mailbox(scene, mallory)).at(-1);
  const known: Record<string, readonly string[]> = {
    numero: [owner.number, mallory.number],
    correo: [owner.email, mallory.email],
    codigo: [own?.code ?? '12345678'],
    enlace: [own?.token ?? 'none'],
    clave: [malloryKey, mallory.key],
    clave2: [malloryKey],
    contacto: [mallory.email],
  };
  const fields = Object.fromEntries(
    Object.entries(form.fields).map(([name, value]) => [name, pick(known[name] ?? [value], n) ?? value]),
  );
  if (fields.codigo !== undefined) noteCode(scene, fields.codigo);
  const answer = await walker.post(form.action, {
    ...fields,
    ...(n % 4 !== 0 && { _csrf: tokenIn(walker) }),
  });
  const to = answer.headers.get('location');
  if (to !== null) await walker.open(to);
}

async function followOwn(scene: Scene, walker: Walker, n: number): Promise<void> {
  const { mallory, owner } = scene;
  // A walk of one's own gives links and codes that are real, and another's.
  if (n % 2 === 0) await walkTo(scene, walker, mallory, mallory.email);
  const own = (await mailbox(scene, mallory)).at(-1);
  if (n % 3 === 0) await walkTo(scene, walker, owner, owner.email);
  await walker.open(`${paths.followLink}${own?.token ?? 'none'}`);
  await fill(walker, paths.followLink, {});
  await fill(walker, paths.confirmNumber, { numero: n % 5 === 0 ? mallory.number : owner.number });
}

/** What only a stolen disk would give is not here: two browsers of one's own exchange what they hold. */
function swapCookies([one, other]: readonly [Walker, Walker], n: number): void {
  const names = ['browser', 'draft', 'session', 'device'].map((name) => `__Host-reclave-${name}`);
  const name = pick(names, n) ?? '';
  const [mine, theirs] = [one.cookies.get(name), other.cookies.get(name)];
  if (theirs !== undefined) one.cookies.set(name, theirs);
  if (mine !== undefined) other.cookies.set(name, mine);
}

async function adversaryDoes(
  scene: Scene,
  step: Extract<Step, { who: 0 | 1 }>,
  addresses: readonly string[],
): Promise<void> {
  const { act, n } = step;
  const pair = scene.adversaries[step.who];
  if (!pair) return;
  const walker = pair[n % 5 === 4 ? 1 : 0];
  const { owner, mallory } = scene;
  const acts: Record<typeof act, () => unknown> = {
    begin: () => walkTo(scene, walker, owner, n % 4 === 3 ? mallory.email : owner.email, n),
    name: () => fill(walker, paths.nameContact, { correo: n % 2 ? mallory.email : owner.email, seguro: '1' }),
    again: () => fill(walker, paths.askMessage, {}),
    guess: () => guess(scene, walker, n),
    former: async () => {
      const codes = await mailbox(scene, mallory);
      await sendCode(scene, walker, pick(codes, n)?.code ?? '12345678', n);
    },
    link: () => followOwn(scene, walker, n),
    open: () => walker.open((pick(addresses, n) ?? '/').replace(/:\w+/, 'A'.repeat(43))),
    form: () => sendSeen(scene, walker, n),
    swap: () => swapCookies(pair, n),
    key: async () => {
      const _csrf = tokenIn(walker);
      await walker.post(paths.chooseKey, { clave: malloryKey, clave2: malloryKey, _csrf });
      await walker.post(paths.unlock, { _csrf });
    },
    'sign-in': async () => {
      const own = n % 4 === 0;
      await walker.open(paths.signIn);
      const clave = own ? mallory.key : malloryKey;
      await fill(walker, paths.signIn, { numero: own ? mallory.number : owner.number, clave });
    },
    cancel: () => fill(walker, paths.cancelCase, {}),
    back: () => walker.open(pick([paths.chooseKey, paths.enterCode, paths.done, paths.account], n) ?? '/'),
  };
  await acts[act]();
}

/** Does one step. */
export async function take(scene: Scene, step: Step, addresses: readonly string[]): Promise<void> {
  if (step.who === 'clock') scene.world.clock.move(step.minutes * 60_000);
  else if (step.who === 'owner') await ownerDoes(scene, step);
  else await adversaryDoes(scene, step, addresses);
}
