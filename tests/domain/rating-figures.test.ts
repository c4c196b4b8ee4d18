/** 公众日常评价: formulas, and what is withheld because too few have rated. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  noRatings,
  type RatingCounts,
  ratingFigures,
  ratingsMinimumCell,
  ratingsMinimumSample,
  sumRatings,
} from '../../server/domain/rating-figures.ts';

type Levels = RatingCounts['levels'];
const ratings = (levels: Partial<Levels>, apart: Partial<Levels> = {}): RatingCounts => ({
  levels: { ...noRatings.levels, ...levels },
  apart: { ...noRatings.apart, ...apart },
});
const levelsUpTo = (max: number) =>
  fc
    .tuple(...[0, 1, 2, 3, 4, 5].map(() => fc.nat({ max })))
    .map(([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]): Levels => ({ 0: a, 1: b, 2: c, 3: d, 4: e, 5: f }));
const anyRatings = fc.record({ levels: levelsUpTo(60), apart: levelsUpTo(10) });
const substantiveOf = ({ levels }: RatingCounts): number => levels[1] + levels[2] + levels[3] + levels[4] + levels[5];
const hiddenSample = { sample: 'hidden', substantive: null, levels: null, satisfaction: null, unknown: null };

describe('公众日常评价', () => {
  test('满意率是非常满意、满意和基本满意之和，不了解不进分母', () => {
    const figures = ratingFigures(ratings({ 5: 30, 4: 40, 3: 17, 2: 8, 1: 5, 0: 25 }, { 5: 2, 0: 1 }));
    expect(figures).toMatchObject({
      sample: 'shown',
      substantive: 100,
      flagged: 3,
      satisfaction: { numerator: 87, denominator: 100, percent: '87.0' },
      unknown: { numerator: 25, denominator: 125, percent: '20.0' },
    });
  });

  test('有效评价差一个到十个时什么都不公开，连个数也不公开', () => {
    const figures = ratingFigures(ratings({ 5: ratingsMinimumCell - 1, 0: 500 }, { 5: 40 }));
    expect(figures).toEqual({ ...hiddenSample, flagged: null, withFlagged: hiddenSample });
  });

  test('剔除和包含另行计数的，两个数都公布', () => {
    const { satisfaction, flagged, withFlagged } = ratingFigures(
      ratings({ 4: 60, 2: 40, 0: 10 }, { 5: 100, 1: 100, 0: 5 }),
    );
    expect(satisfaction).toMatchObject({ numerator: 60, denominator: 100, percent: '60.0' });
    expect(flagged).toBe(205);
    expect(withFlagged).toMatchObject({
      sample: 'shown',
      substantive: 300,
      levels: { 0: 15, 1: 100, 2: 40, 3: 0, 4: 60, 5: 100 },
      satisfaction: { numerator: 160, denominator: 300, percent: '53.3' },
      unknown: { numerator: 15, denominator: 315 },
    });
  });

  test('没有另行计数的，两个数一样', () => {
    fc.assert(
      fc.property(levelsUpTo(60), (levels) => {
        const { flagged, withFlagged, ...without } = ratingFigures(ratings(levels));
        expect(withFlagged).toEqual(without);
        expect(flagged === null || flagged === 0).toBe(true);
      }),
    );
  });

  test('满十个、差一个到三十个时只公开个数，不公开满意率和各等次', () => {
    for (const count of [ratingsMinimumCell, ratingsMinimumSample - 1]) {
      const figures = ratingFigures(ratings({ 4: count }));
      expect(figures).toMatchObject({ sample: 'too-few', substantive: count, satisfaction: null, levels: null });
    }
  });

  test('满三十个时公开满意率和置信区间', () => {
    const figures = ratingFigures(ratings({ 4: 24, 1: ratingsMinimumSample - 24 }));
    // Wilson score interval of 24 of 30, computed by hand from the formula: 62.7 to 90.5.
    expect(figures.satisfaction).toEqual({
      numerator: 24,
      denominator: 30,
      percent: '80.0',
      low: '62.7',
      high: '90.5',
    });
  });

  test('满意率总在自己的置信区间里，区间总在零和一百之间', () => {
    fc.assert(
      fc.property(anyRatings, (given) => {
        const { satisfaction } = ratingFigures(given);
        if (satisfaction === null) {
          expect(substantiveOf(given)).toBeLessThan(ratingsMinimumSample);
        } else {
          const [low, rate, high] = [satisfaction.low, satisfaction.percent, satisfaction.high].map(Number);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(rate ?? Number.NaN);
          expect(rate).toBeLessThanOrEqual(high ?? Number.NaN);
          expect(high).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test('另行计数的再多，也不改变满意率', () => {
    fc.assert(
      fc.property(anyRatings, levelsUpTo(1000), (given, apart) => {
        expect(ratingFigures({ ...given, apart }).satisfaction).toEqual(ratingFigures(given).satisfaction);
      }),
    );
  });

  test('几个单位合起来等于公开的各单位相加', () => {
    fc.assert(
      fc.property(fc.array(anyRatings, { maxLength: 5 }), (groups) => {
        const sum = sumRatings(groups);
        const shown = groups.filter((group) => ratingFigures(group).sample !== 'hidden');
        for (const level of [0, 1, 2, 3, 4, 5] as const) {
          expect(sum.levels[level]).toBe(shown.reduce((total, group) => total + group.levels[level], 0));
          expect(sum.apart[level]).toBe(shown.reduce((total, group) => total + group.apart[level], 0));
        }
        expect(noRatings.levels[5]).toBe(0);
      }),
    );
  });
});
