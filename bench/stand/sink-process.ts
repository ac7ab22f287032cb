/** A relay that takes everything and keeps the newest message of each mailbox. As little work as SMTP allows. */
import { createServer, type Socket } from 'node:net';
import type { SinkAsked, SinkSaid } from './sink.ts';

const kept = new Map<string, string>();
const wanted = new Set<string>();
let taken = 0;

const say = (said: SinkSaid): void => void process.send?.(said);

function hand(address: string): void {
  const mail = kept.get(address);
  if (mail === undefined || !wanted.delete(address)) return;
  kept.delete(address);
  say({ mail, for: address });
}

const endOfMail = '\r\n.\r\n';

/** One connection of the product's mail pool: commands until DATA, then text until a lone dot. */
class Session {
  readonly #socket: Socket;
  #text = '';
  #recipient = '';
  #inMail = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => this.#take(chunk.toString('latin1')));
    socket.write('220 sink ESMTP\r\n');
  }

  #take(chunk: string): void {
    this.#text += chunk;
    while (this.#inMail ? this.#takeMail() : this.#takeCommand());
  }

  #takeMail(): boolean {
    const end = this.#text.indexOf(endOfMail);
    if (end < 0) return false;
    taken++;
    kept.set(this.#recipient, this.#text.slice(0, end));
    this.#text = this.#text.slice(end + endOfMail.length);
    this.#inMail = false;
    this.#socket.write('250 2.0.0 taken\r\n');
    hand(this.#recipient);
    return true;
  }

  #takeCommand(): boolean {
    const end = this.#text.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#text.slice(0, end);
    this.#text = this.#text.slice(end + 2);
    this.#socket.write(`${this.#answer(line)}\r\n`);
    if (/^quit/i.test(line)) this.#socket.end();
    return true;
  }

  #answer(line: string): string {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT') this.#recipient = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'DATA') this.#inMail = true;
    if (verb === 'EHLO') return '250-sink\r\n250 8BITMIME';
    return verb === 'DATA' ? '354 go on' : '250 2.0.0 ok';
  }
}

process.on('message', (asked: SinkAsked) => {
  if ('count' in asked) return say({ counted: taken });
  wanted.add(asked.wanted);
  hand(asked.wanted);
});
process.on('disconnect', () => process.exit(0));

const server = createServer((socket) => new Session(socket));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) say({ listening: address.port });
});
