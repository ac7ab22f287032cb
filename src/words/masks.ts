/** A contact as far as it may be shown: enough for who knows it, too little for who does not. */

const isMailbox = (contact: string): boolean => contact.includes('@');

/** For its owner: "a•••@gmail.com", "••• 4471". */
export function masked(contact: string): string {
  if (!isMailbox(contact)) return `••• ${contact.slice(-4)}`;
  const at = contact.lastIndexOf('@');
  return `${contact.slice(0, 1)}•••${contact.slice(at)}`;
}

/** For whoever reads a notice, perhaps not its owner: "g••••.com", "••• 4471". */
export function hintOf(contact: string): string {
  if (!isMailbox(contact)) return masked(contact);
  const domain = contact.slice(contact.lastIndexOf('@') + 1);
  return `${domain.slice(0, 1)}••••${domain.slice(domain.lastIndexOf('.'))}`;
}

/** A name for who compares it with a document: "M••• P•••". */
export const maskedName = (name: { readonly firstName: string; readonly lastName: string }): string =>
  [name.firstName, name.lastName]
    .map((part) => [...part.trim()][0])
    .flatMap((first) => (first === undefined ? [] : [`${first}•••`]))
    .join(' ');
