/**
 * The keys too many people use: passwords from breaches, words, names and places, in Spanish and English.
 * NIST SP 800-63B-4 section 3.1.1.2 asks for the comparison of the whole key; PW-22 says how long the list
 * must be where keys are short. Everything is on disk beside the program: the check works with the network
 * down (PW-09).
 */
import { readFileSync } from 'node:fs';
import { foldLetters, leetReadings } from '../fold.ts';
import { createWordSet, isAscii, type WordSet } from './word-set.ts';

type Envelope = {
  readonly min: number;
  readonly max: number;
  readonly characters: 'letters-and-digits' | 'any';
};

export type Blocklist = {
  readonly size: number;
  readonly bytes: number;
  /** Milliseconds the list took to load. */
  readonly loadedIn: number;
  /** Is this whole key, or a simple variation of it, one that many people use? */
  isCommon(key: string): boolean;
  /** How many entries could be a key under this rule: what PW-22 asks to be 100,000 or more. */
  entriesFitting(rule: Envelope): number;
};

/** Fewer entries than this means that the data is not what was shipped. */
const fewest = 100_000;
const room = { words: 300_000, letters: 2_400_000 };

/**
 * The packages' plain word lists, read as data and let go of. Importing the packages would keep every list,
 * its compressed source and the keyboard graphs in memory for ever (measured: 110 MB against 11).
 */
const lists = () => [
  import.meta.resolve('@zxcvbn-ts/language-common/src/passwords.json'),
  import.meta.resolve('@zxcvbn-ts/language-common/src/diceware.json'),
  import.meta.resolve('@zxcvbn-ts/language-en/src/commonWords.json'),
  import.meta.resolve('@zxcvbn-ts/language-en/src/firstnames.json'),
  import.meta.resolve('@zxcvbn-ts/language-en/src/lastnames.json'),
  import.meta.resolve('@zxcvbn-ts/language-en/src/wikipedia.json'),
  import.meta.resolve('@zxcvbn-ts/language-es-es/src/commonWords.json'),
  import.meta.resolve('@zxcvbn-ts/language-es-es/src/firstnames.json'),
  import.meta.resolve('@zxcvbn-ts/language-es-es/src/lastnames.json'),
  import.meta.resolve('@zxcvbn-ts/language-es-es/src/wikipedia.json'),
];

/** What the European lists lack and people in Ecuador and its neighbours type. */
const local = `contrasenia diosesamor diosesmipastor diosmio diosmebendiga teamomucho teamodemasiado teextrano
  barcelonasc barcelonacampeon ligadequito ligacampeon emeleccampeon idoloecuador deportivocuenca vivaecuador
  ecuadormitierra ecuadorlindo sisepuede mitadelmundo jesusteama jesuscristo virgendelcisne virgendelquinche
  mividaentera mireinabella miprincesa corazondemelon gatito perrito chiquita cambiame bienvenido bienvenida
  seguridadsocial jubilado jubilada pensionista afiliado afiliada clavenueva nuevaclave miclave12 recuperar`;

const quote = 0x22;
const backslash = 0x5c;

/**
 * Takes the words out of a JSON list of strings without parsing it: words of plain letters go from the file
 * to the set as bytes; the few with accents become strings on the way.
 */
function addList(set: WordSet, json: Buffer): void {
  const whole = json[0] === 0x5b && json.subarray(-4).toString('latin1').trimEnd().endsWith(']');
  if (!whole) throw new Error('blocklist data is not a whole list');
  for (let from = json.indexOf(quote) + 1; from > 0; ) {
    let to = from;
    let plain = true;
    for (let byte = json[to]; byte !== undefined && byte !== quote; byte = json[++to]) {
      if (byte > 126 || byte === backslash) plain = false;
      if (byte >= 65 && byte <= 90) json[to] = byte + 32;
    }
    if (plain) addWord(set, json, from, to);
    else addFolded(set, json.toString('utf8', from, to));
    from = json.indexOf(quote, to + 1) + 1;
  }
}

function addWord(set: WordSet, source: Uint8Array, from: number, to: number): void {
  if (to - from > 2) set.add(source, from, to);
}

/** Words that stay outside ASCII cannot be keys under the short rule, and are a hundred of 230,000. */
function addFolded(set: WordSet, word: string): void {
  const folded = foldLetters(word);
  const bytes = Buffer.from(folded, 'latin1');
  if (isAscii(folded) && !folded.includes('\\')) addWord(set, bytes, 0, bytes.length);
}

function readAll(addresses: readonly string[]): WordSet {
  const set = createWordSet(room.words, room.letters);
  for (const address of addresses) addList(set, readFileSync(new URL(address)));
  for (const word of local.split(/\s+/)) addFolded(set, word);
  if (set.size < fewest) throw new Error(`blocklist has ${set.size} entries, fewer than ${fewest}`);
  return set;
}

/**
 * The key, and the key without the last one to four signs or digits: what is left must still be a word,
 * or six digits, for otherwise any number would be a variation of a common one.
 */
function bases(folded: string): readonly string[] {
  const found = [folded];
  for (let cut = 1; cut <= 4; cut++) {
    const base = folded.slice(0, -cut);
    const last = folded.at(-cut) ?? '';
    if (!/[^a-z]/.test(last) || base.length < (/[a-z]/.test(base) ? 3 : 6)) break;
    found.push(base);
  }
  return found;
}

/** What people do to a word to make it "theirs": say it twice, or put "mi" before it. */
function undone(word: string): readonly string[] {
  const half = word.slice(0, word.length / 2);
  const twice = half.length > 2 && (half + half === word || `${half} ${half}` === word) ? [half] : [];
  const mine = /^(?:mis|mi|my)(.{4,})$/.exec(word)?.[1];
  return mine === undefined ? twice : [...twice, mine];
}

function isListed(set: WordSet, word: string): boolean {
  return set.has(word) || undone(word).some((inner) => set.has(inner));
}

function isCommonIn(set: WordSet, key: string): boolean {
  const folded = foldLetters(key);
  if (!isAscii(folded)) return false;
  const written = [folded, [...folded].reverse().join('')];
  return written
    .flatMap(bases)
    .flatMap((base) => [base, ...leetReadings(base)])
    .some((word) => isListed(set, word));
}

function countFitting(set: WordSet, { min, max, characters }: Envelope): number {
  const allowed = characters === 'any' ? /^/ : /^[a-z0-9]+$/;
  return set.count((word) => word.length >= min && word.length <= max && allowed.test(word));
}

/**
 * Throws when a list is missing, cut or short: a service that cannot refuse common keys must not run
 * (PW-09).
 */
export function readBlocklist(addresses: readonly string[]): Blocklist {
  const start = performance.now();
  const set = readAll(addresses);
  return {
    size: set.size,
    bytes: set.bytes,
    loadedIn: performance.now() - start,
    isCommon: (key) => isCommonIn(set, key),
    entriesFitting: (rule) => countFitting(set, rule),
  };
}

let loaded: Blocklist | undefined;

/**
 * The shipped list, read once: it never changes, and one process needs one. Call it at start, for it
 * throws.
 */
export function loadBlocklist(): Blocklist {
  loaded ??= readBlocklist(lists());
  return loaded;
}
