/** The five invariants of the design, held against everything that can happen under every policy that config accepts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { readInstitution } from '../../src/config/institution.ts';
import type { Event, Means, Outcome, Terms } from '../../src/rules/case.ts';
import { decide } from '../../src/rules/decide.ts';
import type { Institution } from '../../src/rules/policy.ts';
import { left } from '../../src/rules/standing.ts';
import { lockstep } from './lockstep.ts';
import { type Decide, jumpsOf, proves, type Shape, type Step, search, usedOf } from './search.ts';

const hour = 3_600_000;
const kinds = ({ effects }: Outcome): string[] => effects.map((effect) => effect.kind);
const harmless = ['send-message', 'tell-someone-tried'];

/** Whether the walk reached its end by this step: a new key, or the old one unlocked. */
const completes = ({ outcome, kept }: Step): boolean => {
  const { stage } = outcome.state;
  return stage.kind === 'closed' && stage.because === 'completed' && kept.stage.kind !== 'closed';
};

/** 1: a key is written or unlocked only for the browser that showed possession, in time (RT-08, RT-04). */
function noKeyWithoutPossession(step: Step): boolean {
  const { kept, move, outcome } = step;
  if (!kinds(outcome).includes('write-key') && !completes(step)) return true;
  return kept.shown?.by === move.browser && move.browser === 'owner' && move.event.at <= kept.shown.until;
}

/** RC-04, RC-07: who has another method, where two are asked for, and whoever is frozen, shows two different ones. */
function twoWhereTwoAreAsked(step: Step): boolean {
  const { kept, outcome, terms, means } = step;
  const { stage } = outcome.state;
  const methods = completes(step) ? (kept.shown?.methods ?? []) : (step.now?.methods ?? []);
  const another = means.others.some((one) => !methods.includes(one));
  const must = means.frozen || (terms.policy.assurance === 'two' && another);
  const nearTheEnd = stage.kind === 'choosing-key' || stage.kind === 'unlocking';
  return !must || methods.length >= 2 || !(completes(step) || nearTheEnd);
}

/** RC-08: unlocking writes no key, and a freeze is lifted by no other step than the last. */
function unlockingWritesNothing(step: Step): boolean {
  const { outcome, move, means } = step;
  const done = kinds(outcome);
  if (done.includes('lift-freeze') !== (completes(step) && means.frozen)) return false;
  if (move.event.kind !== 'unlock-chosen') return !done.includes('tell-unlocked');
  const ends = outcome.effects.find((effect) => effect.kind === 'end-everything-else');
  return !done.includes('write-key') && ends?.sessions !== true;
}

/** 2: before possession no answer, right or wrong, orders anything but messages to the owner (QN-01). */
function questionsWeighNothing({ after, move, outcome, kept }: Step): boolean {
  const place = move.place ?? after.cases.length - 1;
  if (kept.shown || after.cases[place]?.shown) return true;
  const { stage } = outcome.state;
  const proven = 'evidence' in stage || (stage.kind === 'answering' && stage.proven !== undefined);
  return !proven && kinds(outcome).every((kind) => harmless.includes(kind));
}

/** 3: within its day an allowance only falls, by the rules' own count and by ours (RT-10, QN-09, H32). */
function countersOnlyFall({ before, after, outcome, terms, kept, move }: Step): boolean {
  const { code, questions, messages } = terms.policy;
  const { at } = move.event;
  const [was, is] = [before.standing, outcome.state.standing];
  const fallen =
    left(is.codeTries, code.triesPerDay, at) <= left(was.codeTries, code.triesPerDay, at) &&
    left(is.screenTries, questions.triesPerDay, at) <= left(was.screenTries, questions.triesPerDay, at);
  const { stage } = outcome.state;
  const passes =
    stage.kind === 'naming-contact' && kept.stage.kind === 'answering' && stage.screen === 'passed';
  const sent = (span: number): number =>
    after.tally.messages.filter((one) => at.getTime() - one.getTime() < span).length;
  return (
    fallen &&
    usedOf(after.tally.codes, at) <= code.triesPerDay &&
    !(passes && usedOf(before.tally.screens, at) >= questions.triesPerDay) &&
    sent(hour) <= messages.perHour &&
    sent(24 * hour) <= messages.perDay &&
    !('sent' in stage && stage.sent > messages.resendAfterSeconds.length + 1)
  );
}

