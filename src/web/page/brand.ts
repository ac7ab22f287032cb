import type { Institution } from '../../rules/policy.ts';

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => {
  const long = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const at = (index: number): number => Number.parseInt(long.slice(index, index + 2), 16);
  return [at(0), at(2), at(4)];
};

const mix = (a: Rgb, b: Rgb, share: number): Rgb => {
  const at = (index: 0 | 1 | 2): number => a[index] * (1 - share) + b[index] * share;
  return [at(0), at(1), at(2)];
};

const hex = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** Relative luminance, from 0 to 1 (WCAG 2.2). */
function luminanceOf(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) =>
    part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const white: Rgb = [255, 255, 255];
const night: Rgb = [16, 23, 29];

/** From this luminance on, text stands at 7:1 on the page by night. */
const lightEnough = 0.37;

/** The brand by night: as vivid as by day, and light enough to be read. */
function byNight(brand: Rgb): Rgb {
  const strongest = Math.max(...brand, 1);
  const vivid = mix([0, 0, 0], brand, 190 / strongest);
  let share = 0.45;
  while (luminanceOf(mix(vivid, white, share)) < lightEnough) share += 0.05;
  return mix(vivid, white, share);
}

/** The stylesheet's variables for one institution: its two colours, and what follows from them by day and by night (UX 5). */
export function brandStyle({ color, accent }: Institution['brand']): string {
  const brand = rgbOf(color);
  const light = byNight(brand);
  const soft = hex(mix(night, light, 0.18));
  return `
:root{--brand:${color};--brand-soft:${hex(mix(brand, white, 0.91))};--accent:${accent}}
@media (prefers-color-scheme:dark){:root{--brand:${hex(light)};--brand-soft:${soft};--accent:${hex(mix(rgbOf(accent), white, 0.15))};--on-brand:${hex(mix(brand, night, 0.7))}}}
`;
}
