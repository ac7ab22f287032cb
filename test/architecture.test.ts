/** The house: rooms, arrows, homes of packages, words with one owner, budgets. Each refusal says what to do instead. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..');

type Source = { readonly path: string; readonly text: string };

const sources: readonly Source[] = globSync('src/**/*.ts', { cwd: root })
  .filter((path) => !path.endsWith('.test.ts'))
  .sort()
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** What each room may import of ours. A room stands higher than all it names: arrows run one way. */
const arrows: Record<string, readonly string[]> = {
  lib: [],
  rules: ['lib'],
  words: ['rules', 'lib'],
  store: ['rules', 'lib'],
  directory: ['rules', 'lib'],
  courier: ['words', 'rules', 'lib'],
  actions: ['store', 'directory', 'courier', 'words', 'rules', 'lib'],
  config: ['rules', 'lib'],
  web: ['actions', 'words', 'rules', 'lib'],
  world: ['config', 'actions', 'store', 'directory', 'courier', 'words', 'rules', 'lib'],
  cli: ['world', 'config', 'actions', 'store', 'directory', 'words', 'rules', 'lib'],
  main: ['world', 'web', 'config', 'actions', 'lib'],
};

/** Arrows that carry a type and nothing else: the shape of a row is known where it is kept and where it is shown. */
const typesOnly: readonly (readonly [string, string])[] = [
  ['web', 'store'],
  ['actions', 'directory'],
];

/** The one room in which each package may be imported. */
const homes: Record<string, string> = {
  '@hono/node-server': 'main',
  '@node-rs/argon2': 'lib',
  '@zxcvbn-ts/language-common': 'lib',
  '@zxcvbn-ts/language-en': 'lib',
  '@zxcvbn-ts/language-es-es': 'lib',
  '@simplewebauthn/server': 'lib',
  'altcha-lib': 'web',
  commander: 'cli',
  'csv-parse': 'directory',
  hono: 'web',
  'libphonenumber-js': 'lib',
  nodemailer: 'courier',
  pg: 'store',
  'pg-copy-streams': 'store',
  pino: 'lib',
  'postal-mime': 'cli',
  qr: 'web',
  'smtp-server': 'cli',
  stdnum: 'lib',
  yaml: 'config',
  zod: 'config',
};

