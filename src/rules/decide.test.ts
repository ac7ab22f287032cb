import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter, secondsAfter } from '../lib/clock.ts';
import type {
  Actor,
  Event,
  Evidence,
  Outcome,
  Proven,
  Refusal,
  Stage,
  Standing,
  State,
  Terms,
} from './case.ts';
import { deadline, decide } from './decide.ts';
import { nextMessageAt } from './messaging.ts';
import type { Gate, Policy } from './policy.ts';
import { freshStanding, left, mayMessage, mayTell, messageAsked, renewedAt, used } from './standing.ts';

const now = new Date('2026-11-24T15:00:00Z');
const ago = (minutes: number): Date => minutesAfter(now, -minutes);

const policy: Policy = {
  version: 'test',
  link: { bytes: 32, minutes: 30 },
  code: { digits: 8, minutes: 10, triesPerDay: 5 },
  messages: { perHour: 3, perDay: 5, resendAfterSeconds: [60, 120, 300], perDestinationPerHour: 6 },
  caseMinutes: 60,
  keyMinutes: 15,
  starts: {
    perNumberPerHour: 5,
    perNetworkPerTenMinutes: { v4: 60, v6Site: 10, v6Region: 60 },
    wholeSystemPerMinute: 6000,
  },
  breaker: { failuresPerMinute: 200, failuresPerHour: 2000, failuresPerNetworkPerHour: 60 },
  robot: { when: 'under-load', work: 50_000, longestWaitSeconds: 20 },
  questions: { records: ['birth', 'work'], enrolled: 0, triesPerDay: 3 },
  key: {
    min: 15,
    max: 128,
    characters: 'any',
    lastKeys: 5,
    hash: { memoryKiB: 19_456, passes: 2, lanes: 1 },
    contextWords: [],
  },
  signIn: {
    freeTries: 5,
    firstWaitSeconds: 30,
    longestWaitSeconds: 3600,
    disabledAt: 50,
    sprayedNumbersPerHour: 30,
    failedNumbersPerNetworkPerHour: 60,
  },
  assurance: 'one',
  contactChange: { holdHours: 72, accountsPerContact: 3 },
  disavowal: { days: 10, undoDays: 7 },
  reminderDays: 365,
  retention: { caseDays: 400, auditDays: 2555, messageDays: 30, sessionDays: 400, attemptDays: 30 },
  letter: { days: 21 },
  office: { ticketDays: 6, ticketsPerNetworkPerHour: 30 },
  session: { idleMinutes: 15, hours: 8 },
  desk: {
    passMark: { person: 3, company: 4 },
    holdHours: 72,
    decideMinutes: 480,
    searchesPerDay: 80,
    casesPerDay: 20,
    pairFrom: 4,
    pairSharePercent: 50,
    quickSeconds: 30,
  },
  staff: { session: { idleMinutes: 10, hours: 8 } },
};

const termsWith = (...gates: Gate[]): Terms => ({ policy, gates, purpose: 'recover' });
const without = termsWith('contact', 'message');
const before = termsWith('questions', 'contact', 'message');
const after = termsWith('contact', 'message', 'questions');

const starter: Actor = { starter: true, holder: false };
const holder: Actor = { starter: false, holder: true };
const other: Actor = { starter: false, holder: false };
const proven: Proven = { evidence: ['mailbox'], until: minutesAfter(now, 15) };

const stateAt = (stage: Stage, standing: Standing = freshStanding(now)): State => ({
  stage,
  opened: ago(5),
  standing,
});

/** One stage of every kind; those with a proof inside stand twice. */
const stages = {
  unopened: { kind: 'unopened' },
  pacing: { kind: 'pacing', until: secondsAfter(now, 10), pressure: 1 },
  answering: { kind: 'answering', turn: 0, screen: 'none' },
  'answering after': { kind: 'answering', turn: 0, screen: 'none', proven },
  'naming-contact': { kind: 'naming-contact', channel: 'email', screen: 'none', sent: 0 },
  'awaiting-code': { kind: 'awaiting-code', channel: 'email', screen: 'none', sent: 1, sentAt: ago(2) },
  'proving-again': {
    kind: 'proving-again',
    extensions: 0,
    sent: 0,
    evidence: ['phone'],
    until: proven.until,
  },
  'choosing-key': { kind: 'choosing-key', extensions: 0, ...proven },
  unlocking: { kind: 'unlocking', extensions: 0, ...proven },
  closed: { kind: 'closed', because: 'expired', at: now },
} as const satisfies Record<string, Stage>;

type Place = keyof typeof stages;

/** Who may act, where it matters: whoever began until possession is shown, whoever showed it from then on. */
const actorAt = (place: Place): Actor =>
  place === 'answering after' || 'evidence' in stages[place] ? holder : starter;

type Fact = Event extends infer E ? (E extends Event ? Omit<E, 'at' | 'by'> : never) : never;