/** 3: a code is never taken when the day's tries are used up, however it was come by. */
function usedUpMeansUsedUp({ before, move, outcome, terms }: Step): boolean {
  if (!move.event.kind.endsWith('code-entered')) return true;
  const spent = usedOf(before.tally.codes, move.event.at) >= terms.policy.code.triesPerDay;
  return !spent || (outcome.effects.length === 0 && outcome.refusal !== 'wrong-code');
}

/** 4: a closed case stays closed and orders nothing. */
const closedStaysClosed = ({ kept, outcome }: Step): boolean =>
  kept.stage.kind !== 'closed' || (outcome.state.stage === kept.stage && outcome.effects.length === 0);

/** 4: a new key, the end of everything else and the notices are one thing (RC-02, RC-06). */
function completionEndsEverything(step: Step): boolean {
  const { outcome, after, move } = step;
  const { stage } = outcome.state;
  const always = ['clear-attempt-lock', 'end-everything-else'];
  const own = move.event.kind === 'unlock-chosen' ? ['tell-unlocked'] : ['write-key', 'tell-key-changed'];
  const marks = [...always, ...own];
  const done = marks.filter((mark) => kinds(outcome).includes(mark)).length;
  if (!completes(step)) return done === 0;
  const over = after.cases.every(
    (kept) => kept.stage.kind === 'closed' && (!kept.living || kept.stage === stage),
  );
  return done === marks.length && over;
}

/** 4: every message asked for is a new one, which the case now waits for; the older one is nobody's (RT-06). */
function newestReplaces({ outcome, after, move }: Step): boolean {
  const sent = outcome.effects.filter((effect) => effect.kind === 'send-message');
  if (sent.length === 0) return true;
  const { stage } = outcome.state;
  const waiting = stage.kind === 'awaiting-code' || stage.kind === 'proving-again';
  const waits = waiting && stage.sentAt === move.event.at;
  return sent.length === 1 && waits && after.cases.filter((kept) => kept.living).length <= 1;
}

/** RT-04: possession is handed over only by what shows it, and while that lives. */
function nothingOutlivesItsTime({ move: { event }, outcome }: Step): boolean {
  if (!kinds(outcome).includes('hand-to-actor')) return true;
  return proves(event) !== undefined;
}

/** RT-11: who starts while guessing goes on waits their time out, whatever their machine solved. */
function slowedWaits({ kept: { stage }, move: { event }, outcome }: Step): boolean {
  if (event.kind !== 'pace-kept' || stage.kind !== 'pacing' || !stage.slowed) return true;
  return event.at >= stage.until || outcome.refusal !== undefined;
}

const invariants = {
  slowedWaits,
  closedStaysClosed,
  nothingOutlivesItsTime,
  noKeyWithoutPossession,
  twoWhereTwoAreAsked,
  unlockingWritesNothing,
  questionsWeighNothing,
  countersOnlyFall,
  usedUpMeansUsedUp,
  completionEndsEverything,
  newestReplaces,
};

const root = join(import.meta.dirname, '../..');
const textOf = (name: string): string => readFileSync(join(root, 'institutions', `${name}.yaml`), 'utf8');

function institutionOf(text: string): Institution {
  const reading = readInstitution(text, 'test.yaml');
  return reading.ok ? reading.institution : assert.fail(JSON.stringify(reading.mistakes));
}

/** The terms of each profile; two profiles with the same gates are decided alike. */
function termsOf({ policy, profiles }: Institution): Terms[] {
  const gates = new Map(profiles.map((profile) => [profile.gates.join(' '), profile.gates]));
  return [...gates.values()].map((one) => ({ policy, gates: one, purpose: 'recover' }));
}

