import { judgeAddress } from '../../lib/contact/email.ts';
import { e164, isPhoneOf } from '../../lib/contact/phone.ts';
import { raw } from '../../lib/html.ts';
import type { Channel } from '../../rules/policy.ts';
import type { Ctx } from './visit.ts';

type Read = { readonly contact: string } | { readonly fault: 'empty' | 'no-at' | 'no-domain' | 'malformed' };

function readAddress(typed: string): Read {
  const verdict = judgeAddress(typed);
  return verdict.ok ? { contact: verdict.address } : { fault: verdict.fault };
}

function readPhone(typed: string, country: string): Read {
  if (typed.trim() === '') return { fault: 'empty' };
  const phone = e164(typed, country);
  return phone ? { contact: phone } : { fault: 'malformed' };
}

/** A new contact as it would be kept, or what is wrong with it in the words of its field. */
export function readContact(
  c: Ctx,
  slot: Channel,
  typed: string,
): { readonly contact: string } | { readonly error: string } {
  const { institution } = c.var.visit.world;
  const { changeContact: say } = c.var.visit.words;
  const read = slot === 'phone' ? readPhone(typed, institution.country) : readAddress(typed);
  if ('fault' in read) return { error: say.fields[slot].errors[read.fault] };
  const { sms } = institution;
  if (slot === 'phone' && sms && !isPhoneOf(read.contact, sms.countries))
    return { error: say.errors.notServed };
  return read;
}

/** Attributes of the field of a new contact that somebody types for themselves. */
export const ownMailField = raw(
  'type="email" inputmode="email" autocomplete="email" autocapitalize="none" autocorrect="off" spellcheck="false"',
);
export const ownPhoneField = raw('type="tel" inputmode="tel" autocomplete="tel"');
