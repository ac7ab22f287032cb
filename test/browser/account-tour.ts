/** Every page behind the sign-in and every state of it, and the pages of the walk that came with them. */
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import type { SampleId } from '../../src/directory/sample.ts';
import { paths } from '../../src/web/paths.ts';
import { givePaperCodes, nameHashOfNumber } from '../journeys/paper.ts';
import { citizen } from '../journeys/steps.ts';
import { goodKey, sample } from '../walker.ts';
import { day, type Guide, goes, minute, see, tell, tourOf } from './guide.ts';
import { beginWalk, contactCode, leads, linkOf, pathOf, press, proveMailbox, signIn } from './steps.ts';

const hour = 60 * minute;

/** One of the sample people, as somebody who signs in. */
function someone(id: SampleId): { number: string; key: string } {
  const { identity, person } = sample(id);
  return { number: identity.number, key: person?.key ?? '' };
}

const enter = ({ page, site }: Guide, who: { number: string; key: string }): Promise<void> =>
  signIn(page, site, who);

const wrongFor = (code: string): string => (code === '00000000' ? '00000001' : '00000000');

async function home(guide: Guide): Promise<void> {
  const { page, site } = guide;
  await enter(guide, citizen(20));
  await see(guide, 'account: nobody before');
  await site.sql(`update accounts set contacts_checked_at = $1::timestamptz - interval '400 days'`, [
    site.clock.now(),
  ]);
  await goes(guide, paths.account);
  await see(guide, 'account: are the contacts right');
  await press(page, 'main .btn.alt');
  await see(guide, 'contact: still right');
  await goes(guide, paths.personalExport);
  await see(guide, 'personal data: little');
  site.clock.move(20 * minute);
  await goes(guide, paths.activity);
  await see(guide, 'sign-in: the session ended');
  await enter(guide, someone('bouncing-mailbox'));
  await goes(guide, paths.contact);
  await see(guide, 'contact: not receiving, none');
}

async function contactForms(guide: Guide): Promise<void> {
  const { page } = guide;
  await enter(guide, someone('more-contacts'));
  await goes(guide, paths.contact);
  await see(guide, 'contact: all three');
  const malformed = { email: 'ana torres@correo.example', 'second-email': 'ana.torres@', phone: '12' };
  for (const [slot, typed] of Object.entries(malformed)) {
    await goes(guide, `${paths.changeContact}?dato=${slot}`);
    await see(guide, `change ${slot}`);
    await tell(guide, `change ${slot}: empty`);
    await tell(guide, `change ${slot}: malformed`, '#contacto', typed);
  }
  await tell(guide, 'change phone: the same', '#contacto', '0990000015');
  await goes(guide, `${paths.changeContact}?dato=second-email`);
  await tell(guide, 'change second-email: a likely slip', '#contacto', 'carla@gmial.com');
  await goes(guide, `${paths.changeContact}?dato=phone`);
  await tell(guide, 'confirm phone', '#contacto', '0990000099');
  await tell(guide, 'confirm phone: empty');
  await goes(guide, `${paths.changeContact}?dato=second-email`);
  await press(page, `main form.act[action="${paths.changeContact}"] button`);
  await see(guide, 'held: removal');
  await goes(guide, paths.contact);
  await see(guide, 'contact: one to confirm, one held');
}

/** Presses one of the one-button forms of a page. */
const act = ({ page }: Guide, path: string): Promise<void> =>
  press(page, `main form.act[action="${path}"] button`);

async function contactChange(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const again = async (state: string): Promise<void> => {
    await page.locator('summary').click();
    await act(guide, paths.askContactCode);
    await see(guide, state);
  };
  await enter(guide, citizen(21));
  await goes(guide, `${paths.changeContact}?dato=email`);
  await tell(guide, 'confirm e-mail', '#contacto', 'nueva.direccion@otro.example');
  const waiting = page.url();
  const first = await contactCode(guide);
  await page.locator('summary').click();
  await see(guide, 'confirm e-mail: help open');
  await tell(guide, 'confirm e-mail: too short', '#codigo', '123');
  await tell(guide, 'confirm e-mail: wrong', '#codigo', wrongFor(first));
  await again('another code: too soon');
  site.clock.move(2 * minute);
  await page.goto(waiting);
  await again('confirm e-mail: another code sent');
  site.clock.move(11 * minute);
  await tell(guide, 'confirm e-mail: expired', '#codigo', await contactCode(guide));
  await page.goto(waiting);
  await again('confirm e-mail: the last code');
  await tell(guide, 'held: change', '#codigo', await contactCode(guide));
  await page.goto(waiting);
  await see(guide, 'confirm e-mail: over');
  const link = await linkOf(guide, 'contact-will-change');
  const reader = { ...guide, page: await guide.fresh() };
  await reader.page.goto(link);
  await see(reader, 'cancel');
  await press(reader.page);
  await see(reader, 'cancel: done');
  await reader.page.goto(`${site.origin}${paths.cancelChange}${'x'.repeat(43)}`);
  await see(reader, 'cancel: unknown');
  await reader.page.context().close();
}

