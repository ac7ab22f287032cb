import { type Html, html, type Value } from '../../../lib/html.ts';
import { type Checklist, type Document, judgeChecklist, pointsOf } from '../../../rules/desk/proofing.ts';
import { day } from '../../../words/times.ts';
import type { Ctx } from '../../request/visit.ts';

/** What was shown and ticked, point by point, and what it comes to. */
export function evidence(c: Ctx, list: Checklist, subject: 'person' | 'company', at: Date): Html {
  const { evidence: say } = c.var.visit.words.approve;
  const { policy } = c.var.visit.world.institution;
  const { points, passMark } = judgeChecklist(list, { policy, subject, at });
  const all = pointsOf(subject);
  const detail: Partial<Record<(typeof all)[number], Value>> = {
    document: list.document && dated(c, list.document),
    second: list.second && secondOf(c, list.second),
    authority:
      list.authority && say.expires(say.authorities[list.authority.kind], dayOf(c, list.authority.expires)),
  };
  const rows = all.map(
    (point) =>
      html`<div><dt>${say.point[point]}</dt><dd>${points.includes(point) ? say.yes : say.no}${detail[point] && html`. ${detail[point]}`}</dd></div>`,
  );
  return html`<p>${say.points(points.length, all.length, passMark)}</p><dl class="held">${rows}<div><dt>${say.alone}</dt><dd>${list.alone ? say.yes : say.no}</dd></div></dl>`;
}

const dayOf = (c: Ctx, at: Date): string =>
  day(at, c.var.visit.world.institution.timezone, c.var.visit.language);

const dated = (c: Ctx, { kind, expires }: Document): string => {
  const { evidence: say } = c.var.visit.words.approve;
  return say.expires(say.documents[kind], dayOf(c, expires));
};

function secondOf(c: Ctx, second: NonNullable<Checklist['second']>): string {
  if (!('verdict' in second)) return dated(c, second);
  return `${second.source}: ${c.var.visit.words.approve.evidence.registry[second.verdict]}`;
}
