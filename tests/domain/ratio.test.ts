/** Percentages as they are printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratio } from '../../server/domain/ratio.ts';

test.each([
  [1018, 1100, '92.5'],
  [1070, 1152, '92.9'],
  [1005, 1070, '93.9'],
  [511, 1100, '46.5'],
  [945, 1040, '90.9'],
  [986, 1076, '91.6'],
  [0, 7, '0.0'],
  [7, 7, '100.0'],
  [1, 3, '33.3'],
  [2, 3, '66.7'],
])('%i of %i is %s percent', (numerator, denominator, expected) => {
  expect(ratio(numerator, denominator)).toBe(expected);
});

test('exact halves are rounded up, also where binary fractions would slip', () => {
  expect(ratio(1, 2000)).toBe('0.1');
  expect(ratio(201, 2000)).toBe('10.1');
  expect(ratio(1, 8, 2)).toBe('12.50');
  expect(ratio(1, 8, 0)).toBe('13');
  expect(ratio(1005, 100_000, 2)).toBe('1.01');
});

test('a rate of nothing is no number', () => {
  expect(ratio(0, 0)).toBeNull();
  expect(ratio(3, 0)).toBeNull();
});

test('what is no count is refused', () => {
  for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => ratio(wrong, 10)).toThrow(RangeError);
    expect(() => ratio(1, wrong)).toThrow(RangeError);
    expect(() => ratio(1, 10, wrong)).toThrow(RangeError);
  }
});

test('the printed number is never further from the true one than half its last digit', () => {
  fc.assert(
    fc.property(fc.nat(1e7), fc.integer({ min: 1, max: 1e7 }), fc.nat(4), (numerator, denominator, places) => {
      const printed = BigInt((ratio(numerator, denominator, places) ?? '').replace('.', ''));
      const [top, bottom] = [BigInt(numerator) * 100n * 10n ** BigInt(places), BigInt(denominator)];
      // printed − ½ ≤ true < printed + ½, in whole numbers
      expect((2n * printed - 1n) * bottom <= 2n * top && 2n * top < (2n * printed + 1n) * bottom).toBe(true);
    }),
  );
});
