/** Forms that come from elsewhere, pages that lead elsewhere, and checks that can be gone around. */
import { paths } from '../../../src/web/paths.ts';
import { forms } from '../../../test/attacks/places.ts';
import { sendRaw } from '../../../test/server.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { identify, isOpen, keepsKey, pathOf, post, receive, signedIn, signIn } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

const csrf: Attack = {
  ids: ['ATK-32'],
  title: 'Send every form from another site, the sign-in among them',
  leaves: { nothing: 'a form from elsewhere is refused before any case is looked at' },
  needs: [],
  async run(target) {
    const who = await target.bystander();
    const victim = await signedIn(target, who);
    const stranger = target.browse();
    await stranger.open(paths.signIn);
    await victim.open(paths.sessions);
    const { token } = victim;
    const addresses = Object.keys(forms);
    for (const path of addresses) {
      const sent: Readonly<Record<string, Promise<Response>>> = {
        'no token': victim.post(path, {}),
        'an empty token': victim.post(path, { _csrf: '' }),
        'another browser’s token': victim.post(path, { _csrf: stranger.token }),
        'a foreign origin': victim.post(path, { _csrf: token }, { origin: 'https://evil.example' }),
        'a sibling site': victim.post(path, { _csrf: token }, { 'sec-fetch-site': 'same-site' }),
        'another site': victim.post(path, { _csrf: token }, { 'sec-fetch-site': 'cross-site' }),
      };
      for (const [what, answer] of Object.entries(sent)) {
        const { status } = await answer;
        holds(status === 403, `${path} with ${what} is answered ${status}`);
      }
    }
    works(await isOpen(victim), 'the owner was signed out by it');
    const login = target.browse();
    await login.post(paths.signIn, { numero: who.number, clave: who.key, portal: 'fondo' });
    holds(!(await isOpen(login)), 'a form from elsewhere signed a browser in');
    return held(`${addresses.length} addresses refuse forms from elsewhere, six ways each`);
  },
};

const destinations = [
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/%09/evil.example',
  '@evil.example',
  '\r\nLocation: https://evil.example',
];
const names = [
  'next',
  'return_to',
  'redirect_uri',
  'url',
  'volver',
  'portal',
  'lang',
  'origin',
  'RelayState',
];

const redirect: Attack = {
  ids: ['H26'],
  title: 'Have an address or a form lead to another site',
  leaves: { nothing: 'nothing is refused here' },
  needs: [],
  async run(target) {
    const who = await target.bystander();
    const { host } = new URL(target.origin);
    const leads = (answer: Response): boolean => {
      const location = answer.headers.get('location')?.replaceAll('\\', '/') ?? '/';
      return new URL(location, target.origin).origin !== target.origin;
    };
    const walker = target.browse();
    for (const text of destinations) {
      for (const page of [paths.start, paths.signIn, paths.account, paths.chooseProfile]) {
        const query = new URLSearchParams(names.map((name) => [name, text]));
        holds(!leads(await walker.look(`${page}?${query}`)), `${page} leads to another site`);
      }
      const bytes = `GET /${encodeURI(text)}?lang=en HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const { head } = await sendRaw(target.peer, bytes);
      holds(!/^location: (?:\/[/\\]|https?:\/\/evil)/im.test(head), 'a path leads to another site');
      const owner = target.browse();
      await owner.open(paths.signIn);
      const given = { numero: who.number, clave: who.key, portal: text, _csrf: owner.token };
      holds(!leads(await owner.post(paths.signIn, given)), 'the sign-in leads to another site');
    }
    await signIn(walker, who);
    works(pathOf(walker) === paths.account, 'the owner’s sign-in leads nowhere');
    return held(
      `${destinations.length} destinations by ${names.length} names, by path and by form lead nowhere`,
    );
  },
};

type Begun = { readonly walker: ReturnType<Target['browse']>; readonly at: number };

/** A start of a number's walk, and when it was made. */
async function beginAt(target: Target, number: string): Promise<Begun> {
  const walker = target.browse();
  await walker.open(paths.chooseProfile);
  await walker.submit({ perfil: 'affiliate' });
  const at = performance.now();
  await walker.submit({ numero: number });
  return { walker, at };
}

const isAsked = ({ walker }: Begun): boolean => pathOf(walker) === paths.checkRobot;

/** Whether the shortest wait of the check, three seconds, may be over. */
const hasWaited = ({ at }: Begun): boolean => performance.now() - at > 2500;

const robot: Attack = {
  ids: ['ATK-47', 'H30'],
  title: 'Leave the robot check out, replay it, or switch it off by address',
  leaves: { lines: ['pace-kept: too-soon'] },
  needs: [],
  async run(target) {
    const { number } = await target.someone();
    let at = await beginAt(target, number);
    for (let start = 0; start <= target.policy.starts.perNumberPerHour && !isAsked(at); start++)
      at = await beginAt(target, number);
    works(isAsked(at), 'the check is never asked for');
    const never = ['', 'x', '{}', Buffer.from('{"number":1}').toString('base64')];
    for (const prueba of never)
      for (const query of ['', '?skip=1', '?captcha=off', '?debug=true', '?skipCaptcha=true']) {
        const skip = (): Promise<Response> =>
          post(at.walker, `${paths.checkRobot}${query}`, { prueba, sitio: '' });
        if (hasWaited(at)) at = await beginAt(target, number);
        let answer = await skip();
        // A machine that stood still has waited: then it is the wait that lets pass, and is tried anew.
        for (let again = 0; again < 5 && answer.status < 400 && hasWaited(at); again++) {
          at = await beginAt(target, number);
          answer = await skip();
        }
        holds(answer.status >= 400, `a check that was not done is answered ${answer.status}`);
        await at.walker.open(paths.checkRobot);
        holds(isAsked(at), 'a check that was not done let pass');
      }
    const { walker } = at;
    for (const page of [paths.answerQuestion, paths.nameContact, paths.enterCode]) {
      await walker.open(`${page}?skip=1`);
      holds(pathOf(walker) === paths.checkRobot, `${page} opens before the check`);
    }
    await identify(walker, number);
    works(pathOf(walker) !== paths.checkRobot, 'who waits is not let pass');
    return held('only time or work lets pass; whoever waits is let pass');
  },
};

const steering: Attack = {
  ids: ['H20'],
  title: 'Learn something personal before any proof',
  leaves: { nothing: 'nothing is refused here' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    target.heard.length = 0;
    await receive(target, thief, who);
    // Typed by the thief, and so no secret: the number and the address. The mask of the page is made from them.
    const heard = target.heard.join('\n').replaceAll(who.email, '').replaceAll(who.number, '');
    const record = target.recordOf(who.number);
    works(record !== undefined, 'the person is on no file');
    // Both surnames together: one of them may be the name of an employer, or of a street.
    const facts = [record.lastName, `${record.firstName} ${record.lastName}`, who.key];
    for (const fact of facts) holds(!wordIn(heard, fact), 'a page tells a personal fact');
    await keepsKey(target, thief, who);
    return held(`${facts.length} personal facts are on no page before a proof`);
  },
};

const wordIn = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\p{L}\\d])${word}(?![\\p{L}\\d])`, 'u').test(text);

export const origins = [csrf, redirect, robot, steering] as const;
