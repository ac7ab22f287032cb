import { test } from 'node:test';
import { rehearse } from './rehearse.ts';

test('a backup taken while people walk brings back all that was acknowledged before it, tells nobody anything, and its age is told by the sink (ATK-52, RT-03, R34)', async () => {
  const steps: string[] = [];
  await rehearse((step) => void steps.push(step)).catch((error: unknown) => {
    throw new Error(`The last step was: ${steps.at(-1)}`, { cause: error });
  });
});
