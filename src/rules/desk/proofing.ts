/**
 * What an agent checks of the person at the counter, as points. What a person knows weighs nothing here: only a document, a face,
 * a second source and the words of their own ticket count (NIST SP 800-63A-4, 4; HD-02).
 */
import type { Policy } from '../policy.ts';

export const documentKinds = ['id-card', 'passport', 'refugee-card', 'fund-card'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** One document in the agent's hand; `expires` is its last good day. */
export type Document = { readonly kind: DocumentKind; readonly expires: Date };

/** What a register of persons answered about the document; `source` names the register, honest about being a trial. */
export type RegistryAnswer = {
  readonly verdict: 'match' | 'no-match' | 'unavailable';
  readonly source: string;
};

/** The checklist as the agent sent it. */
export type Checklist = {
  /** The original, in hand. */
  readonly document?: Document;
  readonly photoMatches: boolean;
  readonly unaltered: boolean;
  readonly second?: Document | RegistryAnswer;
  /** The person said the two words of a ticket they had taken themselves. */
  readonly wordsSaid: boolean;
  /** Nobody answers for the person. */
  readonly alone: boolean;
  /** Of a company: the appointment of its legal representative, or of its liquidator, still good. */
  readonly authority?: { readonly kind: 'representative' | 'liquidator'; readonly expires: Date };
};

/** The points there are, in the order of the page. */
export type Point = 'document' | 'photo' | 'second' | 'words' | 'authority';

/** What is wrong or lacking, each with a text of its own beside its field. */
export type ProofingFault =
  | 'no-document'
  | 'document-expired'
  | 'photo-not-matched'
  | 'altered'
  | 'second-expired'
  | 'second-is-the-same'
  | 'registry-says-no'
  | 'not-alone'
  | 'no-authority'
  | 'authority-expired'
  | 'too-few-points';

export type Proofed = {
  readonly points: readonly Point[];
  readonly passMark: number;
  /** Empty when the identity is confirmed. */
  readonly faults: readonly ProofingFault[];
};

export type ProofingTerms = {
  readonly policy: Pick<Policy, 'desk'>;
  readonly subject: 'person' | 'company';
  readonly at: Date;
};

/** How many points there are for a person or a company. */
export const pointsOf = (subject: 'person' | 'company'): readonly Point[] =>
  subject === 'company'
    ? ['document', 'photo', 'second', 'words', 'authority']
    : ['document', 'photo', 'second', 'words'];

const isRegistry = (second: Document | RegistryAnswer): second is RegistryAnswer => 'verdict' in second;

/**
 * Judges a checklist. The original document and the face are never outweighed by anything; a register that says no ends it,
 * whatever else was ticked; one that does not answer gives no point and takes none.
 */
export function judgeChecklist(list: Checklist, terms: ProofingTerms): Proofed {
  const { policy, subject, at } = terms;
  const passMark = policy.desk.passMark[subject];
  const faults: ProofingFault[] = [...documentFaults(list, at), ...secondFaults(list, at)];
  if (!list.alone) faults.push('not-alone');
  if (subject === 'company') faults.push(...authorityFaults(list, at));
  const points = pointsOf(subject).filter((point) => earns[point](list, at));
  if (faults.length === 0 && points.length < passMark) faults.push('too-few-points');
  return { points, passMark, faults };
}

function documentFaults({ document, photoMatches, unaltered }: Checklist, at: Date): ProofingFault[] {
  if (!document) return ['no-document'];
  return [
    ...(document.expires < at ? (['document-expired'] as const) : []),
    ...(photoMatches ? [] : (['photo-not-matched'] as const)),
    ...(unaltered ? [] : (['altered'] as const)),
  ];
}

function secondFaults({ document, second }: Checklist, at: Date): ProofingFault[] {
  if (!second) return [];
  if (isRegistry(second)) return second.verdict === 'no-match' ? ['registry-says-no'] : [];
  if (second.kind === document?.kind) return ['second-is-the-same'];
  return second.expires < at ? ['second-expired'] : [];
}

function authorityFaults({ authority }: Checklist, at: Date): ProofingFault[] {
  if (!authority) return ['no-authority'];
  return authority.expires < at ? ['authority-expired'] : [];
}

const earns: Record<Point, (list: Checklist, at: Date) => boolean> = {
  document: ({ document }, at) => document !== undefined && document.expires >= at,
  photo: ({ photoMatches, unaltered }) => photoMatches && unaltered,
  second: (list, at) =>
    list.second !== undefined &&
    (isRegistry(list.second) ? list.second.verdict === 'match' : secondFaults(list, at).length === 0),
  words: ({ wordsSaid }) => wordsSaid,
  authority: ({ authority }, at) => authority !== undefined && authority.expires >= at,
};