type Size = Omit<Shape, 'steps'> & { readonly steps?: number };
const both = ['email', 'phone'] as const;
/** Starting over again and again; time passing; two cases at once. */
const startingOver: Size = { starts: 3, parallel: 1, jumps: 0, channels: both, owner: true };
const timePassing: Size = { starts: 1, parallel: 1, jumps: 1, channels: both, owner: true };
const startingOverLater: Size = { ...startingOver, starts: 2, jumps: 1, steps: 2, channels: ['email'] };
const twoAtOnce: Size = { starts: 2, parallel: 2, jumps: 0, channels: ['email'], owner: true };
const sideBySide: Size = { starts: 2, parallel: 1, jumps: 0, channels: ['email'], owner: false };
const sideBySideLater: Size = { ...sideBySide, starts: 1, jumps: 1 };

/** With the longest of the clock's jumps, or all of them. */
const shapeOf = (terms: Terms, size: Size): Shape => ({
  ...size,
  steps: jumpsOf(terms).slice(-(size.steps ?? 4)),
});

const searched = (terms: Terms, size: Size, by: Decide) =>
  search(terms, shapeOf(terms, size), by, invariants);

const told = ({ invariant, walk }: { invariant: string; walk: readonly string[] }): string =>
  [invariant, ...walk].join('\n  ');

function holds(terms: Terms, size: Size): number {
  const found = searched(terms, size, decide);
  if (found.violation) assert.fail(told(found.violation));
  for (const kind of ['naming-contact', 'awaiting-code', 'choosing-key', 'closed'])
    assert.ok(found.reached.has(kind), `Nothing reached ${kind}`);
  return found.states;
}

/** All three lines of thought agree that nobody learns who is known; gives how many states that took. */
function tellsNobody(terms: Terms, size: Size): number {
  const found = lockstep(terms, shapeOf(terms, size), decide);
  if (found.violation) assert.fail(told(found.violation));
  return found.states;
}

for (const name of ['ceibo', 'standard'])
  describe(`under ${name}.yaml`, () => {
    for (const terms of termsOf(institutionOf(textOf(name)))) {
      const gates = terms.gates.join(', ');
      it(`no walk through ${gates} breaks an invariant (QN-01, RT-08, RT-10)`, (t) => {
        const states = holds(terms, startingOver) + holds(terms, timePassing);
        t.diagnostic(`${name}, ${gates}: ${states} states`);
        assert.ok(states > 30_000, `Only ${states} states were visited`);
      });
      it(`a known, a suspended and an unknown number look alike through ${gates} (RE-01)`, (t) => {
        const states = tellsNobody(terms, sideBySide) + tellsNobody(terms, sideBySideLater);
        t.diagnostic(`${name}, ${gates}, side by side: ${states} states`);
        assert.ok(states > 500, `Only ${states} states were visited`);
      });
    }
  });

const everyMethod = ['mailbox', 'phone', 'saved-code', 'passkey', 'letter'] as const;
const twoAsked = (terms: Terms): Terms => ({ ...terms, policy: { ...terms.policy, assurance: 'two' } });

/** Who comes: what is on file of them, and the stages their walks must reach. */
const people: Record<string, { means: Means; two: boolean; reach: readonly string[] }> = {
  'with every method where one is enough': {
    means: { others: everyMethod, frozen: false },
    two: false,
    reach: ['choosing-key'],
  },
  'with every method where two are asked for': {
    means: { others: everyMethod, frozen: false },
    two: true,
    reach: ['proving-again', 'choosing-key'],
  },
  'with a mailbox and no more where two are asked for': {
    means: { others: ['mailbox'], frozen: false },
    two: true,
    reach: ['choosing-key'],
  },
  'whose account is frozen': {
    means: { others: everyMethod, frozen: true },
    two: false,
    reach: ['proving-again', 'choosing-key'],
  },
  'whose account is frozen and who has a mailbox and no more': {
    means: { others: ['mailbox'], frozen: true },
    two: true,
    reach: ['proving-again'],
  },
};

