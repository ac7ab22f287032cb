/** A server of one's own to attack: the real process, the sample people, a real relay and inbox, all taken down after. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInbox } from '../../src/cli/inbox/inbox.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { startEmbedded } from '../../src/store/embedded/embedded.ts';
import { buildWorld } from '../../src/world.ts';
import { openSite } from '../../test/server.ts';
import { testConfig } from '../../test/world.ts';
import { inboxAt } from './letters.ts';
import { openTarget, type Target } from './target.ts';

export type OwnTarget = { readonly target: Target; close(): Promise<void> };

/** Durability is not what is attacked, and costs most of the time. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts a database for this run alone, where the tests keep theirs. */
async function startDatabase(): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'reclave-attack-'));
  // As root, PostgreSQL runs as another user, who has to pass through.
  chmodSync(directory, 0o711);
  const database = await startEmbedded({ directory, settings });
  process.env.RECLAVE_TEST_DATABASE = database.url;
  return async () => {
    await database.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** Starts everything; within the tests, on the database they have. */
export async function openOwn(full: boolean): Promise<OwnTarget> {
  const down: (() => Promise<unknown>)[] = [];
  const takeDown = async (): Promise<void> => {
    for (const step of down.toReversed()) await step();
  };
  let going: Promise<void> | undefined;
  // Once, whoever asks: a signal that ends the server also ends the attack that was under way, and both take everything down.
  const close = (): Promise<void> => {
    going ??= takeDown();
    return going;
  };
  try {
    if (!process.env.RECLAVE_TEST_DATABASE) down.push(await startDatabase());
    const site = await openSite();
    down.push(site.close);
    const inbox = await startInbox({ smtpPort: 0, webPort: 0 });
    down.push(inbox.stop);
    const settings = {
      SMTP_URL: inbox.smtpUrl,
      SMS_URL: inbox.smsUrl,
      TRUSTED_PROXIES: '127.0.0.1',
      LOG_LEVEL: 'trace',
    };
    const server = await site.start(settings);
    const { world, close: closeWorld } = await buildWorld(testConfig(site.database, site.folder));
    down.push(closeWorld);
    const another = (environment: Record<string, string>) => site.start({ ...settings, ...environment });
    const target = await openTarget({
      origin: world.baseUrl,
      peer: { port: server.port },
      full,
      letters: inboxAt(inbox.webUrl),
      sql: site.sql,
      own: { world, sql: site.sql, clock: systemClock, server, another },
    });
    return { target, close };
  } catch (error) {
    await close();
    throw error;
  }
}
