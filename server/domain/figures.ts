/**
 * Every published number, from integer counts. The page, the API, /open/figures.json, the CSV and the verifier call this one function.
 * A rate always carries its numerator and denominator; the definitions in words are in server/words under the same names.
 */

import type { Day } from './day.ts';
import { ratio } from './ratio.ts';
import { type RatingCounts, type RatingFigures, ratingFigures, sumRatings } from './rating-figures.ts';
import type { Basis } from './vocabulary.ts';

/** Counts of one group of 意见. All are numbers of 意见 or cases, never of acts. */
export interface Counts {
  /** 收到的意见, effective or not. */
  received: number;
  /** 有效意见 after merging. */
  effective: number;
  /** Closed with result A, by 销号依据. */
  resolved: Record<Basis, number>;
  /** Closed with result D (解释说明). */
  explained: number;
  /** The department has claimed it rectified (部门自报), whatever became of the claim; D and C left out. */
  claimed: number;
  /** Not yet finished and not on account. */
  open: number;
  /** Open, with the completion clock run out. */
  overdue: number;
  /** 挂账 (result C). */
  suspended: number;
  /** 退回 asked for at least once. */
  returned: number;
  /** 延期 granted. */
  extended: number;
  /** 重办 at least once. */
  reworked: number;
  /** 交办 so far. */
  assigned: number;
  /** 签收 within its clock. */
  acceptedInTime: number;
  /** Closed (A or D) with the claim made in time. */
  closedInTime: number;
  /** 现场核查 or another independent check took place; passed, and never failed one. */
  checked: number;
  checkPassed: number;
  /** 应回访: closed, with a way to reach the author; reached; satisfied or fairly so. */
  revisitDue: number;
  revisited: number;
  revisitSatisfied: number;
  /** Answers of authors that the server could have read; counted apart from the locked ones. */
  answeredSeen: number;
  /** Texts destroyed on request. */
  erased: number;
}

/** One group of the cube that SQL counts: 评议年度, month of receipt, department (empty before 交办), topic (empty before 梳理). */
export interface CountRow extends Counts {
  year: number;
  month: string;
  department: string;
  topic: string;
}

export interface Rate {
  numerator: number;
  denominator: number;
  /** Per cent with one decimal, half up; `null` where the denominator is 0. */
  percent: string | null;
}

export const rateNames = [
  'rectification', // 整改率 = A ÷ (有效意见 − D)
  'verified', // 证实率 = (群众确认 + 独立核实) ÷ (有效意见 − D)
  'selfReported', // 部门自报率 = 自报 ÷ (有效意见 − D)
  'completion', // 办结率 = (A + D) ÷ 有效意见
  'onTime', // 按期办结率 = 按期办结 ÷ (A + D)
  'acceptance', // 按时签收率 = 按时签收 ÷ 交办
  'return', // 退回率 = 退回 ÷ 交办
  'extension', // 延期率 = 延期 ÷ 交办
  'rework', // 重办率 = 重办件数 ÷ (A + D)
  'checkPass', // 抽查合格率 = 合格 ÷ 核查
  'revisit', // 回访率 = 已回访 ÷ 应回访
  'revisitSatisfaction', // 回访满意率 = (满意 + 基本满意) ÷ 已回访
] as const;
export type RateName = (typeof rateNames)[number];

/** Pages print a rate only when at least this many 意见 are under the line; below that the counts stand alone. */
export const rateMinimum = 10;

export interface Figures extends Counts {
  /** Closed with result A on any basis. */
  resolvedTotal: number;
  rates: Record<RateName, Rate>;
}

const rate = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  percent: ratio(numerator, denominator),
});

/** Figures of one group. Sources of the formulas: the office's 评议办法, printed on /method. */
export function figuresOf(counts: Counts): Figures {
  const { effective, explained, claimed, assigned } = counts;
  const { citizen, independent, office } = counts.resolved;
  const resolvedTotal = citizen + independent + office;
  const rectifiable = effective - explained;
  const finished = resolvedTotal + explained;
  return {
    ...counts,
    resolvedTotal,
    rates: {
      rectification: rate(resolvedTotal, rectifiable),
      verified: rate(citizen + independent, rectifiable),
      selfReported: rate(claimed, rectifiable),
      completion: rate(finished, effective),
      onTime: rate(counts.closedInTime, finished),
      acceptance: rate(counts.acceptedInTime, assigned),
      return: rate(counts.returned, assigned),
      extension: rate(counts.extended, assigned),
      rework: rate(counts.reworked, finished),
      checkPass: rate(counts.checkPassed, counts.checked),
      revisit: rate(counts.revisited, counts.revisitDue),
      revisitSatisfaction: rate(counts.revisitSatisfied, counts.revisited),
    },
  };
}

export const noCounts: Counts = {
  received: 0,
  effective: 0,
  resolved: { citizen: 0, independent: 0, office: 0 },
  explained: 0,
  claimed: 0,
  open: 0,
  overdue: 0,
  suspended: 0,
  returned: 0,
  extended: 0,
  reworked: 0,
  assigned: 0,
  acceptedInTime: 0,
  closedInTime: 0,
  checked: 0,
  checkPassed: 0,
  revisitDue: 0,
  revisited: 0,
  revisitSatisfied: 0,
  answeredSeen: 0,
  erased: 0,
};

