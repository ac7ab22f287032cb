/** A contact's whole life: asked, confirmed, held, in effect or cancelled; and what recovery uses meanwhile (CC-01, CC-02, RC-06, RC-12, RC-14). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { remindContacts } from '../../src/actions/upkeep/remind-contacts.ts';
import { paths } from '../../src/web/paths.ts';
import { masked } from '../../src/words/masks.ts';
import { day } from '../../src/words/times.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ask, confirm, holdChange, ofKind, pass, passHold, signedIn, tokenOfLink } from './contact-steps.ts';
import {
  arriving,
  askFor,
  assertError,
  browse,
  citizen,
  destinationOf,
  hours,
  languages,
  listeningLog,
  minutes,
  otherCode,
  pathOf,
  receive,
  register,
  summaryOf,
  typedInto,
} from './steps.ts';

describe('contact data', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Whether a recovery message reaches this address of a number. */
  const reaches = async (number: string, email: string): Promise<boolean> => {
    world.clock.move(hours(25));
    const sent = await arriving(world, () => askFor(world, browse(world), { number, email }));
    return sent.some((one) => one.message.kind === 'recover' && destinationOf(one) === email);
  };

  for (const [index, language] of languages.entries())
    it(`a new main e-mail: code, hold, notices, and only then in effect, in ${language} (CC-01, CC-02)`, async () => {
      const { contact, contactHeld, changeContact } = wordsOf(language);
      const who = citizen(index);
      const to = `nuevo${index}@otro.example`;
      const walker = await signedIn(world, who, language);
      await walker.open(paths.contact);
      assert.equal(walker.page.heading, contact.title);
      assert.ok(textOf(walker.page.html).includes(`${masked(who.email)} · ${contact.states.confirmed}`));
      assert.ok(!walker.page.html.includes(who.email), 'Who sees the page need not learn the address');

      await walker.open(`${paths.changeContact}?dato=email`);
      assert.ok(textOf(walker.page.html).includes(changeContact.hold(72)));
      const code = await ask(world, walker, 'email', to);
      await walker.open(paths.contact);
      assert.ok(textOf(walker.page.html).includes(contact.states.unconfirmed));
      await walker.open(paths.confirmContact);
      const told = await confirm(world, walker, code);
      assert.deepEqual(told.map((one) => [one.to, one.message.isNew]).sort(), [
        [to, true],
        [who.email, false],
      ]);
      for (const { message } of told) assert.equal(message.hint, 'o••••.example');
      const effective = told[0]?.message.effectiveAt;
      const begins = day(new Date(effective ?? ''), 'America/Guayaquil', language);
      assert.equal(walker.page.heading, contactHeld.title);
      assert.ok(textOf(walker.page.html).includes(begins), 'The page says from when');
      await walker.open(paths.contact);
      assert.ok(textOf(walker.page.html).includes(begins));

      assert.equal(await reaches(who.number, to), false, 'Nothing changed yet');
      assert.equal(await reaches(who.number, who.email), true);
      const reminded = ofKind(await arriving(world, () => grantChanges(world.world)), 'contact-will-change');
      assert.deepEqual(
        reminded.map((one) => [one.to, one.message.link]).sort(),
        told.map((one) => [one.to, one.message.link]).sort(),
        'A day before, once more, with the same link',
      );
      assert.deepEqual(await arriving(world, () => grantChanges(world.world)), [], 'and once only');
      world.clock.move(hours(22));
      assert.deepEqual(await arriving(world, () => grantChanges(world.world)), [], 'An instant too early');
      world.clock.move(59_000);
      assert.deepEqual(await arriving(world, () => grantChanges(world.world)), [], 'and its margin');
      world.clock.move(1000);
      const changed = ofKind(await arriving(world, () => grantChanges(world.world)), 'contact-changed');
      assert.deepEqual(changed.map((one) => one.to).sort(), [to, who.email].sort());
      for (const { message } of changed) assert.match(message.link, /\/no-fui-yo\/[\w-]{43}$/);
      assert.equal(await reaches(who.number, to), true);
      assert.equal(await reaches(who.number, who.email), false);
    });

  it('a second e-mail and a phone are held alike, are told to everybody, and go the same way (RC-12, RC-14)', async () => {
    const who = citizen(2);
    await holdChange(world, who, 'second-email', 'segundo2@otro.example');
    const walker = await signedIn(world, who);
    const told = await confirm(world, walker, await ask(world, walker, 'phone', '+34612345678'));
    assert.deepEqual(told.map((one) => one.to).sort(), ['+34612345678', who.email]);
    await passHold(world);
    const later = await signedIn(world, who);
    await later.open(paths.contact);
    const text = textOf(later.page.html);
    assert.ok(text.includes('••• 5678') && text.includes('s•••@otro.example'));
    await later.open(`${paths.changeContact}?dato=phone`);
    const form = later.form();
    assert.ok(form);
    const gone = await arriving(world, async () => {
      const answer = await later.post(paths.changeContact, {
        _csrf: later.token,
        dato: 'phone',
        quitar: '1',
      });
      await later.open(answer.headers.get('location') ?? '');
    });
    assert.equal(pathOf(later), paths.contactHeld);
    assert.deepEqual(
      ofKind(gone, 'contact-will-change')
        .map((one) => [one.to, one.message.removed])
        .sort(),
      [
        ['+34612345678', true],
        [who.email, true],
        ['segundo2@otro.example', true],
      ],
    );
    await passHold(world);
    const last = await signedIn(world, who);
    await last.open(paths.contact);
    assert.ok(!textOf(last.page.html).includes('••• 5678'));
  });

  it('the main e-mail cannot be removed, nor what is not there', async () => {
    const walker = await signedIn(world, citizen(3));
    for (const dato of ['email', 'phone', 'second-email']) {
      await walker.open(`${paths.changeContact}?dato=${dato}`);
      const sent = await arriving(world, async () => {
        const answer = await walker.post(paths.changeContact, { _csrf: walker.token, dato, quitar: '1' });
        assert.equal(answer.headers.get('location'), paths.contact);
      });
      assert.deepEqual(sent, []);
    }
  });

  for (const [index, language] of languages.entries())
    it(`errors stand at the field, and what was typed stays, in ${language}`, async () => {
      const { changeContact, confirmContact, enterCode, nameContact } = wordsOf(language);
      const who = citizen(4 + index);
      const walker = await signedIn(world, who, language);
      await walker.open(`${paths.changeContact}?dato=second-email`);
      const { errors } = changeContact.fields['second-email'];
      for (const [typed, error] of [
        ['', errors.empty],
        ['ana', errors['no-at']],
        ['ana@', errors['no-domain']],
        ['ana maria@correo.example', errors.malformed],
        [who.email.toUpperCase(), errors.same(wordsOf(language).contact.names.email.your)],
      ] as const) {
        assertError(await walker.submit({ contacto: typed }), 'contacto', error, language);
        assert.equal(typedInto(walker.page, 'contacto'), typed);
      }
      await walker.submit({ contacto: 'ana@gmial.com' });
      assert.equal(walker.page.heading, nameContact.typo.title);
      await walker.open(`${paths.changeContact}?dato=phone`);
      assertError(
        await walker.submit({ contacto: '12' }),
        'contacto',
        changeContact.fields.phone.errors.malformed,
        language,
      );
      const code = await ask(world, walker, 'second-email', `segundo${index}@correo.example`);
      const { errors: wrong } = enterCode['second-email'];
      for (const [typed, error] of [
        ['', wrong.empty(8)],
        ['12a45678', wrong.characters(8)],
        ['12345', wrong.length(5, 8)],
        [otherCode(code), confirmContact.errors.wrong(4)],
      ] as const) {
        const seen = await walker.submit({ codigo: typed }, paths.confirmContact);
        assert.equal(seen.status, 422);
        assert.ok(summaryOf(seen).includes(error), summaryOf(seen));
        assert.equal(typedInto(seen, 'codigo'), '', 'A code is never written back');
      }
      world.clock.move(minutes(11));
      const late = await walker.submit({ codigo: code }, paths.confirmContact);
      assert.equal(late.status, 422);
      assert.ok(summaryOf(late).length > 0 && late.url.pathname === paths.confirmContact);
      const again = await arriving(world, () => walker.submit({}, paths.askContactCode));
      const fresh = ofKind(again, 'confirm-contact')[0]?.message.code ?? '';
      await confirm(world, walker, fresh);
    });

  it('another code can be asked for after its wait, three in an hour, and the older one stops', async () => {
    const { confirmContact, changeContact } = wordsOf('es');
    const walker = await signedIn(world, citizen(6));
    const first = await ask(world, walker, 'email', 'otravez@otro.example');
    const early = await walker.submit({}, paths.askContactCode);
    assert.equal(early.status, 429);
    assert.ok(early.heading.includes(confirmContact.tooSoon('').title));
    world.clock.move(minutes(1));
    await walker.open(paths.confirmContact);
    await walker.submit({}, paths.askContactCode);
    assert.ok(textOf(walker.page.html).includes(confirmContact.resent));
    assert.equal((await walker.submit({ codigo: first }, paths.confirmContact)).status, 422);
    world.clock.move(minutes(2));
    await walker.submit({}, paths.askContactCode);
    world.clock.move(minutes(5));
    await walker.open(paths.confirmContact);
    const last = await walker.submit({}, paths.askContactCode);
    assert.equal(last.status, 429);
    assert.equal(last.heading, changeContact.noMore.title);
  });

  it('only who gave the key within five minutes changes anything (SE-05), and comes back to the same contact', async () => {
    const who = citizen(7);
    const walker = await signedIn(world, who);
    await walker.open(`${paths.changeContact}?dato=phone`);
    const { token } = walker;
    world.clock.move(minutes(5) + 1000);
    const answer = await walker.post(paths.changeContact, {
      _csrf: token,
      dato: 'phone',
      contacto: '+34612345679',
    });
    assert.ok(answer.headers.get('location')?.startsWith(paths.confirmKey));
    const other = await walker.post(paths.changeContact, { _csrf: token, dato: 'phone', quitar: '1' });
    assert.ok(other.headers.get('location')?.startsWith(paths.confirmKey));
    const { count } = (
      await world.sql<{ count: string }>(
        `select count(*) from contact_changes c join accounts a on a.id = c.account_id where c.slot = 'phone'
       and c.closed_at is null`,
      )
    )[0] ?? { count: '' };
    assert.equal(count, '0');
    const fresh = await signedIn(world, who);
    await fresh.open(`${paths.changeContact}?dato=phone`);
    await fresh.open(paths.changeContact);
    assert.equal(fresh.page.heading, wordsOf('es').changeContact.fields.phone.label);
  });

  for (const [index, language] of languages.entries())
    it(`anybody with the notice cancels, without key or cookie, and everybody hears of it, in ${language} (CC-01)`, async () => {
      const { cancelChange, contact } = wordsOf(language);
      const who = citizen(8 + index);
      const to = `ladron${index}@otro.example`;
      const token = await holdChange(world, who, 'email', to);
      const reader = browse(world, language);
      await reader.open(`${paths.cancelChange}${token}`);
      assert.equal(reader.page.status, 200);
      assert.equal(reader.page.heading, cancelChange.title(contact.names.email.your));
      assert.ok(!reader.page.html.includes(who.email) && !reader.page.html.includes(to));
      const told = await arriving(world, () => reader.submit({}, paths.cancelChange));
      assert.equal(pathOf(reader), paths.cancelChange, 'The token left the address bar');
      assert.equal(reader.page.heading, cancelChange.cancelled(contact.names.email.your, '').title);
      assert.deepEqual(
        ofKind(told, 'contact-kept')
          .map((one) => one.to)
          .sort(),
        [to, who.email].sort(),
      );
      await passHold(world);
      assert.equal(await reaches(who.number, who.email), true);
      const again = await arriving(world, async () => {
        await reader.open(`${paths.cancelChange}${token}`);
      });
      assert.equal(reader.page.heading, cancelChange.cancelled(contact.names.email.your, '').title);
      assert.deepEqual(again, []);
    });

  it('a cancel a quarter of an hour after the grant still puts the former contact back, and no later one', async () => {
    const who = citizen(10);
    const to = 'tarde@otro.example';
    const token = await holdChange(world, who, 'email', to);
    await passHold(world);
    world.clock.move(minutes(14));
    const reader = browse(world);
    await reader.open(`${paths.cancelChange}${token}`);
    await reader.submit({}, paths.cancelChange);
    assert.equal(await reaches(who.number, who.email), true);
    const next = await holdChange(world, who, 'email', 'tarde2@otro.example');
    await passHold(world);
    world.clock.move(minutes(16));
    await reader.open(`${paths.cancelChange}${next}`);
    assert.equal(reader.page.status, 200);
    assert.equal(
      reader.page.heading,
      wordsOf('es').cancelChange.tooLate('su correo principal', '', {
        name: '',
        shortName: '',
        phone: '',
        host: '',
      }).title,
    );
    assert.equal(await reaches(who.number, 'tarde2@otro.example'), true);
  });

  it('a newer change of the same contact replaces the older one, and a signed-in owner cancels theirs', async () => {
    const who = citizen(11);
    const first = await holdChange(world, who, 'email', 'primero@otro.example');
    const walker = await signedIn(world, who);
    await ask(world, walker, 'email', 'segundo@otro.example');
    const reader = browse(world);
    await reader.open(`${paths.cancelChange}${first}`);
    assert.equal(reader.page.heading, wordsOf('es').cancelChange.cancelled('su correo principal', '').title);
    await walker.open(paths.contact);
    await walker.submit({}, paths.cancelOwnChange);
    assert.ok(textOf(walker.page.html).includes(wordsOf('es').contact.cancelled));
    await passHold(world);
    assert.equal(await reaches(who.number, who.email), true);
  });

  it('a message sent to the former contact opens nothing after the grant (CC-06)', async () => {
    const who = citizen(12);
    await holdChange(world, who, 'email', 'nuevo12@otro.example');
    await pass(world, 71.9);
    const walker = browse(world);
    const message = await receive(world, walker, who);
    await pass(world, 0.15);
    const seen = await walker.submit({ codigo: message.code });
    assert.notEqual(pathOf(walker), paths.chooseKey, seen.heading);
  });

  it('a contact confirmed here is not overwritten by the records, the others are', async () => {
    const who = citizen(13);
    await holdChange(world, who, 'email', 'mio13@otro.example');
    await passHold(world);
    await register(world, [{ number: who.number, email: 'registro13@otro.example', phone: '+593991234567' }]);
    assert.equal(await reaches(who.number, 'mio13@otro.example'), true);
    assert.equal(await reaches(who.number, 'registro13@otro.example'), false);
    const walker = await signedIn(world, who);
    await walker.open(paths.contact);
    assert.ok(textOf(walker.page.html).includes('••• 4567'));
  });

  it('after a year the account asks whether the e-mail is still theirs, and one mail a year does (E10)', async () => {
    const who = citizen(14);
    const { contact } = wordsOf('es');
    const question = `${contact.reminder.ask('')[0]}`.trim();
    const before = await signedIn(world, who);
    assert.ok(!textOf(before.page.html).includes(question));
    world.clock.move(hours(24 * 400));
    const asked = await arriving(world, async () => {
      for (let turn = 0; turn < 4; turn++) await remindContacts(world.world);
    });
    const mails = ofKind(asked, 'still-yours').map((one) => one.to);
    assert.equal(mails.filter((one) => one === who.email).length, 1);
    assert.deepEqual(await arriving(world, () => remindContacts(world.world)), []);
    const walker = await signedIn(world, who);
    assert.ok(textOf(walker.page.html).includes(`${question} ${masked(who.email)}`));
    await walker.submit({}, paths.contactsAreRight);
    assert.ok(textOf(walker.page.html).includes(contact.checked));
    await walker.open(paths.account);
    assert.ok(!textOf(walker.page.html).includes(question));
    world.clock.move(hours(24 * 200));
    assert.deepEqual(
      await arriving(world, () => remindContacts(world.world)),
      [],
      'Nobody twice within a year',
    );
  });

  it('records brought every night do not make old contacts young; other contacts do, and each mailbox is asked (E10)', async () => {
    const rows = [
      { number: '1710034065', email: 'viejo@correo.example', second_email: 'segundo@correo.example' },
      {
        number: '0926687856',
        email: 'vuelve@correo.example',
        second_email: 'va@correo.example',
        bouncing: 'yes',
      },
    ];
    await register(world, [...rows, { number: '1103756134', email: 'antes@correo.example' }]);
    world.clock.move(hours(24 * 364));
    await register(world, [...rows, { number: '1103756134', email: 'ahora@correo.example' }]);
    world.clock.move(hours(24 * 2));
    const asked = await arriving(world, async () => {
      for (let turn = 0; turn < 4; turn++) await remindContacts(world.world);
    });
    const mailboxes = new Set(ofKind(asked, 'still-yours').map(({ to }) => to));
    const ours = ['viejo', 'segundo', 'vuelve', 'va', 'antes', 'ahora'].filter((one) =>
      mailboxes.has(`${one}@correo.example`),
    );
    assert.deepEqual(ours, ['viejo', 'segundo', 'va']);
  });

  it('asks everybody else when the data of somebody do not open, who is passed over and logged (E10)', async () => {
    const own = await openWorld();
    try {
      const [broken] = await own.sql<{ id: string }>(
        `update accounts set personal = '\\x00', contacts_since = contacts_since - interval '1 day'
         where id = (select min(id) from accounts where status = 'active') returning id`,
      );
      own.clock.move(hours(24 * 400));
      const { log, said } = listeningLog();
      const asked = await arriving(own, () => remindContacts({ ...own.world, log }));
      assert.ok(ofKind(asked, 'still-yours').length > 0);
      assert.deepEqual(
        said.map(({ event }) => event),
        ['remind-failed'],
      );
      const [mark] = await own.sql('select reminded_at is not null as passed from accounts where id = $1', [
        broken?.id,
      ]);
      assert.deepEqual(mark, { passed: true }, 'It does not come first for ever');
    } finally {
      await own.close();
    }
  });

  it('a link of nobody is answered like any other', async () => {
    const walker = browse(world);
    for (const token of ['A'.repeat(43), 'short', tokenOfLink('x/..')]) {
      await walker.open(`${paths.cancelChange}${encodeURIComponent(token)}`);
      if (pathOf(walker) === '/') continue;
      assert.equal(walker.page.status, 200);
    }
  });
});
