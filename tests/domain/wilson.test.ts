/** The Wilson interval against published reference values. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wilson } from '../../server/domain/wilson.ts';

test.each([
  [8, 10, '0.4902', '0.9433'],
  [0, 10, '0.0000', '0.2775'],
  [10, 10, '0.7225', '1.0000'],
  [95, 100, '0.8882', '0.9785'],
  [600, 1000, '0.5693', '0.6299'],
  [5500, 10_000, '0.5402', '0.5597'],
])('%i of %i lies between %s and %s', (successes, n, low, high) => {
  expect(wilson(successes, n)).toEqual({ low, high });
});

test('of nothing, nothing is known', () => {
  expect(wilson(0, 0)).toEqual({ low: '0.0000', high: '1.0000' });
});

test('more successes than cases, negative or broken counts are refused', () => {
  for (const [successes, n] of [
    [2, 1],
    [-1, 5],
    [0.5, 5],
    [1, 5.5],
    [0, -1],
    [Number.NaN, 5],
  ] as const) {
    expect(() => wilson(successes, n)).toThrow(RangeError);
  }
});

const partOfWhole = fc.integer({ min: 1, max: 1e7 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));

test('the share lies within its interval, and the interval within 0 and 1', () => {
  fc.assert(
    fc.property(partOfWhole, ([successes, n]) => {
      const { low, high } = wilson(successes, n);
      const rounding = 0.00005;
      expect(Number(low)).toBeLessThanOrEqual(successes / n + rounding);
      expect(Number(high)).toBeGreaterThanOrEqual(successes / n - rounding);
      expect(Number(low) >= 0 && Number(high) <= 1).toBe(true);
      expect(low).toMatch(/^[01]\.\d{4}$/);
    }),
  );
});

test('the interval is the mirror image of that of the failures', () => {
  fc.assert(
    fc.property(partOfWhole, ([successes, n]) => {
      const mirrored = wilson(n - successes, n);
      expect(1 - Number(wilson(successes, n).low)).toBeCloseTo(Number(mirrored.high), 3);
    }),
  );
});

test('the bounds solve the equation that defines the interval', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n))),
      ([successes, n]) => {
        for (const bound of Object.values(wilson(successes, n)).map(Number)) {
          // |share − bound| = z √(bound (1 − bound) / n)
          const distance = (p: number): number => (successes / n - p) ** 2 - (1.96 ** 2 * p * (1 - p)) / n;
          const near = [bound - 0.0002, bound + 0.0002].map(distance);
          expect(Math.sign(near[0] ?? 0) * Math.sign(near[1] ?? 0)).toBeLessThanOrEqual(0);
        }
      },
    ),
  );
});
