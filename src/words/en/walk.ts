/** The walk in English. */
import type { Channel, IdentifierKind } from '../../rules/policy.ts';
import type { walk as demand } from '../es/walk.ts';
import type { IdentifierWords } from '../shapes.ts';

type Walk = typeof demand;

const signs = (n: number): string => (n === 1 ? '1 character' : `${n} characters`);
const tries = (n: number): string => (n === 1 ? 'You have 1 try left' : `You have ${n} tries left`);

/** What to do about a sign that is not a digit: two letters are often meant as digits. */
function instead(sign: string | null): string {
  if (sign === null) return 'Take out the other signs';
  if (/^[oO]$/u.test(sign)) return `Change the letter "${sign}" to a zero`;
  if (/^[lLI]$/u.test(sign)) return `Change the letter "${sign}" to a one`;
  return `Take out "${sign}"`;
}

const identifiers: Record<IdentifierKind, IdentifierWords> = {
  'ec.ci': {
    label: 'What is your ID card number?',
    hint: '10 digits, on the front of the card',
    name: 'ID card number',
    where: {
      summary: 'Where is the number?',
      text: 'On the front of the card, beside the photo. You can type it with a hyphen, with spaces or all together.',
      drawing: 'Drawing of an ID card. The number is at the bottom, to the right of the photo.',
    },
    errors: {
      empty: 'Enter your ID card number',
      length: (typed, expected) =>
        `The ID card number must have ${expected} digits. You typed ${typed}: ` +
        (typed < expected ? 'check it and complete it' : 'check it and take out the extra ones'),
      letters: (letter) => `The ID card number has digits only. ${instead(letter)}`,
      'check-digit': 'That is not an ID card number. Compare each digit with your card',
    },
  },
  'ec.ruc': {
    label: 'What is the RUC?',
    hint: '13 digits, on the RUC certificate and on invoices',
    name: 'RUC',
    where: {
      summary: 'Where is the number?',
      text: 'At the top of the RUC certificate and of each invoice of the company. You can type it with spaces.',
      drawing: 'Drawing of an invoice. The RUC is at the top right.',
    },
    errors: {
      empty: 'Enter the RUC',
      length: (typed, expected) => `The RUC must have ${expected} digits. You typed ${typed}`,
      letters: (letter) => `The RUC has digits only. ${instead(letter)}`,
      'check-digit': 'That is not a RUC. Compare each digit with the certificate',
    },
  },
  'fund-code': {
    label: 'What is your identification code?',
    hint: 'The letter F and 8 digits, on the slip of your registration',
    name: 'Identification code',
    where: {
      summary: 'Where is the code?',
      text: 'On the slip you were given when you registered, and on your certificates.',
      drawing: 'Drawing of a slip. The code is at the top, under the title.',
    },
    errors: {
      empty: 'Enter your identification code',
      length: (typed, expected) =>
        `The code must have ${expected} characters, with the letter F first. You typed ${typed}`,
      letters: (letter) => `After the F, the code has digits only. ${instead(letter)}`,
      'check-digit': 'That is not an identification code. Compare it with your slip',
    },
  },
  passport: {
    label: 'What is your passport number?',
    hint: 'As shown on the photo page',
    name: 'Passport number',
    where: {
      summary: 'Where is the number?',
      text: 'On the photo page, at the top right. It has letters and digits.',
      drawing: 'Drawing of the photo page of a passport. The number is at the top right.',
    },
    errors: {
      empty: 'Enter your passport number as shown on the photo page',
      length: (typed, expected) =>
        typed < expected
          ? `A passport number has ${expected} letters and digits or more. You typed ${typed}: check it`
          : `A passport number has ${expected} letters and digits or fewer. You typed ${typed}: check it`,
      letters: () => 'The passport number has letters and digits only. Take out the other signs',
      'check-digit': 'That is not a passport number. Compare it with the photo page',
    },
  },
};

const mailErrors = {
  empty: 'Enter the e-mail you registered',
  'no-at': 'The e-mail is missing the @ sign. Write it like name@example.com',
  'no-domain': 'The e-mail is missing the part after @',
  malformed: 'That e-mail has a sign that does not belong. Write it like name@example.com',
};

const mailContact = {
  hint: 'Type all of it. If it is the registered one, we will send a message',
  instead: 'Text my mobile instead',
  none: 'I cannot open that e-mail',
  errors: mailErrors,
};

