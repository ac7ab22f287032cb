import { createHash, createPrivateKey } from 'node:crypto';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { storedAddress } from '../lib/contact/email.ts';
import type { Sender } from '../words/shapes.ts';
import { composeMail } from './compose.ts';
import type { Courier, Parcel, Receipt } from './message.ts';

/** How one relay is reached and in whose name is written. */
export type SmtpOptions = {
  /** `smtp://user:password@relay:587` or `smtps://...:465`. */
  readonly url: string;
  readonly from: string;
  readonly fromName: string;
  readonly replyTo: string;
  /** Where the mail of one parcel is returned to: the return then names its message. Absent: to the sender. */
  readonly returnTo?: (parcelId: string) => string;
  readonly dkim?: { readonly domain: string; readonly selector: string; readonly privateKey: string };
  /** Certificate of a private authority the relay's own was signed by. */
  readonly authority?: string;
};

const signed =
  'From:To:Subject:Date:Message-ID:Reply-To:MIME-Version:Content-Type:Content-Language:Auto-Submitted';
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const smallestKey = 2048;

/** A key that cannot sign would let messages leave unsigned, one by one and in silence. */
function dkimOf({ dkim }: SmtpOptions) {
  if (!dkim) return {};
  const key = createPrivateKey(dkim.privateKey);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType !== 'rsa' || bits < smallestKey) {
    throw new Error(`The DKIM key must be RSA of ${smallestKey} bits or more (RFC 8301).`);
  }
  const { domain: domainName, selector: keySelector, privateKey } = dkim;
  return { dkim: { domainName, keySelector, privateKey, headerFieldNames: signed } };
}

/** The parcel's id in letters a Message-ID and an address may hold. */
const tokenOf = (id: string): string =>
  /^[A-Za-z0-9_-]{1,40}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32);

/** One message with its envelope given apart: no header is ever read to find out whom it goes to. */
function write(parcel: Parcel, recipient: string, options: SmtpOptions, house: Sender): SendMailOptions {
  const { subject, text, html } = composeMail(parcel, house);
  const token = tokenOf(parcel.id);
  return {
    envelope: { from: options.returnTo?.(parcel.id) ?? options.from, to: [recipient] },
    from: { name: options.fromName, address: options.from },
    to: { name: '', address: recipient },
    replyTo: { name: options.fromName, address: options.replyTo },
    subject,
    text,
    html,
    textEncoding: 'quoted-printable',
    messageId: `<${token}@${house.host}>`,
    headers: {
      'Content-Language': parcel.language,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** What nodemailer adds to an error: its own code, and what the relay said. */
type Answer = Partial<Error> & { code?: string; command?: string; responseCode?: number; response?: string };

/**
 * What the relay's answer means. Only its refusal of this message is final; when it refuses us
 * (sign-in, certificate, no room, its policy), the next try may fare better. Its words are left out: they quote the address.
 */
function receiptOf(error: unknown): Receipt {
  const { code, command, responseCode = 0, response }: Answer = error instanceof Error ? error : {};
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const reason = ['smtp', code, responseCode || undefined, enhanced]
    .filter((part) => part !== undefined)
    .join(' ');
  // So is a recipient refused by policy ("relay access denied"): it says what this relay does for us, and nothing of a mailbox.
  const byPolicy = command === 'RCPT TO' && enhanced?.startsWith('5.7.');
  // A sender put off or refused is us.
  const ofMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM' && !byPolicy;
  if (ofMessage && responseCode >= 500) {
    const ofAddress = enhanced !== undefined && command === 'RCPT TO';
    return { outcome: 'refused', reason, ...(ofAddress && { status: enhanced }) };
  }
  // 421 closes the door on everybody (RFC 5321, 3.8).
  const ofUs = !ofMessage || responseCode === 421;
  return { outcome: 'deferred', reason, ofUs };
}

function poolOf(options: SmtpOptions) {
  const { protocol, hostname, port, username, password } = new URL(options.url);
  const secure = protocol === 'smtps:';
  const nearby = loopback.has(hostname);
  return createTransport({
    pool: true,
    maxConnections: 5,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // Secrets travel in these messages: no relay but one on this machine gets them in the clear.
    requireTLS: !nearby,
    ignoreTLS: nearby,
    tls: { minVersion: 'TLSv1.2', ...(options.authority ? { ca: options.authority } : {}) },
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } } : {}),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    ...dkimOf(options),
  });
}

/** Opens the courier of mail: one relay, reached through a few connections kept open. */
export function openSmtp(options: SmtpOptions, house: Sender): Courier {
  const pool = poolOf(options);
  const drop = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    ...dkimOf(options),
  });
  const ready = (): Promise<boolean> =>
    pool.verify().then(
      () => true,
      () => false,
    );
  return {
    async carry(parcel) {
      if (parcel.to.by !== 'mail') return { outcome: 'refused', reason: 'not a mail' };
      const recipient = storedAddress(parcel.to.address);
      if (recipient === undefined) return { outcome: 'refused', reason: 'bad address' };
      try {
        await pool.sendMail(write(parcel, recipient, options, house));
        return { outcome: 'carried' };
      } catch (error) {
        return receiptOf(error);
      }
    },
    async rehearse(parcel) {
      const typed = parcel.to.by === 'mail' ? parcel.to.address : '';
      await drop.sendMail(write(parcel, storedAddress(typed) ?? options.from, options, house));
    },
    carriesSms: false,
    ready,
    relays: async () => [{ name: new URL(options.url).host, ready: await ready() }],
    async close() {
      pool.close();
      drop.close();
    },
  };
}
