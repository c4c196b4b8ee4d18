/** 公众日常评价: what the open channel's ratings of a department add up to. An indicator of its own; never part of an official score. */

import { ratio } from './ratio.ts';
import { wilson } from './wilson.ts';

/** Numbers of ratings by level (5 very satisfied … 1 very dissatisfied, 0 不了解); `flagged` are counted apart. */
export interface RatingCounts {
  levels: Record<0 | 1 | 2 | 3 | 4 | 5, number>;
  flagged: number;
}

/** Fewer substantive ratings than this are not published at all. */
export const ratingsMinimumCell = 10;
/** Fewer than this are published as 样本不足 without a rate. */
export const ratingsMinimumSample = 30;

export interface RatingFigures {
  /** `hidden` under 10 substantive ratings, `too-few` under 30, else `shown`. */
  sample: 'hidden' | 'too-few' | 'shown';
  /** Substantive ratings (不了解 left out); `null` while hidden. */
  substantive: number | null;
  levels: RatingCounts['levels'] | null;
  flagged: number | null;
  /** 满意率 = (非常满意 + 满意 + 基本满意) ÷ substantive, per cent, with its 95 % Wilson interval in per cent. */
  satisfaction: { numerator: number; denominator: number; percent: string; low: string; high: string } | null;
  /** 不了解率 ÷ all. */
  unknown: { numerator: number; denominator: number; percent: string | null } | null;
}

export const noRatings: RatingCounts = { levels: { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }, flagged: 0 };

export function sumRatings(groups: readonly RatingCounts[], start: RatingCounts): RatingCounts {
  const sum: RatingCounts = { levels: { ...start.levels }, flagged: start.flagged };
  for (const group of groups) {
    for (const level of [0, 1, 2, 3, 4, 5] as const) sum.levels[level] += group.levels[level];
    sum.flagged += group.flagged;
  }
  return sum;
}

/** Figures of one group of ratings, with small samples withheld. Flagged ratings are in no level. */
export function ratingFigures({ levels, flagged }: RatingCounts): RatingFigures {
  const satisfied = levels[5] + levels[4] + levels[3];
  const substantive = satisfied + levels[2] + levels[1];
  if (substantive < ratingsMinimumCell) {
    return { sample: 'hidden', substantive: null, levels: null, flagged: null, satisfaction: null, unknown: null };
  }
  const all = substantive + levels[0];
  const shown = {
    substantive,
    flagged,
    unknown: { numerator: levels[0], denominator: all, percent: ratio(levels[0], all) },
  };
  if (substantive < ratingsMinimumSample) return { sample: 'too-few', levels: null, satisfaction: null, ...shown };
  const { low, high } = wilson(satisfied, substantive);
  return {
    sample: 'shown',
    ...shown,
    levels,
    satisfaction: {
      numerator: satisfied,
      denominator: substantive,
      percent: ratio(satisfied, substantive) ?? '0.0',
      low: perCent(low),
      high: perCent(high),
    },
  };
}

/** A proportion with four decimals as per cent with one, half up, without floating point. */
const perCent = (proportion: string): string => ratio(Number(proportion.replace('.', '')), 10_000) ?? '0.0';
