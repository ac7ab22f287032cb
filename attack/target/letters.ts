/** The mailbox an attack may read: the demo's inbox, or the folder of a server without a relay. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../src/cli/inbox/mailbox.ts';
import type { Delivered } from '../../src/courier/folder.ts';
import { until } from '../../test/smtp-sink.ts';
import { Lacking } from '../attack.ts';

/** One message as whoever holds the mailbox or the phone sees it. */
export type Letter = {
  readonly id: string;
  readonly to: string;
  /** Every part and header of it. */
  readonly whole: string;
  readonly link: string;
  /** What stands at the end of the link. */
  readonly token: string;
  readonly code: string;
};

export type Letters = {
  all(): Promise<Letter[]>;
  /** The message with a link of recovery that reaches an address because of what is done. */
  received(address: string, act: () => Promise<unknown>): Promise<Letter>;
  /** The first message to an address of which something is true, because of what is done. */
  next(address: string, is: (letter: Letter) => boolean, act: () => Promise<unknown>): Promise<Letter>;
};

const tokenOf = (link: string): string => link.split('/').at(-1) ?? '';

function fromItem({ id, to, text, subject, html = '', headers = '', link = '', code = '' }: Item): Letter {
  const whole = [headers, subject, text, html].join('\n');
  return { id: String(id), to, whole, link, token: tokenOf(link), code };
}

function fromFile({ id, to, message, letter }: Delivered): Letter {
  const link = 'link' in message ? message.link : '';
  return {
    id,
    to: to.by === 'mail' ? to.address : to.phone,
    whole: 'sms' in letter ? letter.sms : [letter.subject, letter.text, letter.html].join('\n'),
    link,
    token: tokenOf(link),
    code: 'code' in message ? message.code : '',
  };
}

function lettersOf(all: () => Promise<Letter[]>): Letters {
  const next: Letters['next'] = async (address, is, act) => {
    const before = new Set((await all()).map(({ id }) => id));
    await act();
    let found: Letter | undefined;
    await until(async () => {
      found = (await all()).find((one) => one.to === address && !before.has(one.id) && is(one));
      return found !== undefined;
    }, 'a message the owner must get');
    if (!found) throw new Lacking('a message');
    return found;
  };
  return {
    all,
    next,
    received: (address, act) => next(address, ({ link, code }) => link.includes('/r/') && code !== '', act),
  };
}

/** Reads the development inbox at an address. */
export const inboxAt = (url: string): Letters =>
  lettersOf(async () => {
    const answer = await fetch(new URL('/api/messages', url));
    // Sound: the inbox answers with its items as they are.
    const items = (await answer.json()) as Item[];
    return items.map(fromItem);
  });

/** Reads the folder in which a server without a relay leaves its messages. */
export const folderAt = (folder: string): Letters =>
  lettersOf(async () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name): Delivered => JSON.parse(readFileSync(join(folder, name), 'utf8')))
      .map(fromFile),
  );
