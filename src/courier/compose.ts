import type { MailText, Sender } from '../words/shapes.ts';
import { wordsOf } from '../words/words.ts';
import { letterHtml } from './letter-html.ts';
import type { Parcel } from './message.ts';

/** A message in its final words. Both parts of a mail say the same. */
export type MailLetter = { readonly subject: string; readonly text: string; readonly html: string };
export type SmsLetter = { readonly sms: string };

/** Everything a mail program might take for the end of a line or of a header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is for
const lineEnds = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** A subject of one line which no reader decodes a second time, as `=?utf-8?q?=0d=0a?=` asks it to. */
const headline = (subject: string): string =>
  subject.replace(lineEnds, ' ').replaceAll('=?', '= ?').slice(0, 200);

// Sound: each entry takes the facts of the kind it stands under, which is the kind it is looked up by.
const mailText = ({ message, language }: Parcel, house: Sender): MailText =>
  (wordsOf(language).messages[message.kind] as Write<MailText>)(message, house);

type Write<Text> = (message: Parcel['message'], house: Sender) => Text;

/** Writes a parcel as a mail: the text, and the same text as HTML. */
export function composeMail(parcel: Parcel, house: Sender): MailLetter {
  const { subject, text } = mailText(parcel, house);
  const line = headline(subject);
  const link = 'link' in parcel.message ? parcel.message.link : undefined;
  return { subject: line, text, html: letterHtml({ subject: line, text, link, language: parcel.language }) };
}

/** Writes a parcel as one SMS. */
export const composeSms = ({ message, language }: Parcel, house: Sender): SmsLetter => ({
  sms: (wordsOf(language).sms[message.kind] as Write<string>)(message, house),
});

/** Writes a parcel for the way it travels. */
export const compose = (parcel: Parcel, house: Sender): MailLetter | SmsLetter =>
  parcel.to.by === 'mail' ? composeMail(parcel, house) : composeSms(parcel, house);
