/** Messages written by who asks for them: another host in the link, markup in the text. */
import { paths } from '../../../src/web/paths.ts';
import { sendRaw } from '../../../test/server.ts';
import { type Attack, held, holds } from '../../attack.ts';
import { ask, receive } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

/** Everything some program somewhere believes about its own name. */
const claims: Readonly<Record<string, string>> = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '8443',
  'x-forwarded-prefix': '//evil.example',
  'x-host': 'evil.example',
  'x-original-host': 'evil.example',
  'x-original-url': '/r/evil',
  'x-rewrite-url': '/r/evil',
  'x-http-host-override': 'evil.example',
  forwarded: 'host=evil.example;proto=http',
  referer: 'https://evil.example/',
};

/** The status a start page has under another name. */
const statusUnder = async ({ peer }: Target, host: string): Promise<number> =>
  (await sendRaw(peer, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).status;

const hosts: Attack = {
  ids: ['ATK-10', 'H5'],
  title: 'Have the link lead to another host',
  leaves: { nothing: 'a foreign host is refused before any case is looked at' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    Object.assign(thief.headers, claims);
    const { link, whole } = await receive(target, thief, who);
    holds(link.startsWith(`${target.origin}${paths.followLink}`), 'the link does not begin with our address');
    holds(!whole.includes('evil'), 'the message names the claimed host');
    holds(!target.heard.join('\n').includes('evil'), 'a page names the claimed host');
    const { host } = new URL(target.origin);
    for (const other of [
      'evil.example',
      `${host}.evil.example`,
      `${host}@evil.example`,
      `evil.example#${host}`,
    ]) {
      const status = await statusUnder(target, other);
      holds(status >= 400 && status < 500, `under a foreign host the start page answers ${status}`);
    }
    return held(
      `${Object.keys(claims).length} claims changed no letter of the link; foreign hosts are refused`,
    );
  },
};

const markup = '"><a href=//evil.example>Ana</a><img src=//evil.example/x>\r\nBcc: mala@evil.example';

const injected: Attack = {
  ids: ['ATK-11'],
  title: 'Write markup into the message',
  leaves: { nothing: 'a foreign host is refused before any case is looked at' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    thief.headers['user-agent'] = '<a href=//evil.example>Chrome</a><img src=//evil.example/x>';
    thief.headers['accept-language'] = '<b>es</b>';
    await thief.open(`${paths.chooseProfile}?portal=${encodeURIComponent(markup)}`);
    const { whole } = await target.letters.received(who.email, () => ask(thief, who));
    holds(!/evil|mala@/i.test(whole), 'something of the request is in the message');
    const page = await thief.open(`/${encodeURIComponent(markup)}?portal=${encodeURIComponent(markup)}`);
    holds(!/<a href=\/\/evil|<img src=\/\/evil/.test(page.html), 'a page writes the address back as markup');
    const { host } = new URL(target.origin);
    const status = await statusUnder(target, `${host}:'<a href="//evil.example/?`);
    holds(status >= 400 && status < 500, `a host with markup is answered ${status}`);
    return held('nothing of the request is in the message, and no page writes it back');
  },
};

export const poison = [hosts, injected] as const;
