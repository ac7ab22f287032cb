/** What the database alone takes for the rows an import keeps: the same, sealed and hashed already, by COPY into tables like theirs. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Stand } from '../stand/stand.ts';

/** Everybody who came in last, with their contacts and their lines of the log. */
const kept = (rows: number): Readonly<Record<string, string>> => ({
  accounts: `select * from (select * from accounts order by id desc limit ${rows}) as a order by id`,
  contact_holders: `select h.* from contact_holders h
    join (select id from accounts order by id desc limit ${rows}) as a on a.id = h.account_id order by h.account_id`,
  audit: `select * from (select * from audit where event = 'account-imported' order by seq desc limit ${rows}) as l order by seq`,
});

/** Seconds. With every index, check and foreign key of theirs; nothing is looked up, judged, sealed or hashed. */
export async function copyKept({ database, folder }: Stand, rows: number): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  let took = 0;
  try {
    for (const [table, select] of Object.entries(kept(rows))) {
      const path = join(folder, `${table}.copy`);
      const out = client.query(copyTo(`copy (${select}) to stdout (format binary)`));
      await pipeline(out, createWriteStream(path));
      await client.query(`create table kept_${table} (like ${table} including all)`);
      if (table === 'contact_holders')
        await client.query(
          `alter table kept_contact_holders add foreign key (account_id) references kept_accounts`,
        );
      const start = performance.now();
      const rowsIn = client.query(copyFrom(`copy kept_${table} from stdin (format binary)`));
      await pipeline(createReadStream(path, { highWaterMark: 512 * 1024 }), rowsIn);
      took += (performance.now() - start) / 1000;
    }
    return took;
  } finally {
    await client.query('drop table if exists kept_audit, kept_contact_holders, kept_accounts');
    await client.end();
  }
}
