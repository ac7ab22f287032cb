import type { World } from '../actions/world.ts';
import type { Config } from '../config.ts';
import { judgeNumber } from '../rules/identifiers.ts';
import type { IdentityNumber } from '../rules/identity.ts';
import { buildWorld } from '../world.ts';

/** Runs a command in a world that is closed after it. */
export type Within = (work: (world: World) => Promise<void>) => Promise<void>;

/** An identity card, or a number of the kind in front of it ("passport:AB12345"). */
export function numberIn({ institution }: World, typed: string): IdentityNumber {
  const [front = '', rest] = typed.split(/:(.*)/s);
  const kind = (['ec.ci', 'fund-code', 'passport'] as const).find((one) => one === front) ?? 'ec.ci';
  const rule = institution.identifiers[kind];
  const verdict = rule && judgeNumber(kind, rest ?? typed, rule);
  if (!verdict?.ok)
    throw new TypeError(`A number is not one of kind ${kind}: ${verdict?.fault.kind ?? 'unknown here'}`);
  return verdict.identity;
}

/** A world for one command. What was typed wrong is said and is exit code 1. */
export async function inWorld(config: Config, work: (world: World) => Promise<void>): Promise<void> {
  const { world, close } = await buildWorld(config, { beside: true });
  try {
    await work(world);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await close();
  }
}
