import pg from 'pg';

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
    client = new pg.Client({ connectionString: url });
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
