/** 整改月报: what a department's cases came to at the end of a month, counted from their histories; and by when the report is due. */

import { applyEvent, type CaseEvent } from './advance.ts';
import { type Calendar, nextWorkingDay } from './calendar.ts';
import { type CaseFile, isOneOf, newCaseFile, openStates, workingStates } from './case-file.ts';
import { addDays, assessmentYear, type Day, endOfMonth, isDay, monthOf } from './day.ts';

/** A month, `YYYY-MM`. */
export type Month = string;

export const isMonth = (text: string): text is Month => isDay(`${text}-01`);

export const firstDayOf = (month: Month): Day => `${month}-01`;
export const lastDayOf = (month: Month): Day => endOfMonth(firstDayOf(month));
export const nextMonth = (month: Month): Month => monthOf(addDays(lastDayOf(month), 1));
export const previousMonth = (month: Month): Month => monthOf(addDays(firstDayOf(month), -1));
/** The same month a year before. */
export const yearBefore = (month: Month): Month =>
  `${String(Number(month.slice(0, 4)) - 1).padStart(4, '0')}${month.slice(4)}`;

/** The months from one to another, both included; none when the last lies before the first. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** A report is due on the 5th of the next month, moved to the next working day. */
export const reportDue = (calendar: Calendar, month: Month): Day => nextWorkingDay(calendar, `${nextMonth(month)}-05`);

/** The first day of the 评议年度 that a day belongs to. */
export const yearBegins = (day: Day, yearStartsOn: string): Day =>
  `${String(assessmentYear(day, yearStartsOn)).padStart(4, '0')}-${yearStartsOn}`;

/** What a case began with, as far as its later standing depends on it. */
type Beginning = Pick<CaseFile, 'id' | 'channel' | 'kind' | 'named' | 'receivedOn'>;

/** The case as it stood in the evening of a day; nothing for one that came later. */
export function caseOn(beginning: Beginning, events: readonly CaseEvent[], day: Day): CaseFile | undefined {
  if (beginning.receivedOn > day) return undefined;
  let file = newCaseFile(beginning);
  for (const event of events) if (event.day <= day) file = applyEvent(file, event);
  return file;
}

/**
 * Numbers of cases of one department at the end of a month. `assigned` is what it had in hand in the 评议年度: what was left over from
 * years before, and what came since. It is the sum of `resolved`, `explained`, `suspended` and `open`.
 */
export interface MonthlyNumbers {
  assigned: number;
  /** 本月交办. */
  assignedNow: number;
  /** 已销号 with result A. */
  resolved: number;
  /** 本月销号 with result A. */
  resolvedNow: number;
  /** 办结 with result D (解释说明). */
  explained: number;
  /** 挂账. */
  suspended: number;
  /** 在办. */
  open: number;
  /** 在办, and past its deadline. */
  overdue: number;
  /** 延期 granted, of all in hand. */
  extended: number;
}

export const monthlyNumbersOf = (
  cases: Iterable<CaseFile>,
  department: string,
  month: Month,
  yearStartsOn: string,
): MonthlyNumbers => {
  const asOf = lastDayOf(month);
  const begins = yearBegins(asOf, yearStartsOn);
  const inHand = [...cases].filter(
    (file) => file.department === department && (file.closedOn === null || file.closedOn >= begins),
  );
  const many = (holds: (file: CaseFile) => boolean): number => inHand.filter(holds).length;
  const isClosed = ({ state }: CaseFile): boolean => state === 'closed';
  const inMonth = (day: Day | null): boolean => day !== null && monthOf(day) === month;
  return {
    assigned: inHand.length,
    assignedNow: many(({ assignedOn }) => inMonth(assignedOn)),
    resolved: many((file) => isClosed(file) && file.result === 'A'),
    resolvedNow: many((file) => isClosed(file) && file.result === 'A' && inMonth(file.closedOn)),
    explained: many((file) => isClosed(file) && file.result !== 'A'),
    suspended: many(({ state }) => state === 'suspended'),
    open: many(({ state }) => isOneOf(openStates, state)),
    overdue: many(
      ({ state, pausedOn, clocks }) =>
        isOneOf(workingStates, state) &&
        pausedOn === null &&
        clocks.complete !== undefined &&
        clocks.complete.due < asOf,
    ),
    extended: many(({ extensions }) => extensions > 0),
  };
};
