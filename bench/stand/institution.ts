/** The institution that is measured: the shipped standard one, with its limits as far out of the way as config lets. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const shipped = join(import.meta.dirname, '../../institutions/standard.yaml');

/** One visitor asks hundreds of times a second here; what is left in place is what costs time: hashes, seals, rows. */
const changes: readonly (readonly [readonly string[], unknown])[] = [
  [['fictional'], true],
  [['identifiers', 'ec.ci'], { checkDigit: 'error', extraProvinces: ['99'] }],
  [['policy', 'robot', 'when'], 'never'],
  [['policy', 'code', 'triesPerDay'], 10],
  [['policy', 'messages', 'perHour'], 10],
  [['policy', 'messages', 'perDay'], 20],
  [['policy', 'messages', 'perDestinationPerHour'], 60],
  [
    ['policy', 'messages', 'resendAfterSeconds'],
    [30, 30, 30],
  ],
  [['policy', 'starts', 'perNumberPerHour'], 20],
  [['policy', 'starts', 'perNetworkPerTenMinutes'], { v4: 10_000, v6Site: 10_000, v6Region: 10_000 }],
  [['policy', 'starts', 'wholeSystemPerMinute'], 100_000],
];

/** Writes the institution's file and gives its path. */
export function writeInstitution(folder: string): string {
  const document = parseDocument(readFileSync(shipped, 'utf8'));
  for (const [path, value] of changes) document.setIn(path, value);
  const file = join(folder, 'institution.yaml');
  writeFileSync(file, document.toString());
  return file;
}
