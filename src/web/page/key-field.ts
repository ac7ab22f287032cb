import type { KeyProblem } from '../../actions/recovery/choose-key.ts';
import { type Html, html } from '../../lib/html.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import { clientRule, passwordRules, visibleRules } from '../../rules/key-rule.ts';
import type { Ctx } from '../request/visit.ts';
import { fieldError } from './parts.ts';

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
export function keyField(c: Ctx, own: IdentityNumber, error: string | undefined): Html {
  const { chooseKey: say } = c.var.visit.words;
  const rule = c.var.visit.world.institution.policy.key;
  const by = error === undefined ? 'reglas' : 'reglas clave-error';
  return html`<div class="field${error !== undefined && ' wrong'}">
<h1><label for="clave">${say.title}</label></h1>
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
