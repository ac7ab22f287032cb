import { type PaperLetter, paperLetter } from '../../courier/paper-letter.ts';
import { letterPrinted, lettersToPrint } from '../../store/account/factors/letters.ts';
import { appendAudit } from '../../store/audit.ts';
import { houseOf } from '../house.ts';
import type { World } from '../world.ts';
import { aboutLetter, type LetterToPrint } from './ask-letter.ts';

/**
 * Writes every letter that waits, by `write`, and then forgets what it said. One transaction: when writing fails nothing is
 * forgotten, and the letters are written again, with the same codes. Gives how many.
 */
export async function exportLetters(
  world: World,
  write: (name: string, page: string) => Promise<void>,
): Promise<number> {
  const house = houseOf(world);
  return world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const waiting = await lettersToPrint(tx, at);
    for (const { id, payload } of waiting) {
      const sealed = world.keys.open<LetterToPrint>(payload, aboutLetter(id));
      const letter: PaperLetter = {
        ...sealed,
        askedAt: new Date(sealed.askedAt),
        until: new Date(sealed.until),
      };
      await write(`carta-${id}.html`, paperLetter(letter, house, world.institution.timezone));
      await letterPrinted(tx, id, at);
    }
    await appendAudit(tx, {
      at,
      actor: 'operator',
      event: 'letters-printed',
      policyVersion: world.institution.policy.version,
    });
    return waiting.length;
  });
}
