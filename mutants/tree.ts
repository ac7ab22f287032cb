import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Edit, edited } from './mutant.ts';

const root = join(import.meta.dirname, '..');

/** A copy of the project to be broken, as it stands on the disk. */
export type Tree = {
  readonly root: string;
  /** Makes the edits, does the work, and puts back what stood there. */
  withEdits<T>(edits: readonly Edit[], work: () => Promise<T>): Promise<T>;
  remove(): void;
};

/** Tests that read the code instead of running it: they would notice that something was edited, not that it does wrong. */
const readers = ['test/mutants.test.ts', 'test/architecture.test.ts'];

/** The files git knows or would add: nothing built, nothing private. */
function filesOf(): string[] {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const said = execFileSync('git', list, { cwd: root, encoding: 'utf8' });
  return said
    .split('\0')
    .filter((file) => file !== '' && !readers.includes(file) && existsSync(join(root, file)));
}

/** Copies the project; its packages are linked, for nothing changes them. */
export function copyTree(): Tree {
  const copy = mkdtempSync(join(tmpdir(), 'reclave-mutant-'));
  for (const file of filesOf()) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return {
    root: copy,
    async withEdits(edits, work) {
      const whole = new Map(edits.map(({ file }) => [file, readFileSync(join(copy, file), 'utf8')]));
      try {
        for (const edit of edits) {
          const path = join(copy, edit.file);
          writeFileSync(path, edited(readFileSync(path, 'utf8'), edit));
        }
        return await work();
      } finally {
        for (const [file, text] of whole) writeFileSync(join(copy, file), text);
      }
    },
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}
