/** Changes of contacts, first keys and phones. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, notApplicable, works } from '../../attack.ts';
import {
  ask,
  foreignKey,
  identify,
  mayChooseKey,
  opens,
  pathOf,
  post,
  receive,
  signedIn,
} from '../../steps.ts';

const newAddress = 'ladron@otro.example';

const race: Attack = {
  ids: ['ATK-31', 'H31'],
  title: 'Confirm, cancel and use a change of address in one instant',
  leaves: { lines: ['contact-cancel-asked', 'contact-code-entered: '] },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = await signedIn(target, who);
    const sent = await target.letters.next(
      newAddress,
      ({ code }) => code !== '',
      async () => {
        await thief.open(`${paths.changeContact}?dato=email`);
        await thief.submit({ contacto: newAddress, seguro: '1' });
      },
    );
    works(pathOf(thief) === paths.confirmContact, `a change of contact leads to ${pathOf(thief)}`);
    const { cambio = '' } = thief.form(paths.confirmContact).fields;
    const fields = { cambio, _csrf: thief.token };
    const told = target.letters.next(
      who.email,
      ({ link }) => link.includes(paths.cancelChange),
      () =>
        target.fire([
          ...Array.from({ length: 6 }, () => ({
            walker: thief,
            path: paths.confirmContact,
            fields: { ...fields, codigo: sent.code },
          })),
        ]),
    );
    const { token } = await told;
    const owner = target.browse();
    await owner.open(`${paths.cancelChange}${token}`);
    const cancelling = { enlace: token, _csrf: owner.token };
    await target.fire([
      ...Array.from({ length: 6 }, () => ({ walker: owner, path: paths.cancelChange, fields: cancelling })),
      ...Array.from({ length: 6 }, () => ({
        walker: thief,
        path: paths.confirmContact,
        fields: { ...fields, codigo: sent.code },
      })),
    ]);
    const asker = target.browse();
    await ask(asker, who, newAddress);
    const letter = await receive(target, target.browse(), who);
    works(letter.to === who.email, 'the owner’s address does not get messages any more');
    const stolen = (await target.letters.all()).filter(
      ({ to, link }) => to === newAddress && link.includes(paths.followLink),
    );
    holds(stolen.length === 0, 'a change that was cancelled gets messages of recovery');
    await thief.open(paths.contact);
    holds(!thief.page.html.includes(newAddress), 'a change that was cancelled still stands');
    return held('the owner at the old address is told at once, and their cancel wins over six confirmations');
  },
};

const firstKey: Attack = {
  ids: ['ATK-56', 'H6'],
  title: 'Be the first to set the key or the address of somebody who has none',
  leaves: { lines: ['out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    for (const who of [await target.story('never-had-a-key'), await target.story('no-email')]) {
      const thief = target.browse();
      await ask(thief, who, newAddress);
      for (const [path, fields] of [
        [paths.enterCode, { codigo: '' }],
        [paths.wantKey, {}],
        [paths.chooseKey, { clave: foreignKey, clave2: foreignKey }],
      ] as const)
        await post(thief, path, fields);
      holds(!(await mayChooseKey(thief)), 'a first key is set without a proof');
      // A draft or a session nobody sealed is none.
      for (const name of ['draft', 'session', 'device', 'browser'])
        thief.cookies.set(
          `__Host-reclave-${name}`,
          Buffer.from('{"profile":"affiliate"}').toString('base64url'),
        );
      await thief.open(paths.chooseKey);
      await post(thief, paths.chooseKey, { clave: foreignKey, clave2: foreignKey });
      holds(!(await opens(target, who, foreignKey)), 'a forged cookie set a first key');
    }
    const waiting = target.browse();
    await identify(waiting, (await target.story('never-had-a-key')).number);
    const letter = await receive(target, target.browse(), await target.story('never-had-a-key'));
    works(letter.token !== '', 'the owner without a key gets no message');
    for (const { to } of await target.letters.all())
      holds(to !== newAddress || !letter.link.includes(newAddress), 'the thief’s address got a message');
    return held('a first key takes the registered mailbox; without one only an office helps');
  },
};

const phone: Attack = {
  ids: ['ATK-58'],
  title: 'Prove oneself by a number that changed hands',
  leaves: { nothing: 'there is nothing to attack' },
  needs: [],
  async run() {
    return notApplicable(
      'no carrier is asked for the age of a number; a phone alone never proves under assurance “two”, and a new one waits for its hold',
    );
  },
};

export const contactRows = [race, firstKey, phone] as const;
