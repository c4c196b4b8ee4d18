/**
 * 公众日常评价: what the open channel's ratings of a department add up to. An indicator of its own; never part of an official score.
 * Two figures stand side by side: without the ratings that are counted apart (疑似刷评, or 申诉 granted), and with them.
 */

import { ratio } from './ratio.ts';
import { wilson } from './wilson.ts';

/** Numbers of ratings by level: 5 very satisfied … 1 very dissatisfied, 0 不了解. */
export type RatingLevels = Record<0 | 1 | 2 | 3 | 4 | 5, number>;

/** Opened ratings, and 不了解, of a department or a group. */
export interface RatingCounts {
  levels: RatingLevels;
  /** Those counted apart; they are not in `levels`. */
  apart: RatingLevels;
}

/** Fewer substantive ratings than this are neither opened nor published (the threshold of the ONS for research outputs). */
export const ratingsMinimumCell = 10;
/** Fewer than this are published as 样本不足 without a rate. */
export const ratingsMinimumSample = 30;

/** Figures of some ratings. */
export interface RatingSample {
  /** `hidden` under 10 substantive ratings, `too-few` under 30, else `shown`. */
  sample: 'hidden' | 'too-few' | 'shown';
  /** Substantive ratings (不了解 left out); `null` while hidden. */
  substantive: number | null;
  levels: RatingLevels | null;
  /** 满意率 = (非常满意 + 满意 + 基本满意) ÷ substantive, per cent, with its 95 % Wilson interval in per cent. */
  satisfaction: { numerator: number; denominator: number; percent: string; low: string; high: string } | null;
  /** 不了解率 ÷ all. */
  unknown: { numerator: number; denominator: number; percent: string | null } | null;
}

/** Figures without those counted apart, how many these are, and the same figures with them. */
export interface RatingFigures extends RatingSample {
  /** Counted apart, 不了解 among them; `null` while hidden. */
  flagged: number | null;
  withFlagged: RatingSample;
}

const levelNames = [0, 1, 2, 3, 4, 5] as const;
const none: RatingLevels = { 0: 0, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
export const noRatings: RatingCounts = { levels: { ...none }, apart: { ...none } };

const sumLevels = (groups: readonly RatingLevels[]): RatingLevels => {
  const sum = { ...none };
  for (const group of groups) for (const level of levelNames) sum[level] += group[level];
  return sum;
};

const satisfiedOf = (levels: RatingLevels): number => levels[5] + levels[4] + levels[3];
const substantiveOf = (levels: RatingLevels): number => satisfiedOf(levels) + levels[2] + levels[1];
const isShown = ({ levels }: RatingCounts): boolean => substantiveOf(levels) >= ratingsMinimumCell;

/** What groups add up to. One that is hidden is left out, so that it cannot be found by taking the others away from the sum. */
export function sumRatings(groups: readonly RatingCounts[]): RatingCounts {
  const shown = groups.filter(isShown);
  return {
    levels: sumLevels(shown.map(({ levels }) => levels)),
    apart: sumLevels(shown.map(({ apart }) => apart)),
  };
}

/** Figures of one group of ratings, with small samples withheld: while it is hidden, so is what is counted apart. */
export function ratingFigures(counts: RatingCounts): RatingFigures {
  if (!isShown(counts)) return { ...hidden, flagged: null, withFlagged: hidden };
  const { levels, apart } = counts;
  return {
    ...sampleOf(levels),
    flagged: substantiveOf(apart) + apart[0],
    withFlagged: sampleOf(sumLevels([levels, apart])),
  };
}

const hidden = {
  sample: 'hidden',
  substantive: null,
  levels: null,
  satisfaction: null,
  unknown: null,
} as const satisfies RatingSample;

/** Figures of a sample that is large enough to be shown at all. */
function sampleOf(levels: RatingLevels): RatingSample {
  const substantive = substantiveOf(levels);
  const all = substantive + levels[0];
  const shown = { substantive, unknown: { numerator: levels[0], denominator: all, percent: ratio(levels[0], all) } };
  if (substantive < ratingsMinimumSample) return { sample: 'too-few', levels: null, satisfaction: null, ...shown };
  const satisfied = satisfiedOf(levels);
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
