/** In English: the statement of everything that happened to an account. */
import type { statement as demanded } from '../es/statement.ts';

export const statement: typeof demanded = {
  title: 'Statement of all that happened',
  what: 'It says what happened in your account, when, and who did it. Of staff it says the code and the office.',
  proof: 'Each event has the number of its seal, so that nobody can change it later.',
  noted: 'It is recorded that you asked for it.',
  make: 'Prepare my statement',
  heading: 'Statement',
  made: (when) => `Prepared on ${when}.`,
  caption: 'All events, from the oldest to the newest',
  columns: { at: 'Date and time', what: 'What happened', who: 'Who', batch: 'Event and batch' },
  place: (row, batch) => `${row}, batch ${batch}`,
  waiting: (row) => `${row}, no seal yet`,
  member: (code, office) => `${code}, ${office}`,
  someWait: (count) =>
    count === 1
      ? '1 event has no seal yet. Prepare another statement in a minute to include it.'
      : `${count} events have no seal yet. Prepare another statement in a minute to include them.`,
  withheld: (count) =>
    count === 1
      ? '1 event has an internal note. Ask the auditors for its proof.'
      : `${count} events have an internal note. Ask the auditors for their proofs.`,
  seals: {
    title: 'The seals',
    what: 'Each batch has a signed root. It proves that an event was in it.',
    batch: 'Batch',
    sealed: 'Sealed',
    root: 'Root',
    signature: 'Signature',
  },
  check: {
    title: 'How to check it',
    steps: [
      'Download the file with the proofs.',
      'Give it to somebody you trust, with this page.',
      'They check it offline, with this program:',
    ],
    key: 'Public keys of the seals. Compare them with those the institution publishes:',
  },
  download: 'Download the proofs (JSON)',
  print: "To print it or keep it as a PDF, use your browser's Print.",
  fileName: 'statement',
  desk: {
    title: 'Statements',
    what: 'Only for whoever already proved their identity in an open request of this office.',
    none: 'There are no open requests with the identity confirmed.',
    make: (words) => `Prepare the statement of ${words}`,
    refused: 'That request is not open, or the identity is yet to be confirmed',
    give: 'Print it and give it to the person. Do not keep a copy.',
  },
};