async function contactEnds(guide: Guide): Promise<void> {
  const { page, site } = guide;
  await enter(guide, citizen(22));
  await goes(guide, `${paths.changeContact}?dato=email`);
  await page.fill('#contacto', 'otra.direccion@otro.example');
  await press(page);
  const waiting = page.url();
  const code = await contactCode(guide);
  for (let tries = 0; pathOf(page) === paths.confirmContact && tries < 5; tries++) {
    await page.fill('#codigo', wrongFor(code));
    await press(page);
  }
  await see(guide, 'confirm e-mail: no tries left');
  site.clock.move(day);
  await enter(guide, citizen(23));
  await page.goto(waiting);
  await goes(guide, `${paths.changeContact}?dato=email`);
  await page.fill('#contacto', 'esta.otra@otro.example');
  await press(page);
  await page.fill('#codigo', await contactCode(guide));
  await press(page);
  const link = await linkOf(guide, 'contact-will-change');
  await act(guide, paths.cancelOwnChange);
  await see(guide, 'contact: change cancelled');
  await page.goto(link);
  await see(guide, 'cancel: cancelled before');
  // Messages of one instant have no order.
  site.clock.move(minute);
  await goes(guide, `${paths.changeContact}?dato=email`);
  await page.fill('#contacto', 'la.tercera@otro.example');
  await press(page);
  await page.fill('#codigo', await contactCode(guide));
  await press(page);
  const late = await linkOf(guide, 'contact-will-change');
  site.clock.move(72 * hour + 2 * minute);
  await grantChanges(site.world);
  await page.goto(late);
  await see(guide, 'cancel: just changed');
  site.clock.move(20 * minute);
  await page.goto(late);
  await see(guide, 'cancel: too late');
}

async function keyAgain(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const who = citizen(24);
  await enter(guide, who);
  site.clock.move(6 * minute);
  await goes(guide, paths.passkeys);
  await see(guide, 'confirm key');
  await tell(guide, 'confirm key: empty');
  await tell(guide, 'confirm key: wrong', '#clave', 'NoEsEsta1');
  for (let tries = 0; tries < 3; tries++) {
    await page.fill('#clave', 'NoEsEsta1');
    await press(page);
  }
  await see(guide, 'confirm key: a wait comes');
  await tell(guide, 'confirm key: waiting', '#clave', 'NoEsEsta1');
  await page.context().clearCookies({ name: 'reclave-session' });
  await enter(guide, citizen(25));
  const elsewhere = { ...guide, page: await guide.fresh() };
  await enter(elsewhere, citizen(25));
  await goes(guide, paths.sessions);
  await see(guide, 'sessions: two');
  await act(guide, paths.sessions);
  await see(guide, 'sessions: one ended');
  await elsewhere.page.reload();
  await see(elsewhere, 'sign-in: ended from elsewhere');
  await elsewhere.page.context().close();
  await page.click(`form[action="${paths.moreTime}"] button`);
  await page.locator('#cierre [role=status]:not(:empty)').waitFor({ state: 'attached' });
  await see(guide, 'sessions: more time');
  await site.sql(`update sessions set began = began - interval '7 hours 50 minutes'`);
  await goes(guide, paths.sessions);
  await see(guide, 'sessions: no more time');
}

async function activity(guide: Guide): Promise<void> {
  const { page } = guide;
  await enter(guide, citizen(21));
  await goes(guide, paths.activity);
  await see(guide, 'activity');
  await page.selectOption('#tipo', 'changes');
  await press(page, 'main .btn.alt');
  await see(guide, 'activity: of one kind');
  await goes(guide, `${paths.activity}?tipo=other`);
  await see(guide, 'activity: nothing');
  const { number, key } = citizen(26);
  const stranger = await guide.fresh();
  for (let turn = 0; turn < 11; turn++) {
    await stranger.context().clearCookies({ name: 'reclave-session' });
    await signIn(stranger, guide.site, { number, key });
  }
  await stranger.goto(guide.site.origin + paths.savedCodes);
  for (let turn = 0; turn < 11; turn++) {
    await stranger.goto(guide.site.origin + paths.savedCodes);
    await press(stranger);
  }
  await stranger.goto(guide.site.origin + paths.activity);
  const there = { ...guide, page: stranger };
  await see(there, 'activity: a full page');
  await stranger.goto(`${guide.site.origin}${paths.activity}?pagina=2`);
  await see(there, 'activity: the older');
  await stranger.context().close();
}

