import { Command } from 'commander';
import { listDeadLetters, mailStatus, retryDeadLetters } from '../../actions/mail/dead-letters.ts';
import type { World } from '../../actions/world.ts';
import type { Within } from '../within.ts';

async function dead(world: World): Promise<void> {
  for (const { id, kind, by, tries, reason, since, until } of await listDeadLetters(world)) {
    const left = until ? `until ${until.toISOString()}` : 'expired';
    console.log([id, kind, by, `${tries} tries`, reason ?? '', since.toISOString(), left].join('\t'));
  }
}

async function retry(world: World, id: string | undefined, { all }: { all?: boolean }): Promise<void> {
  if ((id === undefined) === (all !== true)) throw new TypeError('Give one id, or --all');
  const { revived, expired } = await retryDeadLetters(world, id);
  if (id !== undefined && revived + expired === 0)
    throw new TypeError('No dead letter has this id: see reclave mail dead');
  console.log(
    `${revived} put back${expired > 0 ? `, ${expired} expired: ask for new messages instead` : ''}`,
  );
  if (id !== undefined && revived === 0) process.exitCode = 1;
}

async function status(world: World): Promise<void> {
  const { queue, relays } = await mailStatus(world);
  for (const { state, messages, oldest } of queue)
    console.log([state, messages, `oldest ${oldest?.toISOString() ?? 'none'}`].join('\t'));
  for (const { name, ready } of relays) console.log(['relay', name, ready ? 'answers' : 'silent'].join('\t'));
}

/** `reclave mail`: what waits, what was given up, and putting that back. It never tells an address or a secret. */
export function mailCommand(within: Within): Command {
  const mail = new Command('mail').description('messages that wait or were given up');
  mail
    .command('status')
    .description('messages by state, and whether each relay answers')
    .action(() => within(status));
  mail
    .command('dead')
    .description('list the messages that were given up')
    .action(() => within(dead));
  mail
    .command('retry')
    .argument('[id]', 'as reclave mail dead gives it')
    .option('--all', 'every one whose code or link still works')
    .description('send given-up messages again')
    .action((id: string | undefined, options: { all?: boolean }) =>
      within((world) => retry(world, id, options)),
    );
  return mail;
}