/** Words with one owner, and what everybody else does. */
const owned: readonly {
  readonly word: RegExp;
  readonly owners: readonly string[];
  readonly instead: string;
}[] = [
  {
    word: /process\.env\b/,
    owners: ['src/config.ts', 'src/cli/reclave.ts'],
    instead: 'take it from the Config',
  },
  { word: /new Date\(\)|Date\.now\(\)/, owners: ['src/lib/clock.ts'], instead: 'ask world.clock' },
  { word: /Math\.random/, owners: [], instead: 'use randomInt or randomToken (RT-01, H34)' },
  { word: /console\./, owners: ['src/main.ts', 'src/cli/'], instead: 'use world.log' },
  {
    word: /\bimport\(/,
    // The largest package, which most days of most people do without: loaded when the first passkey is used.
    owners: ['src/lib/keys/passkeys.ts'],
    instead: 'import statically: this test cannot see a dynamic import',
  },
  { word: /^export default/m, owners: [], instead: 'export it by its name' },
  { word: /: any\b|as any\b|as unknown as/, owners: [], instead: 'parse it, or say why a cast is sound' },
];

const roomOf = (path: string): string => /^src\/([a-z]+)/.exec(path)?.[1] ?? '';

/** The code without comments and strings' insides would need a parser; comments alone are enough here. */
const codeOf = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

type Import = { readonly target: string; readonly typeOnly: boolean };

function importsOf({ path, text }: Source): Import[] {
  const found: Import[] = [];
  const statement = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)';/gm;
  for (const [, type, target = ''] of codeOf(text).matchAll(statement))
    found.push({
      target: target.startsWith('.') ? normalize(join(dirname(path), target)) : target,
      typeOnly: type !== undefined,
    });
  for (const [, target = ''] of text.matchAll(/import\.meta\.resolve\('([^']+)'\)/g))
    found.push({ target, typeOnly: false });
  return found;
}

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

/** Everything wrong with one file's imports, in words. */
function arrowFaults(source: Source): string[] {
  const room = roomOf(source.path);
  return importsOf(source).flatMap(({ target, typeOnly }) => {
    if (target.startsWith('node:'))
      return room === 'rules'
        ? [`${source.path} imports ${target}: rules are pure; gather the fact in actions/`]
        : [];
    if (!target.startsWith('src/')) {
      const name = packageOf(target);
      if (homes[name] === room || (name === 'pg' && source.path.startsWith('src/store/'))) return [];
      const advice = homes[name]
        ? `it lives in ${homes[name]}/`
        : 'a new package needs a line here and a decision note';
      return [`${source.path} imports ${name}: ${advice}`];
    }
    const to = roomOf(target);
    if (to === room || arrows[room]?.includes(to)) return [];
    if (typeOnly && typesOnly.some(([from, into]) => from === room && into === to)) return [];
    return [`${source.path} imports ${target}: ${room} may not know ${to}; let actions/ join them`];
  });
}

const ownerFaults = ({ path, text }: Source): string[] =>
  owned
    .filter(({ word, owners }) => word.test(codeOf(text)) && !owners.some((owner) => path.startsWith(owner)))
    .map(({ word, instead }) => `${path} says ${word.source}: ${instead}`);

/** Functions by their first and last line: a declaration or an arrow given a name, closed by a brace at its own indent. */
function longFunctions({ path, text }: Source, most: number): string[] {
  const lines = text.split('\n');
  const opens =
    /^(\s*)(?:(?:export )?(?:async )?function\*? \w+|(?:export )?const \w+.*=> \{$|(?:async )?#?\w+\(.*\).* \{$)/;
  return lines.flatMap((line, start) => {
    const indent = opens.exec(line)?.[1];
    if (indent === undefined || /^\s*(?:if|for|while|switch|return|await|describe|it)\b/.test(line))
      return [];
    const length = lines
      .slice(start + 1)
      .findIndex((one) => one.startsWith(`${indent}}`) && !one.startsWith(`${indent} `));
    const closes = length < 0 ? 0 : length + 2;
    return closes > most
      ? [`${path}:${start + 1} is ${closes} lines: take a part out under its own name`]
      : [];
  });
}

/** A circle of value imports, if there is one. */
function circleIn(files: readonly Source[]): string[] | undefined {
  const graph = new Map(
    files.map((file) => [
      file.path,
      importsOf(file).flatMap(({ target, typeOnly }) => (typeOnly ? [] : target)),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const circle = graph.has(next) ? visit(next, [...trail, path]) : undefined;
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const circle = visit(path, []);
    if (circle) return circle;
  }
  return undefined;
}

/** Programs beside the house: each may use all of it, and of its neighbours only what is named. */
const beside: Readonly<Record<string, readonly string[]>> = { bench: ['bench'], attack: ['attack', 'test'] };

/** The one test that runs the attacks; no other knows them. */
const runsAttacks = 'test/attacks/siege.test.ts';

function neighbourFaults(source: Source): string[] {
  const from = source.path.split('/')[0] ?? '';
  const known = beside[from] ?? (source.path === runsAttacks ? ['test', 'attack'] : ['test']);
  return importsOf(source)
    .map(({ target }) => target)
    .filter((target) => /^(?:bench|attack|test)\//.test(target))
    .filter((target) => !known.includes(target.split('/')[0] ?? ''))
    .map((target) => `${source.path} imports ${target}: put what both need into test/, or into src/`);
}

describe('the house', () => {
  it('has arrows that run one way, and packages that stay at home', () => {
    assert.deepEqual(sources.flatMap(arrowFaults), []);
  });

  it('has no two rooms that know each other', () => {
    for (const [room, known] of Object.entries(arrows))
      for (const other of known)
        assert.ok(!arrows[other]?.includes(room), `${room} and ${other} know each other`);
  });

  it('has a main that nobody imports', () => {
    const importers = sources.filter((file) =>
      importsOf(file).some(({ target }) => target === 'src/main.ts'),
    );
    assert.deepEqual(
      importers.map(({ path }) => path),
      [],
    );
  });

  it('has no circle of files', () => {
    assert.equal(circleIn(sources)?.join(' → '), undefined);
  });

  it('gives every package a home, and no home to a package it has not', () => {
    const manifest: { dependencies: Record<string, string> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    assert.deepEqual(Object.keys(homes).sort(), Object.keys(manifest.dependencies).sort());
  });

  it('has one owner for each of its dangerous words', () => {
    assert.deepEqual(sources.flatMap(ownerFaults), []);
  });

  it('has neighbours that know each other one way: attacks use what tests use, and one test runs them', () => {
    const neighbours = globSync('{bench,attack,test}/**/*.ts', { cwd: root }).map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
    }));
    assert.deepEqual(neighbours.flatMap(neighbourFaults), []);
    const wide = Map.groupBy(
      neighbours.filter(({ path }) => path.startsWith('attack/')),
      ({ path }) => dirname(path),
    );
    for (const [folder, files] of wide) assert.ok(files.length <= 15, folder);
    const tall = neighbours.filter(
      ({ path, text }) => path.startsWith('attack/') && text.split('\n').length > 201,
    );
    assert.deepEqual(tall, []);
  });

  it('keeps files under 200 lines, functions under 40, folders under 15 files', () => {
    const tall = sources.filter(
      ({ path, text }) => roomOf(path) !== 'words' && text.split('\n').length > 201,
    );
    assert.deepEqual(
      tall.map(({ path }) => path),
      [],
      'each file is one idea: split it',
    );
    assert.deepEqual(
      sources.filter(({ path }) => roomOf(path) !== 'words').flatMap((file) => longFunctions(file, 40)),
      [],
    );
    const folders = Map.groupBy(sources, ({ path }) => dirname(path));
    const wide = [...folders]
      .filter(([, files]) => files.length > 15)
      .map(([folder]) => relative('', folder));
    assert.deepEqual(wide, [], 'a folder this wide has rooms in it: give them walls');
  });

  it('names the page, the act and the words of a step alike', () => {
    const pages = globSync('src/web/walk/**/*.ts', { cwd: root }).map((path) =>
      path.replace(/^.*\/|\.ts$/g, ''),
    );
    const words = readFileSync(join(root, 'src/words/es/walk.ts'), 'utf8');
    for (const step of [
      'identify',
      'check-robot',
      'answer-question',
      'name-contact',
      'enter-code',
      'follow-link',
      'confirm-number',
      'choose-key',
    ]) {
      assert.ok(pages.includes(step), `no page is called ${step}`);
      assert.ok(
        sources.some(({ path }) => path === `src/actions/recovery/${step}.ts`),
        `no act is called ${step}`,
      );
      const name = step.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      assert.ok(new RegExp(`^  ${name}[:,]`, 'm').test(words), `no words are called ${name}`);
    }
  });
});

describe('the guard itself', () => {
  const wrong = (path: string, text: string): number =>
    [...arrowFaults({ path, text }), ...ownerFaults({ path, text })].length;

  it('refuses what it is there to refuse', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['src/rules/x.ts', "import { readFileSync } from 'node:fs';"],
      ['src/rules/x.ts', "import { z } from 'zod';"],
      ['src/store/x.ts', "import { openSmtp } from '../courier/smtp.ts';"],
      ['src/web/x.ts', "import { insertCase } from '../store/cases.ts';"],
      ['src/web/x.ts', "import pg from 'pg';"],
      ['src/lib/x.ts', "import leftPad from 'left-pad';"],
      ['src/words/x.ts', "export { decide } from '../actions/world.ts';"],
      ['src/actions/x.ts', 'const at = Date.now();'],
      ['src/web/x.ts', 'const key = process.env.KEY;'],
      ['src/lib/x.ts', 'const n = Math.random();'],
      ['src/web/x.ts', "const page = await import('./page.ts');"],
    ];
    for (const [path, text] of cases) assert.equal(wrong(path, text), 1, text);
    for (const [path, text] of [
      ['test/x.test.ts', "import { attacks } from '../attack/rows.ts';"],
      ['bench/x.ts', "import { Walker } from '../test/walker.ts';"],
      ['attack/x.ts', "import { print } from '../bench/table.ts';"],
    ] as const)
      assert.equal(neighbourFaults({ path, text }).length, 1, text);
    assert.equal(wrong('src/web/x.ts', "import type { Case } from '../store/cases.ts';"), 0);
  });

  it('sees a circle and a long function', () => {
    const a = { path: 'src/lib/a.ts', text: "import { b } from './b.ts';" };
    const b = { path: 'src/lib/b.ts', text: "import { a } from './a.ts';" };
    assert.deepEqual(circleIn([a, b]), ['src/lib/a.ts', 'src/lib/b.ts', 'src/lib/a.ts']);
    const long = { path: 'src/lib/c.ts', text: `export function c() {\n${'  x();\n'.repeat(40)}}\n` };
    assert.equal(longFunctions(long, 40).length, 1);
  });
});
