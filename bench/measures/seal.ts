/** Whether sealing keeps up: rows sealed per second, beside the rows that a crowd asking as fast as it can makes in a second. */
import { setTimeout as wait } from 'node:timers/promises';
import { mostRows, sealBatch } from '../../src/actions/audit/seal.ts';
import { statement } from '../../src/store/database.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 8;
const asks = 400;
const windows = 3;
const rows = 2 * mostRows;

const count = statement<{ all: number; unsealed: number }>(
  'bench-count',
  `select count(*)::int as all, (count(*) - (select count(*) from audit_leaves))::int as unsealed from audit`,
);
const fill = statement(
  'bench-fill',
  `insert into audit (at, actor, event, subject, case_id, before, after, network, policy_version)
   select $1, 'starter', 'contact-named', sha256(n::text::bytea), gen_random_uuid(), 'naming-contact', 'awaiting-code',
     sha256(n::text::bytea), 'bench' from generate_series(1, $2::int) n`,
);

async function counted({ world }: Stand): Promise<{ all: number; unsealed: number }> {
  const [found] = await world.db.run(count);
  if (!found) throw new Error('The log does not answer');
  return found;
}

/** Until every row has its seal. The server seals too, and whoever comes second waits. */
async function sealAll(stand: Stand): Promise<void> {
  while ((await sealBatch(stand.world)) > 0 || (await counted(stand)).unsealed > 0) await wait(1);
}

async function appendedPerSecond(stand: Stand): Promise<number> {
  const before = await counted(stand);
  const { seconds } = await crowd(stand.server.port, clients, asks, (connection) =>
    ask(new Visitor(connection), stand.people.known()),
  );
  return ((await counted(stand)).all - before.all) / seconds;
}

async function sealedPerSecond(stand: Stand): Promise<number> {
  await sealAll(stand);
  await stand.world.db.run(fill, [stand.world.clock.now(), rows]);
  const start = performance.now();
  await sealAll(stand);
  return rows / ((performance.now() - start) / 1000);
}

export async function seal(stand: Stand): Promise<Section> {
  const [appended, sealed]: [number[], number[]] = [[], []];
  for (let window = 0; window < windows; window++) {
    appended.push(await appendedPerSecond(stand));
    sealed.push(await sealedPerSecond(stand));
  }
  const ratio = median(sealed) / median(appended);
  return {
    title: `seal: ${rows} rows at once, beside ${clients} browsers asking, medians of ${windows} interleaved windows`,
    rows: [
      { what: 'rows sealed', found: `${rounded(median(sealed), 0)} /s` },
      { what: 'rows the crowd makes', found: `${rounded(median(appended), 0)} /s` },
      { what: 'ratio', found: rounded(ratio), beside: 'at least 2', holds: ratio >= 2 },
    ],
  };
}