const mailDetails: Walk['enterCode'][Channel]['details'] = {
  leaving: (seconds, until) =>
    seconds === undefined
      ? `Wait until ${until}.`
      : `Messages are leaving in under ${seconds} seconds now. Wait until ${until}.`,
  spam: 'Look in Spam, Promotions and Updates.',
  typed: (address) => `Check the address: ${address}`,
  resendAt: (at) => `You can ask for another message ${at}. The new one replaces the one before.`,
  resendNow: 'You can ask for another message now. The new one replaces the one before.',
};

const codeErrors: Walk['enterCode'][Channel]['errors'] = {
  empty: (digits) => `Enter the ${digits}-digit code from the message`,
  length: (typed, digits) => `The code has ${digits} digits. You typed ${typed}`,
  characters: (digits) => `The code has digits only. Enter the ${digits} in the message`,
  wrong: (caseWords, left) =>
    `That is not the code for this request. Use the one in the message with the words ${caseWords}. ${tries(left)}`,
  expired: (until) => `That code worked until ${until}. Ask for another message`,
  tooSoon: (at) => `You cannot ask for another message yet. Ask for it ${at}`,
  noMore: 'You have asked for all the messages of this request. Use another way to recover your key',
};

const mailCode: Walk['enterCode'][Channel] = {
  title: 'Check your e-mail',
  sent: (address, codeUntil, linkUntil) => [
    'If ',
    { strong: address },
    ' is the registered address, we sent a message with a link and a code. The code works until ',
    { strong: codeUntil },
    ' and the link until ',
    { strong: linkUntil },
    '.',
  ],
  lookFor: (caseWords) => ['Look for the words ', { strong: caseWords }, ' in the subject.'],
  label: (digits) => `${digits}-digit code`,
  details: mailDetails,
  errors: codeErrors,
};

