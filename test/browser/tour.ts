/** Every page of the walk and every state of it, one after the other, for whoever wants to look at them. */
import { paths } from '../../src/web/paths.ts';
import { goodKey, sample } from '../walker.ts';
import { day, type Guide, goes, minute, see, tell, tourOf } from './guide.ts';
import { askMessage, leads, pathOf, press, proveByCode } from './steps.ts';

const ana = sample('all-is-well');
const wrongCard = `${ana.identity.number.slice(0, 9)}${(Number(ana.identity.number.at(-1)) + 1) % 10}`;

async function beginning(guide: Guide): Promise<void> {
  const { page } = guide;
  await goes(guide, '/');
  await see(guide, 'start');
  await press(page, 'main a.btn');
  await see(guide, 'profile');
  await tell(guide, 'profile: nothing chosen');
  await page.check('[value=affiliate]');
  await press(page);
  await see(guide, 'number');
  await page.locator('summary').click();
  await see(guide, 'number: the drawing open');
  await page.locator('summary').click();
  await tell(guide, 'number: empty');
  await tell(guide, 'number: too short', '#numero', '99 1234 567');
  await tell(guide, 'number: a letter', '#numero', '99123456O8');
  await tell(guide, 'number: check digit', '#numero', wrongCard);
  await goes(guide, paths.otherDocument);
  await see(guide, 'document');
  await tell(guide, 'document: nothing chosen');
  for (const kind of ['passport', 'fund-code']) {
    await goes(guide, paths.otherDocument);
    await page.check(`[value=${kind}]`);
    await press(page);
    await see(guide, `number: ${kind}`);
    await tell(guide, `number: ${kind}: empty`);
  }
}

async function company(guide: Guide): Promise<void> {
  const { page } = guide;
  await goes(guide, `${paths.chooseProfile}?perfil=employer`);
  await see(guide, 'company');
  await tell(guide, 'company: check digit', '#numero', '9977777777001');
  await page.fill('#numero', sample('employer-main').identity.number);
  await press(page);
  if (pathOf(page) === paths.identify) await press(page, '[name=confirmado]');
  await see(guide, 'branch');
  await tell(guide, 'branch: empty', '#sucursal', '');
  await page.fill('#sucursal', '0001');
  await press(page);
  await see(guide, 'representative');
  await tell(guide, 'representative: too short', '#numero', '12');
}

async function robot(guide: Guide): Promise<void> {
  const { page, site } = guide;
  await goes(guide, `${paths.chooseProfile}?perfil=affiliate`);
  // The field no person sees is filled in: such a visitor always waits.
  await page.evaluate(() => document.querySelector<HTMLInputElement>('#sitio')?.setAttribute('value', 'x'));
  await page.fill('#numero', ana.identity.number);
  await press(page);
  await see(guide, 'waiting');
  await page.evaluate(() => document.querySelector('#prueba')?.remove());
  await tell(guide, 'waiting: too early');
  site.clock.move(minute);
  await press(page);
}

async function questions(guide: Guide): Promise<void> {
  const { page } = guide;
  const seen = new Set<string>();
  while (pathOf(page) === paths.answerQuestion) {
    const kind = (await page.locator('#dia').count())
      ? 'birth'
      : (await page.locator('#empresa').count())
        ? 'work'
        : 'enrolled';
    if (!seen.has(kind)) {
      seen.add(kind);
      await see(guide, `question: ${kind}`);
      await tell(guide, `question: ${kind}: empty`);
      if (kind === 'birth') {
        await page.selectOption('#mes', '2');
        await tell(guide, 'question: birth: no such day', '#dia', '30');
      }
    }
    await press(page, '[name=omitir]');
  }
}

async function contact(guide: Guide): Promise<void> {
  const { page } = guide;
  await see(guide, 'e-mail');
  for (const [fault, typed] of [
    ['empty', ''],
    ['no at', 'ana.torres'],
    ['no domain', 'ana.torres@'],
    ['malformed', 'ana torres@correo.example'],
  ])
    await tell(guide, `e-mail: ${fault}`, '#correo', typed);
  await tell(guide, 'e-mail: a likely slip', '#correo', 'ana.torres@gmial.com');
  await goes(guide, paths.nameContact);
  await press(page, '.as-link');
  await see(guide, 'mobile');
  await tell(guide, 'mobile: empty');
  await page.fill('#correo', '0990000015');
  await press(page);
  await see(guide, 'PIN');
  await tell(guide, 'PIN: empty');
  await page.locator('summary').click();
  await press(page, 'li .as-link');
  await press(page, '.as-link');
  await see(guide, 'e-mail: after the mobile');
}

