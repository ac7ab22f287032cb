/** Passkeys with Chromium's own virtual authenticator: made, used, taken away; and every answer that is not right refused (C24, RC-03). */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { removePasskeys } from '../../src/actions/upkeep/remove-passkeys.ts';
import { sha256 } from '../../src/lib/digest.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { type Citizen, citizen } from '../journeys/steps.ts';
import { goodKey } from '../walker.ts';
import { institutionWith, openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { leads, pathOf, press, signIn as signInAt, skipAll } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const { passkeys: say, changeKey, chooseKey } = wordsOf('es');

type Device = { readonly page: Page; readonly cdp: CDPSession; readonly authenticatorId: string };

/** A browser with an authenticator of its own, which always finds its person. */
async function openDevice(verifies = true): Promise<Device> {
  const { page } = await openPage(browser);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
  return { page, cdp, authenticatorId };
}

const signIn = (page: Page, who: Citizen, on = site): Promise<void> => signInAt(page, on, who);

const passkeyButton = 'form[data-huella] button';

async function addPasskey(page: Page, on = site): Promise<void> {
  await page.goto(on.origin + paths.passkeys);
  await leads(page, () => page.click(passkeyButton));
  assert.equal(new URL(page.url()).search, '?activado');
}

/** Forgets the session, as another day would. */
const forgetSession = (page: Page): Promise<void> => page.context().clearCookies({ name: 'reclave-session' });

async function signInByPasskey(page: Page): Promise<void> {
  await forgetSession(page);
  await page.goto(site.origin + paths.signIn);
  await leads(page, () => page.click(passkeyButton));
}

const countPasskeys = async (): Promise<number> => (await site.sql('select from passkeys')).length;

/** Lets the page work, but keeps what it would send; the test sends it itself, changed or twice. */
async function catchAnswer(page: Page, path: string): Promise<Record<string, string>> {
  let caught: string | null = null;
  await page.route(
    (url) => url.pathname === path,
    (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      caught = route.request().postData();
      return route.abort();
    },
  );
  await page.click(passkeyButton);
  await assert.doesNotReject(async () => {
    for (let turn = 0; caught === null && turn < 1200; turn++) await page.waitForTimeout(50);
  });
  await page.unrouteAll();
  return Object.fromEntries(new URLSearchParams(caught ?? ''));
}

/** Sends a form from this browser, and gives where it was led. */
async function send(
  page: Page,
  path: string,
  form: Record<string, string>,
): Promise<{ status: number; to: string }> {
  const answer = await page.context().request.post(site.origin + path, { form, maxRedirects: 0 });
  return { status: answer.status(), to: answer.headers().location ?? '' };
}

test('one is made on this device, opens the account, is listed and told, and is taken away', async () => {
  const who = citizen(0);
  const { page } = await openDevice();
  await signIn(page, who);
  await addPasskey(page);
  assert.ok((await page.innerText('main')).includes(say.added));
  assert.ok((await page.innerText('main')).includes(say.neverUsed));
  const [kept] = await site.sql<{ counter: string; device: string }>(
    'select counter::text, device from passkeys',
  );
  assert.equal(kept?.device, 'linux');
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account);
  await page.goto(site.origin + paths.activity);
  assert.ok((await page.innerText('main')).includes(wordsOf('es').activity.kinds['signed-in-by-passkey']));
  await page.goto(site.origin + paths.passkeys);
  assert.ok(!(await page.innerText('main')).includes(say.neverUsed));
  // The same device again is refused by the authenticator itself.
  await page.click(passkeyButton);
  await page.getByText(say.already).waitFor();
  const { holdHours } = site.world.institution.policy.contactChange;
  assert.ok((await page.innerText('main')).includes(say.last(holdHours)));
  await leads(page, () => page.click(`form[action="${paths.removePasskey}"] button`));
  assert.ok((await page.innerText('main')).includes(say.held));
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account, 'It works to its last hour');
  await site.mail();
  site.clock.move(holdHours * 60 * 60_000);
  await removePasskeys(site.world);
  assert.equal(await countPasskeys(), 0);
  await signInByPasskey(page);
  assert.equal(new URL(page.url()).search, '?huella');
  assert.ok((await page.innerText('main')).includes(say.signIn.refused));
  const told = (await site.mail()).flatMap(({ message }) =>
    message.kind === 'passkey-changed' || message.kind === 'passkey-will-go' ? [message.kind] : [],
  );
  assert.deepEqual(told.sort(), ['passkey-changed', 'passkey-changed', 'passkey-will-go']);
  await page.context().close();
});

