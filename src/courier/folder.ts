import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storedAddress } from '../lib/contact/email.ts';
import type { Sender } from '../words/shapes.ts';
import { compose, type MailLetter, type SmsLetter } from './compose.ts';
import type { Courier, Parcel } from './message.ts';

/** What one file of the folder holds, as JSON. */
export type Delivered = Pick<Parcel, 'id' | 'to' | 'language' | 'message'> & {
  readonly letter: MailLetter | SmsLetter;
};

/** The destination as it would be written to, or nothing when no courier would write there. */
function reachable({ to }: Parcel): Parcel['to'] | undefined {
  if (to.by === 'sms') return /^\+[1-9][0-9]{6,14}$/.test(to.phone) ? to : undefined;
  const address = storedAddress(to.address);
  return address === undefined ? undefined : { by: 'mail', address };
}

/** Opens the courier that carries no further than a folder: one file for each parcel, named by its id. */
export async function openFolder(folder: string, house: Sender): Promise<Courier> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = (parcel: Parcel, to: Parcel['to']): string => {
    const { id, language, message } = parcel;
    const delivered: Delivered = { id, to, language, message, letter: compose(parcel, house) };
    return `${JSON.stringify(delivered, null, 2)}\n`;
  };
  return {
    async carry(parcel) {
      const to = reachable(parcel);
      if (!to) return { outcome: 'refused', reason: `bad ${parcel.to.by} destination` };
      if (!/^[\w-]{1,80}$/.test(parcel.id)) return { outcome: 'refused', reason: 'bad id' };
      // Written beside and moved, so that whoever reads the folder never finds half a message.
      const draft = join(folder, `.${parcel.id}.draft`);
      await writeFile(draft, write(parcel, to), { mode: 0o600 });
      await rename(draft, join(folder, `${parcel.id}.json`));
      return { outcome: 'carried' };
    },
    async rehearse(parcel) {
      write(parcel, parcel.to);
    },
    carriesSms: true,
    ready: async () => true,
    relays: async () => [],
    async close() {},
  };
}
