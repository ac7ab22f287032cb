import {
  type Colleague,
  colleagueOf,
  colleagues,
  shutOutAbout,
  shutOutColleague,
} from '../../../actions/desk/staff/shut-out.ts';
import { html, type Value } from '../../../lib/html.ts';
import { goTo } from '../../page/page.ts';
import { passkeyFields } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { refuseDesk, showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { touchForm } from '../touch.ts';

/** Who works at the desk, for administrators, and the one act on them that needs no second person: to shut them out. */
export function teamPages(app: App): void {
  app.get(paths.deskTeam, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    return viewAll(c, await colleagues(c.var.visit.world));
  });
  app.get(`${paths.deskTeam}/:member`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { world, words } = c.var.visit;
    const one = await colleagueOf(world, c.req.param('member'));
    return one ? viewOne(c, one, one.code === staff.code) : stop(c, words.problems.notFound, 404);
  });
  app.post(paths.deskTeam, async (c) => {
    const sent = await readForm(c, [...passkeyFields, 'persona']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { world, words } = c.var.visit;
    const { persona: code, respuesta: answer } = sent.fields;
    const outcome = await shutOutColleague(world, staff, { code, answer });
    if (outcome === 'touch-refused') return refuseDesk(c, outcome);
    if (outcome === 'nobody') return stop(c, words.problems.badRequest, 400);
    return goTo(c, outcome === 'done' ? `${paths.deskTeam}?retirado` : paths.deskTeam);
  });
}

const standing = (c: Ctx, { disabledAt, enrolled }: Colleague): string => {
  const { states } = c.var.visit.words.desk.team;
  if (disabledAt) return states.disabled;
  return enrolled ? states.active : states.invited;
};

const rolesOf = (c: Ctx, { roles }: Colleague): string =>
  roles.map((role) => c.var.visit.words.desk.roles[role]).join(', ');

function viewAll(c: Ctx, all: readonly Colleague[]): Response {
  const { team: say } = c.var.visit.words.desk;
  const { code, name, roles, state } = say.columns;
  const rows = all.map(
    (one) =>
      html`<tr><th scope="row"><a class="hit" href="${paths.deskTeam}/${one.code}">${one.code}</a></th><td data-label="${name}">${one.name}</td><td data-label="${roles}">${rolesOf(c, one)}</td><td data-label="${state}">${standing(c, one)}</td></tr>`,
  );
  return showDesk(c, {
    title: say.title,
    main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('retirado') !== undefined && html`<p class="said" role="status">${say.done}</p>`}
<p>${say.intro}</p>
<table class="rows"><caption>${say.caption}</caption><thead><tr><th scope="col">${code}</th><th scope="col">${name}</th><th scope="col">${roles}</th><th scope="col">${state}</th></tr></thead><tbody>${rows}</tbody></table></div>`,
  });
}

function viewOne(c: Ctx, one: Colleague, own: boolean): Response {
  const { team: say } = c.var.visit.words.desk;
  const act: Value =
    own || one.disabledAt
      ? html`<p>${own ? say.own : say.gone}</p>`
      : html`<p>${say.what}</p>${touchForm(c, {
          action: paths.deskTeam,
          about: shutOutAbout(one.code),
          label: say.shutOut,
          more: html`<input type="hidden" name="persona" value="${one.code}">`,
        })}<noscript><p>${c.var.visit.words.desk.signIn.noScript}</p></noscript>`;
  return showDesk(c, {
    title: say.one(one.code),
    back: paths.deskTeam,
    scripts: ['passkeys'],
    main: html`<div class="stack"><h1>${say.one(one.code)}</h1><p>${one.name}. ${rolesOf(c, one)}. ${standing(c, one)}.</p>${act}</div>`,
  });
}
