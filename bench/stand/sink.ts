/** The mail sink as its users see it: a process of its own, so that taking mail is nobody else's time. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the sink process says. */
export type SinkSaid =
  | { readonly listening: number }
  | { readonly counted: number }
  | { readonly mail: string; readonly for: string };
/** What the sink process is asked. */
export type SinkAsked = { readonly count: true } | { readonly wanted: string };

export type Sink = {
  readonly url: string;
  /** Messages taken since it started. */
  count(): Promise<number>;
  /** The newest message to an address since it was last asked for: at once, or when it comes. */
  mailTo(address: string): Promise<string>;
  stop(): void;
};

const program = join(import.meta.dirname, 'sink-process.ts');

export async function startSink(): Promise<Sink> {
  const child: ChildProcess = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const counts: ((count: number) => void)[] = [];
  const mails = new Map<string, (mail: string) => void>();
  const ask = (asked: SinkAsked): void => void child.send(asked);
  const [first]: SinkSaid[] = await once(child, 'message');
  if (!first || !('listening' in first)) throw new Error('The mail sink did not start');
  child.on('message', (said: SinkSaid) => {
    if ('counted' in said) counts.shift()?.(said.counted);
    if (!('mail' in said)) return;
    mails.get(said.for)?.(said.mail);
    mails.delete(said.for);
  });
  return {
    url: `smtp://127.0.0.1:${first.listening}`,
    count: () =>
      new Promise((resolve) => {
        counts.push(resolve);
        ask({ count: true });
      }),
    mailTo: (address) =>
      new Promise((resolve) => {
        mails.set(address, resolve);
        ask({ wanted: address });
      }),
    stop: () => void child.kill(),
  };
}
