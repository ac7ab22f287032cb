/** What the store can say, read from its files. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export type Said = { readonly name: string; readonly text: string; readonly varied: boolean };

/** A text with the shared parts it names put in; one may name another. */
const filled = (text: string, known: ReadonlyMap<string, string>): string =>
  text.replace(/\$\{(\w+)\}/g, (_, part: string) => known.get(part) ?? part);

/** The statements in the store's files, their shared column lists filled in. */
export function statements(): Said[] {
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
        /((?:statement|varied)(?:<[^(]*>)?|write)\(\s*'([a-z-]+)',\s*(?:`([^`]+)`|'([^'\n]+)'|"([^"\n]+)")/g,
      ),
    ].map(([, kind, name = '', a, b, c]) => ({
      name,
      varied: kind?.startsWith('varied') ?? false,
      text: filled(filled(a ?? b ?? c ?? '', known), known),
    }));
  });
}
