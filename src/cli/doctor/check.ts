import type { Config } from '../../config.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Db } from '../../store/database.ts';

/** `wrong`: people are turned away, or not protected. `warning`: right for a trial, and perhaps not for more. */
export type Verdict = 'ok' | 'warning' | 'wrong';

export type Finding = { readonly verdict: Verdict; readonly said: string };

/** An installation as it is looked at. */
export type Patient = { readonly config: Config; readonly clock: Clock };

/** One thing looked at; nothing secret is ever said. */
export type Check<P = Patient> = {
  readonly name: string;
  readonly run: (patient: P) => Finding | Promise<Finding>;
};

/** The same with a database that answers. */
export type DatabaseCheck = Check<Patient & { readonly db: Db }>;

export const ok = (said: string): Finding => ({ verdict: 'ok', said });
export const warning = (said: string): Finding => ({ verdict: 'warning', said });
export const wrong = (said: string): Finding => ({ verdict: 'wrong', said });
