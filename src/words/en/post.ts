/** In English: the letter that carries a code by post, and the pages that ask for it. */
import type { post as demanded } from '../es/post.ts';

export const post: typeof demanded = {
  enterLetterCode: {
    title: 'Do you have a letter with a code?',
    hint: 'It has 16 letters and digits, in groups of four',
    field: 'Code of the letter',
    errors: {
      empty: 'Enter the code from the letter',
      malformed: 'The code of the letter has 16 letters and digits. Copy all of it',
      wrong: (left) =>
        `That is not the code of the latest letter. You have ${left === 1 ? '1 try' : `${left} tries`} left`,
      'same-method': 'You already used the code of the letter. Choose another way',
    },
    offer: {
      heading: 'You do not have one yet?',
      text: [
        'We can send a letter to the address in your records.',
        'The letter goes out only if your account has no e-mail and no mobile.',
      ],
      button: 'Ask for a letter',
    },
  },
  letterAsked: (days) => ({
    title: 'We received your request',
    text: [
      'If your account has no e-mail and no mobile, we will send a letter to the registered address.',
      `The code of the letter works for ${days} days. You can ask for one letter a week.`,
      'If you would rather not wait, go to an office with your document.',
    ],
  }),
  showPasskey: {
    title: 'Use your fingerprint, face or PIN',
    text: 'Use the phone or computer where you turned on fingerprint or face sign-in.',
    noScript: 'For this option open the page in a browser with JavaScript, or choose another.',
    use: 'Use fingerprint or face',
    refused: 'That did not open this request. Try again or choose another way.',
  },
  paperLetter: {
    subject: (house) => `A code for your ${house.shortName} key`,
    text: (house, until) => [
      'Somebody asked for this code in our service, with the number of your document.',
      `If it was you, open ${house.host}, enter your number and choose "I have a letter with a code".`,
      `The code works until ${until}, once:`,
    ],
    after: (house) => [
      `If it was not you, tear this letter up and call ${house.phone}. Your account stays as it is.`,
      `Nobody from ${house.shortName} will ask for this code, by phone or by WhatsApp. The service is free.`,
    ],
  },
};
