/** Doors beyond the one whose turn it is. */
import { paths } from '../../../src/web/paths.ts';
import { skipQuestions, type Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { ask, foreignKey, identify, keepsKey, mayChooseKey, pathOf, post, receive } from '../../steps.ts';
import type { Someone } from '../../target/people.ts';

/** Every form of the walk as somebody would send it who has everything but a proof. */
const laterForms = ({ number }: Someone): readonly (readonly [string, Record<string, string>])[] => [
  [paths.answerQuestion, { turno: '3', omitir: '1' }],
  [paths.enterCode, { codigo: '00000000' }],
  [paths.enterCode, { codigo: '' }],
  [paths.enterCodeElsewhere, { numero: number, codigo: '' }],
  [paths.followLink, { enlace: '' }],
  [paths.confirmNumber, { numero: number }],
  [paths.enterSavedCode, { papel: '' }],
  [paths.enterLetterCode, { carta: '' }],
  [paths.showPasskey, { respuesta: '' }],
  [paths.chooseChannel, { canal: 'phone' }],
  [paths.askProof, { canal: 'phone' }],
  [paths.proveAgain, { codigo: '' }],
  [paths.unlock, {}],
  [paths.wantKey, {}],
  [paths.chooseKey, { clave: foreignKey, clave2: foreignKey }],
  [paths.askTime, {}],
];

const pastAGate = /^\/recuperar\/(clave|listo|desbloquear)/;

/** Sends every form there is, and looks after each. */
async function tryAll(walker: Walker, who: Someone, twice: boolean): Promise<number> {
  const once = laterForms(who);
  const forms = twice ? [...once, ...once.toReversed()] : once;
  for (const [path, fields] of forms) {
    const answer = await post(walker, path, fields);
    holds(!pastAGate.test(answer.headers.get('location') ?? ''), `${path} leads past the proof`);
    holds(!(await mayChooseKey(walker)), `after ${path} the page of the new key opens`);
  }
  for (const later of [paths.unlock, paths.done]) {
    const page = await walker.open(later);
    holds(!pastAGate.test(page.url.pathname), `after every form the page ${later} opens`);
  }
  return forms.length;
}

const skipping: Attack = {
  ids: ['ATK-01', 'H1', 'H27'],
  title: 'Send every later form from every earlier step',
  leaves: { lines: ['out-of-turn: out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const standings: Readonly<Record<string, (walker: Walker, who: Someone) => Promise<unknown>>> = {
      nowhere: (walker) => walker.open(paths.chooseProfile),
      identified: (walker, who) => identify(walker, who.number),
      'every question behind': async (walker, who) => {
        await identify(walker, who.number);
        await skipQuestions(walker);
      },
      'a message asked for': ask,
      'given up': async (walker, who) => {
        await ask(walker, who);
        await post(walker, paths.cancelCase, {});
      },
    };
    let sent = 0;
    for (const stand of Object.values(standings)) {
      const who = await target.someone();
      const thief = target.browse();
      await stand(thief, who);
      sent += await tryAll(thief, who, target.full);
      await keepsKey(target, thief, who);
    }
    return held(`${sent} forms from ${Object.keys(standings).length} steps led past no gate`);
  },
};

const otherMethod: Attack = {
  ids: ['ATK-02'],
  title: 'Change the method of proof and send the former one empty',
  leaves: { lines: ['out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    const letter = await receive(target, thief, who);
    const empty = [
      [paths.enterCode, { codigo: '' }],
      [paths.enterSavedCode, { papel: '' }],
      [paths.enterLetterCode, { carta: '' }],
      [paths.proveAgain, { codigo: '' }],
      [paths.showPasskey, { respuesta: '{}' }],
    ] as const;
    for (const canal of ['phone', 'second-email', 'email', 'none']) {
      await post(thief, paths.chooseChannel, { canal });
      for (const [path, fields] of empty) {
        await post(thief, path, fields);
        holds(!(await mayChooseKey(thief)), `an empty form at ${path} after “${canal}” leads to the new key`);
        await thief.open(paths.chooseProfile);
      }
      await thief.open(paths.otherWays);
      await thief.open(`${paths.nameContact}?otro`);
    }
    // A second tab of the same browser, in a case of its own, proves nothing for the first.
    await post(thief, paths.cancelCase, {});
    await post(thief, paths.enterCode, { codigo: letter.code });
    await keepsKey(target, thief, who);
    const owner = target.browse();
    await receive(target, owner, who);
    works(pathOf(owner) === paths.enterCode, 'the owner cannot begin any more');
    return held('four channels and five empty proofs led to no new key');
  },
};

export const skips = [skipping, otherMethod] as const;
