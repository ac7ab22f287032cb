/** The messages in English. An SMS fits one segment of the basic alphabet. */
import type { Purpose } from '../../rules/case.ts';
import type { messages as demandedMessages, sms as demandedSms } from '../es/messages.ts';
import { greetable, groupCode, letter, plain, unbroken } from '../letters.ts';
import type {
  AccountOpenedFacts,
  AskedAtOfficeFacts,
  ConfirmContactFacts,
  ContactFacts,
  ContactSlot,
  ContactWillChangeFacts,
  Disavowable,
  FrozenFacts,
  KeyChangedFacts,
  MailText,
  PasskeyChangedFacts,
  PasskeyWillGoFacts,
  QuestionsChangedFacts,
  RecoverFacts,
  SavedCodesFacts,
  Sender,
  SomeoneTriedFacts,
  StaysShutFacts,
  StillYoursFacts,
  UnlockedFacts,
} from '../shapes.ts';
import { clock, day, until, zone } from '../times.ts';
import { site } from './site.ts';
import { ticketMail, ticketSms } from './tickets.ts';

function hello(firstName: string): string {
  const name = greetable(firstName);
  return name === undefined ? 'Hello:' : `Hello, ${name}:`;
}

const closing = (instant: Date, sender: Sender): string =>
  `${sender.institutionName}\nTimes in this message are those of ${zone(instant, sender.timezone, 'en')}.`;

const purposes: Record<Purpose, { readonly verb: string; readonly unchanged: string }> = {
  recover: { verb: 'recover the key of your account', unchanged: 'your key stays the same' },
  unlock: { verb: 'unlock the key of your account', unchanged: 'nothing changes' },
  'first-key': { verb: 'create the first key of your account', unchanged: 'nothing changes' },
};

const subjects: Record<Purpose, (house: string) => string> = {
  recover: (house) => `recover your ${house} key`,
  unlock: (house) => `unlock your ${house} key`,
  'first-key': (house) => `create your ${house} key`,
};

const slots: Record<ContactSlot, string> = {
  email: 'main e-mail',
  'second-email': 'second e-mail',
  phone: 'mobile',
};

/** "today, 24 November 2026, at 10:31" */
const today = (at: Date, { timezone }: Sender): string =>
  `today, ${day(at, timezone, 'en')}, at ${clock(at, timezone, 'en')}`;

/** "on 27 November 2026 at 10:00" */
const on = (at: Date, { timezone }: Sender): string =>
  `on ${day(at, timezone, 'en')} at ${clock(at, timezone, 'en')}`;

const notYou = ({ link, linkUntil }: Disavowable, sender: Sender): string[] => [
  `Was it not you? Protect your account now. You can do it until ${day(linkUntil, sender.timezone, 'en')}, without ` +
    'your key:',
  `   ${link}`,
  `   You can also call ${unbroken(sender.helpPhone)}.`,
];
const wasYou = 'Was it you? Nothing to do.';
const noKey = 'This message does not contain your key and will never ask for it.';

function recover(facts: RecoverFacts, sender: Sender): MailText {
  const last = (end: Date) => unbroken(until(end, facts.askedAt, sender.timezone, 'en'));
  const caseWords = unbroken(facts.caseWords);
  const { verb, unchanged } = purposes[facts.purpose];
  return {
    subject: `${facts.caseWords}: ${subjects[facts.purpose](sender.shortName)}`,
    text: letter([
      hello(facts.firstName),
      `Today at ${clock(facts.askedAt, sender.timezone, 'en')} somebody asked to ${verb} ` +
        `from ${site.devices[facts.device]}. The screen of that device must show the same words as this ` +
        `message: ${caseWords}.`,
      'If it was you, choose one of these two ways:',
      `1. Type this code on the page you left open. It works until ${last(facts.codeUntil)}:`,
      `   ${groupCode(facts.code)}`,
      `2. Or open this address. It works until ${last(facts.linkUntil)}:`,
      `   ${facts.link}`,
      `   You can also type ${sender.host}/codigo in your browser yourself.`,
      `If it was not you, do nothing: ${unchanged}. You can tell us at ${sender.baseUrl}/no-fui-yo ` +
        `or on ${unbroken(sender.helpPhone)}.`,
      `Do not forward this message. Nobody from ${sender.shortName} will ask for this code, by phone or by ` +
        'WhatsApp. The service is free.',
      closing(facts.askedAt, sender),
    ]),
  };
}