/** What is on file of a person who has nothing but what they showed. */
const means = { others: [], frozen: false } as const;

/** One event of every kind, with its facts one way and the other. */
const facts = {
  'number-given': { kind: 'number-given' },
  'number-given, pressed': { kind: 'number-given', pace: { until: now, pressure: 2 } },
  'pace-kept': { kind: 'pace-kept', solved: true },
  'pace-kept, too soon': { kind: 'pace-kept', solved: false },
  'question-answered': { kind: 'question-answered', turn: 0, matches: true },
  'question-skipped': { kind: 'question-skipped', turn: 0 },
  'channel-chosen': { kind: 'channel-chosen', channel: 'phone' },
  'contact-named': { kind: 'contact-named', matches: true },
  'message-asked': { kind: 'message-asked', matches: true },
  'code-entered': { kind: 'code-entered', matches: true, until: now, channel: 'email', ...means },
  'code-entered, wrong': { kind: 'code-entered', matches: false, until: now, channel: 'email', ...means },
  'link-followed': { kind: 'link-followed', live: true, until: now, channel: 'email', ...means },
  'link-followed, dead': { kind: 'link-followed', live: false, until: now, channel: 'email', ...means },
  'saved-code-entered': { kind: 'saved-code-entered', matches: true, ...means },
  'saved-code-entered, wrong': { kind: 'saved-code-entered', matches: false, ...means },
  'letter-code-entered': { kind: 'letter-code-entered', matches: true, ...means },
  'letter-code-entered, wrong': { kind: 'letter-code-entered', matches: false, ...means },
  'passkey-shown': { kind: 'passkey-shown', matches: true, ...means },
  "passkey-shown, another's": { kind: 'passkey-shown', matches: false, ...means },
  'proof-asked': { kind: 'proof-asked', channel: 'email', matches: true },
  'proof-asked, nowhere': { kind: 'proof-asked', channel: 'email', matches: false },
  'time-asked': { kind: 'time-asked' },
  'key-chosen': { kind: 'key-chosen', fault: false, open: true, frozen: false },
  'key-chosen, faulty': { kind: 'key-chosen', fault: true, open: true, frozen: false },
  'key-chosen, barred': { kind: 'key-chosen', fault: false, open: false, frozen: false },
  'key-chosen, frozen': { kind: 'key-chosen', fault: false, open: true, frozen: true },
  'unlock-chosen': { kind: 'unlock-chosen', open: true, frozen: false },
  'unlock-chosen, barred': { kind: 'unlock-chosen', open: false, frozen: false },
  'unlock-chosen, frozen': { kind: 'unlock-chosen', open: true, frozen: true },
  'key-wanted': { kind: 'key-wanted' },
  'case-cancelled': { kind: 'case-cancelled' },
  'case-replaced': { kind: 'case-replaced' },
} as const satisfies Record<string, Fact>;

type Happening = keyof typeof facts;

const happens = (fact: Fact, by: Actor, at = now): Event => ({ ...fact, at, by }) as Event;

/** An outcome in one line: the stage it leaves, the orders, and the refusal. */
function said({ state: { stage }, effects, refusal }: Outcome): string {
  const where = stage.kind === 'closed' ? `closed:${stage.because}` : stage.kind;
  return [where, ...effects.map((effect) => effect.kind), ...(refusal ? [`! ${refusal}`] : [])].join(' ');
}

const no = (place: string, refusal: Refusal): string => `${place} ! ${refusal}`;
const written = 'closed:completed write-key clear-attempt-lock end-everything-else tell-key-changed';
const opened = 'closed:completed clear-attempt-lock end-everything-else tell-unlocked';
/** What proves beside a message, and what does not. */
const otherProofs = (stage: string) => ({
  'saved-code-entered': 'choosing-key spend-saved-code tell-saved-code hand-to-actor',
  'saved-code-entered, wrong': no(stage, 'wrong-code'),
  'letter-code-entered': 'choosing-key spend-letter hand-to-actor',
  'letter-code-entered, wrong': no(stage, 'wrong-code'),
  'passkey-shown': 'choosing-key hand-to-actor',
  "passkey-shown, another's": no(stage, 'wrong-proof'),
});
const proves = {
  'code-entered': 'choosing-key spend-code hand-to-actor',
  'link-followed': 'choosing-key hand-to-actor',
};

/** What a stage says to everything it has no word for. */
const otherwise: Record<Place, string> = {
  unopened: no('unopened', 'out-of-turn'),
  pacing: no('pacing', 'out-of-turn'),
  answering: no('answering', 'out-of-turn'),
  'answering after': no('answering', 'out-of-turn'),
  'naming-contact': no('naming-contact', 'out-of-turn'),
  'awaiting-code': no('awaiting-code', 'out-of-turn'),
  'proving-again': no('proving-again', 'out-of-turn'),
  'choosing-key': no('choosing-key', 'out-of-turn'),
  unlocking: no('unlocking', 'out-of-turn'),
  closed: no('closed:expired', 'case-over'),
};