/** The counts that are one number each, in the order in which they are published. */
export const plainCounts = Object.keys(noCounts).filter((name) => name !== 'resolved') as Exclude<
  keyof Counts,
  'resolved'
>[];

/** Adds groups together. */
export function sumCounts(groups: readonly Counts[]): Counts {
  const sum: Counts = { ...noCounts, resolved: { ...noCounts.resolved } };
  for (const group of groups) {
    for (const name of plainCounts) sum[name] += group[name];
    sum.resolved.citizen += group.resolved.citizen;
    sum.resolved.independent += group.resolved.independent;
    sum.resolved.office += group.resolved.office;
  }
  return sum;
}

/**
 * The 评议年度 that pages are about: the newest one with an 有效意见, so that the first days of a year do not show the city as empty.
 * @param today the 评议年度 of today; shown as long as there is no case at all, and never passed
 */
export const yearToShow = (rows: readonly CountRow[], today: number): number =>
  rows
    .filter(({ year, effective }) => effective > 0 && year <= today)
    .reduce<number | undefined>((newest, { year }) => Math.max(newest ?? year, year), undefined) ?? today;

export interface DepartmentOfFigures {
  code: string;
  name: string;
  class: string;
}
export interface ClassOfFigures {
  code: string;
  name: string;
  ranked: boolean;
}

/** What {@link cityFigures} counts from. `closings` are the cases closed in each month, whenever they were received. */
export interface FigureSource {
  asOf: Day;
  /** The 评议年度 that overall, classes, departments, months and topics are about. */
  year: number;
  city: { name: string; organizer: string; demonstration: boolean };
  classes: readonly ClassOfFigures[];
  departments: readonly DepartmentOfFigures[];
  topics: readonly { code: string; name: string }[];
  rows: readonly CountRow[];
  closings: readonly { month: string; resolved: Record<Basis, number>; explained: number }[];
  /** Opened ratings (公众日常评价) of the year by department; never part of a score. */
  ratings: readonly ({ department: string } & RatingCounts)[];
}

type Row<K> = K & Figures;
type Rated = { ratings: RatingFigures };

/** The content of `/open/figures.json`. */
export interface CityFigures {
  asOf: Day;
  year: number;
  city: FigureSource['city'];
  overall: Figures & Rated;
  classes: (Row<ClassOfFigures> & Rated)[];
  departments: (Row<DepartmentOfFigures> & Rated)[];
  /** By month of receipt; `closed` is what was closed in that month. */
  months: Row<{ month: string; closed: { resolved: Record<Basis, number>; explained: number } }>[];
  topics: Row<{ code: string; name: string }>[];
  years: Row<{ year: number }>[];
}

/** All figures of a city. Departments and classes without a case appear with zeros; months run over the whole 评议年度 so far. */
export function cityFigures(source: FigureSource): CityFigures {
  const current = source.rows.filter((row) => row.year === source.year);
  const ratingsOf = (codes: ReadonlySet<string>): RatingFigures =>
    ratingFigures(sumRatings(source.ratings.filter((row) => codes.has(row.department))));
  const figuresWhere = (belongs: (row: CountRow) => boolean): Figures => figuresOf(sumCounts(current.filter(belongs)));
  const members = (code: string): Set<string> =>
    new Set(source.departments.filter((department) => department.class === code).map((department) => department.code));

  const months = [
    ...new Set([...current.map((row) => row.month), ...source.closings.map((closing) => closing.month)]),
  ].sort();
  return {
    asOf: source.asOf,
    year: source.year,
    city: source.city,
    overall: {
      ...figuresOf(sumCounts(current)),
      ratings: ratingsOf(new Set(source.departments.map(({ code }) => code))),
    },
    classes: source.classes.map((row) => {
      const codes = members(row.code);
      return { ...row, ...figuresWhere((count) => codes.has(count.department)), ratings: ratingsOf(codes) };
    }),
    departments: source.departments.map((row) => ({
      ...row,
      ...figuresWhere((count) => count.department === row.code),
      ratings: ratingsOf(new Set([row.code])),
    })),
    months: months.map((month) => {
      const closing = source.closings.find((row) => row.month === month);
      return {
        month,
        closed: { resolved: closing?.resolved ?? { ...noCounts.resolved }, explained: closing?.explained ?? 0 },
        ...figuresWhere((count) => count.month === month),
      };
    }),
    topics: source.topics.map((row) => ({ ...row, ...figuresWhere((count) => count.topic === row.code) })),
    years: [...new Set(source.rows.map((row) => row.year))]
      .sort((a, b) => a - b)
      .map((year) => ({ year, ...figuresOf(sumCounts(source.rows.filter((row) => row.year === year))) })),
  };
}

/** One department's figures by month of receipt, over the months that the city's figures have. */
export const monthsOfDepartment = (
  { rows, year }: Pick<FigureSource, 'rows' | 'year'>,
  code: string,
  months: readonly string[],
): Row<{ month: string }>[] =>
  months.map((month) => ({
    month,
    ...figuresOf(sumCounts(rows.filter((row) => row.year === year && row.department === code && row.month === month))),
  }));