/** Few steps of the clock and one case: what is new here is which proofs there are, not how often they are tried. */
const proofs: Size = { starts: 1, parallel: 1, jumps: 1, channels: both, owner: true, steps: 2 };

describe('a person', () => {
  for (const purpose of ['recover', 'unlock'] as const)
    for (const [who, { means, two, reach }] of Object.entries(people))
      it(`${who} never ends with too few proofs: ${purpose} (RC-04, RC-07, RC-08)`, (t) => {
        let states = 0;
        for (const terms of termsOf(institutionOf(textOf('standard')))) {
          const own = { ...(two ? twoAsked(terms) : terms), purpose };
          const channels = means.others.includes('phone') ? both : (['email'] as const);
          const found = searched(
            own,
            { ...proofs, channels, means, thief: means.frozen || (two && means.others.length > 1) },
            decide,
          );
          if (found.violation) assert.fail(told(found.violation));
          const ends = reach.map((one) =>
            purpose === 'unlock' && one === 'choosing-key' ? 'unlocking' : one,
          );
          for (const kind of ends) assert.ok(found.reached.has(kind), `Nothing reached ${kind}`);
          assert.equal(found.reached.has('proving-again'), ends.includes('proving-again'));
          const far = ends.length > 1 || !means.frozen;
          assert.equal(found.completed, far, 'Whoever can prove enough comes to the end, and nobody else');
          states += found.states;
        }
        t.diagnostic(`${purpose}, ${who}: ${states} states`);
      });

  it('who comes to unlock looks like nobody to whoever cannot read the mailbox (RE-01)', () => {
    for (const purpose of ['unlock', 'first-key'] as const)
      for (const terms of termsOf(institutionOf(textOf('standard'))))
        assert.ok(
          tellsNobody(
            { ...twoAsked(terms), purpose },
            { ...sideBySide, means: { others: everyMethod, frozen: true } },
          ) > 100,
        );
  });
});

type Choice = {
  readonly gates: readonly string[];
  readonly tries: number;
  readonly codeMinutes: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly resend: readonly number[];
  readonly records: readonly string[];
  readonly enrolled: number;
  readonly screenTries: number;
  readonly linkMinutes: number;
  readonly keyMinutes: number;
  readonly caseMinutes: number;
};

const orders = [
  ['contact', 'message'],
  ['questions', 'contact', 'message'],
  ['contact', 'message', 'questions'],
];
const wrongOrders = [
  ['questions'],
  ['questions', 'message'],
  ['contact', 'questions', 'message'],
  ['contact'],
];

/** Small numbers keep the search finite and its corners near; a few are past a limit, for config to refuse. */
const choices: fc.Arbitrary<Choice> = fc.record({
  gates: fc.oneof({ arbitrary: fc.constantFrom(...orders), weight: 9 }, fc.constantFrom(...wrongOrders)),
  tries: fc.constantFrom(1, 2, 2, 2, 1, 2, 11),
  codeMinutes: fc.constantFrom(2, 5, 10, 10, 10, 60),
  perHour: fc.constantFrom(1, 2),
  perDay: fc.constantFrom(1, 2, 3),
  resend: fc.array(fc.constantFrom(30, 60, 300), { maxLength: 2 }),
  records: fc.constantFrom([], ['birth'], ['birth', 'work']),
  enrolled: fc.constantFrom(0, 0, 1),
  screenTries: fc.constantFrom(1, 2),
  linkMinutes: fc.constantFrom(5, 15, 30, 60),
  keyMinutes: fc.constantFrom(5, 15),
  caseMinutes: fc.constantFrom(15, 60, 120),
});

/** An institution's file with these choices in it. */
function fileOf(choice: Choice): string {
  const file: Record<string, unknown> = parse(textOf('standard'));
  const { gates, tries, codeMinutes, perHour, perDay, resend } = choice;
  const { records, enrolled, screenTries, linkMinutes, keyMinutes, caseMinutes } = choice;
  const profiles = [{ id: 'affiliate', identifiers: ['ec.ci'], gates }];
  const policy = {
    link: { minutes: linkMinutes },
    code: { triesPerDay: tries, minutes: codeMinutes },
    messages: { perHour, perDay, resendAfterSeconds: resend },
    questions: { records, enrolled, triesPerDay: screenTries },
    caseMinutes,
    keyMinutes,
  };
  return stringify({ ...file, profiles, policy });
}

