import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

/** Mailboxes that bounce, to see what happens then. */
const bounces = (address: string): boolean => /^rebota@|@rebota\.example$/i.test(address);

const largestMail = 1_000_000;

class NoSuchMailbox extends Error {
  readonly responseCode = 550;
}

async function keep(raw: Buffer, recipients: readonly string[], mailbox: Mailbox): Promise<void> {
  const { subject = '', text = '', html } = await PostalMime.parse(raw);
  const headers = raw.toString('utf8').split(/\r?\n\r?\n/, 1)[0] ?? '';
  for (const to of recipients) {
    mailbox.add({ by: 'mail', to, subject, text, headers, ...(html ? { html } : {}) });
  }
}

/** Starts an SMTP server on this machine only. It takes every mail and carries none on. */
export async function startMailServer(port: number, mailbox: Mailbox) {
  const server = new SMTPServer({
    name: 'buzon.localhost',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: largestMail,
    onRcptTo: ({ address }, _session, done) => {
      done(bounces(address) ? new NoSuchMailbox('5.1.1 No such mailbox') : undefined);
    },
    onData: (stream, session, done) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((raw) => keep(raw, recipients, mailbox))
        .then(() => done(), done);
    },
  });
  // A client that hangs up in the middle of a line is its own affair.
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return { port: bound, stop: () => new Promise<void>((resolve) => server.close(resolve)) };
}
