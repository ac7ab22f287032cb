import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { columnOf } from '../../directory/columns.ts';
import { csvLine } from '../../lib/audit/csv.ts';

/** The file that names each refused row. It is there when there is one, and its owner alone may read it. */
export class Report {
  readonly path: string;
  #file: FileHandle | undefined;
  #size: number;

  private constructor(path: string, size: number) {
    this.path = path;
    this.#size = size;
  }

  /** Goes on with the first `size` bytes of it; what stands behind them told of rows that are brought again. */
  static async open(path: string, size: number): Promise<Report> {
    if (size === 0) await rm(path, { force: true });
    return new Report(path, size);
  }

  /** Whether it is there with what it told so far: rows that were refused then are not read again. */
  static async holds(path: string, size: number): Promise<boolean> {
    return size === 0 || ((await stat(path).catch(() => undefined))?.size ?? 0) >= size;
  }

  /** Whether it would take the place of another file, which its beginning would delete. */
  static async isAt(path: string, other: string): Promise<boolean> {
    const [there, found] = await Promise.all([stat(other), stat(path).catch(() => undefined)]);
    return found?.ino === there.ino && found.dev === there.dev;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds rows, and gives when they are on the disk. */
  async add(faults: readonly { readonly line: number; readonly fault: string }[]): Promise<void> {
    if (faults.length === 0) return;
    this.#file ??= await this.#begin();
    const lines = faults.map(({ line, fault }) => csvLine([String(line), columnOf(fault) ?? '', fault]));
    const text = Buffer.from(lines.join(''));
    await this.#file.write(text, 0, text.length, this.#size);
    await this.#file.datasync();
    this.#size += text.length;
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async #begin(): Promise<FileHandle> {
    if (this.#size > 0) {
      const file = await open(this.path, 'r+');
      await file.truncate(this.#size);
      return file;
    }
    const file = await open(this.path, 'wx', 0o600);
    const { bytesWritten } = await file.write(csvLine(['line', 'column', 'what']));
    this.#size = bytesWritten;
    return file;
  }
}
