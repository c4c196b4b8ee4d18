/** Places and 梯队 within a class. */

import { compareFractions, type Fraction } from './fraction.ts';

export interface Rankable {
  department: string;
  score: Fraction;
  low: Fraction;
  high: Fraction;
}

export interface Place {
  department: string;
  rank: number;
  tier: number;
}

/**
 * Ranks the departments of one class. Scores that are exactly equal share a place, and the places they take up are left out after them (1, 2, 2, 4).
 * Departments whose intervals overlap are in the same tier, so that between two tiers there is more than chance. The best tier is 1.
 */
export function rankClass(departments: readonly Rankable[]): Place[] {
  const bestFirst = [...departments].sort((a, b) => compareFractions(b.score, a.score));
  /** Whether everybody from here on lies, with the whole interval, below everybody before. */
  const beginsTier = (index: number): boolean =>
    bestFirst
      .slice(index)
      .every(({ high }) => bestFirst.slice(0, index).every(({ low }) => compareFractions(high, low) < 0));
  let tier = 0;
  return bestFirst.map(({ department, score }, index) => {
    if (beginsTier(index)) tier += 1;
    const better = bestFirst.filter((other) => compareFractions(other.score, score) > 0).length;
    return { department, rank: better + 1, tier };
  });
}
