import { forgetStaffDraft, readStaffDraft } from '../../../actions/desk/drafts.ts';
import { beginShift } from '../../../actions/desk/staff/shift.ts';
import type { Staff } from '../../../actions/desk/staff.ts';
import { type Html, html } from '../../../lib/html.ts';
import { isStaffRole } from '../../../rules/desk/staff.ts';
import { goTo } from '../../page/page.ts';
import {
  actLink,
  errorOf,
  errorSummary,
  type FieldError,
  fieldError,
  form,
  plainText,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';
import { deskComesBackTo } from '../routes.ts';
import { anyStaffAt } from '../signed-in.ts';

/** A window is labelled with a number or a few letters. */
const longestWindow = 12;
const fields = ['oficina', 'ventanilla', 'rol', 'volver'] as const;
type Typed = Partial<Record<(typeof fields)[number], string>>;

/** S1: where somebody works today, and as what. Chosen after every sign-in, and anew whenever they move. */
export function shiftPage(app: App): void {
  app.get(paths.deskShift, async (c) => {
    const staff = await anyStaffAt(c);
    if (staff instanceof Response) return staff;
    const kept: Typed = await readStaffDraft(c.var.visit.world, staff.id, paths.deskShift);
    const { shift } = staff.session;
    const now = shift && { oficina: shift.office, ventanilla: shift.window ?? '', rol: shift.role };
    const volver = deskComesBackTo(c.req.query('volver') ?? kept.volver);
    return view(c, staff, { ...now, ...kept, volver }, []);
  });
  app.post(paths.deskShift, async (c) => {
    const sent = await readForm(c, fields);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await anyStaffAt(c, { typed: sent.fields });
    return staff instanceof Response ? staff : takeShift(c, staff, sent.fields);
  });
}

async function takeShift(c: Ctx, staff: Staff, typed: Record<(typeof fields)[number], string>) {
  const { world, words } = c.var.visit;
  const { errors: say } = words.desk.shift;
  const office = world.institution.offices.find(({ id }) => id === typed.oficina);
  const [only, second] = staff.roles;
  const role = second === undefined ? only : staff.roles.find((one) => one === typed.rol);
  const window = typed.ventanilla.trim();
  const errors: FieldError[] = [];
  if (!office) errors.push({ field: 'oficina', text: say.office });
  if (window.length > longestWindow) errors.push({ field: 'ventanilla', text: say.windowLong });
  else if (window === '' && role === 'agent') errors.push({ field: 'ventanilla', text: say.window });
  if (!role) errors.push({ field: 'rol', text: say.role });
  if (!office || !role || errors.length > 0) return view(c, staff, typed, errors);
  const begun = await beginShift(world, staff, { office: office.id, window: window || null, role });
  const back = deskComesBackTo(typed.volver);
  if (!begun) return goTo(c, paths.deskSignIn);
  await forgetStaffDraft(world, staff.id, paths.deskShift);
  return goTo(c, back === paths.deskShift ? paths.desk : back);
}

function roleField(c: Ctx, staff: Staff, chosen: string | undefined, error: string | undefined): Html {
  const { desk: say } = c.var.visit.words;
  const radios = staff.roles.map((role, index) => {
    const id = index === 0 ? 'rol' : `rol-${role}`;
    return html`<li class="choice"><input type="radio" name="rol" id="${id}" value="${role}"${role === chosen && html` checked`}><label for="${id}">${say.roles[role]}</label></li>`;
  });
  return html`<fieldset class="field${error !== undefined && ' wrong'}"${error !== undefined && html` aria-describedby="rol-error"`}><legend>${say.shift.role}</legend>${fieldError(c, 'rol', error)}<ul class="choices">${radios}</ul></fieldset>`;
}

function officeField(c: Ctx, chosen: string | undefined, error: string | undefined): Html {
  const { shift: say } = c.var.visit.words.desk;
  const { offices } = c.var.visit.world.institution;
  const options = offices.map(
    ({ id, name }) => html`<option value="${id}"${id === chosen && html` selected`}>${name}</option>`,
  );
  const described = error !== undefined && html` aria-describedby="oficina-error" aria-invalid="true"`;
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="oficina">${say.office}</label>${fieldError(c, 'oficina', error)}<select id="oficina" name="oficina" autocomplete="off"${described}><option value="">${say.choose}</option>${options}</select></div>`;
}

function view(c: Ctx, staff: Staff, typed: Typed, errors: readonly FieldError[]): Response {
  const { shift: say } = c.var.visit.words.desk;
  const window = textField(c, {
    id: 'ventanilla',
    label: say.window,
    hint: say.windowHint,
    ...(typed.ventanilla !== undefined && { value: typed.ventanilla }),
    error: errorOf(errors, 'ventanilla'),
    heading: false,
    attributes: html`class="short" ${plainText} autocomplete="off"`,
  });
  const role = isStaffRole(typed.rol ?? '') ? typed.rol : undefined;
  return showDesk(c, {
    title: say.title,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1>${form(
      c,
      paths.deskShift,
      html`${officeField(c, typed.oficina, errorOf(errors, 'oficina'))}${window}${staff.roles.length > 1 && roleField(c, staff, role, errorOf(errors, 'rol'))}<input type="hidden" name="volver" value="${typed.volver ?? ''}">${submit(say.submit)}`,
    )}${actLink(c, paths.deskSignOut, say.signOut)}</div>`,
  });
}
