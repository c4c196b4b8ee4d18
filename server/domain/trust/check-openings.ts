/** Opened ratings: every opening must be that of a logged rating whose cell was opened, and none may be left out. */

import { noRatings, type RatingCounts } from '../rating-figures.ts';
import { fromBase64Url } from './encoding.ts';
import type { Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { linesOf, type Mirror, readJsonLine } from './mirror.ts';
import { type LoggedRating, type RatingCells, unknownCounted } from './rating-cells.ts';
import { levelCommitment } from './rating-entry.ts';

/** Ratings of a department in a 评议年度, as they were when the log had a given size: 不了解 and opened ones. */
export interface RatingSums extends RatingCounts {
  department: string;
  year: number;
}

const isLevel = (value: unknown): value is 1 | 2 | 3 | 4 | 5 =>
  typeof value === 'number' && [1, 2, 3, 4, 5].includes(value);

/**
 * Reads all openings.
 * @param size of the log at the publication whose figures are to be counted again
 * @returns the sums that its figures are made of
 */
export async function checkOpenings(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  { cells, ratings }: Pick<RatingCells, 'cells' | 'ratings'>,
  size: number,
): Promise<RatingSums[]> {
  const sums = new Map<string, RatingSums>();
  for (const cell of cells.values()) {
    const { department, year, isApart } = cell;
    const name = `${year}/${department}`;
    const sum = sums.get(name) ?? { department, year, levels: { ...noRatings.levels }, apart: { ...noRatings.apart } };
    sums.set(name, sum);
    sum[isApart ? 'apart' : 'levels'][0] += unknownCounted(cell, size);
  }

  for (const [name, sum] of sums) {
    const path = `open/openings/${name}.ndjson`;
    const bytes = await mirror.read(path);
    let line = 0;
    let last = '';
    for (const text of bytes === undefined ? [] : linesOf(bytes)) {
      line += 1;
      const opening = readOpening(text);
      if (opening === undefined) {
        findings.add('opening-malformed', { path, line });
        continue;
      }
      if (opening.c <= last) findings.add('opening-order', { path, line });
      last = opening.c;
      const rating = ratings.get(opening.c);
      const wrong = judge(rating, sum);
      if (wrong !== undefined || rating === undefined) {
        findings.add(wrong ?? 'opening-unknown', { path, line });
        continue;
      }
      if (levelCommitment(hash, opening.r, opening.salt) !== opening.c) findings.add('opening-false', { path, line });
      rating.isShown = true;
      if ((rating.openedAt ?? size) >= size) continue;
      const isApart = rating.cell.isApart || (rating.flaggedAt ?? size) < size;
      sum[isApart ? 'apart' : 'levels'][opening.r] += 1;
    }
  }
  const withheld = new Map<string, number>();
  for (const { cell, openedAt, isShown } of ratings.values()) {
    if (openedAt === null || isShown) continue;
    const name = `${cell.year}/${cell.department}`;
    withheld.set(name, (withheld.get(name) ?? 0) + 1);
  }
  for (const [name, count] of withheld) {
    findings.add('opening-withheld', { path: `open/openings/${name}.ndjson`, what: String(count) });
  }
  return [...sums.values()];
}

function judge(rating: LoggedRating | undefined, { department, year }: RatingSums) {
  if (rating === undefined || rating.cell.department !== department || rating.cell.year !== year || rating.isUnknown) {
    return 'opening-unknown';
  }
  if (rating.openedAt === null) return 'opening-early';
  return rating.isShown ? 'opening-repeated' : undefined;
}

function readOpening(text: string | undefined): { c: string; r: 1 | 2 | 3 | 4 | 5; salt: Uint8Array } | undefined {
  const value = readJsonLine(text);
  if (value === undefined || Object.keys(value).length !== 3) return undefined;
  const { c, r, s } = value;
  const salt = typeof s === 'string' ? fromBase64Url(s) : undefined;
  return typeof c === 'string' && isLevel(r) && salt?.length === 32 ? { c, r, salt } : undefined;
}

/** The counts of a department in a year, out of all sums. */
export function ratingCountsOf(sums: readonly RatingSums[], department: string, year: number): RatingCounts {
  const { levels, apart } = sums.find((one) => one.department === department && one.year === year) ?? noRatings;
  return { levels, apart };
}
