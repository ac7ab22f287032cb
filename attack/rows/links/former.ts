/** A message that went to the address of before. */
import { grantChanges } from '../../../src/actions/upkeep/grant-changes.ts';
import { paths } from '../../../src/web/paths.ts';
import { until } from '../../../test/smtp-sink.ts';
import type { Walker } from '../../../test/walker.ts';
import { type Attack, held, holds, Lacking, works } from '../../attack.ts';
import { lastLine } from '../../log.ts';
import { follow, foreignKey, keepsKey, mayChooseKey, pathOf, post, receive, signedIn } from '../../steps.ts';
import type { Someone } from '../../target/people.ts';
import type { Target } from '../../target/target.ts';

/** The chore that grants changes comes round every half minute. */
const longestTurn = 60;

/** The owner asks for another address and confirms it there; gives the change, which now waits for its hold. */
async function askChange(target: Target, owner: Walker, address: string): Promise<string> {
  const { code } = await target.letters.next(
    address,
    (letter) => letter.code !== '',
    async () => {
      await owner.open(`${paths.changeContact}?dato=email`);
      await owner.submit({ contacto: address, seguro: '1' });
    },
  );
  const { cambio = '' } = owner.form(paths.confirmContact).fields;
  await owner.submit({ codigo: code }, paths.confirmContact);
  return cambio;
}

/** Makes the hold of a change end now, as days would, and waits until it has come into effect. */
async function endHold(target: Target, change: string): Promise<void> {
  const before = await lastLine(target);
  const moved = await target
    .sql(
      `update contact_changes set due = now() - interval '1 hour',
         stage = jsonb_set(stage, '{effectiveAt}', to_jsonb(to_char(now() at time zone 'utc' - interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
       where id = $1 and stage ->> 'kind' = 'held' returning id`,
      [change],
    )
    .catch(() => {
      throw new Lacking('a database it may write in: the hold of a change takes days');
    });
  works(moved.length === 1, 'the change of address does not wait for its hold');
  if (target.has('inside')) await grantChanges(target.own.world);
  const granted = `select from audit where seq > $1 and event = 'contact-time-passed' and after = 'email:effective'`;
  await until(
    async () => (await target.sql(granted, [before])).length > 0,
    'the change to come into effect',
    longestTurn,
  );
}

/** Everything a message gives to whoever still reads that mailbox. */
async function useAll(target: Target, asker: Walker, who: Someone, letter: Parameters<typeof follow>[1]) {
  const thief = target.browse();
  await follow(thief, letter, who);
  holds(!(await mayChooseKey(thief)), 'the link in the former mailbox leads to the new key');
  await post(thief, paths.enterCodeElsewhere, { numero: who.number, codigo: letter.code });
  holds(!(await mayChooseKey(thief)), 'the code in the former mailbox leads to the new key');
  await asker.open(paths.enterCode);
  await post(asker, paths.enterCode, { codigo: letter.code });
  holds(!(await mayChooseKey(asker)), 'the code in the former mailbox opens the case that asked for it');
  await post(asker, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
  await keepsKey(target, asker, who);
}

const formerAddress: Attack = {
  ids: ['H12'],
  title: 'Use the message that went to the address of before',
  leaves: { lines: ['contact-time-passed', 'code-entered: wrong-code'] },
  needs: ['inbox', 'database'],
  async run(target) {
    const who = await target.someone();
    const address = `nueva.casilla.${who.number.slice(-4)}@otro.example`;
    const owner = await signedIn(target, who);
    const change = await askChange(target, owner, address);
    const asker = target.browse();
    const letter = await receive(target, asker, who);
    works(letter.to === who.email, 'during its hold a change gets the messages already');
    await endHold(target, change);
    await useAll(target, asker, who, letter);
    const after = target.browse();
    const newer = await receive(target, after, { ...who, email: address });
    await follow(after, newer, who);
    works(pathOf(after) === paths.chooseKey, 'the message to the new address does not work');
    return held('link and code of the former mailbox died with the change; those of the new one work');
  },
};

export const formerRows = [formerAddress] as const;