/** What every stage but a closed one says alike. */
const everywhere = (place: Place): Partial<Record<Happening, string>> => {
  const { kind } = stages[place];
  if (kind === 'closed')
    return {
      'code-entered': no('closed:expired', 'wrong-code'),
      'code-entered, wrong': no('closed:expired', 'wrong-code'),
      'link-followed': no('closed:expired', 'link-dead'),
      'link-followed, dead': no('closed:expired', 'link-dead'),
    };
  return {
    ...proves,
    'code-entered, wrong': no(kind, 'wrong-code'),
    'link-followed, dead': no(kind, 'link-dead'),
    'case-cancelled': 'closed:cancelled',
    'case-replaced': 'closed:replaced',
  };
};

/** What a stage says of its own, without questions in the policy unless it is about them. */
const own: Record<Place, Partial<Record<Happening, string>>> = {
  unopened: { 'number-given': 'naming-contact', 'number-given, pressed': 'pacing' },
  pacing: { 'pace-kept': 'naming-contact', 'pace-kept, too soon': no('pacing', 'too-soon') },
  answering: { 'question-answered': 'answering', 'question-skipped': 'answering' },
  'answering after': { 'question-answered': 'answering', 'question-skipped': 'answering' },
  'naming-contact': {
    'channel-chosen': 'naming-contact',
    'contact-named': 'awaiting-code send-message',
    ...otherProofs('naming-contact'),
  },
  'awaiting-code': {
    'channel-chosen': 'naming-contact',
    'message-asked': 'awaiting-code send-message',
    ...otherProofs('awaiting-code'),
  },
  'proving-again': {
    'time-asked': 'proving-again',
    'proof-asked': 'proving-again send-message',
    'proof-asked, nowhere': no('proving-again', 'no-more-messages'),
    ...otherProofs('proving-again'),
  },
  'choosing-key': {
    'time-asked': 'choosing-key',
    'key-chosen': written,
    'key-chosen, faulty': no('choosing-key', 'key-refused'),
    'key-chosen, barred': 'closed:barred ! account-barred',
    'key-chosen, frozen': no('proving-again', 'second-proof-needed'),
  },
  unlocking: {
    'time-asked': 'unlocking',
    'unlock-chosen': opened,
    'unlock-chosen, barred': 'closed:barred ! account-barred',
    'unlock-chosen, frozen': no('proving-again', 'second-proof-needed'),
    'key-wanted': 'choosing-key',
  },
  closed: {},
};

const termsAt = (place: Place): Terms => (place === 'answering' ? before : without);

describe('every event at every stage', () => {
  // Sound: the literals above are exactly these.
  const places = Object.keys(stages) as Place[];
  const happenings = Object.keys(facts) as Happening[];

  for (const place of places)
    it(`has one outcome at ${place}`, () => {
      const terms = place === 'answering after' ? termsAt('answering') : termsAt(place);
      for (const happening of happenings) {
        const event = happens(facts[happening], actorAt(place));
        const expected = { ...everywhere(place), ...own[place] }[happening] ?? otherwise[place];
        assert.equal(
          said(decide(stateAt(stages[place]), event, terms)),
          expected,
          `${happening} at ${place}`,
        );
      }
    });

  for (const place of places.filter((one) => one !== 'unopened' && one !== 'closed'))
    it(`changes nothing at ${place} from a browser that neither began nor proved (RT-08)`, () => {
      const state = stateAt(stages[place]);
      const proofs: Happening[] = [
        'code-entered',
        'code-entered, wrong',
        'link-followed',
        'link-followed, dead',
      ];
      for (const happening of happenings) {
        if (proofs.includes(happening) || happening === 'case-replaced') continue;
        const outcome = decide(state, happens(facts[happening], other), termsAt(place));
        assert.equal(outcome.state, state, `${happening} at ${place}`);
        assert.deepEqual(outcome.effects, []);
        assert.ok(outcome.refusal === 'elsewhere' || outcome.refusal === 'out-of-turn', happening);
      }
    });

  it('is refused to the browser that began once another has shown possession (RT-08, ATK-35)', () => {
    for (const happening of ['key-chosen', 'time-asked'] as const) {
      const outcome = decide(stateAt(stages['choosing-key']), happens(facts[happening], starter), without);
      assert.equal(said(outcome), no('choosing-key', 'elsewhere'));
    }
    const answered = decide(
      stateAt(stages['answering after']),
      happens(facts['question-answered'], starter),
      after,
    );
    assert.equal(said(answered), no('answering', 'elsewhere'));
  });
});

