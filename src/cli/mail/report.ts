import PostalMime, { type Email } from 'postal-mime';
import type { MailReport } from '../../rules/mail/returned-mail.ts';

/** A message that came back, as far as it is read: whom it was returned to, and the report in it. */
export type ReturnedMail = { readonly to: string | undefined; readonly report: MailReport | undefined };

const headerOf = ({ headers }: Email, key: string): string | undefined =>
  headers.find((header) => header.key === key)?.value;

/** Where it was delivered; a local delivery writes it in front of everything else. */
const recipientOf = (mail: Email): string | undefined =>
  headerOf(mail, 'x-original-to') ?? headerOf(mail, 'delivered-to') ?? mail.to?.[0]?.address;

/** One group of fields of a delivery status (RFC 3464, 2.1): lines that begin with a blank go on. */
function reportOf(group: string): MailReport | undefined {
  const unfolded = group.replace(/\n[ \t]+/g, ' ');
  const field = (name: string) => new RegExp(`^${name}:\\s*([\\w.-]+)`, 'im').exec(unfolded)?.[1];
  const [action, status] = [field('Action'), field('Status')];
  return action === undefined || status === undefined ? undefined : { action: action.toLowerCase(), status };
}

/** The text of the parts that hold a delivery status, of a message that says it is a report. */
function statusesOf(mail: Email): string[] {
  const type = headerOf(mail, 'content-type') ?? '';
  if (!/^multipart\/report\b.*\breport-type="?delivery-status\b/is.test(type)) return [];
  return mail.attachments.flatMap(({ mimeType, content }) => {
    if (!/^message\/(?:global-)?delivery-status$/.test(mimeType)) return [];
    return typeof content === 'string' ? content : new TextDecoder('latin1').decode(content);
  });
}

/**
 * Reads a message that came back. Only a report that says what it is counts (RFC 3462): an automatic reply (RFC 3834), a person's
 * answer or a broken report holds none; nor does one that tells of several addresses, since each of ours went to one.
 */
export async function readReturned(raw: Buffer): Promise<ReturnedMail> {
  // What no reader can make sense of is no report, however often it would come again.
  const mail = await PostalMime.parse(raw, { forceRfc822Attachments: true }).catch(() => undefined);
  if (!mail) return { to: undefined, report: undefined };
  const groups = statusesOf(mail).flatMap((text) => text.replace(/\r\n?/g, '\n').split(/\n{2,}/));
  const [report, ...others] = groups.flatMap((group) => reportOf(group) ?? []);
  return { to: recipientOf(mail), report: others.length === 0 ? report : undefined };
}
