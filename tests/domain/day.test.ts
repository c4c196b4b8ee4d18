/** Civil calendar arithmetic, held against the platform's own calendar. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  assessmentYear,
  compareDays,
  daysBetween,
  endOfMonth,
  isDay,
  isoWeek,
  monthOf,
  weekday,
  yearOf,
} from '../../server/domain/day.ts';

const dayLength = 86_400_000;
/** Any day of the years 1600 to 2400, through the platform's calendar. */
const anyDay = fc
  .integer({ min: -135_140, max: 157_000 })
  .map((n) => new Date(n * dayLength).toISOString().slice(0, 10));

describe('days', () => {
  test('arithmetic agrees with the calendar of the platform', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -40_000, max: 40_000 }), (day, count) => {
        const expected = new Date(Date.parse(day) + count * dayLength);
        const result = addDays(day, count);
        expect(result).toBe(expected.toISOString().slice(0, 10));
        expect(daysBetween(day, result)).toBe(count);
        expect(weekday(result)).toBe(expected.getUTCDay());
        expect(compareDays(day, result)).toBe(Math.sign(-count) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  test('every day from 1999 to 2031 follows the day before it', () => {
    let day = '1999-01-01';
    for (let at = Date.UTC(1999, 0, 1); at < Date.UTC(2031, 0, 1); at += dayLength) {
      expect(day).toBe(new Date(at).toISOString().slice(0, 10));
      day = addDays(day, 1);
    }
  });

  test('leap days exist in 2024 and 2000 but not in 2023, 1900 or 2100', () => {
    expect(['2024-02-29', '2000-02-29'].every(isDay)).toBe(true);
    expect(['2023-02-29', '1900-02-29', '2100-02-29'].some(isDay)).toBe(false);
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2100-02-28', 1)).toBe('2100-03-01');
    expect(endOfMonth('2024-02-03')).toBe('2024-02-29');
    expect(endOfMonth('1900-02-03')).toBe('1900-02-28');
  });

  test.each([
    '',
    '2026-1-1',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-04-00',
    '0000-01-01',
    '2026-10-12 ',
    ' 2026-10-12',
    '2026/10/12',
    '2026-10-12T00:00',
    '２０２６-10-12',
  ])('the text “%s” is not a day', (text) => {
    expect(isDay(text)).toBe(false);
    expect(() => addDays(text, 1)).toThrow(RangeError);
  });

  test('a fraction of a day is refused', () => {
    expect(() => addDays('2026-01-01', 0.5)).toThrow(RangeError);
  });

  test('years beyond 9999 are refused', () => {
    expect(() => addDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addDays('0001-01-01', -1)).toThrow(RangeError);
  });

  test('the end of a month is the day before the first of the next', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const last = endOfMonth(day);
        expect(monthOf(last)).toBe(monthOf(day));
        expect(addDays(last, 1).slice(8)).toBe('01');
        expect(yearOf(day)).toBe(Number(day.slice(0, 4)));
      }),
    );
  });

  test.each([
    ['2026-01-01', '2026-W01'],
    ['2024-12-30', '2025-W01'],
    ['2021-01-03', '2020-W53'],
    ['2023-01-01', '2022-W52'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2026-05-08', '2026-W19'],
  ])('%s lies in week %s', (day, week) => {
    expect(isoWeek(day)).toBe(week);
  });

  test('a week lasts from Monday to Sunday, and weeks never run backwards', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const next = addDays(day, 1);
        if (weekday(next) === 1) expect(isoWeek(next) > isoWeek(day)).toBe(true);
        else expect(isoWeek(next)).toBe(isoWeek(day));
      }),
    );
  });

  test('the year of assessment runs from 1 December to 30 November and is named after its beginning', () => {
    expect(assessmentYear('2025-11-30')).toBe(2024);
    expect(assessmentYear('2025-12-01')).toBe(2025);
    expect(assessmentYear('2026-01-01')).toBe(2025);
    expect(assessmentYear('2026-11-30')).toBe(2025);
    expect(assessmentYear('2026-12-01')).toBe(2026);
  });

  test('a city may let its year of assessment begin on another day', () => {
    expect(assessmentYear('2026-01-01', '01-01')).toBe(2026);
    expect(assessmentYear('2026-03-31', '04-01')).toBe(2025);
    expect(() => assessmentYear('2026-03-31', '13-01')).toThrow(RangeError);
  });
});
