/**
 * One kept-alive HTTP/1.1 connection, bare: the measuring side shares the machine with what it measures, and every
 * microsecond it takes is missing there.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

export type Answer = {
  readonly status: number;
  /** The head as it came, for the two or three fields anybody asks for. */
  readonly head: string;
  /** The body as it came, compressed or not. */
  readonly body: Buffer;
};

/** Anything a browser sends its requests through. */
export type Line = {
  /** Sends one request and waits for its answer. */
  send(
    method: 'GET' | 'POST',
    path: string,
    fields: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<Answer>;
};

const fieldOf = ({ head }: Answer, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)\r$`, 'im').exec(head)?.[1];

/** The body as text. */
export const textOf = (answer: Answer): string =>
  (fieldOf(answer, 'content-encoding') === 'gzip' ? gunzipSync(answer.body) : answer.body).toString();

const endOfHead = '\r\n\r\n';

/** The chunks of a body put together, once the last one is there. */
function unchunk(bytes: Buffer, from: number): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return Buffer.concat(parts);
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}

/** Reads one answer; nothing while it is incomplete. Only one is ever under way, so what follows it is nothing. */
function parse(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf(endOfHead);
  if (headEnd < 0) return undefined;
  const from = headEnd + endOfHead.length;
  const head = bytes.toString('latin1', 0, headEnd + 2);
  const status = Number(head.slice(9, 12));
  if (status === 204 || status === 304) return { status, head, body: Buffer.alloc(0) };
  if (/^transfer-encoding: chunked\r$/im.test(head)) {
    const body = unchunk(bytes, from);
    return body && { status, head, body };
  }
  const length = Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0);
  return bytes.length < from + length
    ? undefined
    : { status, head, body: bytes.subarray(from, from + length) };
}

type Waiting = { resolve(answer: Answer): void; reject(error: Error): void };

export class Connection implements Line {
  readonly #socket: Socket;
  #bytes: Buffer = Buffer.alloc(0);
  #waiting: Waiting | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('The server hung up')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  #take(chunk: Buffer): void {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    const answer = parse(this.#bytes);
    if (!answer) return;
    this.#bytes = Buffer.alloc(0);
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(answer);
  }

  send(
    method: 'GET' | 'POST',
    path: string,
    fields: Readonly<Record<string, string>>,
    body = '',
  ): Promise<Answer> {
    const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = method === 'POST' ? `content-length: ${Buffer.byteLength(body)}\r\n` : '';
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) reject(new Error('The server hung up'));
      this.#waiting = { resolve, reject };
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}${length}\r\n${body}`,
      );
    });
  }

  close(): void {
    this.#socket.destroy();
  }
}
