import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** One mail as a relay got it: its envelope, its bytes, and what an independent reader makes of them. */
export type Mail = {
  readonly from: string;
  readonly rcpt: readonly string[];
  readonly raw: string;
  readonly text: string;
  readonly parsed: Email;
};

/** A relay on this machine which keeps what it gets. */
export async function startRelay(options: SMTPServerOptions = {}, host = '127.0.0.1') {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: async (stream, { envelope }, done) => {
      const raw = await buffer(stream);
      const parsed = await PostalMime.parse(raw);
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const rcpt = envelope.rcptTo.map(({ address }) => address);
      mails.push({ from, rcpt, raw: raw.toString('latin1'), text: parsed.text ?? '', parsed });
      done();
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, host);
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    url: `smtp://${host}:${port}`,
    mails,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

type Body = Readonly<Record<string, unknown>>;

/** An SMS provider on this machine; `answer` says by which status it replies, or hangs at 0. */
export async function startGateway(answer: () => number = () => 200) {
  const bodies: Body[] = [];
  const server = createServer(async (request, response) => {
    const status = answer();
    const body: Body = JSON.parse(await text(request));
    if (status === 0) return;
    if (status < 300) bodies.push(body);
    response.writeHead(status, { Location: 'http://127.0.0.1:9/' }).end('gracias');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, bodies, stop };
}
