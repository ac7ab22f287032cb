/** A browser without script, driving the application by its pages: it keeps cookies, follows 303s and submits what forms hold. */
import assert from 'node:assert/strict';
import { type Sample, type SampleId, samplePeople } from '../src/directory/sample.ts';

/** Anything that answers requests: an application in this process, or a server at an address. */
export type Answers = (request: Request) => Response | Promise<Response>;

export type Seen = {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The page's heading, as text. */
  readonly heading: string;
};

export type Form = { readonly action: string; readonly fields: Record<string, string> };

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

export const textOf = (html: string): string =>
  decoded(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

const attributeOf = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decoded(found);
};

/** Every form of a page with the values a browser would send if nothing were typed. */
export function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const fields: Record<string, string> = {};
    for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
      const name = attributeOf(tag, 'name');
      const type = attributeOf(tag, 'type') ?? 'text';
      if (name && type !== 'radio' && type !== 'checkbox') fields[name] = attributeOf(tag, 'value') ?? '';
    }
    return { action: attributeOf(form, 'action') ?? '', fields };
  });
}

export class Walker {
  readonly #answers: Answers;
  readonly #origin: string;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string> = {};
  seen: Seen | undefined;

  constructor(answers: Answers, origin = 'https://clave.ceibo.example') {
    this.#answers = answers;
    this.#origin = origin;
  }

  /** The page this browser is at. */
  get page(): Seen {
    assert.ok(this.seen, 'No page was opened yet');
    return this.seen;
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(path, this.seen?.url ?? this.#origin);
    const headers = new Headers({ host: url.host, ...this.headers });
    for (const [name, value] of new Headers(init.headers)) headers.set(name, value);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const answer = await this.#answers(new Request(url, { ...init, headers, redirect: 'manual' }));
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async #land(path: string, answer: Response): Promise<Seen> {
    const next = answer.headers.get('location');
    if (next !== null) {
      const from = new URL(path, this.seen?.url ?? this.#origin);
      return this.open(new URL(next, from).href);
    }
    const html = await answer.text();
    const heading = textOf(/<h1\b[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ?? '');
    const url = new URL(path, this.seen?.url ?? this.#origin);
    this.seen = { url, status: answer.status, headers: answer.headers, html, heading };
    return this.seen;
  }

  /** Opens an address and follows to where it leads. */
  async open(path: string): Promise<Seen> {
    return this.#land(path, await this.#request(path, { method: 'GET' }));
  }

  /** Asks for an address once, by any method, and goes nowhere; for attacks. */
  async look(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Response> {
    return this.#request(path, { method, headers });
  }

  /** Sends fields to an address as a form, with nothing added; for attacks. */
  async post(path: string, fields: Record<string, string> | string, headers: Record<string, string> = {}) {
    const body = typeof fields === 'string' ? fields : new URLSearchParams(fields).toString();
    return this.#request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body,
    });
  }

  /** The form of this page that goes to an address, or its first one that is not a mere button. */
  form(action?: string): Form {
    const forms = formsOf(this.page.html);
    const found =
      action === undefined
        ? (forms.find((one) => Object.keys(one.fields).length > 1) ?? forms[0])
        : forms.find((one) => one.action === action);
    assert.ok(
      found,
      `No form${action ? ` to ${action}` : ''} on ${this.page.url.pathname}: ${this.page.heading}`,
    );
    return found;
  }

  /** Fills in and submits a form of this page. */
  async submit(fields: Record<string, string> = {}, action?: string): Promise<Seen> {
    const form = this.form(action);
    return this.#land(form.action, await this.post(form.action, { ...form.fields, ...fields }));
  }

  /** The form token of the page. */
  get token(): string {
    return this.form().fields._csrf ?? '';
  }
}

/** A sample person by the name of their story. */
export function sample(id: SampleId): Sample {
  const found = samplePeople().find((one) => one.id === id);
  assert.ok(found, `No sample person ${id}`);
  return found;
}

/** Walks from the start to the page after the number. */
export async function sayNumber(walker: Walker, id: SampleId): Promise<void> {
  const { identity, person } = sample(id);
  await walker.open('/');
  await walker.open('/recuperar/perfil');
  const company = identity.kind === 'ec.ruc';
  await walker.submit({ perfil: company ? 'employer' : id === 'pensioner' ? 'pensioner' : 'affiliate' });
  if (identity.kind === 'fund-code') {
    await walker.open('/recuperar/otro-documento');
    await walker.submit({ documento: 'fund-code' });
  }
  await walker.submit({ numero: identity.number });
  if (!company) return;
  // A RUC with an odd check digit is asked about once more.
  if (walker.page.url.pathname === '/recuperar/identidad')
    await walker.submit({ numero: identity.number, confirmado: identity.number });
  await walker.submit({ sucursal: person?.branch ?? '0000' });
  await walker.submit({ numero: person?.representative?.number ?? '' });
}

/** Passes every question without answering. */
export async function skipQuestions(walker: Walker): Promise<void> {
  while (walker.page.url.pathname === '/recuperar/preguntas') await walker.submit({ omitir: '1' });
}

/** Walks from the start to "check your inbox", leaving every question unanswered. */
export async function askMessage(walker: Walker, id: SampleId, contact?: string): Promise<void> {
  await sayNumber(walker, id);
  await skipQuestions(walker);
  await walker.submit({ correo: contact ?? sample(id).person?.email ?? 'nadie@correo.example', seguro: '1' });
}

/** A key that fits the demo's rule, is on no list and names nobody. */
export const goodKey = 'Zumbido4Trece9';
