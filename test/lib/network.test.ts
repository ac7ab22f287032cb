import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalIp, clientIp, networksOf, readCidr, trustedProxies } from '../../src/lib/network.ts';

const proxies = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48', '127.0.0.1']);

test('headers from a peer that is no trusted proxy move nothing (RE-09)', () => {
  assert.equal(clientIp('203.0.113.9', '1.2.3.4', proxies), '203.0.113.9');
  assert.equal(clientIp('203.0.113.9', '1.2.3.4, 10.0.0.1', proxies), '203.0.113.9');
  assert.equal(clientIp('::ffff:203.0.113.9', undefined, proxies), '203.0.113.9');
});

test('through trusted proxies it is the rightmost hop they do not vouch for', () => {
  assert.equal(clientIp('10.0.0.1', '198.51.100.7', proxies), '198.51.100.7');
  assert.equal(clientIp('10.0.0.1', '6.6.6.6, 198.51.100.7, 10.9.9.9', proxies), '198.51.100.7');
  assert.equal(clientIp('::ffff:10.0.0.1', '6.6.6.6, [2001:db8::1]:443', proxies), '2001:db8::1');
  assert.equal(clientIp('2001:db8:ffff::2', '198.51.100.7:5050', proxies), '198.51.100.7');
});

test('a hop that is not an address stops the search at the last address known', () => {
  for (const header of ['unknown', '', ' , ', '198.51.100.7, _hidden', '1.2.3, 300.1.1.1', '0x7f.1']) {
    assert.equal(clientIp('10.0.0.1', header, proxies), '10.0.0.1', header);
  }
  assert.equal(clientIp(undefined, '198.51.100.7', proxies), 'unknown');
});

test('whatever a stranger puts on the left, the address stays (H10)', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (spoofed) => {
      const header = [...spoofed.map((hop) => hop.replaceAll(',', '')), '198.51.100.7', '10.1.1.1'].join(
        ', ',
      );
      assert.equal(clientIp('10.0.0.1', header, proxies), '198.51.100.7');
      assert.equal(clientIp('198.51.100.7', header, proxies), '198.51.100.7');
    }),
  );
});

test('every spelling of an address is one address', () => {
  const spellings = [
    '2001:db8::1',
    '2001:DB8::1',
    '2001:0db8:0000:0000:0000:0000:0000:0001',
    '2001:db8:0:0::1',
    '[2001:db8::1]',
    '[2001:db8::1]:8443',
    '2001:db8::1%eth0',
    '"[2001:db8::1]"',
    ' 2001:db8::1 ',
    '2001:db8::0.0.0.1',
  ];
  for (const spelling of spellings) assert.equal(canonicalIp(spelling), '2001:db8::1', spelling);
  for (const spelling of [
    '192.0.2.1',
    '::ffff:192.0.2.1',
    '::FFFF:c000:201',
    '192.0.2.1:80',
    '0:0:0:0:0:ffff:192.0.2.1',
  ]) {
    assert.equal(canonicalIp(spelling), '192.0.2.1', spelling);
  }
  for (const nothing of ['192.0.2.01', '0300.0.2.1', '3221225985', '::1::', 'localhost', '']) {
    assert.equal(canonicalIp(nothing), undefined, nothing);
  }
});

test('addresses of one /24, and of one /64 or /48, share a bucket (RE-09)', () => {
  assert.deepEqual(networksOf('203.0.113.9'), ['203.0.113.0/24']);
  assert.deepEqual(networksOf('2001:db8:1:2:3:4:5:6'), ['2001:db8:1:2::/64', '2001:db8:1::/48']);
  assert.deepEqual(networksOf('2001:db8::1'), ['2001:db8:0:0::/64', '2001:db8:0::/48']);
  assert.deepEqual(networksOf('::1'), ['0:0:0:0::/64', '0:0:0::/48']);
  assert.deepEqual(networksOf('unknown'), ['unknown']);
  fc.assert(
    fc.property(fc.ipV6(), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (ip, host) => {
      const site = networksOf(canonicalIp(ip) ?? '')[0]?.replace('::/64', '') ?? '';
      const tail = (host.toString(16).padStart(16, '0').match(/.{4}/g) ?? []).join(':');
      const neighbour = canonicalIp(`${site}:${tail}`) ?? '';
      // ::ffff:0:0/96 is IPv4 in disguise and counts as IPv4.
      if (neighbour.includes('.')) return;
      assert.equal(networksOf(neighbour)[0], `${site}::/64`);
    }),
  );
});

test('a CIDR is read or refused whole', () => {
  assert.deepEqual(readCidr('10.0.0.0/8'), { address: '10.0.0.0', bits: 8, family: 'ipv4' });
  assert.deepEqual(readCidr('::1'), { address: '::1', bits: 128, family: 'ipv6' });
  for (const text of ['10.0.0.0/33', '::/129', '10.0.0/8', 'proxy', '10.0.0.0/', '']) {
    assert.equal(readCidr(text), undefined, text);
  }
});
