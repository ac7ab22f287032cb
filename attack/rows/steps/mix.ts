/** Two cases, two people or two kinds of session mixed in one browser. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import {
  ask,
  foreignKey,
  identify,
  keepsKey,
  mayChooseKey,
  opens,
  pathOf,
  post,
  prove,
  receive,
  signedIn,
} from '../../steps.ts';

const swap: Attack = {
  ids: ['ATK-04'],
  title: 'Prove oneself, then change the number to the victim’s',
  leaves: { lines: ['case-replaced', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const [mallory, victim] = [await target.someone(), await target.someone()];
    const thief = target.browse();
    await prove(target, thief, mallory);
    const tab = { cookies: new Map(thief.cookies), token: thief.token };
    // A second tab says another number: this ends the first case, proven as it was.
    await identify(thief, victim.number);
    const key = { clave: foreignKey, clave2: foreignKey };
    const stale = await thief.post(paths.chooseKey, { ...key, _csrf: tab.token });
    holds(stale.headers.get('location') !== paths.done, 'the proof of one number set a key for the next');
    await keepsKey(target, thief, victim);
    works(await opens(target, mallory, mallory.key), 'one’s own key changed');
    // And back: the cookies of before do not bring the proven case back.
    for (const [name, value] of tab.cookies) thief.cookies.set(name, value);
    holds(!(await mayChooseKey(thief)), 'old cookies brought a case back');
    return held('another number is another case, and the proof stays with the first');
  },
};

const puzzling: Attack = {
  ids: ['ATK-05'],
  title: 'Use what a sign-in left behind to pass a gate of recovery',
  leaves: { lines: ['out-of-turn'] },
  needs: [],
  async run(target) {
    const [mallory, victim] = [await target.someone(), await target.someone()];
    const thief = await signedIn(target, mallory);
    for (const page of [paths.changeKey, paths.contact, paths.sessions, paths.savedCodes])
      await thief.open(page);
    await ask(thief, victim);
    await post(thief, paths.changeKey, { clave: mallory.key });
    await post(thief, paths.newKey, { clave: foreignKey, clave2: foreignKey });
    await post(thief, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
    holds(!(await opens(target, victim, foreignKey)), 'a session of one set the key of another');
    holds(!(await mayChooseKey(thief)), 'a session opened the page of the new key');
    return held('what a session holds counts for nothing in a recovery');
  },
};

const restart: Attack = {
  ids: ['ATK-03'],
  title: 'Start over, go back or resume to keep a right or drop a gate',
  leaves: { lines: ['case-cancelled', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const owner = target.browse();
    const letter = await receive(target, owner, who);
    const doors = [paths.cancelCase, paths.finish, paths.askMessage, paths.askTime, paths.wantKey];
    for (const door of doors) {
      const looked = await owner.look(door);
      holds(looked.status === 404 || looked.status === 405, `GET ${door} is answered ${looked.status}`);
      const bare = await owner.post(door, {});
      holds(bare.status === 403, `${door} without a token is answered ${bare.status}`);
      const stranger = target.browse();
      await stranger.open(paths.chooseProfile);
      const forged = await owner.post(door, { _csrf: stranger.token });
      holds(forged.status === 403, `${door} with another’s token is answered ${forged.status}`);
    }
    await owner.open(paths.enterCode);
    await owner.submit({ codigo: letter.code });
    works(pathOf(owner) === paths.chooseKey, 'others’ presses ended the owner’s case');
    const { token } = owner;
    await post(owner, paths.cancelCase, {});
    holds(!(await mayChooseKey(owner)), 'a case that was given up still leads to the new key');
    await owner.open(paths.start);
    await identify(owner, who.number);
    holds(!(await mayChooseKey(owner)), 'who starts over is taken as proven');
    const key = { clave: foreignKey, clave2: foreignKey };
    const late = await owner.post(paths.chooseKey, { ...key, _csrf: token });
    holds(late.headers.get('location') !== paths.done, 'a page of before the restart set a key');
    return held('starting over begins at the first gate, by the owner’s own form only');
  },
};

const flip: Attack = {
  ids: ['ATK-20'],
  title: 'Go on as if a refusal had been a yes',
  leaves: { lines: ['code-entered: wrong-code', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    const { code } = await receive(target, thief, who);
    const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
    const answer = await post(thief, paths.enterCode, { codigo: wrong });
    holds(answer.status === 422, `a wrong code is answered ${answer.status}`);
    const next = await post(thief, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
    holds(next.headers.get('location') !== paths.done, 'the next form was taken after a refusal');
    thief.cookies.set('verified', 'true');
    thief.headers['x-step'] = 'done';
    await keepsKey(target, thief, who);
    await thief.open(paths.enterCode);
    await thief.submit({ codigo: code });
    works(pathOf(thief) === paths.chooseKey, 'the right code does not work');
    return held('the server’s own state decides what comes next');
  },
};

export const mixes = [swap, puzzling, restart, flip] as const;
