/** Too much of everything: wrong keys at one number, one key at many, messages to one mailbox. */

import { setTimeout } from 'node:timers/promises';
import { paths } from '../../../src/web/paths.ts';
import { unknownNumber } from '../../../test/journeys/steps.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { ask, pathOf, post, receive, recover, signedIn, signIn } from '../../steps.ts';
import type { Someone } from '../../target/people.ts';
import type { Target } from '../../target/target.ts';

const lockout: Attack = {
  ids: ['ATK-38', 'H35'],
  title: 'Shut the owner out by wrong keys and requests',
  leaves: { lines: ['signed-in: not-signed-in'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const home = await signedIn(target, who);
    const count = target.full ? 10_000 : 40;
    let thief = target.browse();
    for (let tried = 0; tried < count; tried++) {
      if (tried % 20 === 0) {
        thief = target.browse();
        await thief.open(paths.signIn);
      }
      await post(thief, paths.signIn, { numero: who.number, clave: `Falsa${1000 + tried}`, portal: 'fondo' });
    }
    // From where the owner signed in before, the right key is still taken.
    await post(home, paths.signOut, {});
    await signIn(home, who);
    holds(pathOf(home) === paths.account, 'the owner’s own device is shut out');
    const before = (await target.letters.all()).length;
    for (let asked = 0; asked < 3; asked++) await ask(target.browse(), who, 'otra.persona@otro.example');
    await recover(target, who);
    const mails = (await target.letters.all()).length - before;
    holds(mails <= target.policy.messages.perDay + 1, `${mails} messages went out`);
    return held(`${count} wrong keys left the owner’s device and recovery open`);
  },
};

/** Whether a key opens its account to somebody who reads the page first: while keys are sprayed, a wait is asked of everybody. */
async function opensSlowly(target: Target, { number, key }: Someone): Promise<boolean> {
  const walker = target.browse();
  await walker.open(paths.signIn);
  await setTimeout(3500);
  await walker.submit({ numero: number, clave: key }, paths.signIn);
  return pathOf(walker) === paths.account;
}

const spray: Attack = {
  ids: ['ATK-40'],
  title: 'Try one key at many numbers',
  leaves: { lines: ['signed-in: not-signed-in', 'spray-noticed'] },
  needs: [],
  async run(target) {
    const who = await target.story('all-is-well');
    const count = target.policy.signIn.sprayedNumbersPerHour + 1;
    for (let tried = 0; tried < count; tried++) {
      const walker = target.browse();
      await signIn(walker, { number: unknownNumber(400 + tried), key: who.key });
    }
    const [sprayed, other] = await Promise.all([
      opensSlowly(target, who),
      opensSlowly(target, await target.bystander()),
    ]);
    holds(!sprayed, 'the key that is sprayed opens an account from anywhere');
    works(other, 'another key does not sign in either');
    return held(`after ${count} numbers the key opens nothing from unknown devices`);
  },
};

const bomb: Attack = {
  ids: ['ATK-39'],
  title: 'Fill one mailbox by the numbers that share it',
  leaves: { nothing: 'a message too many is dropped in silence' },
  needs: ['inbox'],
  async run(target) {
    const family = [await target.story('shared-mailbox-one'), await target.story('shared-mailbox-two')];
    const [{ email } = await target.story('shared-mailbox-one')] = family;
    const to = async () => (await target.letters.all()).filter((letter) => letter.to === email).length;
    const before = await to();
    let asked = 0;
    for (const who of family)
      for (let times = 0; times < 4; times++) {
        const walker = target.browse();
        await ask(walker, who);
        asked++;
      }
    await receive(target, target.browse(), await target.story('more-contacts'));
    const got = (await to()) - before;
    const most = target.policy.messages.perDestinationPerHour;
    holds(got <= most, `${asked} requests brought ${got} messages to one mailbox`);
    works((await to()) > 0, 'the mailbox got nothing at all');
    return held(`${asked} requests for two numbers brought no more than ${most} messages to their mailbox`);
  },
};

export const floods = [lockout, bomb] as const;
/** The spray comes last: after it, every sign-in from an unknown device waits. */
export const sprays = [spray] as const;