/** Sends the form of a passkey with an answer no authenticator gave. */
const answerBadly = ({ page }: Guide): Promise<void> =>
  leads(page, () =>
    page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('form[data-huella]');
      form?.querySelector('[name=respuesta]')?.setAttribute('value', '{}');
      form?.submit();
    }),
  );

async function newKey(guide: Guide): Promise<void> {
  const { page } = guide;
  const who = citizen(27);
  await enter(guide, who);
  await goes(guide, paths.changeKey);
  await see(guide, 'current key');
  await tell(guide, 'current key: empty');
  await tell(guide, 'current key: wrong', '#clave', 'NoEsEsta1');
  await answerBadly(guide);
  await see(guide, 'current key: passkey refused');
  await tell(guide, 'new key', '#clave', who.key);
  await page.locator('summary').click();
  await page.locator('#clave').pressSequentially('Ab1');
  await see(guide, 'new key: partly met, with an idea');
  for (const [fault, typed] of [
    ['empty', ''],
    ['too short', 'Ab1'],
    ['a sign', 'Zumbido-4Tre'],
    ['common', 'password1'],
    ['own number', `a${who.number}`],
    ['the same as before', who.key],
  ])
    await tell(guide, `new key: ${fault}`, '#clave', typed);
  await tell(guide, 'new key: done', '#clave', goodKey);
}

async function factors(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const who = citizen(28);
  await enter(guide, who);
  await goes(guide, paths.savedCodes);
  await see(guide, 'paper codes: none');
  await press(page);
  await see(guide, 'paper codes: made');
  await goes(guide, paths.savedCodes);
  await see(guide, 'paper codes: some');
  await goes(guide, `${paths.savedCodes}?otra`);
  await see(guide, 'paper codes: not again');
  await goes(guide, paths.passkeys);
  await see(guide, 'passkeys: none');
  await answerBadly(guide);
  await see(guide, 'passkeys: refused');
  const give = (from: number, to: number) =>
    site.sql(
      `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
       select decode(lpad(to_hex(n), 32, '0'), 'hex'), id, '\\x00', 0, 'android', $3
       from generate_series($1::int, $2::int) n, accounts where name_hash = $4`,
      [from, to, site.clock.now(), nameHashOfNumber(site, who.number)],
    );
  await give(1, 2);
  await goes(guide, `${paths.passkeys}?activado`);
  await see(guide, 'passkeys: added');
  await act(guide, paths.removePasskey);
  await see(guide, 'passkeys: removed');
  await act(guide, paths.removePasskey);
  await see(guide, 'passkeys: the last one waits');
  await act(guide, paths.keepPasskey);
  await see(guide, 'passkeys: kept');
  await give(3, 11);
  await goes(guide, paths.passkeys);
  await see(guide, 'passkeys: full');
  await goes(guide, paths.personalExport);
  await see(guide, 'personal data: much');
  await site.sql('delete from passkeys');
}

async function questions(guide: Guide): Promise<void> {
  const { page } = guide;
  await enter(guide, citizen(29));
  await goes(guide, paths.enrolQuestions);
  await see(guide, 'own questions');
  await tell(guide, 'own questions: empty');
  const places = await page.locator('select').count();
  for (let place = 1; place <= places; place++) {
    await page.selectOption(`#pregunta${place}`, 'first-trip');
    await page.fill(`#respuesta${place}`, 'nada');
  }
  await tell(guide, 'own questions: one twice, answers of everybody');
  for (const [index, question] of ['first-trip', 'first-song', 'school-name'].slice(0, places).entries()) {
    await page.selectOption(`#pregunta${index + 1}`, question);
    await page.fill(
      `#respuesta${index + 1}`,
      ['Zaruma vieja', 'El chulla quiteno', 'Batalla de Tarqui'][index] ?? '',
    );
  }
  await tell(guide, 'own questions: kept');
}

