/** A few tries at each of many numbers: no limit of one number sees it, the breaker does (RT-11, ATK-07, ATK-23). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import {
  browse,
  citizen,
  hours,
  identify,
  minutes,
  otherCode,
  pathOf,
  prove,
  receive,
  saveKey,
  unknownNumber,
} from '../journeys/steps.ts';
import { solve } from '../robot-check.ts';
import { goodKey, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';

const file = readFileSync(join(import.meta.dirname, '../../institutions/ceibo.yaml'), 'utf8');
/** The smallest limits there are: a minute's ten wrong codes, a network's five. */
const strict = file
  .replace(/failuresPerMinute: \d+/, 'failuresPerMinute: 10')
  .replace(/failuresPerHour: \d+/, 'failuresPerHour: 50')
  .replace(/failuresPerNetworkPerHour: \d+/, 'failuresPerNetworkPerHour: 5')
  .replace(/failedNumbersPerNetworkPerHour: \d+/, 'failedNumbersPerNetworkPerHour: 5')
  .replace(/work: 50000/, 'work: 1000');

let world: TestWorld;
before(async () => {
  world = await openWorld({ institutionText: strict });
});
after(() => world.close());

const from = (ip: string): Walker => new Walker((request) => world.app.fetch(request, { ip }));
let numbers = 0;
let networks = 0;
/** A number nobody tried yet: somebody's and nobody's in turn. */
const anyNumber = (): string =>
  ++numbers % 2 === 0 ? citizen(10 + (numbers % 40)).number : unknownNumber(numbers);
const anywhere = (): string => `203.${Math.floor(++networks / 250)}.${networks % 250}.9`;

let at = '';
const guesser = new Walker((request) => world.app.fetch(request, { ip: at }));

/** A wrong code for a number, on the page that takes number and code: one program that changes its address. */
async function guess(number: string, ip: string, status = 422): Promise<void> {
  if (guesser.seen === undefined) await guesser.open(paths.enterCodeElsewhere);
  const fields = { _csrf: guesser.token, numero: number, codigo: '12345678' };
  at = ip;
  assert.equal((await guesser.post(paths.enterCodeElsewhere, fields)).status, status);
}
async function guessMany(count: number, ip?: string): Promise<void> {
  for (let done = 0; done < count; done++) await guess(anyNumber(), ip ?? anywhere());
}

type Noticed = { after: string; network: Buffer | null; bare: boolean };
const noticed = (): Promise<Noticed[]> =>
  world.sql<Noticed>(
    `select after, network, subject is null and case_id is null and note is null and reason is null as bare
     from audit where event = 'guessing-noticed' and actor = 'system' order by seq`,
  );
const sayings = async (): Promise<string[]> => (await noticed()).map((line) => line.after);

/** Where a start leads, for somebody known and for nobody: the same. */
async function startsAt(ip?: string): Promise<string> {
  const landed: string[] = [];
  for (const number of [citizen(60).number, unknownNumber(900)]) {
    const walker = ip === undefined ? browse(world) : from(ip);
    await identify(walker, number);
    landed.push(pathOf(walker));
  }
  assert.equal(landed[0], landed[1], 'A limit tells nobody who has an account (RE-04)');
  return landed[0] ?? '';
}

/** Long after whatever happened: no breaker is tripped, no number has used anything up. */
const rest = (): void => world.clock.move(hours(25));

describe('guessing at many numbers from many networks (RT-11)', () => {
  it('is noticed at the eleventh wrong code of a minute, once, with no number and no network in the log (ATK-07)', async () => {
    await guessMany(10);
    assert.deepEqual(await noticed(), []);
    assert.equal(await startsAt(), paths.answerQuestion);
    await guessMany(3);
    assert.deepEqual(await noticed(), [{ after: 'check-required', network: null, bare: true }]);
  });

  it('makes whoever starts do a check, known or not, and one that is solved goes on at once (RE-04, ATK-23)', async () => {
    assert.equal(await startsAt(), paths.checkRobot);
    const walker = browse(world);
    await identify(walker, citizen(61).number);
    await walker.submit({ prueba: await solve(walker) });
    assert.equal(pathOf(walker), paths.answerQuestion);
  });

  it('stays noticed into the next minutes, and twenty minutes later nobody is checked', async () => {
    world.clock.move(minutes(9));
    assert.equal(await startsAt(), paths.checkRobot);
    world.clock.move(minutes(20));
    assert.equal(await startsAt(), paths.answerQuestion);
  });

  it('counts made-up links like wrong codes', async () => {
    rest();
    for (let count = 0; count < 11; count++) {
      const walker = from(anywhere());
      await walker.open(paths.enterCodeElsewhere);
      const _csrf = walker.token;
      await walker.post(paths.followLink, { _csrf, enlace: `made-up-${String(count).repeat(24)}` });
    }
    assert.equal(await startsAt(), paths.checkRobot);
  });
});

