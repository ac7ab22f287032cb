import { type Document, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { sha256 } from '../lib/digest.ts';
import type { Institution } from '../rules/policy.ts';
import { judgeAllGates, judgeIdentifiers, judgeNames, judgePolicy, judgeRegistry } from './coherence.ts';
import { complaintsOf } from './complaint.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { Misplaced, Mistake } from './mistake.ts';
import { institutionSchema, type PolicyFile, policySchema } from './schema.ts';

type Reading =
  | { readonly ok: true; readonly institution: Institution }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

const versionCharacters = 12;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a path stands in the file; for something missing, where it should have stood. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(step));
      if (!pair) break;
      offset = rangeStart(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeStart(node) ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

const rangeStart = (node: unknown): number | undefined =>
  isObject(node) && Array.isArray(node.range) ? Number(node.range[0]) : undefined;

/** Takes out what stands at a path; inside a list, the whole list, since its places would shift. */
function remove(value: unknown, path: readonly PropertyKey[]): void {
  let owner: unknown = value;
  for (const [place, step] of path.entries()) {
    if (!isObject(owner)) return;
    const next = owner[String(step)];
    if (place === path.length - 1 || !isObject(next)) {
      delete owner[String(step)];
      return;
    }
    owner = next;
  }
}

/**
 * The policy with defaults in the place of what was refused, so that the rules between its parts can still be
 * asked. What lacks a part of its own goes as a whole: each round removes something, and an empty policy is
 * right.
 */
function salvagedPolicy(raw: unknown): PolicyFile {
  const copy: unknown = structuredClone(raw);
  for (let parsed = policySchema.safeParse(copy); !parsed.success; parsed = policySchema.safeParse(copy)) {
    const before = JSON.stringify(copy);
    const paths = parsed.error.issues.flatMap(complaintsOf).map(({ path }) => path);
    for (const path of paths) remove(copy, path);
    if (JSON.stringify(copy) === before) for (const path of paths) remove(copy, path.slice(0, -1));
    if (JSON.stringify(copy) === before) return policySchema.parse({});
  }
  return policySchema.parse(copy);
}

/** Rules between parts, asked of every part that has its shape, whatever the others look like. */
function* judgeTogether(raw: unknown): Generator<Misplaced> {
  const file = isObject(raw) ? raw : {};
  const policy = salvagedPolicy(file.policy ?? {});
  yield* judgePolicy(policy);
  yield* judgeRegistry(file.registry, file.fictional);
  const { shape } = institutionSchema;
  const profiles = shape.profiles.safeParse(file.profiles);
  const identifiers = shape.identifiers.safeParse(file.identifiers);
  if (profiles.success) yield* judgeAllGates(profiles.data, policy.questions);
  if (profiles.success && identifiers.success) yield* judgeIdentifiers(profiles.data, identifiers.data);
  const lists = {
    profiles,
    offices: shape.offices.safeParse(file.offices),
    portals: shape.portals.safeParse(file.portals),
  };
  for (const [list, entries] of Object.entries(lists)) {
    const names = entries.success ? entries.data.map((entry) => entry.id) : [];
    yield* judgeNames(list, names);
  }
  const languages = shape.languages.safeParse(file.languages);
  if (languages.success) yield* judgeNames('languages', languages.data);
}

/** What was already refused for its shape is not complained of again for its meaning. */
const saysMore = (misplaced: Misplaced, refused: readonly Misplaced[]): boolean =>
  !refused.some(({ path }) => misplaced.path.every((step, place) => step === path[place]));

/** What YAML itself finds: broken syntax ends the reading, a key written twice does not. */
function judgeSyntax(document: Document, lines: LineCounter, file: string) {
  const mistakes = document.errors.map((error): Mistake => {
    const twice = error.code === 'DUPLICATE_KEY';
    return {
      where: `${file}:${lines.linePos(error.pos[0]).line}`,
      what: twice ? 'a setting is written twice' : (error.message.split('\n')[0] ?? error.message),
      advice: twice ? 'Keep one of the two' : 'Check indentation, quotes and colons of this line',
    };
  });
  return { mistakes, readable: document.errors.every((error) => error.code === 'DUPLICATE_KEY') };
}

/** The value, or nothing when an alias leads nowhere or to more than the library agrees to follow. */
function followed(document: Document): unknown {
  try {
    return document.toJS() ?? null;
  } catch {
    return undefined;
  }
}

const unfollowed = (file: string): Mistake => ({
  where: `${file}:1`,
  what: 'an alias (*name) leads nowhere, or far too far',
  advice: 'Give every *name its &name above it, or write the value out',
});

/**
 * Reads an institution's file: the frozen institution, or everything that is wrong with it, each with its
 * line.
 */
export function readInstitution(text: string, file: string): Reading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { mistakes, readable } = judgeSyntax(document, lines, file);
  if (!readable) return { ok: false, mistakes };
  const raw = followed(document);
  if (raw === undefined) return { ok: false, mistakes: [...mistakes, unfollowed(file)] };
  const parsed = institutionSchema.safeParse(raw, { reportInput: true });
  const refused = parsed.success ? [] : parsed.error.issues.flatMap(complaintsOf);
  const together = [...judgeTogether(raw)].filter((misplaced) => saysMore(misplaced, refused));
  const misplaced = [...refused, ...together];
  for (const { path, what, advice } of misplaced) {
    mistakes.push({ where: `${file}:${lineOf(document, lines, path)}`, what, advice });
  }
  if (!parsed.success || mistakes.length > 0) return { ok: false, mistakes };
  const version = sha256(text).toString('hex').slice(0, versionCharacters);
  return {
    ok: true,
    institution: deepFreeze({ ...parsed.data, policy: { ...parsed.data.policy, version } }),
  };
}
