/** Civil calendar arithmetic on plain `YYYY-MM-DD` strings: no clock, no time zone, no time of day. */

/** A day of the Gregorian calendar written `YYYY-MM-DD`, years 0001 to 9999. Days compare correctly as text. */
export type Day = string;

const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

type Parts = { year: number; month: number; date: number };

const parse = (text: string): Parts | undefined => {
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const exists = year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  return exists ? { year, month, date } : undefined;
};

/** The parts of a day; a text that is no day is a mistake of the programmer, because input is checked with `isDay` first. */
const partsOf = (day: Day): Parts => {
  const parts = parse(day);
  if (parts === undefined) throw new RangeError(`Not a day of the calendar: ${day}`);
  return parts;
};

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

const write = ({ year, month, date }: Parts): Day => `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`;

/**
 * The number of days since 1970-01-01 (which is 0).
 * Years are counted from 1 March, so that the leap day is the last day of a year; 400 such years have 146,097 days.
 */
const numberOf = (day: Day): number => {
  const { year, month, date } = partsOf(day);
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5) + date - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
};

/** The inverse of `numberOf`. */
const dayNumbered = (number: number): Day => {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (year < 1 || year > 9999) throw new RangeError('The day lies outside the years 0001 to 9999');
  return write({ year, month, date: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 });
};

/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export const isDay = (text: string): text is Day => parse(text) !== undefined;

/** The day `count` days after `day` (before it when negative). */
export const addDays = (day: Day, count: number): Day => {
  if (!Number.isInteger(count)) throw new RangeError(`Not a whole number of days: ${count}`);
  return dayNumbered(numberOf(day) + count);
};

/** How many days `to` lies after `from`; negative when it lies before. */
export const daysBetween = (from: Day, to: Day): number => numberOf(to) - numberOf(from);

/** Day of the week: 0 Sunday, 1 Monday … 6 Saturday. */
export const weekday = (day: Day): number => (((numberOf(day) + 4) % 7) + 7) % 7;

/** Sort order of two days: negative, zero or positive. */
export const compareDays = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

/** The month of a day, `YYYY-MM`. */
export const monthOf = (day: Day): string => write(partsOf(day)).slice(0, 7);

/** The calendar year of a day. */
export const yearOf = (day: Day): number => partsOf(day).year;

/** The last day of the month that a day belongs to. */
export const endOfMonth = (day: Day): Day => {
  const { year, month } = partsOf(day);
  return write({ year, month, date: daysInMonth(year, month) });
};

/** The Monday after a day; of a Monday the next one. What comes in during a week shares it. */
export const mondayAfter = (day: Day): Day => addDays(day, 8 - (weekday(day) || 7));

/** The week of a day, `YYYY-Www` (ISO 8601: weeks begin on Monday and belong to the year of their Thursday). */
export const isoWeek = (day: Day): string => {
  const thursday = addDays(day, 4 - (weekday(day) || 7));
  const year = yearOf(thursday);
  const week = Math.floor(daysBetween(`${padded(year, 4)}-01-01`, thursday) / 7) + 1;
  return `${padded(year, 4)}-W${padded(week, 2)}`;
};

/** Fewer days than this are no week of their own: too few people would share it. */
const shortestWeek = 4;

/** The days of a day's ISO week that lie in its month. */
const weekInMonth = (day: Day): { from: Day; to: Day } => {
  const monday = addDays(day, 1 - (weekday(day) || 7));
  const sunday = addDays(monday, 6);
  const first = `${monthOf(day)}-01`;
  const last = endOfMonth(day);
  return { from: monday < first ? first : monday, to: sunday > last ? last : sunday };
};

/**
 * 受理周: the span that is published of the day on which something came in. An ISO week, cut at the ends of months so that it says the
 * month too; a piece of fewer than four days belongs to its neighbour in the month. So it has 4 to 10 days, and nobody can
 * narrow it down by comparing weekly with monthly numbers.
 */
export const receiptWeek = (day: Day): { from: Day; to: Day } => {
  const isShort = ({ from, to }: { from: Day; to: Day }): boolean => daysBetween(from, to) + 1 < shortestWeek;
  const month = monthOf(day);
  const own = weekInMonth(day);
  const before = addDays(own.from, -1);
  const after = addDays(own.to, 1);
  const joins = (neighbour: Day): boolean =>
    monthOf(neighbour) === month && (isShort(own) || isShort(weekInMonth(neighbour)));
  return {
    from: joins(before) ? weekInMonth(before).from : own.from,
    to: joins(after) ? weekInMonth(after).to : own.to,
  };
};

/**
 * 评议年度: the year of assessment that a day belongs to, named after the calendar year in which it began.
 * By default it runs from 1 December to 30 November, so that December 2025 to November 2026 is 2025.
 * `startsOn` is the first day of the year of assessment, `MM-DD`.
 */
export const assessmentYear = (day: Day, startsOn = '12-01'): number => {
  if (!isDay(`2000-${startsOn}`)) throw new RangeError(`Not a day of the year: ${startsOn}`);
  const year = yearOf(day);
  return day.slice(5) >= startsOn ? year : year - 1;
};