test('a challenge answered works once, in its own browser, for five minutes', async () => {
  const who = citizen(1);
  const { page } = await openDevice();
  await signIn(page, who);
  await page.goto(site.origin + paths.passkeys);
  const made = await catchAnswer(page, paths.passkeys);
  const first = await send(page, paths.passkeys, made);
  assert.deepEqual(first, { status: 303, to: `${paths.passkeys}?activado` });
  assert.equal((await send(page, paths.passkeys, made)).status, 422, 'A replay');
  await forgetSession(page);
  await page.goto(site.origin + paths.signIn);
  const used = await catchAnswer(page, paths.passkeySignIn);
  const other = await openPage(browser);
  await other.page.goto(site.origin + paths.signIn);
  const _csrf = (await other.page.locator('form[data-huella] [name=_csrf]').getAttribute('value')) ?? '';
  const refused = { status: 303, to: `${paths.signIn}?huella` };
  assert.deepEqual(
    await send(other.page, paths.passkeySignIn, { ...used, _csrf }),
    refused,
    'Another browser',
  );
  assert.deepEqual(await send(page, paths.passkeySignIn, used), { status: 303, to: paths.account });
  assert.deepEqual(await send(page, paths.passkeySignIn, used), refused, 'A replay');
  await forgetSession(page);
  await page.goto(site.origin + paths.signIn);
  const late = await catchAnswer(page, paths.passkeySignIn);
  site.clock.move(5 * 60_000 + 1000);
  assert.deepEqual(await send(page, paths.passkeySignIn, late), refused, 'Too late');
  await Promise.all([page.context().close(), other.context.close()]);
});

test('an answer for another origin, purpose or account, or with anything altered, is refused', async () => {
  const who = citizen(2);
  const { page } = await openDevice();
  await signIn(page, who);
  await addPasskey(page);
  const refused = { status: 303, to: `${paths.signIn}?huella` };
  const alter = async (change: (answer: Record<string, string>) => Record<string, string>) => {
    await forgetSession(page);
    await page.goto(site.origin + paths.signIn);
    const form = await catchAnswer(page, paths.passkeySignIn);
    return send(page, paths.passkeySignIn, {
      ...form,
      respuesta: JSON.stringify(change(JSON.parse(form.respuesta ?? ''))),
    });
  };
  const inData = (find: string, put: string) => (answer: Record<string, string>) => {
    const text = Buffer.from(answer.clientDataJSON ?? '', 'base64url').toString();
    assert.ok(text.includes(find), find);
    return { ...answer, clientDataJSON: Buffer.from(text.replace(find, put)).toString('base64url') };
  };
  const flip = (field: string, at: number) => (answer: Record<string, string>) => {
    const bytes = Buffer.from(answer[field] ?? '', 'base64url');
    bytes[at] = (bytes[at] ?? 0) ^ 4;
    return { ...answer, [field]: bytes.toString('base64url') };
  };
  assert.deepEqual(await alter(inData(site.origin, 'https://otro.example')), refused, 'Wrong origin');
  assert.deepEqual(await alter(inData('webauthn.get', 'webauthn.create')), refused, 'Wrong purpose');
  assert.deepEqual(await alter(flip('signature', 10)), refused, 'Wrong signature');
  assert.deepEqual(await alter(flip('authenticatorData', 0)), refused, 'Wrong host');
  // Bit 2 of the flags says that the person was verified.
  assert.deepEqual(await alter(flip('authenticatorData', 32)), refused, 'Nobody verified');
  assert.deepEqual(await alter(flip('userHandle', 0)), refused, 'Another account');
  assert.deepEqual(
    await alter((answer) => answer),
    { status: 303, to: paths.account },
    'Untouched, it works',
  );
  await page.context().close();
});

