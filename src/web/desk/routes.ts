import { type StaffRole, staffRoles } from '../../rules/desk/staff.ts';
import { paths } from '../paths.ts';

/**
 * Who may use an address of the desk: whoever asks, whoever is signed in, or these roles on a shift. Every door reads it from
 * here, and an address without a line fails the tests: this table is what there is to review.
 */
export type Admitted = 'anybody' | 'signed-in' | readonly StaffRole[];

const finders = ['agent', 'supervisor'] as const;

/** Method and address, as the application lists them, and whom it lets in. */
export const admitted: Readonly<Record<string, Admitted>> = {
  [`GET ${paths.deskEnrol}:token`]: 'anybody',
  [`POST ${paths.deskEnrol}`]: 'anybody',
  [`POST ${paths.deskEnrolOptions}`]: 'anybody',
  [`POST ${paths.deskEnrolPasskey}`]: 'anybody',
  [`GET ${paths.deskSignIn}`]: 'anybody',
  [`POST ${paths.deskSignIn}`]: 'anybody',
  [`POST ${paths.deskSignInOptions}`]: 'anybody',
  [`POST ${paths.deskSignOut}`]: 'anybody',
  [`GET ${paths.deskShift}`]: 'signed-in',
  [`POST ${paths.deskShift}`]: 'signed-in',
  [`POST ${paths.deskMoreTime}`]: 'signed-in',
  [`GET ${paths.desk}`]: staffRoles,
  [`POST ${paths.deskTouch}`]: staffRoles,
  [`GET ${paths.deskTeam}`]: ['administrator'],
  [`GET ${paths.deskTeam}/:member`]: ['administrator'],
  [`POST ${paths.deskTeam}`]: ['administrator'],
  [`GET ${paths.deskApprove}`]: ['supervisor'],
  [`GET ${paths.deskApprove}/:id`]: ['supervisor'],
  [`POST ${paths.deskReview}`]: ['supervisor'],
  [`POST ${paths.deskDecide}`]: ['supervisor'],
  [`POST ${paths.deskReviewReveal}`]: ['supervisor'],
  [`GET ${paths.deskStatement}`]: ['agent'],
  [`POST ${paths.deskStatement}`]: ['agent'],
  [`GET ${paths.deskStatement}/:id/:made`]: ['agent'],
  [`GET ${paths.audit}`]: ['auditor'],
  [`POST ${paths.auditPerson}`]: ['auditor'],
  [`GET ${paths.auditReaders}`]: ['auditor'],
  [`GET ${paths.auditEvent}:seq`]: ['auditor'],
  [`POST ${paths.auditReveal}`]: ['auditor'],
  [`GET ${paths.auditReports}`]: ['auditor'],
  [`GET ${paths.auditReports}/:report`]: ['auditor'],
  [`GET ${paths.auditReports}/:report/tabla.csv`]: ['auditor'],
  [`GET ${paths.auditReports}/:report/manifiesto.json`]: ['auditor'],
  [`GET ${paths.deskSearch}`]: finders,
  [`POST ${paths.deskSearch}`]: finders,
  [`GET ${paths.deskRecord}:grant`]: finders,
  [`POST ${paths.deskReveal}`]: finders,
  [`POST ${paths.deskFreeze}`]: finders,
  [`POST ${paths.deskOpenCase}`]: ['agent'],
  [`GET ${paths.deskCase}:id`]: ['agent'],
  [`GET ${paths.deskCase}:id/sin-confirmar`]: ['agent'],
  [`GET ${paths.deskCase}:id/comprobante`]: ['agent'],
  [`POST ${paths.deskProve}`]: ['agent'],
  [`POST ${paths.deskUnconfirmed}`]: ['agent'],
  [`POST ${paths.deskNameContact}`]: ['agent'],
  [`POST ${paths.deskAskCode}`]: ['agent'],
  [`POST ${paths.deskContactAgain}`]: ['agent'],
  [`POST ${paths.deskSubmit}`]: ['agent'],
  [`GET ${paths.deskTickets}`]: finders,
  [`POST ${paths.deskTickets}`]: finders,
};

/** Pages one can come back to: those that are looked at, whoever may. */
const pages: readonly RegExp[] = Object.entries(admitted)
  .filter(([route, who]) => route.startsWith('GET ') && who !== 'anybody')
  .map(([route]) => new RegExp(`^${route.slice('GET '.length).replace(/:\w+/g, '[\\w-]+')}$`));

/** Where the desk leads back to after a sign-in: only ever one of its own pages (RT-24). */
export const deskComesBackTo = (asked: string | undefined): string =>
  asked !== undefined && pages.some((page) => page.test(asked)) ? asked : paths.desk;

/** What stands in the line of links of every page of the desk, for who may use it. A new page of the desk is a line here. */
export const deskLinks = [
  { page: 'home', path: paths.desk },
  { page: 'search', path: paths.deskSearch },
  { page: 'tickets', path: paths.deskTickets },
  { page: 'team', path: paths.deskTeam },
  { page: 'approve', path: paths.deskApprove },
  { page: 'statement', path: paths.deskStatement },
  { page: 'audit', path: paths.audit },
] as const;

/** Whether a role may look at a page. */
export function mayLook(role: StaffRole, path: string): boolean {
  const who = admitted[`GET ${path}`];
  return Array.isArray(who) ? who.includes(role) : who !== undefined;
}
