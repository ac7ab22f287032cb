/** Days by the clock on a wall, also where clocks are put forward and back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfLocalDay, localDay } from '../../src/lib/clock.ts';

test('a day is the one of the institution, not that of Greenwich', () => {
  const evening = new Date('2026-11-25T03:30:00Z');
  assert.equal(localDay(evening, 'America/Guayaquil'), '2026-11-24');
  assert.equal(localDay(evening, 'Pacific/Galapagos'), '2026-11-24');
  assert.equal(localDay(evening, 'Europe/Madrid'), '2026-11-25');
});

test('the last second of a day is 23:59:59 on the wall, whatever the clocks did meanwhile', () => {
  const cases: readonly (readonly [string, number, string, string])[] = [
    ['2026-11-24T15:12:00Z', 0, 'America/Guayaquil', '2026-11-25T04:59:59.000Z'],
    ['2026-11-24T15:12:00Z', 6, 'America/Guayaquil', '2026-12-01T04:59:59.000Z'],
    ['2026-11-25T04:59:59Z', 1, 'America/Guayaquil', '2026-11-26T04:59:59.000Z'],
    ['2026-11-25T05:00:00Z', 1, 'America/Guayaquil', '2026-11-27T04:59:59.000Z'],
    // Clocks go back on the 25th of October and forward on the 29th of March.
    ['2026-10-24T10:00:00Z', 1, 'Europe/Madrid', '2026-10-25T22:59:59.000Z'],
    ['2026-03-28T10:00:00Z', 1, 'Europe/Madrid', '2026-03-29T21:59:59.000Z'],
    ['2026-03-28T10:00:00Z', 0, 'Europe/Madrid', '2026-03-28T22:59:59.000Z'],
  ];
  for (const [instant, days, timezone, end] of cases)
    assert.equal(
      endOfLocalDay(new Date(instant), days, timezone).toISOString(),
      end,
      `${instant} ${timezone}`,
    );
});