test('somebody else’s passkey confirms nothing, and cannot be kept twice', async () => {
  const [owner, stranger] = [citizen(3), citizen(4)];
  const { page } = await openDevice();
  await signIn(page, owner);
  await addPasskey(page);
  await forgetSession(page);
  await signIn(page, stranger);
  await page.goto(site.origin + paths.changeKey);
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.changeKey);
  assert.ok((await page.innerText('main')).includes(changeKey.errors.passkey));
  // What was asked for one account is not kept for another that signed in meanwhile in the same browser.
  await page.goto(site.origin + paths.passkeys);
  const made = await catchAnswer(page, paths.passkeys);
  await forgetSession(page);
  await signIn(page, citizen(5));
  const before = await countPasskeys();
  assert.equal((await send(page, paths.passkeys, made)).status, 422);
  assert.equal(await countPasskeys(), before);
  await page.context().close();
});

type Asked = { challenge: string; rpId?: string; user?: { id: string; name: string; displayName: string } };

/** What the service asks, taken by hand: where the answer is made, and how, is then up to the test. */
async function askByHand(page: Page, path: string): Promise<{ asked: Asked; _csrf: string }> {
  const _csrf = (await page.locator('form[data-huella] [name=_csrf]').getAttribute('value')) ?? '';
  const answer = await page.context().request.post(site.origin + path, { form: { _csrf } });
  return { asked: await answer.json(), _csrf };
}

/** An answer really signed by the authenticator, at the page the browser is at, with or without asking for its person. */
const signHere = (page: Page, asked: Asked, verify: UserVerificationRequirement): Promise<string> =>
  page.evaluate(
    async ({ challenge, rpId, user, verify }) => {
      const bytes = (text: string) =>
        Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
      const text = (buffer: ArrayBuffer | null) =>
        btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0))))
          .replace(/\+/g, '-')
          .replace(/\//g, '_')
          .replace(/=+$/, '');
      const common = { challenge: bytes(challenge) };
      const { credentials } = navigator;
      const found = user
        ? await credentials.create({
            publicKey: {
              ...common,
              rp: { id: 'localhost', name: 'x' },
              user: { ...user, id: bytes(user.id) },
              pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
              authenticatorSelection: { residentKey: 'required', userVerification: verify },
            },
          })
        : await credentials.get({
            publicKey: { ...common, userVerification: verify, ...(rpId !== undefined && { rpId }) },
          });
      const { id, response } = found as PublicKeyCredential;
      const parts = response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
      return JSON.stringify({
        id,
        clientDataJSON: text(parts.clientDataJSON),
        ...(user
          ? { attestationObject: text(parts.attestationObject), transports: [] }
          : {
              authenticatorData: text(parts.authenticatorData),
              signature: text(parts.signature),
              userHandle: text(parts.userHandle),
            }),
      });
    },
    { ...asked, verify },
  );

test('a signature made for another origin of this host, or without its person, is refused', async () => {
  const other = createServer((_asked, answer) => answer.setHeader('content-type', 'text/html').end('<p>x'));
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  other.unref();
  const address = other.address();
  const elsewhere = `http://localhost:${typeof address === 'object' ? address?.port : 0}/`;
  const { page, cdp, authenticatorId } = await openDevice();
  await signIn(page, citizen(10));
  await addPasskey(page);
  const attempt = async (verify: UserVerificationRequirement, at?: string) => {
    await forgetSession(page);
    await page.goto(site.origin + paths.signIn);
    const { asked, _csrf } = await askByHand(page, paths.passkeySignInOptions);
    if (at) await page.goto(at);
    const respuesta = await signHere(page, asked, verify);
    return send(page, paths.passkeySignIn, { respuesta, portal: '', _csrf });
  };
  const refused = { status: 303, to: `${paths.signIn}?huella` };
  assert.deepEqual(await attempt('required', elsewhere), refused, 'Another origin');
  assert.deepEqual(
    await attempt('required'),
    { status: 303, to: paths.account },
    'Our own: the same by hand is taken',
  );
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  assert.deepEqual(await attempt('discouraged'), refused, 'Nobody verified');
  await signIn(page, citizen(11));
  await page.goto(site.origin + paths.passkeys);
  const before = await countPasskeys();
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  const again = await askByHand(page, paths.passkeyOptions);
  await page.goto(elsewhere);
  const foreign = await signHere(page, again.asked, 'required');
  assert.equal((await send(page, paths.passkeys, { respuesta: foreign, _csrf: again._csrf })).status, 422);
  assert.equal(await countPasskeys(), before);
  other.close();
  await page.context().close();
});

