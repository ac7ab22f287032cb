/** The staff of the desk with Chromium's own virtual authenticators: enrolled, signed in, timed out, and every wrong touch refused. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { staffOf } from '../../src/actions/desk/staff.ts';
import { verifyStaffTouch } from '../../src/actions/desk/touch.ts';
import { sha256 } from '../../src/lib/digest.ts';
import type { StaffRole } from '../../src/rules/desk/staff.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { hire, type TestMember } from '../journeys/staff.ts';
import { openDevice, passkeyButton } from './at-desk.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { isWide, violationsOf } from './page-facts.ts';
import { leads, pathOf, press } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const { desk: say, sessionTime } = wordsOf('es');

let hired = 0;
const member = (...roles: StaffRole[]): Promise<TestMember> => hire(site, 200 + hired++, roles);

async function enrol(page: Page, { invitation }: TestMember): Promise<void> {
  await page.goto(site.origin + paths.deskEnrol + invitation);
  await press(page);
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.deskSignIn);
  assert.ok((await page.innerText('main')).includes(say.signIn.enrolled));
}

async function signIn(page: Page): Promise<void> {
  await page.goto(site.origin + paths.deskSignIn);
  await leads(page, () => page.click(passkeyButton));
}

async function beginShift(page: Page, role?: StaffRole): Promise<void> {
  await page.selectOption('#oficina', 'centro-norte');
  await page.fill('#ventanilla', '3');
  if (role) await page.check(`[name=rol][value=${role}]`);
  await press(page);
}

/** A member at work in a browser of their own. */
async function atWork(...roles: StaffRole[]): Promise<{ page: Page; who: TestMember }> {
  const [page, who] = [await openDevice(browser), await member(...roles)];
  await enrol(page, who);
  await signIn(page);
  await beginShift(page, roles.length > 1 ? roles[0] : undefined);
  assert.equal(pathOf(page), paths.desk);
  return { page, who };
}

const cookieOf = async (context: BrowserContext, name: string): Promise<string> =>
  (await context.cookies()).find((one) => one.name === `reclave-${name}`)?.value ?? '';

/** Lets the page work, but keeps what it would send; the test sends it itself, changed or twice. */
async function catchAnswer(page: Page, path: string): Promise<Record<string, string>> {
  const caught = new Promise<string>((resolve) => {
    void page.route(
      (url) => url.pathname === path,
      (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        resolve(route.request().postData() ?? '');
        return route.abort();
      },
    );
  });
  await page.click(passkeyButton);
  const form = Object.fromEntries(new URLSearchParams(await caught));
  await page.unrouteAll();
  return form;
}

async function send(page: Page, path: string, form: Record<string, string>) {
  const answer = await page.context().request.post(site.origin + path, { form, maxRedirects: 0 });
  return { status: answer.status(), to: answer.headers().location ?? '' };
}

const refusedSignIn = `${paths.deskSignIn}?llave&volver=%2Fmesa`;

test('a member undertakes, enrols, signs in, chooses a shift, moves and signs out (S1, LP-10)', async () => {
  const [page, who] = [await openDevice(browser), await member('agent', 'supervisor')];
  await enrol(page, who);
  await page.goto(site.origin + paths.deskEnrol + who.invitation);
  assert.ok((await page.innerText('main')).includes(say.enrol.dead.title), 'The link is used up');
  await page.goto(`${site.origin}${paths.desk}`);
  assert.equal(pathOf(page), paths.deskSignIn);
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.deskShift);
  await page.goto(`${site.origin}${paths.desk}`);
  assert.equal(pathOf(page), paths.deskShift, 'No page opens without a shift');
  await press(page);
  const { errors } = say.shift;
  for (const one of [errors.office, errors.role]) assert.ok((await page.innerText('main')).includes(one));
  await beginShift(page, 'agent');
  assert.equal(pathOf(page), paths.desk);
  const line = say.you('M. Paredes', say.roles.agent, 'Oficina Centro Norte');
  assert.ok((await page.innerText('header')).includes(line));
  await press(page, `main a[href="${paths.deskShift}"]`);
  await page.selectOption('#oficina', 'loma-canela');
  await page.check('[name=rol][value=supervisor]');
  await press(page);
  assert.ok((await page.innerText('header')).includes(say.roles.supervisor));
  const token = await cookieOf(page.context(), 'staff');
  await press(page, `form[action="${paths.deskSignOut}"] button`);
  assert.ok((await page.innerText('main')).includes(say.signIn.signedOut));
  await page.context().addCookies([{ name: 'reclave-staff', value: token, url: site.origin }]);
  await page.goto(site.origin + paths.desk);
  assert.equal(pathOf(page), paths.deskSignIn, 'The old cookie opens nothing');
  const lines = await site.sql<{ event: string; actor: string; office: string | null }>(
    'select event, actor, office from audit where staff = $1 order by seq',
    [who.id],
  );
  assert.deepEqual(
    lines.map(({ event, actor, office }) => `${actor} ${event} ${office ?? ''}`.trim()),
    [
      'operator staff-added',
      'other staff-undertook',
      'other staff-enrolled',
      'other staff-signed-in',
      'agent shift-began centro-norte',
      'supervisor shift-began loma-canela',
      'other staff-signed-out',
    ],
  );
  await page.context().close();
});

