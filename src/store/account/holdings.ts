import { type Runner, type Statement, statement } from '../database.ts';

/** Dates of one account: when what was done to it. */
const account = statement<{
  keySetAt: Date | null;
  importedAt: Date;
  contactsCheckedAt: Date | null;
  contactsSince: Date;
  signedInAt: Date | null;
  remindedAt: Date | null;
  frozenAt: Date | null;
}>(
  'account-held',
  `select key_set_at as "keySetAt", imported_at as "importedAt", contacts_checked_at as "contactsCheckedAt",
     contacts_since as "contactsSince", signed_in_at as "signedInAt", reminded_at as "remindedAt", frozen_at as "frozenAt" from accounts where id = $1`,
);
const formerKeys = statement<{ setAt: Date }>(
  'former-keys-held',
  'select set_at as "setAt" from past_keys where account_id = $1 order by set_at desc',
);
const questions = statement<{ question: string }>(
  'questions-held',
  'select question from answers where account_id = $1 order by question',
);
const sessions = statement<{
  portal: string;
  device: string;
  began: Date;
  seen: Date;
  keyGivenAt: Date | null;
  keyCheckedAt: Date | null;
  endedAt: Date | null;
}>(
  'sessions-held',
  `select portal, device, began, seen, fresh as "keyGivenAt", key_checked_at as "keyCheckedAt", ended_at as "endedAt"
   from sessions where account_id = $1 order by began desc`,
);
const devices = statement<{ device: string; since: Date; seen: Date; revokedAt: Date | null }>(
  'devices-held',
  'select device, since, seen, revoked_at as "revokedAt" from devices where account_id = $1 order by since desc',
);
const passkeys = statement<{
  device: string;
  transports: string[];
  madeAt: Date;
  usedAt: Date | null;
  leavesAt: Date | null;
}>(
  'passkeys-held',
  `select device, transports, made_at as "madeAt", used_at as "usedAt", leaves_at as "leavesAt"
   from passkeys where account_id = $1 order by made_at`,
);
const savedCodes = statement<{ madeAt: Date; usedAt: Date | null }>(
  'saved-codes-held',
  'select made_at as "madeAt", used_at as "usedAt" from saved_codes where account_id = $1 order by used_at',
);
const fraudCases = statement<{
  words: string;
  openedAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
}>(
  'fraud-cases-held',
  `select words, opened_at as "openedAt", closed_at as "closedAt", closed_by as "closedBy" from fraud_cases
   where account_id = $1 order by opened_at desc`,
);
const notices = statement<{ at: Date; until: Date; usedAt: Date | null }>(
  'disavowals-held',
  'select at, until, used_at as "usedAt" from disavowals where account_id = $1 order by at desc',
);
const letters = statement<{ askedAt: Date; until: Date; printedAt: Date | null; usedAt: Date | null }>(
  'letters-held',
  `select asked_at as "askedAt", until, exported_at as "printedAt", used_at as "usedAt" from letters
   where name_hash = $1 order by asked_at desc`,
);
// What was typed into a walk is left out: it may be another person's, who only knew the number.
const walks = statement<{
  profile: string;
  purpose: string;
  portal: string | null;
  words: string;
  language: string;
  device: string;
  stage: string;
  opened: Date;
  closedAt: Date | null;
}>(
  'cases-held',
  `select profile, purpose, portal, words, language, device, stage->>'kind' as stage, opened, closed_at as "closedAt"
   from cases where name_hash = $1 order by opened desc`,
);
const messages = statement<{
  channel: string;
  sent: boolean;
  issuedAt: Date;
  linkUntil: Date;
  codeUntil: Date;
  codeUsedAt: Date | null;
  endedAt: Date | null;
  endedBecause: string | null;
}>(
  'challenges-held',
  `select channel, live as sent, issued_at as "issuedAt", link_until as "linkUntil", code_until as "codeUntil",
     code_spent_at as "codeUsedAt", ended_at as "endedAt", ended_because as "endedBecause" from challenges
   where name_hash = $1 order by issued_at desc`,
);
const failedSignIns = statement<{ knownDevice: boolean; failures: number; lastAt: Date | null }>(
  'attempts-held',
  `select known_device as "knownDevice", failures, failed_at as "lastAt" from sign_in_attempts where name_hash = $1
   order by failed_at desc`,
);
const usedUp = statement<{
  wrongCodes: number;
  wrongCodesSince: Date;
  wrongAnswers: number;
  wrongAnswersSince: Date;
  messagesAskedAt: Date[];
  toldSomeoneTriedAt: Date | null;
  failedSignIns: number;
  failedSignInsInAll: number;
  failedSignInAt: Date | null;
}>(
  'standing-held',
  `select code_used as "wrongCodes", code_since as "wrongCodesSince", screen_used as "wrongAnswers",
     screen_since as "wrongAnswersSince", messages as "messagesAskedAt", told_at as "toldSomeoneTriedAt",
     sign_in_failures as "failedSignIns", sign_in_total as "failedSignInsInAll", sign_in_failed_at as "failedSignInAt" from standings where name_hash = $1`,
);

// The mobile left with a ticket is left out: whoever took it knew the number, and may be somebody else.
const tickets = statement<{
  words: string;
  number: number;
  office: string;
  needs: string[];
  language: string;
  status: string;
  result: object | null;
  day: string;
  takenAt: Date;
  until: Date;
  remindAt: Date | null;
  sentAt: Date | null;
  changedAt: Date;
}>(
  'tickets-held',
  `select words, number, office, needs, language, status, result, issued_on::text as day, issued_at as "takenAt", until,
     remind_at as "remindAt", sms_at as "sentAt", changed_at as "changedAt" from tickets where name_hash = $1
   order by issued_at desc`,
);

/**
 * Every row there is on an account and its number, as its owner may take it along: no secret, no pseudonym, none of our own
 * numbers. Changes of contacts, cases at the counter and the log are sealed or told elsewhere. `contacts` names the standing of the contacts.
 */
export async function holdingsOf(
  on: Runner,
  { id, nameHash, contacts }: { id: string; nameHash: Buffer; contacts: Buffer },
) {
  const ofId = <Row>(one: Statement<Row>): Promise<Row[]> => on.run(one, [id]);
  const ofNumber = <Row>(one: Statement<Row>): Promise<Row[]> => on.run(one, [nameHash]);
  const [dates] = await ofId(account);
  if (!dates) throw new TypeError('An account vanished while it was signed in to');
  return {
    ...dates,
    formerKeys: await ofId(formerKeys),
    questions: (await ofId(questions)).map(({ question }) => question),
    passkeys: await ofId(passkeys),
    savedCodes: await ofId(savedCodes),
    sessions: await ofId(sessions),
    devices: await ofId(devices),
    fraudCases: await ofId(fraudCases),
    notices: await ofId(notices),
    letters: await ofNumber(letters),
    walks: await ofNumber(walks),
    messages: await ofNumber(messages),
    tickets: await ofNumber(tickets),
    failedSignIns: await ofNumber(failedSignIns),
    usedUp: (await ofNumber(usedUp))[0],
    usedUpForContacts: (await on.run(usedUp, [contacts]))[0],
  };
}
