/** The outside sink, a file or somebody by HTTP: both keep lines in order, say when they do not, and come back (AU-07). */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type CheckpointSink, openCheckpointSink } from '../../src/courier/checkpoint-sink.ts';

const folder = mkdtempSync(join(tmpdir(), 'reclave-sink-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A sink with what it has kept, and how to take it away and bring it back. */
type Kept = {
  readonly sink: CheckpointSink;
  kept(): string[];
  down(): void;
  up(): void;
  close(): void;
};

const lines = (kept: string): string[] => kept.split('\n').filter((line) => line !== '');

async function fileSink(): Promise<Kept> {
  const place = join(folder, 'disk');
  const path = join(place, 'seals.jsonl');
  mkdirSync(place);
  return {
    sink: openCheckpointSink(pathToFileURL(path).href),
    kept: () => (existsSync(path) ? lines(readFileSync(path, 'utf8')) : []),
    down: () => renameSync(place, `${place}-away`),
    up: () => renameSync(`${place}-away`, place),
    close: () => undefined,
  };
}

async function httpSink(): Promise<Kept> {
  let [body, status] = ['', 204];
  const server = createServer(async (request, response) => {
    const brought = await text(request);
    if (status < 300) body += brought;
    response.writeHead(status, { Location: 'http://127.0.0.1:9/' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  return {
    sink: openCheckpointSink(`http://127.0.0.1:${port}/seals`),
    kept: () => lines(body),
    down: () => {
      status = 302;
    },
    up: () => {
      status = 200;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

for (const [kind, open] of [
  ['file', fileSink],
  ['http', httpSink],
] as const)
  describe(`a sink by ${kind}`, () => {
    it('keeps what it is given, in order, and says when it could not', async () => {
      const { sink, kept, down, up, close } = await open();
      assert.equal(await sink.append(['{"n":1}', '{"n":2}']), true);
      down();
      assert.equal(await sink.append(['{"n":3}']), false);
      up();
      assert.equal(await sink.append(['{"n":3}']), true);
      assert.deepEqual(kept(), ['{"n":1}', '{"n":2}', '{"n":3}']);
      close();
    });
  });

it('ends a line that a crash cut off, and keeps the file to itself', async () => {
  const path = join(folder, 'cut.jsonl');
  const sink = openCheckpointSink(pathToFileURL(path).href);
  await sink.append(['{"n":1}']);
  appendFileSync(path, '{"n":');
  assert.equal(await sink.append(['{"n":2}']), true);
  assert.deepEqual(lines(readFileSync(path, 'utf8')), ['{"n":1}', '{"n":', '{"n":2}']);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

it('is down when nobody is there', async () => {
  assert.equal(await openCheckpointSink('http://127.0.0.1:1/').append(['{}']), false);
});
