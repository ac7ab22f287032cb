import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editDistance } from '../lib/contact/edit-distance.ts';
import type { Language } from '../rules/policy.ts';
import { caseWords } from './case-words.ts';
import { ideaWords } from './idea-words.ts';
import { groupCode, plain, septets } from './letters.ts';
import { questionIds } from './questions.ts';
import type { DeviceName, HelpPage, House, MailText, Sender } from './shapes.ts';
import { at, clock, clockSeconds, day, until, when, zone } from './times.ts';
import { type Words, wordsOf } from './words.ts';

const languages: readonly Language[] = ['es', 'en'];

const sender: Sender = {
  institutionName: 'Fondo Ceibo de Previsión',
  shortName: 'Fondo Ceibo',
  helpPhone: '1800 000 000',
  host: 'clave.ceibo.example',
  baseUrl: 'https://clave.ceibo.example',
  timezone: 'America/Guayaquil',
};
const house: House = {
  name: sender.institutionName,
  shortName: sender.shortName,
  phone: '1800',
  host: sender.host,
};

const askedAt = new Date('2026-11-24T15:12:00Z');
const minutesLater = (n: number) => new Date(askedAt.getTime() + n * 60_000);
const recoverFacts = {
  firstName: 'Ana',
  purpose: 'recover',
  caseWords: 'CANOA FAROL',
  askedAt,
  device: 'android',
  code: '48291520',
  codeUntil: minutesLater(10),
  link: `https://clave.ceibo.example/r/${'k'.repeat(43)}`,
  linkUntil: minutesLater(30),
} as const;
const disavowable = {
  link: `https://clave.ceibo.example/no-fui-yo/${'k'.repeat(43)}`,
  linkUntil: minutesLater(10 * 24 * 60),
} as const;
const caseFacts = { firstName: 'Ana', caseWords: 'CANOA FAROL', at: askedAt, device: 'android' } as const;
const changedFacts = { ...caseFacts, ...disavowable } as const;
const triedFacts = { firstName: 'Ana', at: askedAt } as const;
const contactFacts = { firstName: 'Ana', slot: 'second-email', at: askedAt } as const;
const willChange = {
  ...contactFacts,
  isNew: false,
  hint: 'c••••.example',
  effectiveAt: minutesLater(72 * 60),
  link: `https://clave.ceibo.example/cancelar/${'k'.repeat(43)}`,
} as const;

const asked = {
  firstName: 'Ana',
  at: askedAt,
  isNew: false,
  hint: 'c••••.example',
  office: 'Oficina Centro Norte',
  link: willChange.link,
} as const;

type Facts<M extends Record<string, (facts: never, sender: Sender) => unknown>> = {
  [Kind in keyof M]: readonly Parameters<M[Kind]>[0][];
};

/** Every message, in each of the forms it has. */
const facts: Facts<Words['messages']> = {
  recover: (['recover', 'unlock', 'first-key'] as const).map((purpose) => ({ ...recoverFacts, purpose })),
  'key-changed': [changedFacts, { firstName: 'Ana', at: askedAt, device: 'iphone', ...disavowable }],
  unlocked: [changedFacts],
  'someone-tried': [triedFacts],
  'confirm-contact': [{ ...contactFacts, code: '48291520', codeUntil: minutesLater(10) }],
  'contact-will-change': [willChange, { ...willChange, isNew: true }],
  'contact-kept': [contactFacts],
  'contact-changed': [{ ...contactFacts, ...disavowable }],
  frozen: [{ firstName: 'Ana', caseWords: 'ESTRELLA MARIPOSA', at: askedAt }],
  'asked-at-office': [
    { ...asked, slot: 'second-email' },
    { ...asked, slot: 'email', isNew: true },
    { ...asked, hint: '' },
  ],
  'stays-shut': [triedFacts],
  'account-opened': [{ ...triedFacts, ...disavowable, office: 'Oficina Centro Norte' }],
  'passkey-changed': [
    ...[true, false].map((added) => ({ ...changedFacts, added })),
    { ...triedFacts, ...disavowable, added: false },
  ],
  'passkey-will-go': [{ ...changedFacts, leavesAt: minutesLater(72 * 60) }],
  'saved-codes': [
    { ...triedFacts, ...disavowable, happened: 'made', left: 8 },
    ...[2, 1, 0].map((left) => ({ ...triedFacts, ...disavowable, happened: 'used' as const, left })),
  ],
  'questions-changed': [{ ...triedFacts, ...disavowable }],
  'still-yours': [triedFacts],
  ticket: [true, false].map((reminder) => ({
    ticket: 'TROMPO-ESPUMA-1240',
    office: 'Oficina Boca del Manglar Grande',
    until: minutesLater(6 * 24 * 60),
    at: askedAt,
    reminder,
  })),
};

