import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { card, firstNames, lastNames, pick } from '../../src/directory/sample-crowd.ts';

/** Beyond everybody the registry of the stand holds. */
const firstSerial = 1_000_000;
const serials = 5_900_000;
const perChunk = 5000;

const header = 'identifier,number,first_name,last_name,email,phone,birth,language\n';

const two = (number: number): string => String(number).padStart(2, '0');

/** Cards while there are any, codes of the fund after them. */
function numberOf(place: number): string {
  if (place < serials) return `ec.ci,${card(firstSerial + place).number}`;
  return `fund-code,F${String(place).padStart(8, '0')}`;
}

function row(place: number): string {
  const names = `${pick(firstNames, place)},${pick(lastNames, place)}`;
  const birth = `${1940 + (place % 60)}-${two((place % 12) + 1)}-${two((place % 28) + 1)}`;
  const phone = `+5939${String(80_000_000 + (place % 19_999_999))}`;
  return `${numberOf(place)},${names},persona${place}@buzon.example,${phone},${birth},es\n`;
}

/** Writes a people file of this many rows: an e-mail, a mobile and a birth date each, as most people have. */
export async function writePeopleFile(path: string, rows: number): Promise<void> {
  const text = function* (): Generator<string> {
    yield header;
    for (let place = 0; place < rows; place += perChunk)
      yield Array.from({ length: Math.min(perChunk, rows - place) }, (_, index) => row(place + index)).join(
        '',
      );
  };
  await pipeline(Readable.from(text()), createWriteStream(path));
}
