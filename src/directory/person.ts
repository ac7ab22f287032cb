/**
 * The directory's room: sources of people, one file per kind of source.
 * It reads who people are; it never decides anything and never keeps anything.
 */
import type { IdentityNumber } from '../rules/identity.ts';

/** One person or company as an institution's records tell it. Addresses are already in their stored spelling. */
export type Person = {
  readonly subject: 'person' | 'company';
  readonly identity: IdentityNumber;
  /** Companies only: four digits. */
  readonly branch?: string;
  /** Companies only: the legal representative's number. */
  readonly representative?: IdentityNumber;
  readonly firstName: string;
  readonly lastName: string;
  readonly status: 'active' | 'suspended' | 'deceased';
  /** Why sign-in is barred, if it is: `attempts` is cleared by recovery, the others never are. */
  readonly lock?: 'attempts' | 'administrative' | 'fraud';
  readonly email?: string;
  readonly secondEmail?: string;
  /** E.164. */
  readonly phone?: string;
  /** The last message to this mailbox came back. */
  readonly bouncing: boolean;
  readonly birth?: { readonly day: number; readonly month: number; readonly year: number };
  readonly work: readonly { readonly year: number; readonly employer: string }[];
  /** Enrolled answers, by question id, in clear only while they are being imported. */
  readonly answers: Readonly<Record<string, string>>;
  /** A key in clear, for sample people only. */
  readonly key?: string;
  readonly language: 'es' | 'en';
  /** Where a letter reaches them, one line of the envelope after another. */
  readonly postal?: readonly string[];
};
