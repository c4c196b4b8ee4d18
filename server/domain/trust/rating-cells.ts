/**
 * Ratings in cells of a department and a 评议年度 (docs/ledger.md §4): at each opening a cell is opened whole or not at all, so that nobody can
 * choose which ratings are seen, and never fewer than ten at once, so that nobody can tell whose is whose.
 */

import { ratingsMinimumCell } from '../rating-figures.ts';
import type { FlagEntry, OpenEntry, RatingEntry } from './entries.ts';
import type { Findings } from './findings.ts';

/** One rating as the log tells of it. */
export interface LoggedRating {
  cell: Cell;
  isUnknown: boolean;
  /** Place of the entry with which it was opened. */
  openedAt: number | null;
  /** Place of the entry from which on it is counted apart. */
  flaggedAt: number | null;
  /** Its opening has been seen. */
  isShown: boolean;
}

export interface Cell {
  department: string;
  year: number;
  isApart: boolean;
  /** Substantive ratings that wait. */
  waiting: LoggedRating[];
  /** 不了解 so far, and as many as there were at each opening: place of the opening, number. */
  unknown: number;
  unknownAt: { at: number; count: number }[];
}

const cellName = (department: string, year: number, isApart: boolean): string =>
  `${department}/${year}${isApart ? '/f' : ''}`;

export function newRatingCells(findings: Findings) {
  const cells = new Map<string, Cell>();
  const ratings = new Map<string, LoggedRating>();
  const totals = { ratings: 0, opened: 0, appeals: 0 };

  return {
    cells: cells as ReadonlyMap<string, Cell>,
    /** Ratings by their commitment. */
    ratings: ratings as ReadonlyMap<string, LoggedRating>,
    totals: totals as Readonly<typeof totals>,

    rate(index: number, { d, y, c, u, f }: RatingEntry): void {
      totals.ratings += 1;
      if (ratings.has(c)) return findings.add('rating-repeated', { index });
      const name = cellName(d, y, f !== undefined);
      const cell = cells.get(name) ?? {
        department: d,
        year: y,
        isApart: f !== undefined,
        waiting: [],
        unknown: 0,
        unknownAt: [],
      };
      cells.set(name, cell);
      const rating = { cell, isUnknown: u === true, openedAt: null, flaggedAt: null, isShown: false };
      ratings.set(c, rating);
      if (u === true) cell.unknown += 1;
      else cell.waiting.push(rating);
    },

    open(index: number, { cells: opened }: OpenEntry): void {
      for (const name of Object.keys(opened)) {
        if (!cells.has(name))
          findings.add('cell-count', { index, what: name, published: String(opened[name]), recounted: '0' });
      }
      for (const [name, cell] of cells) {
        const published = opened[name];
        const due = cell.waiting.length;
        const about = { index, what: name, published: String(published ?? 0), recounted: String(due) };
        if (published === undefined) {
          if (due >= ratingsMinimumCell) findings.add('cell-withheld', about);
          continue;
        }
        if (due < ratingsMinimumCell) findings.add('cell-too-small', about);
        if (published !== due) findings.add('cell-count', about);
        for (const rating of cell.waiting) rating.openedAt = index;
        totals.opened += due;
        cell.waiting = [];
        cell.unknownAt.push({ at: index, count: cell.unknown });
      }
    },

    /** Ratings that wait for others of their cell. */
    waiting: (): number => [...cells.values()].reduce((sum, cell) => sum + cell.waiting.length, 0),

    flag(index: number, { target }: FlagEntry): void {
      totals.appeals += 1;
      const rating = ratings.get(target);
      if (rating === undefined || rating.openedAt === null || rating.cell.isApart || rating.flaggedAt !== null) {
        return findings.add('flag-target', { index });
      }
      rating.flaggedAt = index;
    },
  };
}

export type RatingCells = ReturnType<typeof newRatingCells>;

/** 不了解 of a cell that are counted when the log has this many entries: those before its last opening. */
export const unknownCounted = ({ unknownAt }: Cell, size: number): number =>
  unknownAt.findLast(({ at }) => at < size)?.count ?? 0;
