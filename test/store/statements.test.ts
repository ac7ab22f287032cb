/** Every statement the store can say, prepared against the real schema: a column renamed in SQL alone fails here, not at night. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pg from 'pg';
import { openWorld, type TestWorld } from '../world.ts';

const root = join(import.meta.dirname, '../..');
let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

type Said = { readonly name: string; readonly text: string };

/** A text with the shared parts it names put in; one may name another. */
const filled = (text: string, known: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{(\w+)\}/g, (_, part: string) => known.get(part) ?? part);

/** The statements in the store's files, their shared column lists filled in. */
function statements(): Said[] {
  const shared = new Map<string, string>();
  const files = globSync('src/store/**/*.ts', { cwd: root }).map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  const parts = (text: string): [string, string][] =>
    [...text.matchAll(/const (\w*[cC]olumns|from) =\s*[`']([^`']+)[`']/g)].map(([, name = '', list = '']) => [
      name,
      list,
    ]);
  for (const text of files)
    for (const [name, list] of parts(text)) if (name !== 'columns' && name !== 'from') shared.set(name, list);
  return files.flatMap((text) => {
    const known = new Map([...shared, ...parts(text)]);
    return [
      ...text.matchAll(
        /(?:(?:statement|varied)(?:<[^(]*>)?|write)\(\s*'([a-z-]+)',\s*(?:`([^`]+)`|'([^'\n]+)'|"([^"\n]+)")/g,
      ),
    ].map(([, name = '', a, b, c]) => ({
      name,
      text: filled(filled(a ?? b ?? c ?? '', known), known),
    }));
  });
}

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
