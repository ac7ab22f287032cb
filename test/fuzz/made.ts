/** Requests nobody's page sends: odd bodies, headers, cookies and queries, and honest ones sent from the wrong place. */
import fc from 'fast-check';
import { paths } from '../../src/web/paths.ts';
import { goodKey } from '../walker.ts';
import { allFields, fieldsOf } from './fields.ts';

/** Where the browsers stand whose cookies and form tokens are used, rightly and swapped. */
export const stands = [
  'nowhere',
  'naming',
  'awaiting',
  'proven',
  'company',
  'signed-in',
  'new-key',
  'ticket',
] as const;
export type Stand = (typeof stands)[number];

/** Cookies as a browser standing somewhere has them; each `swaps` puts another browser's, or rubbish, under one name. */
export type MadeCookies = {
  readonly of: Stand | undefined;
  readonly swaps: readonly { readonly name: string; readonly from: Stand | string }[];
  readonly twice: boolean;
};

export type MadeBody = {
  readonly fields: readonly (readonly [string, string])[];
  /** Whose form token goes with it; `own` is that of the cookies. */
  readonly token: Stand | 'own' | string | undefined;
  readonly shape: 'form' | 'json' | 'multipart' | 'raw' | 'long';
  readonly raw: string;
};

export type Made = {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly cookies: MadeCookies;
  readonly body: MadeBody;
  readonly minutes: number;
};

const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: odd, weight: 1 });

/** Texts that break what trusts them. A lone surrogate, a NUL and a line's end are among them. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '\r\nset-cookie: x=y',
    '__proto__',
    'constructor',
    'toString',
    '"><script>alert(1)</script>',
    "' or '1'='1",
    '{"id":"AAAA"}',
    '{"id":{},"clientDataJSON":[]}',
    '-1',
    '1e400',
    '9'.repeat(400),
    'é'.repeat(999),
    'a'.repeat(2000),
    'A'.repeat(43),
    'A'.repeat(16),
    '00000000-0000-4000-8000-000000000000',
    '٣٤٥٦',
    '\u202e\ufeff',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
);

/** What some field somewhere takes. */
const sensible = fc.constantFrom(
  '0',
  '1',
  '12345678',
  '0001',
  'affiliate',
  'employer',
  'ec.ci',
  'passport',
  'email',
  'second-email',
  'phone',
  'office',
  'centro-norte',
  'agent',
  'approved',
  'call',
  'normal',
  'complaint',
  'first-pet',
  'fondo',
  '099 123 4567',
  'nadie@correo.example',
  '9990000000',
  '9990123456001',
  goodKey,
);

/** Where something might lead. */
const address = fc.constantFrom(
  '//evil.example',
  '/\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '/cuenta/../mesa',
  '/mesa/equipo',
  '/cuenta/sesiones',
);

const value = fc.oneof(
  { arbitrary: sensible, weight: 2 },
  { arbitrary: nasty, weight: 2 },
  { arbitrary: address, weight: 1 },
);
const oddName = fc.oneof(
  fc.constantFrom(...allFields),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '_csrf',
    '_method',
    '',
    'a[]',
    'a[$ne]',
    'hasOwnProperty',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

const standOr = (other: fc.Arbitrary<string>): fc.Arbitrary<Stand | string> =>
  mostly<Stand | string>(fc.constantFrom(...stands), other);

const cookieName = fc.constantFrom('browser', 'device', 'draft', 'language', 'session', 'staff');
const rubbish = fc.oneof(
  fc.constantFrom('', '%', '%E0%A4%A', '%00', 'A'.repeat(43), '__proto__', 'a'.repeat(6000), '"x"', 'x,y'),
  fc.string({ maxLength: 60 }),
);

/** Where an address is most worth asking from; most others serve whoever walks. */
function standFor(path: string): fc.Arbitrary<Stand | undefined> {
  const anywhere = mostly<Stand | undefined>(fc.constantFrom(...stands), fc.constant(undefined), 8);
  if (path.startsWith(paths.newKey)) return mostly<Stand | undefined>(fc.constant('new-key'), anywhere, 2);
  if (path.startsWith(paths.account)) return mostly<Stand | undefined>(fc.constant('signed-in'), anywhere, 2);
  return path.startsWith(paths.chooseOffice)
    ? mostly<Stand | undefined>(fc.constant('ticket'), anywhere, 1)
    : anywhere;
}

const cookiesFor = (path: string): fc.Arbitrary<MadeCookies> =>
  fc.record({
    of: standFor(path),
    swaps: mostly<MadeCookies['swaps']>(
      fc.constant([]),
      fc.array(fc.record({ name: cookieName, from: standOr(rubbish) }), { maxLength: 3 }),
      2,
    ),
    twice: mostly(fc.constant(false), fc.constant(true), 15),
  });

const headerValue = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    '*',
    'none',
    'same-origin',
    'cross-site',
    'https://evil.example',
    'https://clave.ceibo.example',
    'bytes=0-1',
    'bytes=-99999999999',
    'en;q=0.9, es',
    'gzip;q=0',
    'application/json',
    'application/x-www-form-urlencoded; charset=utf-16',
    'multipart/form-data',
    '127.0.0.1, ::1',
    '999.1.1.1',
    'evil.example',
    '0',
    '99999999',
    'chunked',
    'a'.repeat(5000),
  ),
  fc.string({ maxLength: 60 }),
);

