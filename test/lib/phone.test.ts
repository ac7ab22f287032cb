import assert from 'node:assert/strict';
import { test } from 'node:test';
import { e164, isPhoneCountry, isPhoneOf } from '../../src/lib/contact/phone.ts';

test('every spelling of a mobile is one number', () => {
  for (const typed of ['0991234567', '099 123 4567', '+593 99 123-4567', '593991234567', '٠٩٩١٢٣٤٥٦٧']) {
    assert.equal(e164(typed, 'EC'), '+593991234567', typed);
  }
  assert.equal(e164('+34 612 34 56 78', 'EC'), '+34612345678');
});

test('what is not a phone, or more than a phone, is nothing', () => {
  for (const typed of [
    '',
    '12',
    'call me',
    '0991234567 ext. 5',
    'my number is 0991234567',
    '+999123456789',
  ]) {
    assert.equal(e164(typed, 'EC'), undefined, typed);
  }
  assert.equal(e164('0991234567', 'Ecuador'), undefined);
  assert.equal(isPhoneCountry('EC'), true);
});

test('a phone is of its country, whatever else shares its calling code', () => {
  assert.equal(isPhoneOf('+593991234567', ['CO', 'EC']), true);
  assert.equal(isPhoneOf('+34612345678', ['CO', 'EC']), false);
  assert.equal(isPhoneOf('+34612345678', []), false);
  assert.equal(isPhoneOf('+12025550123', ['US']), true);
  assert.equal(isPhoneOf('+14165550123', ['US']), false, 'Toronto');
  assert.equal(isPhoneOf('nothing', ['EC']), false);
});
