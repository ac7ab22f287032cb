/** In English: the ticket for an office, its slip and its messages. */
import type { tickets as es, ticketMail as esMail, ticketSms as esSms } from '../es/tickets.ts';
import { letter, plain, unbroken } from '../letters.ts';
import { day } from '../times.ts';

export const tickets: typeof es = {
  chooseOffice: {
    title: 'Which office suits you best?',
    hint: 'We give you a ticket. It does not ask for your number or your name',
    pick: 'Choose an office',
    before: [
      'Go in person with your original document.',
      'Bring an e-mail or a mobile that is yours.',
      'Do not pay anyone for this service.',
    ],
    errors: { empty: 'Choose the office that suits you best' },
  },
  sayNeeds: {
    title: 'Do you need anything special?',
    hint: 'Tick what you need. If you need nothing, continue',
    needs: {
      ramp: 'Ramp',
      'sign-language': 'Sign language interpreter',
      'kichwa-shuar': 'Service in Kichwa or Shuar',
      priority: 'Priority service',
    },
    priority: 'Older people, pregnancy or disability',
  },
  leavePhone: {
    title: 'Which mobile can we write to?',
    hint: 'Optional. It is for this ticket only and is deleted afterwards',
    take: 'Take the ticket',
    errors: { malformed: 'That is not a mobile number. Enter all of it or leave the field empty' },
  },
  ticket: {
    title: (name) => `Your ticket: ${name}`,
    goUntil: (last) => `Go until ${last}.`,
    bring: { title: 'Bring', items: ['your original document', 'a mobile or e-mail that is yours'] },
    inPerson: 'Go in person. Do not pay anyone for this service.',
    needs: 'You asked for:',
    asked: 'A ticket to recover the key',
    print: 'Print',
    printHint: 'To print this page, use the menu of your browser.',
    send: 'Send me this by SMS',
    sent: 'We sent the ticket to your mobile. It may take a few minutes.',
    cancel: 'Cancel the ticket',
    another: 'Take another ticket',
    notYou: 'If you did not ask for this',
    standing: {
      waiting: 'The ticket is ready to be used.',
      called: 'This ticket was called. Go to the window.',
      'no-show': 'This ticket was called and nobody came. Go and say that you are there.',
      served: 'This ticket was served.',
      cancelled: 'This ticket was cancelled.',
      expired: 'This ticket has ended.',
    },
    results: {
      received: 'Received.',
      'in-review': 'Being reviewed by a second person.',
      changes: (when) => `Your data change ${when}.`,
      ready: 'Ready. You can recover your key now.',
    },
    unknown: {
      title: 'We did not find that ticket',
      text: ['Check the two words and the number.', 'If the ticket is old, take another.'],
    },
  },
  slip: {
    title: 'Receipt',
    name: 'Ticket',
    at: 'Date',
    office: 'Office',
    asked: 'What was asked',
    effective: 'Takes effect on',
    notYou: 'If you did not ask for this',
    address: 'See how it stands at',
    qr: 'QR code with the address written below',
  },
};

export const ticketMail: typeof esMail = ({ ticket, office, until, reminder }, sender) => ({
  subject: `${ticket.replace(/-\d+$/, '').replaceAll('-', ' ')}: your ticket at the office`,
  text: letter([
    'Hello:',
    `${reminder ? 'A reminder of your ticket' : 'Your ticket is'} ${unbroken(ticket)}. Go to ${office} until ` +
      `${day(until, sender.timezone, 'en')}.`,
    'Bring your original document and a mobile or e-mail that is yours. Do not pay anyone for this service.',
    sender.institutionName,
  ]),
});

const officeSigns = 30;

export const ticketSms: typeof esSms = ({ ticket, office, until, reminder }, sender) =>
  `${plain(sender.shortName)}: ${reminder ? 'remember ' : ''}ticket ${ticket}. Take your document to ` +
  `${plain(office).slice(0, officeSigns)} until ${day(until, sender.timezone, 'en')}. Do not pay anyone.`;