const headerName = fc.constantFrom(
  'accept',
  'accept-encoding',
  'accept-language',
  'content-length',
  'content-type',
  'forwarded',
  'if-modified-since',
  'if-none-match',
  'origin',
  'range',
  'referer',
  'sec-fetch-mode',
  'sec-fetch-site',
  'transfer-encoding',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-http-method-override',
  'x-original-url',
);

const query = fc.oneof(
  { arbitrary: fc.constant(''), weight: 4 },
  {
    arbitrary: fc.constantFrom(
      '?lang=en',
      '?lang=__proto__',
      '?volver=//evil.example',
      '?volver=https://evil.example/',
      '?volver=/%5Cevil.example',
      '?volver=/cuenta/contacto',
      '?perfil=employer',
      '?perfil=constructor',
      '?opcion=__proto__',
      '?tramite=desbloquear',
      '?portal=banco',
      '?dato=second-email',
      '?dato=toString',
      '?otro&salio&tiempo',
      '?%',
      '?a=%E0%A4%A',
    ),
    weight: 3,
  },
  {
    arbitrary: fc.tuple(oddName, value).map((pair) => `?${new URLSearchParams([pair])}`),
    weight: 1,
  },
  {
    arbitrary: fc.string({ maxLength: 30 }).map((text) => `?${text.replace(/[#\s]/g, '')}`),
    weight: 1,
  },
);

/** What stands in an address where a route leaves a place. */
const part = fc.oneof(
  fc.constantFrom(
    'A'.repeat(43),
    'mensajes',
    'constructor',
    '00000000-0000-4000-8000-000000000000',
    '1',
    '-1',
  ),
  fc.constantFrom('9'.repeat(30), '%00', '%ff', '..%2f..%2fetc', '%E2%80%AE', '1e3', 'NaN'),
  fc.string({ minLength: 1, maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
);

const filled = (path: string): fc.Arbitrary<string> => {
  const places = path.match(/:\w+|\*/g) ?? [];
  return fc
    .array(part, { minLength: places.length, maxLength: places.length })
    .map((parts) => parts.reduce((whole, one) => whole.replace(/:\w+|\*/, () => one), path));
};

const bodyFor = (path: string): fc.Arbitrary<MadeBody> => {
  const known = fieldsOf.get(path);
  const names = known && known.length > 0 ? known : allFields;
  const own = fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: names.length })
    .chain((chosen) =>
      fc
        .array(value, { minLength: chosen.length, maxLength: chosen.length })
        .map((values) => chosen.map((name, index) => [name, values[index] ?? ''] as const)),
    );
  return fc.record({
    fields: mostly(
      own,
      fc.array(fc.tuple(mostly(fc.constantFrom(...names), oddName, 1), value), { maxLength: 8 }),
    ),
    token: mostly<Stand | 'own' | string | undefined>(
      fc.constant('own'),
      fc.oneof(standOr(fc.string({ maxLength: 100 })), fc.constant(undefined)),
      5,
    ),
    shape: mostly<MadeBody['shape']>(
      fc.constant('form'),
      fc.constantFrom('json', 'multipart', 'raw', 'long'),
      6,
    ),
    raw: fc.oneof(
      fc.constantFrom('', 'null', '[]', '{"__proto__":{"x":1}}', '%', '&&&=', 'a=%ud800', '\0'),
      fc.string({ unit: 'binary', maxLength: 80 }),
    ),
  });
};

/** Any request to any of these routes, `METHOD path` each. */
export function madeFor(routes: readonly string[]): fc.Arbitrary<Made> {
  return fc.constantFrom(...routes).chain((route) => {
    const [method = '', path = ''] = route.split(' ');
    return fc.record({
      method:
        method === 'POST'
          ? fc.constant<Made['method']>('POST')
          : mostly<Made['method']>(fc.constant('GET'), fc.constantFrom('HEAD', 'POST'), 9),
      path: filled(path),
      query,
      headers: mostly<Made['headers']>(
        fc.constant([]),
        fc.array(fc.tuple(headerName, headerValue), { maxLength: 5 }),
        1,
      ),
      cookies: cookiesFor(path),
      body: bodyFor(path),
      // Seldom: a session idles away in a quarter of an hour.
      minutes: mostly(fc.constant(0), fc.constantFrom(1, 11, 61), 60),
    });
  });
}
