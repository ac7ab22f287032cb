import { quickSeconds, type ReportName, searchMinutes } from '../../rules/audit/report.ts';
import { type Runner, type Statement, statement } from '../database.ts';

/** One line of an answer, by column. */
export type ReportRow = Readonly<Record<string, string | number | Date | null>>;

const withoutTicket = statement<ReportRow>(
  'report-contacts-without-ticket',
  `select s.seq, s.at, s.case_id, s.staff as agent, s.office, o.reason
   from audit s left join lateral (
     select reason from audit o where o.case_id = s.case_id and o.event = 'desk-case-opened' and o.staff is not null
     order by seq limit 1) o on true
   where s.event = 'desk-submitted' and s.staff is not null and s.refusal is null and s.at >= $1 and s.at < $2
     and o.reason is distinct from 'ticket'
   order by s.seq`,
);

const quick = statement<ReportRow>(
  'report-quick-approvals',
  `select a.seq, a.at, a.case_id, s.staff as agent, a.staff as supervisor, a.office,
     extract(epoch from a.at - s.at)::float as seconds
   from audit a join lateral (
     select staff, at from audit s where s.case_id = a.case_id and s.event = 'desk-submitted' and s.seq < a.seq
       and s.staff is not null and s.refusal is null order by seq desc limit 1) s on true
   where a.event = 'desk-approved' and a.staff is not null and a.refusal is null and a.at >= $1 and a.at < $2
     and a.at - s.at < make_interval(secs => $3)
   order by a.seq`,
);

const pairs = statement<ReportRow>(
  'report-repeated-pairs',
  `select agent, supervisor, approvals, percent_of_agent, first_at, last_at from (
     select s.staff as agent, a.staff as supervisor, count(*)::int as approvals,
       round(100 * count(*) / sum(count(*)) over (partition by s.staff))::int as percent_of_agent,
       min(a.at) as first_at, max(a.at) as last_at
     from audit a join lateral (
       select staff from audit s where s.case_id = a.case_id and s.event = 'desk-submitted' and s.seq < a.seq
         and s.staff is not null and s.refusal is null order by seq desc limit 1) s on true
     where a.event = 'desk-approved' and a.staff is not null and a.refusal is null and a.at >= $1 and a.at < $2
     group by s.staff, a.staff) p
   where approvals > 1 order by approvals desc, agent, supervisor`,
);

const searches = statement<ReportRow>(
  'report-searches-without-case',
  `select s.seq, s.at, s.staff as agent, s.office, s.reason, encode(s.subject, 'hex') as subject from audit s
   where s.event = 'desk-searched' and s.staff is not null and s.at >= $1 and s.at < $2 and not exists (
     select from audit o where o.event = 'desk-case-opened' and o.staff = s.staff and o.subject = s.subject
       and o.refusal is null and o.at >= s.at and o.at <= s.at + make_interval(mins => $3))
   order by s.seq`,
);

const undone = statement<ReportRow>(
  'report-undone-changes',
  `select u.seq, u.at, encode(u.subject, 'hex') as subject, s.staff as agent, a.staff as supervisor, a.at as approved_at
   from audit u left join lateral (
     select staff, case_id, at, seq from audit a where a.subject = u.subject and a.event = 'desk-approved'
       and a.seq < u.seq and a.refusal is null order by seq desc limit 1) a on true
   left join lateral (
     select staff from audit s where s.case_id = a.case_id and s.event = 'desk-submitted' and s.seq < a.seq
       and s.staff is not null and s.refusal is null order by seq desc limit 1) s on true
   where u.event = 'contact-undone' and u.at >= $1 and u.at < $2
   order by u.seq`,
);

/** Each question with what it takes beside its time. */
const questions: Readonly<Record<ReportName, { asked: Statement<ReportRow>; more: readonly number[] }>> = {
  'contacts-without-ticket': { asked: withoutTicket, more: [] },
  'quick-approvals': { asked: quick, more: [quickSeconds] },
  'repeated-pairs': { asked: pairs, more: [] },
  'searches-without-case': { asked: searches, more: [searchMinutes] },
  'undone-changes': { asked: undone, more: [] },
};

/** Answers one of the auditors' questions for a time, from its first instant to before its last. */
export function reportRows(
  on: Runner,
  name: ReportName,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<ReportRow[]> {
  const { asked, more } = questions[name];
  return on.run(asked, [from, to, ...more]);
}
