/** What changed between the proof and the key: the account, the clock, the owner's own recovery, the settings. */
import { readConfig } from '../../../src/config.ts';
import { paths } from '../../../src/web/paths.ts';
import { nameHashOf } from '../../../test/attacks/places.ts';
import { goodKey, type Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import {
  follow,
  foreignKey,
  identify,
  keepsKey,
  mayChooseKey,
  opens,
  post,
  prove,
  receive,
  recover,
} from '../../steps.ts';
import type { Letter } from '../../target/letters.ts';
import type { Someone } from '../../target/people.ts';

const barred: Attack = {
  ids: ['ATK-06'],
  title: 'Redeem a proof after the account was closed or held',
  leaves: { lines: ['key-chosen: account-barred'] },
  needs: ['inbox', 'inside'],
  async run(target) {
    const set = (number: string, what: string) =>
      target.own.sql(`update accounts set ${what} where name_hash = $1`, [nameHashOf({ number })]);
    const who = await target.someone();
    for (const status of ['suspended', 'deceased']) {
      const thief = target.browse();
      await prove(target, thief, who);
      await set(who.number, `status = '${status}'`);
      const answer = await post(thief, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
      holds(answer.headers.get('location') !== paths.done, `a key was set on an account that is ${status}`);
      await set(who.number, `status = 'active'`);
      await keepsKey(target, thief, who);
    }
    for (const lock of ['fraud', 'administrative']) {
      const who = await target.someone();
      const thief = target.browse();
      await prove(target, thief, who);
      await set(who.number, `lock = '${lock}'`);
      await post(thief, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
      holds(!(await opens(target, who, foreignKey)), `a recovery lifted a hold of kind ${lock}`);
    }
    return held('standing is judged when the key is written');
  },
};

/** How each of the two secrets of a message is used, by the column that says until when. */
const uses: Readonly<Record<string, (walker: Walker, who: Someone, letter: Letter) => Promise<unknown>>> = {
  link_until: (walker, who, letter) => follow(walker, letter, who),
  code_until: (walker, { number }, { code }) =>
    post(walker, paths.enterCodeElsewhere, { numero: number, codigo: code }),
};

const expiring: Attack = {
  ids: ['ATK-53', 'H25'],
  title: 'Use a code and a link a second after their time, or without one',
  leaves: { lines: ['code-entered: code-expired'] },
  needs: ['inbox', 'inside'],
  async run(target) {
    const { sql } = target.own;
    const inTime = async (who: Someone, column: string, shift: string): Promise<boolean> => {
      const letter = await receive(target, target.browse(), who);
      await sql(
        `update challenges set ${column} = now() + interval '${shift}' where name_hash = $1 and live and ended_at is null`,
        [nameHashOf(who)],
      );
      const walker = target.browse();
      await uses[column]?.(walker, who, letter);
      return mayChooseKey(walker);
    };
    for (const column of Object.keys(uses)) {
      const who = await target.someone();
      works(await inTime(who, column, '1 minute'), `before ${column} the proof does not work`);
      holds(!(await inTime(who, column, '-1 second')), `a second after ${column} the proof is taken`);
    }
    const open = await sql(
      `select from information_schema.columns where table_name = 'challenges' and column_name in ('link_until', 'code_until') and (is_nullable = 'YES' or data_type <> 'timestamp with time zone')`,
    );
    holds(open.length === 0, 'a proof may be kept without the instant it ends');
    return held('times are instants kept with the proof, never absent, and judged to the second');
  },
};

const overtaken: Attack = {
  ids: ['H21', 'H24'],
  title: 'Finish a case that was under way when the owner recovered',
  leaves: { lines: ['case-replaced', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const [begun, waiting, proven] = [target.browse(), target.browse(), target.browse()];
    await identify(begun, who.number);
    await receive(target, waiting, who);
    // Somebody read the code over the owner's shoulder.
    await prove(target, proven, who);
    const late = { clave: foreignKey, clave2: foreignKey, _csrf: proven.token };
    await recover(target, who);
    const answer = await proven.post(paths.chooseKey, late);
    holds(answer.headers.get('location') !== paths.done, 'a case survived the owner’s recovery');
    for (const walker of [begun, waiting, proven]) await keepsKey(target, walker, who, goodKey);
    return held('the owner’s recovery ended three cases, one of them proven');
  },
};

const policyReload: Attack = {
  ids: ['ATK-54'],
  title: 'Weaken the policy while a case is under way',
  leaves: { nothing: 'no settings are read while the server runs' },
  needs: [],
  async run() {
    const reading = readConfig({ RECLAVE_DATA: '/nowhere', RECLAVE_INSTITUTION: 'ceibo' });
    works(reading.ok, 'the sample institution cannot be read');
    const { policy } = reading.config.institution;
    holds(Object.isFrozen(policy) && Object.isFrozen(policy.code), 'the policy can be changed in place');
    return held('settings are read once, at the start, and frozen; nothing reads them again');
  },
};

export const standings = [barred, expiring, overtaken, policyReload] as const;
