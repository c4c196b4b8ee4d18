/** The picture of a QR code: the rectangles of its path cover the dark modules and nothing else. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from 'uqr';
import { qrPath } from '../../server/domain/qr-path.ts';

test('every dark module is drawn once, and no light one', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 120 }), fc.boolean(), (text, robust) => {
      const { path, size } = qrPath(text, { robust });
      const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
      for (const [, x, y, width, back] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g)) {
        expect(back).toBe(x);
        for (let at = Number(x); at < Number(x) + Number(width); at += 1) drawn[Number(y)]![at]! += 1;
      }
      const { data } = encode(text, { border: 0, ecc: robust ? 'M' : 'L' });
      expect(drawn).toEqual(data.map((row) => row.map(Number)));
      expect(path.replaceAll(/M\d+ \d+h\d+v1H\d+z/g, '')).toBe('');
    }),
    { numRuns: 30 },
  );
});
