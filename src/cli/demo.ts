import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importPeople } from '../actions/upkeep/import-people.ts';
import { readConfig } from '../config.ts';
import { readPeople } from '../directory/csv.ts';
import { type Sample, samplePeople, samplePeopleCsv } from '../directory/sample.ts';
import { startEmbedded } from '../store/embedded/embedded.ts';
import { buildWorld, embeddedDirectory } from '../world.ts';
import { bringStaff } from './demo-staff.ts';
import { startInbox } from './inbox/inbox.ts';
import { startServer } from './serve.ts';

/** The port people expect, or any free one when somebody else has it. */
const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.on('error', () => resolve(0));
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)));
  });

/**
 * The whole product on one machine: embedded PostgreSQL, sample people brought by the importer institutions use, the server,
 * and a development inbox that mail reaches by real SMTP. Runs until it is stopped, and stops all it started.
 */
export async function demo(environment: NodeJS.ProcessEnv): Promise<number> {
  const directory = environment.RECLAVE_DATA ?? join(import.meta.dirname, '../../var/demo');
  const port = await portFor(environment.PORT, 8080);
  const inbox = await startInbox({ smtpPort: await freePort(8026), webPort: await portFor(undefined, 8025) });
  const keysFile = join(directory, 'keys');
  const postgres = embeddedDirectory(directory);
  if (existsSync(postgres) && !existsSync(keysFile))
    throw new Error(`${postgres} has data, but ${keysFile} is missing`);
  const embedded = environment.DATABASE_URL ? undefined : await startEmbedded({ directory: postgres });
  const settings: NodeJS.ProcessEnv = {
    LOG_LEVEL: 'warn',
    RECLAVE_INSTITUTION: 'ceibo',
    DRAIN_SECONDS: '0',
    ...environment,
    RECLAVE_DATA: directory,
    PORT: String(port),
    SMTP_URL: environment.SMTP_URL ?? inbox.smtpUrl,
    SMS_URL: environment.SMS_URL ?? inbox.smsUrl,
  };
  const stopAll: (() => Promise<void>)[] = [inbox.stop, ...(embedded ? [embedded.stop] : [])];
  try {
    const databaseUrl = embedded?.url ?? environment.DATABASE_URL ?? '';
    const staff = await bringPeople(settings, databaseUrl);
    const keys = environment.RECLAVE_KEYS ? {} : { RECLAVE_KEYS_FILE: keysFile };
    const server = await startServer({ ...settings, ...keys, DATABASE_URL: databaseUrl });
    stopAll.unshift(server.stop);
    console.log(welcome(`http://localhost:${server.port}`, inbox.webUrl, staff));
    return await Promise.race([server.ended, interrupted()]);
  } finally {
    for (const stop of stopAll) await stop();
  }
}

async function portFor(asked: string | undefined, usual: number): Promise<number> {
  if (asked !== undefined) return Number(asked);
  const port = await freePort(usual);
  return port === 0 ? freePort(0).then(() => anyPort()) : port;
}

const anyPort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const interrupted = (): Promise<number> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(0));
  });

/**
 * Makes the keys when they are missing, brings the schema up, imports the sample people as any institution would, and appoints
 * the sample staff; gives a line for each of those.
 */
async function bringPeople(settings: NodeJS.ProcessEnv, databaseUrl: string): Promise<string[]> {
  const { DATABASE_URL: _, ...rest } = settings;
  const reading = readConfig(rest);
  if (!reading.ok) {
    for (const { where, what, advice } of reading.mistakes) console.error(`${where}: ${what}. ${advice}`);
    throw new Error('The demo could not read its settings');
  }
  const { world, close } = await buildWorld(reading.config, { databaseUrl });
  const rows = readPeople(Readable.from([samplePeopleCsv()]), world.institution);
  const { people, faults } = await importPeople(world, rows);
  console.log(`${people} sample people imported`);
  for (const { line, fault } of faults) console.error(`line ${line}: ${fault}`);
  const staff = await bringStaff(world);
  await close();
  return staff;
}

/** What a person at the screen needs: where to go, where the mail is, whom to be. */
function welcome(baseUrl: string, inboxUrl: string, staff: readonly string[]): string {
  const rows = samplePeople().map(row);
  return [
    '',
    `  Reclave            ${baseUrl}`,
    `  Development inbox  ${inboxUrl}`,
    '',
    '  People to try',
    ...rows,
    '',
    `  Staff, who sign in by passkey at ${baseUrl}/mesa (docs/operate.md says how without a security key)`,
    ...staff,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function row({ story, identity, person }: Sample): string {
  const branch =
    person?.branch === undefined
      ? ''
      : `, branch ${person.branch}, representative ${person.representative?.number}`;
  const facts = [
    person?.email && `e-mail ${person.email}`,
    person?.secondEmail && `second e-mail ${person.secondEmail}`,
    person?.phone && `mobile ${person.phone}`,
    person?.birth && `born ${person.birth.day}/${person.birth.month}`,
    person?.key ? `key ${person.key}` : person && 'no key yet',
  ].filter(Boolean);
  const answers = Object.entries(person?.answers ?? {}).map(([question, answer]) => `${question}: ${answer}`);
  const details = [facts.join(', '), answers.length > 0 ? `answers ${answers.join(', ')}` : ''].filter(
    Boolean,
  );
  return [`  ${identity.number}${branch}  ${story.en}`, ...details.map((one) => `      ${one}`)].join('\n');
}
