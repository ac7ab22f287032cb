/** Names of the fields each form takes, read from the pages that read them: a new form is fuzzed without a line here. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths } from '../../src/web/paths.ts';

const web = join(import.meta.dirname, '../../src/web');
const texts = globSync('**/*.ts', { cwd: web })
  .sort()
  .map((name) => readFileSync(join(web, name), 'utf8'));

const quoted = (text: string): string[] => [...text.matchAll(/'([a-z]\w*)'/g)].map(([, name = '']) => name);

/** Lists of names that a page, or several, keep under a name of their own. */
const listsOf = (text: string): Map<string, string[]> =>
  new Map(
    [...text.matchAll(/const (\w*(?:[nN]ames|[fF]ields))\b[^=\n]*= \[([^\]]*)\]/g)].map(
      ([, name = '', list = '']) => [name, quoted(list)] as const,
    ),
  );

const shared = new Map(texts.flatMap((text) => [...listsOf(text)]));

/** The names a page reads in a piece of its text. */
function namesIn(piece: string, page: string): string[] {
  const own = listsOf(page);
  return [...piece.matchAll(/readForm\(c, ([^)]*)\)/g)].flatMap(([, list = '']) => [
    ...quoted(list),
    ...[...list.matchAll(/\b\w+\b/g)].flatMap(([name]) => own.get(name) ?? shared.get(name) ?? []),
  ]);
}

/** Every field of every form. */
export const allFields: readonly string[] = [
  ...new Set(
    texts.flatMap((text) => [
      ...namesIn(text, text),
      ...[...text.matchAll(/ name="(\w+)"/g)].map(([, name = '']) => name),
    ]),
  ),
].sort();

/** The fields of one address, where its page says them in plain sight; absent where it makes them up. */
export const fieldsOf: ReadonlyMap<string, readonly string[]> = new Map(
  texts.flatMap((text) => {
    const [, ...posts] = text.split(/\.post\(/);
    return posts.flatMap((post) => {
      const name = /^paths\.(\w+)/.exec(post)?.[1];
      const path = Object.entries(paths).find(([key]) => key === name)?.[1];
      if (path === undefined) return [];
      const names = namesIn(post.includes('readForm(') ? post : text, text);
      return names.length > 0 || post.includes('readForm(c, [])') ? [[path, names] as const] : [];
    });
  }),
);
