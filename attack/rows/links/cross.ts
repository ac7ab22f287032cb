/** Proofs of one person, message or purpose used for another. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import {
  ask,
  follow,
  foreignKey,
  keepsKey,
  mayChooseKey,
  pathOf,
  post,
  prove,
  reachContact,
  receive,
  signedIn,
} from '../../steps.ts';

const codes: Attack = {
  ids: ['ATK-09'],
  title: 'Use a code for another account, another purpose, or after a newer one',
  leaves: { lines: ['code-entered: wrong-code'] },
  needs: ['inbox'],
  async run(target) {
    const [mallory, victim] = [await target.someone(), await target.someone()];
    const thief = target.browse();
    const own = await receive(target, target.browse(), mallory);
    await ask(thief, victim);
    await post(thief, paths.enterCode, { codigo: own.code });
    holds(!(await mayChooseKey(thief)), 'the code of one account opened another');
    await post(thief, paths.enterCodeElsewhere, { numero: victim.number, codigo: own.code });
    holds(!(await mayChooseKey(thief)), 'the code of one account opened another by its number');
    for (const notACode of [own.token, own.token.slice(0, 8), '', '00000000']) {
      await post(thief, paths.enterCode, { codigo: notACode });
      holds(!(await mayChooseKey(thief)), 'what is no code was taken for one');
    }
    const session = await signedIn(target, mallory);
    const purpose = await target.letters.next(
      'otra.casilla@otro.example',
      ({ code }) => code !== '',
      async () => {
        await session.open(`${paths.changeContact}?dato=second-email`);
        await session.submit({ contacto: 'otra.casilla@otro.example', seguro: '1' });
      },
    );
    await post(thief, paths.enterCodeElsewhere, { numero: mallory.number, codigo: purpose.code });
    holds(!(await mayChooseKey(thief)), 'a code that confirms a contact recovers an account');
    const newer = await receive(target, target.browse(), mallory);
    await post(thief, paths.enterCodeElsewhere, { numero: mallory.number, codigo: own.code });
    holds(!(await mayChooseKey(thief)), 'a code that was replaced is taken');
    const owner = target.browse();
    await follow(owner, newer, mallory);
    works(pathOf(owner) === paths.chooseKey, 'the owner’s newest message does not work');
    return held('codes of another account, message or purpose, and what is no code, opened nothing');
  },
};

const links: Attack = {
  ids: ['H13', 'H15'],
  title: 'Set the key of another with one’s own link',
  leaves: {
    nothing: 'a link under another number is counted, and leaves no line; other fields are refused unread',
  },
  needs: ['inbox'],
  async run(target) {
    const [mallory, victim] = [await target.someone(), await target.someone()];
    const letter = await receive(target, target.browse(), mallory);
    const thief = target.browse();
    await follow(thief, letter, victim);
    holds(!(await mayChooseKey(thief)), 'a link opened under another’s number');
    await follow(thief, letter, mallory);
    works(await mayChooseKey(thief), 'one’s own link does not work');
    holds(
      Object.keys(thief.form(paths.chooseKey).fields).every((name) =>
        /^(_csrf|clave2?|usuario|repetida)$/.test(name),
      ),
      'the form of the new key holds more than the key',
    );
    const key = { clave: foreignKey, clave2: foreignKey };
    for (const more of ['numero', 'usuario', 'account_id', 'id', 'correo']) {
      const answer = await post(thief, `${paths.chooseKey}?${more}=${victim.number}`, {
        ...key,
        [more]: victim.number,
      });
      holds(
        answer.status === 400 || more === 'usuario',
        `a form with “${more}” is answered ${answer.status}`,
      );
    }
    await keepsKey(target, target.browse(), victim);
    return held('neither number nor hidden field makes one’s own link another’s');
  },
};

const shared: Attack = {
  ids: ['H14'],
  title: 'Use the link of somebody with the same mailbox',
  leaves: { lines: ['code-entered: wrong-code'] },
  needs: ['inbox'],
  async run(target) {
    const [one, other] = [await target.story('shared-mailbox-one'), await target.story('shared-mailbox-two')];
    const thief = target.browse();
    const letter = await receive(target, thief, one);
    await reachContact(thief, other.number);
    await follow(thief, letter, other);
    holds(!(await mayChooseKey(thief)), 'a link opened for another person of the mailbox');
    await post(thief, paths.enterCodeElsewhere, { numero: other.number, codigo: letter.code });
    holds(!(await mayChooseKey(thief)), 'a code opened for another person of the mailbox');
    const owner = target.browse();
    await prove(target, owner, other);
    return held('each of two people with one mailbox has links and codes of their own');
  },
};

export const crossings = [codes, links, shared] as const;
