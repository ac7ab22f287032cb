/** What the log tells of a person is theirs: it can be erased, and the log stays whole (AU-08). */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { eraseAuditPayload, openFromAudit, sealForAudit } from '../../src/actions/audit/personal.ts';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { kindOfActivity } from '../../src/rules/account/activity.ts';
import { appendAudit } from '../../src/store/audit.ts';
import type { TestWorld } from '../world.ts';
import { openLog } from './log.ts';

let log: TestWorld;
before(async () => {
  log = await openLog();
});
after(() => log.close());

const ana = Buffer.alloc(32, 1);
const luis = Buffer.alloc(32, 2);
const told = { shown: 'a***@ceibo.example' };

const tell = (subject: Buffer): Promise<Buffer> =>
  log.world.db.transaction(async (tx) => {
    const personal = await sealForAudit(log.world, tx, subject, told);
    const line = { at: log.clock.now(), actor: 'agent', event: 'desk-revealed', subject } as const;
    await appendAudit(tx, { ...line, personal, policyVersion: 'test' });
    return personal;
  });

const read = (subject: Buffer, personal: Buffer) =>
  openFromAudit<typeof told>(log.world, log.world.db, subject, personal);

const erase = (subject: Buffer) =>
  log.world.db.transaction((tx) => eraseAuditPayload(log.world, tx, subject, 'operator'));

it('reads back what was sealed for a person, and for nobody else', async () => {
  const personal = await tell(ana);
  await tell(luis);
  assert.ok(!personal.includes('ceibo'));
  assert.deepEqual(await read(ana, personal), told);
  assert.equal(await read(luis, personal), undefined);
});

it('erases one person from the log, says so there, and the seals still hold', async () => {
  const [hers, his] = [await tell(ana), await tell(luis)];
  await sealBatch(log.world);
  await erase(ana);
  await sealBatch(log.world);
  assert.equal(await read(ana, hers), undefined);
  assert.deepEqual(await read(luis, his), told);
  assert.deepEqual((await verifyDatabase(log.world)).faults, []);
  const noted = "select subject from audit where event = 'audit-payload-erased'";
  assert.deepEqual(await log.sql(noted), [{ subject: ana }]);
  assert.equal(
    kindOfActivity({ event: 'audit-payload-erased' }),
    'record-updated',
    'and it has a name for her',
  );
  await erase(ana);
  assert.equal((await log.sql(noted)).length, 1, 'what is erased already is not erased again');
});

it('begins a new key after an erasure: the old lines stay mute', async () => {
  const old = await tell(luis);
  await erase(luis);
  const fresh = await tell(luis);
  assert.equal(await read(luis, old), undefined);
  assert.deepEqual(await read(luis, fresh), told);
});

it('gives two acts at once one key', async () => {
  const subject = Buffer.alloc(32, 3);
  const both = await Promise.all([tell(subject), tell(subject)]);
  for (const personal of both) assert.deepEqual(await read(subject, personal), told);
});
