import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../main.ts');

/** The server as a child process. Its end is ours: when this process goes, however it goes, it stops by itself. */
export type Serving = {
  readonly port: number;
  /** Settles with the exit code when the server ends by itself. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
};

/** Starts the server with an environment and waits until it listens. */
export async function startServer(environment: NodeJS.ProcessEnv): Promise<Serving> {
  const child: ChildProcess = fork(main, {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  const port = await Promise.race([
    new Promise<number>((resolve) => {
      child.on('message', (said) => {
        if (typeof said === 'object' && said !== null && 'listening' in said) resolve(Number(said.listening));
      });
    }),
    ended.then(() => undefined),
  ]);
  if (port === undefined) throw new Error('The server stopped before it listened; the lines above say why');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  return { port, ended, stop };
}
