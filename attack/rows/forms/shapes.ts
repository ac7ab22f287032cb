/** Forms that are not what a page of ours sends: other types, more fields, other methods, far too much of it. */
import { paths } from '../../../src/web/paths.ts';
import { unknownNumber } from '../../../test/journeys/steps.ts';
import type { Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { identify, isOpen, keepsKey, opens, pathOf, post, receive, signIn } from '../../steps.ts';

const urlencoded = 'application/x-www-form-urlencoded';

/** The status one body has, sent as a form of this browser. */
const statusOf = async (walker: Walker, path: string, body: string, type = urlencoded): Promise<number> =>
  (await walker.post(path, body, { 'content-type': type })).status;

const types: Attack = {
  ids: ['ATK-42', 'H4', 'H16'],
  title: 'Send objects, arrays and prototypes where texts belong',
  leaves: { lines: ['signed-in: not-signed-in'] },
  needs: [],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    await thief.open(paths.signIn);
    const csrf = `_csrf=${thief.token}`;
    const bodies = [
      `numero[$gt]=&clave[$gt]=&portal=&${csrf}`,
      `numero[]=${who.number}&clave[]=x&${csrf}`,
      `numero=${who.number}&clave=x&__proto__[admin]=1&${csrf}`,
      `numero=${who.number}&clave=x&constructor.prototype.admin=1&${csrf}`,
      `numero=${who.number}&clave=x&__proto__=1&${csrf}`,
      `numero=${who.number}&clave=%00&${csrf}`,
    ];
    for (const body of bodies) {
      const status = await statusOf(thief, paths.signIn, body);
      holds(status === 400, `a form of another shape is answered ${status}`);
    }
    const json = ['{"numero":{"$gt":""},"clave":{"$gt":""}}', '[]', 'null', '"x"', '['.repeat(10_000)];
    for (const body of json)
      for (const type of ['application/json', 'text/plain', 'application/xml']) {
        const status = await statusOf(thief, paths.signIn, body, type);
        holds(status === 400, `a body of type ${type} is answered ${status}`);
      }
    holds(!(await isOpen(thief)), 'a form of another shape signed in');
    for (const clave of ['true', '1', '0', '[object Object]', 'null', 'undefined', ''])
      holds(!(await opens(target, who, clave)), 'a word of the language opens an account');
    return held(`${bodies.length + json.length * 3} bodies of other shapes were refused unread`);
  },
};

const assignment: Attack = {
  ids: ['ATK-19'],
  title: 'Send more fields than a form has',
  leaves: { nothing: 'a form of another shape is refused before any case is looked at' },
  needs: [],
  async run(target) {
    const who = await target.someone();
    const walker = target.browse();
    await identify(walker, who.number);
    for (const more of ['estado', 'stage', 'account_id', 'verified', 'holder', 'role', 'email', 'telefono']) {
      const answer = await post(walker, paths.identify, { numero: who.number, [more]: '1' });
      holds(answer.status === 400, `a field “${more}” is answered ${answer.status}`);
    }
    await keepsKey(target, walker, who);
    return held('no form takes a field it does not have');
  },
};

const pollution: Attack = {
  ids: ['ATK-44'],
  title: 'Say a thing twice, by another method or in another coding',
  leaves: { nothing: 'a form of another shape is refused before any case is looked at' },
  needs: [],
  async run(target) {
    const who = await target.bystander();
    const thief = target.browse();
    await thief.open(paths.signIn);
    const { token } = thief;
    const twice = `numero=${who.number}&clave=${who.key}&numero=${unknownNumber(1)}&portal=fondo&_csrf=${token}`;
    holds((await statusOf(thief, paths.signIn, twice)) === 400, 'a number said twice is read');
    const multipart = `--b\r\nContent-Disposition: form-data; name="numero"\r\n\r\n${who.number}\r\n--b--\r\n`;
    const coded = await statusOf(thief, paths.signIn, multipart, 'multipart/form-data; boundary=b');
    holds(coded === 400, `a multipart form is answered ${coded}`);
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const looked = await thief.look(`${paths.signOut}?_method=POST`, 'GET', { [name]: 'POST' });
      holds(looked.status >= 400, `a GET that claims to be a POST is answered ${looked.status}`);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
      const { status } = await thief.look(paths.signIn, method);
      holds(status === 404 || status === 405, `${method} is answered ${status}`);
    }
    const inQuery = await thief.post(`${paths.signIn}?numero=${who.number}&clave=${who.key}`, {
      numero: who.number,
      clave: 'x',
      portal: '',
      _csrf: token,
    });
    holds(inQuery.headers.get('location') === null, 'fields of the address are read as fields of the form');
    holds(!(await isOpen(thief)), 'one of these signed in');
    await signIn(thief, who);
    works(await isOpen(thief), 'the owner’s own form does not sign in');
    return held('fields said twice, other codings and claimed methods are refused');
  },
};

