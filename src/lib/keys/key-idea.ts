/**
 * An idea for a key: words drawn by chance, easy to keep in mind and hard to guess. It is made for one page
 * view and never stored. People pick weak keys when left alone with an empty field (UX C12; NIST SP
 * 800-63B-4 appendix A).
 */
type Envelope = {
  readonly min: number;
  readonly max: number;
  readonly characters: 'letters-and-digits' | 'any';
  readonly contextWords: readonly string[];
};

/** A whole number from 0 up to, not including, `below`, by a cryptographic generator. */
type Random = (below: number) => number;

/**
 * Against guessing at the sign-in this is a hundred million times what it takes; a stolen database needs the pepper first.
 * More would leave a short rule one word among ten digits, which nobody keeps in mind.
 */
const leastBits = 35;

/** Draws before giving up: a list in which so few ideas pass is the wrong list. */
const draws = 50;

/**
 * `passes` is where the caller asks `judgeKey` about the person: by chance an idea may hold their name,
 * and an idea that is then refused is worse than none.
 */
export function keyIdea(
  rule: Envelope,
  words: readonly string[],
  random: Random,
  passes: (idea: string) => boolean = () => true,
): string {
  const context = rule.contextWords.map((word) => word.toLowerCase());
  const clean = words.filter((word) => !context.some((part) => word.toLowerCase().includes(part)));
  const make = rule.characters === 'any' ? phrase : shortKey;
  for (let i = 0; i < draws; i++) {
    const idea = make(rule, clean, random);
    if (passes(idea)) return idea;
  }
  throw new Error('no idea passes the rule');
}

/** Four words with spaces between, and more while the rule asks for more. */
function phrase(rule: Envelope, words: readonly string[], random: Random): string {
  const longest = Math.floor((rule.max - 3) / 4);
  const pool = words.filter((word) => [...word].length <= longest);
  const drawn: string[] = [];
  while (drawn.length < 4 || [...drawn.join(' ')].length < rule.min) drawn.push(draw(pool, random));
  return drawn.join(' ');
}

type Plan = { readonly pool: readonly string[]; readonly words: number; readonly bits: number };

/** Capitalised words with digits between them, as long as the rule lets: "Canoa4821Farol". */
function shortKey(rule: Envelope, words: readonly string[], random: Random): string {
  const plan = choosePlan(rule.max, words);
  const pool = [...plan.pool];
  const drawn = Array.from({ length: plan.words }, () => draw(pool, random));
  const letters = drawn.reduce((sum, word) => sum + word.length, 0);
  const digits = Array.from({ length: rule.max - letters }, () => String(random(10)));
  // Digits stand between words, or on both sides of one: behind a word, guessing programs strip them.
  const parts = drawn.length === 1 ? ['', ...drawn] : drawn;
  const gaps = drawn.length === 1 ? 2 : drawn.length - 1;
  const share = (gap: number) =>
    digits.filter((_, i) => Math.floor((i * gaps) / digits.length) === gap).join('');
  return parts.map((part, i) => capital(part) + share(i)).join('');
}

/**
 * As many words as still give `leastBits` when all drawn words are the longest of their pool: the worst
 * draw counts, not the average. Short rules leave room for two words, or for one.
 */
function choosePlan(max: number, words: readonly string[]): Plan {
  const plain = words.filter((word) => /^[a-z]{3,}$/.test(word));
  const plans = [3, 2, 1].flatMap((count) =>
    [8, 7, 6, 5, 4, 3].flatMap((longest): Plan[] => {
      const pool = plain.filter((word) => word.length <= longest);
      const digits = max - count * longest;
      if (pool.length < count || digits < count) return [];
      return [{ pool, words: count, bits: count * Math.log2(pool.length) + digits * Math.log2(10) }];
    }),
  );
  const strongest = plans.toSorted((a, b) => b.bits - a.bits)[0];
  const chosen = plans.find((plan) => plan.bits >= leastBits) ?? strongest;
  if (!chosen) throw new Error('the word list has no short plain words for an idea');
  return chosen;
}

/** Takes the word out of the pool: "canoa canoa" is no idea. */
function draw(pool: string[], random: Random): string {
  const word = pool.length > 0 ? pool.splice(random(pool.length), 1)[0] : undefined;
  if (word === undefined) throw new Error('the word list is too short for an idea');
  return word;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
