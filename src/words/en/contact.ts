/** In English: contact data, their changes, and "it was not me". */
import type { contact as demanded } from '../es/contact.ts';
import type { ContactSlot } from '../shapes.ts';

const tries = (n: number): string => (n === 1 ? 'You have 1 try left' : `You have ${n} tries left`);

const names: Record<ContactSlot, { readonly plain: string; readonly the: string; readonly your: string }> = {
  email: { plain: 'Main e-mail', the: 'the main e-mail', your: 'your main e-mail' },
  'second-email': { plain: 'Second e-mail', the: 'the second e-mail', your: 'your second e-mail' },
  phone: { plain: 'Mobile', the: 'the mobile', your: 'your mobile' },
};

const mailErrors = {
  empty: 'Enter the new e-mail',
  'no-at': 'The e-mail is missing the @ sign. Write it like name@example.com',
  'no-domain': 'The e-mail is missing the part after @',
  malformed: 'That e-mail has a sign that does not belong there. Write it like name@example.com',
  same: (your: string): string => `That e-mail is already ${your}. Enter another one`,
};
const mailField = { hint: 'Type all of it. We will send a code', errors: mailErrors };

export const contact: typeof demanded = {
  contact: {
    title: 'Your contact data',
    why: 'We use them only to tell you things and to let you recover your key.',
    names,
    none: 'You have none',
    states: {
      confirmed: 'Confirmed',
      unconfirmed: 'To be confirmed',
      bouncing: 'Gets no messages',
    },
    change: 'Change',
    add: 'Add',
    hidden: (the) => ` ${the}`,
    waiting: (hint) => `We wait for the code sent to ${hint}.`,
    enterCode: 'Enter the code',
    willChange: (hint, at) => `It changes ${at} to ${hint}.`,
    willGo: (at) => `It is removed ${at}.`,
    cancel: 'Cancel the change',
    cancelled: 'We cancelled the change. We keep using your present data.',
    checked: 'Thank you. We will keep using your data as they are.',
    reminder: {
      ask: (hint) => ['Do you still use this e-mail: ', { strong: hint }, '?'],
      yes: 'Yes',
      change: 'Change it',
    },
  },
  changeContact: {
    fields: {
      email: { ...mailField, label: 'What is your new e-mail?' },
      'second-email': { ...mailField, label: 'What is your second e-mail?' },
      phone: {
        label: 'What is your mobile?',
        hint: 'From any country, like 09… or with +593. We will send a PIN',
        errors: {
          empty: 'Enter the new mobile',
          'no-at': 'Enter a mobile number, like 09… or with +593',
          'no-domain': 'Enter a mobile number, like 09… or with +593',
          malformed: 'That number is not a mobile. Write it like 09… or with + and its country',
          same: () => 'That mobile is already yours. Enter another one',
        },
      },
    },
    why: 'We will use it only to tell you things and to let you recover your key.',
    hold: (hours) =>
      `For your safety, the change starts ${hours} hours after you confirm it. We tell all your contacts.`,
    send: 'Send code',
    remove: (the) => `Remove ${the}`,
    errors: { notServed: 'We cannot send messages to that country. Use an e-mail' },
    noMore: {
      title: 'You asked for several changes already',
      text: ['Nothing was changed.', 'Try again in some hours, or call our help line.'],
    },
    barred: {
      title: 'Your account takes no changes now',
      text: ['Nothing was changed.', 'Call our help line.'],
    },
  },
  confirmContact: {
    title: (slot) => (slot === 'phone' ? 'Check your new mobile' : 'Check your new e-mail'),
    sent: (to, until) => [
      'We sent a message to ',
      { strong: to },
      '. Its code works until ',
      { strong: until },
      '.',
    ],
    unchanged: 'Until you confirm it, nothing changes.',
    submit: 'Confirm',
    trouble: 'The message has not arrived',
    spam: 'Look in Spam, Promotions and Updates.',
    resend: 'Ask for another message',
    resendAt: (at) => `You can ask for another message ${at}. The new one replaces the former.`,
    noMore: 'You asked for all the messages of this change. Start the change again later.',
    resent: 'We sent another message. The former code no longer works.',
    tooSoon: (at) => ({
      title: 'You cannot ask for another message yet',
      text: [`Ask for it ${at}.`, 'The one we sent still works.'],
    }),
    correct: 'Correct it',
    tooManyTries: (at) => ({
      title: 'Too many codes did not match',
      text: ['Nothing changed.', `You can enter codes again ${at}.`],
    }),
    over: {
      title: 'That change is no longer pending',
      text: [
        'It was cancelled, replaced by another, or its time passed.',
        'If you still want it, start again.',
      ],
    },
    errors: {
      wrong: (left) =>
        `That is not the code for this change. Use the one in the latest message. ${tries(left)}`,
      wrongPin: (left) =>
        `That is not the PIN for this change. Use the one in the latest message. ${tries(left)}`,
    },
  },
  contactHeld: {
    title: 'Check the change',
    what: 'What changes',
    to: 'New',
    removed: 'It is removed',
    effective: (at) => ['The change takes effect ', { strong: at }, '.'],
    meanwhile: 'Until then we keep using the former data and tell everybody.',
    cancelAnyTime: 'You can cancel any time.',
    back: 'See your contact data',
  },
  cancelChange: {
    title: (your) => `Cancel the change of ${your}`,
    pending: (the, at) => `Somebody asked to change ${the}. The change starts ${at}.`,
    justChanged: (the) => `The change of ${the} has just started. You can still go back.`,
    meaning: 'If you cancel, we keep using your present data. You do not need your key.',
    submit: 'Cancel the change',
    wasYou: 'Did you ask for it? Nothing to do. Close this page.',
    cancelled: (your, when) => ({
      title: `The change of ${your} was cancelled`,
      text: [
        `It was cancelled ${when}. We keep using your present data.`,
        'If you did not ask for that change, somebody may know your key. Change it or recover it now.',
      ],
    }),
    tooLate: (your, when, house) => ({
      title: `The change of ${your} has started`,
      text: [
        `It started ${when} and this link no longer stops it.`,
        `If it was not you, open the "not me" notice of that day or call ${house.phone}.`,
      ],
    }),
    unknown: (house) => ({
      title: 'We do not recognise that link',
      text: ['It may be cut. Copy all of it.', `You can also call ${house.phone} to cancel.`],
    }),
    protect: 'Protect my account',
    recover: 'Recover your key',
  },
  disavow: {
    title: 'Protect your account',
    intro: 'If it was not you, when you continue:',
    steps: (days) => [
      'We cancel requests and pending changes.',
      'We sign your account out on every device.',
      `If your key or data changed in the last ${days} days, we put them back.`,
      'Nobody can sign in until you confirm two contacts or go to an office.',
    ],
    submit: 'Protect my account',
    nothing: 'Was it you? Nothing to do. You can delete the message.',
    pressed: {
      title: 'We protected your account',
      words: (words) => ['Your case: ', { strong: words }, '. Say these two words if you call.'],
      done: [
        'We cancelled pending changes and undid the recent ones.',
        'We signed your account out on every device. Nobody can sign in for now.',
        'We told all your contacts.',
      ],
      open: (house) =>
        `To open it, recover your key, go to an office with your document or call ${house.phone}.`,
    },
    expired: (until, house) => ({
      title: `That link worked until ${until}`,
      text: ['Nothing was changed.', `If it was not you, call ${house.phone} now.`],
    }),
    unknown: (house) => ({
      title: 'We do not recognise that link',
      text: ['It may be cut. Copy all of it.', `If it was not you, call ${house.phone} now.`],
    }),
    recover: 'Recover your key',
    offices: 'See offices and hours',
  },
};
