/** 月通报: the numbers of a month, taken from the published figures, in the form in which they stand in the ledger with the 通报. */

import { assessmentYear, type Day } from './day.ts';
import type { Closing } from './counting.ts';
import { cityFigures, type Counts, type FigureSource, figuresOf, sumCounts } from './figures.ts';
import { lastDayOf, type Month, previousMonth, yearBefore } from './monthly-report.ts';

/** What came in and what was finished in one month. */
export interface MonthOfBulletin {
  /** 有效意见 received in the month. */
  effective: number;
  /** Closed in the month with result A, whenever received. */
  resolved: number;
}

/** Counts of a group, with the rates that are printed beside them, in per cent; empty where there is nothing to divide by. */
export interface GroupOfBulletin {
  effective: number;
  assigned: number;
  resolved: number;
  explained: number;
  open: number;
  overdue: number;
  suspended: number;
  returned: number;
  extended: number;
  reworked: number;
  rectification: string;
  verified: string;
  completion: string;
  onTime: string;
}

export interface BulletinNumbers {
  month: Month;
  /** 评议年度 of the month. */
  year: number;
  /** 统计截止: the day of the publication that the numbers are from. */
  asOf: Day;
  overall: GroupOfBulletin;
  /** The month, the one before (环比), and the same one a year before (同比). */
  now: MonthOfBulletin;
  before: MonthOfBulletin;
  yearBefore: MonthOfBulletin;
  classes: ({ code: string; name: string } & GroupOfBulletin)[];
  /** Departments with anything to tell of. */
  departments: ({ code: string; name: string; class: string } & GroupOfBulletin)[];
  /** 红黄牌 of the month, by department. */
  lights: { code: string; light: 'yellow' | 'red' }[];
}

const groupOf = (counts: Counts): GroupOfBulletin => {
  const { resolvedTotal, rates } = figuresOf(counts);
  const { effective, assigned, explained, open, overdue, suspended, returned, extended, reworked } = counts;
  return {
    effective,
    assigned,
    resolved: resolvedTotal,
    explained,
    open,
    overdue,
    suspended,
    returned,
    extended,
    reworked,
    rectification: rates.rectification.percent ?? '',
    verified: rates.verified.percent ?? '',
    completion: rates.completion.percent ?? '',
    onTime: rates.onTime.percent ?? '',
  };
};

/**
 * The numbers of a month.
 * @param source what the published figures are made of
 * @param closings of this 评议年度 and the one before
 */
export function bulletinNumbers(
  source: FigureSource,
  month: Month,
  {
    yearStartsOn,
    closings,
    lights,
  }: { yearStartsOn: string; closings: readonly Closing[]; lights: BulletinNumbers['lights'] },
): BulletinNumbers {
  const year = assessmentYear(lastDayOf(month), yearStartsOn);
  const figures = cityFigures({ ...source, year, ratings: [] });
  const monthOf = (of: Month): MonthOfBulletin => {
    const resolved = closings.find((closing) => closing.month === of)?.resolved;
    return {
      effective: sumCounts(source.rows.filter((row) => row.month === of)).effective,
      resolved: resolved === undefined ? 0 : resolved.citizen + resolved.independent + resolved.office,
    };
  };
  return {
    month,
    year,
    asOf: source.asOf,
    overall: groupOf(figures.overall),
    now: monthOf(month),
    before: monthOf(previousMonth(month)),
    yearBefore: monthOf(yearBefore(month)),
    classes: figures.classes.map((row) => ({ code: row.code, name: row.name, ...groupOf(row) })),
    departments: figures.departments
      .filter(({ effective, open, suspended }) => effective + open + suspended > 0)
      .map((row) => ({ code: row.code, name: row.name, class: row.class, ...groupOf(row) })),
    lights: [...lights],
  };
}
