import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** The proxies whose word about the visitor's address is taken. */
export type TrustedProxies = { trusts(ip: string): boolean };

/**
 * Stands for a peer without an address (a local socket): all such share one bucket rather than having none.
 */
const noAddress = 'unknown';

/**
 * The eight groups of an IPv6 address, written out. The WHATWG URL parser knows every spelling there is,
 * so it does the reading: `isIPv6` has already refused what is not an address.
 */
function groupsOf(ip: string): string[] {
  const short = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [head = '', tail] = short.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after];
}

/** An IPv4 address that came dressed as IPv6 (RFC 4291, section 2.5.5.2: ::ffff:a.b.c.d). */
function mappedIPv4(groups: readonly string[]): string | undefined {
  if (groups.slice(0, 5).some((group) => group !== '0') || groups[5] !== 'ffff') return undefined;
  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}

/** Takes "[address]:port", "address:port", "address%zone" and quotes apart, and leaves the address. */
function bare(text: string): string {
  const trimmed = text.trim().replace(/^"(.*)"$/, '$1');
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(trimmed)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(trimmed)?.[1];
  return (bracketed ?? withPort ?? trimmed).replace(/%.*$/, '');
}

/**
 * One spelling for one address: limits count addresses, not spellings. Nothing for what is not an address.
 */
export function canonicalIp(text: string): string | undefined {
  const ip = bare(text);
  if (isIPv4(ip)) return ip;
  if (!isIPv6(ip)) return undefined;
  const groups = groupsOf(ip);
  return mappedIPv4(groups) ?? new URL(`http://[${ip}]`).hostname.slice(1, -1);
}

/** Splits "192.0.2.0/24" or a single address; nothing when it is neither. */
export function readCidr(
  text: string,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | undefined {
  const parts = /^([^/]+?)(?:\/(\d{1,3}))?$/.exec(text.trim());
  const address = parts?.[1] ?? '';
  const widest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const bits = parts?.[2] === undefined ? widest : Number(parts[2]);
  if (widest === 0 || bits > widest) return undefined;
  return { address, bits, family: widest === 32 ? 'ipv4' : 'ipv6' };
}

/**
 * Builds the list from CIDR texts that `readCidr` accepts; others are skipped, since `config` has refused
 * them.
 */
export function trustedProxies(cidrs: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const text of cidrs) {
    const cidr = readCidr(text);
    if (cidr) list.addSubnet(cidr.address, cidr.bits, cidr.family);
  }
  return { trusts: (ip) => isIP(ip) !== 0 && list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6') };
}

/**
 * The visitor's address: from the peer backwards through X-Forwarded-For for as long as the teller is a
 * trusted proxy (ASVS 5.0, 4.1.3). What a stranger wrote to the left of the last trusted hop is never read,
 * nor is any other header.
 */
export function clientIp(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string {
  let ip = canonicalIp(peer ?? '');
  if (ip === undefined) return noAddress;
  const hops = (forwardedFor ?? '').split(',');
  while (hops.length > 0 && proxies.trusts(ip)) {
    const hop = canonicalIp(hops.pop() ?? '');
    if (hop === undefined) break;
    ip = hop;
  }
  return ip;
}

/**
 * The networks an address is counted under: /24 for IPv4; for IPv6 /64 (one site's link, RFC 4291 section
 * 2.5.1) and /48 (one site, RFC 6177), since whoever has one IPv6 address has 2^64 of them.
 */
export function networksOf(ip: string): string[] {
  if (isIPv4(ip)) return [`${ip.split('.').slice(0, 3).join('.')}.0/24`];
  if (!isIPv6(ip)) return [ip];
  const groups = groupsOf(ip);
  return [`${groups.slice(0, 4).join(':')}::/64`, `${groups.slice(0, 3).join(':')}::/48`];
}
