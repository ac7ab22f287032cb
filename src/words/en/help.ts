/** The help pages in English. */
import type { help as demand } from '../es/help.ts';
import type { HelpSection } from '../shapes.ts';

type Help = typeof demand;

const section = (
  heading: string,
  paragraphs: readonly string[],
  items: readonly string[] = [],
): HelpSection => ({
  heading,
  paragraphs,
  items,
});

const questionsNotice = section('Security questions', [
  'These questions do not prove who you are: another person may know the answers.',
  'We use them only to slow down attempts with the data of others. Right answers are not enough to create a key.',
  'They use your day and month of birth, the companies you worked for and what you answered when you registered.',
  'You can always pass them with "I cannot answer this". They never ask about health, family or money.',
]);

const privacy: Help['privacy'] = ({ house, mailbox, address, hasQuestions, caseMinutes }) => ({
  title: 'Privacy',
  intro: 'This page explains which data this service uses, what for, for how long and what you can ask for.',
  sections: [
    section('Who answers for your data', [
      `${house.name}. Address: ${address}. Telephone: ${house.phone}. E-mail: ${mailbox}.`,
      `To speak to whoever protects personal data, write to ${mailbox} or call ${house.phone}.`,
    ]),
    section('What we use them for, and the legal basis', [
      'Only so that you recover your key, to warn you and to protect your account from others.',
      'The basis is the legal duty of the institution to serve its members and to protect their accounts.',
      'We do not use them for advertising or for any other later purpose.',
    ]),
    section(
      'Which data we use and where they come from',
      ['They are in the databases of the institution, which received them from you or from your employer.'],
      [
        'the number you sign in with and the contact you registered',
        'your first name, only to greet you in messages',
        'what you type on these pages, to compare it',
        'the mobile you leave with a ticket, until the ticket ends',
        'the time, the kind of device and the connection the request was made from',
      ],
    ),
    ...(hasQuestions ? [questionsNotice] : []),
    section('What we do with them', [
      'We compare them, keep them encrypted and delete them. We show your data on no page.',
      'We keep your key in a form nobody can read, not even our staff.',
    ]),
    section('For how long', [
      `A request lasts up to ${caseMinutes} minutes.`,
      'The log of what was done is kept as long as the law demands. It does not carry your key.',
    ]),
    section('Whom we give them to', [
      'Only to whoever carries the e-mail or the text message to your contact. We do not sell them.',
      'These pages load nothing from third parties and take your data to no other country.',
      'If your e-mail is with a foreign company, the message reaches that company.',
    ]),
    section('If you do not give your data, or they are not right', [
      'Giving your data is voluntary, but without them we cannot send you the message.',
      'If you type another number or another contact, nothing reaches you and nothing changes.',
      'Then you can go to an office with your document.',
    ]),
    section(
      'What you can ask for',
      ['You can ask free of charge by phone, by e-mail or at an office. We answer within 15 days.'],
      [
        'to see your data, correct them, update them or delete them',
        'to object to a use, limit it or annul it',
        'to receive a copy to take to another institution',
        'to withdraw your consent, where it depends on consent',
        'that a person reviews what a machine decided',
      ],
    ),
    section('Automatic decisions', [
      'The service compares data and counts attempts automatically. It makes no profiles of people.',
      'If the service does not let you go on, a person serves you at an office or by phone.',
    ]),
    section('Where to complain', [
      `First with us: ${mailbox} or ${house.phone}.`,
      'Also before the Superintendencia de Protección de Datos Personales, the data protection authority.',
    ]),
  ],
});

export const help: Help = {
  title: 'Help',
  messages: (house, sender) => ({
    title: 'How to recognise our messages',
    intro: 'Before you use a code or a link, compare the message with this page.',
    sections: [
      section(
        'A message from us always',
        [],
        [
          `comes from ${sender}`,
          'has in the subject the two words you see on the screen',
          `has addresses that begin with ${house.host}`,
          'says the time and the kind of device it was asked from',
        ],
      ),
      section(
        'We never ask you',
        [],
        [
          'for your key, in any way',
          'to tell or forward a code, by phone or WhatsApp either',
          'for money: this service is free',
          'to install a program or open a file',
        ],
      ),
      section('Text messages', ['Our text messages never carry links. They carry only a PIN or a notice.']),
      section('If you have doubts', [
        `Do not open the link. Type ${house.host} in your browser yourself or call ${house.phone}.`,
      ]),
    ],
  }),
  helping: (house) => ({
    title: 'If you are helping someone',
    intro: 'Helping to type is fine. The account and the key always belong to the other person.',
    sections: [
      section(
        'How to help well',
        [],
        [
          'do it with the person beside you',
          'let them open their own e-mail or mobile and read the code',
          'look away while they type the key',
          'do not save the key in your phone or your browser',
          'at the end, choose "Finish and clear this device"',
        ],
      ),
      section('If the person cannot open their e-mail', [
        'Do not register your own e-mail in their account. Whoever has the e-mail can enter the account.',
        `Go together to an office with their document, or call ${house.phone}.`,
      ]),
      section('If someone charges for this service', [
        `This service is free. Do not hand over your document or your key. Tell us on ${house.phone}.`,
      ]),
    ],
  }),
  internetCafe: (house) => ({
    title: 'If you are in an internet café',
    intro: 'You can recover your key on a borrowed device if you take care of these things.',
    sections: [
      section(
        'Before',
        [],
        [
          `type the address yourself: ${house.host}`,
          'if you can, use a private window of the browser',
          'do not let another person type for you',
        ],
      ),
      section(
        'When you finish',
        [],
        [
          'do not save the key in the browser',
          'choose "Finish and clear this device"',
          'sign out of your e-mail too',
          'leave no papers with your key',
        ],
      ),
      section('If the connection is busy', [
        'Many people may use the same connection. If we ask you to wait, come back at the time the page says.',
      ]),
    ],
  }),
  offices: (house) => ({
    title: 'Offices and opening hours',
    intro: 'You can recover your key in person at any of these offices.',
    sections: [
      section(
        'What to bring',
        [],
        [
          'your original document',
          'an e-mail or a mobile that is yours',
          'the two words of your request, if you have them',
        ],
      ),
      section('Before you go', [
        'Go in person. Do not pay anyone for this service.',
        `If you cannot go, call ${house.phone}.`,
      ]),
    ],
  }),
  officeTable: { name: 'Office', province: 'Province', address: 'Address', hours: 'Hours' },
  privacy,
  accessibility: (house) => ({
    title: 'Accessibility',
    intro: 'We want everybody to be able to recover their key without help.',
    sections: [
      section(
        'What you can do on these pages',
        [],
        [
          'double the size of the text without losing anything',
          'use only the keyboard, or a screen reader',
          'ask for more time to create your key',
          'paste the key and the code, or let your device type them',
          'go on without answering questions and without solving puzzles',
          'use the service without JavaScript and with dark colours',
        ],
      ),
      section('Which standard we follow', [
        'We work to meet WCAG 2.2, level AA. We check it with programs and with the keyboard.',
        'We still have to try these pages with people who use a screen reader.',
      ]),
      section('If something does not work for you', [
        `Call ${house.phone} or go to an office. We will serve you another way.`,
      ]),
    ],
  }),
  status: {
    title: 'Service status',
    question: 'Can I recover my key now?',
    yes: 'Yes. The service works.',
    slow: 'Yes, but messages may take longer than usual.',
    no: 'Not now. Try later or call us.',
    leaving: (seconds) => `Messages usually leave in under ${seconds} seconds.`,
    checked: (time) => `Checked at ${time}.`,
  },
};