/** What a table of messages says of all facts, by kind. */
function written<Text>(
  table: { [Kind in keyof Words['messages']]: unknown },
  house: Sender,
): [string, Text][] {
  return Object.entries(facts).flatMap(([kind, each]) => {
    // Sound: the facts of a kind are those its writer takes; both tables are held to the same keys by their type.
    const write = table[kind as keyof Words['messages']] as (facts: unknown, sender: Sender) => Text;
    return each.map((one): [string, Text] => [kind, write(one, house)]);
  });
}

/** Stands for any argument: as text it is what it was made of, and each of its properties is itself. */
function anything(text: string): unknown {
  const stand: unknown = new Proxy(() => text, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => text : stand),
  });
  return stand;
}

type Said = { readonly path: string; readonly text: string };

/** Every text in a tree of words; functions are called with `samples`, and each says what it says. */
function said(tree: unknown, path: string, samples: readonly unknown[]): Said[] {
  if (typeof tree === 'string') return [{ path, text: tree }];
  if (typeof tree === 'function') {
    const text: unknown = Reflect.apply(tree, undefined, samples);
    return said(text, path, samples);
  }
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, branch]) => said(branch, `${path}.${key}`, samples));
}

const privacyFacts = {
  house,
  mailbox: 'ayuda@ceibo.example',
  address: 'Calle 1',
  hasQuestions: true,
  caseMinutes: 60,
};

/** Everything a language says: long texts, short ones, one of a kind and many. */
function everything(words: Words): Said[] {
  const { messages, sms, help, ...site } = words;
  const { privacy, ...pages } = help;
  const letters = [
    ...written<MailText>(messages, sender).flatMap(([, { subject, text }]) => [subject, text]),
    ...written<string>(sms, sender).map(([, text]) => text),
  ];
  const samples = ['1', '7', '12', 'O', 'a las 10:42', 'CANOA FAROL'].map((text) =>
    Array(3).fill(anything(text)),
  );
  const { chooseKey, enterCode, identify } = words;
  const openRule = { min: 15, max: 128, characters: 'any', lastKeys: 1 } as const;
  const branches = {
    key: [chooseKey.length(openRule), chooseKey.later(openRule), chooseKey.hint(openRule)],
    leaving: enterCode.email.details.leaving(undefined, 'las 10:42'),
    errors: [
      identify['ec.ci'].errors.letters(null),
      identify['ec.ci'].errors.length(12, 10),
      identify.passport.errors.length(3, 5),
      identify['fund-code'].errors.letters('l'),
      enterCode.email.errors.wrong('CANOA FAROL', 1),
      words.signIn.errors.triesLeft(1, 3600),
      words.signIn.errors.triesLeft(2, 30),
    ],
  };
  return [
    ...samples.flatMap((sample) => said({ ...site, pages }, words.tag, sample)),
    ...said(branches, words.tag, []),
    ...said(privacy(privacyFacts), `${words.tag}.privacy`, []),
    ...letters.map((text) => ({ path: `${words.tag}.messages`, text })),
  ];
}

const errorsOf = (words: Words): Said[] =>
  everything(words).filter(({ path }) => /\.(?:errors|refusals)\./u.test(`${path}.`));

