/** What messages of every language share: grouping a code, greeting safely, folding lines, the alphabet of an SMS. */

/** A code as people read it: "4829 1520". Digits in, two halves out. */
export function groupCode(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

/** A first name fit for a message, or nothing: whatever could be read as an address or break a line is left out. */
export function greetable(firstName: string): string | undefined {
  const name = firstName.trim();
  return /^(?:[\p{L}\p{M}'’ -]|\.(?= |$)){1,40}$/u.test(name) ? name : undefined;
}

/** Joins what must stay on one line; `letter` turns it back into plain spaces. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');

function fold(written: string): string {
  if (written.startsWith(' ')) return written;
  const lines: string[] = [];
  let line = '';
  for (const word of written.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > 72) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}

const foldLines = (paragraph: string): string => paragraph.split('\n').map(fold).join('\n');

/** Paragraphs as a plain letter of 72 columns; a paragraph that begins with a space is left as it is. */
export function letter(paragraphs: readonly string[]): string {
  return `${paragraphs.map(foldLines).join('\n\n').replaceAll('\u00a0', ' ')}\n`;
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extended = new Set('^{}\\[~]|€');

/** Length of an SMS in GSM-7 septets; undefined when one sign is outside the alphabet. One segment holds 160. */
export function septets(text: string): number | undefined {
  let count = 0;
  for (const sign of text) {
    if (basic.has(sign)) count += 1;
    else if (extended.has(sign)) count += 2;
    else return undefined;
  }
  return count;
}

/** An institution's name inside the alphabet: one accent would double the price of every message. */
export function plain(name: string): string {
  return [...name]
    .map((sign) => (basic.has(sign) ? sign : sign.normalize('NFD').replace(/[^A-Za-z0-9]/gu, '')))
    .join('');
}
