import { encodeQR } from 'qr';
import { type Html, html, raw } from '../../lib/html.ts';

/** The quiet zone around a symbol (ISO/IEC 18004, 5.3.8). */
const quiet = 4;

/** An address as a QR symbol: dark on white whatever the colours of the page, drawn here and fetched from nowhere. */
export function qr(address: string, label: string): Html {
  const modules = encodeQR(address, 'raw', { ecc: 'medium', border: quiet });
  const side = modules.length;
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path fill="#000" d="${raw(pathOf(modules))}"/></svg>`;
}

/** Each run of dark modules is one bar; each row begins where the last one stood. */
const pathOf = (modules: readonly (readonly boolean[])[]): string =>
  modules
    .flatMap((row, y) =>
      row.map((dark, x) => {
        if (!dark || row[x - 1]) return '';
        const end = row.indexOf(false, x);
        const width = (end < 0 ? row.length : end) - x;
        return `M${x} ${y}h${width}v1h-${width}z`;
      }),
    )
    .join('');