describe('questions', () => {
  const answer = (state: State, turn: number, matches: boolean | 'skipped', terms: Terms, by = starter) =>
    decide(
      state,
      happens(
        matches === 'skipped'
          ? { kind: 'question-skipped', turn }
          : { kind: 'question-answered', turn, matches },
        by,
      ),
      terms,
    ).state;
  const screenOf = ({ stage }: State): string => ('screen' in stage ? stage.screen : stage.kind);
  const start = stateAt(stages.answering);

  it('come first, come after possession, or do not come', () => {
    const begin = (terms: Terms) =>
      said(decide(stateAt({ kind: 'unopened' }), happens(facts['number-given'], starter), terms));
    const prove = (terms: Terms) =>
      said(decide(stateAt(stages['awaiting-code']), happens(facts['link-followed'], other), terms));
    assert.deepEqual(
      [begin(before), begin(after), begin(without)],
      ['answering', 'naming-contact', 'naming-contact'],
    );
    assert.equal(prove(before), 'choosing-key hand-to-actor');
    assert.equal(prove(after), 'answering hand-to-actor');
    assert.equal(prove(without), 'choosing-key hand-to-actor');
  });

  it('give one verdict: a wrong answer fails the set, one left out leaves it undecided (QN-08)', () => {
    const verdict = (one: boolean | 'skipped', two: boolean | 'skipped') =>
      screenOf(answer(answer(start, 0, one, before), 1, two, before));
    assert.equal(verdict(true, true), 'passed');
    assert.equal(verdict(true, 'skipped'), 'skipped');
    assert.equal(verdict('skipped', true), 'skipped');
    for (const [one, two] of [
      [false, true],
      [true, false],
      [false, false],
      ['skipped', false],
      [false, 'skipped'],
    ] as const)
      assert.equal(verdict(one, two), 'failed', `${one} ${two}`);
  });

  it('take each answer once: a double click never answers the question after it', () => {
    const second = answer(start, 0, true, before);
    const again = decide(
      second,
      happens({ kind: 'question-answered', turn: 0, matches: true }, starter),
      before,
    );
    assert.equal(again.state, second);
    assert.equal(again.refusal, 'out-of-turn');
  });

  it('cost a try of the day when they fail, and only then (QN-09)', () => {
    const usedBy = (state: State): number => state.standing.screenTries.used;
    const failed = answer(answer(start, 0, false, before), 1, true, before);
    assert.equal(usedBy(failed), 1);
    assert.equal(usedBy(answer(answer(start, 0, true, before), 1, true, before)), 0);
    assert.equal(usedBy(answer(answer(start, 0, 'skipped', before), 1, true, before)), 0);
  });

  it('fail however right when the day is used up, and pass again a day later (QN-09)', () => {
    const spent = { ...freshStanding(now), screenTries: { since: ago(0), used: 3 } };
    const last = { kind: 'answering', turn: 1, screen: 'passed' } as const;
    const failed = answer(stateAt(last, spent), 1, true, before);
    assert.equal(screenOf(failed), 'failed');
    assert.equal(failed.standing.screenTries.used, 3);
    const yesterday = { ...spent, screenTries: { since: ago(24 * 60), used: 3 } };
    assert.equal(screenOf(answer(stateAt(last, yesterday), 1, true, before)), 'passed');
  });

  it('after possession take nothing away, whatever is answered', () => {
    const first = stateAt(stages['answering after']);
    for (const matches of [true, false, 'skipped'] as const) {
      const done = answer(answer(first, 0, matches, after, holder), 1, matches, after, holder);
      assert.deepEqual(done.stage, { kind: 'choosing-key', extensions: 0, ...proven });
    }
  });

  it('hold the message back when they fail, by the same orders as when they pass (QN-08)', () => {
    const name = (screen: 'passed' | 'skipped' | 'failed', standing = freshStanding(now)) =>
      decide(
        stateAt({ kind: 'naming-contact', channel: 'email', screen, sent: 0 }, standing),
        happens(facts['contact-named'], starter),
        before,
      );
    const orders = (live: boolean, tells: boolean) => [
      { kind: 'send-message', channel: 'email', live },
      { kind: 'tell-someone-tried', live: tells },
    ];
    assert.deepEqual(name('passed').effects, orders(true, false));
    assert.deepEqual(name('skipped').effects, orders(true, false));
    assert.deepEqual(name('failed').effects, orders(false, true));
    assert.deepEqual(name('failed').state.standing.toldAt, now);
    const told = { ...freshStanding(now), toldAt: ago(24 * 60 - 1) };
    assert.deepEqual(name('failed', told).effects, orders(false, false));
    assert.deepEqual(name('failed', { ...told, toldAt: ago(24 * 60) }).effects, orders(false, true));
  });
});

