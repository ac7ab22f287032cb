/**
 * A set of short ASCII words in two typed arrays. A JavaScript Set of the same 230,000 words takes some 20 MB
 * of heap for ever; this takes 5 MB, and it is exact: no word is taken for another, as a Bloom filter would.
 */
export type WordSet = {
  readonly size: number;
  /** Bytes held, for the measurements. */
  readonly bytes: number;
  has(word: string): boolean;
  /** Takes the word as bytes, since making strings of a whole list leaves 40 MB of garbage behind. */
  add(source: Uint8Array, from: number, to: number): void;
  /** Walks over all of them: for proofs and tests, not for requests. */
  count(fits: (word: string) => boolean): number;
};

const longestWord = 255;

/** FNV-1a: short, and even enough for words. */
function slotOf(source: Uint8Array, from: number, to: number, mask: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (source[i] ?? 0), 0x01000193);
  return ((hash >>> 15) ^ hash) & mask;
}

/** Where words lie: lengths and letters one behind the other, and a table of open addresses that finds them. */
class WordTable implements WordSet {
  readonly #mask: number;
  readonly #places: Uint32Array;
  readonly #text: Uint8Array;
  readonly #asked = new Uint8Array(longestWord);
  readonly #mostWords: number;
  #end = 1; // 0 in the table says "empty", so no word may start there
  #size = 0;

  constructor(mostWords: number, mostLetters: number) {
    this.#mostWords = mostWords;
    this.#mask = 2 ** Math.ceil(Math.log2(mostWords * 1.5)) - 1;
    this.#places = new Uint32Array(this.#mask + 1);
    this.#text = new Uint8Array(mostLetters + mostWords + 1);
  }

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#places.byteLength + this.#text.byteLength;
  }

  #sameAt(start: number, source: Uint8Array, from: number, to: number): boolean {
    if (this.#text[start] !== to - from) return false;
    for (let i = from; i < to; i++) if (this.#text[start + 1 + i - from] !== source[i]) return false;
    return true;
  }

  /** The slot of the word, or the free slot where it would stand. */
  #find(source: Uint8Array, from: number, to: number): number {
    const places = this.#places;
    let slot = slotOf(source, from, to, this.#mask);
    for (let start = places[slot]; start && !this.#sameAt(start, source, from, to); start = places[slot]) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  add(source: Uint8Array, from: number, to: number): void {
    const slot = this.#find(source, from, to);
    if (this.#places[slot] !== 0) return;
    const length = to - from;
    const full = this.#size >= this.#mostWords || this.#end + 1 + length > this.#text.length;
    if (length > longestWord || full) throw new Error('word set is full');
    this.#places[slot] = this.#end;
    this.#text[this.#end] = length;
    this.#text.set(source.subarray(from, to), this.#end + 1);
    this.#end += 1 + length;
    this.#size += 1;
  }

  has(word: string): boolean {
    if (word.length > longestWord || !isAscii(word)) return false;
    for (let i = 0; i < word.length; i++) this.#asked[i] = word.charCodeAt(i);
    return this.#places[this.#find(this.#asked, 0, word.length)] !== 0;
  }

  count(fits: (word: string) => boolean): number {
    let fitting = 0;
    for (let start = 1; start < this.#end; start += 1 + (this.#text[start] ?? 0)) {
      const end = start + 1 + (this.#text[start] ?? 0);
      if (fits(String.fromCharCode(...this.#text.subarray(start + 1, end)))) fitting += 1;
    }
    return fitting;
  }
}

/**
 * Room for `mostWords` words of `mostLetters` letters together; past that it throws rather than forget one.
 */
export const createWordSet = (mostWords: number, mostLetters: number): WordSet =>
  new WordTable(mostWords, mostLetters);

/** Only such words can be in a set. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 126) return false;
  return true;
}
