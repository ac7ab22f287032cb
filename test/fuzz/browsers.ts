/** Browsers that stand at different places of one world, and requests made with what they hold. */
import { samplePeople } from '../../src/directory/sample.ts';
import { paths } from '../../src/web/paths.ts';
import { begin, beginAndAsk, beginAndProve, browserOf, type Somebody, somebody } from '../attacks/places.ts';
import { skipQuestions, type Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';
import { type Made, type Stand, stands } from './made.ts';

/** What belongs to one person and must be on no page that is not theirs. */
export type Canary = { readonly text: string; readonly of: Stand | undefined };
type Standing = { readonly walker: Walker; readonly who: Somebody | undefined };
export type Browsers = Readonly<Record<Stand, Standing>>;

const host = 'clave.ceibo.example';
const crowd = 64;
let next = 0;

const signedIn = async (walker: Walker, who: Somebody): Promise<boolean> => {
  await walker.open(paths.signIn);
  await walker.submit({ numero: who.number, clave: who.key }, paths.signIn);
  return walker.page.url.pathname === paths.account;
};

/** Somebody new at each place where a person is needed; an account that earlier requests shut is passed over. */
const reach: Readonly<Record<Stand, (world: TestWorld, walker: Walker, who: Somebody) => Promise<boolean>>> =
  {
    async nowhere(_world, walker) {
      await walker.open(paths.chooseProfile);
      return true;
    },
    async naming(_world, walker, who) {
      await begin(walker, who);
      await skipQuestions(walker);
      return walker.page.url.pathname === paths.nameContact;
    },
    async awaiting(_world, walker, who) {
      await beginAndAsk(walker, who);
      return true;
    },
    async proven(world, walker, who) {
      await beginAndProve(world, walker, who);
      return true;
    },
    async company(_world, walker) {
      await walker.open(`${paths.chooseProfile}?perfil=employer`);
      await walker.submit({ numero: '9990123456001', confirmado: '9990123456001' });
      return true;
    },
    async 'signed-in'(_world, walker, who) {
      return signedIn(walker, who);
    },
    async 'new-key'(_world, walker, who) {
      if (!(await signedIn(walker, who))) return false;
      await walker.open(paths.changeKey);
      await walker.submit({ clave: who.key }, paths.changeKey);
      return walker.page.url.pathname === paths.newKey;
    },
    async ticket(_world, walker) {
      await walker.open(paths.chooseOffice);
      await walker.submit({ oficina: 'centro-norte' });
      await walker.submit();
      await walker.submit({ celular: '' });
      return true;
    },
  };

/** Brings a browser to each place; a day on, so that no limit of an earlier run is met. */
export async function standEverywhere(world: TestWorld): Promise<Browsers> {
  world.clock.move(25 * 3_600_000);
  const found: [Stand, Standing][] = [];
  for (const stand of stands)
    for (let tries = 0; tries < crowd; tries++) {
      const who = somebody(next++ % crowd);
      const walker = browserOf(world, `198.51.100.${1 + found.length}`);
      if (!(await reach[stand](world, walker, who))) continue;
      found.push([
        stand,
        { walker, who: ['nowhere', 'company', 'ticket'].includes(stand) ? undefined : who },
      ]);
      break;
    }
  // Sound: every stand was gone through, and one that nobody reaches fails at its first use.
  return Object.fromEntries(found) as Browsers;
}

/** Numbers, addresses, names and keys of everybody on file, and whose browser may see them. */
export function canariesOf(browsers: Browsers): Canary[] {
  const stories = samplePeople().flatMap(({ identity, person }) =>
    person
      ? [identity.number, person.email, person.secondEmail, person.phone, person.lastName, person.key].map(
          (text) => ({ text, of: undefined }),
        )
      : [],
  );
  const people = Array.from({ length: crowd }, (_, index) => somebody(index)).flatMap((who) => {
    const of = stands.find((stand) => browsers[stand].who?.number === who.number);
    return [
      { text: who.number, of },
      { text: who.email, of },
      // A key is shown to nobody, its owner included (RC-18).
      { text: who.key, of: undefined },
    ];
  });
  return [...stories, ...people].flatMap(({ text, of }) => (text && text.length > 5 ? [{ text, of }] : []));
}

const isStand = (text: string): text is Stand => stands.some((stand) => stand === text);

function cookieOf({ cookies: { of, swaps, twice } }: Made, browsers: Browsers): string {
  const jar = new Map(of ? browsers[of].walker.cookies : []);
  for (const { name, from } of swaps) {
    const full = `__Host-reclave-${name}`;
    jar.set(full, isStand(from) ? (browsers[from].walker.cookies.get(full) ?? '') : from);
  }
  const pairs = [...jar].map(([name, value]) => `${name}=${value}`);
  return (twice ? [...pairs, ...pairs.toReversed()] : pairs).join('; ');
}

const tokenIn = ({ page: { html } }: Walker): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

function bodyOf({ body, cookies }: Made, browsers: Browsers): [string, BodyInit] {
  const { fields, token, shape, raw } = body;
  const whose = token === 'own' ? (cookies.of ?? 'nowhere') : token;
  const spelled = whose !== undefined && isStand(whose) ? tokenIn(browsers[whose].walker) : whose;
  const all = [...fields, ...(spelled === undefined ? [] : [['_csrf', spelled] as const])];
  const form = 'application/x-www-form-urlencoded';
  if (shape === 'raw') return [form, raw];
  if (shape === 'json') return ['application/json', JSON.stringify(Object.fromEntries(all))];
  // Sound: URLSearchParams reads pairs and writes none of them.
  const written = new URLSearchParams(all as [string, string][]).toString();
  if (shape === 'long') return [form, `${written}&x=${'a'.repeat(20_000)}`];
  if (shape === 'form') return [form, written];
  const parts = all.map(
    ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return ['multipart/form-data; boundary=x', `${parts.join('')}--x--\r\n`];
}

/** Only what a header may hold: Node's parser has refused the rest before any page is asked. */
const headerText = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim();

/** The request as it is sent, and all the text that it brings along. */
export function requestOf(made: Made, browsers: Browsers): { request: Request; brought: string } {
  const headers = new Headers({ host });
  const cookie = headerText(cookieOf(made, browsers));
  if (cookie !== '') headers.set('cookie', cookie);
  const [type, body] = bodyOf(made, browsers);
  if (made.method === 'POST') headers.set('content-type', type);
  for (const [name, value] of made.headers) headers.set(name, headerText(value));
  const url = new URL(`https://${host}${made.path}${made.query}`);
  const request = new Request(url, { method: made.method, headers, ...(made.method === 'POST' && { body }) });
  const typed = made.body.fields.flatMap((pair) => [...pair]);
  return { request, brought: [url.href, decodeSafely(url.search), ...typed, String(body)].join('\n') };
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The places whose cookies go along with a request. */
export const carried = ({ cookies: { of, swaps } }: Made): ReadonlySet<string | undefined> =>
  new Set([of, ...swaps.map(({ from }) => from)]);
