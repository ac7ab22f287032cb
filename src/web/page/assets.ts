import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { World } from '../../actions/world.ts';
import { sha256 } from '../../lib/digest.ts';
import { type Html, raw } from '../../lib/html.ts';
import type { Institution } from '../../rules/policy.ts';
import { brandStyle } from './brand.ts';

/** A file served as it is, under an address that changes when it does. */
export type Asset = {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer>;
};

/** A script of a few pages, by what it is for. */
export type MoreScript = 'passkeys' | 'session';

export type Assets = {
  readonly style: string;
  readonly script: string;
  /** What only some pages need: to ask for a fingerprint, to say before a session closes. */
  readonly more: Readonly<Record<MoreScript, string>>;
  /** The proof of work, in a worker of its own. */
  readonly worker: string;
  readonly logo: Html;
  readonly files: ReadonlyMap<string, Asset>;
};

const root = join(import.meta.dirname, '../../..');
const made = new WeakMap<Institution, Assets>();

/** The files of an institution: the house's stylesheet with its two colours, the little script, its logo. Read once. */
export function assets({ institution }: World): Assets {
  const known = made.get(institution);
  if (known) return known;
  const files = new Map<string, Asset>();
  const add = (name: string, ending: string, type: string, text: string): string => {
    const path = `/public/${name}.${sha256(text).toString('hex').slice(0, 10)}.${ending}`;
    files.set(path, {
      type,
      body: new Uint8Array(Buffer.from(text)),
      gzip: new Uint8Array(gzipSync(text, { level: 9 })),
    });
    return path;
  };
  const read = (name: string): string => readFileSync(join(root, 'public', name), 'utf8');
  const logo = readFileSync(join(root, 'public', institution.brand.logo), 'utf8').trim();
  const style = add(
    'estilo',
    'css',
    'text/css; charset=utf-8',
    lean(read('estilo.css')) + brandStyle(institution.brand),
  );
  const program = (name: string): string =>
    add(name, 'js', 'text/javascript; charset=utf-8', lean(read(`${name}.js`)));
  const worker = program('prueba');
  const script = program('mejora');
  const more = { passkeys: program('huella'), session: program('sesion') };
  files.set('/favicon.svg', {
    type: 'image/svg+xml',
    body: new Uint8Array(Buffer.from(standalone(logo, institution))),
    gzip: new Uint8Array(gzipSync(standalone(logo, institution))),
  });
  const built = { style, script, more, worker, logo: raw(logo), files };
  made.set(institution, built);
  return built;
}

/** A stylesheet or script without its comments and indents: they are for who reads the repository. */
const lean = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\n\s*/g, '\n')
    .replace(/([;{,(])\n/g, '$1')
    .trim();

/** The logo on its own has no stylesheet to take colours from. */
const standalone = (logo: string, { brand }: Institution): string =>
  logo
    .replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll('currentColor', brand.color)
    .replaceAll('var(--paper)', '#fff')
    .replaceAll('var(--accent)', brand.accent);
