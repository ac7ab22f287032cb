import pg from 'pg';

/** A machine that went without a word is noticed within half a minute, and its connections with it: nobody waits for it for ever. */
export const watched = {
  connectionTimeoutMillis: 5000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
} as const;

/** Calls back when somebody says something on a channel, over a connection of its own, until `stop`. */
export async function listenOn(
  url: string,
  channel: string,
  heard: () => void,
): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: pg.Client | undefined;
  // The worker also looks on its own every second, so a lost listener is slower and never deaf: come back quietly.
  const comeBack = (): void => {
    if (!stopped) setTimeout(() => connect().catch(comeBack), 1000).unref();
  };
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, ...watched });
    client.on('error', () => undefined);
    client.on('notification', heard);
    await client.connect();
    await client.query(`listen ${channel}`);
    client.once('end', comeBack);
  };
  await connect();
  return {
    async stop() {
      stopped = true;
      await client?.end();
    },
  };
}
