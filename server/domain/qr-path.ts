/** A QR code as the path of an SVG: runs of dark modules as rectangles, one unit a module. */
import { encode } from 'uqr';

/**
 * @param robust also readable when a seventh of it is dirty or folded: for paper
 * @returns the path, and the number of modules along one side: the size of the view box, without the quiet zone
 */
export function qrPath(text: string, { robust = false } = {}): { path: string; size: number } {
  const { data, size } = encode(text, { border: 0, ecc: robust ? 'M' : 'L' });
  let path = '';
  for (const [y, row] of data.entries()) {
    for (let x = 0; x < size; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      path += `M${start} ${y}h${x + 1 - start}v1H${start}z`;
    }
  }
  return { path, size };
}
