/** The commands of the sealed log. To verify a file takes no database and no settings: an auditor runs it elsewhere. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { auditLines, noteReading } from '../actions/audit/export.ts';
import { eraseAuditPayload } from '../actions/audit/personal.ts';
import { proveRow } from '../actions/audit/prove.ts';
import { verifyDatabase } from '../actions/audit/verify.ts';
import { numberHash } from '../actions/desk/staff.ts';
import type { World } from '../actions/world.ts';
import type { Config } from '../config.ts';
import type { NamedKey } from '../rules/audit/line.ts';
import { buildWorld } from '../world.ts';
import { readKey, readOutside, type Said, sayVerdict, verifyFile } from './audit-file.ts';
import { inWorld, numberIn } from './within.ts';

async function within<T>(config: Config, work: (world: World) => Promise<T>): Promise<T> {
  const { world, close } = await buildWorld(config, { beside: true });
  try {
    return await work(world);
  } finally {
    await close();
  }
}

function instant(text: string): Date {
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) throw new InvalidArgumentError('Write 2026-11-24 or 2026-11-24T10:00:00Z.');
  return at;
}

function key(text: string, before: readonly NamedKey[]): NamedKey[] {
  const named = readKey(text);
  if (!named) throw new InvalidArgumentError('Write a line that `reclave audit key` prints.');
  return [...before, named];
}

function row(text: string): string {
  if (!/^[1-9]\d{0,17}$/.test(text)) throw new InvalidArgumentError('Write the number of a row.');
  return text;
}

function say({ whole, lines }: Said): void {
  for (const line of lines) console.log(line);
  process.exitCode = whole ? 0 : 1;
}

const exportLog = (config: Config, span: { from?: Date; to?: Date }): Promise<void> =>
  within(config, async (world) => {
    await noteReading(world, 'audit-exported');
    const text = async function* (): AsyncGenerator<string> {
      for await (const line of auditLines(world, span)) yield `${JSON.stringify(line)}\n`;
    };
    await pipeline(Readable.from(text()), process.stdout, { end: false });
  });

const prove = (config: Config, seq: string): Promise<void> =>
  within(config, async (world) => {
    const proof = await proveRow(world, seq);
    if (typeof proof !== 'string') return console.log(JSON.stringify(proof));
    const why = { 'no-such-row': 'is not in the log', 'not-sealed-yet': 'has no seal yet' } as const;
    console.error(`Row ${seq} ${why[proof]}`);
    process.exitCode = 1;
  });

const keys = (config: Config): Promise<void> =>
  within(config, async (world) => {
    for (const { id, publicKey } of world.keys.auditKeys) console.log(`${id}:${publicKey}`);
  });

type Asked = { readonly key: readonly NamedKey[]; readonly anchor?: string };

async function verify(settings: () => Config, file: string | undefined, asked: Asked): Promise<void> {
  const outside = asked.anchor === undefined ? undefined : await readOutside(asked.anchor);
  if (file !== undefined) return say(await verifyFile(file, asked.key, outside));
  const verdict = await within(settings(), (world) => verifyDatabase(world, outside));
  say(sayVerdict(verdict, { outside: outside !== undefined, keys: true }));
}

/** The commands below `reclave audit`. */
export function auditCommand(settings: () => Config): Command {
  const audit = new Command('audit').description('prove the log of who did what');
  audit
    .command('export')
    .description('write the log with its seals to the standard output, one JSON object a line')
    .option('--from <instant>', 'only batches with rows from then on', instant)
    .option('--to <instant>', 'only batches with rows before then', instant)
    .action((span: { from?: Date; to?: Date }) => exportLog(settings(), span));
  audit
    .command('verify')
    .description('prove an export or a proof without any database; without a file, the database itself')
    .argument('[file]', 'what `audit export` or `audit prove` wrote')
    .option('--key <key>', 'a key to trust, as `audit key` prints it; may be given again', key, [])
    .option('--anchor <file>', 'the checkpoints kept outside')
    .action((file: string | undefined, asked: Asked) => verify(settings, file, asked));
  audit
    .command('prove')
    .description('write the proof that one row is in the log')
    .argument('<row>', 'its number', row)
    .action((seq: string) => prove(settings(), seq));
  audit
    .command('key')
    .description('print the public keys the seals are signed with, the current one first')
    .action(() => keys(settings()));
  audit
    .command('erase')
    .description(
      'erase what the log tells of one person beyond that something happened; its seals stay whole',
    )
    .argument('<number>', 'an identity card, or another number as passport:AB12345')
    .action((number: string) =>
      inWorld(settings(), async (world) => {
        const subject = numberHash(world, numberIn(world, number));
        await world.db.transaction((tx) => eraseAuditPayload(world, tx, subject, 'operator'));
      }),
    );
  return audit;
}
