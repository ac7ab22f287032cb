/** The steps of the walk that might tell, each timed. */
import { paths } from '../../src/web/paths.ts';
import type { Visitor } from '../browser/visitor.ts';
import { arrive } from '../browser/walk.ts';
import { formerKey } from '../stand/people.ts';

export type Walker<Kind> = {
  readonly kind: Kind;
  readonly number: string;
  readonly email: string;
  readonly visitor: Visitor;
};

/** Samples by step and by kind of visitor. */
export type Log<Kind> = {
  note(step: string, kind: Kind, milliseconds: number): void;
  steps(): Iterable<string>;
  samples(step: string, kind: Kind): readonly number[];
};

export function keepLog<Kind>(): Log<Kind> {
  const kept = new Map<string, Map<Kind, number[]>>();
  return {
    note(step, kind, milliseconds) {
      const ofStep = kept.get(step) ?? new Map<Kind, number[]>();
      kept.set(step, ofStep);
      ofStep.set(kind, [...(ofStep.get(kind) ?? []), milliseconds]);
    },
    steps: () => kept.keys(),
    samples: (step, kind) => kept.get(step)?.get(kind) ?? [],
  };
}

type Timed = (step: string, work: () => Promise<unknown>) => Promise<void>;

const timing =
  <Kind>({ kind }: Walker<Kind>, log: Log<Kind>): Timed =>
  async (step, work) => {
    const start = performance.now();
    await work();
    log.note(step, kind, performance.now() - start);
  };

/** Only the number. */
export async function identifyOnly<Kind>(walker: Walker<Kind>, log: Log<Kind>): Promise<void> {
  const { visitor, number } = walker;
  await visitor.load(paths.identify);
  await timing(walker, log)('number posted', () =>
    visitor.submit(paths.identify, { numero: number }, paths.nameContact),
  );
}

/** To "check your inbox", and a wrong code there. What follows a step at once shows work the step left behind. */
export async function askFirst<Kind>(walker: Walker<Kind>, log: Log<Kind>): Promise<void> {
  const { visitor, number, email } = walker;
  const timed = timing(walker, log);
  await arrive(visitor);
  await timed('number posted', () => visitor.submit(paths.identify, { numero: number }, paths.nameContact));
  await timed('e-mail page', () => visitor.load(paths.nameContact));
  await timed('e-mail posted', () =>
    visitor.submit(paths.nameContact, { correo: email, seguro: '1' }, paths.enterCode),
  );
  await timed('inbox page', () => visitor.load(paths.enterCode));
  await timed('inbox page, once more', () => visitor.load(paths.enterCode));
}

const wrongCode = '00000000';

/** Half a minute later: another message, a wrong code in the walk, and one on the page for any device. */
export async function askAgain<Kind>(walker: Walker<Kind>, log: Log<Kind>): Promise<void> {
  const { visitor, number } = walker;
  const timed = timing(walker, log);
  await visitor.load(paths.enterCode);
  await timed('wrong code posted', () => visitor.post(paths.enterCode, { codigo: wrongCode }));
  await timed('another message asked', () => visitor.submit(paths.askMessage, {}, `${paths.enterCode}?otro`));
  await timed('inbox page, after that', () => visitor.load(paths.enterCode));
  await visitor.load(paths.enterCodeElsewhere);
  await timed('code on another device', () =>
    visitor.post(paths.enterCodeElsewhere, { numero: number, codigo: wrongCode }),
  );
}

/** A number that waits where this visitor comes from: a right and a wrong key are both not looked at. */
export async function signInWaiting<Kind>(walker: Walker<Kind>, log: Log<Kind>): Promise<void> {
  const { visitor, number } = walker;
  await visitor.load(paths.signIn);
  await timing(walker, log)('key posted while the number waits', () =>
    visitor.post(paths.signIn, { numero: number, clave: formerKey, portal: 'portal' }),
  );
}

export async function signInWrong<Kind>(walker: Walker<Kind>, log: Log<Kind>): Promise<void> {
  const { visitor, number } = walker;
  await visitor.load(paths.enterCodeElsewhere);
  await timing(walker, log)('code, nothing asked before', () =>
    visitor.post(paths.enterCodeElsewhere, { numero: number, codigo: wrongCode }),
  );
  await visitor.load(paths.signIn);
  await timing(walker, log)('wrong key posted', () =>
    visitor.post(paths.signIn, { numero: number, clave: `not this one of ${number}`, portal: 'portal' }),
  );
}