describe('messages', () => {
  const awaiting = (sent: number, sentAt: Date): State =>
    stateAt({ kind: 'awaiting-code', channel: 'email', screen: 'none', sent, sentAt });
  const ask = (sent: number, seconds: number): string =>
    said(
      decide(awaiting(sent, secondsAfter(now, -seconds)), happens(facts['message-asked'], starter), without),
    );

  it('may be asked for again after 60 s, 2 min and 5 min, and then no more', () => {
    for (const [sent, wait] of [
      [1, 60],
      [2, 120],
      [3, 300],
    ] as const) {
      assert.equal(ask(sent, wait - 1), no('awaiting-code', 'too-soon'), `${sent} ${wait - 1}`);
      assert.equal(ask(sent, wait), 'awaiting-code send-message', `${sent} ${wait}`);
    }
    assert.equal(ask(4, 3000), no('awaiting-code', 'no-more-messages'));
    assert.equal(nextMessageAt({ sent: 4, sentAt: now }, without), undefined);
    assert.deepEqual(nextMessageAt({ sent: 2, sentAt: now }, without), secondsAfter(now, 120));
  });

  it('go out at once when the address was mistyped, and count as messages of the case', () => {
    const named = (sent: number) =>
      decide(
        stateAt({ kind: 'naming-contact', channel: 'email', screen: 'none', sent, sentAt: now }),
        happens(facts['contact-named'], starter),
        without,
      );
    assert.equal(said(named(1)), 'awaiting-code send-message');
    assert.equal(said(named(4)), no('naming-contact', 'no-more-messages'));
  });

  it('are queued for nobody past three an hour and five a day, by the same order (RE-03, RE-07)', () => {
    const liveAfter = (...minutes: number[]): unknown => {
      const standing = { ...freshStanding(now), messages: minutes.map(ago) };
      const outcome = decide(
        stateAt(stages['naming-contact'], standing),
        happens(facts['contact-named'], starter),
        without,
      );
      return outcome.effects.find((effect) => effect.kind === 'send-message')?.live;
    };
    assert.equal(liveAfter(50, 30), true);
    assert.equal(liveAfter(59, 30, 10), false);
    assert.equal(liveAfter(60, 30, 10), true);
    assert.equal(liveAfter(1439, 900, 800, 700, 600), false);
    assert.equal(liveAfter(1440, 900, 800, 700, 600), true);
  });

  it('go to the channel that was chosen, without forgetting how many there were', () => {
    const chosen = decide(awaiting(2, ago(1)), happens(facts['channel-chosen'], starter), without);
    assert.deepEqual(chosen.state.stage, {
      kind: 'naming-contact',
      channel: 'phone',
      screen: 'none',
      sent: 2,
      sentAt: ago(1),
    });
  });
});

describe('time (RT-04, ATK-53)', () => {
  const proofs = ['code-entered', 'link-followed'] as const;
  it('a code and a link work at their last second and not a second later', () => {
    for (const kind of proofs) {
      const at = (seconds: number) =>
        said(
          decide(
            stateAt(stages['awaiting-code']),
            happens({ ...facts[kind], until: now }, other, secondsAfter(now, seconds)),
            without,
          ),
        );
      assert.equal(at(-1), proves[kind]);
      assert.equal(at(0), proves[kind]);
      assert.equal(at(1), no('awaiting-code', kind === 'code-entered' ? 'code-expired' : 'link-dead'));
    }
  });

  it('a walk that is slowed waits its time out, whatever was solved (RT-11)', () => {
    const slowed = stateAt({ ...stages.pacing, slowed: true });
    const kept = (at: Date) => decide(slowed, { kind: 'pace-kept', solved: true, at, by: starter }, without);
    assert.equal(kept(now).refusal, 'too-soon');
    assert.equal(kept(secondsAfter(now, 10)).state.stage.kind, 'naming-contact');
  });

  it('a case is carried on until its deadline and not a second later', () => {
    const acts: Record<Exclude<Place, 'unopened' | 'closed'>, Fact> = {
      pacing: facts['pace-kept'],
      answering: facts['question-answered'],
      'answering after': facts['question-answered'],
      'naming-contact': facts['contact-named'],
      'awaiting-code': facts['message-asked'],
      'proving-again': facts['proof-asked'],
      'choosing-key': facts['key-chosen'],
      unlocking: facts['unlock-chosen'],
    };
    for (const place of Object.keys(acts) as (keyof typeof acts)[]) {
      const state = stateAt(stages[place]);
      const terms = place.startsWith('answering') ? before : without;
      const until = deadline(state, terms);
      const at = (seconds: number) =>
        said(decide(state, happens(acts[place], actorAt(place), secondsAfter(until, seconds)), terms));
      for (const seconds of [-1, 0]) assert.ok(!at(seconds).includes('!'), `${place}: ${at(seconds)}`);
      assert.equal(at(1), no('closed:expired', 'case-over'), place);
    }
  });

  it('has one deadline: the case, the link if that is later, or the time to choose', () => {
    const minutesLeft = (stage: Stage): number =>
      (deadline(stateAt(stage), without).getTime() - now.getTime()) / 60_000;
    assert.equal(minutesLeft(stages['naming-contact']), 55);
    assert.equal(minutesLeft(stages.pacing), 55);
    assert.equal(minutesLeft(stages.answering), 55);
    assert.equal(minutesLeft(stages['answering after']), 15);
    assert.equal(minutesLeft(stages['awaiting-code']), 55);
    assert.equal(minutesLeft({ ...stages['awaiting-code'], sentAt: minutesAfter(now, 40) }), 70);
    assert.equal(minutesLeft(stages['choosing-key']), 15);
  });

  it('to choose a key is extended ten times, each time anew, and then no more (WCAG 2.2, 2.2.1)', () => {
    let state = stateAt(stages['choosing-key']);
    for (let times = 1; times <= 10; times++) {
      const at = minutesAfter(now, 14 * times);
      state = decide(state, happens(facts['time-asked'], holder, at), without).state;
      assert.deepEqual(state.stage, {
        ...stages['choosing-key'],
        extensions: times,
        until: minutesAfter(at, 15),
      });
    }
    const eleventh = decide(state, happens(facts['time-asked'], holder, minutesAfter(now, 141)), without);
    assert.equal(said(eleventh), no('choosing-key', 'no-more-time'));
    assert.equal(eleventh.state, state);
  });

  it('of the road without script is waited out, or saved by a solved check', () => {
    const kept = (solved: boolean, seconds: number) =>
      said(
        decide(
          stateAt(stages.pacing),
          happens({ kind: 'pace-kept', solved }, starter, secondsAfter(now, seconds)),
          without,
        ),
      );
    assert.equal(kept(false, 9), no('pacing', 'too-soon'));
    assert.equal(kept(false, 10), 'naming-contact');
    assert.equal(kept(true, 0), 'naming-contact');
  });

  it('that ran out for a key is given anew by the link, while the link lives (R10)', () => {
    const late = minutesAfter(now, 16);
    const link = { ...facts['link-followed'], until: minutesAfter(now, 20) };
    const outcome = decide(stateAt(stages['choosing-key']), happens(link, holder, late), without);
    assert.equal(said(outcome), 'choosing-key hand-to-actor');
  });
});