async function code(guide: Guide): Promise<void> {
  const { page, site } = guide;
  site.clock.move(day);
  await askMessage(page, site, 'shared-mailbox-one', guide.language);
  await see(guide, 'code');
  await page.locator('summary').click();
  await see(guide, 'code: help open');
  await leads(page, () => page.locator(`[action="${paths.askMessage}"] button`).click());
  await see(guide, 'another message: too soon');
  await press(page, '.links a');
  await tell(guide, 'code: empty');
  await tell(guide, 'code: too short', '#codigo', '123');
  await tell(guide, 'code: letters', '#codigo', 'abc');
  const { code } = await site.newest();
  const wrong = code === '00000000' ? '00000001' : '00000000';
  await tell(guide, 'code: wrong', '#codigo', wrong);
  site.clock.move(2 * minute);
  await page.locator('summary').click();
  await leads(page, () => page.locator(`[action="${paths.askMessage}"] button`).click());
  await see(guide, 'code: another message sent');
  site.clock.move(11 * minute);
  await tell(guide, 'code: expired', '#codigo', (await site.newest()).code);
  await page.locator('summary').click();
  await leads(page, () => page.locator(`[action="${paths.askMessage}"] button`).click());
  site.clock.move(11 * minute);
  await page.locator('summary').click();
  await leads(page, () => page.locator(`[action="${paths.askMessage}"] button`).click());
  await see(guide, 'another message: no more');
  for (let tries = 0; pathOf(page) === paths.enterCode && tries < 6; tries++) {
    if (tries === 0) await goes(guide, paths.enterCode);
    if ((await page.locator('#codigo').count()) === 0) break;
    await page.fill('#codigo', wrong);
    await press(page);
  }
  await see(guide, 'code: no tries left');
}

async function codeElsewhere(guide: Guide): Promise<void> {
  await goes(guide, paths.enterCodeElsewhere);
  await see(guide, 'code elsewhere');
  await tell(guide, 'code elsewhere: empty');
  await guide.page.fill('#codigo', '00000000');
  await tell(guide, 'code elsewhere: no match', '#numero', ana.identity.number);
}

async function link(guide: Guide): Promise<void> {
  const { page, site } = guide;
  site.clock.move(day);
  await goes(guide, `${paths.followLink}${'x'.repeat(43)}`);
  await see(guide, 'link: unknown');
  await askMessage(page, site, 'more-contacts', guide.language);
  const older = await site.newest();
  const other = await guide.fresh();
  const there: Guide = { ...guide, page: other };
  await other.goto(older.link);
  await see(there, 'link');
  await press(other);
  await see(there, 'confirm number');
  await tell(there, 'confirm number: empty');
  await tell(there, 'confirm number: no match', '#numero', sample('pensioner').identity.number);
  site.clock.move(3 * minute);
  await page.locator('summary').click();
  await leads(page, () => page.locator(`[action="${paths.askMessage}"] button`).click());
  const newer = await site.newest();
  await other.goto(older.link);
  await see(there, 'link: replaced');
  await other.goto(newer.link);
  await press(other);
  await other.fill('#numero', sample('more-contacts').identity.number);
  await press(other);
  await page.reload();
  await see(guide, 'stopped: elsewhere');
  await other.fill('#clave', goodKey);
  await press(other, 'button.btn[type=submit]');
  await goes(guide, new URL(newer.link).pathname);
  await see(guide, 'link: used');
  await other.context().close();
  await askMessage(page, site, 'shared-mailbox-two', guide.language);
  const last = await site.newest();
  site.clock.move(31 * minute);
  await page.goto(last.link);
  await see(guide, 'link: expired');
  site.clock.move(day);
  await goes(guide, paths.stopped);
  await see(guide, 'stopped: expired');
}

