import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from './actions/world.ts';
import { newRootKeys, readRootKeys } from './config/root-keys.ts';
import type { Config, KeySource } from './config.ts';
import { openCheckpointSink } from './courier/checkpoint-sink.ts';
import { openFolder } from './courier/folder.ts';
import { openGateway } from './courier/gateway.ts';
import type { Courier } from './courier/message.ts';
import { openPostOffice } from './courier/post-office.ts';
import { openSmtp } from './courier/smtp.ts';
import { trialRegistry } from './directory/registry/trial.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { Fault } from './lib/fault.ts';
import { loadBlocklist } from './lib/keys/blocklist.ts';
import { dummyHash } from './lib/keys/key-hash.ts';
import { type Log, openLog } from './lib/log.ts';
import { keysOf, type RootKey } from './lib/seal.ts';
import { openDatabase } from './store/database.ts';
import { joinEmbedded, startEmbedded } from './store/embedded/embedded.ts';
import { tallyOn } from './store/limits.ts';
import { migrate } from './store/migrate.ts';
import { wakeWorkers } from './store/outbox.ts';
import { applicationRole, isApplication } from './store/role.ts';
import type { Sender } from './words/shapes.ts';

/** A world that was built, and how to take it down again: in the opposite order. */
export type Built = {
  readonly world: World;
  readonly databaseUrl: string;
  /** Whether the database holds us to adding to the log: we work as the role that can do no more. */
  readonly restrained: boolean;
  readonly log: Log;
  close(): Promise<void>;
};

/** Where the embedded database of a data directory lives: a folder of its own. */
export const embeddedDirectory = (dataDirectory: string): string => join(dataDirectory, 'postgres');

/** The institution as its messages name it. */
function senderOf({ institution, baseUrl }: Config): Sender {
  return {
    institutionName: institution.name,
    shortName: institution.shortName,
    helpPhone: institution.helpLine.phone,
    host: new URL(baseUrl).host,
    baseUrl,
    timezone: institution.timezone,
  };
}

/** What carries messages, by these settings. */
export async function openCourier(config: Config): Promise<Courier> {
  const sender = senderOf(config);
  const { mail } = config.institution;
  const { smtpUrl, sms, dkim } = config;
  const letters = smtpUrl
    ? openSmtp(
        {
          url: smtpUrl.reveal(),
          from: mail.from,
          fromName: mail.fromName,
          replyTo: mail.replyTo,
          ...(dkim && { dkim: { ...dkim, privateKey: dkim.privateKey.reveal() } }),
        },
        sender,
      )
    : await openFolder(config.outboxDirectory, sender);
  // Without a relay this is a trial, and the folder gets everything; beside a relay no secret is ever left on the disk.
  if (!sms) return openPostOffice(smtpUrl ? { mail: letters } : { mail: letters, sms: letters });
  const headers = sms.authorization && { authorization: sms.authorization.reveal() };
  const gateway = openGateway({ url: sms.url.reveal(), body: sms.body, ...(headers && { headers }) }, sender);
  return openPostOffice({ mail: letters, sms: gateway });
}

/**
 * The ring of root keys; for an embedded database the first start makes it, readable by nobody else. Beside a database that
 * has data already it is never made: what is sealed there would stay sealed for ever.
 */
function ringOf(source: KeySource, postgres: string | undefined): readonly RootKey[] {
  if (source.kind === 'given') return source.ring.reveal();
  if (postgres && existsSync(postgres))
    throw new Fault('data-malformed', `${postgres} has data, but its keys are missing: ${source.file}`);
  mkdirSync(dirname(source.file), { recursive: true });
  writeFileSync(source.file, newRootKeys(), { mode: 0o600, flag: 'wx' });
  const ring = readRootKeys(readFileSync(source.file, 'utf8'));
  if (typeof ring === 'string') throw new TypeError(ring);
  return ring;
}

/** Brings the schema up as whoever signs in, and gives the role to work as from then on. */
async function prepare(databaseUrl: string): Promise<string | undefined> {
  const owner = openDatabase(databaseUrl, 1);
  try {
    await migrate(owner);
    return await applicationRole(owner);
  } finally {
    await owner.close();
  }
}

/** The database of a world, embedded when none is named, with the schema of this program. */
async function openStore(config: Config, { databaseUrl: named, beside }: Given, directory: string) {
  const start = beside ? joinEmbedded : startEmbedded;
  const embedded = named === undefined ? await start({ directory }) : undefined;
  const databaseUrl = named ?? embedded?.url ?? '';
  try {
    const role = await prepare(databaseUrl);
    const db = openDatabase(databaseUrl, config.databasePoolSize, { role });
    const few = Math.max(2, Math.floor(config.databasePoolSize / 2));
    const counters = openDatabase(databaseUrl, few, { lax: true, role });
    const close = async (): Promise<void> => {
      await Promise.all([db.close(), counters.close()]);
      await embedded?.stop();
    };
    return { db, counters, databaseUrl, close };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** What is given to a world beside its settings: a clock only by tests; `beside` by commands typed while the server runs. */
type Given = { readonly clock?: Clock; readonly databaseUrl?: string; readonly beside?: boolean };

/** Builds everything an act may touch, top to bottom: keys, database (embedded when none is named), schema, courier. */
export async function buildWorld(config: Config, given: Given = {}): Promise<Built> {
  const { institution, baseUrl } = config;
  const log = openLog(config.logLevel);
  const named = given.databaseUrl ?? config.databaseUrl?.reveal();
  const postgres = embeddedDirectory(config.dataDirectory);
  const keys = keysOf(ringOf(config.keys, named === undefined ? postgres : undefined));
  const {
    db,
    counters,
    databaseUrl,
    close: closeStore,
  } = await openStore(config, { ...given, ...(named !== undefined && { databaseUrl: named }) }, postgres);
  const courier = await openCourier(config);
  const world: World = {
    db,
    counters,
    tally: tallyOn(counters),
    keys,
    clock: given.clock ?? systemClock,
    institution,
    baseUrl,
    courier,
    ...(config.auditSink && { checkpointSink: openCheckpointSink(config.auditSink.reveal()) }),
    registry: institution.registry === 'trial' ? trialRegistry : undefined,
    blocklist: loadBlocklist(),
    dummyHash: await dummyHash(institution.policy.key.hash, keys.pepper),
    log,
    // A lost wake-up only means that the worker looks a second later.
    wakeWorker: () => void wakeWorkers(counters).catch(() => undefined),
  };
  const close = async (): Promise<void> => {
    await courier.close();
    await closeStore();
  };
  return { world, databaseUrl, restrained: await isApplication(db), log, close };
}