async function notMe(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const who = citizen(30);
  site.clock.move(day);
  await beginWalk(guide, who);
  await proveMailbox(guide, who);
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  const link = await linkOf(guide, 'key-changed');
  await page.goto(link);
  await see(guide, 'not me: before');
  await press(page);
  await see(guide, 'not me: pressed');
  await goes(guide, `${paths.disavow}${'x'.repeat(43)}`);
  await see(guide, 'not me: unknown');
  await beginWalk(guide, who);
  await proveMailbox(guide, who);
  await see(guide, 'second proof: the office alone');
  site.clock.move(11 * day);
  const late = citizen(31);
  await beginWalk(guide, late);
  await proveMailbox(guide, late);
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  const old = await linkOf(guide, 'key-changed');
  site.clock.move(11 * day);
  await page.goto(old);
  await see(guide, 'not me: expired');
}

async function otherProofs(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const who = citizen(32);
  site.clock.move(day);
  await beginWalk(guide, who);
  await goes(guide, paths.otherWays);
  await see(guide, 'other ways: every one');
  await page.check('[value=paper]');
  await press(page);
  await see(guide, 'paper code');
  await tell(guide, 'paper code: empty');
  await tell(guide, 'paper code: malformed', '#papel', 'ABC');
  await tell(guide, 'paper code: wrong', '#papel', '0000 0000 0000 0000');
  await goes(guide, paths.otherWays);
  await page.check('[value=letter]');
  await press(page);
  await see(guide, 'letter code');
  await tell(guide, 'letter code: empty');
  await tell(guide, 'letter code: malformed', '#carta', 'ABC');
  await tell(guide, 'letter code: wrong', '#carta', '0000 0000 0000 0000');
  await act(guide, paths.askLetter);
  await see(guide, 'letter asked');
  await goes(guide, paths.showPasskey);
  await see(guide, 'passkey as proof');
  await answerBadly(guide);
  await see(guide, 'passkey as proof: refused');
  await goes(guide, paths.enterSavedCode);
  for (let tries = 0; pathOf(page) === paths.enterSavedCode && tries < 4; tries++) {
    if ((await page.locator('#papel').count()) === 0) break;
    await page.fill('#papel', `0000 0000 0000 000${tries + 1}`);
    await press(page);
  }
  await see(guide, 'paper code: no tries left');
}

async function secondProof(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const { identity, person } = sample('more-contacts');
  const carla = { ...citizen(0), number: identity.number, email: person?.email ?? '' };
  await givePaperCodes(site, carla.number, 2);
  site.clock.move(day);
  await site.sql('update accounts set frozen_at = $2 where name_hash = $1', [
    nameHashOfNumber(site, carla.number),
    site.clock.now(),
  ]);
  await goes(guide, paths.signIn);
  await page.fill('#numero', carla.number);
  await tell(guide, 'sign-in: frozen', '#clave', person?.key ?? '');
  await beginWalk(guide, carla);
  await proveMailbox(guide, carla);
  await see(guide, 'second proof');
  await act(guide, paths.askProof);
  await see(guide, 'second proof: code');
  await tell(guide, 'second proof: empty');
  await tell(guide, 'second proof: wrong', '#codigo', wrongFor((await site.newest()).code));
  await act(guide, paths.askProof);
  await see(guide, 'second proof: too soon');
  await goes(guide, paths.enterSavedCode);
  await see(guide, 'second proof: paper code');
  await goes(guide, paths.proveAgain);
  site.clock.move(11 * minute);
  await tell(guide, 'second proof: expired', '#codigo', (await site.newest()).code);
  await site.sql('update accounts set frozen_at = null');
}

async function lesserWalks(guide: Guide): Promise<void> {
  const { page, site } = guide;
  site.clock.move(day);
  const locked = citizen(33);
  await beginWalk(guide, locked, 'desbloquear');
  await see(guide, 'unlock: e-mail');
  await proveMailbox(guide, locked);
  await see(guide, 'unlock');
  await press(page);
  await see(guide, 'unlock: done');
  await goes(guide, '/');
  await see(guide, 'start: after another walk');
  site.clock.move(minute);
  const { identity, person } = sample('never-had-a-key');
  const diego = { ...citizen(0), number: identity.number, email: person?.email ?? '' };
  await beginWalk(guide, diego, 'primera-clave');
  await see(guide, 'first key: e-mail');
  await proveMailbox(guide, diego);
  await see(guide, 'first key');
  await tell(guide, 'first key: done', '#clave', goodKey);
}

/** Everything behind the sign-in and beside it. */
export const accountTour = tourOf([
  home,
  contactForms,
  contactChange,
  contactEnds,
  keyAgain,
  activity,
  newKey,
  factors,
  questions,
  notMe,
  otherProofs,
  secondProof,
  lesserWalks,
]);
