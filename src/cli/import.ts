import { asOnlyImport } from '../actions/upkeep/import-people.ts';
import type { World } from '../actions/world.ts';
import type { Config } from '../config.ts';
import type { Header } from '../directory/csv.ts';
import type { RootKey } from '../lib/seal.ts';
import type { Secret } from '../lib/secret.ts';
import type { Counts } from '../store/import/progress.ts';
import { buildWorld } from '../world.ts';
import { bring, findOrBegin } from './import/bring.ts';
import { startMeter } from './import/meter.ts';
import { openPeopleFile, type PeopleFile } from './import/people-file.ts';
import { Report } from './import/report.ts';
import { sealPieces } from './import/sealers.ts';

export type ImportOptions = {
  /** Where refused rows are named; beside the file when it is not said, and a dry run has a file of its own there. */
  readonly report?: string;
  readonly fromStart?: boolean;
  readonly dryRun?: boolean;
};

type Asked = { readonly path: string; readonly file: PeopleFile; readonly options: ImportOptions };
type Names = Exclude<Header, { fault: string }>;

/** As a shell says that a program ended by Ctrl-C. */
const interrupted = 130;

/**
 * Brings people from a CSV file of any size and names each row that was refused. Gives the exit code: 1 when a row was, or when
 * nothing could be begun.
 */
export async function importFile(config: Config, path: string, options: ImportOptions): Promise<number> {
  const file = await openPeopleFile(path);
  try {
    const asked = { path, file, options };
    if (await Report.isAt(reportOf(asked), path))
      return refuse('The report would take the place of the file itself: name another with --report');
    const { header } = file;
    if ('fault' in header) return await refuseFile(asked, header);
    if (options.dryRun) return await check(config, asked, header);
    const { world, ring, close } = await buildWorld(config, { beside: true });
    try {
      const done = await asOnlyImport(world, () => bringFile(world, asked, header, ring));
      if (done !== 'taken') return done;
      return refuse('Another import is under way; this one was not begun');
    } finally {
      await close();
    }
  } finally {
    await file.close();
  }
}

const reportOf = ({ path, options }: Asked): string =>
  options.report ?? `${path}.${options.dryRun ? 'dry-run' : 'report'}.csv`;

function refuse(why: string): number {
  console.error(why);
  return 1;
}

/** A file whose header is wrong has no row that could be read. */
async function refuseFile(asked: Asked, { line, fault }: { line: number; fault: string }): Promise<number> {
  const report = await Report.open(reportOf(asked), 0);
  await report.add([{ line, fault }]);
  await report.close();
  return refuse(`line ${line}: ${fault}`);
}

/** Whether somebody asked to stop. The second time the program ends at once, and loses one batch. */
function onStop(): { readonly asked: () => boolean; readonly forget: () => void } {
  let stopping = false;
  const stop = (): void => {
    stopping = true;
    console.error('\nFinishing the batch. Press again to stop at once; nothing is lost either way.');
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, stop);
  const forget = (): void => {
    for (const signal of signals) process.off(signal, stop);
  };
  return { asked: () => stopping, forget };
}

async function bringFile(
  world: World,
  asked: Asked,
  header: Names,
  ring: Secret<readonly RootKey[]>,
): Promise<number> {
  const { path, file, options } = asked;
  const from = await findOrBegin(world, file, header, options.fromStart ?? false);
  if (!(await Report.holds(reportOf(asked), from.reportSize)))
    return refuse(
      `${reportOf(asked)} lacks the rows refused so far: put it back, name it with --report, or begin --from-start`,
    );
  if (from.place > header.end)
    console.log(`Goes on at line ${from.line}, where it was cut off; --from-start begins anew`);
  const report = await Report.open(reportOf(asked), from.reportSize);
  const meter = startMeter(file.size, from.place);
  const stop = onStop();
  try {
    const given = { file, from, names: header.names, ring: ring.reveal(), report, meter };
    const done = await bring(world, { ...given, stopping: stop.asked });
    meter.stop();
    say(done, report);
    if (done.whole) return done.refused === 0 ? 0 : 1;
    console.log(`Stopped. To go on: reclave import ${path}`);
    return interrupted;
  } finally {
    meter.stop();
    stop.forget();
    await report.close();
  }
}

function say({ rows, added, changed, refused }: Counts, { path }: Report): void {
  const unchanged = rows - added - changed - refused;
  console.log(`${added} new, ${changed} changed, ${unchanged} unchanged, ${refused} refused`);
  if (refused > 0) console.log(`Refused rows are named in ${path}`);
}

/** Reads every row and keeps none: what would be refused is in the report. */
async function check(config: Config, asked: Asked, header: Names): Promise<number> {
  const { file } = asked;
  const report = await Report.open(reportOf(asked), 0);
  const from = { place: header.end, line: header.line };
  const meter = startMeter(file.size, from.place);
  const data = { header: header.names, institution: config.institution, ring: undefined };
  let [rows, refused] = [0, 0];
  try {
    for await (const [piece, sealed] of sealPieces(file.piecesFrom(from), data)) {
      await report.add(sealed.faults);
      rows += sealed.rows;
      refused += sealed.faults.length;
      meter.move(piece.end, rows);
    }
  } finally {
    meter.stop();
    await report.close();
  }
  console.log(`${rows - refused} rows can be imported, ${refused} refused; nothing was written`);
  if (refused > 0) console.log(`Refused rows are named in ${report.path}`);
  return refused === 0 ? 0 : 1;
}
