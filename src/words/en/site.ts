/** In English: what stands around the walk. The frame, the pages that stop it, other ways, sign-in, problems. */
import type { site as demand } from '../es/site.ts';

type Site = typeof demand;

function pause(seconds: number): string {
  if (seconds < 60) return `${seconds}-second`;
  const minutes = Math.round(seconds / 60);
  return minutes >= 60 ? '1-hour' : `${minutes}-minute`;
}

export const site: Site = {
  tag: 'en',
  devices: {
    android: 'an Android phone',
    iphone: 'an iPhone',
    windows: 'a Windows computer',
    mac: 'a Mac computer',
    linux: 'a Linux computer',
    other: 'another device',
  },
  frame: {
    skip: 'Skip to content',
    service: 'Recover your key',
    otherLanguage: { name: 'Español', tag: 'es' },
    pageTitle: (title, house) => `${title} – Recover your key – ${house.shortName}`,
    step: (n, of) => `Step ${n} of ${of}`,
    stages: { who: 'who you are', confirm: 'confirm it is you', contact: 'your e-mail', key: 'your new key' },
    back: 'Back',
    continue: 'Continue',
    yes: 'Yes',
    request: (caseWords) => ['Your request: ', { strong: caseWords }],
    demo: 'Demonstration: this institution is fictional',
    errorSummary: 'There is a problem',
    errorPrefix: 'Error: ',
    help: {
      title: 'Do you need help?',
      offices: 'Offices and opening hours',
      careTitle: 'Look after your key',
      care: (house) =>
        `Nobody from ${house.shortName} will ask for your key or the codes we send you. This service is free.`,
    },
    footer: {
      privacy: 'Privacy',
      accessibility: 'Accessibility',
      status: 'Service status',
      report: 'Report a fault',
    },
  },
  stopped: {
    expired: {
      title: 'This request ran out of time',
      text: ['Nothing was changed and your key stays the same.', 'You can start again now.'],
    },
    elsewhere: {
      title: 'You carried on with another device',
      text: ['This request goes on where you opened the message.', 'You can close this page.'],
    },
    completed: {
      title: 'This request is finished',
      text: ['The new key is saved.', 'Sign in with it. If it was not you, protect your account.'],
    },
    replaced: {
      title: 'There is a newer request',
      text: ['You started again and this request was closed.', 'Go on with the newest one or start again.'],
    },
    'key-changed': {
      title: 'The key was changed another way',
      text: [
        'This request was closed, and nothing was changed here.',
        'Sign in with the new key. If you did not change it, protect your account.',
      ],
    },
    cancelled: {
      title: 'This request was cancelled',
      text: ['Nothing was changed and your key stays the same.', 'You can start again whenever you want.'],
    },
    barred: {
      title: 'Your account needs attention at an office',
      text: [
        'Nothing was changed. This account cannot be recovered online.',
        'Call us or go to an office with your document. Say the two words of your request.',
      ],
    },
    tooManyTries: (at) => ({
      title: 'This request is paused',
      text: [
        'Several things you entered did not match what we sent.',
        'Your usual key still works.',
        `You can start again ${at}.`,
      ],
    }),
    keyLocked: (until) => ({
      title: `Your key is locked until ${until}`,
      text: ['It was typed wrong several times.', 'Wait, or recover your key now.'],
    }),
    held: (until) => ({
      title: 'We will review this request before the key changes',
      text: [`We will write to all your contacts before ${until}.`, 'You have nothing to do.'],
    }),
    startAgain: 'Start again',
    carryOn: 'Carry on',
    signIn: 'Sign in',
    protect: 'Protect my account',
    otherWays: 'Other ways to recover',
    cancel: 'Cancel the request',
  },
  refusals: {
    'out-of-turn': 'That step is not open now. Go on with the page we show you',
    elsewhere: 'This request goes on with another device. Continue there or start again',
    'case-over': 'This request is finished. Start again if you need to',
    'too-soon': 'You cannot ask for another message yet. Wait a moment',
    'no-more-messages': 'You have asked for all the messages allowed. Use another way to recover your key',
    'wrong-code': 'That is not the code for this request. Use the one in the newest message',
    'code-expired': 'That code no longer works. Ask for another message',
    'out-of-tries': 'This request is paused because several codes did not match. Wait and start again',
    'wrong-proof': 'That does not belong to this request. Use another way to prove it is you',
    'same-method': 'You have used that in this request. Use a different way',
    'second-proof-needed': 'This request needs one more proof. Use a different way from the first',
    'link-dead': 'That link no longer works. Ask for another message',
    'key-refused': 'That key does not meet the rules. Choose a different one',
    'account-barred': 'Your account needs attention at an office. Call us or go with your document',
    'no-more-time': 'This request cannot last longer. Save your key or start again',
  },
  otherWays: {
    title: 'Which of these can you use?',
    options: {
      email: 'My registered e-mail',
      phone: 'My registered mobile',
      'second-email': 'My second e-mail',
      passkey: 'Fingerprint or face sign-in on a device of mine',
      paper: 'My recovery codes on paper',
      letter: 'A letter with a code, by post',
      office: 'None: go to an office',
    },
    errors: { empty: 'Choose the one you can use' },
    office: {
      title: 'You can recover your key at an office',
      text: [
        'Go in person with your original document.',
        'Bring an e-mail or a mobile that is yours.',
        'Do not pay anyone for this service.',
      ],
    },
    choose: 'Choose another way',
    offices: 'See offices and opening hours',
  },
  notMe: {
    title: 'Protect your account',
    nothingChanged: {
      heading: 'Only got a message and nothing changed?',
      text: [
        'You can delete it. Your key stays the same.',
        'Do not share the code with anyone. Without it nobody can change your key.',
      ],
    },
    changed: {
      heading: 'Did your key change and it was not you?',
      text: (house) => [
        `Call ${house.phone} now. Say the two words of the message.`,
        'If you can still open your registered e-mail, recover your key here. The other key will stop working.',
        'If you cannot open it, go to an office with your document.',
      ],
    },
    recover: 'Recover your key',
  },
  signIn: {
    title: 'Sign in',
    intro: (portal) => `Sign in to ${portal}`,
    number: 'ID card number, RUC or code',
    numberHint: 'Employers: the RUC, a hyphen and the branch',
    key: 'Key',
    show: 'Show',
    hide: 'Hide',
    showLabel: 'Show the key',
    hideLabel: 'Hide the key',
    submit: 'Sign in',
    forgot: 'I forgot my key',
    signedOut: 'You signed out on this device.',
    errors: {
      numberEmpty: 'Enter your number',
      keyEmpty: 'Enter your key',
      wrong: 'The number or the key is not right. Check both or recover your key',
      triesLeft: (left, seconds) =>
        `You have ${left === 1 ? '1 try' : `${left} tries`} left before a ${pause(seconds)} pause`,
      waiting: (at) => `The key was typed wrong several times. Try ${at}, or recover your key`,
      disabled: 'The key was typed wrong too many times and no longer works. Recover your key to sign in',
      checkWanted: (time) => `Many requests right now. Type your key again and press Sign in at ${time}`,
      justRecovered: 'It did not match. Type it as you saved it a moment ago',
    },
  },
  account: {
    title: (portal) => `You are in ${portal}`,
    works: 'It works: your key is right.',
    lastSignIn: (when, device) => `Last sign-in: ${when}, from ${device}.`,
    firstSignIn: 'This is your first sign-in here.',
    notYou: 'Was it not you?',
    cards: {
      contact: 'Contact data',
      signIn: 'Ways to sign in',
      codes: 'Recovery codes on paper',
      questions: 'Personal questions',
      activity: 'Activity',
      key: 'Change key',
      sessions: 'Where you are signed in',
      personal: 'Download your data',
    },
    signOut: 'Sign out',
    borrowed: 'If this device is not yours, sign out before you leave.',
    ended: {
      title: 'Your time ran out',
      text: ['You were signed out on this device.', 'Sign in again and go on where you were.'],
    },
  },
  problems: {
    notFound: { title: 'Page not found', text: ['Check the address or go to the start.'] },
    badRequest: {
      title: 'We did not understand what your browser sent',
      text: ['Nothing was changed.', 'Go to the start and begin again.'],
    },
    wrongHost: (house) => ({
      title: 'This is not the address of the service',
      text: [`The right address is ${house.host}.`, 'Type it in your browser yourself.'],
    }),
    formExpired: {
      title: 'This page was open for a long time',
      text: ['We did not receive what you sent and nothing was changed.', 'Go back one page and try again.'],
    },
    tooLarge: {
      title: 'What you sent is too large',
      text: ['Nothing was changed.', 'Go back one page and type only what it asks for.'],
    },
    tooMany: (at) => ({
      title: 'Too many requests from this connection',
      text: [`Try again ${at}.`, 'In an internet café, another connection may work.'],
    }),
    broken: {
      title: 'Sorry, there is a problem with the service',
      text: ['Try later.', 'Nothing in your account was changed.'],
    },
    busy: {
      title: 'The service is very busy',
      text: ['Nothing was changed.', 'Wait a minute and try again.'],
    },
    maintenance: (at) => ({
      title: `The service is back ${at}`,
      text: ['Planned maintenance.', 'Offices are open as usual.'],
    }),
    noCookies: {
      title: 'Your browser is not keeping cookies',
      text: ['We need them to join the steps.', 'Turn them on or use another browser.'],
    },
    reference: (code) => `Reference: ${code}`,
    toStart: 'Go to the start',
  },
};