test('its pages are for everybody’s eyes and hands, narrow and wide (AX-19)', async () => {
  const { page, who } = await atWork('administrator');
  const other = await member('agent');
  const found: string[] = [];
  for (const path of [
    paths.desk,
    paths.deskShift,
    paths.deskTeam,
    `${paths.deskTeam}/${who.code}`,
    `${paths.deskTeam}/${other.code}`,
    paths.deskSignIn,
    paths.deskEnrol + other.invitation,
    `${paths.deskEnrol}x`,
  ])
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      await page.goto(site.origin + path);
      found.push(...(await violationsOf(page)).map((one) => `${path} at ${width}: ${one}`));
      if (await isWide(page)) found.push(`${path} is wider than ${width}`);
    }
  assert.deepEqual(found, []);
  await page.context().close();
});

test('the end is told two minutes before, more time keeps the session, and what was typed outlives it (SE-03)', async () => {
  const { page, who } = await atWork('agent');
  await page.clock.install();
  await page.goto(site.origin + paths.deskShift);
  assert.equal(await page.locator('#cierre').getAttribute('data-segundos'), '600');
  await page.clock.fastForward(8 * 60_000);
  await page.getByText(sessionTime.soon).waitFor();
  site.clock.move(9 * 60_000);
  await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.click(`form[action="${paths.deskMoreTime}"] button`),
  ]);
  site.clock.move(9 * 60_000);
  await page.reload();
  assert.equal(pathOf(page), paths.deskShift, 'More time kept it open');
  await page.selectOption('#oficina', 'puerto-canoa');
  await page.fill('#ventanilla', 'B7');
  site.clock.move(10 * 60_000 + 1000);
  await press(page);
  assert.equal(pathOf(page), paths.deskSignIn);
  assert.ok((await page.innerText('main')).includes(say.signIn.ended));
  const [kept] = await site.sql<{ value: Buffer }>('select value from staff_drafts where staff_id = $1', [
    who.id,
  ]);
  assert.ok(kept && !kept.value.includes('B7'), 'Sealed');
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.deskShift);
  assert.equal(await page.inputValue('#oficina'), 'puerto-canoa');
  assert.equal(await page.inputValue('#ventanilla'), 'B7');
  await press(page);
  assert.equal((await site.sql('select from staff_drafts where staff_id = $1', [who.id])).length, 0);
  await page.context().close();
});

test('a role sees its own pages only, and the door says whose work a page is (ATK-48)', async () => {
  const { page } = await atWork('agent');
  assert.equal(await page.locator(`a[href="${paths.deskTeam}"]`).count(), 0);
  const answer = await page.goto(site.origin + paths.deskTeam);
  assert.equal(answer?.status(), 403);
  assert.ok((await page.innerText('h1')).includes(say.denied['wrong-role'].title));
  await page.context().close();
});

test('a session set before the sign-in opens nothing after it (SE-01)', async () => {
  const { page, who } = await atWork('agent');
  const former = await cookieOf(page.context(), 'staff');
  await page.context().addCookies([{ name: 'reclave-staff', value: 'f'.repeat(43), url: site.origin }]);
  await signIn(page);
  const fresh = await cookieOf(page.context(), 'staff');
  assert.notEqual(fresh, 'f'.repeat(43));
  assert.notEqual(fresh, former);
  const known = await site.sql('select from staff_sessions where id_hash = $1', [sha256('f'.repeat(43))]);
  assert.equal(known.length, 0);
  await signIn(page);
  const living = await site.sql<{ hash: Buffer }>(
    'select id_hash as hash from staff_sessions where staff_id = $1 and ended_at is null and id_hash = $2',
    [who.id, sha256(fresh)],
  );
  assert.equal(living.length, 0, 'The session this browser had ended with the next sign-in');
  await page.context().close();
});