async function key(guide: Guide): Promise<void> {
  const { page, site } = guide;
  site.clock.move(day);
  await proveByCode(page, site, 'pensioner', guide.language);
  await see(guide, 'key');
  await page.locator('summary').click();
  await page.locator('#clave').pressSequentially('Ab1');
  await see(guide, 'key: partly met, with an idea');
  await tell(guide, 'key: empty', '#clave', '');
  await tell(guide, 'key: too short', '#clave', 'Ab1');
  await tell(guide, 'key: a sign', '#clave', 'Zumbido-4Tre');
  await tell(guide, 'key: common', '#clave', 'password1');
  await tell(guide, 'key: own number', '#clave', `a${sample('pensioner').identity.number}`);
  await press(page, '.time .as-link');
  await see(guide, 'key: more time');
  await tell(guide, 'done', '#clave', goodKey);
  await press(page, '.btn.alt');
  await see(guide, 'cleared');
}

async function endings(guide: Guide): Promise<void> {
  const { page, site } = guide;
  const { key: right } = sample('all-is-well').person ?? {};
  site.clock.move(day);
  await goes(guide, paths.signIn);
  await see(guide, 'sign-in');
  await tell(guide, 'sign-in: empty');
  await page.fill('#numero', ana.identity.number);
  await tell(guide, 'sign-in: wrong', '#clave', 'NoEsEsta1');
  await page.fill('#clave', right ?? '');
  await press(page);
  await see(guide, 'account');
  await press(page, 'main .as-link');
  await see(guide, 'signed out');
  for (let tries = 0; tries < 7; tries++) {
    await page.fill('#numero', sample('locked').identity.number);
    await page.fill('#clave', 'NoEsEsta1');
    await press(page);
  }
  await see(guide, 'sign-in: waiting');
  await proveByCode(page, site, 'never-had-a-key', guide.language);
  await site.sql("update accounts set status = 'suspended'");
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  await see(guide, 'stopped: barred');
  await site.sql("update accounts set status = 'active'");
}

async function around(guide: Guide): Promise<void> {
  const { page } = guide;
  for (const name of ['mensajes', 'ayudar', 'ciber', 'oficinas', 'privacidad', 'accesibilidad', 'estado']) {
    await goes(guide, paths.help + name);
    await see(guide, `help: ${name}`);
  }
  await goes(guide, paths.otherWays);
  await see(guide, 'other ways');
  await tell(guide, 'other ways: nothing chosen');
  await ticket(guide);
  await goes(guide, paths.notMe);
  await see(guide, 'not me');
  await goes(guide, '/no-hay');
  await see(guide, 'not found');
  await goes(guide, paths.chooseProfile);
  await page.evaluate(() => document.querySelector('[name=_csrf]')?.setAttribute('value', 'x'));
  await press(page);
  await see(guide, 'form expired');
  await goes(guide, paths.chooseProfile);
  await page.context().clearCookies({ name: 'reclave-browser' });
  await press(page);
  await see(guide, 'no cookies');
}

async function ticket(guide: Guide): Promise<void> {
  const { page, site } = guide;
  await goes(guide, `${paths.otherWays}?opcion=office`);
  await see(guide, 'ticket: office');
  await tell(guide, 'ticket: no office');
  await page.selectOption('#oficina', 'centro-norte');
  await press(page);
  await see(guide, 'ticket: needs');
  await page.check('#rampa');
  await press(page);
  await see(guide, 'ticket: mobile');
  await tell(guide, 'ticket: no mobile', '#celular', '12');
  await tell(guide, 'ticket', '#celular', '099 123 4567');
  const address = page.url();
  await press(page, `form[action="${paths.sendTicket}"] button`);
  await see(guide, 'ticket: sent');
  const stranger = await guide.fresh();
  await stranger.goto(address);
  await guide.look('ticket: to a stranger', stranger);
  await stranger.context().close();
  for (const [state, column] of Object.entries({
    called: `status = 'called'`,
    served: `status = 'served', phone = null`,
    'in review': `result = '{"kind":"in-review"}'`,
    'data change': `result = '{"kind":"changes","at":"2026-11-27T15:00:00Z"}'`,
    ready: `result = '{"kind":"ready"}'`,
  })) {
    await site.sql(`update tickets set ${column} where office = 'centro-norte'`);
    await page.goto(address);
    await see(guide, `ticket: ${state}`);
  }
  await page.goto(`${address}9`);
  await see(guide, 'ticket: unknown');
}

async function walkOfAna(guide: Guide): Promise<void> {
  guide.site.clock.move(day);
  await robot(guide);
  await questions(guide);
  await contact(guide);
}

/** The whole walk, its help and its ends. */
export const tour = tourOf([beginning, company, walkOfAna, code, codeElsewhere, link, key, endings, around]);
