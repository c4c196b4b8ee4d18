/** How the departments of a printed ballot are laid out on A4 pages: blocks of items by levels, in one column or two. */

import type { RoundPlan } from './plan.ts';

export interface BallotLayout {
  columns: 1 | 2;
  /** Departments of each page, in the order in which they are read column by column. */
  pages: string[][];
}

/** Millimetres. A page is 297 high with margins of 12; the first has the heading and what to do on it. */
const pageHeight = 297 - 2 * 12;
const pageHead = 12;
const firstHead = 66;
const rowHeight = 5.8;
/** Name of the department, names of the levels, and the gap below. */
const blockHead = 5.8 + 9 + 4;
/** Names that are longer, or more levels, need the whole width. */
const longestInHalf = 8;
const mostLevelsInHalf = 5;

type Asked = Pick<RoundPlan, 'items' | 'asksOverall' | 'scale'>;

/** @param departments in the order of the plan */
export function layBallot({ items, asksOverall, scale }: Asked, departments: readonly string[]): BallotLayout {
  const isNarrow = items.every(({ name }) => [...name].length <= longestInHalf);
  const columns = isNarrow && scale.levels.length <= mostLevelsInHalf ? 2 : 1;
  const block = blockHead + (items.length + (asksOverall ? 1 : 0)) * rowHeight;
  const fit = (head: number): number => Math.max(1, Math.floor((pageHeight - head) / block)) * columns;
  const pages: string[][] = [];
  for (let at = 0; at < departments.length || pages.length === 0; ) {
    const count = fit(pages.length === 0 ? firstHead : pageHead);
    pages.push(departments.slice(at, at + count));
    at += count;
  }
  return { columns, pages };
}
