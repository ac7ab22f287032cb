/** Many at once: each keeps one connection and begins anew as soon as it is done, until all the work is. */
import { Connection } from './browser/connection.ts';

export type Window = {
  /** Seconds it took. */
  readonly seconds: number;
  /** Milliseconds of each piece of work. */
  readonly each: readonly number[];
};

export async function crowd(
  port: number,
  size: number,
  pieces: number,
  work: (connection: Connection, turn: number) => Promise<void>,
): Promise<Window> {
  const connections = await Promise.all(Array.from({ length: size }, () => Connection.open(port)));
  const each: number[] = [];
  let turn = 0;
  const start = performance.now();
  const one = async (connection: Connection): Promise<void> => {
    while (turn < pieces) {
      const begun = performance.now();
      await work(connection, turn++);
      each.push(performance.now() - begun);
    }
  };
  await Promise.all(connections.map(one));
  const seconds = (performance.now() - start) / 1000;
  for (const connection of connections) connection.close();
  return { seconds, each };
}