test('an authenticator that does not verify its person is no passkey', async () => {
  const { page } = await openDevice(false);
  await signIn(page, citizen(6));
  await page.goto(site.origin + paths.passkeys);
  const before = await countPasskeys();
  await page.click(passkeyButton);
  await page.getByText(say.cancelled).waitFor();
  assert.equal(await countPasskeys(), before);
  await page.context().close();
});

test('a shut account is not opened by its passkey; waits and a key that no longer works do not stop it (RC-03)', async () => {
  const who = citizen(7);
  const { page } = await openDevice();
  await signIn(page, who);
  await addPasskey(page);
  const [last] = await site.sql<{ account_id: string }>(
    "select a.id::text as account_id from audit u join accounts a on a.name_hash = u.subject where u.event = 'passkey-added' order by u.seq desc limit 1",
  );
  assert.ok(last);
  await site.sql(
    'update standings set sign_in_failures = 99, sign_in_failed_at = now() where name_hash = (select name_hash from accounts where id = $1)',
    [last.account_id],
  );
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account);
  for (const [shut, open] of [
    ["lock = 'fraud'", 'lock = null'],
    ["status = 'suspended'", "status = 'active'"],
    ['frozen_at = now()', 'frozen_at = null'],
  ] as const) {
    await site.sql(`update accounts set ${shut} where id = $1`, [last.account_id]);
    await signInByPasskey(page);
    assert.equal(new URL(page.url()).search, '?huella', shut);
    await site.sql(`update accounts set ${open} where id = $1`, [last.account_id]);
  }
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account);
  await page.context().close();
});

test('a forgotten key is set anew with a passkey in place of the current one (RC-13)', async () => {
  const who = citizen(8);
  const { page } = await openDevice();
  await signIn(page, who);
  await addPasskey(page);
  await signInByPasskey(page);
  await page.goto(site.origin + paths.changeKey);
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.newKey);
  assert.ok((await page.innerText('h1')).includes(chooseKey.title));
  await page.fill('#clave', 'Zumbido4Trece9');
  await leads(page, () => page.click('main .btn[type=submit]'));
  assert.ok((await page.innerText('main')).includes(changeKey.changed));
  assert.equal((await site.sql('select from passkeys where device = $1', ['linux'])).length > 0, true);
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account, 'It outlives the key (RC-03)');
  await page.context().close();
});

test('without script the page explains itself, and the list, removal and keeping work', async () => {
  const who = citizen(9);
  const made = await openDevice();
  await signIn(made.page, who);
  await addPasskey(made.page);
  const { page } = await openPage(browser, { script: false });
  await signIn(page, who);
  await page.goto(site.origin + paths.passkeys);
  assert.ok((await page.innerText('main')).includes(say.noScript));
  assert.equal(await page.locator(passkeyButton).isVisible(), false);
  await leads(page, () => page.click(`form[action="${paths.removePasskey}"] button`));
  assert.ok((await page.innerText('main')).includes(say.held));
  await leads(page, () => page.click(`form[action="${paths.keepPasskey}"] button`));
  assert.ok((await page.innerText('main')).includes(say.kept));
  await page.goto(site.origin + paths.signIn);
  assert.equal(await page.locator(passkeyButton).isVisible(), false);
  await Promise.all([page.context().close(), made.page.context().close()]);
});

