import type { Clock } from '../../lib/clock.ts';

/** One mail or SMS as the inbox shows it, and as its JSON twin gives it. */
export type Item = {
  readonly id: number;
  readonly at: string;
  readonly by: 'mail' | 'sms';
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** HTML part; absent in an SMS. */
  readonly html?: string;
  /** Headers as they came over the wire. */
  readonly headers?: string;
  /** Address that stands alone on a line of the text. */
  readonly link?: string;
  /** Code without spaces, as it is typed. */
  readonly code?: string;
};

type Arrival = Pick<Item, 'by' | 'to' | 'subject' | 'text' | 'html' | 'headers'>;

/** What arrived, in memory only: newest first, the oldest forgotten. */
export type Mailbox = { add(arrival: Arrival): void; list(): readonly Item[] };

const most = 500;

const lineOfAddress = /^\s*(https?:\/\/\S+)\s*$/m;
const lineOfCode = /^\s+([0-9]{3,5} [0-9]{3,5})\s*$/m;
const boundCode = /^@\S+ #([0-9]{4,10})$/m;

function foundIn(text: string): Pick<Item, 'link' | 'code'> {
  const link = lineOfAddress.exec(text)?.[1];
  const code = (lineOfCode.exec(text) ?? boundCode.exec(text))?.[1]?.replace(' ', '');
  return { ...(link ? { link } : {}), ...(code ? { code } : {}) };
}

export function openMailbox(clock: Clock): Mailbox {
  const items: Item[] = [];
  let last = 0;
  return {
    add(arrival) {
      last += 1;
      items.unshift({ id: last, at: clock.now().toISOString(), ...arrival, ...foundIn(arrival.text) });
      items.length = Math.min(items.length, most);
    },
    list: () => items,
  };
}
