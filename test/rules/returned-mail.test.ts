import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRefusal, judgeReport } from '../../src/rules/mail/returned-mail.ts';

test('what ails the address is a refusal; what passes, or ails the message or us, is not (EM-12, RFC 3463)', () => {
  for (const status of [
    '5.1.1',
    '5.1.2',
    '5.1.6',
    '5.1.10',
    '5.2.1',
    '5.4.1',
    '5.4.4',
    '5.7.1',
    '5.7.13',
    '5.0.0',
  ])
    assert.equal(judgeReport({ action: 'failed', status }), 'refused', status);
  for (const status of [
    '5.1.7',
    '5.1.8',
    '5.2.2',
    '5.3.4',
    '5.4.7',
    '5.5.2',
    '5.6.7',
    '5.7.20',
    '5.7.26',
    '4.4.7',
    '4.2.2',
  ])
    assert.equal(judgeReport({ action: 'failed', status }), 'delayed', status);
  assert.equal(judgeReport({ action: 'delayed', status: '4.4.1' }), 'delayed');
});

test('what arrived, went on, or says nothing that can be read is ignored', () => {
  for (const action of ['delivered', 'relayed', 'expanded', '', 'refused'])
    assert.equal(judgeReport({ action, status: '5.1.1' }), 'ignored', action);
  for (const status of ['', '5', '5.1', '5.1.1.1', '9.1.1', '5.1.1111', 'x5.1.1'])
    assert.equal(judgeReport({ action: 'failed', status }), 'ignored', status);
});

test('our own relay that refuses everybody by policy marks nobody', () => {
  for (const status of ['5.7.1', '5.7.26', '5.0.0']) assert.equal(judgeRefusal(status), 'ignored', status);
  assert.equal(judgeRefusal('5.1.1'), 'refused');
});
