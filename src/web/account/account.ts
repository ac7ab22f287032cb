import { signInBefore } from '../../actions/account/sessions.ts';
import { html } from '../../lib/html.ts';
import type { DeviceName } from '../../words/shapes.ts';
import { when } from '../../words/times.ts';
import { actLink, links } from '../page/parts.ts';
import { paths } from '../paths.ts';
import type { App, Ctx } from '../request/visit.ts';
import { contactReminder } from './contact.ts';
import { showAccount } from './frame.ts';
import { ownerAt } from './signed-in.ts';

/** A portal as the institution names it; one that is gone keeps its short name. */
export function portalName(c: Ctx, id: string): string {
  const { world, language } = c.var.visit;
  return world.institution.portals.find((one) => one.id === id)?.name[language] ?? id;
}

/** A device as its owner would say it. */
export const deviceWords = (c: Ctx, device: string): string => {
  const { devices } = c.var.visit.words;
  // Sound: the column is only ever written from a `DeviceName`; a name of another version is "another device".
  return devices[device as DeviceName] ?? devices.other;
};

/** C20, where a sign-in arrives: that the key works and at which portal, who came before, and what there is to do. */
export function accountPage(app: App): void {
  app.get(paths.account, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words, language } = c.var.visit;
    const { account: say } = words;
    const { timezone } = world.institution;
    const title = say.title(portalName(c, owner.session.portal));
    const before = await signInBefore(world, owner);
    const last = before
      ? say.lastSignIn(
          when(before.began, world.clock.now(), timezone, language),
          deviceWords(c, before.device),
        )
      : say.firstSignIn;
    const asks = world.institution.policy.questions.enrolled > 0;
    const cards = links([
      [paths.contact, say.cards.contact],
      [paths.passkeys, say.cards.signIn],
      [paths.savedCodes, say.cards.codes],
      ...(asks ? ([[paths.enrolQuestions, say.cards.questions]] as const) : []),
      [paths.activity, say.cards.activity],
      [paths.changeKey, say.cards.key],
      [paths.sessions, say.cards.sessions],
      [paths.personalExport, say.cards.personal],
      [paths.statement, words.statement.title],
    ]);
    return showAccount(c, {
      title,
      main: html`<div class="stack"><h1>${title}</h1>
${await contactReminder(c, owner)}
<p>${last} ${before && html`<a class="hit" href="${paths.notMe}">${say.notYou}</a>`}</p>
<p>${say.works}</p>
${cards}
<p>${say.borrowed}</p>${actLink(c, paths.signOut, say.signOut)}</div>`,
    });
  });
}
