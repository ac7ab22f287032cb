/**
 * Spellings that count as the same text when people, or those who guess, vary it. Pure: the rules use it
 * too.
 */

/**
 * Without accents, in lower case: "Muñoz" and "MUNOZ" are one. Compatibility forms (full-width digits) fold
 * too.
 */
export function foldLetters(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * Only a-z and 0-9 are left, so that "99-1234 5678" still shows the number it hides.
 * `public/` repeats this line in the browser: both must give the same text (PW-14).
 */
export function bareText(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};

/**
 * What folded text says when digits stand for letters. A 1 is read both as i and as l, hence two readings.
 */
export function leetReadings(text: string): readonly string[] {
  if (!/[013457@$]/.test(text)) return [];
  const read = text.replace(/[03457@$]/g, (sign) => leet[sign] ?? sign);
  return read.includes('1') ? [read.replaceAll('1', 'i'), read.replaceAll('1', 'l')] : [read];
}
