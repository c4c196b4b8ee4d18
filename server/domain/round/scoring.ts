/**
 * From counts to scores. The mean of an item leaves 不了解 out; items are weighed into the score of a group, groups into the score of a department;
 * an item without any mark and a group with too few ballots leave, and the weights of the others are scaled up.
 */

import type { BallotChannel } from '../vocabulary.ts';
import { type Fraction, fraction, minus, plus, printed, weightedMean, wholeRoot } from './fraction.ts';
import type { RoundPlan } from './plan.ts';
import type { CellCounts, ItemScore, LevelCounts, OpenedCell } from './results.ts';

/** What of a plan scores are made from. */
export type ScoringRules = Pick<RoundPlan, 'scale' | 'items' | 'groups' | 'channels' | 'minimums' | 'asksOverall'>;

/** Adds up how often each level was chosen. */
export const sumLevels = (all: readonly LevelCounts[]): Record<string, number> => {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [level, count] of Object.entries(counts)) sum[level] = (sum[level] ?? 0) + count;
  return sum;
};

/** One item over some ballots: exact score and how sure it is. */
interface ItemTally {
  weight: number;
  counts: Omit<ItemScore, 'score'>;
  /** Absent when nobody gave a level. */
  score?: Fraction;
  /** Square of the standard error, in points squared. */
  squaredError?: Fraction;
}

/**
 * Square of the standard error of an item's mean. One mark of the best level and one of the worst are added before it is worked out
 * (as Laplace's rule of succession does), so that a few equal marks do not look like certainty.
 */
const squaredErrorOf = ({ scale }: ScoringRules, levels: LevelCounts): Fraction => {
  let [count, sum, squares] = [0, 0, 0];
  const take = (points: number, times: number): void => {
    count += times;
    sum += points * times;
    squares += points * points * times;
  };
  for (const { level, points } of scale.levels) take(points, levels[level] ?? 0);
  const points = scale.levels.map((one) => one.points);
  take(Math.max(...points), 1);
  take(Math.min(...points), 1);
  const [n, p, q] = [BigInt(count), BigInt(sum), BigInt(squares)];
  return fraction(n * q - p * p, n * n * (n - 1n));
};

const tallyItem = (rules: ScoringRules, index: number, cells: readonly OpenedCell[]): ItemTally => {
  const { code, weight } = rules.items[index] as ScoringRules['items'][number];
  const levels = sumLevels(cells.map(({ items }) => items[code] ?? {}));
  let [n, points] = [0, 0];
  for (const level of rules.scale.levels) {
    n += levels[level.level] ?? 0;
    points += level.points * (levels[level.level] ?? 0);
  }
  const counts = { item: code, n, unknown: levels[0] ?? 0, points, levels };
  if (n === 0) return { weight, counts };
  return { weight, counts, score: fraction(points, n), squaredError: squaredErrorOf(rules, levels) };
};

/** Parts that have a value, for a weighted mean. */
const valued = <T extends { weight: number }>(
  parts: readonly T[],
  value: (part: T) => Fraction | undefined,
): { weight: number; value: Fraction }[] =>
  parts.flatMap((part) => {
    const one = value(part);
    return one === undefined ? [] : [{ weight: part.weight, value: one }];
  });

/** Errors are kept as whole billionths of a point. */
const billion = 1_000_000_000n;

/** The standard error that belongs to the square of one, in billionths of a point, cut off. */
const errorOf = ({ over, under }: Fraction): bigint => wholeRoot((over * billion * billion) / under);

/** All ballots of one rater group that a score is made of. */
export interface GroupTally {
  group: string;
  weight: number;
  substantive: number;
  abstained: number;
  items: ItemTally[];
  overall: Record<string, number>;
  /** Whether they are enough to count. */
  counts: boolean;
  score?: Fraction;
  /**
   * Standard error of `score`, in billionths of a point. Items of one ballot go together, and how much is not in the counts: the weighted mean of the
   * items' errors is what it is at most.
   */
  error: bigint;
}

