/**
 * The room that listens: pages and their forms, nothing else. It checks shapes, calls one act, and shows what became of it.
 * It must never decide, and never remember anything between two requests.
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { houseOf } from '../actions/house.ts';
import type { World } from '../actions/world.ts';
import { accountPages } from './account/pages.ts';
import { admit } from './admit.ts';
import { deskPages } from './desk/pages.ts';
import { ticketPages } from './desk/ticket/pages.ts';
import { guardHeaders, ourHost } from './headers.ts';
import { disavowPage } from './help/disavow.ts';
import { helpPages } from './help/help.ts';
import { notMePage } from './help/not-me.ts';
import { otherWaysPage } from './help/other-ways.ts';
import { assets } from './page/assets.ts';
import { goTo } from './page/page.ts';
import { takesGzip } from './page/send.ts';
import { handleFault, stop } from './problems.ts';
import type { AdmissionLimits } from './request/admission.ts';
import { type Jar, jarFor } from './request/cookies.ts';
import { type App, type Ctx, type Door, visiting } from './request/visit.ts';
import { walkPages } from './walk/walk.ts';
import { wellKnown } from './well-known.ts';

/** No form of ours is a tenth of this. */
const largestBody = 16 * 1024;
const year = 31_536_000;

/** Serves the files whose address holds their digest. */
function servePublic(app: App, world: World): void {
  for (const [path, { type, body, gzip }] of assets(world).files)
    app.get(path, (c) => {
      const packed = takesGzip(c);
      c.header('content-type', type);
      c.header('vary', 'accept-encoding');
      c.header(
        'cache-control',
        path.startsWith('/public/') ? `public, max-age=${year}, immutable` : 'public, max-age=86400',
      );
      if (packed) c.header('content-encoding', 'gzip');
      return c.body(packed ? gzip : body);
    });
}

/**
 * Keeps forms small. What tells its length is judged by that, and Node holds it to its word: the framework's own limit asks each
 * request for its stream, and for that a whole second request is built, for pages without any body too.
 */
function limitBodies(app: App): void {
  const refuse = (c: Ctx): Response => stop(c, c.var.visit.words.problems.tooLarge, 413);
  const measure = bodyLimit({ maxSize: largestBody, onError: refuse });
  app.use((c, next) => {
    if (c.req.method === 'GET') return next();
    const told = c.req.header('transfer-encoding') === undefined && c.req.header('content-length');
    return told && Number(told) <= largestBody ? next() : measure(c, next);
  });
}

/** The language link keeps the step: it sets a preference, and comes back to the same page. */
function answerLanguageLinks(app: App, jar: Jar): void {
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' || c.req.query('lang') === undefined) return next();
    jar.set(c, 'language', c.var.visit.language, year);
    const here = new URL(c.req.url);
    here.searchParams.delete('lang');
    // As it was sent, not decoded; and "//host" would lead to another site (RT-24).
    return goTo(c, `${here.pathname.replace(/^\/+/, '/')}${here.search}`);
  });
}

/** How one process stands in the world: whether balancers are to send anybody here, and how many it lets in at once. */
type Station = { readonly open?: () => boolean; readonly room?: Partial<AdmissionLimits> };

/** The application of one institution: a Request in, a Response out, no socket of its own. */
export function buildApp(
  world: World,
  networksOf: (ip: string) => string[],
  { open = () => true, room }: Station = {},
): App {
  const app: App = new Hono<Door>({ strict: true });
  const jar = jarFor(world.baseUrl);
  const isOurs = ourHost(world.baseUrl);
  // A balancer asks by address, and gets nothing that a name could poison.
  app.get('/salud', (c) => (open() ? c.text('bien') : c.text('cierra', 503)));
  app.use(guardHeaders());
  app.use(visiting(world, jar, networksOf));
  app.use(async (c, next) => {
    if (!isOurs(c.req.header('host')))
      return stop(c, c.var.visit.words.problems.wrongHost(houseOf(world)), 421);
    return next();
  });
  limitBodies(app);
  answerLanguageLinks(app, jar);
  servePublic(app, world);
  admit(app, room);
  wellKnown(app, world);
  walkPages(app, { networksOf });
  accountPages(app, world, { networksOf });
  deskPages(app);
  otherWaysPage(app);
  ticketPages(app, { networksOf });
  notMePage(app);
  disavowPage(app);
  helpPages(app);
  app.notFound((c) => stop(c, c.var.visit.words.problems.notFound, 404));
  app.onError(handleFault);
  return app;
}
