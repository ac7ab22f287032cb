import type { StatedLine, Statement } from '../../../actions/audit/statement.ts';
import { type Html, html } from '../../../lib/html.ts';
import { clock, day } from '../../../words/times.ts';
import type { Ctx } from '../../request/visit.ts';
import { whatHappened, whoDidIt } from './told.ts';

const momentOf = (c: Ctx, at: Date): string => {
  const { world, language } = c.var.visit;
  const { timezone } = world.institution;
  return `${day(at, timezone, language)}, ${clock(at, timezone, language)}`;
};

/** Who did it: of staff the code and the office, never the name. */
function whoOf(c: Ctx, line: StatedLine): string {
  const who = whoDidIt(c, line);
  return line.staff === undefined ? who : c.var.visit.words.statement.member(line.staff, who);
}

/** A statement to read and to print: what happened, who did it, under which seals, and how to check that. */
export function statementView(c: Ctx, statement: Statement): Html {
  const { statement: say } = c.var.visit.words;
  const { lines, withheld, at } = statement;
  const waiting = lines.filter(({ batch }) => batch === undefined).length;
  return html`<p>${say.made(momentOf(c, at))}</p>${waiting > 0 && html`<p>${say.someWait(waiting)}</p>`}${withheld > 0 && html`<p>${say.withheld(withheld)}</p>`}
${happenings(c, lines)}${seals(c, statement)}${checking(c, statement)}`;
}

function happenings(c: Ctx, lines: readonly StatedLine[]): Html {
  const { statement: say } = c.var.visit.words;
  const { columns } = say;
  const rows = lines.map((line) => {
    const { seq, batch, at } = line;
    const place = batch === undefined ? say.waiting(seq) : say.place(seq, batch);
    return html`<tr><th scope="row"><time datetime="${at.toISOString()}">${momentOf(c, at)}</time></th><td data-label="${columns.what}">${whatHappened(c, line)}</td><td data-label="${columns.who}">${whoOf(c, line)}</td><td data-label="${columns.batch}">${place}</td></tr>`;
  });
  return html`<table class="rows"><caption>${say.caption}</caption><thead><tr><th scope="col">${columns.at}</th><th scope="col">${columns.what}</th><th scope="col">${columns.who}</th><th scope="col">${columns.batch}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function seals(c: Ctx, { checkpoints }: Statement): Html | undefined {
  const { seals: say } = c.var.visit.words.statement;
  if (checkpoints.length === 0) return undefined;
  const rows = checkpoints.map(
    (one) =>
      html`<tr><th scope="row">${one.batch}</th><td data-label="${say.sealed}">${momentOf(c, new Date(one.sealedAt))}</td><td class="address" data-label="${say.root}">${one.root}</td><td class="address" data-label="${say.signature}">${one.keyId}: ${one.signature}</td></tr>`,
  );
  return html`<h2>${say.title}</h2><p>${say.what}</p><table class="rows"><caption class="vh">${say.title}</caption><thead><tr><th scope="col">${say.batch}</th><th scope="col">${say.sealed}</th><th scope="col">${say.root}</th><th scope="col">${say.signature}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function checking(c: Ctx, { keys }: Statement): Html {
  const { check: say, fileName } = c.var.visit.words.statement;
  const named = keys.map(({ id, publicKey }) => `${id}:${publicKey}`);
  const command = `reclave audit verify ${fileName}.json${named.map((key) => ` --key ${key}`).join('')}`;
  return html`<h2>${say.title}</h2><ol class="plain">${say.steps.map((step) => html`<li>${step}</li>`)}</ol><p class="address"><code>${command}</code></p><p>${say.key}</p><ul class="plain">${named.map((key) => html`<li class="address">${key}</li>`)}</ul>`;
}
