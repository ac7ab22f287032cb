/** A person's browser without script: it keeps cookies, loads each page and sends the form that page holds. */
import { type Answer, type Line, textOf } from './connection.ts';

let made = 0;

/** An address of a network nobody else comes from, so that no limit of networks is ever met. */
function freshAddress(): string {
  const place = made++;
  return `${11 + ((place >> 16) % 100)}.${(place >> 8) & 255}.${place & 255}.7`;
}

/** Told how long each request took. */
export type Watch = (step: string, milliseconds: number) => void;

export type VisitorOptions = { readonly gzip?: boolean; readonly watch?: Watch };

const browserFields = {
  'user-agent':
    'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile',
  accept: 'text/html,application/xhtml+xml',
  'accept-language': 'es-EC,es;q=0.9',
};

export class Visitor {
  #connection: Line;
  readonly #watch: Watch;
  readonly #fields: Record<string, string>;
  readonly #cookies = new Map<string, string>();
  /** Where it comes from. */
  readonly address = freshAddress();
  #token = '';

  constructor(connection: Line, { gzip = true, watch = () => undefined }: VisitorOptions = {}) {
    this.#connection = connection;
    this.#watch = watch;
    this.#fields = {
      ...browserFields,
      'x-forwarded-for': this.address,
      ...(gzip && { 'accept-encoding': 'gzip, deflate, br' }),
    };
  }

  async #send(method: 'GET' | 'POST', path: string, body?: string): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const fields = {
      ...this.#fields,
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    };
    const start = performance.now();
    const answer = await this.#connection.send(method, path, fields, body);
    this.#watch(`${method} ${path}`, performance.now() - start);
    for (const [, name = '', value = ''] of answer.head.matchAll(/^set-cookie: ([^=]+)=([^;]*)/gim))
      this.#cookies.set(name, value);
    return answer;
  }

  /** Goes on over another connection. */
  on(connection: Line): this {
    this.#connection = connection;
    return this;
  }

  /** Loads a page or a file for what it weighs on the wire. */
  async weigh(path: string): Promise<{ bytes: number; text: string }> {
    const answer = await this.#send('GET', path);
    if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}`);
    return { bytes: answer.body.length, text: textOf(answer) };
  }

  /** Loads whatever is answered, also a refusal. */
  async look(path: string): Promise<Answer> {
    const answer = await this.#send('GET', path);
    this.#token = /name="_csrf" value="([^"]+)"/.exec(textOf(answer))?.[1] ?? '';
    return answer;
  }

  /** Loads a page. Anything but a page is a broken walk, and a broken walk must not be measured. */
  async load(path: string): Promise<string> {
    const answer = await this.look(path);
    if (answer.status !== 200) throw new Error(`GET ${path} was answered ${answer.status}`);
    return textOf(answer);
  }

  /** Sends the form of the page it is at. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    return this.#send('POST', path, new URLSearchParams({ ...fields, _csrf: this.#token }).toString());
  }

  /** Sends a form that must be taken: a redirect, and to where it should. */
  async submit(path: string, fields: Readonly<Record<string, string>>, next: string): Promise<void> {
    const answer = await this.post(path, fields);
    if (answer.status === 303 && answer.head.includes(`\r\nlocation: ${next}\r\n`)) return;
    throw new Error(
      `POST ${path} was answered ${answer.status}, and did not lead to ${next}:\n${answer.head}`,
    );
  }
}
