/**
 * The working-day calendar (国务院办公厅节假日安排) and the deadlines counted on it.
 * Monday to Friday are working days, except holidays (放假) and with make-up days (调休上班) added.
 */
import { addDays, type Day, daysBetween, weekday, yearOf } from './day.ts';

/** A day that differs from the plain week: a day off, or a weekend day that is worked. */
export type CalendarException = { kind: 'holiday' | 'makeup'; name: string };

/** `years` are those whose State Council notice has been entered; `days` holds the exceptions only. */
export interface Calendar {
  readonly years: ReadonlySet<number>;
  readonly days: ReadonlyMap<Day, CalendarException>;
}

/** A calendar as it is stored: in `db/calendar-days.json` and in the database. */
export interface CalendarData {
  readonly years: readonly number[];
  readonly days: readonly ({ readonly day: Day } & Readonly<CalendarException>)[];
}

/** What moved a deadline after it was set: a pause gives back the working days it took, an extension reaches to a day. */
export type Adjustment =
  | {
      readonly pausedFrom: Day;
      readonly pausedTo: Day /** Working days it gives back at most. */;
      readonly most?: number;
    }
  | { readonly until: Day };

/** A due date together with everything needed to explain it. */
export interface Deadline {
  /** The day of the event that started the clock; counting begins on the day after. */
  readonly from: Day;
  readonly amount: number;
  readonly unit: 'workday' | 'day';
  /** The last day in time; never a day off. */
  readonly due: Day;
  /** Holidays jumped over, plain weekends not listed. */
  readonly skipped: readonly { readonly from: Day; readonly to: Day; readonly name: string }[];
  /** Make-up days that were counted as working days. */
  readonly worked: readonly Day[];
  /** Whether the last day was a day off, so that the deadline moved to the next working day. */
  readonly moved: boolean;
  /** Years whose notice has a say in the counting but is not entered: the date may still change. */
  readonly uncertain: readonly number[];
  /** What moved it since, oldest first; absent where nothing did. */
  readonly adjustments?: readonly Adjustment[];
}

/** A calendar from its stored form. */
export const calendarFrom = (data: CalendarData): Calendar => ({
  years: new Set(data.years),
  days: new Map(data.days.map(({ day, kind, name }) => [day, { kind, name }])),
});

/** Whether people work in offices on this day. A year without a notice is taken as plain weeks: see `Deadline.uncertain`. */
export const isWorkingDay = (calendar: Calendar, day: Day): boolean => {
  const exception = calendar.days.get(day);
  if (exception !== undefined) return exception.kind === 'makeup';
  const dayOfWeek = weekday(day);
  return dayOfWeek !== 0 && dayOfWeek !== 6;
};

/** The day itself when it is a working day, else the first working day after it. */
export const nextWorkingDay = (calendar: Calendar, day: Day): Day => {
  let candidate = day;
  while (!isWorkingDay(calendar, candidate)) candidate = addDays(candidate, 1);
  return candidate;
};

const requireAmount = (amount: number): void => {
  if (!Number.isInteger(amount) || amount < 0) throw new RangeError(`Not a number of days: ${amount}`);
};

/** The `count`-th working day after `from`; `from` itself when `count` is 0, whatever day that is. */
export const addWorkingDays = (calendar: Calendar, from: Day, count: number): Day => {
  requireAmount(count);
  let day = from;
  for (let counted = 0; counted < count; counted += 1) day = nextWorkingDay(calendar, addDays(day, 1));
  return day;
};

/** How many working days lie after `from` up to and including `to`; 0 when `to` is not after `from`. */
export const workingDaysBetween = (calendar: Calendar, from: Day, to: Day): number => {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1;
  return count;
};

/** Every day from `first` to `last`, both included; none when `last` lies before `first`. */
const daysOf = (first: Day, last: Day): Day[] =>
  Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) => addDays(first, index));

/** Holidays among `days`, joined into unbroken runs; a run with two festivals (中秋 within 国庆) carries both names. */
const holidayRuns = (calendar: Calendar, days: readonly Day[]): Deadline['skipped'] => {
  const runs: { from: Day; to: Day; names: string[] }[] = [];
  for (const day of days) {
    const exception = calendar.days.get(day);
    if (exception?.kind !== 'holiday') continue;
    const last = runs.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) {
      last.to = day;
      if (!last.names.includes(exception.name)) last.names.push(exception.name);
    } else {
      runs.push({ from: day, to: day, names: [exception.name] });
    }
  }
  return runs.map(({ from, to, names }) => ({ from, to, name: names.join('、') }));
};

/**
 * The years whose notices decide about a day: its own, and in the last week of December the next year's too, whose
 * New Year holiday may begin early or take its make-up day there (2018-12-29 was worked for the holiday of 2019).
 */
const noticesAbout = (day: Day): number[] => (day.slice(5) >= '12-25' ? [yearOf(day), yearOf(day) + 1] : [yearOf(day)]);

/**
 * The deadline `amount` working days or calendar days after `from`, with its explanation.
 * The day of the event is not counted, and a calendar-day period whose last day is a day off ends on the next working
 * day (民法典 art. 201 and 203; 民事诉讼法 art. 85 says the same of procedural periods).
 */
export const deadline = (calendar: Calendar, from: Day, amount: number, unit: Deadline['unit']): Deadline => {
  requireAmount(amount);
  const counted = unit === 'workday' ? addWorkingDays(calendar, from, amount) : addDays(from, amount);
  const due = nextWorkingDay(calendar, counted);
  // Only these days decide the date: all of them when working days are counted, else just where the period ends.
  const decisive = unit === 'workday' ? daysOf(amount === 0 ? from : addDays(from, 1), due) : daysOf(counted, due);
  return {
    from,
    amount,
    unit,
    due,
    skipped: holidayRuns(calendar, decisive),
    worked: decisive.filter((day) => calendar.days.get(day)?.kind === 'makeup'),
    moved: due !== counted,
    uncertain: [...new Set(decisive.flatMap(noticesAbout))].filter((year) => !calendar.years.has(year)),
  };
};

/** The day that an adjustment moves a due date to: never an earlier one, never a day off. */
const adjusted = (calendar: Calendar, due: Day, adjustment: Adjustment): Day => {
  if ('until' in adjustment) {
    const until = nextWorkingDay(calendar, adjustment.until);
    return until > due ? until : due;
  }
  const stood = workingDaysBetween(calendar, adjustment.pausedFrom, adjustment.pausedTo);
  return laterDeadline(calendar, due, Math.min(stood, adjustment.most ?? stood));
};

/** The deadline moved once more. Its explanation keeps how it was first counted. */
export const adjust = (calendar: Calendar, before: Deadline, adjustment: Adjustment): Deadline => ({
  ...before,
  due: adjusted(calendar, before.due, adjustment),
  adjustments: [...(before.adjustments ?? []), adjustment],
});

/** The same deadline counted anew on another calendar: from its beginning, over everything that moved it. */
export const recount = (calendar: Calendar, before: Deadline): Deadline => {
  const { from, amount, unit, adjustments = [] } = before;
  return adjustments.reduce((moved, one) => adjust(calendar, moved, one), deadline(calendar, from, amount, unit));
};

/** A due date pushed back by the working days that a clock stood still; never ends on a day off. */
export const laterDeadline = (calendar: Calendar, due: Day, workingDays: number): Day =>
  nextWorkingDay(calendar, addWorkingDays(calendar, due, workingDays));
