/** Every statement the store can say, prepared against the real schema: a column renamed in SQL alone fails here, not at night. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openWorld, type TestWorld } from '../world.ts';
import { statements } from './said.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

describe('the statements of the store', () => {
  it('have names of their own', () => {
    const names = statements().map(({ name }) => name);
    assert.ok(names.length > 40, `${names.length} statements were found`);
    assert.equal(new Set(names).size, names.length);
  });

  it('can all be prepared against the schema', async () => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    try {
      for (const [index, { name, text }] of statements().entries())
        await assert.doesNotReject(client.query(`prepare s${index} as ${text}`), name);
    } finally {
      await client.end();
    }
  });

  it('give counts as numbers: ten and one is eleven (H9)', async () => {
    const rows = await world.sql<{ n: unknown; used: unknown }>(
      "insert into limits (counted, since, n) values ('\\x01', now(), 10) returning n, n + 1 as used",
    );
    assert.deepEqual(rows, [{ n: 10, used: 11 }]);
  });
});