function keyChanged(facts: KeyChangedFacts, sender: Sender): MailText {
  const { caseWords } = facts;
  return {
    subject: `${caseWords === undefined ? 'Y' : `${caseWords}: y`}our ${sender.shortName} key was changed`,
    text: letter([
      hello(facts.firstName),
      `The key of your account was changed ${today(facts.at, sender)}, from ${site.devices[facts.device]}` +
        `${caseWords === undefined ? '' : ` (request ${unbroken(caseWords)})`}. We signed you out everywhere else.`,
      wasYou,
      ...notYou(facts, sender),
      noKey,
      closing(facts.at, sender),
    ]),
  };
}

function unlocked(facts: UnlockedFacts, sender: Sender): MailText {
  return {
    subject: `${facts.caseWords}: we unlocked your ${sender.shortName} key`,
    text: letter([
      hello(facts.firstName),
      `The key of your account was unlocked ${today(facts.at, sender)}, from ${site.devices[facts.device]} ` +
        `(request ${unbroken(facts.caseWords)}). The key did not change.`,
      wasYou,
      ...notYou(facts, sender),
      noKey,
      closing(facts.at, sender),
    ]),
  };
}

function someoneTried(facts: SomeoneTriedFacts, sender: Sender): MailText {
  return {
    subject: 'Someone tried to recover your key',
    text: letter([
      hello(facts.firstName),
      `Today at ${clock(facts.at, sender.timezone, 'en')} somebody tried to recover the key of your account and ` +
        'could not. Your key did not change and your account is still open to you.',
      `Was it you? You can try again at ${sender.host}. If it asks you questions and you do not remember the ` +
        'answers, choose "I cannot answer this".',
      'Was it not you? Nothing to do. Do not share with anyone the codes we send you. If you have doubts, call ' +
        `${unbroken(sender.helpPhone)}.`,
      'We will not send more than one notice like this a day.',
      closing(facts.at, sender),
    ]),
  };
}

function confirmContact(facts: ConfirmContactFacts, sender: Sender): MailText {
  return {
    subject: `Confirm this e-mail for your ${sender.shortName} account`,
    text: letter([
      hello(facts.firstName),
      `Somebody wants to use this address as the ${slots[facts.slot]} of an account. If it was you, type this code on ` +
        `the page you left open. It works until ${unbroken(until(facts.codeUntil, facts.at, sender.timezone, 'en'))}:`,
      `   ${groupCode(facts.code)}`,
      'If it was not you, do nothing and give this code to nobody: without it this address will not be used.',
      closing(facts.at, sender),
    ]),
  };
}

