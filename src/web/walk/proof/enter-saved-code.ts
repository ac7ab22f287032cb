import { enterSavedCode } from '../../../actions/recovery/proof/enter-saved-code.ts';
import { html } from '../../../lib/html.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App } from '../../request/visit.ts';
import { atPaperCode, type PaperCode, takePaperCodes, viewPaperCode, waysFrom } from './paper-code.ts';

const savedCode: PaperCode = {
  path: paths.enterSavedCode,
  field: 'papel',
  enter: enterSavedCode,
  say: ({ enterSavedCode: say }) => say,
  around: (c, here) => {
    const { enterSavedCode: say } = c.var.visit.words;
    return { above: html`<p>${say.intro}</p>`, below: links([[waysFrom(here), say.other]]) };
  },
};

/** C15, the codes people printed: the first proof or the second. */
export function enterSavedCodePage(app: App): void {
  app.get(paths.enterSavedCode, async (c) => {
    const here = await atPaperCode(c);
    return here instanceof Response ? here : viewPaperCode(c, savedCode, here);
  });
  takePaperCodes(app, savedCode);
}
