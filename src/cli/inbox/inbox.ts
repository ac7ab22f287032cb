/** The development inbox: a mail server, an SMS gateway and a page of what they took, for this machine only. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../lib/clock.ts';
import { startMailServer } from './mail-server.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { inboxPage } from './pages.ts';

export type Inbox = {
  readonly smtpUrl: string;
  readonly webUrl: string;
  readonly smsUrl: string;
  stop(): Promise<void>;
};

const headers = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** A page elsewhere may point a name of its own at this machine; only the machine's own names are answered. */
const isNearby = ({ headers: { host = '' } }: IncomingMessage): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host);

type Sms = { readonly to: string; readonly text: string };

const isSms = (body: unknown): body is Sms =>
  typeof body === 'object' &&
  body !== null &&
  'to' in body &&
  'text' in body &&
  typeof body.to === 'string' &&
  typeof body.text === 'string';

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...headers, 'Content-Type': `${type}; charset=utf-8` }).end(body);
}

const answerJson = (response: ServerResponse, status: number, body: unknown): void =>
  answer(response, status, 'application/json', `${JSON.stringify(body)}\n`);

async function takeSms(request: IncomingMessage, response: ServerResponse, mailbox: Mailbox): Promise<void> {
  // A form of another page cannot send this type without asking first.
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  const body = isJson ? parse(await text(request)) : undefined;
  if (!isSms(body))
    return answerJson(response, 422, { error: 'Send JSON: {"to": "+593...", "text": "..."}' });
  mailbox.add({ by: 'sms', to: body.to, subject: 'SMS', text: body.text });
  answerJson(response, 202, { accepted: true });
}

async function serve(request: IncomingMessage, response: ServerResponse, mailbox: Mailbox): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  const step = `${request.method} ${path}`;
  if (!isNearby(request)) return answer(response, 421, 'text/plain', 'Not here\n');
  if (step === 'GET /') return answer(response, 200, 'text/html', inboxPage(mailbox.list()));
  if (step === 'GET /api/messages') return answerJson(response, 200, mailbox.list());
  if (step === 'POST /sms') return takeSms(request, response, mailbox);
  return answer(response, 404, 'text/plain', 'Not found\n');
}

async function startWeb(port: number, mailbox: Mailbox) {
  const server = createServer((request, response) => {
    serve(request, response, mailbox).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port: bound, stop };
}

/** Starts the inbox; a port of 0 takes any free one. */
export async function startInbox(ports: { smtpPort: number; webPort: number }): Promise<Inbox> {
  const mailbox = openMailbox(systemClock);
  const mail = await startMailServer(ports.smtpPort, mailbox);
  const web = await startWeb(ports.webPort, mailbox).catch(async (error: unknown) => {
    await mail.stop();
    throw error;
  });
  const webUrl = `http://127.0.0.1:${web.port}`;
  return {
    smtpUrl: `smtp://127.0.0.1:${mail.port}`,
    webUrl,
    smsUrl: `${webUrl}/sms`,
    async stop() {
      await Promise.all([mail.stop(), web.stop()]);
    },
  };
}
