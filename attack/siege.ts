/** Runs attacks one after the other and keeps what became of each. */
import { type Attack, Broken, Lacking, type Verdict } from './attack.ts';
import { judgeLog, type LogVerdict, lastLine } from './log.ts';
import type { Target } from './target/target.ts';

export type Outcome = {
  readonly ids: readonly string[];
  readonly title: string;
  readonly verdict: Verdict;
  /** Absent where nothing was attacked. */
  readonly log?: LogVerdict;
  readonly requests: number;
  readonly milliseconds: number;
};

const names = {
  inbox: 'a mailbox to read (--inbox or --mail)',
  database: 'the database (--database)',
  inside: 'a server this run starts itself (no --url)',
  full: 'more time (--full)',
} as const;

/** What stopped an attack: it went through, nobody was left, or its own control failed. */
function verdictOf(error: unknown): Verdict {
  const because = error instanceof Error ? error.message : String(error);
  if (error instanceof Broken) return { kind: 'broken', because };
  if (error instanceof Lacking) return { kind: 'not-run', because: `lacks ${because}` };
  return { kind: 'not-run', because: `the control failed: ${because}`, failed: true };
}

async function verdictOn(attack: Attack, target: Target): Promise<Verdict> {
  const lacking = attack.needs.filter((need) => !target.has(need));
  if (lacking.length > 0)
    return { kind: 'not-run', because: `lacks ${lacking.map((need) => names[need]).join(', ')}` };
  const faults = target.counted.faults;
  const verdict = await attack.run(target).catch(verdictOf);
  // Whatever an attack was after: a fault is what it found.
  const more = target.counted.faults - faults;
  return more > 0 && verdict.kind === 'held'
    ? { kind: 'broken', because: `${more} answers were 5xx` }
    : verdict;
}

/** Attacks in their order; `told` hears of each as it ends. */
export async function besiege(
  target: Target,
  attacks: readonly Attack[],
  told: (outcome: Outcome) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const attack of attacks) {
    const [began, requests] = [performance.now(), target.counted.requests];
    const since = target.has('database') ? await lastLine(target) : undefined;
    const verdict = await verdictOn(attack, target);
    const attacked = verdict.kind === 'held' || verdict.kind === 'broken';
    const outcome = {
      ids: attack.ids,
      title: attack.title,
      verdict,
      ...(attacked && { log: await judgeLog(target, attack, since) }),
      requests: target.counted.requests - requests,
      milliseconds: Math.round(performance.now() - began),
    };
    target.heard.length = 0;
    outcomes.push(outcome);
    told(outcome);
  }
  return outcomes;
}

/** Whether nothing was broken, nothing that should have worked did not, and no line is missing in the log. */
export const allHeld = (outcomes: readonly Outcome[]): boolean =>
  outcomes.every(
    ({ verdict, log }) => verdict.kind !== 'broken' && !('failed' in verdict) && log?.kind !== 'missing',
  );