it('no policy that config accepts breaks an invariant, and none without evidence is accepted (QN-02)', (t) => {
  const seen = new Map<string, number>();
  let [refused, states, pairs] = [0, 0, 0];
  const accepted = (): number => [...seen.values()].reduce((sum, one) => sum + one, 0);
  const property = fc.property(choices, (choice) => {
    // Enough is enough: the search below is what takes the time.
    if (accepted() >= 16 && seen.size === orders.length) return;
    const reading = readInstitution(fileOf(choice), 'random.yaml');
    if (!reading.ok) {
      refused++;
      return;
    }
    for (const terms of termsOf(reading.institution)) {
      const gates = terms.gates.join(' ');
      seen.set(gates, (seen.get(gates) ?? 0) + 1);
      states += holds(terms, twoAtOnce) + holds(terms, startingOverLater);
      pairs += tellsNobody(terms, { ...sideBySide, parallel: 2 });
    }
  });
  fc.assert(property, { numRuns: 100 });
  t.diagnostic(
    `${accepted()} policies accepted, ${refused} refused, ${states} states, ${pairs} side by side`,
  );
  assert.deepEqual([...seen.keys()].sort(), orders.map((gates) => gates.join(' ')).sort());
  assert.ok(accepted() >= 16 && refused > 0, `${accepted()} accepted, ${refused} refused`);
  assert.ok(states > 50_000, `Only ${states} states were visited`);
});

/** Few of everything, questions first: where mutants are hunted. */
const small: Choice = {
  gates: ['questions', 'contact', 'message'],
  tries: 2,
  codeMinutes: 10,
  perHour: 2,
  perDay: 3,
  resend: [60],
  records: ['birth', 'work'],
  enrolled: 0,
  screenTries: 1,
  linkMinutes: 30,
  keyMinutes: 15,
  caseMinutes: 60,
};

/** Ways the rules could be wrong, each of which the same search must find. */
const with_ = (outcome: Outcome, change: Partial<Outcome>): Outcome => ({ ...outcome, ...change });
const fresh = (at: Date) => ({ since: at, used: 0 });
const asHolder = (event: Event): Event => ({ ...event, by: { starter: event.by.starter, holder: true } });

