import type { Sender } from '../words/shapes.ts';
import { composeSms } from './compose.ts';
import type { Courier, Parcel, Receipt } from './message.ts';

/** How an SMS provider is asked: one POST for each message. */
export type GatewayOptions = {
  readonly url: string;
  /** The JSON it wants, with `{to}` and `{text}` inside its strings: `{"phone":"{to}","message":"{text}"}`. */
  readonly body: string;
  /** Such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
};

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const timeout = 10_000;
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** ITU-T E.164: a plus sign and at most fifteen digits. */
const phone = /^\+[1-9][0-9]{6,14}$/;

/** Client errors that speak of us or of the moment, and not of this message. */
const passing = new Set([401, 402, 403, 404, 405, 408, 425, 429]);

/** Fills the parsed template, never its text: no message can add a field. */
function fill(template: Json, parts: Readonly<Record<'to' | 'text', string>>): Json {
  if (typeof template === 'string') {
    return template.replace(/\{(to|text)\}/g, (_, name: 'to' | 'text') => parts[name]);
  }
  if (template === null || typeof template !== 'object') return template;
  if (isList(template)) return template.map((part) => fill(part, parts));
  return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fill(value, parts)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function receiptOf(status: number): Receipt {
  if (status >= 200 && status < 300) return { outcome: 'carried' };
  const final = status >= 400 && status < 500 && !passing.has(status);
  return { outcome: final ? 'refused' : 'deferred', reason: `gateway ${status}` };
}

function checkUrl(text: string): string {
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))) return text;
  throw new Error('The SMS gateway must be reached by https: its messages hold codes.');
}

/** Opens the courier of SMS. A template that is not JSON is refused here, at start. */
export function openGateway(options: GatewayOptions, house: Sender): Courier {
  const url = checkUrl(options.url);
  const template: Json = JSON.parse(options.body);
  const write = (parcel: Parcel, to: string): string =>
    JSON.stringify(fill(template, { to, text: composeSms(parcel, house).sms }));

  return {
    async carry(parcel) {
      if (parcel.to.by !== 'sms') return { outcome: 'refused', reason: 'not an SMS' };
      if (!phone.test(parcel.to.phone)) return { outcome: 'refused', reason: 'bad phone' };
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { ...options.headers, 'Content-Type': 'application/json' },
          body: write(parcel, parcel.to.phone),
          // A redirect would take the code to a place nobody configured.
          redirect: 'manual',
          signal: AbortSignal.timeout(timeout),
        });
        await response.body?.cancel();
        return receiptOf(response.status);
      } catch (error) {
        const timedOut = error instanceof Error && error.name === 'TimeoutError';
        return { outcome: 'deferred', reason: timedOut ? 'gateway timeout' : 'gateway unreachable' };
      }
    },
    async rehearse(parcel) {
      write(parcel, parcel.to.by === 'sms' ? parcel.to.phone : '');
    },
    carriesSms: true,
    // A provider has no question but a message, and a message costs money.
    ready: async () => true,
    relays: async () => [],
    async close() {},
  };
}
