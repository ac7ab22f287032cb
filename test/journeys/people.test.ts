/** Every person of the demo's table walks in through the front door, in both languages. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type SampleId, samplePeople } from '../../src/directory/sample.ts';
import { paths } from '../../src/web/paths.ts';
import { septets } from '../../src/words/letters.ts';
import { wordsOf } from '../../src/words/words.ts';
import { askMessage, goodKey, sample, sayNumber, skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  browse,
  destinationOf,
  languages,
  minutes,
  pathOf,
  recovery,
  saveKey,
  signIn,
  textOfLetter,
} from './steps.ts';

/** What each story comes to. The compiler asks for a new one. */
const stories = {
  'all-is-well': 'recovers',
  'unknown-number': 'hears nothing',
  locked: 'recovers',
  'no-email': 'hears nothing',
  'bouncing-mailbox': 'recovers',
  suspended: 'hears nothing',
  deceased: 'hears nothing',
  'shared-mailbox-one': 'recovers',
  'shared-mailbox-two': 'recovers',
  'employer-main': 'recovers',
  'employer-branch': 'recovers',
  pensioner: 'recovers',
  'never-had-a-key': 'recovers',
  'administrative-lock': 'stays locked',
  foreigner: 'recovers',
  'more-contacts': 'recovers',
} as const satisfies Record<SampleId, 'recovers' | 'hears nothing' | 'stays locked'>;

const idsOf = (fate: (typeof stories)[SampleId]): SampleId[] =>
  samplePeople().flatMap(({ id }) => (stories[id] === fate ? [id] : []));

/** What is typed to sign in: a company's branch stands behind its RUC. */
function signInName(id: SampleId): string {
  const { identity, person } = sample(id);
  return person?.branch ? `${identity.number}-${person.branch}` : identity.number;
}

/** What the bar of the four stages says of each. */
const barOf = ({ page }: Walker): (string | undefined)[] =>
  [...page.html.matchAll(/<i class="(on|now)"><\/i>/g)].map(([, mark]) => mark);