export const walk: Walk = {
  start: {
    title: 'Recover your key',
    intro: 'Use this service if you forgot your key or it is locked. It takes about 5 minutes and is free.',
    haveReady: 'Have ready',
    items: ['your ID card', 'the e-mail or mobile you registered'],
    start: 'Start',
    noMailbox: 'No access to that e-mail?',
    noMailboxLink: 'What you can do',
    helping: 'Helping someone else?',
    helpingLink: 'Read this first',
    signIn: 'I remember my key: sign in',
    other: 'Need something else?',
    unlock: 'I remember my key and it is locked',
    firstKey: 'I never had a key',
  },
  purposes: {
    unlock: {
      profile: 'Which key do you want to unlock?',
      landing: 'Go on to unlock your key',
      chooseKey: 'Create your new key',
      done: 'Your key is unlocked',
      tryNow: 'Sign in with your usual key',
      receipt:
        'A key was unlocked and did not change. This paper does not carry your number, your e-mail or your key.',
    },
    'first-key': {
      profile: 'Which key do you want to create?',
      landing: 'Go on to create your first key',
      chooseKey: 'Create your first key',
      done: 'Your first key is ready',
      tryNow: 'Try it now',
      receipt: 'A first key was created. This paper does not carry your number, your e-mail or your key.',
    },
  },
  chooseProfile: {
    title: 'Which key do you want to recover?',
    profiles: {
      affiliate: { label: 'Insured person', hint: '' },
      pensioner: { label: 'Pensioner', hint: '' },
      employer: { label: 'Employer', hint: 'For a company account, with a RUC' },
    },
    unknown: 'I do not know',
    unknownHint: 'If you work or have worked, it is usually "Insured person"',
    chosen: (profile) => `Profile: ${profile}`,
    change: 'Change',
    errors: { empty: 'Choose which key you want to recover' },
  },
  identify: {
    ...identifiers,
    noDocument: 'I do not have this card',
    noCompanyDocument: 'I do not have the RUC',
    signIn: 'I remember my key: sign in',
    promise: 'For your safety we do not say whether a number has an account.',
    goOnAnyway: 'Continue anyway',
    live: {
      complete: '{n} digits: {groups}',
      tooMany: 'There are {n} digits and there must be {of}',
      soFar: '{n} of {of} digits so far',
    },
  },
  otherDocument: {
    title: 'Which document do you have?',
    kinds: {
      'ec.ci': 'ID card',
      'ec.ruc': 'RUC',
      'fund-code': 'Identification code from the institution',
      passport: 'Passport',
    },
    none: 'I have none of these',
    errors: { empty: 'Choose which document you have' },
  },
  nameCompany: { note: "The message goes to the company's registered e-mail, not to yours." },
  nameBranch: {
    label: 'Which branch?',
    hint: 'If there is only one, type 0000',
    errors: {
      empty: 'Enter the branch number, or 0000 if there is only one',
      length: (typed) => `The branch has 4 digits. You typed ${typed}`,
      letters: (letter) => `The branch has digits only. ${instead(letter)}`,
    },
  },
  nameRepresentative: {
    label: {
      'ec.ci': 'What is the ID card number of the legal representative?',
      'ec.ruc': 'What is the RUC of the legal representative?',
      'fund-code': 'What is the identification code of the legal representative?',
      passport: 'What is the passport number of the legal representative?',
    },
    hint: 'The person who signs for the company',
  },
  checkRobot: {
    running: 'Automatic check running…',
    ready: 'Automatic check done',
    noScript: 'We will check that you are not a program when you continue.',
    honeypot: 'Do not fill in this field',
    waitTitle: 'Many requests right now',
    wait: (time) => `You can go on at ${time}.`,
    errors: {
      tooEarly: (time) => `You cannot go on yet. Press Continue at ${time}`,
    },
  },
  answerQuestion: {
    why: 'These questions do not prove who you are. They slow down people who try with the data of others.',
    skip: 'I cannot answer this',
    birth: {
      title: 'What day and month were you born?',
      hint: 'For example, 27 March. We do not ask for the year',
      day: 'Day',
      month: 'Month',
      pickMonth: 'Choose the month',
      months: [
        'January',
        'February',
        'March',
        'April',
        'May',
        'June',
        'July',
        'August',
        'September',
        'October',
        'November',
        'December',
      ],
      errors: {
        dayEmpty: 'Enter the day you were born',
        dayRange: 'The day must be between 1 and 31',
        dayOfMonth: (month, days) => `${month} has ${days} days: check the day`,
        monthEmpty: 'Choose the month you were born',
      },
    },
    work: {
      title: (year) => `Which of these companies did you work for in ${year}?`,
      none: 'None of these',
      unknown: 'I do not know',
      errors: { empty: (year) => `Choose the company you worked for in ${year}, or "I do not know"` },
    },
    enrolled: {
      texts: {
        'first-teacher': 'What was the name of your first teacher?',
        'childhood-street': 'Which street did you live on as a child?',
        'first-pet': 'What was the name of your first pet?',
        'childhood-friend': 'What was the name of your best childhood friend?',
        'first-job-boss': 'What was the name of the person who gave you your first job?',
        'mother-birth-town': 'In which town was your mother born?',
        'favorite-childhood-game': 'Which game did you play most as a child?',
        'first-trip': 'Where did you go on your first long trip?',
        'grandmother-nickname': 'What was the nickname of your grandmother?',
        'school-name': 'What was the name of your primary school?',
        'childhood-food': 'Which food did you like most as a child?',
        'first-song': 'What was the first song you learned?',
        'first-boss': 'What was the surname of your first boss?',
        'honeymoon-town': 'Which town did you go to on your honeymoon?',
      },
      hint: 'Capitals and accents do not matter',
      forgot: 'I do not remember the answer',
      errors: { empty: 'Enter your answer, or choose "I do not remember the answer"' },
    },
  },
  nameContact: {
    email: { ...mailContact, label: (house) => `Which e-mail did you register with ${house.shortName}?` },
    'second-email': {
      ...mailContact,
      label: (house) => `Which second e-mail did you register with ${house.shortName}?`,
    },
    phone: {
      label: (house) => `Which mobile did you register with ${house.shortName}?`,
      hint: 'You can write it as 09… or with +593',
      instead: 'Send it to my e-mail instead',
      none: 'I do not have that mobile',
      errors: {
        empty: 'Enter the mobile you registered',
        'no-at': 'Enter a mobile number, as 09… or with +593',
        'no-domain': 'Enter a mobile number, as 09… or with +593',
        malformed: 'That is not a mobile number. Write it as 09… or with +593',
      },
    },
    send: 'Send message',
    typo: {
      title: 'Check the e-mail',
      ask: (before, domain) => [`Did you mean ${before}@`, { strong: domain }, '?'],
      yes: 'Yes, use that one',
      no: 'No, it is right as it is',
    },
  },
  enterCode: {
    email: mailCode,
    'second-email': mailCode,
    phone: {
      title: 'Check your mobile',
      sent: (number, codeUntil) => [
        'If ',
        { strong: number },
        ' is the registered mobile, we sent a message with a PIN. It works until ',
        { strong: codeUntil },
        '.',
      ],
      lookFor: () => ['Our text messages never carry links.'],
      label: (digits) => `${digits}-digit PIN`,
      details: {
        ...mailDetails,
        spam: 'Check that the mobile has signal and does not block messages from short numbers.',
        typed: (number) => `Check the number: ${number}`,
      },
      errors: {
        ...codeErrors,
        empty: (digits) => `Enter the ${digits}-digit PIN from the message`,
        length: (typed, digits) => `The PIN has ${digits} digits. You typed ${typed}`,
        characters: (digits) => `The PIN has digits only. Enter the ${digits} in the message`,
        wrong: (caseWords, left) =>
          `That is not the PIN of request ${caseWords}. Use the one in the last message. ${tries(left)}`,
        expired: (until) => `That PIN worked until ${until}. Ask for another message`,
      },
    },
    open: (mailbox) => `Open ${mailbox}`,
    trouble: 'The message has not arrived',
    change: 'Change',
    resend: 'Ask for another message',
    resent: 'If that is what you registered, we sent another message. Only the newest one works.',
    noAccess: 'If you cannot open that inbox:',
    otherWays: 'Other ways to recover',
    carriedOn: 'You carried on with another device',
    tooSoon: (at) => ({
      title: 'You cannot ask for another message yet',
      text: [`You can ask for it ${at}.`, 'The message before keeps working until then.'],
    }),
    noMore: {
      title: 'You have asked for all the messages of this request',
      text: [
        'The last message keeps working until the time it says.',
        'If you cannot find it, use another way to recover your key or call us.',
      ],
    },
    live: {
      resendIn: 'Ask for another message (in {n} seconds)',
      ready: 'You can ask for another message now',
    },
  },
  enterCodeElsewhere: {
    title: 'Enter your code',
    intro: 'Use this page if you received a message from us and would rather not open links.',
    number: 'ID card number, or the one you started with',
    code: (digits) => `${digits}-digit code`,
    errors: {
      numberEmpty: 'Enter the number you started with',
      codeEmpty: (digits) => `Enter the ${digits}-digit code from the message`,
      mismatch: 'The number and the code do not match. Check both',
    },
  },
  followLink: {
    title: 'Go on to create your new key',
    request: (caseWords, when, device) => [
      'Request ',
      { strong: caseWords },
      `, started ${when} from ${device}. Was it you?`,
    ],
    yes: 'Yes, continue',
    no: 'It was not me',
    elsewhere: (code) => ['Rather go on where you started? Type this code there: ', { strong: code }, '.'],
    elsewhereByMessage: 'Rather go on where you started? Type there the code from the same message.',
    expired: (until) => ({
      title: `That link worked until ${until}`,
      text: ['Nothing was changed.', 'Ask for another message and use the new link.'],
    }),
    used: (when) => ({
      title: `That link was used ${when}`,
      text: ['If it was you, you can sign in now.', 'If it was not you, protect your account.'],
    }),
    replaced: (caseWords) => ({
      title: 'There is a newer message',
      text: [`Look for the latest one with the words ${caseWords}.`, 'Only the newest message works.'],
    }),
    unknown: (house) => ({
      title: 'We do not recognise that link',
      text: ['It may be cut.', `Copy all of it, or type the code at ${house.host}/codigo.`],
    }),
    askAnother: 'Ask for another message',
    signIn: 'Sign in',
    protect: 'Protect my account',
  },
  confirmNumber: {
    title: 'Confirm your number',
    intro: 'You opened the message on another device or browser. Enter again the number you started with.',
    errors: {
      mismatch: (left) =>
        `That is not the number of this request. Enter the number you started with. ${tries(left)}`,
    },
  },
  enterSavedCode: {
    title: 'Enter one of your codes on paper',
    intro: 'They are the codes you saved when you could open your account. Each one works once.',
    label: 'Recovery code',
    hint: '16 letters and digits. Spaces and capitals do not matter',
    other: 'Other ways to recover',
    errors: {
      empty: 'Enter one of your recovery codes',
      malformed: 'The code has 16 letters and digits. Check what you typed',
      wrong: (left) =>
        `That code does not belong to this request, or was used. Check it or use another. ${tries(left)}`,
      'same-method': 'You have used a code on paper in this request. Use a different way',
    },
  },
  proveAgain: {
    title: 'One more proof is needed',
    frozen:
      'Somebody told us that they do not recognise what happened in this account. To open it we need two different proofs.',
    why: 'This account has more than one way to prove that it is you. We need two different ones.',
    ways: 'These are your other ways',
    send: (masked) => `Send a code to ${masked}`,
    savedCode: 'Use a recovery code on paper',
    passkey: 'Use your fingerprint or face on a device of yours',
    sent: (masked, codeUntil) => [
      'We sent a code to ',
      { strong: masked },
      '. It works until ',
      { strong: codeUntil },
      '.',
    ],
    office: {
      title: 'Your account needs attention at an office',
      text: (caseWords) => [
        'Nothing was changed. To open this account we need two proofs, and there is only one.',
        `Go to an office with your document and say these two words: ${caseWords}.`,
      ],
    },
    errors: {
      'too-soon': (at) => `You cannot ask for another message yet. Ask for it ${at}`,
      'no-more-messages': 'We cannot send more messages now. Use another way or ask for help',
      'same-method': 'You have used that in this request. Use a different way',
    },
  },
  unlock: {
    title: 'Unlock your key',
    text: [
      'Your key does not change: afterwards you can sign in with your usual one.',
      'We only lift the lock of keys typed wrong. Other locks are looked at in an office.',
    ],
    submit: 'Unlock my key',
    wantKey: 'I would rather create a new key',
  },
  chooseKey: {
    title: 'Create your new key',
    deadline: (until) => ['You have until ', { strong: until }],
    moreTime: 'Ask for more time',
    moreTimeGiven: (until) => `Done: you now have until ${until}.`,
    length: (rule) =>
      rule.characters === 'any'
        ? `Has ${rule.min} characters or more`
        : `Has ${rule.min} to ${rule.max} letters and digits, without spaces or signs`,
    oldSystem: 'The system of this institution does not accept longer keys yet',
    own: {
      'ec.ci': 'Does not contain your ID card number',
      'ec.ruc': 'Does not contain the RUC',
      'fund-code': 'Does not contain your identification code',
      passport: 'Does not contain your passport number',
    },
    later: (rule) =>
      rule.lastKeys > 1
        ? `Is not a common key or one of your last ${rule.lastKeys}`
        : 'Is not a common key or your previous one',
    laterNote: 'We check when you save',
    pending: 'Pending:',
    met: 'Met:',
    show: 'Show',
    hide: 'Hide',
    showLabel: 'Show the key',
    hideLabel: 'Hide the key',
    hint: (rule) =>
      rule.characters === 'any'
        ? 'You can paste it and use spaces'
        : 'You can paste it or let your phone save it',
    repeat: 'Type the key again',
    idea: {
      summary: 'Give me an idea for my key',
      text: 'A few words by chance are easy to remember and hard to guess. This idea is only for you:',
      use: 'Use this key',
    },
    save: 'Save new key',
    onSave: 'When you save, we sign you out on your other phones and computers and tell all your contacts.',
    live: {
      missingOne: '1 to go',
      missing: '{n} to go',
      missingOneSpoken: '1 character to go',
      missingSpoken: '{n} characters to go',
      soFar: '{n} so far',
      tooMany: '{n} too many',
      lengthFine: 'The length is fine',
    },
    errors: {
      empty: 'Enter your new key',
      'too-short': (typed, min) => `The key has ${signs(typed)}. Type it again with ${min} or more`,
      'too-long': (typed, max) => `The key has ${signs(typed)}. Type it again with ${max} or fewer`,
      characters: {
        space: 'The key cannot have spaces. Type it again with letters and digits only',
        'accented-letter': 'The key cannot have accents or ñ. Type it again with letters and digits only',
        sign: 'The key cannot have signs. Type it again with letters and digits only',
      },
      common: 'Many people use that key and it is easy to guess. Add words only you would put together',
      'contains-personal': 'The key contains your ID number, name, birth date or contact. Take it out',
      'contains-institution': 'The key contains the name of this institution. Take that word out',
      previous: 'That is a key you had before. Choose a different one',
      repeatEmpty: 'Type the key again in the second field',
      repeatDiffers: 'The two keys are not the same. Type both again',
      portalRefused: (at) => `The portal did not accept the key and nothing changed. Try again ${at}`,
    },
  },
  done: {
    title: 'Your new key is ready',
    tryNow: 'Try it now',
    receiptText: 'A new key was created. This paper does not carry your number, your e-mail or your key.',
    receipt: (caseWords, moment) => ['Request ', { strong: caseWords }, ` · ${moment}.`],
    signIn: 'Sign in',
    whatNext: 'What happens next',
    told: 'We sent a notice to your registered contacts.',
    keep: "Keep the key in your phone or on paper at home, never in someone else's mobile.",
    nextTime: 'For next time',
    addContact: 'Add a second e-mail or mobile',
    addPasskey: 'Turn on fingerprint or face sign-in',
    borrowed: 'In an internet café or on a borrowed device?',
    finish: 'Finish and clear this device',
    finished: {
      title: 'This device is clear',
      text: ['We removed from this browser what this request stored.', 'Close the window before you leave.'],
    },
    print: 'Print a receipt',
    receiptTitle: 'Receipt',
  },
};
