/** What pages leave behind or let others do: frames, caches, a computer many use, addresses that are claimed. */
import { paths } from '../../../src/web/paths.ts';
import { unknownNumber } from '../../../test/journeys/steps.ts';
import { sendRaw } from '../../../test/server.ts';
import { formsOf, goodKey } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { pathOf, post, recover } from '../../steps.ts';

/** Every address that can be opened without saying which ticket or case. */
const pages = Object.values(paths);

const frames: Attack = {
  ids: ['ATK-33'],
  title: 'Show any page inside another site',
  leaves: { nothing: 'pages are only looked at' },
  needs: [],
  async run(target) {
    const walker = target.browse();
    const elsewhere = [
      '/nada',
      `${paths.followLink}${'A'.repeat(43)}`,
      `${paths.help}mensajes`,
      '/r/%E0%A4%A',
    ];
    for (const page of [...pages, ...elsewhere]) {
      const { headers } = await walker.look(page);
      holds(
        /frame-ancestors 'none'/.test(headers.get('content-security-policy') ?? ''),
        `${page} may be framed`,
      );
      holds(headers.get('x-frame-options') === 'DENY', `${page} may be framed by old browsers`);
      holds(headers.get('x-content-type-options') === 'nosniff', `${page} may be taken for a script`);
    }
    return held(`${pages.length + elsewhere.length} addresses, pages or not, refuse to be framed`);
  },
};

const caches: Attack = {
  ids: ['ATK-46'],
  title: 'Have a page of somebody kept where others find it',
  leaves: { nothing: 'pages are only looked at' },
  needs: [],
  async run(target) {
    const walker = target.browse();
    for (const page of pages) {
      const { headers, status } = await walker.look(page, 'GET', { 'x-forwarded-host': 'evil.example' });
      holds(/no-store/.test(headers.get('cache-control') ?? ''), `${page} (${status}) may be kept`);
    }
    for (const tail of [
      '/x.css',
      ';x.css',
      '%2fx.css',
      '%00.css',
      '/..%2fpublic%2fx.css',
      '.css',
      '?x.css',
    ]) {
      const answer = await walker.look(`${paths.chooseKey}${tail}`);
      const inert = answer.status === 404 || answer.status === 303;
      holds(inert && /no-store/.test(answer.headers.get('cache-control') ?? ''), `${tail} may be kept`);
    }
    return held(`${pages.length} addresses may not be kept; a page with the name of a file is none`);
  },
};

const smuggled = [
  'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
  'Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\nabcd',
  'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
  'Content-Length: -1\r\n\r\n',
  'Content-Length : 4\r\n\r\nabcd',
  'X: a\r\n b: folded\r\nContent-Length: 0\r\nBad Header\r\n\r\n',
  'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
  'Content-Length: 0\nHost: evil.example\r\n\r\n',
];

const smuggling: Attack = {
  ids: ['ATK-45'],
  title: 'Send a request that two readers read differently',
  leaves: { nothing: 'it is refused by the reader of requests, before anything of ours' },
  needs: [],
  async run(target) {
    const head = `POST ${paths.chooseProfile} HTTP/1.1\r\nHost: ${new URL(target.origin).host}\r\n`;
    for (const [index, rest] of smuggled.entries()) {
      const { status } = await sendRaw(target.peer, head + rest);
      holds(status >= 400 && status < 500, `request ${index} is answered ${status}`);
    }
    works((await target.browse().open(paths.start)).status === 200, 'the server does not answer after it');
    return held(`${smuggled.length} ambiguous requests were refused`);
  },
};

const kiosk: Attack = {
  ids: ['ATK-57'],
  title: 'Sit down at a shared computer after somebody recovered',
  leaves: { nothing: 'pages are only looked at' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const shared = await recover(target, who);
    await shared.open(paths.done);
    works(pathOf(shared) === paths.done, 'the owner does not see that it is done');
    for (const page of [paths.done, paths.chooseKey, paths.enterCode, paths.nameContact, paths.identify]) {
      const seen = await shared.open(page);
      for (const secret of [goodKey, who.email]) holds(!seen.html.includes(secret), `${page} tells a secret`);
      for (const { fields } of formsOf(seen.html))
        for (const [name, value] of Object.entries(fields))
          holds(name === '_csrf' || !value.includes(who.number), `${page} holds the number in its form`);
      holds(/no-store/.test(seen.headers.get('cache-control') ?? ''), `${page} may be kept`);
    }
    await shared.open(paths.done);
    const finished = await post(shared, paths.finish, {});
    holds(/cache|storage/.test(finished.headers.get('clear-site-data') ?? ''), 'finishing forgets nothing');
    await shared.open(paths.done);
    holds(pathOf(shared) !== paths.done, 'the page of the end opens after finishing');
    await shared.open(paths.account);
    holds(pathOf(shared) !== paths.account, 'a recovery left somebody signed in');
    return held('going back shows no key, code, number or address, and nobody is signed in');
  },
};

const networks: Attack = {
  ids: ['H10'],
  title: 'Pass for many networks by the spelling of one address',
  leaves: { nothing: 'a check that is asked for is no refusal' },
  needs: ['inside'],
  async run(target) {
    const most = target.policy.starts.perNetworkPerTenMinutes.v6Site;
    const addresses = Array.from({ length: most + 2 }, (_, n) =>
      n % 2 === 0 ? `2001:db8:77:1:${n + 1}::${n}` : `2001:0DB8:0077:0001:0:0:0:${n.toString(16)}`,
    );
    let paced = 0;
    for (const [index, address] of addresses.entries()) {
      // What a visitor writes before the proxy's own hop counts for nothing.
      const walker = target.browse(`203.0.113.${index}, ${address}`);
      await walker.open(paths.chooseProfile);
      await walker.submit({ perfil: 'affiliate' });
      await walker.submit({ numero: unknownNumber(200 + index) });
      if (pathOf(walker) === paths.checkRobot) paced++;
    }
    holds(paced > 0, `${addresses.length} starts from one /64 met no check`);
    const other = target.browse('2001:db8:78:1::1');
    await other.open(paths.chooseProfile);
    await other.submit({ perfil: 'affiliate' });
    await other.submit({ numero: unknownNumber(300) });
    works(pathOf(other) !== paths.checkRobot, 'another network is checked too');
    return held(
      `spellings and hosts of one /64 are one network: ${paced} of ${addresses.length} were checked`,
    );
  },
};

export const transport = [frames, caches, smuggling, kiosk, networks] as const;