function contactWillChange(facts: ContactWillChangeFacts, sender: Sender): MailText {
  const start = day(facts.effectiveAt, sender.timezone, 'en');
  const slot = slots[facts.slot];
  const told = facts.isNew
    ? [
        `You confirmed this contact as the ${slot} of your account. It starts ${on(facts.effectiveAt, sender)}.`,
      ]
    : [
        `The ${slot} of your account will ${facts.removed ? 'be removed' : `change to ${unbroken(facts.hint)}`}. ` +
          `It was asked for ${on(facts.at, sender)}.`,
        `The change starts ${on(facts.effectiveAt, sender)}. Until then we keep using your present contacts.`,
      ];
  return {
    subject: `Your ${slot} will change on ${start}. You can cancel`,
    text: letter([
      hello(facts.firstName),
      ...told,
      'Did you ask for it? Nothing to do.',
      'Did you not? Cancel it before then. You do not need your key:',
      `   ${facts.link}`,
      `   You can also call ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function contactKept(facts: ContactFacts, sender: Sender): MailText {
  return {
    subject: `Your ${slots[facts.slot]} stays the same: the change was cancelled`,
    text: letter([
      hello(facts.firstName),
      `The change of the ${slots[facts.slot]} of your account was cancelled ${today(facts.at, sender)}. We keep using ` +
        'your present contacts.',
      `If you did not ask for that change, change your key or call ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function contactChanged(facts: ContactFacts & Disavowable, sender: Sender): MailText {
  return {
    subject: `The ${slots[facts.slot]} of your ${sender.shortName} account was changed`,
    text: letter([
      hello(facts.firstName),
      `The ${slots[facts.slot]} of your account was ${facts.removed ? 'removed' : 'changed'} ${today(facts.at, sender)}. ` +
        `From now on we ${facts.removed ? 'do not use it' : 'use the new one'}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function frozen(facts: FrozenFacts, sender: Sender): MailText {
  return {
    subject: `${facts.caseWords}: we protected your ${sender.shortName} account`,
    text: letter([
      hello(facts.firstName),
      `Somebody with one of your messages said "it was not me" ${today(facts.at, sender)}. We signed your account out ` +
        'everywhere, undid the recent changes, and nobody can sign in for now.',
      `To open it again, recover your key at ${sender.host}: we will ask you to confirm two of your contacts. You can ` +
        'also go to an office with your document.',
      `Say these two words if you call ${unbroken(sender.helpPhone)}: ${unbroken(facts.caseWords)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function passkeyChanged(facts: PasskeyChangedFacts, sender: Sender): MailText {
  return {
    subject: `Fingerprint or face sign-in was turned ${facts.added ? 'on' : 'off'} for your account`,
    text: letter([
      hello(facts.firstName),
      `Sign-in with fingerprint, face or PIN was turned ${facts.added ? 'on' : 'off'} ${today(facts.at, sender)}` +
        `${facts.device ? `, from ${site.devices[facts.device]}` : ', as was asked for before'}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function passkeyWillGo(facts: PasskeyWillGoFacts, sender: Sender): MailText {
  return {
    subject: 'Fingerprint or face sign-in will be removed from your account',
    text: letter([
      hello(facts.firstName),
      `Somebody asked to remove your last sign-in with fingerprint, face or PIN ${today(facts.at, sender)}, ` +
        `from ${site.devices[facts.device]}.`,
      `It is removed ${on(facts.leavesAt, sender)}. Until then it works, and you can keep it in your account.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

const codesLeft = (n: number): string => (n === 0 ? 'You have none left' : `You have ${n} left`);

function savedCodes(facts: SavedCodesFacts, sender: Sender): MailText {
  const used = facts.happened === 'used';
  return {
    subject: used ? 'One of your paper recovery codes was used' : 'Paper recovery codes were made',
    text: letter([
      hello(facts.firstName),
      used
        ? `One of your paper recovery codes was used ${today(facts.at, sender)}. ${codesLeft(facts.left)}.`
        : `${facts.left} paper recovery codes were made ${today(facts.at, sender)}. The earlier ones no longer work.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function askedAtOffice(facts: AskedAtOfficeFacts, sender: Sender): MailText {
  const { slot } = facts;
  const wish = slot === undefined ? 'open your account again' : `change the ${slots[slot]} of your account`;
  const where = `at ${facts.office}`;
  const told = facts.isNew
    ? `You gave this contact ${where} to ${wish}. Another person still has to approve it.`
    : `Somebody asked ${where} to ${wish}${facts.hint === '' ? '' : `. The new one would be ${unbroken(facts.hint)}`}. They ` +
      'showed a document, and another person will review it.';
  return {
    subject: `Somebody at an office asked to ${wish}. You can cancel`,
    text: letter([
      hello(facts.firstName),
      `${told} It was asked for ${today(facts.at, sender)}.`,
      'Was it you? Nothing to do.',
      'Was it not you? Cancel it now. You do not need your key:',
      `   ${facts.link}`,
      `   You can also call ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function staysShut(facts: StaysShutFacts, sender: Sender): MailText {
  return {
    subject: `Your ${sender.shortName} account stays protected`,
    text: letter([
      hello(facts.firstName),
      `What was asked for at an office was not done. Your account stays closed, as before. So it was left ${today(facts.at, sender)}.`,
      `If you want to open it, go to an office with your document or call ${unbroken(sender.helpPhone)}.`,
      closing(facts.at, sender),
    ]),
  };
}

function accountOpened(facts: AccountOpenedFacts, sender: Sender): MailText {
  return {
    subject: `Your ${sender.shortName} account is open again`,
    text: letter([
      hello(facts.firstName),
      `Two people at ${facts.office} confirmed the identity and opened the account ${today(facts.at, sender)}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function questionsChanged(facts: QuestionsChangedFacts, sender: Sender): MailText {
  return {
    subject: 'The personal questions of your account were changed',
    text: letter([
      hello(facts.firstName),
      `The personal questions of your account and their answers were changed ${today(facts.at, sender)}.`,
      wasYou,
      ...notYou(facts, sender),
      closing(facts.at, sender),
    ]),
  };
}

function stillYours(facts: StillYoursFacts, sender: Sender): MailText {
  return {
    subject: `Do you still use this e-mail for ${sender.shortName}?`,
    text: letter([
      hello(facts.firstName),
      'With this e-mail you can recover your key without going to an office.',
      `If you still use it, do nothing. If you are going to leave it, change it first at ${sender.host}/cuenta.`,
      closing(facts.at, sender),
    ]),
  };
}

export const messages: typeof demandedMessages = {
  recover,
  'key-changed': keyChanged,
  unlocked,
  'someone-tried': someoneTried,
  'confirm-contact': confirmContact,
  'contact-will-change': contactWillChange,
  'contact-kept': contactKept,
  'contact-changed': contactChanged,
  frozen,
  'asked-at-office': askedAtOffice,
  'stays-shut': staysShut,
  'account-opened': accountOpened,
  'passkey-changed': passkeyChanged,
  'passkey-will-go': passkeyWillGo,
  'saved-codes': savedCodes,
  'questions-changed': questionsChanged,
  'still-yours': stillYours,
  ticket: ticketMail,
};

const smsPurposes: Record<Purpose, string> = {
  recover: 'to recover your key',
  unlock: 'to unlock your key',
  'first-key': 'to create your key',
};

const notice = (sender: Sender, text: string): string =>
  `${plain(sender.shortName)}: ${text} If it was not you, call ${sender.helpPhone} now.`;

export const sms: typeof demandedSms = {
  recover: (facts, sender) =>
    `${facts.code} is your PIN ${smsPurposes[facts.purpose]}. It ends at ${clock(facts.codeUntil, sender.timezone, 'en')}. ` +
    `Nobody from ${plain(sender.shortName)} will ask you for it.\n\n@${sender.host} #${facts.code}`,
  'key-changed': (facts, sender) =>
    `${plain(sender.shortName)}: your key was changed today at ${clock(facts.at, sender.timezone, 'en')}. ` +
    `If it was not you, call ${sender.helpPhone} now or open our website and choose NOT ME.`,
  unlocked: (facts, sender) =>
    notice(sender, `your key was unlocked today at ${clock(facts.at, sender.timezone, 'en')}.`),
  'someone-tried': (_facts, sender) =>
    `${plain(sender.shortName)}: someone tried to recover your key. Your key has not changed. ` +
    `If it was not you, never share a PIN. Help: ${sender.helpPhone}`,
  'confirm-contact': (facts, sender) =>
    `${facts.code} is your PIN to confirm this mobile. It ends at ${clock(facts.codeUntil, sender.timezone, 'en')}. ` +
    `Nobody from ${plain(sender.shortName)} will ask you for it.\n\n@${sender.host} #${facts.code}`,
  'contact-will-change': (facts, sender) =>
    `${plain(sender.shortName)}: someone asked to change your ${slots[facts.slot]} from ` +
    `${day(facts.effectiveAt, sender.timezone, 'en')}. If it was not you, call ${sender.helpPhone} to cancel.`,
  'contact-kept': (facts, sender) =>
    `${plain(sender.shortName)}: the change of your ${slots[facts.slot]} was cancelled. Help: ${sender.helpPhone}`,
  'contact-changed': (facts, sender) => notice(sender, `your ${slots[facts.slot]} was changed today.`),
  frozen: (facts, sender) =>
    `${plain(sender.shortName)}: we protected your account (${plain(facts.caseWords)}). Recover your key on our website ` +
    `or call ${sender.helpPhone}.`,
  'asked-at-office': (facts, sender) =>
    `${plain(sender.shortName)}: at an office somebody asked to ${facts.slot === undefined ? 'open your account' : `change your ${slots[facts.slot]}`}. ` +
    `If it was not you, call ${sender.helpPhone} today to cancel.`,
  'stays-shut': (_facts, sender) =>
    `${plain(sender.shortName)}: your account stays closed. What was asked at the office was not done. Help: ${sender.helpPhone}`,
  'account-opened': (_facts, sender) => notice(sender, 'your account was opened again at an office.'),
  'passkey-changed': (facts, sender) =>
    notice(sender, `fingerprint sign-in was turned ${facts.added ? 'on' : 'off'} for your account.`),
  'passkey-will-go': (facts, sender) =>
    notice(
      sender,
      `someone asked to remove fingerprint sign-in from ${day(facts.leavesAt, sender.timezone, 'en')}.`,
    ),
  'saved-codes': (facts, sender) =>
    notice(
      sender,
      facts.happened === 'used'
        ? 'a paper code of your account was used.'
        : 'paper codes were made for your account.',
    ),
  'questions-changed': (_facts, sender) =>
    notice(sender, 'the personal questions of your account were changed today.'),
  'still-yours': (_facts, sender) =>
    `${plain(sender.shortName)}: with this mobile you can recover your key. If you are going to leave it, change it ` +
    `first at ${sender.host}.`,
  ticket: ticketSms,
};
