/** What the measured cost of one recovery means for a country: ten million people in one day. */
import { rounded, type Section } from './table.ts';

const people = 10_000_000;
const daySeconds = 24 * 3600;
/** People do not come evenly: the busiest hour is taken for three times the mean one. */
const peak = 3;
/** A processor busier than this has no room for a bad minute. */
const busy = 0.7;
const processorsPerMachine = 2;
const machines = [1, 2, 4, 8, 16, 32, 64] as const;

/** Milliseconds of processor one recovery takes, of the product (hashes and messages included) and of the database. */
export type Cost = { readonly product: number; readonly database: number };

/** Machines like this one run the product; the database has its own, with as many processors as the last column says. */
export function capacity({ product, database }: Cost): Section {
  const perMachine = (processorsPerMachine * 1000 * busy) / product;
  const mean = people / daySeconds;
  const neededAt = (rate: number): number => Math.ceil(rate / perMachine);
  return {
    title: `capacity: ${people / 1e6} million people in 24 hours are ${rounded(mean, 0)} recoveries/s, ${rounded(peak * mean, 0)} in the busiest hour`,
    rows: [
      ...machines.map((count) => ({
        what: `${count} machine${count === 1 ? '' : 's'} of ${processorsPerMachine} processors`,
        found: `${rounded(count * perMachine, 0)} recoveries/s`,
        beside: `${rounded(people / (count * perMachine) / 3600, 1)} h for all; database: ${rounded((count * perMachine * database) / 1000 / busy, 1)} processors`,
      })),
      {
        what: 'machines for the mean / for the busiest hour',
        found: `${neededAt(mean)} / ${neededAt(peak * mean)}`,
        beside: `database: ${rounded((peak * mean * database) / 1000 / busy, 0)} processors in the busiest hour`,
      },
    ],
    notes: [
      `Worked out, not measured: ${rounded(product)} ms of the product and ${rounded(database)} ms of the database a recovery, processors ${busy * 100} % busy.`,
    ],
  };
}
