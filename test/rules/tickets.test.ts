/** What may become of a ticket, act by act, and the names it is read by. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterAct,
  isLiving,
  readTicketName,
  remindAt,
  slugOfTicket,
  statusAt,
  type TicketAct,
  type TicketStatus,
  ticketUntil,
} from '../../src/rules/desk/tickets.ts';

const statuses: readonly TicketStatus[] = ['waiting', 'called', 'no-show', 'served', 'cancelled', 'expired'];
const acts: readonly TicketAct[] = ['call', 'miss', 'serve', 'cancel', 'expire'];

test('what has ended never comes back, and an act done twice is done once', () => {
  for (const act of acts) {
    for (const status of statuses.filter((one) => !isLiving(one)))
      assert.ok((afterAct(status, act) ?? status) === status, `${status}, ${act}`);
    for (const status of statuses) {
      const after = afterAct(status, act);
      if (after) assert.equal(afterAct(after, act), after, `${status}, ${act} twice`);
    }
  }
});

test('nobody is served or missed who was not called, and who comes late is called again', () => {
  for (const act of ['serve', 'miss'] as const) assert.equal(afterAct('waiting', act), undefined);
  assert.equal(afterAct('no-show', 'call'), 'called');
  assert.equal(afterAct('no-show', 'serve'), undefined);
});

test('past its time a living ticket has expired, and no other', () => {
  const until = new Date('2026-12-01T04:59:59Z');
  const after = new Date(until.getTime() + 1);
  for (const status of statuses) {
    assert.equal(statusAt({ status, until }, until), status);
    assert.equal(statusAt({ status, until }, after), isLiving(status) ? 'expired' : status);
  }
});

test('a reminder comes at ten in the morning of the day before the last, or not at all', () => {
  const issued = new Date('2026-11-24T15:12:00Z');
  const until = ticketUntil(issued, { ticketDays: 6 }, 'America/Guayaquil');
  assert.equal(until.toISOString(), '2026-12-01T04:59:59.000Z');
  assert.equal(remindAt(issued, until)?.toISOString(), '2026-11-29T14:59:59.000Z');
  assert.equal(remindAt(issued, ticketUntil(issued, { ticketDays: 1 }, 'America/Guayaquil')), undefined);
});

test('a name is read as people type it, and what is none is none', () => {
  const name = { words: 'CANOA FAROL', number: 27 };
  assert.equal(slugOfTicket(name), 'CANOA-FAROL-27');
  for (const typed of ['CANOA-FAROL-27', 'canoa farol 27', ' Canoa-Farol 27 '])
    assert.deepEqual(readTicketName(typed), name, typed);
  for (const none of [
    '',
    'CANOA-FAROL',
    'CANOA-27',
    'CANOA-FAROL-0',
    'CANOA-FAROL-027',
    'CANOA-FAROL-1e3',
    'Ñ-Ñ-1',
  ])
    assert.equal(readTicketName(none), undefined, none);
});
