import type { Message, Parcel } from '../../src/courier/message.ts';
import type { SmtpOptions } from '../../src/courier/smtp.ts';
import type { Sender } from '../../src/words/shapes.ts';

export const house: Sender = {
  institutionName: 'Fondo Ceibo de Previsión',
  shortName: 'Fondo Ceibo',
  helpPhone: '1800 000 000',
  host: 'clave.ceibo.example',
  baseUrl: 'https://clave.ceibo.example',
  timezone: 'America/Guayaquil',
};

export const smtpOptions = (url: string): SmtpOptions => ({
  url,
  from: 'clave@clave.ceibo.example',
  fromName: 'Fondo Ceibo',
  replyTo: 'ayuda@clave.ceibo.example',
  returnTo: (id) => `rebotes+${id}@clave.ceibo.example`,
});

const at = new Date('2026-11-24T15:31:00Z');
const disavowable = {
  link: 'https://clave.ceibo.example/no-fui-yo/7Kq2xPz0aZ_-bYc9',
  linkUntil: new Date('2026-12-04T15:31:00Z'),
};
const contact = { firstName: 'Ana', slot: 'phone', at } as const;

export const messages = {
  recover: {
    kind: 'recover',
    firstName: 'Ana',
    purpose: 'recover',
    caseWords: 'CANOA FAROL',
    askedAt: new Date('2026-11-24T15:12:00Z'),
    device: 'android',
    code: '48291520',
    codeUntil: new Date('2026-11-24T15:22:00Z'),
    link: 'https://clave.ceibo.example/r/7Kq2xPz0aZ_-bYc9',
    linkUntil: new Date('2026-11-24T15:42:00Z'),
  },
  'key-changed': {
    kind: 'key-changed',
    firstName: 'Ana',
    caseWords: 'CANOA FAROL',
    at,
    device: 'android',
    ...disavowable,
  },
  unlocked: {
    kind: 'unlocked',
    firstName: 'Ana',
    caseWords: 'CANOA FAROL',
    at,
    device: 'android',
    ...disavowable,
  },
  'someone-tried': { kind: 'someone-tried', firstName: 'Ana', at },
  'confirm-contact': {
    ...contact,
    kind: 'confirm-contact',
    code: '48291520',
    codeUntil: new Date('2026-11-24T15:41:00Z'),
  },
  'contact-will-change': {
    ...contact,
    kind: 'contact-will-change',
    isNew: false,
    hint: '••• 4471',
    effectiveAt: new Date('2026-11-27T15:31:00Z'),
    link: 'https://clave.ceibo.example/cancelar/7Kq2xPz0aZ_-bYc9',
  },
  'contact-kept': { ...contact, kind: 'contact-kept' },
  'contact-changed': { ...contact, ...disavowable, kind: 'contact-changed' },
  frozen: { kind: 'frozen', firstName: 'Ana', caseWords: 'CANOA FAROL', at },
  'asked-at-office': {
    ...contact,
    kind: 'asked-at-office',
    isNew: false,
    hint: '••• 4471',
    office: 'Oficina Centro Norte',
    link: 'https://clave.ceibo.example/cancelar/7Kq2xPz0aZ_-bYc9',
  },
  'stays-shut': { kind: 'stays-shut', firstName: 'Ana', at },
  'account-opened': {
    kind: 'account-opened',
    firstName: 'Ana',
    office: 'Oficina Centro Norte',
    at,
    ...disavowable,
  },
  'passkey-changed': {
    kind: 'passkey-changed',
    firstName: 'Ana',
    added: true,
    at,
    device: 'iphone',
    ...disavowable,
  },
  'passkey-will-go': {
    kind: 'passkey-will-go',
    firstName: 'Ana',
    at,
    device: 'iphone',
    leavesAt: new Date('2026-11-27T15:31:00Z'),
    ...disavowable,
  },
  'saved-codes': { kind: 'saved-codes', firstName: 'Ana', happened: 'used', left: 7, at, ...disavowable },
  'questions-changed': { kind: 'questions-changed', firstName: 'Ana', at, ...disavowable },
  'still-yours': { kind: 'still-yours', firstName: 'Ana', at },
  ticket: {
    kind: 'ticket',
    ticket: 'CANOA-FAROL-27',
    office: 'Oficina Centro Norte',
    until: new Date('2026-12-01T04:59:59Z'),
    at,
    reminder: false,
  },
} as const satisfies Record<Message['kind'], Message>;

let made = 0;

/** A parcel with an id of its own. */
export function parcelTo(to: Parcel['to'], kind: Message['kind']): Parcel {
  made += 1;
  return { id: `parcel-${process.pid}-${made}`, to, language: 'es', message: messages[kind] };
}

/** Addresses that some mail program reads as another, or as two. None may ever reach a relay. */
export const badAddresses = [
  '',
  'ana',
  '@correo.example',
  'ana@',
  'ana@correo.example,mala@otro.example',
  'ana@correo.example;mala@otro.example',
  'ana@correo.example mala@otro.example',
  'ana@correo.example\r\nBcc: mala@otro.example',
  'ana@correo.example\nRCPT TO:<mala@otro.example>',
  'ana\r\n@correo.example',
  'ana@correo.example\0',
  '"a@mala.example x"@correo.example',
  '"a> ORCPT=b@c"@correo.example',
  'ana@correo.example(x)mala.example',
  'ana(comentario)@correo.example',
  'Grupo:ana@correo.example;',
  '<ana@correo.example>,<mala@otro.example>',
  '<ana@correo.example>',
  'Ana <ana@correo.example>',
  'ana@[127.0.0.1]',
  'ana@127.0.0.1',
  'ana@localhost',
  'ana@correo..example',
  'ana@correo.example.',
  'ana@-correo.example',
  '.ana@correo.example',
  'ana.@correo.example',
  'a..na@correo.example',
  '@uno.example,@dos.example:ana@correo.example',
  'ana@correo.example|mala@otro.example',
  `${'a'.repeat(65)}@correo.example`,
  `ana@${'a'.repeat(64)}.example`,
  `ana@${'abcdefgh.'.repeat(30)}example`,
  'josé@correo.example',
  'ana@ｃorreo.example',
  'ana@\u212Aorreo.example',
  'a\u200bna@correo.example',
];

export const badPhones = [
  '',
  '0987654321',
  '593987654321',
  '+0987654321',
  '+593 987654321',
  '+593987654321,+593900000000',
  '+593987654321\n',
  '+1234567890123456',
  '+593987654321","text":"x',
];
