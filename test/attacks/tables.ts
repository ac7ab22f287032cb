/** One digest of everything a database holds, to prove that nothing changed. */
type Ask = <Row extends Record<string, unknown>>(query: string) => Promise<Row[]>;

/** The digest of each table by name. */
export async function tableDigests(ask: Ask): Promise<Record<string, string>> {
  const tables = await ask<{ name: string }>(
    // What a partition holds is in the digest of its table.
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition order by 1`,
  );
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${name} t`,
  );
  const rows = await ask<{ name: string; digest: string }>(`${each.join(' union all ')} order by 1`);
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