for (const language of languages)
  describe(`the people of the demo, in ${language}`, () => {
    const words = wordsOf(language);
    let world: TestWorld;
    before(async () => {
      world = await openWorld();
    });
    after(() => world.close());

    async function recover(id: SampleId, key = goodKey): Promise<Walker> {
      const walker = browse(world, language);
      const message = recovery(await arriving(world, () => askMessage(walker, id)));
      await walker.submit({ codigo: message.code });
      assert.equal(walker.page.heading, words.chooseKey.title);
      assert.deepEqual(barOf(walker), ['on', 'on', 'on', 'now']);
      await saveKey(walker, key);
      assert.equal(pathOf(walker), paths.done);
      assert.deepEqual(barOf(walker), ['on', 'on', 'on', 'on']);
      return walker;
    }

    for (const id of idsOf('recovers')) {
      const { person, identity } = sample(id);
      it(`${id}: gets the message, sets a key, is told so and signs in (RC-05, RC-06)`, async () => {
        const walker = browse(world, language);
        const asked = await arriving(world, () => askMessage(walker, id));
        const message = recovery(asked);
        assert.deepEqual(asked.map(destinationOf), [person?.email]);
        assert.deepEqual(
          asked.map((one) => one.language),
          [language],
        );
        assert.equal(message.firstName, person?.firstName);
        const [letter] = asked;
        assert.ok(letter && textOfLetter(letter).startsWith(`${message.caseWords}: `));
        assert.ok(textOf(walker.page.html).includes(message.caseWords), 'The words are on the screen too');
        assert.ok(!textOfLetter(letter).includes(identity.number), 'No number travels in a message');
        await walker.submit({ codigo: message.code });
        assert.equal(pathOf(walker), paths.chooseKey);
        const told = await arriving(world, () => saveKey(walker, goodKey));
        assert.equal(walker.page.heading, words.done.title);
        assert.deepEqual(
          told.map(({ message: { kind } }) => kind),
          told.map(() => 'key-changed'),
        );
        assert.deepEqual(
          told.map(destinationOf).sort(),
          [person?.email, person?.secondEmail, person?.phone].filter(Boolean).sort(),
        );
        const arrived = await signIn(browse(world, language), signInName(id), goodKey);
        assert.equal(arrived.url.pathname, paths.account);
        assert.ok(textOf(arrived.html).includes(words.account.works));
      });
    }

    it('unknown, without e-mail, suspended, deceased: the same pages, and no message (RE-01, RC-16)', async () => {
      const looks: string[] = [];
      const heard = await arriving(world, async () => {
        for (const id of idsOf('hears nothing')) {
          const walker = browse(world, language);
          await askMessage(walker, id, 'alguien@correo.example');
          const text = [textOf(walker.page.html).replace(/[A-Z]{3,} [A-Z]{3,}/g, 'WORD WORD')];
          const wrong = await walker.submit({ codigo: '00000000' });
          text.push(`${wrong.status}`, textOf(wrong.html).replace(/[A-Z]{3,} [A-Z]{3,}/g, 'WORD WORD'));
          looks.push(text.join('\n'));
        }
      });
      assert.deepEqual(heard, []);
      assert.equal(looks.length, 4);
      assert.equal(new Set(looks).size, 1);
    });

    it('suspended and deceased: even the registered address gets nothing (RC-08, RC-16)', async () => {
      for (const id of ['suspended', 'deceased'] as const) {
        const walker = browse(world, language);
        assert.deepEqual(await arriving(world, () => askMessage(walker, id)), []);
        assert.equal(walker.page.heading, words.enterCode.email.title);
      }
    });

    it('administrative lock: recovery completes, and the right key is still refused (RC-08)', async () => {
      const id = 'administrative-lock';
      const before = await signIn(
        browse(world, language),
        sample(id).identity.number,
        sample(id).person?.key ?? '',
      );
      assert.equal(before.status, 422);
      await recover(id);
      const { identity } = sample(id);
      const refused = await signIn(browse(world, language), identity.number, goodKey);
      assert.equal(refused.status, 422);
      assert.ok(textOf(refused.html).includes(words.signIn.errors.wrong), 'The lock is not told');
    });

    it('shared mailbox: the code and the link of one never work for the other (H14, RT-07)', async () => {
      world.clock.move(minutes(61));
      const [one, two] = [browse(world, language), browse(world, language)];
      const first = recovery(await arriving(world, () => askMessage(one, 'shared-mailbox-one')));
      const second = recovery(await arriving(world, () => askMessage(two, 'shared-mailbox-two')));
      assert.notEqual(first.caseWords, second.caseWords);
      assert.equal((await one.submit({ codigo: second.code })).status, 422);
      assert.equal((await two.submit({ codigo: first.code })).status, 422);
      await one.open(new URL(second.link).pathname);
      await one.submit({}, paths.followLink);
      assert.equal(pathOf(one), paths.confirmNumber, 'A link of another case asks whose it is');
      await one.submit({ numero: sample('shared-mailbox-one').identity.number });
      assert.equal(one.page.status, 422, 'and does not take the number of the other person');
      await one.open(paths.enterCode);
      await one.submit({ codigo: first.code });
      assert.equal(pathOf(one), paths.chooseKey, 'Each own code works');
      await saveKey(one, 'Mochila7Viento3');
      await two.submit({ codigo: second.code });
      assert.equal(pathOf(two), paths.chooseKey, 'also after the other is done');
      assert.equal(
        (await signIn(browse(world), sample('shared-mailbox-two').identity.number, 'Mochila7Viento3')).status,
        422,
      );
    });

    it('employer: a branch is an account of its own, and only its registered mailbox is written to', async () => {
      world.clock.move(minutes(61));
      for (const [asked, other] of [
        ['employer-main', 'employer-branch'],
        ['employer-branch', 'employer-main'],
      ] as const) {
        const walker = browse(world, language);
        const email = sample(other).person?.email;
        assert.deepEqual(await arriving(world, () => askMessage(walker, asked, email)), []);
        assert.equal(walker.page.heading, words.enterCode.email.title);
      }
    });

    it('employer: a wrong legal representative sees the same pages and gets no message', async () => {
      const { identity, person } = sample('employer-main');
      const walker = browse(world, language);
      await walker.open(paths.chooseProfile);
      await walker.submit({ perfil: 'employer' });
      assert.ok(textOf(walker.page.html).includes(words.nameCompany.note));
      await walker.submit({ numero: identity.number });
      await walker.submit({ sucursal: person?.branch ?? '' });
      assert.ok(textOf(walker.page.html).includes(words.nameCompany.note));
      await walker.submit({ numero: sample('pensioner').identity.number });
      assert.equal(pathOf(walker), paths.nameContact);
      assert.deepEqual(await arriving(world, () => walker.submit({ correo: person?.email ?? '' })), []);
      assert.equal(walker.page.heading, words.enterCode.email.title);
    });

    it('more contacts: the second e-mail gets the message that other ways lead to', async () => {
      world.clock.move(minutes(61));
      const walker = browse(world, language);
      await sayNumber(walker, 'more-contacts');
      await skipQuestions(walker);
      await walker.open(paths.otherWays);
      await walker.submit({ opcion: 'second-email' });
      assert.equal(pathOf(walker), paths.nameContact);
      assert.equal(
        walker.page.heading,
        words.nameContact['second-email'].label({ ...house, shortName: 'Fondo Ceibo' }),
      );
      const { person } = sample('more-contacts');
      const heard = await arriving(world, () => walker.submit({ correo: person?.secondEmail ?? '' }));
      assert.deepEqual(heard.map(destinationOf), [person?.secondEmail]);
      await walker.submit({ codigo: recovery(heard).code });
      assert.equal(pathOf(walker), paths.chooseKey);
    });

    it('more contacts: a PIN travels by SMS, in one segment, without a link, bound to our address', async () => {
      world.clock.move(minutes(61));
      const walker = browse(world, language);
      await sayNumber(walker, 'more-contacts');
      await skipQuestions(walker);
      await walker.submit({}, paths.chooseChannel);
      assert.equal(
        walker.page.heading,
        words.nameContact.phone.label({ ...house, shortName: 'Fondo Ceibo' }),
      );
      const heard = await arriving(world, () => walker.submit({ correo: '099 000 0015' }));
      assert.deepEqual(heard.map(destinationOf), ['+593990000015']);
      const [letter] = heard;
      const { code } = recovery(heard);
      assert.ok(letter);
      const sms = textOfLetter(letter);
      assert.match(sms, language === 'es' ? /^\d{8} es su PIN / : /^\d{8} is your PIN /);
      assert.ok(sms.endsWith(`\n\n@clave.ceibo.example #${code}`));
      assert.ok(!sms.includes('://'));
      assert.ok((septets(sms) ?? 999) <= 160, `${septets(sms)} septets`);
      assert.equal(walker.page.heading, words.enterCode.phone.title);
      await walker.submit({ codigo: code });
      assert.equal(pathOf(walker), paths.chooseKey);
      const told = await arriving(world, () => saveKey(walker, 'Mochila7Viento3'));
      assert.equal(told.length, 3, 'All contacts are told (RC-06)');
    });
  });