describe('guessing that goes on', () => {
  it('slows whoever starts, and never who holds a message: code, link and new key stay open (RT-11, ATK-38)', async () => {
    rest();
    const before = (await sayings()).length;
    const coded = browse(world);
    const { code } = await receive(world, coded, citizen(1));
    const linked = browse(world);
    const { link } = await receive(world, linked, citizen(2));
    const proven = browse(world);
    await prove(world, proven, citizen(3));
    await guessMany(31);
    assert.deepEqual((await sayings()).slice(before), ['check-required', 'starts-slowed']);

    const late = browse(world);
    await identify(late, citizen(4).number);
    assert.equal(pathOf(late), paths.checkRobot);
    assert.doesNotMatch(late.page.html, /data-prueba/, 'No machine is put to work for nothing');
    assert.equal((await late.submit()).status, 422);

    await coded.submit({ codigo: otherCode(code) });
    await coded.submit({ codigo: code });
    assert.equal(pathOf(coded), paths.chooseKey);
    await linked.open(new URL(link).pathname);
    await linked.submit({}, paths.followLink);
    assert.equal(pathOf(linked), paths.chooseKey);
    await saveKey(proven, goodKey);
    assert.equal(pathOf(proven), paths.done);

    world.clock.move(20_000);
    await late.submit();
    assert.equal(pathOf(late), paths.answerQuestion, 'A wait has an end (RE-04)');
  });

  it('forty at once from forty networks are written down once for each level (H8)', async () => {
    rest();
    const before = (await sayings()).length;
    await Promise.all(Array.from({ length: 40 }, () => guess(anyNumber(), anywhere())));
    assert.deepEqual((await sayings()).slice(before), ['check-required', 'starts-slowed']);
  });
});

describe('guessing from few networks', () => {
  it('at the limit of each makes starts do a check, and makes nobody else wait (RT-11, H35)', async () => {
    rest();
    const before = (await sayings()).length;
    for (let few = 0; few < 16; few++) await guessMany(4, anywhere());
    assert.deepEqual((await sayings()).slice(before), ['check-required']);
    const walker = browse(world);
    await identify(walker, citizen(57).number);
    await walker.submit({ prueba: await solve(walker) });
    assert.equal(pathOf(walker), paths.answerQuestion);
  });
});

describe('guessing from one network', () => {
  it('trips its own breaker, however often it tries, and nobody else notices (RT-11, H35)', async () => {
    rest();
    const before = (await noticed()).length;
    const ip = anywhere();
    await guessMany(20, ip);
    const lines = (await noticed()).slice(before);
    assert.deepEqual(
      lines.map((line) => line.after),
      ['check-required', 'starts-slowed'],
    );
    assert.ok(lines.every((line) => line.bare && line.network?.length === 32));
    assert.equal(await startsAt(ip.replace(/9$/, '77')), paths.checkRobot, 'A neighbour in the /24');
    assert.equal(await startsAt(), paths.answerQuestion);
  });

  it('is one network in every /64 of a /48, in any spelling of its address (RE-09, H10)', async () => {
    rest();
    for (const ip of ['1', '2', '3', '4', '5', '6'].map((site) => `2001:db8:7:${site}::1`))
      await guessMany(1, ip);
    assert.equal(await startsAt('2001:db8:7:ffff::9'), paths.checkRobot);
    assert.equal(await startsAt('2001:db8:8:1::9'), paths.answerQuestion);
  });

  it('counts tries that were judged: hammering a number with none left trips nothing (H35)', async () => {
    rest();
    const before = (await noticed()).length;
    const number = unknownNumber(950);
    for (let tries = 0; tries < 5; tries++) await guess(number, anywhere());
    for (let tries = 0; tries < 12; tries++) await guess(number, anywhere(), 429);
    assert.deepEqual((await noticed()).slice(before), []);
  });
});

/** The same digits in another script, by where its zero is. */
const moved = (number: string, zero: number): string =>
  [...number].map((digit) => String.fromCodePoint(zero + Number(digit))).join('');

describe('a number in any spelling is one number (RE-07, ATK-16, H11)', () => {
  const spellings: Readonly<Record<string, (number: string) => string>> = {
    spaces: (number) => ` ${number.replace(/(\d{3})/g, '$1 ')}`,
    dashes: (number) => `${number.slice(0, 9)}-${number.slice(9)}`,
    'full-width digits': (number) => moved(number, 0xff10),
    'Arabic-Indic digits': (number) => moved(number, 0x660),
    'zero-width characters': (number) => [...number].join('\u200b'),
    'no-break spaces': (number) => `\u00a0${number.slice(0, 5)}\u00a0${number.slice(5)}`,
  };

  it('six starts in six spellings from six networks are six starts of one number', async () => {
    rest();
    for (const number of [citizen(62).number, unknownNumber(960)]) {
      const landed: string[] = [];
      for (const spell of Object.values(spellings)) {
        const walker = browse(world);
        await identify(walker, spell(number));
        landed.push(pathOf(walker));
      }
      assert.deepEqual(landed, [...Array(5).fill(paths.answerQuestion), paths.checkRobot]);
    }
  });

  it('five wrong codes in five spellings use up its tries', async () => {
    rest();
    for (const number of [citizen(63).number, unknownNumber(961)]) {
      const statuses: number[] = [];
      for (const [index, spell] of Object.values(spellings).entries()) {
        const walker = from(anywhere());
        await walker.open(paths.enterCodeElsewhere);
        statuses.push((await walker.submit({ numero: spell(number), codigo: `1234567${index}` })).status);
      }
      assert.deepEqual(statuses, [422, 422, 422, 422, 422, 429]);
    }
  });
});

describe('keys that fail on number after number', () => {
  it('from the /64s of one /48 ask a robot check of the whole /48 (H10, PW-24)', async () => {
    rest();
    const asked = async (ip: string): Promise<boolean> => {
      const walker = from(ip);
      await walker.open(paths.signIn);
      return walker.page.html.includes('data-prueba');
    };
    for (let site = 1; site <= 6; site++) {
      assert.equal(await asked('2001:db8:9:ffff::1'), false);
      const walker = from(`2001:db8:9:${site}::1`);
      await walker.open(paths.signIn);
      await walker.submit({ numero: anyNumber(), clave: `Falsa${site}Llave` }, paths.signIn);
    }
    assert.equal(await asked('2001:db8:9:ffff::1'), true);
    assert.equal(await asked('2001:db8:a:1::1'), false);
  });
});
