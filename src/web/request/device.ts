import type { DeviceName } from '../../words/shapes.ts';

/** What device asks, as coarsely as its owner would say it; the rest of the browser's own words is not kept (LP-02). */
export function deviceOf(userAgent: string | undefined): DeviceName {
  const text = userAgent ?? '';
  if (/android/i.test(text)) return 'android';
  if (/iphone|ipad|ipod/i.test(text)) return 'iphone';
  if (/windows/i.test(text)) return 'windows';
  if (/macintosh|mac os/i.test(text)) return 'mac';
  return /linux|cros/i.test(text) ? 'linux' : 'other';
}