const large: Attack = {
  ids: ['ATK-41'],
  title: 'Send far too much',
  leaves: { nothing: 'what is too large is refused before any case is looked at' },
  needs: [],
  async run(target) {
    const who = await target.bystander();
    const thief = target.browse();
    await thief.open(paths.signIn);
    const sizes = { 'a megabyte': 1 << 20, 'fifty thousand letters': 50_000, 'four thousand letters': 4000 };
    for (const [size, length] of Object.entries(sizes))
      for (const name of ['numero', 'clave']) {
        const body = `${name}=${'a'.repeat(length)}&_csrf=${thief.token}`;
        const status = await statusOf(thief, paths.signIn, body);
        holds(status === 413 || status === 400, `${size} of ${name} are answered ${status}`);
      }
    // What a careless pattern takes quadratic time for, at the longest that is read.
    const walker = target.browse();
    await identify(walker, who.number);
    for (const correo of [
      'a@'.repeat(900),
      `${'a.'.repeat(900)}@`,
      `"${'\\"'.repeat(800)}`,
      '<'.repeat(1900),
    ]) {
      const { status } = await post(walker, paths.nameContact, { correo, seguro: '1' });
      holds(status < 500, `a strange address is answered ${status}`);
    }
    await signIn(thief, who);
    works(pathOf(thief) === paths.account, 'the owner’s own form does not sign in');
    return held('a megabyte, fifty thousand and four thousand letters were refused');
  },
};

/** What breaks out of a text in one database or another. */
const sqlTexts = [
  `' or '1'='1`,
  `'; drop table accounts; --`,
  `' union select null,null--`,
  `1' and (select 1 from pg_sleep(5))--`,
  `$$;select pg_sleep(5);$$`,
  `\\'; select 1; --`,
  `" or ""="`,
  `0 or 1=1`,
  `%' like '%`,
  `${'x'}'||(select version())||'`,
];

const injection: Attack = {
  ids: ['ATK-43'],
  title: 'Write SQL into every field and address',
  leaves: { nothing: 'what is no number, code or link is refused before any case is looked at' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    const { code } = await receive(target, thief, who);
    for (const text of sqlTexts) {
      for (const [path, fields] of [
        [paths.signIn, { numero: text, clave: text, portal: text }],
        [paths.enterCodeElsewhere, { numero: who.number, codigo: text }],
        [paths.followLink, { enlace: text }],
        [paths.enterSavedCode, { papel: text }],
        [paths.identify, { numero: text }],
      ] as const) {
        const answer = await post(target.browse(), path, fields);
        holds(answer.status < 500, `${path} answers ${answer.status}`);
        holds(
          !/syntax error|SQLSTATE|PostgreSQL/i.test(await answer.text()),
          `${path} speaks of the database`,
        );
      }
      for (const page of [paths.followLink, paths.disavow, paths.help, '/?portal=', '/?lang='])
        holds((await thief.look(`${page}${encodeURIComponent(text)}`)).status < 500, `${page} fails`);
    }
    await thief.open(paths.enterCode);
    await thief.submit({ codigo: code });
    works(pathOf(thief) === paths.chooseKey, 'the owner’s code does not work after it');
    return held(`${sqlTexts.length} texts in seven fields and five addresses changed nothing`);
  },
};

export const shapes = [types, assignment, pollution, large, injection] as const;