const mutants: Record<string, { found: string; by: Decide }> = {
  'the starter may choose the key': {
    found: 'noKeyWithoutPossession',
    by: (state, event, terms) =>
      event.kind === 'key-chosen' && event.by.starter
        ? decide(state, asHolder(event), terms)
        : decide(state, event, terms),
  },
  'answers that are all right stand for possession': {
    found: 'questionsWeighNothing',
    by: (state, event, terms) => {
      const outcome = decide(state, event, terms);
      const { stage } = outcome.state;
      if (stage.kind !== 'naming-contact' || stage.screen !== 'passed') return outcome;
      const proven = {
        kind: 'choosing-key',
        extensions: 0,
        evidence: ['mailbox'],
        until: event.at,
      } as const;
      return with_(outcome, { state: { ...outcome.state, stage: proven } });
    },
  },
  'a new case gives the code tries back': {
    found: 'countersOnlyFall',
    by: (state, event, terms) => {
      const outcome = decide(state, event, terms);
      if (event.kind !== 'number-given' || outcome.refusal) return outcome;
      const standing = { ...outcome.state.standing, codeTries: fresh(event.at) };
      return with_(outcome, { state: { ...outcome.state, standing } });
    },
  },
  'a new message gives the code tries back': {
    found: 'countersOnlyFall',
    by: (state, event, terms) => {
      const outcome = decide(state, event, terms);
      if (!kinds(outcome).includes('send-message')) return outcome;
      const standing = { ...outcome.state.standing, codeTries: fresh(event.at) };
      return with_(outcome, { state: { ...outcome.state, standing } });
    },
  },
  'a code tried on a closed case is not counted': {
    found: 'countersOnlyFall',
    by: (state, event, terms) => {
      const outcome = decide(state, event, terms);
      return state.stage.kind === 'closed' && event.kind === 'code-entered'
        ? with_(outcome, { state, refusal: 'wrong-code' })
        : outcome;
    },
  },
  'a right answer counts although the day is used up': {
    found: 'countersOnlyFall',
    by: (state, event, terms) => {
      const standing = { ...state.standing, screenTries: fresh(event.at) };
      const outcome = decide({ ...state, standing }, event, terms);
      const kept = event.kind === 'question-answered' ? state.standing.screenTries : standing.screenTries;
      const after = outcome.state.standing;
      return with_(outcome, { state: { ...outcome.state, standing: { ...after, screenTries: kept } } });
    },
  },
  'a solved check ends the wait of who is slowed': {
    found: 'slowedWaits',
    by: (state, event, terms) => {
      if (state.stage.kind !== 'pacing') return decide(state, event, terms);
      const { slowed: _slowed, ...paced } = state.stage;
      return decide({ ...state, stage: paced }, event, terms);
    },
  },
  'messages go out without a limit': {
    found: 'countersOnlyFall',
    by: (state, event, terms) =>
      decide({ ...state, standing: { ...state.standing, messages: [] } }, event, terms),
  },
  'a closed case can be carried on by its link': {
    found: 'closedStaysClosed',
    by: (state, event, terms) => {
      if (state.stage.kind !== 'closed' || event.kind !== 'link-followed') return decide(state, event, terms);
      return decide(
        { ...state, stage: { kind: 'unopened' } },
        { ...event, live: true, until: event.at },
        terms,
      );
    },
  },
  'a new key leaves everything else as it was': {
    found: 'completionEndsEverything',
    by: (state, event, terms) => {
      const outcome = decide(state, event, terms);
      return with_(outcome, {
        effects: outcome.effects.filter((effect) => effect.kind !== 'end-everything-else'),
      });
    },
  },
  'nobody looks when a link or a code expires': {
    found: 'nothingOutlivesItsTime',
    by: (state, event, terms) => {
      if (event.kind !== 'code-entered' && event.kind !== 'link-followed') return decide(state, event, terms);
      return decide(state, { ...event, until: new Date(8.64e15) }, terms);
    },
  },
};

