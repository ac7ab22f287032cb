import { type Html, html, type Value } from '../../lib/html.ts';
import { day } from '../../words/times.ts';
import type { Ctx } from '../request/visit.ts';
import { qr } from './qr.ts';

/** What a slip says. Nothing here is secret, and nothing says who somebody is: it lies on counters and in bins. */
export type Slip = {
  /** What it is known by: "CANOA FAROL 27". */
  readonly name: string;
  readonly at: Date;
  readonly office: string;
  /** What was asked for, in a few words. */
  readonly asked: string;
  /** When a change begins. */
  readonly effectiveAt?: Date;
  /** A path of ours that tells how it stands, and holds no secret either. */
  readonly path: string;
  /** What stands before the address when it does not tell how this very thing goes. */
  readonly address?: string;
};

/** S9: a slip on the page and on paper, A4 or a roll of 80 mm: the QR symbol and the same address in letters. */
export function slip(c: Ctx, of: Slip): Html {
  const { world, words, house, language } = c.var.visit;
  const { slip: say, frame } = words;
  const address = `${world.baseUrl}${of.path}`;
  const on = (at: Date): string => day(at, world.institution.timezone, language);
  const row = (name: string, value: Value): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<section class="slip" aria-label="${say.title}">${
    world.institution.fictional && html`<p class="print-only">${frame.demo}</p>`
  }<dl>${row(say.name, of.name)}${row(say.at, on(of.at))}${row(say.office, of.office)}${row(say.asked, of.asked)}${
    of.effectiveAt && row(say.effective, on(of.effectiveAt))
  }${row(say.notYou, house.phone)}</dl>
${qr(address, say.qr)}
<p class="small">${of.address ?? say.address} <span class="address" translate="no">${address.replace(/^https?:\/\//, '')}</span></p></section>`;
}
