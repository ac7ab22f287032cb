import type { Ending, Purpose, Stage, State } from '../rules/case.ts';
import type { Language, ProfileId } from '../rules/policy.ts';
import { type Runner, statement, write } from './database.ts';
import { floorOfCases } from './recent-cases.ts';
import { readStage, writeStage } from './stage.ts';
import { readStanding, type StandingRow, standingColumns, standingParameters } from './standings.ts';

/** One case as it is kept. `typed` is sealed: what the person wrote so far. */
export type Case = {
  readonly id: string;
  readonly nameHash: Buffer;
  readonly accountId: string | null;
  readonly profile: ProfileId;
  readonly purpose: Purpose;
  readonly portal: string | null;
  readonly words: string;
  readonly language: Language;
  readonly device: string;
  readonly starter: Buffer;
  readonly holder: Buffer | null;
  readonly stage: Stage;
  readonly typed: Buffer;
  readonly opened: Date;
};

type CaseRow = {
  id: string;
  name_hash: Buffer;
  account_id: string | null;
  profile: ProfileId;
  purpose: Purpose;
  portal: string | null;
  words: string;
  language: Language;
  device: string;
  starter: Buffer;
  holder: Buffer | null;
  stage: Record<string, unknown>;
  typed: Buffer;
  opened: Date;
};

const columns = `c.id, c.name_hash, c.account_id, c.profile, c.purpose, c.portal, c.words, c.language, c.device, c.starter, c.holder,
  c.stage, c.typed, c.opened`;
// Of two open cases the one this browser proved is the newer: a start ends whatever it began or held before.
const ofBrowser = statement<CaseRow>(
  'case-of-browser',
  `select ${columns} from (
     (select * from cases where starter = $1 and (id >= $2 or id < first_timed_id()) order by closed_at is not null, opened desc limit 1)
     union all (select * from cases where holder = $1 and (id >= $2 or id < first_timed_id()) order by closed_at is not null, opened desc limit 1)
   ) c order by c.closed_at is not null, c.closed_at is null and c.holder is distinct from $1, c.opened desc limit 1`,
);

const byId = statement<CaseRow>('case-by-id', `select ${columns} from cases c where c.id = $1`);

// The number's row is locked before the case's, everywhere: acts on two cases of one number wait and never deadlock. The lock
// is the one that lets a new case refer to the number meanwhile: it holds its browser's former case and must not wait here.
const lockCase = statement<CaseRow & StandingRow>(
  'lock-case',
  `with s as materialized (
     select * from standings where name_hash = (select name_hash from cases where id = $1) for no key update)
   select ${columns}, ${standingColumns} from s join cases c on c.name_hash = s.name_hash and c.id = $1 for update of c`,
);

// Asked by the stage and not by "closed_at is null": for that PostgreSQL reads the index of open cases, all of it, when it
// planned while there were few (bench: identify).
const openCase = statement<{ id: string }>(
  'open-case',
  `with standing as (
     insert into standings (name_hash, code_since, screen_since) values ($2, $10, $10)
     on conflict (name_hash) do nothing),
   former as (
     update cases set closed_at = $10, stage = jsonb_build_object('kind', 'closed', 'because', 'replaced', 'at', $13::text)
     where (starter = $8 or holder = $8) and stage->>'kind' <> 'closed' and id <> $1 and (id >= $16 or id < first_timed_id())
     returning id, name_hash, stage),
   told as (
     insert into audit (at, actor, event, subject, case_id, after, policy_version)
     select $10, 'starter', 'case-replaced', name_hash, id, 'closed:replaced', $12 from former),
   noted as (
     insert into audit (at, actor, event, subject, case_id, before, after, network, policy_version, device)
     values ($10, 'starter', 'number-given', $2, $1, 'unopened', $9::jsonb->>'kind', $14, $12, $7))
   insert into cases (id, name_hash, account_id, profile, portal, words, language, device, starter, stage, typed, opened,
     policy_version, purpose)
   values ($1, $2, (select id from accounts where name_hash = $2), $3, $4, $5, $6, $7, $8, $9, $11, $10, $12, $15)
   returning id`,
);