describe('codes', () => {
  const enter = (state: State, happening: 'code-entered' | 'code-entered, wrong', at = now) =>
    decide(state, happens(facts[happening], other, at), without);

  it('are judged five times a day, over every case, open or closed (RT-10)', () => {
    for (const place of ['awaiting-code', 'closed'] as const) {
      let state = stateAt(stages[place]);
      for (let times = 1; times <= 5; times++) {
        const outcome = enter(state, 'code-entered, wrong');
        assert.equal(outcome.refusal, 'wrong-code');
        state = outcome.state;
        assert.equal(state.standing.codeTries.used, times);
      }
      assert.equal(enter(state, 'code-entered, wrong').refusal, 'out-of-tries');
      assert.equal(enter(state, 'code-entered').refusal, 'out-of-tries');
      assert.equal(enter(state, 'code-entered').state, state);
    }
  });

  it('are no more when another message is asked for, by either of its ways (RT-10)', () => {
    const spent = { ...freshStanding(now), codeTries: { since: ago(60), used: 4 } };
    for (const [place, happening] of [
      ['awaiting-code', 'message-asked'],
      ['naming-contact', 'contact-named'],
    ] as const) {
      const { state } = decide(stateAt(stages[place], spent), happens(facts[happening], starter), without);
      assert.deepEqual(state.standing.codeTries, spent.codeTries, happening);
    }
  });

  it('count once when the very same page is sent again, and never beyond the day (RT-10)', () => {
    const again = { ...happens(facts['code-entered, wrong'], other, now), repeated: true } as Event;
    const state = stateAt(stages['awaiting-code']);
    const outcome = decide(state, again, without);
    assert.deepEqual([outcome.refusal, outcome.state], ['wrong-code', state]);
    const spent = stateAt(stages['awaiting-code'], {
      ...freshStanding(now),
      codeTries: { since: now, used: 5 },
    });
    assert.equal(decide(spent, again, without).refusal, 'out-of-tries');
  });

  it('may be tried again a day after the first try, and not a second sooner', () => {
    const spent = { ...freshStanding(now), codeTries: { since: ago(24 * 60), used: 5 } };
    const state = (standing: Standing) => ({ ...stateAt(stages['awaiting-code'], standing), opened: now });
    assert.equal(enter(state(spent), 'code-entered').refusal, undefined);
    const soon = { ...spent, codeTries: { since: secondsAfter(ago(24 * 60), 1), used: 5 } };
    assert.equal(enter(state(soon), 'code-entered').refusal, 'out-of-tries');
  });

  it('that match are spent by the very order that hands the case over (RT-05)', () => {
    const kinds = enter(stateAt(stages['awaiting-code']), 'code-entered').effects.map(
      (effect) => effect.kind,
    );
    assert.deepEqual(kinds, ['spend-code', 'hand-to-actor']);
  });

  it('leave the evidence they are: a phone or a mailbox', () => {
    for (const [channel, evidence] of [
      ['email', 'mailbox'],
      ['second-email', 'mailbox'],
      ['phone', 'phone'],
    ] as const) {
      const { state } = decide(
        stateAt(stages['awaiting-code']),
        happens({ ...facts['code-entered'], channel }, other),
        without,
      );
      const [write] = decide(state, happens(facts['key-chosen'], holder), without).effects;
      assert.deepEqual(write, { kind: 'write-key', evidence: [evidence] });
    }
  });
});

