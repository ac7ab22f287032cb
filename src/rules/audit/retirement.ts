/** What was taken out of the log when its time was over, and who says so. */
import { isSignedBy } from '../../lib/audit/signing.ts';
import type { Proven, Retirement } from './absence.ts';
import type { AuditFault, Trusted } from './batch.ts';
import type { SealedRow } from './line.ts';
import { type InclusionProof, proofFaults } from './proof.ts';

/** The event of the line that says so. */
export const retiredEvent = 'log-retired';

/** What of a retirement is signed: whoever may write a line of the log cannot say this in the name of the house. */
export const retirementText = ({ upTo, kept }: Retirement): string =>
  JSON.stringify(['reclave audit retirement 1', upTo, kept]);

/** How it stands in its line. */
export const retirementLine = ({ upTo, kept }: Retirement, keyId: string, signature: string): string =>
  [upTo, kept, keyId, signature].join(':');

/** The retirement a line tells of; nothing when nobody with a trusted key said it. */
export function saidIn({ event, after }: SealedRow, { keys }: Pick<Trusted, 'keys'>): Retirement | undefined {
  const [, upTo = '', count, id = '', signature = ''] =
    /^(\d{1,19}):(\d{1,15}):([a-z0-9-]{1,16}):([A-Za-z0-9+/=]+)$/.exec(after ?? '') ?? [];
  const key = keys.get(id);
  const said = { upTo, kept: Number(count) };
  return event === retiredEvent && key && isSignedBy(key, retirementText(said), signature) ? said : undefined;
}

/** What is wrong with a row that says rows were retired: whoever may add a line can write one, and only the house can sign it. */
export const forgedRetirement = (row: SealedRow, trusted: Pick<Trusted, 'keys'>): AuditFault[] =>
  row.event === retiredEvent && !saidIn(row, trusted)
    ? [`row ${row.seq}: it says that rows were retired, and nobody with the key did`]
    : [];

/** The retirement an export names, or what is wrong with it. */
export function readRetirement(proof: InclusionProof, trusted: Trusted): Proven | AuditFault[] {
  const said = saidIn(proof.row, trusted);
  const faults = [...proofFaults(proof, trusted), ...forgedRetirement(proof.row, trusted)];
  if (!said || faults.length > 0) return faults;
  return { ...said, at: Date.parse(proof.checkpoint.sealedAt) };
}
