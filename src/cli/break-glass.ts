import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { askBreakGlass, confirmBreakGlass } from '../actions/desk/break-glass.ts';
import { type PassphraseSet, setPassphrase } from '../actions/desk/staff/passphrase.ts';
import { judgeAddress } from '../lib/contact/email.ts';
import { type BreakGlassRefusal, leastPassphrase } from '../rules/desk/break-glass.ts';
import { numberIn, type Within } from './within.ts';

/** Why a command was not obeyed, and what to do instead. */
const advice: Record<BreakGlassRefusal | Exclude<PassphraseSet, 'set'>, string> = {
  nobody: 'There is no such person, request or administrator',
  'not-two': 'Name two different active administrators, each with --confirmed-by',
  'own-person': 'Nobody confirms for themselves or a declared relative: name somebody else',
  'same-contact': 'The person has this e-mail already',
  'account-barred': 'The account is suspended or closed',
  'already-asked': 'A request for this person is open: it ends a day after it was made',
  over: 'This request is over: ask again',
  'not-named': 'Only the two administrators who were named confirm, while they are active',
  'confirmed-already': 'This administrator has confirmed; the other one is missing',
  'no-passphrase': 'Set one first: reclave staff passphrase <code>',
  'passphrase-too-new': 'A passphrase confirms from a day after it was set',
  'wrong-passphrase': 'Not the passphrase. Five mistakes end the request',
  'too-short': `A passphrase has at least ${leastPassphrase} characters`,
  'wrong-former': 'Not the passphrase of before',
};

function tell(refused: keyof typeof advice | undefined, done: string): void {
  if (refused) {
    console.error(advice[refused]);
    process.exitCode = 1;
  } else console.log(done);
}

/** Lines nobody looking on can read: typed without an echo, or piped in. */
async function secrets(...prompts: readonly string[]): Promise<string[]> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  const typed: string[] = [];
  const next = lines[Symbol.asyncIterator]();
  for (const prompt of prompts) {
    process.stderr.write(prompt);
    typed.push((await next.next()).value ?? '');
    process.stderr.write('\n');
  }
  lines.close();
  return typed;
}

type Asked = { email: string; confirmedBy: string[]; reason: string };

/** The operator's commands for the day when no supervisor is there: loud in the log, and held like any other change. */
export function breakGlassCommands(program: Command, staff: Command, within: Within): void {
  const glass = program.command('breakglass').description('change a contact when no supervisor is there');
  glass
    .command('ask')
    .argument('<number>', 'identity card, or "passport:AB12345"')
    .requiredOption('--email <address>', 'the new e-mail, which the person proved to be theirs')
    .requiredOption('--confirmed-by <codes...>', 'the two administrators who will confirm')
    .requiredOption('--reason <text>', 'why; the person reads it with their data')
    .description('ask for it, and print the id of the request')
    .action((number: string, { email, confirmedBy, reason }: Asked) =>
      within(async (world) => {
        const address = judgeAddress(email);
        if (!address.ok) throw new TypeError(`--email is not one plain address: ${address.fault}`);
        const identity = numberIn(world, number);
        const asked = await askBreakGlass(world, {
          identity,
          to: address.address,
          named: confirmedBy,
          reason,
        });
        if (asked.ok)
          tell(undefined, `Both confirm within a day: reclave breakglass confirm ${asked.id} --by <code>`);
        else tell(asked.because, '');
      }),
    );
  confirmCommand(glass, within);
  passphraseCommand(staff, within);
}

function confirmCommand(glass: Command, within: Within): void {
  glass
    .command('confirm')
    .argument('<id>', 'of the request')
    .requiredOption('--by <code>', 'the administrator who types their passphrase now')
    .description('confirm it; with the second confirmation the hold begins and everybody is told')
    .action((id: string, { by }: { by: string }) =>
      within(async (world) => {
        const [passphrase = ''] = await secrets('Passphrase: ');
        const outcome = await confirmBreakGlass(world, { id, code: by, passphrase });
        if (!outcome.ok) tell(outcome.because, '');
        else
          tell(
            undefined,
            outcome.done
              ? 'The hold has begun; everybody was told'
              : 'Confirmed by one; the other is missing',
          );
      }),
    );
}

function passphraseCommand(staff: Command, within: Within): void {
  staff
    .command('passphrase')
    .argument('<code>', 'an administrator, who types it themselves')
    .description('set the passphrase by which they confirm; it counts from a day later on')
    .action((code: string) =>
      within(async (world) => {
        const [former = '', next = ''] = await secrets('Passphrase of before, if any: ', 'New passphrase: ');
        const outcome = await setPassphrase(world, { code, former, next });
        tell(outcome === 'set' ? undefined : outcome, 'Set. It confirms from a day later on');
      }),
    );
}
