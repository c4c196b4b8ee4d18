/**
 * What the raters of 2025 marked: made up at random around the score of each department, then corrected mark by mark until the score is the one that
 * was published, to the last printed digit.
 */

import type { RoundPlan } from '../../domain/round/plan.ts';
import { departments } from '../data/departments.ts';
import type { Random } from '../random.ts';
import { type Abstaining, cell } from './asked-2025.ts';
import { groups2025, satisfiedRate, verySatisfiedRate } from './numbers-2025.ts';

/** One rater's marks on one department: a level for each item, and 总体评价. */
export interface Row {
  levels: number[];
  overall: number;
}

/** By cell: what those marked who did not abstain. */
export type Rows = Map<string, Row[]>;

/** Points of the levels of the plan, by level; those of 不了解 are never asked for. */
const pointsIn = (plan: RoundPlan): number[] => {
  const points: number[] = [];
  for (const one of plan.scale.levels) points[one.level] = one.points;
  return points;
};

/** A level so that many of them come to about this mean (in points). */
function levelAround(mean: number, random: Random): number {
  const worst = Math.max(0.002, (96 - mean) * 0.01);
  const fair = Math.max(0.006, (98 - mean) * 0.023);
  const rest = 1 - worst - fair;
  const top = Math.max(0, (mean - 80 * fair - 60 * worst - 90 * rest) / 10);
  const lot = random.below(1_000_000) / 1_000_000;
  if (lot < worst) return 1;
  if (lot < worst + fair) return 2;
  return lot < worst + fair + rest - top ? 3 : 4;
}

/** Most items of a row are alike; some are a level better or worse, a few are not known. */
function rowAround(mean: number, items: number, random: Random): Row {
  const base = levelAround(mean, random);
  const levels = Array.from({ length: items }, () => {
    const lot = random.below(100);
    if (lot < 3) return 0;
    if (lot < 11) return Math.max(1, base - 1);
    return lot < 19 ? Math.min(4, base + 1) : base;
  });
  if (!levels.some((level) => level > 0)) levels[0] = base;
  return { levels, overall: base };
}

/** One item of one group on a department: the rows, and by how much a point of one of them moves the score. */
interface Lever {
  item: number;
  rows: Row[];
  perPoint: number;
}

/** A mark that may be made a level better or worse, with what it does to the score. */
interface Move {
  lever: Lever;
  from: number;
  to: number;
  effect: number;
}

/** Score of the department and its levers, over groups that have enough ballots. Plain numbers will do: the digits are checked afterwards. */
function scoreWith(plan: RoundPlan, points: readonly number[], cells: ReadonlyMap<string, Row[]>) {
  const counted = plan.groups.filter(({ code }) => (cells.get(code)?.length ?? 0) >= plan.minimums.cell);
  const weights = counted.reduce((sum, { weight }) => sum + weight, 0);
  let score = 0;
  const levers: Lever[] = [];
  for (const { code, weight } of counted) {
    const rows = cells.get(code) ?? [];
    for (const [item, { weight: part }] of plan.items.entries()) {
      const known = rows.filter(({ levels }) => levels[item] !== 0);
      const perPoint = (weight / weights) * (part / 100 / known.length);
      score += perPoint * known.reduce((sum, { levels }) => sum + (points[levels[item] ?? 0] ?? 0), 0);
      levers.push({ item, rows: known, perPoint });
    }
  }
  return { score, levers };
}

/** Every way in which one mark can be moved by one level. */
const movesIn = (levers: readonly Lever[], points: readonly number[]): Move[] =>
  levers.flatMap((lever) =>
    [1, 2, 3, 4].flatMap((from) =>
      [from - 1, from + 1]
        .filter((to) => to >= 1 && to <= 4 && lever.rows.some(({ levels }) => levels[lever.item] === from))
        .map((to) => ({ lever, from, to, effect: lever.perPoint * ((points[to] ?? 0) - (points[from] ?? 0)) })),
    ),
  );

