import { type Runner, statement, varied } from '../database.ts';

/** One line of the log as an auditor reads it: staff by code, and of whom it is only whether it is of somebody. */
export type LogLine = {
  readonly seq: string;
  readonly at: Date;
  readonly actor: string;
  readonly event: string;
  readonly ofPerson: boolean;
  readonly caseId: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly refusal: string | null;
  readonly evidence: string | null;
  readonly note: string | null;
  readonly device: string | null;
  /** Code of the member. */
  readonly staff: string | null;
  readonly office: string | null;
  readonly reason: string | null;
  readonly policyVersion: string;
};

/** What to look for. `begins` are beginnings of events' names; `below` is the line to go on from. */
export type LogAsked = {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly actor?: string | undefined;
  readonly begins?: readonly string[] | undefined;
  readonly office?: string | undefined;
  readonly caseIds?: readonly string[] | undefined;
  readonly subject?: Buffer | undefined;
  readonly below?: string | undefined;
  readonly limit: number;
};

const logColumns = `a.seq, a.at, a.actor, a.event, a.subject is not null as "ofPerson", a.case_id as "caseId", a.before, a.after,
  a.refusal, a.evidence, a.note, a.device, s.code as staff, a.office, a.reason, a.policy_version as "policyVersion"`;
const search = varied<LogLine>(
  'search-log',
  `select ${logColumns} from audit a left join staff s on s.id = a.staff
   where ($1::timestamptz is null or a.at >= $1) and ($2::timestamptz is null or a.at < $2)
     and ($3::text is null or a.actor = $3) and ($4::text[] is null or a.event like any($4))
     and ($5::text is null or a.office = $5) and ($6::uuid[] is null or a.case_id = any($6))
     and ($7::bytea is null or a.subject = $7) and ($8::bigint is null or a.seq < $8)
   order by a.seq desc limit $9`,
);
const one = statement<LogLine & { subject: Buffer | null }>(
  'log-line',
  `select ${logColumns}, a.subject from audit a left join staff s on s.id = a.staff where a.seq = $1`,
);
const ofCase = statement<LogLine>(
  'log-of-case',
  `select ${logColumns} from audit a left join staff s on s.id = a.staff where a.case_id = $1 order by a.seq limit 200`,
);
const named = statement<{ id: string }>(
  'cases-by-words',
  `select id from desk_cases where words = $1 union all select id from cases where words = $1 limit 50`,
);

/** Lines of the log, the newest first. */
export const searchLog = (on: Runner, asked: LogAsked): Promise<LogLine[]> =>
  on.run(search, [
    asked.from ?? null,
    asked.to ?? null,
    asked.actor ?? null,
    asked.begins?.map((begin) => `${begin}%`) ?? null,
    asked.office ?? null,
    asked.caseIds ?? null,
    asked.subject ?? null,
    asked.below ?? null,
    asked.limit,
  ]);

export const logLine = async (
  on: Runner,
  seq: string,
): Promise<(LogLine & { subject: Buffer | null }) | undefined> => (await on.run(one, [seq]))[0];

/** Everything one case left, in its order. */
export const logOfCase = (on: Runner, caseId: string): Promise<LogLine[]> => on.run(ofCase, [caseId]);

/** Cases that had these two words, at the counter and in the walk. */
export const caseIdsByWords = async (on: Runner, words: string): Promise<string[]> =>
  (await on.run(named, [words])).map(({ id }) => id);
