import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How often somebody calls, and how long a caller may wait before newcomers are one too many, in milliseconds. */
const usual = { every: 250, tooLate: 1000 };

/** Where a server that listens anywhere is reached from here. */
const reached = ({ address }: AddressInfo): string =>
  address === '::' ? '::1' : address === '0.0.0.0' ? '127.0.0.1' : address;

/**
 * Whether callers wait too long, by being one of them: every so often somebody calls from here and waits for the answer about
 * health, which needs nobody. One turn of the loop takes one connection, so under too many visitors they wait where no line of ours
 * can see them, between the socket and the code. While there is no answer, the wait so far counts. Whoever cannot call at all knows
 * nothing and says no.
 */
export function watchLateness(server: Server, { every, tooLate } = usual): () => boolean {
  let calledAt: number | undefined;
  let waited = 0;
  const call = (address: AddressInfo): void => {
    const since = performance.now();
    calledAt = since;
    const heard = (milliseconds: number): void => {
      calledAt = undefined;
      waited = milliseconds;
    };
    get({ host: reached(address), port: address.port, path: '/salud', agent: false }, (answer) => {
      answer.resume();
      heard(performance.now() - since);
    }).on('error', () => heard(0));
  };
  const calling = setInterval(() => {
    const address = server.address();
    if (calledAt === undefined && typeof address === 'object' && address) call(address);
  }, every).unref();
  server.on('close', () => clearInterval(calling));
  return () => Math.max(waited, calledAt === undefined ? 0 : performance.now() - calledAt) > tooLate;
}