describe('a second proof (RC-04)', () => {
  const two: Terms = { ...without, policy: { ...policy, assurance: 'two' } };
  const first = stateAt(stages['awaiting-code']);
  const link = (others: readonly Evidence[], frozen = false) => ({
    ...facts['link-followed'],
    others,
    frozen,
  });

  it('is asked of who has another method where two are asked for, and of nobody else', () => {
    const follow = (others: readonly Evidence[], terms: Terms) =>
      decide(first, happens(link(others), other), terms).state.stage.kind;
    assert.equal(follow(['mailbox', 'phone'], without), 'choosing-key');
    assert.equal(follow(['mailbox'], two), 'choosing-key');
    assert.equal(follow([], two), 'choosing-key');
    for (const one of ['phone', 'saved-code', 'passkey'] as const)
      assert.equal(follow(['mailbox', one], two), 'proving-again', one);
  });

  it('is asked of every frozen account, whatever the policy and whatever is on file (RC-07)', () => {
    for (const others of [[], ['mailbox'], ['mailbox', 'phone']] as const)
      for (const terms of [without, two, { ...without, purpose: 'unlock' } as const])
        assert.equal(
          said(decide(first, happens(link(others, true), other), terms)),
          'proving-again hand-to-actor',
        );
  });

  it('is of another method: a second secret of the first is refused and not used up', () => {
    const again = stateAt({ ...stages['proving-again'], evidence: ['mailbox'] });
    for (const happening of ['code-entered', 'link-followed'] as const)
      for (const channel of ['email', 'second-email'] as const) {
        const outcome = decide(again, happens({ ...facts[happening], channel }, holder), two);
        assert.deepEqual([outcome.refusal, outcome.effects], ['same-method', []]);
        assert.equal(outcome.state, again);
      }
    const asked = decide(again, happens(facts['proof-asked'], holder), two);
    assert.equal(said(asked), no('proving-again', 'same-method'));
    const paper = stateAt({ ...stages['proving-again'], evidence: ['saved-code'] });
    const outcome = decide(paper, happens(facts['saved-code-entered'], holder), two);
    assert.equal(said(outcome), no('proving-again', 'same-method'));
  });

  it('counts only in the browser of the first, and only while the first lives (RT-08)', () => {
    const again = stateAt({ ...stages['proving-again'], evidence: ['phone'] });
    const code = { ...facts['code-entered'], others: ['mailbox', 'phone'], frozen: true } as const;
    const evidence = (by: Actor, at = now) => {
      const { stage } = decide(again, happens({ ...code, until: minutesAfter(now, 60) }, by, at), two).state;
      return 'evidence' in stage ? [stage.kind, ...stage.evidence] : [stage.kind];
    };
    assert.deepEqual(evidence(holder), ['choosing-key', 'phone', 'mailbox']);
    assert.deepEqual(evidence(other), ['proving-again', 'mailbox']);
    assert.deepEqual(evidence(holder, minutesAfter(now, 15)), ['choosing-key', 'phone', 'mailbox']);
    assert.deepEqual(evidence(holder, minutesAfter(now, 16)), ['proving-again', 'mailbox']);
  });

  it('lifts a freeze with the key, and never without two methods', () => {
    const state = stateAt({ ...stages['choosing-key'], evidence: ['mailbox', 'phone'] });
    const frozen = decide(state, happens(facts['key-chosen, frozen'], holder), without);
    assert.equal(said(frozen), written.replace('completed', 'completed lift-freeze'));
    const unlock = stateAt({ ...stages.unlocking, evidence: ['mailbox', 'phone'] });
    const unlocked = decide(unlock, happens(facts['unlock-chosen, frozen'], holder), without);
    assert.equal(said(unlocked), opened.replace('completed', 'completed lift-freeze'));
  });

  it('has messages as few as any other, and they wait as long (RE-07)', () => {
    const asked = (sent: number, seconds: number, standing = freshStanding(now)) =>
      said(
        decide(
          stateAt({ ...stages['proving-again'], sent, sentAt: secondsAfter(now, -seconds) }, standing),
          happens(facts['proof-asked'], holder),
          two,
        ),
      );
    assert.equal(asked(1, 59), no('proving-again', 'too-soon'));
    assert.equal(asked(1, 60), 'proving-again send-message');
    assert.equal(asked(4, 3000), no('proving-again', 'no-more-messages'));
    const spent = { ...freshStanding(now), messages: [ago(30), ago(20), ago(10)] };
    assert.equal(asked(0, 0, spent), no('proving-again', 'no-more-messages'));
  });
});

