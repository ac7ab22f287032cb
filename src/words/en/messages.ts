/** The messages in English. An SMS fits one segment of the basic alphabet. */
import type { messages as demandedMessages, sms as demandedSms } from '../es/messages.ts';
import { greetable, groupCode, letter, plain, unbroken } from '../letters.ts';
import type { KeyChangedFacts, MailText, RecoverFacts, Sender, SomeoneTriedFacts } from '../shapes.ts';
import { clock, day, until, zone } from '../times.ts';
import { site } from './site.ts';

function hello(firstName: string): string {
  const name = greetable(firstName);
  return name === undefined ? 'Hello:' : `Hello, ${name}:`;
}

const closing = (instant: Date, sender: Sender): string =>
  `${sender.institutionName}\nTimes in this message are those of ${zone(instant, sender.timezone, 'en')}.`;

function recover(facts: RecoverFacts, sender: Sender): MailText {
  const last = (end: Date) => unbroken(until(end, facts.askedAt, sender.timezone, 'en'));
  const caseWords = unbroken(facts.caseWords);
  return {
    subject: `${facts.caseWords}: recover your ${sender.shortName} key`,
    text: letter([
      hello(facts.firstName),
      `Today at ${clock(facts.askedAt, sender.timezone, 'en')} somebody asked to recover the key of your account ` +
        `from ${site.devices[facts.device]}. The screen of that device must show the same words as this ` +
        `message: ${caseWords}.`,
      'If it was you, choose one of these two ways:',
      `1. Type this code on the page you left open. It works until ${last(facts.codeUntil)}:`,
      `   ${groupCode(facts.code)}`,
      `2. Or open this address. It works until ${last(facts.linkUntil)}:`,
      `   ${facts.link}`,
      `   You can also type ${sender.host}/codigo in your browser yourself.`,
      `If it was not you, do nothing: your key stays the same. You can tell us at ${sender.baseUrl}/no-fui-yo ` +
        `or on ${unbroken(sender.helpPhone)}.`,
      `Do not forward this message. Nobody from ${sender.shortName} will ask for this code, by phone or by ` +
        'WhatsApp. The service is free.',
      closing(facts.askedAt, sender),
    ]),
  };
}

function keyChanged(facts: KeyChangedFacts, sender: Sender): MailText {
  const date = day(facts.at, sender.timezone, 'en');
  return {
    subject: `${facts.caseWords}: your ${sender.shortName} key was changed`,
    text: letter([
      hello(facts.firstName),
      `The key of your account was changed today, ${date}, at ${clock(facts.at, sender.timezone, 'en')}, from ` +
        `${site.devices[facts.device]} (request ${unbroken(facts.caseWords)}). We signed you out everywhere else.`,
      'Was it you? Nothing to do.',
      `Was it not you? Protect your account now: call ${unbroken(sender.helpPhone)} or read what to do at`,
      `   ${sender.baseUrl}/no-fui-yo`,
      'This message does not contain your key and will never ask for it.',
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

export const messages: typeof demandedMessages = { recover, keyChanged, someoneTried };

export const sms: typeof demandedSms = {
  recover: (facts, sender) =>
    `${facts.code} is your PIN to recover your key. It ends at ` +
    `${clock(facts.codeUntil, sender.timezone, 'en')}. Nobody from ${plain(sender.shortName)} will ask you for it.` +
    `\n\n@${sender.host} #${facts.code}`,
  keyChanged: (facts, sender) =>
    `${plain(sender.shortName)}: your key was changed today at ${clock(facts.at, sender.timezone, 'en')}. ` +
    `If it was not you, call ${sender.helpPhone} now or open our website and choose NOT ME.`,
  someoneTried: (_facts, sender) =>
    `${plain(sender.shortName)}: someone tried to recover your key. Your key has not changed. ` +
    `If it was not you, never share a PIN. Help: ${sender.helpPhone}`,
};
