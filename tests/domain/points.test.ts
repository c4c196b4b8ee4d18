/** 积分 of a department: what events are worth, the base, and the cap of a year. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { noPoints, type PointCounts, pointEvents, pointsOf, pointTenths } from '../../server/domain/points.ts';

test('who has done nothing stands at 100', () => {
  expect(pointsOf(noPoints)).toMatchObject({ sum: '0.0', counted: '0.0', isCapped: false, total: '100.0' });
});

test.each([
  ['accepted', '0.1'],
  ['closed', '1.0'],
  ['pledge', '2.0'],
  ['satisfied', '0.5'],
  ['overdue', '-1.0'],
  ['rework', '-2.0'],
  ['yellow', '-1.0'],
  ['red', '-2.0'],
  ['overturned', '-10.0'],
] as const)('one “%s” is worth %s', (event, worth) => {
  const { sum, lines } = pointsOf({ ...noPoints, [event]: 1 });
  expect(sum).toBe(worth);
  expect(lines.find((line) => line.event === event)).toEqual({ event, count: 1, each: worth, points: worth });
});

test('a year moves a department by twenty points at most, and the sum before the cap is told, too', () => {
  expect(pointsOf({ ...noPoints, closed: 35 })).toMatchObject({
    sum: '35.0',
    counted: '20.0',
    isCapped: true,
    total: '120.0',
  });
  expect(pointsOf({ ...noPoints, overturned: 3 })).toMatchObject({ sum: '-30.0', counted: '-20.0', total: '80.0' });
  expect(pointsOf({ ...noPoints, closed: 20 })).toMatchObject({ isCapped: false, total: '120.0' });
});

test('whatever happened, the lines add up to the sum and the total stays between 80 and 120', () => {
  const counts = fc.record(
    Object.fromEntries(pointEvents.map((event) => [event, fc.nat(500)])) as Record<
      keyof PointCounts,
      fc.Arbitrary<number>
    >,
  );
  fc.assert(
    fc.property(counts, (given) => {
      const { lines, sum, total } = pointsOf(given);
      const tenths = pointEvents.reduce((all, event) => all + given[event] * pointTenths[event], 0);
      expect(Math.round(Number(sum) * 10)).toBe(tenths);
      expect(lines.reduce((all, { points }) => all + Math.round(Number(points) * 10), 0)).toBe(tenths);
      expect(Number(total)).toBeGreaterThanOrEqual(80);
      expect(Number(total)).toBeLessThanOrEqual(120);
    }),
  );
});

test('what is no count is refused', () => {
  expect(() => pointsOf({ ...noPoints, closed: -1 })).toThrow(RangeError);
  expect(() => pointsOf({ ...noPoints, closed: 0.5 })).toThrow(RangeError);
});
