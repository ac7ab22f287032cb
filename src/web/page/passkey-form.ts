import { type Html, html } from '../../lib/html.ts';
import type { Ctx } from '../request/visit.ts';

/** The one field in which the script puts what an authenticator answered, as JSON; small enough for any form. */
export const passkeyFields = ['respuesta'] as const;

/**
 * A button that asks for a fingerprint, face or PIN, as a form like any other: shown by the script, which fetches what is to be
 * signed from `options` when it is pressed, so that a page left open never holds something too old.
 */
export function passkeyForm(
  c: Ctx,
  asked: {
    action: string;
    options: string;
    label: string;
    more?: Html;
    /** What is sent when asking what is to be signed. */
    with?: Record<string, string>;
  },
): Html {
  const { action, options, label, more } = asked;
  const { unable, cancelled, noLock, already, failed } = c.var.visit.words.passkeys;
  const say = JSON.stringify({ unable, cancelled, noLock, already, failed });
  return html`<form class="stack" method="post" action="${action}" novalidate hidden data-huella="${say}" data-reto="${options}"${asked.with && html` data-con="${new URLSearchParams(asked.with).toString()}"`}><input type="hidden" name="respuesta" value="">${more}<div><button class="btn alt" type="button">${label}</button></div><p role="status"></p><input type="hidden" name="_csrf" value="${c.var.visit.formToken()}"></form>`;
}
