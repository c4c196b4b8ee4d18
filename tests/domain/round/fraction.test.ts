/** Exact fractions and how they are printed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareFractions,
  fraction,
  minus,
  plus,
  printed,
  readPrinted,
  weightedMean,
  wholeRoot,
} from '../../../server/domain/round/fraction.ts';

const anyFraction = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([over, under]) => fraction(over, under));

test('a third and two thirds are exactly one', () => {
  expect(plus(fraction(1, 3), fraction(2, 3))).toEqual(fraction(1));
  expect(() => fraction(1, 0)).toThrow(RangeError);
});

test.each([
  [fraction(932145, 10_000), '93.215'],
  [fraction(9_321_449, 100_000), '93.214'],
  [fraction(200, 3), '66.667'],
  [fraction(100), '100.000'],
  [fraction(0), '0.000'],
  [fraction(1, 2000), '0.001'],
])('three decimals are rounded half up', (value, text) => {
  expect(printed(value)).toBe(text);
});

test('what is printed is within half a thousandth, and reads back', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 40n }), (over) => {
      const value = fraction(over % (100n * 10n ** 35n), 10n ** 35n);
      const difference = minus(readPrinted(printed(value)), value);
      expect(compareFractions(difference, fraction(1, 2000))).toBeLessThanOrEqual(0);
      expect(compareFractions(difference, fraction(-1, 2000))).toBeGreaterThan(0);
    }),
  );
  expect(() => readPrinted('93.21')).toThrow(RangeError);
});

test('adding and taking away again leaves what was there', () => {
  fc.assert(
    fc.property(anyFraction, anyFraction, (a, b) => {
      expect(minus(plus(a, b), b)).toEqual(a);
    }),
  );
});

test('weights that are all scaled up give the same mean, and no weight gives none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), value: anyFraction }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 50 }),
      (parts, times) => {
        const scaled = parts.map(({ weight, value }) => ({ weight: weight * times, value }));
        expect(weightedMean(scaled)).toEqual(weightedMean(parts));
      },
    ),
  );
  expect(weightedMean([])).toBeUndefined();
});

test('the whole part of a root is the largest number whose square fits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (value) => {
      const root = wholeRoot(value);
      expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
    }),
  );
});
