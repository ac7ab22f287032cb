import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const main = join(import.meta.dirname, '../main.ts');

/**
 * What keeps the server small. Each key hashed takes 19 MiB for a moment: above a fixed threshold the system's allocator gives
 * such pieces back at once instead of keeping one per thread, and short-lived objects need no more than 8 MB per half.
 */
const smallFlags = ['--max-semi-space-size=8'];
const smallSettings = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576' };

/** The server as a child process. Its end is ours: when this process goes, however it goes, it stops by itself. */
export type Serving = {
  readonly port: number;
  readonly pid: number;
  /** Settles with the exit code when the server ends by itself. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
};

/** Starts the server with an environment and waits until it listens. `flags` are Node's own, for a profile. */
export async function startServer(
  environment: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<Serving> {
  const child: ChildProcess = fork(main, {
    env: { ...smallSettings, ...environment },
    execArgv: [...smallFlags, ...flags],
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
  if (port === undefined || child.pid === undefined)
    throw new Error('The server stopped before it listened; the lines above say why');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
  };
  return { port, pid: child.pid, ended, stop };
}
