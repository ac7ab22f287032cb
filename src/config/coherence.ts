/** What the parts of an institution's file owe each other, once each part has its shape. */
import { limits } from './limits.ts';
import type { Misplaced } from './mistake.ts';
import type { InstitutionFile, PolicyFile } from './schema.ts';

/** Under a short or narrow key a guess is worth more, so fewer are given (PW-23). */
const mostFailuresUnderShortKeys = 20;
/** NIST SP 800-63B-4, 3.1.1.2: 15 characters at least, 64 possible, all characters. */
const nistKey = { min: 15, max: 64 };

const gateOrders = ['contact message', 'questions contact message', 'contact message questions'];

const fellShort = (key: PolicyFile['key']): boolean =>
  key.min < nistKey.min || key.max < nistKey.max || key.characters !== 'any';

function* judgeKey(policy: PolicyFile): Generator<Misplaced> {
  const { key, signIn } = policy;
  if (key.min > key.max) {
    yield {
      path: ['policy', 'key', 'max'],
      what: `key.max (${key.max}) is less than key.min (${key.min})`,
      advice: 'Write a longest length that is not below the shortest',
    };
  }
  if (!fellShort(key)) return;
  const most = mostFailuresUnderShortKeys;
  if (!key.deviation) {
    yield {
      path: ['policy', 'key', 'deviation'],
      what: 'this key rule falls short of NIST SP 800-63B-4, 3.1.1.2 and nobody has signed for it',
      advice: 'Add key.deviation with owner, date and reason, or use min 15, max 128, characters any',
    };
  }
  if (signIn.disabledAt > most) {
    yield {
      path: ['policy', 'signIn', 'disabledAt'],
      what: `signIn.disabledAt is ${signIn.disabledAt}; the limit is ${most} under this key rule`,
      advice: `Write ${most} or less: short keys are guessed sooner (PW-23)`,
    };
  }
}

/** Pairs of numbers of which the first must not pass the second. */
const pairs: readonly {
  smaller: string;
  larger: string;
  of: (p: PolicyFile) => readonly [number, number];
}[] = [
  {
    smaller: 'messages.perHour',
    larger: 'messages.perDay',
    of: (p) => [p.messages.perHour, p.messages.perDay],
  },
  { smaller: 'link.minutes', larger: 'caseMinutes', of: (p) => [p.link.minutes, p.caseMinutes] },
  { smaller: 'keyMinutes', larger: 'caseMinutes', of: (p) => [p.keyMinutes, p.caseMinutes] },
  {
    smaller: 'signIn.freeTries',
    larger: 'signIn.disabledAt',
    of: (p) => [p.signIn.freeTries, p.signIn.disabledAt],
  },
  {
    smaller: 'signIn.firstWaitSeconds',
    larger: 'signIn.longestWaitSeconds',
    of: (p) => [p.signIn.firstWaitSeconds, p.signIn.longestWaitSeconds],
  },
];

/** Rules within the policy; every number has a default, so this can be asked whatever else is wrong. */
export function* judgePolicy(policy: PolicyFile): Generator<Misplaced> {
  yield* judgeKey(policy);
  for (const { smaller, larger, of } of pairs) {
    const [small, large] = of(policy);
    if (small <= large) continue;
    yield {
      path: ['policy', ...smaller.split('.')],
      what: `${smaller} (${small}) is more than ${larger} (${large})`,
      advice: `Lower ${smaller} or raise ${larger}`,
    };
  }
  const { enrolled, records } = policy.questions;
  if (
    new Set(records).size !== records.length ||
    enrolled + records.length > limits['questions.enrolled'].most
  ) {
    yield {
      path: ['policy', 'questions'],
      what: 'the same question twice, or more than four questions',
      advice: 'Name each record once, and four questions at most with the enrolled ones',
    };
  }
}

type Profile = InstitutionFile['profiles'][number];

/** The gates of one profile: the evidence must be there, in order, and questions alone can never suffice. */
function* judgeGates(profile: Profile, place: number): Generator<Misplaced> {
  const gates = profile.gates.join(' ');
  if (gateOrders.includes(gates)) return;
  const proven = profile.gates.includes('contact') && profile.gates.includes('message');
  yield {
    path: ['profiles', place, 'gates'],
    what: proven
      ? `the gates of “${profile.id}” are out of order or repeated: ${gates}`
      : `the gates of “${profile.id}” (${gates || 'none'}) prove nothing: questions alone never suffice (QN-02)`,
    advice: 'Write [contact, message], with questions before or after the two if they are asked at all',
  };
}

/** Rules between the profiles' gates and the questions of the policy. */
export function* judgeAllGates(
  profiles: readonly Profile[],
  questions: PolicyFile['questions'],
): Generator<Misplaced> {
  const none = questions.enrolled + questions.records.length === 0;
  for (const [place, profile] of profiles.entries()) {
    yield* judgeGates(profile, place);
    if (!none || !profile.gates.includes('questions')) continue;
    yield {
      path: ['profiles', place, 'gates'],
      what: `“${profile.id}” passes the gate of questions, but policy.questions has none`,
      advice: 'Add questions.records or questions.enrolled, or take the gate away',
    };
  }
}

/**
 * Every number a profile is known by must be described; an employer is a RUC, and its representative a card.
 */
export function* judgeIdentifiers(
  profiles: readonly Profile[],
  identifiers: InstitutionFile['identifiers'],
): Generator<Misplaced> {
  for (const [place, profile] of profiles.entries()) {
    const employer = profile.id === 'employer';
    const path = ['profiles', place, 'identifiers'];
    for (const kind of new Set([...profile.identifiers, ...(employer ? (['ec.ci'] as const) : [])])) {
      if (identifiers[kind]) continue;
      yield {
        path,
        what: `“${profile.id}” needs ${kind}, which identifiers does not describe`,
        advice: `Add ${kind} under identifiers (an employer also needs ec.ci, for the representative)`,
      };
    }
    if (employer !== (profile.identifiers.join(' ') === 'ec.ruc')) {
      yield {
        path,
        what: 'an employer is found by ec.ruc and by nothing else, and ec.ruc finds employers only',
        advice: 'Write identifiers: [ec.ruc] for the employer; the other numbers for people',
      };
    }
  }
}

/** Lists whose entries are found by name: a second entry of the same name would never be reached. */
export function* judgeNames(list: string, names: readonly string[]): Generator<Misplaced> {
  for (const [place, name] of names.entries()) {
    if (names.indexOf(name) === place) continue;
    yield {
      path: [list, place],
      what: `“${name}” stands twice in ${list}`,
      advice: 'Give each its own name, or remove one',
    };
  }
}

/** An answer nobody gave proves nobody: a real house asks a real register, or none. */
export function* judgeRegistry(registry: unknown, fictional: unknown): Generator<Misplaced> {
  if (registry !== 'trial' || fictional === true) return;
  yield {
    path: ['registry'],
    what: 'the trial registry asks nobody, and this institution is not fictional',
    advice: 'Write registry: none',
  };
}
