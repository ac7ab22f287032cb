/** A link or a case used more than once, in the same instant or later. */
import { paths } from '../../../src/web/paths.ts';
import { until } from '../../../test/smtp-sink.ts';
import { goodKey, type Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { follow, foreignKey, mayChooseKey, opens, post, prove, reachContact } from '../../steps.ts';
import type { Someone } from '../../target/people.ts';
import type { Target } from '../../target/target.ts';

const keyOf = (place: number): string => `Zumbi${place}Trece${100 + place}`;

const atOnce: Attack = {
  ids: ['ATK-28', 'H23'],
  title: 'Redeem one proof many times in the same instant',
  leaves: { lines: ['key-chosen: case-over'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const owner = target.browse();
    await prove(target, owner, who);
    const keys = Array.from({ length: 20 }, (_, place) => keyOf(place));
    const answers = await target.fire(
      keys.map((clave) => ({
        walker: owner,
        path: paths.chooseKey,
        fields: { clave, clave2: clave, _csrf: owner.token },
      })),
    );
    const done = answers.filter((answer) => answer.headers.get('location') === paths.done).length;
    works(done >= 1, 'nobody’s key was taken');
    const opening = [];
    for (const key of keys) if (await opens(target, who, key)) opening.push(key);
    holds(opening.length === 1, `${opening.length} of twenty keys sign in`);
    return held('of twenty keys at once one was set');
  },
};

const later: Attack = {
  ids: ['H22'],
  title: 'Use a completed proof again',
  leaves: { lines: ['code-entered: wrong-code', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const first = target.browse();
    const letter = await prove(target, first, who);
    await first.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
    for (const walker of [first, target.browse()]) {
      await follow(walker, letter, who);
      holds(!(await mayChooseKey(walker)), 'a link that was used leads to the new key');
      await post(walker, paths.enterCodeElsewhere, { numero: who.number, codigo: letter.code });
      holds(!(await mayChooseKey(walker)), 'a code that was used leads to the new key');
      await post(walker, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
    }
    holds(!(await opens(target, who, foreignKey)), 'the second key signs in');
    works(await opens(target, who, goodKey), 'the owner’s new key does not sign in');
    return held('neither link nor code nor form works after the case is done');
  },
};

const parallelIssue: Attack = {
  ids: ['ATK-29'],
  title: 'Have several links issued at once, and use them all',
  leaves: { lines: ['out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const askers = await Promise.all([1, 2, 3].map(() => atContact(target, who)));
    const sent = async () => (await target.letters.all()).filter(({ to }) => to === who.email);
    const answers = await target.fire(
      [...askers, ...askers].map((walker) => ({
        walker,
        path: paths.nameContact,
        fields: { correo: who.email, seguro: '1', _csrf: walker.token },
      })),
    );
    const taken = answers.filter((answer) => answer.headers.get('location') === paths.enterCode).length;
    works(taken >= 1, 'nobody was sent a message');
    await until(async () => (await sent()).length >= Math.min(taken, 3), 'the messages to arrive');
    const letters = await sent();
    holds(letters.length <= target.policy.messages.perHour, `${letters.length} messages went out`);
    let living = 0;
    for (const letter of letters) {
      const walker = target.browse();
      await follow(walker, letter, who);
      if (await mayChooseKey(walker)) living++;
    }
    holds(living <= 1, `${living} of ${letters.length} links live`);
    works(living === 1, 'no link lives');
    return held(`of ${letters.length} messages asked for at once one link lived`);
  },
};

async function atContact(target: Target, { number }: Someone): Promise<Walker> {
  const walker = target.browse();
  await reachContact(walker, number);
  return walker;
}

export const redemptions = [atOnce, later, parallelIssue] as const;
