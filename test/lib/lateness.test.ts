/** A process knows how long a caller waits before any of its code sees them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { watchLateness } from '../../src/web/request/lateness.ts';

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await wait(5);
}

test('callers who wait too long are noticed while they wait, and forgotten once somebody was answered soon', async () => {
  const held: ServerResponse[] = [];
  let answering = true;
  const server = createServer((_, response) => void (answering ? response.end() : held.push(response)));
  const isBehind = watchLateness(server, { every: 10, tooLate: 100 });
  assert.equal(isBehind(), false);
  await once(server.listen(0), 'listening');
  await wait(50);
  answering = false;
  await until(() => held.length > 0);
  await until(isBehind);
  answering = true;
  held[0]?.end();
  assert.equal(isBehind(), true);
  await until(() => !isBehind());
  // Nobody is called once there is nobody to call.
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await until(() => !isBehind());
});
