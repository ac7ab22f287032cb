import { importBatch } from '../../actions/upkeep/import/batch.ts';
import type { World } from '../../actions/world.ts';
import type { Column } from '../../directory/columns.ts';
import type { RootKey } from '../../lib/seal.ts';
import {
  beginImport,
  type Counts,
  countImported,
  endImport,
  importById,
  moveImport,
  type OpenImport,
  openImports,
} from '../../store/import/progress.ts';
import type { Meter } from './meter.ts';
import type { Hashed, PeopleFile } from './people-file.ts';
import type { Report } from './report.ts';
import type { Sealed, SealerData } from './sealer.ts';
import { sealPieces } from './sealers.ts';

/** What a file is known by: the database alone tells nothing of its content. */
const nameOf = ({ keys }: World, digest: string): Buffer => keys.find(`people file ${digest}`);

/** An import of this very file that was cut off, or a new one from the first row behind the header. */
export async function findOrBegin(
  world: World,
  file: PeopleFile,
  header: { readonly end: number; readonly line: number },
  fromStart: boolean,
): Promise<OpenImport> {
  for (const cut of fromStart ? [] : await openImports(world.db, file.size))
    if (cut.digest.equals(nameOf(world, await file.digestTo(cut.place)))) return cut;
  const digest = nameOf(world, await file.digestTo(header.end));
  const start = { size: file.size, digest, place: header.end, line: header.line, at: world.clock.now() };
  return importById(world.db, await world.db.transaction((tx) => beginImport(tx, start)));
}

type Bringing = {
  readonly file: PeopleFile;
  readonly from: OpenImport;
  readonly names: readonly Column[];
  readonly ring: readonly RootKey[];
  readonly report: Report;
  readonly meter: Meter;
  /** Somebody asked to stop: what is under way is finished, nothing more is begun. */
  readonly stopping: () => boolean;
};

/** Brings the rest of a file, batch by batch. Gives how it stands, and whether it came to the end. */
export async function bring(
  world: World,
  { file, from, names, ring, report, meter, stopping }: Bringing,
): Promise<Counts & { readonly whole: boolean }> {
  const data: SealerData = { header: names, institution: world.institution, ring };
  let [rows, whole] = [0, true];
  for await (const [piece, sealed] of sealPieces(file.piecesFrom(from), data)) {
    whole = !stopping();
    if (!whole) break;
    await bringPiece(world, { id: from.id, piece, sealed, report });
    rows += sealed.rows;
    meter.move(piece.end, rows);
  }
  if (whole) await endImport(world.db, from.id, world.clock.now());
  return { ...(await importById(world.db, from.id)), whole };
}

async function bringPiece(
  world: World,
  made: { id: string; piece: Hashed; sealed: Sealed; report: Report },
): Promise<void> {
  const { id, piece, sealed, report } = made;
  const { rows, faults, prepared } = sealed;
  if (!prepared) throw new TypeError('A piece was read and not sealed');
  // On the disk before the place moves behind them: a refused row is told once, or twice cut away, and never lost.
  await report.add(faults);
  await importBatch(world, prepared, {
    count: async (tx, tally) => {
      if (tally.added + tally.changed > 0) await countImported(tx, id, tally);
    },
    turn: async (tx) => {
      await moveImport(tx, id, {
        digest: nameOf(world, piece.digest),
        place: piece.end,
        line: piece.line + piece.lines,
        reportSize: report.size,
        rows,
        refused: faults.length,
      });
    },
  });
}