const house = {
  name: 'Fondo Ceibo de Previsión',
  shortName: 'Fondo Ceibo',
  phone: '1800 000 000',
  host: 'clave.ceibo.example',
};

describe('the people who could not sign in', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it('locked by wrong keys: the right key is refused before, and recovery opens the account (RC-09)', async () => {
    const { identity, person } = sample('locked');
    assert.equal((await signIn(browse(world), identity.number, person?.key ?? '')).status, 422);
    const walker = browse(world);
    const message = recovery(await arriving(world, () => askMessage(walker, 'locked')));
    await walker.submit({ codigo: message.code });
    await saveKey(walker, goodKey);
    assert.equal((await signIn(browse(world), identity.number, goodKey)).url.pathname, paths.account);
    const [row] = await world.sql<{ locks: string | null }>(
      "select string_agg(lock, ',' order by lock) as locks from accounts where lock is not null",
    );
    assert.equal(row?.locks, 'administrative', 'Only the lock by attempts went');
  });

  it('never had a key: nothing opens the account until the mailbox made a first key', async () => {
    const { identity } = sample('never-had-a-key');
    for (const key of ['', ' ', goodKey])
      assert.notEqual((await signIn(browse(world), identity.number, key)).url.pathname, paths.account);
    const walker = browse(world);
    const message = recovery(await arriving(world, () => askMessage(walker, 'never-had-a-key')));
    await walker.submit({ codigo: message.code });
    await saveKey(walker, goodKey);
    assert.equal((await signIn(browse(world), identity.number, goodKey)).url.pathname, paths.account);
  });

  it('anybody on file signs in with the key they have', async () => {
    for (const { id, identity, person } of samplePeople()) {
      if (!person?.key || person.lock || person.status !== 'active' || person.branch) continue;
      const seen = await signIn(browse(world), identity.number, person.key);
      assert.equal(seen.url.pathname, paths.account, id);
    }
  });
});
