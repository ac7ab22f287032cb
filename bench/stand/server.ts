import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { Connection } from '../browser/connection.ts';

const main = join(import.meta.dirname, '../../src/main.ts');

/** The real server, as the command line starts it. */
export type Server = {
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from its spawn to the first page it answered. */
  readonly firstAnswer: number;
  stop(): Promise<void>;
};

function listening(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('The server stopped before it listened')));
    child.on('message', (said) => {
      if (typeof said === 'object' && said !== null && 'listening' in said) resolve(Number(said.listening));
    });
  });
}

/** Starts it and asks for its first page. `flags` are Node's own, for a profile. */
export async function startServer(
  environment: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<Server> {
  const start = performance.now();
  const child = fork(main, {
    env: environment,
    execArgv: [...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await listening(child);
  const connection = await Connection.open(port);
  const { status } = await connection.send('GET', '/', {});
  const firstAnswer = performance.now() - start;
  connection.close();
  if (status !== 200 || child.pid === undefined) throw new Error(`The first page was a ${status}`);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { port, pid: child.pid, firstAnswer, stop };
}
