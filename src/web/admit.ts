import { paths } from './paths.ts';
import { stopBusy } from './problems.ts';
import { type AdmissionLimits, createAdmission, type Rank } from './request/admission.ts';
import type { App, Ctx } from './request/visit.ts';

/**
 * One process has ten connections to its database and hashes three keys at a time: more than these at once only wait for each
 * other there, where a wait of five seconds is a fault. Nobody looks at an empty page for longer than ten.
 */
const usual: AdmissionLimits = {
  atOnce: 32,
  longestLine: 224,
  // Nobody can look whether a cookie is a real one before its turn: whoever makes them up fills half of the line and no more.
  mostOfNetwork: { inside: 112, new: 56 },
  longestWaitMilliseconds: 10_000,
};

/** As limits are: a /24, or a /48, since whoever has one site has all its addresses. */
const networkOf = (c: Ctx): string => c.var.visit.networks().at(-1) ?? '';

/** Links of messages, and the page that takes number and code: whoever comes there holds a message, on whatever device. */
const withMessage = [paths.followLink, paths.disavow, paths.cancelChange];
/** A walk, an account, the desk. */
const inside = ['/recuperar', paths.account, paths.desk, paths.audit];
/** The first pages of a walk: who opens them has nothing to lose yet. */
const doors: readonly string[] = [
  paths.chooseProfile,
  paths.identify,
  paths.otherDocument,
  paths.nameBranch,
  paths.nameRepresentative,
];

const isBelow = (path: string, one: string): boolean =>
  path === one || path.startsWith(one.endsWith('/') ? one : `${one}/`);

/**
 * Whether somebody is in the middle of something, as far as their address and cookie tell. Whoever pretends gains a better place
 * in a line, and nothing else.
 */
function rankOf(c: Ctx): Rank {
  const { path } = c.req;
  if (path === paths.enterCodeElsewhere || withMessage.some((one) => isBelow(path, one))) return 'inside';
  const goesOn = inside.some((one) => isBelow(path, one)) && !doors.includes(path);
  return c.var.visit.known && goesOn ? 'inside' : 'new';
}

/**
 * Refuses politely what is too much. A form is read whole before it asks for its place, so that nobody holds one by sending
 * slowly. What must always answer (health, files) stands before this.
 */
export function admit(app: App, limits: Partial<AdmissionLimits> = {}): void {
  const admission = createAdmission({ ...usual, ...limits });
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') await c.req.text();
    const passed = await admission.pass({ rank: rankOf(c), network: networkOf(c) }, next);
    return passed ? undefined : stopBusy(c);
  });
}
