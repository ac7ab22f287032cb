/** What the documents say is held to the code: a page that lies is worse than none. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { limits } from '../src/config/limits.ts';
import { columns } from '../src/directory/columns.ts';
import { pathOfStage } from '../src/web/paths.ts';

const root = join(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

describe('the documents', () => {
  it('draw exactly the stages a case has', () => {
    const diagram = /```mermaid([\s\S]*?)```/.exec(read('ARCHITECTURE.md'))?.[1] ?? '';
    const drawn = new Set(
      [...diagram.matchAll(/([a-z_]+) -->|--> ([a-z_]+)/g)].flatMap(([, a, b]) => a ?? b ?? []),
    );
    const stages = Object.keys(pathOfStage).map((kind) => kind.replaceAll('-', '_'));
    assert.deepEqual([...drawn].sort(), stages.sort());
  });

  it('name exactly the events the rules know', () => {
    const diagram = /```mermaid([\s\S]*?)```/.exec(read('ARCHITECTURE.md'))?.[1] ?? '';
    const union = /export type Event =([\s\S]*?)\n\);/.exec(read('src/rules/case.ts'))?.[1] ?? '';
    const events = [...union.matchAll(/kind: '([a-z-]+)'/g)].map(([, kind]) => kind ?? '');
    assert.ok(events.length >= 13);
    for (const event of events) assert.ok(diagram.includes(event), `${event} is not in the diagram`);
    const drawn = new Set([...diagram.matchAll(/\b([a-z]+(?:-[a-z]+)+)\b/g)].map(([, word]) => word ?? ''));
    for (const word of drawn) assert.ok(events.includes(word) || word === 'v', `${word} is no event`);
  });

  it('list every room of src', () => {
    const text = read('ARCHITECTURE.md');
    for (const entry of readdirSync(join(root, 'src'), { withFileTypes: true }))
      assert.ok(
        text.includes(`\`${entry.name}${entry.isDirectory() ? '/' : ''}\``),
        `${entry.name} is not in the ladder`,
      );
  });

  it('give every number of a policy with its limits', () => {
    const text = read('docs/operate.md');
    for (const [name, { usual, least, most, why }] of Object.entries(limits))
      assert.ok(text.includes(`| \`${name}\` | ${usual} | ${least} | ${most} | ${why} |`), name);
  });

  it('name every column of the people file', () => {
    const text = read('docs/operate.md');
    for (const column of columns) assert.ok(text.includes(`\`${column}\``), column);
  });

  it('link only to files that are there', () => {
    for (const file of globSync(['*.md', 'docs/**/*.md'], { cwd: root }))
      for (const [, target = ''] of read(file).matchAll(/(?:\]\(|src=")([^)#"]+)/g))
        if (!/^https?:/.test(target))
          assert.ok(existsSync(join(root, dirname(file), target)), `${file} → ${target}`);
  });

  it('number the decisions without a gap', () => {
    const numbers = readdirSync(join(root, 'docs/decisions'))
      .filter((name) => /^\d{4}-/.test(name))
      .map((name) => Number(name.slice(0, 4)))
      .sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });
});