const banned: Record<Language, RegExp> = {
  es: /contraseña|e-mail|\bemail\b|token|logue|credencial|inv[áa]lid|por favor|lo sentimos|oops|password|\bclick|\btú\b|\btu\b/iu,
  en: /password|token|credential|\binvalid|please|sorry|oops|log ?in\b|\bclick/iu,
};

const verbs: Record<Language, RegExp> = {
  es: new RegExp(
    '\\b(?:es|son|está|tiene|debe|lleva|llevar|usa|usan|sirvió|sirve|quedan?|contiene|aceptó|cumple|coincidió|puede|' +
      'puedo|pudimos|pidió|corresponde|falta|van|necesita|terminó|detuvo|sigue|escriba|escríbal[ao]s?|elija|use|pida|' +
      'revise|compare|cambie|quite|presione|intente|agregue)\\b',
    'iu',
  ),
  en: new RegExp(
    '\\b(?:is|are|has|have|must|cannot|did|does|works?|worked|contains?|match|goes|needs|enter|type|choose|use|ask|' +
      'check|compare|change|take|press|try|add|write)\\b',
    'iu',
  ),
};

for (const language of languages) {
  const words = wordsOf(language);

  test(`${language}: an error is one short sentence of use, without a full stop`, () => {
    const errors = errorsOf(words);
    assert.ok(errors.length > 300, `${errors.length} error texts were found`);
    for (const { path, text } of errors) {
      assert.ok(text.length <= 140, `${path} has ${text.length} characters: ${text}`);
      assert.doesNotMatch(text, /\.$/u, path);
      assert.match(text, verbs[language], `${path} has no verb: ${text}`);
      assert.doesNotMatch(text, banned[language], path);
    }
  });

  test(`${language}: no banned word anywhere; regret only on the page of our own fault`, () => {
    for (const { path, text } of everything(words)) {
      if (path.endsWith('.problems.broken.title')) assert.match(text, /^(?:Lo sentimos|Sorry), /u);
      else assert.doesNotMatch(text, banned[language], `${path}: ${text}`);
    }
  });

  test(`${language}: nothing names an institution, and every text says something`, () => {
    const parts = everything(words).filter(({ path }) => !/messages$|privacy/u.test(path));
    for (const { path, text } of parts) {
      assert.doesNotMatch(text, /Ceibo|\bIESS\b|undefined|\[object/iu, path);
      assert.ok(text !== '' || path.endsWith('.hint'), `${path} is empty`);
      assert.equal(text.includes('  '), false, `${path} has two spaces`);
    }
  });

  test(`${language}: sentences outside messages have 20 words at most`, () => {
    for (const { path, text } of everything(words).filter(({ path }) => !path.endsWith('messages'))) {
      for (const sentence of text.split(/[.:?]\s/u)) {
        assert.ok(sentence.split(/\s+/u).length <= 20, `${path}: ${sentence}`);
      }
    }
  });

  test(`${language}: the mail of a case begins its subject with the two words and hides its code`, () => {
    const { subject, text } = words.messages.recover(recoverFacts, sender);
    assert.ok(subject.startsWith('CANOA FAROL: '), subject);
    assert.doesNotMatch(subject, /\d/u);
    assert.equal(text.slice(0, 90).match(/\d{4} ?\d{4}/u), null);
    assert.ok(text.includes('\n   4829 1520\n'));
    assert.ok(text.includes(`\n   ${recoverFacts.link}\n`), 'the link stands alone on its line');
    const links = text.match(/https:\/\/\S+/gu) ?? [];
    assert.deepEqual(links, [recoverFacts.link, 'https://clave.ceibo.example/no-fui-yo']);
    assert.ok(
      text.includes('10:12') && text.includes('10:22') && text.includes('10:42') && text.includes('UTC-5'),
    );
    assert.ok(words.messages['key-changed'](changedFacts, sender).subject.startsWith('CANOA FAROL: '));
  });

  test(`${language}: a notice carries the one link that protects, alone on its line, and no digits in its subject`, () => {
    for (const [kind, { subject, text }] of written<MailText>(words.messages, sender)) {
      if (kind === 'recover') continue;
      const links = text.match(/https?:\/\/\S+/gu) ?? [];
      assert.ok(links.length <= 1, `${kind}: ${links}`);
      for (const link of links) assert.ok(text.includes(`\n   ${link}\n`), kind);
      // The day a change begins is what the reader must see first (UX E3).
      if (kind !== 'contact-will-change') assert.doesNotMatch(subject, /\d/u, kind);
      assert.equal(text.slice(0, 90).match(/\d{4} ?\d{4}/u), null);
    }
    assert.equal(words.messages['someone-tried'](triedFacts, sender).text.match(/https?:\/\/\S+/gu), null);
  });

  test(`${language}: a letter keeps 72 columns, its phone and its two words on one line`, () => {
    const { text } = words.messages.recover(recoverFacts, sender);
    for (const line of text.split('\n')) assert.ok(line.startsWith('   ') || line.length <= 72, line);
    assert.ok(text.includes('1800 000 000') && text.includes('CANOA FAROL'));
    assert.match(text, /Fondo Ceibo de Previsión\n[^\n]+\(UTC-5\)\.\n$/u);
    assert.equal(text.includes('\u00a0'), false);
  });

  test(`${language}: a name that could be read as an address or break a line greets nobody`, () => {
    for (const firstName of ['<a href=//evil>', 'evil.example', 'Ana\r\nBcc: x', '{{7*7}}', '', 'http://x']) {
      const { text } = words.messages['someone-tried']({ firstName, at: askedAt }, sender);
      assert.match(text, /^(?:Hola|Hello):\n/u);
    }
    assert.match(
      words.messages['someone-tried']({ firstName: 'Ma. José', at: askedAt }, sender).text,
      /Ma\. José/u,
    );
  });

  test(`${language}: every SMS is one segment of GSM-7, also with a long institution name with accents`, () => {
    const long = { ...sender, shortName: 'Previsión Ceibo', helpPhone: '+593 2 200 0000' };
    for (const each of [sender, long]) {
      for (const [, text] of written<string>(words.sms, each)) {
        const count = septets(text);
        assert.ok(count !== undefined && count <= 160, `${count} septets: ${text}`);
        assert.doesNotMatch(text, /https?:/u);
      }
    }
    assert.equal(
      words.sms.recover(recoverFacts, sender).split('\n').at(-1),
      '@clave.ceibo.example #48291520',
    );
  });

  test(`${language}: it says that questions do not prove identity, and the notice is silent when there are none`, () => {
    const proof = /no prueban quién es usted|do not prove who you are/u;
    const textOf = (page: HelpPage) => JSON.stringify(page);
    assert.match(words.answerQuestion.why, proof);
    assert.match(textOf(words.help.privacy(privacyFacts)), proof);
    assert.doesNotMatch(textOf(words.help.privacy({ ...privacyFacts, hasQuestions: false })), proof);
  });

  test(`${language}: every question has its own text and every month its name`, () => {
    const texts = questionIds.map((id) => words.answerQuestion.enrolled.texts[id]);
    assert.equal(new Set(texts).size, 14);
    assert.equal(new Set(words.answerQuestion.birth.months).size, 12);
  });

  test(`${language}: every device is named`, () => {
    const devices: readonly DeviceName[] = ['android', 'iphone', 'windows', 'mac', 'linux', 'other'];
    for (const device of devices) {
      const { text } = words.messages['key-changed']({ ...changedFacts, device }, sender);
      assert.ok(text.replaceAll('\n', ' ').includes(words.devices[device]));
    }
  });
}

test('both languages say the same things, path by path', () => {
  const paths = (language: Language) =>
    new Set(everything(wordsOf(language)).map(({ path }) => path.slice(path.indexOf('.') + 1)));
  assert.deepEqual([...paths('es')].sort(), [...paths('en')].sort());
});

test('one of a thing is said in the singular', () => {
  const { enterCode, chooseKey, signIn } = wordsOf('es');
  assert.match(enterCode.email.errors.wrong('CANOA FAROL', 1), /Le queda 1 intento$/u);
  assert.match(chooseKey.errors['too-short'](1, 12), /tiene 1 carácter\./u);
  assert.equal(signIn.errors.triesLeft(2, 900), 'Le quedan 2 intentos antes de una pausa de 15 minutos');
  assert.equal(wordsOf('en').signIn.errors.triesLeft(1, 30), 'You have 1 try left before a 30-second pause');
});

test('an error of ux.md stands word by word', () => {
  const { identify, chooseKey } = wordsOf('es');
  const card = identify['ec.ci'].errors;
  assert.equal(
    card.length(9, 10),
    'El número de cédula debe tener 10 números. Usted escribió 9: revíselo y complételo',
  );
  assert.equal(card.letters('O'), 'El número de cédula solo lleva números. Cambie la letra «O» por un cero');
  assert.equal(
    chooseKey.errors['too-short'](9, 12),
    'La clave tiene 9 caracteres. Escríbala de nuevo con 12 o más',
  );
});

test('times are local, of 24 hours, and carry the date when it is not today', () => {
  const zoneName = 'America/Guayaquil';
  const late = new Date('2026-11-25T05:12:00Z');
  assert.equal(clock(askedAt, zoneName, 'es'), '10:12');
  assert.equal(clockSeconds(askedAt, zoneName, 'en'), '10:12:00');
  assert.equal(day(askedAt, zoneName, 'es'), '24 de noviembre de 2026');
  assert.equal(day(askedAt, zoneName, 'en'), '24 November 2026');
  assert.equal(until(minutesLater(30), askedAt, zoneName, 'es'), 'las 10:42');
  assert.equal(until(late, askedAt, zoneName, 'es'), 'el 25 de noviembre de 2026 a las 00:12');
  assert.equal(until(late, askedAt, zoneName, 'en'), '00:12 on 25 November 2026');
  assert.equal(at(late, askedAt, zoneName, 'en'), 'on 25 November 2026 at 00:12');
  assert.equal(when(askedAt, minutesLater(9), zoneName, 'es'), 'hoy a las 10:12');
  assert.equal(when(askedAt, late, zoneName, 'es'), 'el 24 de noviembre de 2026 a las 10:12');
  assert.equal(clock(askedAt, 'Pacific/Galapagos', 'es'), '09:12');
  assert.equal(zone(askedAt, zoneName, 'es'), 'Ecuador continental (UTC-5)');
  assert.equal(zone(askedAt, 'America/Lima', 'en'), 'Lima (UTC-5)');
});

test('codes are read in two halves, and GSM-7 is counted as networks count it', () => {
  assert.equal(groupCode('48291520'), '4829 1520');
  assert.equal(groupCode('482915'), '482 915');
  assert.equal(septets('Año é €'), 8);
  assert.equal(septets('código'), undefined);
  assert.equal(plain('Previsión Ñandú'), 'Prevision Ñandu');
});

test('512 case words, short, plain, and no two a slip apart', () => {
  assert.equal(caseWords.length, 512);
  assert.equal(new Set(caseWords).size, 512);
  for (const word of caseWords) assert.match(word, /^[A-Z]{3,6}$/u);
  const near = caseWords.flatMap((word, i) => {
    const others = caseWords.slice(i + 1);
    return others.filter((other) => editDistance(word, other) < 2).map((other) => `${word} ${other}`);
  });
  assert.deepEqual(near, []);
  for (const word of ['CANOA', 'FAROL', 'TRIGO', 'JUEVES']) assert.ok(caseWords.includes(word), word);
});

test('2048 idea words, of 4 to 8 plain letters', () => {
  assert.equal(ideaWords.length, 2048);
  assert.equal(new Set(ideaWords).size, 2048);
  for (const word of ideaWords) assert.match(word, /^[a-z]{4,8}$/u);
});
