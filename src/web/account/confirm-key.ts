import { confirmKey } from '../../actions/account/confirm-key.ts';
import { html } from '../../lib/html.ts';
import { goTo } from '../page/page.ts';
import { errorOf, errorSummary, type FieldError, form, links, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';
import { currentKeyField, sayRefused, triedFrom } from './current-key.ts';
import { showAccount } from './frame.ts';
import { comesBackTo, ownerAt } from './signed-in.ts';

/** The key again, before what matters (SE-05). It counts and waits as at the sign-in. */
export function confirmKeyPage(app: App, origins: Origins): void {
  app.get(paths.confirmKey, async (c) => {
    const back = comesBackTo(c.req.query('volver'));
    const owner = await ownerAt(c, back);
    return owner instanceof Response ? owner : view(c, back, []);
  });
  app.post(paths.confirmKey, async (c) => {
    const sent = await readForm(c, ['clave', 'volver']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, words, jar } = c.var.visit;
    const back = comesBackTo(sent.fields.volver);
    const owner = await ownerAt(c, back);
    if (owner instanceof Response) return owner;
    const { clave: key } = sent.fields;
    if (key === '') return view(c, back, [{ field: 'clave', text: words.signIn.errors.keyEmpty }]);
    const token = jar.get(c, 'session') ?? '';
    const tried = await confirmKey(world, owner, { token, key, from: triedFrom(c, origins) });
    if (tried.kind === 'refused') {
      const text = sayRefused(c, words.confirmKey.errors.wrong, tried.standing);
      return view(c, back, [{ field: 'clave', text }]);
    }
    if (tried.kind === 'confirmed') jar.set(c, 'session', tried.session);
    // A session that ended meanwhile leads to the sign-in from there.
    return goTo(c, back);
  });
}

function view(c: Ctx, back: string, errors: readonly FieldError[]): Response {
  const { confirmKey: say, signIn } = c.var.visit.words;
  const key = currentKeyField(c, signIn.key, errorOf(errors, 'clave'));
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p>${say.why}</p>
${form(
  c,
  paths.confirmKey,
  html`${errorSummary(c, errors)}${key}<input type="hidden" name="volver" value="${back}"><div>${submit(say.submit)}</div>${links([[paths.start, signIn.forgot]])}`,
)}</div>`,
  });
}
