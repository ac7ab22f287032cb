import { askLetter } from '../../../actions/letters/ask-letter.ts';
import { enterLetterCode } from '../../../actions/recovery/proof/enter-saved-code.ts';
import { html } from '../../../lib/html.ts';
import { goTo, show } from '../../page/page.ts';
import { actLink, links, noticeBody } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { atPaperCode, type PaperCode, takePaperCodes, viewPaperCode } from './paper-code.ts';

const letterCode: PaperCode = {
  path: paths.enterLetterCode,
  field: 'carta',
  enter: enterLetterCode,
  say: ({ enterLetterCode: say }) => ({ ...say, label: say.field }),
  around: (c) => {
    const { offer } = c.var.visit.words.enterLetterCode;
    const text = offer.text.map((one) => html`<p>${one}</p>`);
    return { below: html`<h2>${offer.heading}</h2>${text}${actLink(c, paths.askLetter, offer.button)}` };
  },
};

/** The code that came by post, and where to ask for one. The same for every number (decision 15). */
export function enterLetterCodePage(app: App): void {
  app.get(paths.enterLetterCode, async (c) => {
    const here = await atPaperCode(c);
    if (here instanceof Response) return here;
    const asked = c.req.query('pedida') !== undefined;
    return asked ? viewAsked(c, here.view.found.words) : viewPaperCode(c, letterCode, here);
  });
  takePaperCodes(app, letterCode);
  app.post(paths.askLetter, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await atPaperCode(c);
    if (here instanceof Response) return here;
    await askLetter(c.var.visit.world, here.view.found);
    return goTo(c, `${paths.enterLetterCode}?pedida`);
  });
}

function viewAsked(c: Ctx, caseWords: string): Response {
  const { world, words } = c.var.visit;
  const notice = words.letterAsked(world.institution.policy.letter.days);
  const more = links([
    [`${paths.help}oficinas`, words.frame.help.offices],
    [paths.otherWays, words.otherWays.choose],
  ]);
  return show(c, { title: notice.title, stage: 'contact', caseWords, main: noticeBody(notice, more) });
}
