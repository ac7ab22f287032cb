import { askPasskey, verifyPasskey } from '../../../actions/account/passkeys.ts';
import { showPasskey } from '../../../actions/recovery/proof/show-passkey.ts';
import { html } from '../../../lib/html.ts';
import { goTo, show } from '../../page/page.ts';
import { links } from '../../page/parts.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn } from '../case-page.ts';

type At = AtStage<'naming-contact' | 'awaiting-code' | 'proving-again'>;
const at = (c: Ctx) => caseAt(c, 'naming-contact', 'awaiting-code', 'proving-again');

/** C15, a passkey of the person's own: the first proof or the second (RC-13). Every number is asked and answered alike. */
export function showPasskeyPage(app: App): void {
  app.get(paths.showPasskey, async (c) => {
    const here = await at(c);
    return here instanceof Response ? here : view(c, here);
  });
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.showPasskeyOptions, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser } = c.var.visit;
    return c.json(await askPasskey(world, { browser, purpose: 'recover' }));
  });
  app.post(paths.showPasskey, async (c) => {
    const sent = await readForm(c, passkeyFields);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await at(c);
    if (here instanceof Response) return here;
    const { world, browser } = c.var.visit;
    const answer = sent.fields.respuesta;
    const verified = await verifyPasskey(world, { browser, answer, purpose: 'recover' });
    const outcome = await showPasskey(world, { browser, caseId: here.view.found.id, verified });
    if (outcome?.refusal === 'wrong-proof' || outcome?.refusal === 'same-method')
      return goTo(c, `${paths.showPasskey}?huella`);
    return goOn(c, outcome);
  });
}

function view(c: Ctx, { view: { found } }: At): Response {
  const { showPasskey: say, proveAgain } = c.var.visit.words;
  const ways = found.stage.kind === 'proving-again' ? paths.proveAgain : paths.otherWays;
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: ways,
    caseWords: found.words,
    scripts: ['passkeys'],
    main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('huella') !== undefined && html`<p class="said" role="status">${say.refused}</p>`}
<p>${say.text}</p><noscript><p>${say.noScript}</p></noscript>
${passkeyForm(c, { action: paths.showPasskey, options: paths.showPasskeyOptions, label: say.use })}
${links([[ways, proveAgain.ways]])}</div>`,
  });
}
