/** Whose browser a case belongs to: who starts, who presses, and who planted a cookie. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import {
  follow,
  foreignKey,
  identify,
  isOpen,
  keepsKey,
  mayChooseKey,
  post,
  receive,
  signIn,
} from '../../steps.ts';

const victimClicks: Attack = {
  ids: ['ATK-35'],
  title: 'Start for the victim and have them press the link',
  leaves: { lines: ['out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const attacker = target.browse();
    const letter = await receive(target, attacker, who);
    const owner = target.browse();
    await follow(owner, letter, who);
    works(await mayChooseKey(owner), 'the owner’s link does not work');
    await attacker.open(paths.enterCodeState);
    const key = { clave: foreignKey, clave2: foreignKey };
    await post(attacker, paths.chooseKey, key);
    // Not with the owner's form token either: it belongs to the owner's browser.
    await owner.open(paths.chooseKey);
    const stolen = await attacker.post(paths.chooseKey, { ...key, _csrf: owner.token });
    holds(stolen.status === 403, `another browser’s form token is answered ${stolen.status}`);
    await keepsKey(target, attacker, who);
    works(await mayChooseKey(owner), 'the owner lost their place');
    return held('who started gains nothing by the owner’s press');
  },
};

const fixation: Attack = {
  ids: ['ATK-34'],
  title: 'Plant a cookie in the victim’s browser',
  leaves: { nothing: 'a planted cookie is not read' },
  needs: [],
  async run(target) {
    const who = await target.bystander();
    const attacker = target.browse();
    await identify(attacker, who.number);
    const secure = target.origin.startsWith('https:');
    for (const name of attacker.cookies.keys())
      holds(!secure || name.startsWith('__Host-'), `the cookie ${name} can be set by a sibling host`);
    // What a sibling host could set is another name, and is not read.
    const victim = target.browse();
    for (const [name, value] of attacker.cookies) victim.cookies.set(name.replace('__Host-', ''), value);
    if (secure) {
      await victim.open(paths.answerQuestion);
      holds(victim.page.url.pathname === '/', 'a cookie without the prefix is read');
    }
    // And a session somebody chose is never the one a sign-in opens.
    const owner = target.browse();
    const name = `${secure ? '__Host-' : ''}reclave-session`;
    const planted = 'A'.repeat(43);
    owner.cookies.set(name, planted);
    await signIn(owner, who);
    works(await isOpen(owner), 'the owner’s key does not sign in');
    holds(owner.cookies.get(name) !== planted, 'a planted session came alive');
    return held('cookies are bound to the host, and signing in gives a new one');
  },
};

export const browserRows = [victimClicks, fixation] as const;
