/**
 * How long the fuzzers run. In the suite: one fixed seed and few runs, the same on every machine. By `npm run fuzz`: new seeds
 * until the time is over, each told before it begins, so that a failure names what to run again.
 */
import fc from 'fast-check';

/** The seed of the suite. */
const usualSeed = 20_261_124;
/** A counterexample is made smaller for so long, and no longer: each try is a whole walk. In the suite it is told as it was found. */
const mostMilliseconds = 120_000;

const given = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
};

/** Whether this is the suite, with its one seed. */
export const inSuite = (given('RECLAVE_FUZZ_MINUTES') ?? given('RECLAVE_FUZZ_SEED')) === undefined;

/** Holds a property to one seed, or to new ones until the time is over. */
export async function fuzz<Ts>(
  name: string,
  property: fc.IAsyncProperty<Ts>,
  numRuns: number,
): Promise<void> {
  const minutes = given('RECLAVE_FUZZ_MINUTES') ?? 0;
  const until = performance.now() + minutes * 60_000;
  let seed = given('RECLAVE_FUZZ_SEED') ?? (minutes > 0 ? Date.now() % 2 ** 31 : usualSeed);
  do {
    if (minutes > 0) console.log(`${name}: --seed=${seed}`);
    const shrinking = inSuite ? { endOnFailure: true } : { interruptAfterTimeLimit: mostMilliseconds };
    await fc.assert(property, { seed, numRuns, ...shrinking });
    seed += 1;
  } while (performance.now() < until);
}
