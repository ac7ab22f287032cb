import { askContactCode, confirmContact } from '../../../actions/contact/change-contact.ts';
import { type ChangeView, viewChange, viewChanges } from '../../../actions/contact/view-contacts.ts';
import { isId } from '../../../lib/digest.ts';
import { type Html, html } from '../../../lib/html.ts';
import type { ChangeOutcome } from '../../../rules/account/change.ts';
import { left, renewedAt } from '../../../rules/standing.ts';
import { at as atTime, until } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import {
  actLink,
  digitsOnly,
  errorSummary,
  form,
  links,
  noticeBody,
  rich,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, statusOf } from '../../problems.ts';
import { readCode, sayCode } from '../../request/code-field.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { ownerAt } from '../signed-in.ts';
import { heldPage } from './held.ts';

/** The code that went to the new contact. It confirms the change its form names, and no other (CC-03). */
export function confirmContactPages(app: App): void {
  app.get(paths.confirmContact, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const change = await changeAt(c, owner.account.id, c.req.query('cambio') ?? '');
    return change ? view(c, change) : goTo(c, paths.contact);
  });
  app.post(paths.confirmContact, async (c) => {
    const sent = await readForm(c, ['cambio', 'codigo']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const { cambio, codigo } = sent.fields;
    const change = isId(cambio) ? await viewChange(world, owner.account.id, cambio) : undefined;
    if (!change) return goTo(c, paths.contact);
    const { digits } = world.institution.policy.code;
    const { errors } = words.enterCode[change.slot];
    const read = readCode(codigo, digits);
    if ('fault' in read) return view(c, change, sayCode(errors, read, digits));
    const outcome = await confirmContact(world, owner, cambio, read.code);
    return outcome?.refusal
      ? sayRefusal(c, change, outcome)
      : goTo(c, `${paths.contactHeld}?cambio=${cambio}`);
  });
  askCodeRoute(app);
  heldPage(app);
}

/** The change a page was opened for, or the newest that waits for its code. */
async function changeAt(c: Ctx, accountId: string, id: string): Promise<ChangeView | undefined> {
  const { world } = c.var.visit;
  const named = isId(id) ? await viewChange(world, accountId, id) : undefined;
  if (named) return named;
  return (await viewChanges(world, accountId)).find(({ stage }) => stage.kind === 'to-confirm');
}

function sayRefusal(c: Ctx, change: ChangeView, outcome: ChangeOutcome): Response {
  const { world, words, language } = c.var.visit;
  const { confirmContact: say } = words;
  const { policy, timezone } = world.institution;
  const now = world.clock.now();
  const { codeTries } = outcome.state.standing;
  const triesLeft = left(codeTries, policy.code.triesPerDay, now);
  const { refusal } = outcome;
  if (refusal === 'out-of-tries' || (refusal === 'wrong-code' && triesLeft === 0))
    return tell(
      c,
      say.tooManyTries(atTime(renewedAt(codeTries), now, timezone, language)),
      statusOf['out-of-tries'],
    );
  if (refusal === 'wrong-code')
    return view(c, change, say.errors[change.slot === 'phone' ? 'wrongPin' : 'wrong'](triesLeft));
  if (refusal === 'code-expired')
    return view(
      c,
      change,
      words.enterCode[change.slot].errors.expired(until(change.code?.until ?? now, now, timezone, language)),
    );
  return tell(c, say.over, statusOf['case-over']);
}

const tell = (
  c: Ctx,
  notice: { title: string; text: readonly string[] },
  status: (typeof statusOf)[keyof typeof statusOf],
): Response =>
  showAccount(c, {
    title: notice.title,
    main: noticeBody(notice, links([[paths.contact, c.var.visit.words.contactHeld.back]])),
    status,
  });

/** Another code: a POST like every act; too early, it says when. */
function askCodeRoute(app: App): void {
  app.post(paths.askContactCode, async (c) => {
    const sent = await readForm(c, ['cambio']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words, language } = c.var.visit;
    const { confirmContact: say } = words;
    const { cambio } = sent.fields;
    const change = isId(cambio) ? await viewChange(world, owner.account.id, cambio) : undefined;
    if (!change) return goTo(c, paths.contact);
    const outcome = await askContactCode(world, owner, cambio);
    const now = world.clock.now();
    if (outcome?.refusal === 'too-soon') {
      const next = atTime(change.code?.nextAt ?? now, now, world.institution.timezone, language);
      return tell(c, say.tooSoon(next), statusOf['too-soon']);
    }
    if (outcome?.refusal === 'no-more-messages')
      return tell(c, words.changeContact.noMore, statusOf['no-more-messages']);
    if (!outcome || outcome.refusal) return tell(c, say.over, statusOf['case-over']);
    return goTo(c, `${paths.confirmContact}?cambio=${cambio}&otro`);
  });
}

function view(c: Ctx, change: ChangeView, error?: string): Response {
  const { world, words, language } = c.var.visit;
  const { confirmContact: say } = words;
  if (change.stage.kind !== 'to-confirm' || !change.code) return tell(c, say.over, statusOf['case-over']);
  const { timezone, policy } = world.institution;
  const codeEnds = until(change.code.until, world.clock.now(), timezone, language);
  const errors = error === undefined ? [] : [{ field: 'codigo', text: error }];
  const field = textField(c, {
    id: 'codigo',
    label: words.enterCode[change.slot].label(policy.code.digits),
    error,
    heading: false,
    attributes: html`class="code" ${digitsOnly} autocomplete="one-time-code"`,
  });
  return showAccount(c, {
    title: say.title(change.slot),
    back: paths.contact,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}
<h1>${say.title(change.slot)}</h1>
${c.req.query('otro') !== undefined && html`<p class="said" role="status">${say.resent}</p>`}
<p>${rich(say.sent(change.to ?? '', codeEnds))} ${say.unchanged}</p>
${form(c, paths.confirmContact, html`${field}<input type="hidden" name="cambio" value="${change.id}"><div>${submit(say.submit)}</div>`)}
${trouble(c, change)}</div>`,
  });
}

function trouble(c: Ctx, { id, slot, code }: ChangeView): Html {
  const { world, words, language } = c.var.visit;
  const { confirmContact: say } = words;
  const now = world.clock.now();
  const next = code?.nextAt;
  const early = next !== undefined && now < next;
  const when = next && atTime(next, now, world.institution.timezone, language);
  const again = actLink(c, paths.askContactCode, say.resend, { cambio: id });
  return html`<details><summary>${say.trouble}</summary><div><ol>
${slot !== 'phone' && html`<li>${say.spam}</li>`}
<li><a class="hit" href="${paths.changeContact}?dato=${slot}">${say.correct}</a></li>
<li>${when === undefined ? say.noMore : html`${early && say.resendAt(when)} ${again}`}</li>
</ol></div></details>`;
}
