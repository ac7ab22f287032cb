import {
  type ActivityActor,
  type ActivityKind,
  actorOfActivity,
  kindOfActivity,
} from '../../rules/account/activity.ts';
import type { Checkpoint, NamedKey, SealedRow } from '../../rules/audit/line.ts';
import type { InclusionProof } from '../../rules/audit/proof.ts';
import { leavesOfBatch } from '../../store/audit/rows.ts';
import {
  checkpointsOf,
  type PlacedRow,
  rowsOfSubject,
  statementMadeAt,
} from '../../store/audit/statement.ts';
import { members } from '../../store/desk/staff/members.ts';
import type { World } from '../world.ts';
import { pathOf } from './inclusion.ts';

/** More than an account gathers in years; what is older is asked for at an office. */
const mostRows = 5000;

/** One thing that happened, and who did it: of staff the code. */
export type StatedLine = {
  readonly seq: string;
  readonly at: Date;
  readonly kind: ActivityKind;
  readonly actor: ActivityActor;
  readonly line: { readonly after?: string; readonly office?: string; readonly reason?: string };
  readonly staff: string | undefined;
  readonly batch: number | undefined;
};

/** Everything that ever happened to an account, up to the line that says that this was asked for. */
export type Statement = {
  readonly made: string;
  readonly at: Date;
  readonly lines: readonly StatedLine[];
  readonly checkpoints: readonly Checkpoint[];
  /** Lines whose proof is not handed out: what the house noted beside them is not for outside (RC-16). */
  readonly withheld: number;
  readonly keys: readonly NamedKey[];
};

/** Reads a statement that was made for this number; nothing when none was. Looking changes nothing. */
export async function readStatement(
  world: World,
  subject: Buffer,
  made: string,
): Promise<Statement | undefined> {
  const at = await statementMadeAt(world.db, made, subject);
  if (!at) return undefined;
  const rows = await rowsOfSubject(world.db, subject, made, mostRows);
  const codes = new Map((await members(world.db)).map(({ id, code }) => [id, code]));
  const batches = new Set(rows.flatMap(({ place }) => place?.batch ?? []));
  return {
    made,
    at,
    lines: rows.map((row) => stated(row, codes)),
    checkpoints: await checkpointsOf(world.db, [...batches]),
    withheld: rows.filter(({ row }) => row.note !== null).length,
    keys: world.keys.auditKeys,
  };
}

function stated({ row, place }: PlacedRow, codes: ReadonlyMap<string, string>): StatedLine {
  const { seq, event, actor, after, refusal, evidence, office, reason, staff } = row;
  const line = {
    ...(after !== null && { after }),
    ...(office !== null && { office }),
    ...(reason !== null && { reason }),
  };
  const known = { event: event ?? '', ...(actor !== null && { actor }), ...line };
  return {
    seq,
    at: new Date(row.at),
    kind: kindOfActivity({
      ...known,
      ...(refusal !== null && { refusal }),
      ...(evidence !== null && { evidence }),
    }),
    actor: actorOfActivity(actor ?? ''),
    line,
    staff: staff === null ? undefined : codes.get(staff),
    batch: place?.batch,
  };
}

const isOpen = ({ row: { note } }: { row: SealedRow }): boolean => note === null;

/**
 * The proofs of a statement, one line each: what `reclave audit verify` takes without any database. A line with a note of the
 * house is left out, since a proof holds the whole row.
 */
export async function* statementProofs(
  world: World,
  subject: Buffer,
  made: string,
): AsyncGenerator<InclusionProof> {
  const rows = (await rowsOfSubject(world.db, subject, made, mostRows)).filter(isOpen);
  const batches = new Set(rows.flatMap(({ place }) => place?.batch ?? []));
  for (const checkpoint of await checkpointsOf(world.db, [...batches])) {
    const leaves = await leavesOfBatch(world.db, checkpoint.batch);
    for (const { row, place } of rows) {
      const path = place?.batch === checkpoint.batch ? pathOf(leaves, place.position) : undefined;
      if (place && path) yield { kind: 'proof', row, position: place.position, path, checkpoint };
    }
  }
}
