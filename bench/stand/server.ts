import { startServer as startServing } from '../../src/cli/serve.ts';
import { Connection } from '../browser/connection.ts';

/** The real server, as the command line starts it. */
export type Server = {
  readonly port: number;
  readonly pid: number;
  /** Milliseconds from its spawn to the first page it answered. */
  readonly firstAnswer: number;
  stop(): Promise<void>;
};

/** Starts it and asks for its first page. `flags` are Node's own, for a profile. */
export async function startServer(
  environment: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): Promise<Server> {
  const start = performance.now();
  const { port, pid, stop } = await startServing(environment, flags);
  const connection = await Connection.open(port);
  const { status } = await connection.send('GET', '/', {});
  const firstAnswer = performance.now() - start;
  connection.close();
  if (status !== 200) throw new Error(`The first page was a ${status}`);
  return { port, pid, firstAnswer, stop };
}
