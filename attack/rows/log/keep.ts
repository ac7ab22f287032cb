/** What is kept: the log that must not be edited, the log that must not tell, the dump that must not help. */
import { sealBatch } from '../../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../../src/actions/audit/verify.ts';
import { paths } from '../../../src/web/paths.ts';
import { goodKey } from '../../../test/walker.ts';
import { type Attack, held, holds, works } from '../../attack.ts';
import { mayChooseKey, opens, post, prove, receive, saveKey, signedIn } from '../../steps.ts';
import type { Target } from '../../target/target.ts';

/** Everything a database holds of people, as text: what a stolen copy gives. Names of companies are nobody's, and hold ordinary words. */
async function dumpOf({ sql }: Target): Promise<string> {
  const tables = await sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'companies'`,
  );
  const texts = [];
  for (const { name } of tables)
    for (const { row } of await sql<{ row: string }>(`select t::text as row from ${name} t`)) texts.push(row);
  return texts.join('\n');
}

/** A text as a dump might hold it: as it is, or as the bytes of a column. */
const spellingsOf = (text: string): string[] => [
  text,
  Buffer.from(text).toString('hex'),
  Buffer.from(text).toString('base64'),
];

const dump: Attack = {
  ids: ['ATK-52'],
  title: 'Recover, sign in or read with a stolen copy of the database',
  leaves: { nothing: 'a link nobody has is counted, and leaves no line' },
  needs: ['inbox', 'database'],
  async run(target) {
    const who = await target.someone();
    const session = await signedIn(target, who);
    const { code, token } = await receive(target, target.browse(), who);
    const record = target.recordOf(who.number);
    const text = await dumpOf(target);
    works(text.includes('awaiting-code'), 'the copy is empty');
    const cookies = [...session.cookies.values()].filter((value) => value.length > 20);
    const facts = Object.entries({
      number: [who.number],
      address: [who.email],
      key: [who.key],
      code: [code],
      link: [token],
      answer: Object.values(record?.answers ?? {}),
      cookie: cookies,
    }).flatMap(([kind, texts]) => texts.map((fact) => ({ kind, fact })));
    for (const { kind, fact } of facts)
      for (const spelling of spellingsOf(fact))
        holds(!text.includes(spelling), `the copy holds somebody’s ${kind}`);
    // What it does hold opens nothing by being sent as it is.
    const hashes = [...text.matchAll(/\\x([0-9a-f]{64})/g)].slice(-20).map(([, hex = '']) => hex);
    const thief = target.browse();
    for (const hex of hashes)
      for (const enlace of [hex, Buffer.from(hex, 'hex').toString('base64url')]) {
        const answer = await post(thief, paths.followLink, { enlace });
        holds(answer.headers.get('location') !== paths.confirmNumber, 'a hash was taken for a link');
      }
    holds(!(await mayChooseKey(thief)), 'the copy opened the page of the new key');
    return held(
      `${facts.length} secrets and facts are nowhere in ${text.length} characters; ${hashes.length} hashes open nothing`,
    );
  },
};

const tampering: Attack = {
  ids: ['ATK-50'],
  title: 'Edit the log as the owner of the database',
  leaves: { lines: ['audit-verified: broken'] },
  needs: ['inside'],
  async run(target) {
    const { world, sql } = target.own;
    while ((await sealBatch(world)) > 0);
    works((await verifyDatabase(world)).faults.length === 0, 'an untouched log is not proven');
    const refused = await sql(`update audit set actor = 'system' where seq = 1`).then(
      () => false,
      () => true,
    );
    holds(refused, 'the log can be edited with an ordinary statement');
    const asOwner = (text: string) => sql(`set session_replication_role = replica; ${text}`);
    const [row] = await sql<{ seq: string; actor: string }>(
      `select seq, actor from audit where event = 'account-imported' order by seq limit 1`,
    );
    works(row !== undefined, 'the log is empty');
    await asOwner(`update audit set actor = 'nobody' where seq = ${row.seq}`);
    const edited = await verifyDatabase(world);
    await asOwner(`update audit set actor = '${row.actor}' where seq = ${row.seq}`);
    holds(edited.faults.length > 0, 'an edited row is not noticed');
    works((await verifyDatabase(world)).faults.length === 0, 'the restored log is not proven');
    return held('an edit is refused to everybody, and noticed when the owner of the database makes it');
  },
};

const wrongKey = 'Canario7Lima';

const told: Attack = {
  ids: ['ATK-51'],
  title: 'Find a secret in what the server writes',
  leaves: { lines: ['code-entered: wrong-code', 'signed-in: not-signed-in'] },
  needs: ['inbox', 'inside'],
  async run(target) {
    const who = await target.someone();
    const owner = target.browse();
    const { code, token } = await prove(target, owner, who);
    const wrong = target.browse();
    await wrong.open(`${paths.followLink}${token}?codigo=${code}`);
    await post(wrong, paths.enterCodeElsewhere, { numero: who.number, codigo: code });
    holds(!(await opens(target, who, wrongKey)), 'a wrong key signs in');
    await saveKey(owner);
    works(await opens(target, who, goodKey), 'the owner’s new key does not sign in');
    const written = target.own.server.output();
    const log = await target.own.sql<{ line: string }>('select a::text as line from audit a');
    works(written.length > 0 && log.length > 0, 'nothing was written');
    const text = `${written}\n${log.map(({ line }) => line).join('\n')}`;
    for (const secret of [who.number, who.email, who.key, code, token, goodKey, wrongKey])
      holds(!text.includes(secret), 'what the server writes holds a secret or a person');
    return held(
      `${written.length} characters of output and ${log.length} lines of the log hold none of seven canaries`,
    );
  },
};

export const kept = [dump, told, tampering] as const;
