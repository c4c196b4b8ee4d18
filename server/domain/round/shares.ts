/** Sums and printed shares. */

import { ratio } from '../ratio.ts';
import type { PrintedShare, Share } from './results.ts';

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

export const share = (part: number, of: number): PrintedShare => {
  const percent = ratio(part, of);
  return { part, of, ...(percent !== null && { percent }) };
};

export const sumShares = (shares: readonly Share[]): PrintedShare =>
  share(sum(shares.map(({ part }) => part)), sum(shares.map(({ of }) => of)));