test('an answer signs in once, in its own browser, within five minutes, and never an account (HD-08)', async () => {
  const { page, who } = await atWork('agent');
  await page.goto(site.origin + paths.deskSignIn);
  const used = await catchAnswer(page, paths.deskSignIn);
  const other = await openPage(browser);
  await other.page.goto(site.origin + paths.deskSignIn);
  const _csrf = (await other.page.locator('form[data-huella] [name=_csrf]').getAttribute('value')) ?? '';
  const elsewhere = await send(other.page, paths.deskSignIn, { ...used, _csrf });
  assert.deepEqual(elsewhere, { status: 303, to: refusedSignIn }, 'Another browser');
  const { respuesta = '', _csrf: own = '' } = used;
  const asOwner = await send(page, paths.passkeySignIn, { respuesta, portal: '', _csrf: own });
  assert.equal(asOwner.to, `${paths.signIn}?huella`, 'An account');
  const once = await send(page, paths.deskSignIn, used);
  assert.equal(once.to, `${paths.deskShift}?volver=%2Fmesa`);
  assert.equal((await send(page, paths.deskSignIn, used)).to, refusedSignIn, 'A replay');
  await page.goto(site.origin + paths.deskSignIn);
  const late = await catchAnswer(page, paths.deskSignIn);
  site.clock.move(5 * 60_000 + 1000);
  assert.equal((await send(page, paths.deskSignIn, late)).to, refusedSignIn, 'Too late');
  await site.sql('update staff set disabled_at = now() where id = $1', [who.id]);
  await signIn(page);
  assert.equal(new URL(page.url()).search, '?llave&volver=%2Fmesa', 'Shut out');
  await Promise.all([page.context().close(), other.context.close()]);
});

test('an account’s passkey does not open the desk', async () => {
  const { page } = await atWork('agent');
  await page.goto(site.origin + paths.deskSignIn);
  const used = await catchAnswer(page, paths.deskSignIn);
  // The same passkey, kept as an account's and no longer as a member's.
  await site.sql(
    `with moved as (delete from staff_passkeys where credential_id = $1 returning *)
     insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
     select credential_id, (select min(id) from accounts), public_key, counter, 'linux', made_at from moved`,
    [Buffer.from(JSON.parse(used.respuesta ?? '').id, 'base64url')],
  );
  assert.equal((await send(page, paths.deskSignIn, used)).to, refusedSignIn);
  await page.context().close();
});

/** The staff a browser is signed in as, as an act would have it. */
async function staffAt(page: Page) {
  const context = page.context();
  const [token, cookie] = [await cookieOf(context, 'staff'), await cookieOf(context, 'browser')];
  return (
    (await staffOf(site.world, { token, browser: sha256(cookie) })) ?? assert.fail('Nobody is signed in')
  );
}

test('a touch is for one act of one session: replayed, for another act or by another member it does nothing (HD-03)', async () => {
  const [{ page }, target] = [await atWork('administrator'), await member('agent')];
  const spare = await member('agent');
  await page.goto(`${site.origin}${paths.deskTeam}/${target.code}`);
  const touched = await catchAnswer(page, paths.deskTeam);
  const disabled = async (): Promise<string[]> =>
    (
      await site.sql<{ code: string }>(
        'select code from staff where disabled_at is not null and code = any($1)',
        [[target.code, spare.code]],
      )
    ).map(({ code }) => code);
  const swapped = await send(page, paths.deskTeam, { ...touched, persona: spare.code });
  assert.equal(swapped.status, 422, 'Another act');
  assert.deepEqual(await disabled(), []);
  assert.deepEqual(await send(page, paths.deskTeam, touched), {
    status: 303,
    to: `${paths.deskTeam}?retirado`,
  });
  assert.deepEqual(await disabled(), [target.code]);
  assert.equal((await send(page, paths.deskTeam, touched)).status, 422, 'A replay');

  const about = 'approve:case-1:3';
  const ask = (of: Page) => answerFor(of, about);
  const verify = async (of: Page, answer: string, text = about): Promise<boolean> => {
    const staff = await staffAt(of);
    return site.world.db.transaction((tx) =>
      verifyStaffTouch(site.world, tx, staff, { answer, about: text }),
    );
  };
  const answer = await ask(page);
  const colleague = (await atWork('supervisor')).page;
  assert.equal(await verify(colleague, answer), false, 'Another member’s session');
  assert.equal(await verify(page, answer, 'approve:case-1:4'), false, 'Another version');
  assert.equal(await verify(page, answer), true);
  assert.equal(await verify(page, answer), false, 'A replay');
  const late = await ask(page);
  site.clock.move(5 * 60_000 + 1000);
  assert.equal(await verify(page, late), false, 'Too late');
  await Promise.all([page.context().close(), colleague.context().close()]);
});

