import { makeSavedCodes, savedCodesOf } from '../../../actions/account/security/saved-codes.ts';
import { html } from '../../../lib/html.ts';
import { groupPaperCode } from '../../../lib/keys/paper-code.ts';
import { when } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { form, links, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';

/** C25: codes on paper, the road for people without mail or phone. */
export function savedCodesPage(app: App): void {
  app.get(paths.savedCodes, async (c) => {
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words, language } = c.var.visit;
    const { savedCodes: say } = words;
    const { left, madeAt, set } = await savedCodesOf(world, owner);
    const made = madeAt && when(madeAt, world.clock.now(), world.institution.timezone, language);
    return showAccount(c, {
      title: say.title,
      back: paths.account,
      main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('otra') !== undefined && html`<p class="said" role="status">${say.notAgain}</p>`}
<p>${say.what}</p>
<p>${made ? say.left(left, made) : say.none}</p>
<p>${say.shownOnce}${made && html` ${say.replaces}`}</p>
${form(c, paths.savedCodes, html`<input type="hidden" name="serie" value="${set}"><div>${submit(made ? say.makeAnother : say.make)}</div>`)}</div>`,
    });
  });
  app.post(paths.savedCodes, async (c) => {
    const sent = await readForm(c, ['serie']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const codes = await makeSavedCodes(c.var.visit.world, owner, sent.fields.serie);
    // The form names the set it replaces: loading this page again sends an old name, which makes nothing and shows nothing.
    return codes ? made(c, codes) : goTo(c, `${paths.savedCodes}?otra`);
  });
}

/**
 * The answer to the form is the page itself, against the custom of the house: after a 303 the codes would have to be kept
 * readable somewhere to be shown, and they are not. No browser or proxy keeps the page (`no-store` everywhere).
 */
function made(c: Ctx, codes: readonly string[]): Response {
  const { words, house } = c.var.visit;
  const { made: say } = words.savedCodes;
  return showAccount(c, {
    title: say.title,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p><strong>${say.once}</strong> ${say.keep}</p>
<ol class="codes" translate="no">${codes.map((code) => html`<li><code>${groupPaperCode(code)}</code></li>`)}</ol>
<p class="print-only">${house.name} · ${house.phone} · ${house.host}</p>
<p><button class="btn alt" id="imprimir" type="button" data-js hidden>${say.print}</button></p>
${links([[paths.account, say.done]])}</div>`,
  });
}