const tallyGroup = (rules: ScoringRules, code: string, cells: readonly OpenedCell[]): GroupTally => {
  const items = rules.items.map((_, index) => tallyItem(rules, index, cells));
  const score = weightedMean(valued(items, (item) => item.score));
  const error = weightedMean(
    valued(items, ({ squaredError }) => squaredError && fraction(errorOf(squaredError), billion)),
  );
  const substantive = cells.reduce((sum, cell) => sum + cell.substantive, 0);
  return {
    group: code,
    weight: rules.groups.find((group) => group.code === code)?.weight ?? 0,
    substantive,
    abstained: cells.reduce((sum, cell) => sum + cell.abstained, 0),
    items,
    overall: sumLevels(cells.map(({ overall }) => overall)),
    counts: score !== undefined && substantive >= rules.minimums.group,
    ...(score && { score }),
    error: error ? (error.over * billion) / error.under : 0n,
  };
};

/** Whether a cell may be opened. What a closed one says must not be known from any figure, so nothing ever reads it. */
export const isOpen = ({ minimums }: Pick<RoundPlan, 'minimums'>, { opened }: CellCounts): boolean =>
  opened !== undefined && opened.substantive >= minimums.cell;

/** Groups of the plan over some cells of one department, each with all that was opened of it. */
export const tallyGroups = (rules: ScoringRules, cells: readonly CellCounts[]): GroupTally[] =>
  rules.groups.flatMap(({ code }) => {
    const opened = cells.flatMap((cell) =>
      cell.group === code && isOpen(rules, cell) && cell.opened ? [cell.opened] : [],
    );
    return opened.length === 0 ? [] : [tallyGroup(rules, code, opened)];
  });

/** Whether ballots of a channel count in the score. */
export const channelCounts = ({ channels }: ScoringRules, channel: BallotChannel): boolean =>
  channels.some((rule) => rule.channel === channel && rule.isCounted);

/** Score of some groups together; nothing when none of them counts. */
export const scoreOf = (groups: readonly GroupTally[]): Fraction | undefined =>
  weightedMean(
    valued(
      groups.filter(({ counts }) => counts),
      ({ score }) => score,
    ),
  );

/** The 95 % interval of a score over groups that answered independently of each other: score ± 1.96 standard errors, within 0 and 100. */
export function intervalOf(groups: readonly GroupTally[], score: Fraction): { low: Fraction; high: Fraction } {
  let [squares, weights] = [0n, 0n];
  for (const { counts, weight, error } of groups) {
    if (!counts) continue;
    squares += BigInt(weight * weight) * error * error;
    weights += BigInt(weight);
  }
  const margin = fraction(196n * wholeRoot(squares / (weights * weights)), 100n * billion);
  const [low, high] = [minus(score, margin), plus(score, margin)];
  return {
    low: low.over < 0n ? fraction(0) : low,
    high: high.over > 100n * high.under ? fraction(100) : high,
  };
}

/** An item within one group, as it is printed. */
export const itemScore = ({ counts, score }: ItemTally): ItemScore => ({
  ...counts,
  ...(score && { score: printed(score) }),
});

/** Items over all groups that count: the score weighs the groups, counts are plain sums. */
export const itemsOver = (rules: ScoringRules, groups: readonly GroupTally[]): ItemScore[] =>
  rules.items.map(({ code }, index) => {
    const parts = groups.flatMap(({ counts, weight, items }) => {
      const item = items[index];
      return counts && item !== undefined ? [{ ...item, weight }] : [];
    });
    const score = weightedMean(valued(parts, (part) => part.score));
    const sum = (pick: (item: ItemTally['counts']) => number): number =>
      parts.reduce((total, part) => total + pick(part.counts), 0);
    return {
      item: code,
      n: sum(({ n }) => n),
      unknown: sum(({ unknown }) => unknown),
      points: sum(({ points }) => points),
      levels: sumLevels(parts.map(({ counts }) => counts.levels)),
      ...(score && { score: printed(score) }),
    };
  });
