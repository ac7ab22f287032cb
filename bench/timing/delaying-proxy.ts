/** Stands before the server and makes it careless on purpose: posted numbers that are known come back late. */
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

const delay = 25;

export type Proxy = { readonly port: number; stop(): Promise<void> };

export async function delayingProxy(target: number, isKnown: (number: string) => boolean): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const pass = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await buffer(asked);
    const number = new URLSearchParams(body.toString()).get('numero') ?? '';
    if (isKnown(number)) await wait(delay);
    const { method, url: path, headers } = asked;
    const onward = request({ agent, port: target, host: '127.0.0.1', method, path, headers });
    onward.end(body);
    const [reply]: IncomingMessage[] = await once(onward, 'response');
    if (!reply) throw new Error('No reply');
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    answer.end(await buffer(reply));
  };
  const server = createServer((asked, answer) => void pass(asked, answer).catch(() => answer.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