test('a colleague’s passkey, lent to one’s own session, is no touch of one’s own (HD-03)', async () => {
  const [{ page }, lender] = [await atWork('administrator'), await atWork('administrator')];
  const about = 'approve:case-2:1';
  await page.goto(`${site.origin}${paths.deskShift}`);
  const _csrf = (await page.locator('main [name=_csrf]').first().getAttribute('value')) ?? '';
  const form = { acerca: about, _csrf };
  const asked = await (await page.context().request.post(site.origin + paths.deskTouch, { form })).text();
  // The colleague's browser signs what was asked of the other session.
  await lender.page.route(
    (url) => url.pathname === paths.deskTouch,
    (route) => route.fulfill({ contentType: 'application/json', body: asked }),
  );
  const answer = await answerFor(lender.page, about);
  const staff = await staffAt(page);
  const given = { answer, about };
  assert.equal(
    await site.world.db.transaction((tx) => verifyStaffTouch(site.world, tx, staff, given)),
    false,
  );
  const used = await site.sql('select from staff_passkeys where staff_id = $1 and used_at is not null', [
    lender.who.id,
  ]);
  assert.equal(used.length, 1, 'It was a right signature of the colleague');
  await Promise.all([page.context().close(), lender.page.context().close()]);
});

/** What the member's authenticator signs for a text, at the page the browser is at. */
async function answerFor(page: Page, about: string): Promise<string> {
  const target = await member('agent');
  await page.goto(`${site.origin}${paths.deskTeam}/${target.code}`);
  await page.locator('form[data-huella]').evaluate((form, text) => {
    if (form instanceof HTMLElement) form.dataset.con = new URLSearchParams({ acerca: text }).toString();
  }, about);
  return (await catchAnswer(page, paths.deskTeam)).respuesta ?? '';
}

test('of one touch sent twenty times at once, one acts (ATK-48)', async () => {
  const [{ page }, target] = [await atWork('administrator'), await member('agent')];
  await page.goto(`${site.origin}${paths.deskTeam}/${target.code}`);
  const touched = await catchAnswer(page, paths.deskTeam);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(page, paths.deskTeam, touched)));
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  const lines = await site.sql(`select from audit where event = 'staff-disabled' and after = $1`, [
    `disabled:${target.code}`,
  ]);
  assert.equal(lines.length, 1);
  await page.context().close();
});

test('enrolling anew ends the passkey and the sessions of before', async () => {
  const { page, who } = await atWork('agent');
  const token = Buffer.from('n'.repeat(43)).toString();
  await site.sql(
    `insert into staff_invitations (token_hash, staff_id, until) values ($1, $2, $3::timestamptz + interval '1 day')`,
    [sha256(token), who.id, site.clock.now()],
  );
  const next = await openDevice(browser);
  await next.goto(site.origin + paths.deskEnrol + token);
  await leads(next, () => next.click(passkeyButton));
  assert.equal(new URL(next.url()).search, '?alta');
  await page.goto(site.origin + paths.desk);
  assert.equal(pathOf(page), paths.deskSignIn, 'The session of before');
  await leads(page, () => page.click(passkeyButton));
  assert.ok((await page.innerText('main')).includes(say.signIn.refused), 'The passkey of before');
  await signIn(next);
  assert.equal(pathOf(next), paths.deskShift);
  await Promise.all([page.context().close(), next.context().close()]);
});