it('a new key ends every session of its account, and an unlocked one none (RC-02)', () => {
  const ending = (place: Place, happening: Happening) =>
    decide(stateAt(stages[place]), happens(facts[happening], actorAt(place)), without).effects.filter(
      ({ kind }) => kind === 'end-everything-else',
    );
  assert.deepEqual(ending('choosing-key', 'key-chosen'), [{ kind: 'end-everything-else', sessions: true }]);
  assert.deepEqual(ending('unlocking', 'unlock-chosen'), [{ kind: 'end-everything-else', sessions: false }]);
});

describe('an unlocked key (RC-08)', () => {
  const unlock: Terms = { ...without, purpose: 'unlock' };

  it('is what possession leads to when that was asked for, and is never written', () => {
    const shown = decide(stateAt(stages['awaiting-code']), happens(facts['code-entered'], other), unlock);
    assert.equal(said(shown), 'unlocking spend-code hand-to-actor');
    const done = decide(shown.state, happens(facts['unlock-chosen'], holder), unlock);
    assert.equal(said(done), opened);
    assert.deepEqual(done.effects[1], { kind: 'end-everything-else', sessions: false });
  });

  it('may still become a new one, by the same proof', () => {
    const wanted = decide(stateAt(stages.unlocking), happens(facts['key-wanted'], holder), unlock);
    assert.deepEqual(wanted.state.stage, stages['choosing-key']);
    assert.equal(said(decide(wanted.state, happens(facts['key-chosen'], holder), unlock)), written);
  });

  it('for a first key the walk is that of a recovery', () => {
    const first: Terms = { ...without, purpose: 'first-key' };
    const shown = decide(stateAt(stages['awaiting-code']), happens(facts['code-entered'], other), first);
    assert.equal(said(shown), 'choosing-key spend-code hand-to-actor');
  });
});

describe('a code on paper (RC-11)', () => {
  it('shares the tries of the day with every other code', () => {
    const spent = { ...freshStanding(now), codeTries: { since: now, used: 4 } };
    const at = (happening: Happening, standing: Standing) =>
      decide(stateAt(stages['naming-contact'], standing), happens(facts[happening], starter), without);
    const last = at('saved-code-entered, wrong', spent);
    assert.equal(last.state.standing.codeTries.used, 5);
    for (const happening of ['saved-code-entered', 'letter-code-entered', 'code-entered'] as const)
      assert.equal(at(happening, last.state.standing).refusal, 'out-of-tries', happening);
  });

  it('proves whatever the questions came to, and is judged nowhere but where a proof is asked for', () => {
    const failed = stateAt({ ...stages['naming-contact'], screen: 'failed' });
    const outcome = decide(failed, happens(facts['saved-code-entered'], starter), before);
    assert.equal(outcome.state.stage.kind, 'choosing-key');
    for (const place of ['answering', 'pacing', 'choosing-key', 'unlocking'] as const) {
      const state = stateAt(stages[place]);
      const one = decide(state, happens(facts['saved-code-entered, wrong'], actorAt(place)), before);
      assert.deepEqual([one.refusal, one.state], ['out-of-turn', state], place);
    }
  });
});

describe('what a number has used up', () => {
  it('is counted from its first use, for exactly a day', () => {
    const first = used({ since: ago(5000), used: 0 }, now);
    assert.deepEqual(first, { since: now, used: 1 });
    const second = used(first, minutesAfter(now, 60));
    assert.deepEqual(second, { since: now, used: 2 });
    assert.equal(left(second, 5, secondsAfter(now, 86_399)), 3);
    assert.equal(left(second, 5, secondsAfter(now, 86_400)), 5);
    assert.equal(left({ since: now, used: 9 }, 5, now), 0);
    assert.deepEqual(renewedAt(second), secondsAfter(now, 86_400));
    assert.deepEqual(used(second, secondsAfter(now, 86_400)), { since: secondsAfter(now, 86_400), used: 1 });
  });

  it('keeps messages no longer than they count, and none past the limit', () => {
    const standing = { ...freshStanding(now), messages: [ago(1440), ago(1439), ago(60)] };
    assert.ok(mayMessage(standing, policy.messages, now));
    const asked = messageAsked(standing, policy.messages, now);
    assert.deepEqual(asked.messages, [ago(1439), ago(60), now]);
    const full = { ...freshStanding(now), messages: [ago(3), ago(2), ago(1)] };
    assert.equal(messageAsked(full, policy.messages, now), full);
  });

  it('is told of once a day', () => {
    assert.ok(mayTell(freshStanding(now), now));
    assert.ok(!mayTell({ ...freshStanding(now), toldAt: secondsAfter(ago(1440), 1) }, now));
    assert.ok(mayTell({ ...freshStanding(now), toldAt: ago(1440) }, now));
  });
});
