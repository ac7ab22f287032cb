import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Files read at once. */
const atOnce = 16;

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The folders and files below a folder, by their paths from there. What goes away meanwhile is left out. */
export async function listBelow(folder: string): Promise<{ folders: string[]; files: string[] }> {
  const found = { folders: [''], files: [] as string[] };
  for (const place of found.folders) {
    const entries = await readdir(join(folder, place), { withFileTypes: true }).catch((error: unknown) => {
      if (isGone(error)) return [];
      throw error;
    });
    for (const entry of entries)
      (entry.isDirectory() ? found.folders : found.files).push(join(place, entry.name));
  }
  return { folders: found.folders.slice(1), files: found.files };
}

/** Copies one file for its owner alone and onto the disk; gives the SHA-256 of what was written, nothing when it went away. */
async function copyFile(from: string, to: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  const target = await open(to, 'wx', 0o600);
  try {
    for await (const piece of createReadStream(from)) {
      // Sound: a stream without an encoding gives bytes.
      const bytes = piece as Buffer;
      hash.update(bytes);
      await target.writeFile(bytes);
    }
    await target.sync();
    return hash.digest('hex');
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  } finally {
    await target.close();
  }
}

/** Makes the folders, and copies the files; gives each file's SHA-256 by its path. */
export async function copyTree(
  from: string,
  to: string,
  { folders, files }: { readonly folders: readonly string[]; readonly files: readonly string[] },
): Promise<Map<string, string>> {
  for (const folder of folders) await mkdir(join(to, folder), { recursive: true, mode: 0o700 });
  const digests = new Map<string, string>();
  for (let next = 0; next < files.length; next += atOnce)
    await Promise.all(
      files.slice(next, next + atOnce).map(async (file) => {
        const digest = await copyFile(join(from, file), join(to, file));
        if (digest !== undefined) digests.set(file, digest);
      }),
    );
  return digests;
}
