/** Builds the world and starts it: the web server and the outbox worker. Nobody imports this file. */
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { keepSealed } from './actions/audit/keep-sealed.ts';
import { startWorker, type Worker } from './actions/upkeep/worker.ts';
import { readConfig } from './config.ts';
import { clientIp, networksOf, trustedProxies } from './lib/network.ts';
import { type Drain, drainOf } from './web/drain.ts';
import { watchLateness } from './web/request/lateness.ts';
import { buildApp } from './web/server.ts';
import { buildWorld } from './world.ts';

const reading = readConfig();
if (!reading.ok) {
  for (const { where, what, advice } of reading.mistakes) console.error(`${where}: ${what}. ${advice}`);
  process.exit(1);
}
const { config } = reading;
const { world, restrained, log, close } = await buildWorld(config);
if (!config.smtpUrls) log.warn({ event: 'messages-go-to-a-folder' });
if (!restrained) log.warn({ event: 'database-role-absent' });
if (!config.auditSink) log.warn({ event: 'seals-stay-in-the-database' });
const worker: Worker = startWorker(world);
const sealer = keepSealed(world);
const listener = await world.db.listen('outbox', () => worker.wake());
const proxies = trustedProxies(config.trustedProxies);
const app = buildApp(world, networksOf, {
  open: () => drain.open,
  room: { isBehind: () => isBehind() },
});

// Sound: a server of our own making, with neither TLS nor HTTP/2.
const server = createAdaptorServer({
  fetch: (request, { incoming }) => {
    const peer = incoming.socket?.remoteAddress ?? '';
    const forwarded = request.headers.get('x-forwarded-for') ?? undefined;
    return app.fetch(request, { ip: clientIp(peer, forwarded, proxies) });
  },
}) as Server;
const drain: Drain = drainOf(server);
const isBehind = watchLateness(server);

/** A burst of callers waits to be heard: who does not even get a line tries again only after seconds. */
const backlog = 4096;
server.listen({ host: config.host, port: config.port, backlog }, () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  log.info({ event: 'listening', port });
  process.send?.({ listening: port });
});

let askedAt: number | undefined;
/**
 * Lets balancers, requests and messages under way finish, then takes the world down. Asked again, balancers are not waited for;
 * but a service manager and the command above us ask in the same moment, and mean it once.
 */
async function stop(): Promise<void> {
  if (askedAt !== undefined) return performance.now() - askedAt > 1000 ? drain.hurry() : undefined;
  askedAt = performance.now();
  await drain.close(config.drainSeconds * 1000);
  await listener.stop();
  await Promise.all([worker.stop(), sealer.stop()]);
  await close();
  log.info({ event: 'stopped' });
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
process.on('disconnect', () => {
  void stop();
  drain.hurry();
});
