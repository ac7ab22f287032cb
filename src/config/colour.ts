/** Relative luminance of "#rrggbb" (WCAG 2.2, definition of relative luminance). */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of a colour with white, from 1 to 21 (WCAG 2.2, definition of contrast ratio). */
export const contrastWithWhite = (hex: string): number => 1.05 / (luminance(hex) + 0.05);
