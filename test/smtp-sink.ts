/** A mail relay on this machine that can be told to misbehave, and keeps what it was given. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/**
 * What the relay does with the next message: take it, put it off (451), refuse it (550), never answer its data, take it and
 * never say so, hang up on every caller, refuse whoever sends (550), refuse to carry for us to anybody (554).
 */
export type SinkMode = 'accept' | 'defer' | 'refuse' | 'hang' | 'swallow' | 'close' | 'unwanted' | 'denied';

/** One mail as the relay got it: its envelope and its bytes. */
export type Sunk = {
  readonly from: string;
  readonly rcpt: readonly string[];
  readonly raw: string;
  readonly parsed: Email;
};

export type SmtpSink = {
  readonly url: string;
  /** Every message whose data was read whole, in order; those it was told to swallow too. */
  readonly mails: Sunk[];
  /** How many callers came, and how many began to hand over a message. */
  readonly seen: { calls: number; data: number };
  mode: SinkMode;
  /** Stops listening and hangs up, as a relay that is switched off. */
  down(): Promise<void>;
  /** Listens again, at the same address. */
  up(): Promise<void>;
  /** The messages to one address, once there are that many. */
  mailTo(address: string, count?: number): Promise<Sunk[]>;
  stop(): Promise<void>;
};

const answer = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode });

function openServer(sink: SmtpSink, sockets: Set<Socket>): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    // Whoever hangs is cut off when the sink goes down.
    closeTimeout: 50,
    onConnect(_session, done) {
      sink.seen.calls++;
      if (sink.mode === 'close') for (const socket of sockets) socket.destroy();
      else done();
    },
    onMailFrom(_address, _session, done) {
      done(sink.mode === 'unwanted' ? answer(550, '5.7.1 Sender not allowed') : null);
    },
    onRcptTo(_address, _session, done) {
      if (sink.mode === 'defer') done(answer(451, '4.7.1 Greylisted'));
      else if (sink.mode === 'refuse') done(answer(550, '5.1.1 No such mailbox'));
      else if (sink.mode === 'denied') done(answer(554, '5.7.1 Relay access denied'));
      else done();
    },
    async onData(stream, { envelope }, done) {
      sink.seen.data++;
      const { mode } = sink;
      // Whoever is killed in the middle of a message leaves half of one.
      const raw = await buffer(stream).catch(() => undefined);
      if (!raw || mode === 'hang') return;
      const from = envelope.mailFrom ? envelope.mailFrom.address : '';
      const rcpt = envelope.rcptTo.map(({ address }) => address);
      const parsed = await PostalMime.parse(raw);
      sink.mails.push({ from, rcpt, raw: raw.toString('latin1'), parsed });
      if (mode !== 'swallow') done();
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return server;
}

/** Opens a relay on a port of its own. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const sockets = new Set<Socket>();
  let port = 0;
  let server: SMTPServer | undefined;
  const sink: SmtpSink = {
    get url() {
      return `smtp://127.0.0.1:${port}`;
    },
    mails: [],
    seen: { calls: 0, data: 0 },
    mode: 'accept',
    async down() {
      const closing = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
    async up() {
      server = openServer(sink, sockets);
      server.listen(port, '127.0.0.1');
      await once(server.server, 'listening');
      const address = server.server.address();
      port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    },
    async mailTo(address, count = 1) {
      const found = () => sink.mails.filter(({ rcpt }) => rcpt.includes(address));
      await until(() => found().length >= count, `${count} messages to ${address}`);
      return found();
    },
    stop: () => sink.down(),
  };
  await sink.up();
  return sink;
}

/** Waits for something to become true, looking often; says what it waited for when it never does. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  what: string,
  seconds = 60,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** The code and the link a message carries. */
export function secretsIn(mail: Sunk): { code: string; link: string; token: string } {
  const text = mail.parsed.text ?? '';
  const code = /\b(\d{4}) (\d{4})\b/.exec(text);
  const link = /https?:\/\/\S+\/r\/([\w-]+)/.exec(text);
  return { code: `${code?.[1] ?? ''}${code?.[2] ?? ''}`, link: link?.[0] ?? '', token: link?.[1] ?? '' };
}
