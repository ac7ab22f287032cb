/** The operator's room: commands typed by whoever runs this. It calls acts and builds worlds; it never answers a browser. */
import { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { buildWorld } from '../world.ts';
import { auditCommand } from './audit.ts';
import { backupCommands } from './backup.ts';
import { breakGlassCommands } from './break-glass.ts';
import { demo } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { type ImportOptions, importFile } from './import.ts';
import { keysCommand } from './keys.ts';
import { writeLetters } from './letters.ts';
import { mailCommand } from './mail/mail.ts';
import { returnsCommand, tryLater } from './mail/returns.ts';
import { startServer } from './serve.ts';
import { staffCommands } from './staff.ts';
import { upkeep } from './upkeep.ts';
import { inWorld, type Within } from './within.ts';

/** The settings, or every mistake in them and no further step. */
function settings(exitCode = 1): Config {
  const reading = readConfig();
  if (reading.ok) return reading.config;
  for (const { where, what, advice } of reading.mistakes) console.error(`${where}: ${what}. ${advice}`);
  process.exit(exitCode);
}

const program = new Command('reclave').description('Self-service key recovery');

program
  .command('serve')
  .description('start the web server and the outbox worker')
  .action(async () => {
    const server = await startServer(process.env);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void server.stop());
    process.exitCode = await server.ended;
  });

program
  .command('demo')
  .description('start everything on this machine, with sample people and a development inbox')
  .action(async () => {
    process.exitCode = await demo(process.env);
  });

program
  .command('migrate')
  .description('bring the database schema up to this version')
  .action(async () => {
    const { close } = await buildWorld(settings(), { beside: true });
    await close();
    console.log('The schema is up to date');
  });

program
  .command('import')
  .argument('<file>', 'CSV file of people; docs/operate.md names its columns')
  .description("bring people from an institution's records")
  .option('--report <file>', 'where refused rows are named; beside the file when it is not said')
  .option('--from-start', 'begin anew a file that was cut off')
  .option('--dry-run', 'read every row and write none')
  .action(async (file: string, options: ImportOptions) => {
    process.exitCode = await importFile(settings(), file, options);
  });

program
  .command('letters')
  .argument('<folder>', 'where the pages go; made for its owner alone when missing')
  .description('write the letters with codes that wait to be printed and posted')
  .action((folder: string) => writeLetters(settings(), folder));

program
  .command('upkeep')
  .description('make room for the months to come and forget what the policy no longer keeps; to be run daily')
  .option('--dry-run', 'only say what would go', false)
  .action(async (how: { dryRun: boolean }) => {
    process.exitCode = await upkeep(settings(), how);
  });

const within: Within = (work) => inWorld(settings(), work);
breakGlassCommands(program, staffCommands(program, within), within);
doctorCommand(program, () => settings());
program.addCommand(auditCommand(() => settings()));
program.addCommand(mailCommand(within));
returnsCommand(program, () => settings(tryLater));
backupCommands(program, () => settings());
program.addCommand(keysCommand(within));

await program.parseAsync();
