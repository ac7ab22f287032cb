import { randomInt } from 'node:crypto';
import type { KeyProblem } from '../../actions/judge-key.ts';
import { type Html, html } from '../../lib/html.ts';
import { keyIdea } from '../../lib/keys/key-idea.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import { clientRule, judgeKey, nobody, passwordRules, visibleRules } from '../../rules/key-rule.ts';
import { ideaWords } from '../../words/idea-words.ts';
import type { Ctx } from '../request/visit.ts';
import { fieldError, submit } from './parts.ts';

/** The rules as people read them, above the field so that a keyboard on the screen cannot hide them (UX 0, finding 8). */
function ruleList(c: Ctx, own: IdentityNumber): Html {
  const { chooseKey: say } = c.var.visit.words;
  const rule = c.var.visit.world.institution.policy.key;
  const texts = {
    length: say.length(rule),
    // Said in one breath with the length.
    characters: '',
    'own-number': say.own[own.kind],
    'not-common': say.later(rule),
  };
  const ids = visibleRules(rule).filter((id) => texts[id] !== '');
  const items = ids.map((id) =>
    id === 'not-common'
      ? html`<li class="later"><span class="mark" aria-hidden="true"></span><span><b>${texts[id]}</b> <small>${say.laterNote}</small></span></li>`
      : html`<li id="r-${id}"><span class="mark" aria-hidden="true"></span><span><b><span class="vh">${say.pending} </span>${texts[id]}</b> <small></small></span></li>`,
  );
  const live = JSON.stringify({ ...say.live, pending: say.pending, met: say.met });
  const data = JSON.stringify(clientRule(rule, own.number));
  return html`<ul class="rules" id="reglas" data-regla="${data}" data-vivo="${live}">${items}</ul>`;
}

/** The button that shows and hides a key; there only when the script is. */
export function peek(c: Ctx, field: string): Html {
  const { show, showLabel, hide, hideLabel } = c.var.visit.words.chooseKey;
  const data = JSON.stringify({ show, showLabel, hide, hideLabel });
  return html`<button class="peek" type="button" aria-controls="${field}" aria-label="${showLabel}" data-js data-vivo="${data}" hidden>${show}</button>`;
}

/** One field with Mostrar; where there is no script, and so no Mostrar, a second one to repeat it (UX R12). */
function keyField(c: Ctx, own: IdentityNumber, heading: string, error: string | undefined): Html {
  const { chooseKey: say } = c.var.visit.words;
  const rule = c.var.visit.world.institution.policy.key;
  const by = error === undefined ? 'reglas' : 'reglas clave-error';
  return html`<div class="field${error !== undefined && ' wrong'}">
<h1><label for="clave">${heading}</label></h1>
<input class="vh" id="usuario" name="usuario" type="text" value="${own.number}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
${ruleList(c, own)}
${rule.characters === 'letters-and-digits' && html`<p class="hint small">${say.oldSystem}</p>`}
${fieldError(c, 'clave', error)}
<div class="pair"><input id="clave" name="clave" type="password" autocomplete="new-password" passwordrules="${passwordRules(rule)}" autocapitalize="none" autocorrect="off" spellcheck="false" aria-describedby="${by}"${error !== undefined && html` aria-invalid="true"`}>${peek(c, 'clave')}</div>
<p class="vh" id="clave-estado" aria-live="polite"></p>
<p class="hint small">${say.hint(rule)}</p>
</div>
<noscript><div class="field"><label for="clave2">${say.repeat}</label><input id="clave2" name="clave2" type="password" autocomplete="new-password" autocapitalize="none" spellcheck="false"></div></noscript>`;
}

/** What is wrong with a key, in words that say what to do. */
export function sayKey(c: Ctx, problem: KeyProblem): string {
  const { errors } = c.var.visit.words.chooseKey;
  switch (problem.kind) {
    case 'too-short':
      return errors['too-short'](problem.typed, problem.min);
    case 'too-long':
      return errors['too-long'](problem.typed, problem.max);
    case 'used-before':
      return errors.previous;
    case 'characters':
      return errors.characters[problem.found];
    default:
      return errors[problem.kind];
  }
}

function idea(c: Ctx): string {
  const { world } = c.var.visit;
  const rule = world.institution.policy.key;
  const passes = (one: string): boolean =>
    judgeKey(one, rule, nobody, (key) => world.blocklist.isCommon(key)) === undefined;
  return keyIdea(rule, ideaWords, (below) => randomInt(below), passes);
}

/** The fields a form with the block of a new key sends beside its own. */
export const newKeyNames = ['usuario', 'clave', 'clave2', 'repetida'] as const;

/** What is wrong with how a key was repeated where there is no script; `repetida` says that there is one. */
export function sayRepeated(
  c: Ctx,
  sent: Record<'clave' | 'clave2' | 'repetida', string>,
): string | undefined {
  const { errors } = c.var.visit.words.chooseKey;
  if (sent.repetida === 'no' || sent.clave2 === sent.clave) return undefined;
  return sent.clave2 === '' ? errors.repeatEmpty : errors.repeatDiffers;
}

/** C12's block: the page's heading, the rules, the field, an idea, and what saving does. The same wherever a key is made. */
export function newKeyBlock(c: Ctx, own: IdentityNumber, heading: string, error: string | undefined): Html {
  const { chooseKey: say } = c.var.visit.words;
  return html`${keyField(c, own, heading, error)}
<input type="hidden" name="repetida" id="repetida" value="">
<details><summary>${say.idea.summary}</summary><div>
<p>${say.idea.text}</p>
<span class="idea" id="idea">${idea(c)}</span>
<p><button class="btn alt" id="usar" type="button" data-js hidden>${say.idea.use}</button></p>
</div></details>
<div>${submit(say.save)}
<p class="small lead tight">${say.onSave}</p></div>`;
}
