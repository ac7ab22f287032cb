/** The auditors' ready questions (A3), and the paper that goes with their answers. */
import { isSignedBy } from '../../lib/audit/signing.ts';
import { sha256 } from '../../lib/digest.ts';
import type { NamedKey } from './line.ts';

/** Each question with the columns of its answer. */
export const reportColumns = {
  /** Who changed contacts without a ticket? Changes sent for approval whose case was not opened by a ticket. */
  'contacts-without-ticket': ['seq', 'at', 'case_id', 'agent', 'office', 'reason'],
  /** Approvals in under 30 seconds? Counted from when the agent sent the change. */
  'quick-approvals': ['seq', 'at', 'case_id', 'agent', 'supervisor', 'office', 'seconds'],
  /** Repeated agent-supervisor pairs? Pairs with two approvals or more, and their share of all the agent's. */
  'repeated-pairs': ['agent', 'supervisor', 'approvals', 'percent_of_agent', 'first_at', 'last_at'],
  /** Searches with no case after them? By the same agent, about the same number, within an hour. */
  'searches-without-case': ['seq', 'at', 'agent', 'office', 'reason', 'subject'],
  /** Changes undone by "it was not me"? With who asked for and approved the last one at the desk. */
  'undone-changes': ['seq', 'at', 'subject', 'agent', 'supervisor', 'approved_at'],
} as const;

export type ReportName = keyof typeof reportColumns;

/** An approval faster than this was not read. */
export const quickSeconds = 30;
/** A search serves the case that is opened within this. */
export const searchMinutes = 60;

/** Says what a file is and that it was not changed since. */
export type Manifest = {
  readonly report: ReportName;
  readonly from: string;
  readonly to: string;
  readonly madeAt: string;
  readonly rows: number;
  /** Hex, of the file's bytes. */
  readonly sha256: string;
  readonly keyId: string;
  readonly signature: string;
};

/** What of a manifest is signed. */
export const manifestText = (manifest: Omit<Manifest, 'signature'>): string => {
  const { report, from, to, madeAt, rows, sha256: digest, keyId } = manifest;
  return JSON.stringify(['reclave audit report 1', report, from, to, madeAt, rows, digest, keyId]);
};

/** What is wrong with a report's file beside its manifest; nothing when it is as it was made. */
export function manifestFault(
  manifest: Manifest,
  file: string,
  keys: readonly NamedKey[],
): 'file-changed' | 'key-not-trusted' | 'signature-wrong' | undefined {
  const key = keys.find(({ id }) => id === manifest.keyId);
  if (!key) return 'key-not-trusted';
  if (!isSignedBy(key.publicKey, manifestText(manifest), manifest.signature)) return 'signature-wrong';
  return sha256(file).toString('hex') === manifest.sha256 ? undefined : 'file-changed';
}