/** From the start of a walk to the page where a passkey proves. */
async function beginWalk(page: Page, on: Site, { number }: Citizen): Promise<void> {
  await page.goto(`${on.origin}${paths.chooseProfile}?perfil=affiliate`);
  if (pathOf(page) === paths.chooseProfile) {
    await page.check('[value=affiliate]');
    await press(page);
  }
  await page.fill('#numero', number);
  await press(page);
  await skipAll(page);
  assert.equal(pathOf(page), paths.nameContact);
}

async function proveByPasskey(page: Page, on: Site): Promise<void> {
  await page.goto(on.origin + paths.otherWays);
  await page.check('[value=passkey]');
  await press(page);
  assert.equal(pathOf(page), paths.showPasskey);
  await leads(page, () => page.click(passkeyButton));
}

test('a passkey proves in the walk and gives a new key; somebody else’s is refused (RC-13)', async () => {
  const [owner, stranger] = [citizen(12), citizen(13)];
  const { page } = await openDevice();
  await signIn(page, owner);
  await addPasskey(page);
  await forgetSession(page);
  await beginWalk(page, site, stranger);
  await proveByPasskey(page, site);
  assert.equal(pathOf(page), paths.showPasskey);
  assert.ok((await page.innerText('main')).includes(wordsOf('es').showPasskey.refused));
  site.clock.move(60_000);
  await beginWalk(page, site, owner);
  await proveByPasskey(page, site);
  assert.equal(pathOf(page), paths.chooseKey);
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  assert.equal(pathOf(page), paths.done);
  await signIn(page, { ...owner, key: goodKey });
  await page.context().close();
});

test('where two methods are asked for, a passkey is one of them and the mailbox the other (RC-04)', async () => {
  const strict = await openSite(institutionWith(['assurance: one', 'assurance: two']));
  try {
    const who = citizen(14);
    const { page } = await openDevice();
    await signIn(page, who, strict);
    await addPasskey(page, strict);
    await forgetSession(page);
    await beginWalk(page, strict, who);
    await page.fill('#correo', who.email);
    await press(page);
    await page.fill('#codigo', (await strict.newest()).code);
    await press(page);
    assert.equal(pathOf(page), paths.proveAgain, 'The mailbox alone is not enough');
    await page.goto(strict.origin + paths.chooseKey);
    assert.equal(pathOf(page), paths.proveAgain);
    await leads(page, () => page.click(`a[href="${paths.showPasskey}"]`));
    await leads(page, () => page.click(passkeyButton));
    assert.equal(pathOf(page), paths.chooseKey);
    await page.context().close();
  } finally {
    await strict.close();
  }
});

test('a passkey whose counter did not grow is a copy, and is refused (RC-03)', async () => {
  const { page, cdp, authenticatorId } = await openDevice();
  await signIn(page, citizen(15));
  await addPasskey(page);
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account);
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  const [copy] = credentials;
  assert.ok(copy && copy.signCount > 1);
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account);
  // The copy was taken before the last use: its next signature has a number that was seen already.
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: copy });
  await signInByPasskey(page);
  assert.equal(new URL(page.url()).search, '?huella');
  await signInByPasskey(page);
  assert.equal(pathOf(page), paths.account, 'Past what was seen, it cannot be told from the first');
  await page.context().close();
});

test('a passkey made without its person verified is not kept, however it was asked for', async () => {
  const { page } = await openDevice();
  await signIn(page, citizen(16));
  await page.goto(site.origin + paths.passkeys);
  const make = async (flags: number) => {
    const { asked, _csrf } = await askByHand(page, paths.passkeyOptions);
    const made = JSON.parse(await signHere(page, asked, 'required'));
    // Without attestation nothing is signed: the flags stand behind the digest of the host. Bit 2 says that the person was verified.
    const bytes = Buffer.from(made.attestationObject, 'base64url');
    const at = bytes.indexOf(sha256('localhost')) + 32;
    bytes[at] = (bytes[at] ?? 0) & flags;
    const respuesta = JSON.stringify({ ...made, attestationObject: bytes.toString('base64url') });
    return (await send(page, paths.passkeys, { respuesta, _csrf })).status;
  };
  assert.equal(await make(~4), 422);
  assert.equal(await make(~0), 303, 'Untouched, it is kept');
  await page.context().close();
});
