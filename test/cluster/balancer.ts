/** A balancer as operators put in front: it asks `/salud`, keeps connections for later, and never sends a form twice. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type Balancer = {
  readonly port: number;
  /** The ports it may send visitors to, from now on. */
  instances: readonly number[];
  /** Visits that ended without an answer from an instance. */
  readonly lost: string[];
  stop(): Promise<void>;
};

const looksEvery = 50;

/** Whether an instance wants visitors. */
const isOpen = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/salud', agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });

/** Opens one; it sends each visitor to the next instance that said it is open. */
export async function startBalancer(): Promise<Balancer> {
  const agent = new Agent({ keepAlive: true });
  let turn = 0;
  let open: readonly number[] = [];
  const lost: string[] = [];

  /** Passes a visit on. A connection that was refused has carried nothing, so another instance may be asked. */
  const pass = (visit: IncomingMessage, body: Buffer, reply: ServerResponse, tries = 0): void => {
    const port = open[turn++ % Math.max(1, open.length)] ?? balancer.instances[tries];
    const { method = 'GET', url = '/', headers } = visit;
    const onward = request({ host: '127.0.0.1', port, agent, method, path: url, headers }, (answer) => {
      const { connection: _, 'keep-alive': __, ...kept } = answer.headers;
      reply.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(reply);
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && tries < 5) return pass(visit, body, reply, tries + 1);
      lost.push(`${method} ${url}: ${error.code}`);
      reply.writeHead(502).end();
    });
    onward.end(body);
  };

  const server = createServer((visit, reply) => {
    void buffer(visit).then((body) => pass(visit, body, reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  let looking = false;
  const look = async (): Promise<void> => {
    // One at a time: a slow answer must not be heard after a newer one.
    if (looking) return;
    looking = true;
    const { instances } = balancer;
    const wanted = await Promise.all(instances.map(isOpen));
    open = instances.filter((_, place) => wanted[place]);
    looking = false;
  };
  const timer = setInterval(() => void look(), looksEvery);
  const balancer: Balancer = {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    instances: [],
    lost,
    async stop() {
      clearInterval(timer);
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return balancer;
}
