/** Where the message goes: to who is registered, whatever is typed. */
import { paths } from '../../../src/web/paths.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { ask, post, reachContact, receive } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

const evil = 'mala@evil.example';

/** Whether anything went to anybody but those who are on file. */
async function nothingElsewhere(target: Target): Promise<void> {
  for (const { to } of await target.letters.all())
    holds(!/evil/i.test(to), 'a message went to an address that is on no file');
}

const recipients: Attack = {
  ids: ['ATK-14', 'H3'],
  title: 'Have the message go to two addresses',
  leaves: { nothing: 'a form of another shape is refused before any case is looked at' },
  needs: ['inbox'],
  async run(target) {
    const who = await target.someone();
    const thief = target.browse();
    await reachContact(thief, who.number);
    const { token } = thief;
    const both = [
      `correo=${who.email}&correo=${evil}`,
      `correo[]=${who.email}&correo[]=${evil}`,
      `correo[0]=${who.email}&correo[1]=${evil}`,
      `correo=${who.email}&cc=${evil}`,
      `correo=${who.email}&correo%00=${evil}`,
    ];
    for (const body of both) {
      const answer = await thief.post(paths.nameContact, `${body}&seguro=1&_csrf=${token}`);
      holds(answer.status === 400, `two addresses are answered ${answer.status}`);
    }
    const joined = [
      `${who.email},${evil}`,
      `${who.email} ${evil}`,
      `${who.email}\r\nBcc: ${evil}`,
      `<${evil}> ${who.email}`,
    ];
    const other = await target.someone();
    for (const correo of joined) {
      const walker = target.browse();
      await reachContact(walker, other.number);
      await post(walker, paths.nameContact, { correo, seguro: '1' });
    }
    const letter = await receive(target, target.browse(), who);
    works(letter.to === who.email, 'the owner gets no message');
    await nothingElsewhere(target);
    return held(
      `${both.length} lists were refused, ${joined.length} joined addresses brought a message to nobody`,
    );
  },
};

const typed: Attack = {
  ids: ['H2'],
  title: 'Have the message go to the address one types, or be told which fact was wrong',
  leaves: { lines: ['contact-named'] },
  needs: ['inbox'],
  async run(target) {
    const [who, other] = [await target.someone(), await target.someone()];
    const thief = target.browse();
    await ask(thief, who, evil);
    const wrong = thief.page;
    const owner = target.browse();
    await receive(target, owner, other);
    await nothingElsewhere(target);
    const told = (html: string, address: string): string =>
      html
        .replaceAll(address, 'ADDRESS')
        .replace(/value="[\w-]{20,}"|nonce="[^"]*"/g, '')
        .replace(/[A-Z]{3,9} [A-Z]{3,9}/g, 'WORDS');
    holds(wrong.status === owner.page.status, 'a wrong address has another status than a right one');
    holds(
      told(wrong.html, evil).length === told(owner.page.html, other.email).length,
      'a wrong address shows another page than a right one',
    );
    return held('a wrong address brings the same page and no message');
  },
};

/** Addresses that look like this one, or become it when their case is mapped. */
const lookAlikes = (email: string): string[] => [
  email.replace('a', 'а'),
  email.replace('o', 'ο'),
  email.replace('i', 'ı'),
  email.replace('s', 'ſ'),
  email.replace('@', '＠'),
  email.replace('.', '。'),
  email.replace(/@(.*)$/, '@xn--$1'),
  `${email}\u200b.evil.example`,
  `"${email}"@evil.example`,
  `${email}@evil.example`,
];

const unicode: Attack = {
  ids: ['ATK-15'],
  title: 'Type an address that looks like the registered one',
  leaves: { lines: ['contact-named', 'out-of-turn'] },
  needs: ['inbox'],
  async run(target) {
    const [who, last] = [await target.someone(), await target.someone()];
    const before = new Set((await target.letters.all()).map(({ id }) => id));
    const tried = lookAlikes(who.email);
    const thief = target.browse();
    await reachContact(thief, who.number);
    for (const correo of tried) {
      // One case a form would do; a browser that goes back is asked again in the same one.
      await post(thief, paths.nameContact, { correo, seguro: '1' });
      await thief.open(`${paths.nameContact}?otro`);
    }
    await receive(target, target.browse(), last);
    const arrived = (await target.letters.all()).filter(({ id }) => !before.has(id));
    for (const { to } of arrived) holds(to === who.email || to === last.email, 'a look-alike got a message');
    return held(`${tried.length} look-alikes got nothing`);
  },
};

export const recipientRows = [recipients, typed, unicode] as const;
