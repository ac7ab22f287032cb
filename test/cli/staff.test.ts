/** `reclave staff` and `reclave breakglass` as an operator types them: what they say, what they refuse, what they never show. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, it, mock } from 'node:test';
import { Command } from 'commander';
import { breakGlassCommands } from '../../src/cli/break-glass.ts';
import { staffCommands } from '../../src/cli/staff.ts';
import { inWorld } from '../../src/cli/within.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { changesOf, employ } from '../attacks/counter.ts';
import { citizen } from '../journeys/steps.ts';
import { openWorld, type TestWorld, testKeys } from '../world.ts';

const program = join(import.meta.dirname, '../../src/cli/reclave.ts');
let world: TestWorld;
before(async () => {
  world = await openWorld();
});
afterEach(() => {
  process.exitCode = 0;
});
after(() => world.close());

type Said = { readonly code: unknown; readonly out: string };

/** What a command said, and the exit code it leaves. */
async function type(...words: string[]): Promise<Said> {
  const said: string[] = [];
  const hear = (line: unknown) => void said.push(String(line));
  const ears = [mock.method(console, 'log', hear), mock.method(console, 'error', hear)];
  process.exitCode = 0;
  try {
    const commands = new Command();
    const within = (work: Parameters<typeof inWorld>[1]) => inWorld(world.config, work);
    breakGlassCommands(commands, staffCommands(commands, within), within);
    await commands.parseAsync(words, { from: 'user' });
    return { code: process.exitCode, out: said.join('\n') };
  } finally {
    for (const ear of ears) ear.mock.restore();
  }
}

/** The same in a process of its own, with lines for what it asks in silence. */
async function typeSecretly(lines: readonly string[], ...words: string[]): Promise<Said> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: world.databaseUrl,
    RECLAVE_KEYS: testKeys,
    RECLAVE_DATA: world.config.dataDirectory,
    RECLAVE_INSTITUTION: 'ceibo',
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, [program, ...words], { env });
  child.stdin.end(`${lines.join('\n')}\n`);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, out: out + err };
}

const refused = ({ code, out }: Said, because: RegExp): void => {
  assert.equal(code, 1, out);
  assert.match(out, because);
};

it('adds a member, lists and invites them anew, shuts them out, and says why it does not (HD-08)', async () => {
  const { number } = card(5_000_900);
  const add = (...more: string[]) =>
    type('staff', 'add', '--code', 'A-104', '--name', 'Rosa Cedeño', '--number', number, ...more);
  refused(await add('--roles', 'agent,king'), /^--roles takes some of: .*agent/);
  const { code, out } = await add('--roles', 'agent,supervisor');
  assert.equal(code, 0, out);
  assert.match(out, /It works once, for 24 hours:\nhttps:\/\/clave\.ceibo\.example\/\S+$/);
  assert.ok(!out.includes(number));
  refused(await add('--roles', 'agent'), /^This code is taken/);
  assert.match(
    (await type('staff', 'list')).out,
    /^A-104\tnot enrolled yet\tagent,supervisor\tRosa Cedeño$/m,
  );

  assert.match((await type('staff', 'relatives', 'A-104', '--add', citizen(1).number)).out, /^Declared$/);
  refused(await type('staff', 'relatives', 'A-104', '--add', '123'), /^A number is not one of kind ec\.ci/);
  refused(await type('staff', 'invite', 'A-999'), /^Nobody has this code/);
  const again = await type('staff', 'invite', 'A-104');
  assert.match(again.out, /It works once/);
  assert.notEqual(again.out, out, 'A link of its own');
  assert.match((await type('staff', 'disable', 'A-104')).out, /every session is over/);
  assert.match((await type('staff', 'list')).out, /^A-104\tdisabled\t/m);
});

it('changes a contact by two administrators who type a passphrase nobody sees (HD-03, HD-16)', async () => {
  const [one, two] = [
    await employ(world, 910, ['administrator']),
    await employ(world, 911, ['administrator']),
  ];
  const who = citizen(2);
  const ask = (...confirmers: string[]) => {
    const by = ['--confirmed-by', ...confirmers];
    const why = ['--reason', 'No hay supervisión hoy'];
    return type('breakglass', 'ask', who.number, '--email', 'nueva@otro.example', ...by, ...why);
  };
  refused(await ask(one.code, one.code), /^Name two different active administrators/);
  const asked = await ask(one.code, two.code);
  assert.equal(asked.code, 0, asked.out);
  const id = /confirm (\S+) --by/.exec(asked.out)?.[1] ?? assert.fail(asked.out);

  const passphraseOf = (code: string): string => `frase larga y propia de ${code}`;
  const confirm = (code: string, passphrase = passphraseOf(code)) =>
    typeSecretly([passphrase], 'breakglass', 'confirm', id, '--by', code);
  const said: Said[] = [];
  for (const { code } of [one, two])
    said.push(await typeSecretly(['', passphraseOf(code)], 'staff', 'passphrase', code));
  for (const { code, out } of said)
    assert.deepEqual([code, /^Set\. It confirms from a day/m.test(out)], [0, true], out);
  await world.sql(`update staff set passphrase_at = passphrase_at - interval '25 hours'`);
  refused(await confirm(one.code, 'otra frase que no es'), /Not the passphrase/);
  said.push(await confirm(one.code));
  assert.match(said[2]?.out ?? '', /Confirmed by one; the other is missing/);
  assert.deepEqual(await changesOf(world, who), []);
  said.push(await confirm(two.code));
  assert.match(said[3]?.out ?? '', /The hold has begun; everybody was told/);
  assert.deepEqual(await changesOf(world, who), ['held']);
  for (const { out } of [...said, asked])
    for (const secret of ['frase larga', who.number, 'otro.example']) assert.ok(!out.includes(secret), out);
});
