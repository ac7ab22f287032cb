import type { ActivityKind } from './activity.ts';

/** Kinds about which it helps to say at once "it was not me". */
const worthDisavowing: ReadonlySet<ActivityKind> = new Set([
  'signed-in',
  'signed-in-by-passkey',
  'key-confirmed',
  'key-changed',
  'key-recovered',
  'code-right',
  'link-followed',
  'passkey-added',
  'passkey-removed',
  'passkey-removal-asked',
  'saved-codes-made',
  'saved-code-used',
  'questions-enrolled',
  'unlocked',
  'proof-shown',
  'contact-change-asked',
  'contact-change-confirmed',
  'contact-changed',
  'desk-submitted',
  'desk-approved',
  'contact-approved',
  'statement-made',
  'other',
]);

export const mayDisavow = (kind: ActivityKind): boolean => worthDisavowing.has(kind);