const saveCase = write(
  'save-case',
  `with standing as (
     update standings set code_since = $2, code_used = $3, screen_since = $4, screen_used = $5, messages = $6, told_at = $7
     where name_hash = $1)
   update cases set stage = $9, holder = coalesce($10, holder), typed = coalesce($11, typed), closed_at = $12
   where id = $8`,
);

const closeOthers = statement<{ id: string }>(
  'close-other-cases',
  `update cases set closed_at = $3, stage = jsonb_build_object('kind', 'closed', 'because', $5::text, 'at', $4::text)
   where name_hash = $1 and id <> $2 and closed_at is null and (id >= $6 or id < first_timed_id()) returning id`,
);

const readCase = (row: CaseRow): Case => ({
  id: row.id,
  nameHash: row.name_hash,
  accountId: row.account_id,
  profile: row.profile,
  purpose: row.purpose,
  portal: row.portal,
  words: row.words,
  language: row.language,
  device: row.device,
  starter: row.starter,
  holder: row.holder,
  stage: readStage(row.stage),
  typed: row.typed,
  opened: row.opened,
});

/** A case to be opened. Its standing, its audit line and the end of this browser's former case come with it. */
export type NewCase = Omit<Case, 'accountId' | 'holder'> & {
  readonly network: Buffer;
  readonly policyVersion: string;
};

/** The case this browser is in: its open one, or the last it had of late. */
export async function caseOfBrowser(on: Runner, browser: Buffer, at: Date): Promise<Case | undefined> {
  const [row] = await on.run(ofBrowser, [browser, floorOfCases(at)]);
  return row && readCase(row);
}

/** A case by its own id, which no address ever shows. */
export async function caseById(on: Runner, id: string): Promise<Case | undefined> {
  const [row] = await on.run(byId, [id]);
  return row && readCase(row);
}

/** The case and the standing of its number, both locked until the transaction ends. */
export async function lockCaseById(
  tx: Runner,
  id: string,
): Promise<{ found: Case; state: State } | undefined> {
  const [row] = await tx.run(lockCase, [id]);
  if (!row) return undefined;
  const found = readCase(row);
  return { found, state: { stage: found.stage, opened: found.opened, standing: readStanding(row) } };
}

/** Opens a case in one statement. */
export async function insertCase(on: Runner, made: NewCase): Promise<void> {
  await on.run(openCase, [
    made.id,
    made.nameHash,
    made.profile,
    made.portal,
    made.words,
    made.language,
    made.device,
    made.starter,
    writeStage(made.stage),
    made.opened,
    made.typed,
    made.policyVersion,
    made.opened.toISOString(),
    made.network,
    made.purpose,
    floorOfCases(made.opened),
  ]);
}

/** What an event left behind, for the case and for its number. `holder` and `typed` stay when not given. */
export async function saveState(
  tx: Runner,
  of: Case,
  { stage, standing }: State,
  changed: { holder?: Buffer; typed?: Buffer },
): Promise<void> {
  await tx.run(saveCase, [
    of.nameHash,
    ...standingParameters(standing),
    of.id,
    writeStage(stage),
    changed.holder ?? null,
    changed.typed ?? null,
    stage.kind === 'closed' ? stage.at : null,
  ]);
}

/** Ends every other open case of the number, and keeps why; gives their ids for the audit. */
export async function closeOtherCases(
  tx: Runner,
  { nameHash, id }: Pick<Case, 'nameHash' | 'id'>,
  because: Extract<Ending, 'replaced' | 'key-changed'>,
  at: Date,
): Promise<string[]> {
  const closed = [nameHash, id, at, at.toISOString(), because, floorOfCases(at)];
  return (await tx.run(closeOthers, closed)).map((row) => row.id);
}