describe('the search finds what is wrong when', () => {
  const [questions = assert.fail()] = termsOf(institutionOf(fileOf(small)));
  for (const [name, { found, by }] of Object.entries(mutants))
    it(name, () => {
      const over = searched(questions, { ...startingOver, channels: ['email'] }, by);
      const violation = over.violation ?? searched(questions, timePassing, by).violation;
      assert.equal(violation?.invariant, found, violation ? told(violation) : 'Nothing was found');
    });

  const mistaken: Record<
    string,
    { found: string; by: Decide; frozen?: boolean; unlock?: boolean; phone?: boolean }
  > = {
    'a freeze is forgotten when a proof is judged': {
      found: 'twoWhereTwoAreAsked',
      frozen: true,
      by: (state, event, terms) =>
        decide(state, 'frozen' in event ? { ...event, frozen: false } : event, terms),
    },
    'two secrets of one method count as two': {
      found: 'twoWhereTwoAreAsked',
      by: (state, event, terms) => {
        const outcome = decide(state, event, terms);
        const { stage } = state;
        if (outcome.refusal !== 'same-method' || stage.kind !== 'proving-again') return outcome;
        const { evidence, until } = stage;
        const choosing = { kind: 'choosing-key', extensions: 0, evidence, until } as const;
        return { state: { ...state, stage: choosing }, effects: [] };
      },
    },
    'what another browser has shown is counted too': {
      found: 'twoWhereTwoAreAsked',
      phone: true,
      by: (state, event, terms) =>
        decide(state, state.stage.kind === 'proving-again' ? asHolder(event) : event, terms),
    },
    'a first proof that is over is counted with the second': {
      found: 'twoWhereTwoAreAsked',
      by: (state, event, terms) => {
        const { stage } = state;
        if (stage.kind !== 'proving-again') return decide(state, event, terms);
        const until = new Date(8.64e15);
        return decide({ ...state, stage: { ...stage, until } }, event, terms);
      },
    },
    'a paper code that matches nothing proves': {
      found: 'nothingOutlivesItsTime',
      by: (state, event, terms) =>
        decide(state, event.kind === 'saved-code-entered' ? { ...event, matches: true } : event, terms),
    },
    'a passkey of somebody else proves': {
      found: 'nothingOutlivesItsTime',
      by: (state, event, terms) =>
        decide(state, event.kind === 'passkey-shown' ? { ...event, matches: true } : event, terms),
    },
    'paper codes are tried without a count': {
      found: 'countersOnlyFall',
      by: (state, event, terms) => {
        const outcome = decide(state, event, terms);
        return event.kind === 'saved-code-entered' && outcome.refusal === 'wrong-code'
          ? with_(outcome, { state })
          : outcome;
      },
    },
    'unlocking writes the key': {
      found: 'unlockingWritesNothing',
      unlock: true,
      by: (state, event, terms) => {
        const outcome = decide(state, event, terms);
        if (!kinds(outcome).includes('tell-unlocked')) return outcome;
        return with_(outcome, {
          effects: [...outcome.effects, { kind: 'write-key', evidence: ['mailbox'] }],
        });
      },
    },
    'a freeze is lifted by the first proof': {
      found: 'unlockingWritesNothing',
      frozen: true,
      by: (state, event, terms) => {
        const outcome = decide(state, event, terms);
        return outcome.state.stage.kind === 'proving-again' && kinds(outcome).includes('hand-to-actor')
          ? with_(outcome, { effects: [...outcome.effects, { kind: 'lift-freeze' }] })
          : outcome;
      },
    },
  };
  for (const [name, { found, by, frozen, unlock, phone }] of Object.entries(mistaken))
    it(name, () => {
      const [terms = assert.fail()] = termsOf(institutionOf(textOf('standard')));
      const means = { others: everyMethod, frozen: frozen === true };
      // A freeze asks for two where one is enough.
      const own: Terms = { ...(frozen ? terms : twoAsked(terms)), purpose: unlock ? 'unlock' : 'recover' };
      const channels = phone ? both : (['email'] as const);
      const { violation } = searched(own, { ...proofs, channels, means, thief: true }, by);
      assert.equal(violation?.invariant, found, violation ? told(violation) : 'Nothing was found');
    });

  const tells: Record<string, Decide> = {
    'a contact that does not match is refused aloud': (state, event, terms) => {
      const outcome = decide(state, event, terms);
      const wrong = event.kind === 'contact-named' && !event.matches && !outcome.refusal;
      return wrong ? with_(outcome, { state, refusal: 'wrong-code' }) : outcome;
    },
    'no message is queued for nobody': (state, event, terms) => {
      const outcome = decide(state, event, terms);
      const effects = outcome.effects.filter((effect) => effect.kind !== 'send-message' || effect.live);
      return with_(outcome, { effects });
    },
    'the verdict of the questions shows in the work done': (state, event, terms) => {
      const outcome = decide(state, event, terms);
      const effects = outcome.effects.filter((effect) => effect.kind !== 'tell-someone-tried' || effect.live);
      return with_(outcome, { effects });
    },
    'a wrong answer ends the set': (state, event, terms) => {
      const outcome = decide(state, event, terms);
      const { stage } = outcome.state;
      if (stage.kind !== 'answering' || stage.screen !== 'failed') return outcome;
      const over = { kind: 'naming-contact', channel: 'email', screen: 'failed', sent: 0 } as const;
      return with_(outcome, { state: { ...outcome.state, stage: over } });
    },
  };
  for (const [name, by] of Object.entries(tells))
    it(`${name}, which tells who is known`, () => {
      assert.ok(lockstep(questions, shapeOf(questions, sideBySide), by).violation);
    });
});
