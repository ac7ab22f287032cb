/** What is attacked: an address, and whatever else the tester gives. */
import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { readInstitution } from '../../src/config/institution.ts';
import type { Person } from '../../src/directory/person.ts';
import type { SampleId } from '../../src/directory/sample.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { wordsOf } from '../../src/words/words.ts';
import { fireAtOnce, type Peer, type RunningServer, send } from '../../test/server.ts';
import { textOf, Walker } from '../../test/walker.ts';
import { type Inside, sql } from '../../test/world.ts';
import { Lacking } from '../attack.ts';
import type { Letters } from './letters.ts';
import { peopleOf, type Someone } from './people.ts';
import { areUnused } from './unused.ts';

/** A server this run started, seen from behind. */
export type Own = Inside & {
  readonly server: RunningServer;
  /** Another server on the same database, with other settings. */
  another(environment: Record<string, string>): Promise<RunningServer>;
};

type Ask = Inside['sql'];

/** One form, ready to go. */
export type BrowserShot = {
  readonly walker: Walker;
  readonly path: string;
  readonly fields: Record<string, string>;
  /** Other headers than the browser's own. */
  readonly headers?: Record<string, string>;
};

export type Target = {
  /** What people type: scheme and host. */
  readonly origin: string;
  readonly peer: Peer;
  readonly full: boolean;
  readonly policy: Policy;
  /** A browser nobody used before, from an address of its own, where the server believes addresses at all. */
  browse(from?: string): Walker;
  /** Sends forms of browsers so that the server meets them in the same instant. */
  fire(shots: readonly BrowserShot[]): Promise<Response[]>;
  /** Somebody no other attack touches. */
  someone(): Promise<Someone>;
  /** One of the sample people with a story. */
  story(id: SampleId): Promise<Someone>;
  /** Somebody whose tries and key no attack uses up, for those that only sign in. */
  bystander(): Promise<Someone>;
  /** How many people were taken so far, those an earlier run took among them. */
  taken(): number;
  /** What is on file of somebody, as the tester knows it. */
  recordOf(number: string): Person | undefined;
  /** Every byte the attacker got so far. */
  readonly heard: string[];
  readonly counted: { requests: number; faults: number };
  readonly letters: Letters;
  readonly sql: Ask;
  readonly own: Own;
  has(what: 'inbox' | 'database' | 'inside' | 'full'): boolean;
};

export type Given = {
  readonly origin: string;
  readonly peer: Peer;
  readonly full: boolean;
  readonly letters?: Letters | undefined;
  readonly sql?: Ask | undefined;
  readonly own?: Own | undefined;
  readonly peopleFile?: string | undefined;
  /** How many people earlier runs took. */
  readonly skip?: number;
};

const institutionText = (): string =>
  readFileSync(new URL('../../institutions/ceibo.yaml', import.meta.url), 'utf8');

const given = <Thing>(thing: Thing | undefined, what: string): Thing => {
  if (thing === undefined) throw new Lacking(what);
  return thing;
};

/** Puts together what attacks use. Every answer is heard, and a fault of the server is counted whoever caused it. */
export async function openTarget(some: Given): Promise<Target> {
  const text = institutionText();
  const reading = readInstitution(text, 'institutions/ceibo.yaml');
  if (!reading.ok) throw new Lacking('the sample institution');
  const people = await peopleOf(text, some.peopleFile, some.skip ?? 0);
  const heard: string[] = [];
  const counted = { requests: 0, faults: 0 };
  let browsers = 0;
  const answers = async (asked: Request): Promise<Response> => {
    counted.requests++;
    const answer = await send(asked, some.peer);
    if (answer.status >= 500) counted.faults++;
    heard.push([...answer.headers].join('\n'), await answer.clone().text());
    return answer;
  };
  const bystander = people.next();
  let asked: Promise<void> | undefined;
  /** Looks once whether an earlier run took these people; a server of this run's own is new. */
  const unused = (): Promise<void> => (asked ??= some.own ? Promise.resolve() : areUnused(target, bystander));
  const target: Target = {
    origin: some.origin,
    peer: some.peer,
    full: some.full,
    policy: reading.institution.policy,
    browse(from) {
      const place = browsers++;
      const walker = new Walker(answers, some.origin);
      walker.headers['x-forwarded-for'] = from ?? `10.${place >> 8}.${place & 255}.1`;
      return walker;
    },
    async fire(shots) {
      const { host } = new URL(some.origin);
      const answers = await fireAtOnce(
        shots.map(({ walker, path, fields, headers }) => ({
          ...some.peer,
          path,
          fields,
          cookies: walker.cookies,
          headers: { ...walker.headers, host, ...headers },
        })),
      );
      counted.requests += answers.length;
      counted.faults += answers.filter(({ status }) => status >= 500).length;
      return answers;
    },
    async someone() {
      await unused();
      return people.next();
    },
    async story(id) {
      await unused();
      return people.story(id);
    },
    async bystander() {
      // Whoever only signs in may have done so before.
      await unused().catch(() => undefined);
      return bystander;
    },
    taken: () => people.taken(),
    recordOf: (number) => people.recordOf(number),
    heard,
    counted,
    get letters() {
      return given(some.letters, 'a mailbox to read');
    },
    get sql() {
      return given(some.sql, 'the database');
    },
    get own() {
      return given(some.own, 'a server of its own');
    },
    has: (what) =>
      Boolean({ inbox: some.letters, database: some.sql, inside: some.own, full: some.full }[what]),
  };
  return target;
}

/** Asks a database given by its address; each question is a connection of its own. */
export const databaseAt =
  (url: string): Ask =>
  <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
    sql<Row>(text, values, url);

/** Whether the pages say that the institution is invented. */
export async function isFictional(target: Target): Promise<boolean> {
  const { html } = await target.browse().open('/');
  return (['es', 'en'] as const).some((language) => textOf(html).includes(wordsOf(language).frame.demo));
}
