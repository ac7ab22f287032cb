/**
 * The room that does: one file per act. An act gathers facts, lets `rules/` decide, and carries the decision out.
 * It must never decide by itself, and never speak HTTP.
 */
import type { CheckpointSink } from '../courier/checkpoint-sink.ts';
import type { Courier } from '../courier/message.ts';
import type { Registry } from '../directory/registry/registry.ts';
import type { Clock } from '../lib/clock.ts';
import type { Blocklist } from '../lib/keys/blocklist.ts';
import type { Log } from '../lib/log.ts';
import type { Keys } from '../lib/seal.ts';
import type { Institution } from '../rules/policy.ts';
import type { Db } from '../store/database.ts';
import type { Tally } from '../store/limits.ts';

/** Everything an act may touch. Built once, top to bottom, by `src/world.ts`; handed on, never looked up. */
export type World = {
  readonly db: Db;
  /** The same database without waiting for the disk: for counters, which may lose a moment in a power cut. */
  readonly counters: Db;
  readonly tally: Tally;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly institution: Institution;
  /** The canonical origin: every link begins with it, whatever a request claims (RT-22). */
  readonly baseUrl: string;
  readonly courier: Courier;
  /** Whether mail that is returned comes back to us, each message to an address of its own. */
  readonly takesReturns: boolean;
  /** Absent: the seals of the log stay in the database. */
  readonly checkpointSink?: CheckpointSink;
  /** The register of persons asked at the counter, where the house has one. */
  readonly registry: Registry | undefined;
  readonly blocklist: Blocklist;
  /** A hash like everybody's, of nothing: verified for people who do not exist. */
  readonly dummyHash: string;
  readonly log: Log;
  /** Says that a message waits. */
  readonly wakeWorker: () => void;
};
