import type { Server } from 'node:http';

/** A server that can be led out of service without anybody noticing. */
export type Drain = {
  /** Whether new visitors are still wanted: what a balancer is told. */
  readonly open: boolean;
  /**
   * Tells balancers to go elsewhere, and after `milliseconds` closes: no connection is taken any more, and what is under way is
   * finished, for at most `patience` milliseconds.
   */
  close(milliseconds: number): Promise<void>;
  /** Whoever cannot wait for the balancers: what is left of the wait is skipped. */
  hurry(): void;
};

/** No page takes longer; a connection that is still open then belongs to somebody who reads nothing. */
const patience = 10_000;

/**
 * Leads a server out of service. Until it closes it answers everybody, and each answer ends its connection: a balancer that keeps
 * connections for later would otherwise send the next form into one that is just being closed, and may not send a form twice.
 */
export function drainOf(server: Server): Drain {
  let open = true;
  let hurry: () => void = () => undefined;
  server.prependListener('request', (_, response) => {
    if (!open) response.shouldKeepAlive = false;
  });
  return {
    get open() {
      return open;
    },
    hurry: () => hurry(),
    async close(milliseconds) {
      open = false;
      await new Promise<void>((resolve) => {
        hurry = resolve;
        setTimeout(resolve, milliseconds);
      });
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
    },
  };
}