/** Makes a move on one of the rows that it fits. @returns whether there was one */
function make({ lever: { item, rows }, from, to }: Move, random: Random): boolean {
  const start = random.below(rows.length);
  for (let step = 0; step < rows.length; step += 1) {
    const row = rows[(start + step) % rows.length];
    if (row?.levels[item] !== from) continue;
    row.levels[item] = to;
    return true;
  }
  return false;
}

/** So close that the printed digits are right, and those of a mean of sixteen departments, too. */
const close = 0.0002;
/** From here on two moves are chosen together. */
const near = 0.02;

/** Corrects the rows of a department until its score is the wanted one. */
function steer(
  plan: RoundPlan,
  points: readonly number[],
  cells: ReadonlyMap<string, Row[]>,
  wanted: number,
  random: Random,
): void {
  for (let round = 0; round < 5000; round += 1) {
    const { score, levers } = scoreWith(plan, points, cells);
    let missing = wanted - score;
    if (Math.abs(missing) < close) return;
    const moves = movesIn(levers, points);
    if (Math.abs(missing) > near) {
      // Many small steps at once, each in the right direction and none beyond the goal.
      for (const move of random.shuffled(moves)) {
        if (Math.abs(missing) <= near) break;
        const helps = move.effect * missing > 0 && Math.abs(move.effect) <= Math.abs(missing);
        if (helps && make(move, random)) missing -= move.effect;
      }
      continue;
    }
    let [first, second]: (Move | undefined)[] = [];
    let left = Math.abs(missing);
    const better = (rest: number): boolean => Math.abs(rest) < left - 1e-12;
    for (const one of moves) {
      if (better(missing - one.effect)) [first, second, left] = [one, undefined, Math.abs(missing - one.effect)];
      for (const other of moves)
        if (other.lever !== one.lever && better(missing - one.effect - other.effect))
          [first, second, left] = [one, other, Math.abs(missing - one.effect - other.effect)];
    }
    if (first === undefined) break;
    make(first, random);
    if (second !== undefined) make(second, random);
  }
  throw new Error(`No marks come to ${wanted}`);
}

/** Sets 总体评价 so that 满意率 and 很满意 of the whole city are those that were published: people are a little stricter on the whole than item by item. */
function setOverall(plan: RoundPlan, rows: Rows, random: Random): void {
  const counted = [...rows.values()].filter(({ length }) => length >= plan.minimums.cell).flat();
  const wanted = (rate: number): number => Math.round((counted.length * rate) / 1000);
  const shift = (from: number, to: number, times: number): void => {
    const able = random.shuffled(counted.filter(({ overall }) => overall === from));
    if (able.length < times) throw new Error(`Too few rows with ${from} overall`);
    for (const row of able.slice(0, times)) row.overall = to;
  };
  const count = (...levels: number[]): number => counted.filter(({ overall }) => levels.includes(overall)).length;
  const top = count(4) - wanted(verySatisfiedRate);
  shift(top > 0 ? 4 : 3, top > 0 ? 3 : 4, Math.abs(top));
  const satisfied = count(4, 3, 2) - wanted(satisfiedRate);
  shift(satisfied > 0 ? 2 : 1, satisfied > 0 ? 1 : 2, Math.abs(satisfied));
}

/**
 * @param asked rows of each cell; @param scores in thousandths, by department
 */
export function marks2025(
  plan: RoundPlan,
  asked: ReadonlyMap<string, number>,
  abstaining: Abstaining,
  scores: ReadonlyMap<string, number>,
  random: Random,
): Rows {
  const points = pointsIn(plan);
  const rows: Rows = new Map();
  for (const { code } of departments) {
    const wanted = (scores.get(code) ?? 0) / 1000;
    const cells = new Map<string, Row[]>();
    for (const group of groups2025) {
      const key = cell(group.code, code);
      const count = (asked.get(key) ?? 0) - (abstaining.get(key) ?? 0);
      const mean = wanted + group.kindness / 1000;
      const made = Array.from({ length: count }, () => rowAround(mean, plan.items.length, random));
      cells.set(group.code, made);
      rows.set(key, made);
    }
    steer(plan, points, cells, wanted, random);
  }
  setOverall(plan, rows, random);
  return rows;
}
