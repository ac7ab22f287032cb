/** In English: the desk of the offices. Enrolment, sign-in, shift and team of its staff, and the frame of all its pages. */
import type { desk as demanded } from '../es/desk.ts';

const denied: (typeof demanded)['denied'] = {
  'wrong-role': {
    title: 'This page is for another role',
    text: ['Nothing was changed.', 'If it is yours, choose that role when you begin the shift.'],
  },
  'invitation-dead': {
    title: 'This link no longer works',
    text: [
      'It works once and for 24 hours.',
      'Ask whoever administers the system for another. Nothing was changed.',
    ],
  },
  'touch-refused': {
    title: 'The passkey was not recognised',
    text: ['Nothing was changed.', 'Go back to the page before and touch your passkey again.'],
  },
};

export const desk: typeof demanded = {
  nav: 'Service desk',
  you: (name, role, office) => `You: ${name} · ${role} · ${office}`,
  youOnly: (name) => `You: ${name}`,
  roles: {
    agent: 'Agent',
    supervisor: 'Supervision',
    auditor: 'Audit',
    administrator: 'Administration',
  },
  links: {
    home: 'Desk home',
    search: 'Find a person',
    tickets: 'Today’s tickets',
    team: 'Team',
    approve: 'To approve',
    audit: 'Log',
    statement: 'Statements',
  },
  toDesk: 'Back to the desk',
  denied,
  enrol: {
    title: 'Your access to the service desk',
    hello: (name) => `This link is for ${name}. If that is not you, close this page.`,
    undertakeIntro: 'Before you begin, read and accept this undertaking of confidentiality:',
    undertaking: [
      "I use people's data only to serve them.",
      'I do not tell, copy or take them away, not even after I leave this work.',
      'I never ask for or type the key or the code of another person.',
      'I do not serve my own account or those of my family.',
      'I know that all I do here is recorded under my code.',
    ],
    undertake: 'I accept and go on',
    passkeyIntro:
      'Now set up your passkey on this device. You will sign in with fingerprint, face, PIN or security key.',
    make: 'Set up my passkey',
    refused: 'The passkey could not be set up. The link still works: try again.',
    noScript: 'To set up the passkey open this link in a browser with JavaScript.',
    dead: denied['invitation-dead'],
  },
  signIn: {
    title: 'Sign in to the service desk',
    intro: 'Sign in with the passkey you set up: fingerprint, face, PIN or security key.',
    use: 'Sign in with my passkey',
    enrolled: 'Your passkey is set up. Now sign in with it.',
    signedOut: 'You signed out of the desk.',
    refused: 'The passkey was not recognised. Touch it again.',
    ended: 'Your session ended by time. We kept what you sent: sign in and go on.',
    noScript: 'The passkey needs JavaScript. Turn it on in this browser.',
    lost: 'Lost your passkey? Tell whoever administers the system. Nobody alone can give you another.',
  },
  shift: {
    title: 'Where do you work today?',
    office: 'Office',
    choose: 'Choose an office',
    window: 'Window',
    windowHint: 'The number or letter of your window',
    role: 'Role of this shift',
    submit: 'Begin the shift',
    signOut: 'Sign out of the desk',
    errors: {
      office: 'Choose the office where you are',
      window: 'Type your window',
      windowLong: 'Type only the number or letter of the window',
      role: 'Choose your role of this shift',
    },
  },
  home: {
    title: 'Service desk',
    window: (label) => `Window ${label}`,
    nothing: 'There are no pages for your role yet.',
    move: 'Change office, window or role',
  },
  team: {
    title: 'Team of the desk',
    intro: 'To add somebody or give them another passkey takes two people, at the server.',
    caption: 'People who work or worked at the desk, by code',
    columns: { code: 'Code', name: 'Name', roles: 'Roles', state: 'State' },
    states: { active: 'Active', invited: 'No passkey yet', disabled: 'No access' },
    one: (code) => `Code ${code}`,
    what: 'If you take access away, their sessions end now and their passkey no longer opens the desk.',
    shutOut: 'Take access away with my passkey',
    own: 'This is your code. Another person can take your access away.',
    gone: 'This person has no access any more.',
    done: 'Done: that person has no access any more.',
  },
};
