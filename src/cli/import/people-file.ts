import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { type Header, readHeader } from '../../directory/csv.ts';
import { type Piece, piecesOf } from '../../directory/pieces.ts';

const chunkSize = 512 * 1024;

/** A piece, and the SHA-256 of the file up to its end. */
export type Hashed = Piece & { readonly digest: string };

/** A people file, open. What is known of it so far is what its header says. */
export type PeopleFile = {
  readonly size: number;
  readonly header: Header;
  /** The SHA-256 of its first bytes. */
  digestTo(place: number): Promise<string>;
  piecesFrom(from: { readonly place: number; readonly line: number }): AsyncGenerator<Hashed>;
  close(): Promise<void>;
};

async function* chunksOf(handle: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  for (let place = from; place < to; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(chunkSize, to - place));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, place);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    place += bytesRead;
  }
}

async function hashTo(handle: FileHandle, place: number): Promise<Hash> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(handle, 0, place)) hash.update(chunk);
  return hash;
}

/** Opens a people file and reads its header. What is added to the file later is not of it. */
export async function openPeopleFile(path: string): Promise<PeopleFile> {
  const handle = await open(path);
  const { size } = await handle.stat();
  const start = await Array.fromAsync(chunksOf(handle, 0, Math.min(size, chunkSize)));
  return {
    size,
    header: readHeader(Buffer.concat(start)),
    digestTo: async (place) => (await hashTo(handle, place)).digest('hex'),
    async *piecesFrom(from) {
      const hash = await hashTo(handle, from.place);
      for await (const piece of piecesOf(chunksOf(handle, from.place, size), from)) {
        hash.update(piece.bytes);
        yield { ...piece, digest: hash.copy().digest('hex') };
      }
    },
    close: () => handle.close(),
  };
}
