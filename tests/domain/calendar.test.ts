/** The working-day calendar and its deadlines, on the real calendar of the State Council notices. */
import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import stored from '../../db/calendar-days.json' with { type: 'json' };
import {
  addWorkingDays,
  type CalendarData,
  calendarFrom,
  deadline,
  isWorkingDay,
  laterDeadline,
  nextWorkingDay,
  workingDaysBetween,
} from '../../server/domain/calendar.ts';
import { addDays, daysBetween } from '../../server/domain/day.ts';
import { explainDeadline, formatDate, formatDay, formatDayShort, formatMonth } from '#words/calendar.ts';
import { calendarData, calendarFile } from '../../tools/calendar-data.ts';

const calendar = calendarFrom(stored as CalendarData);
const anyDay = fc
  .integer({ min: 0, max: daysBetween('2023-01-01', '2027-06-30') })
  .map((n) => addDays('2023-01-01', n));
const anyAmount = fc.integer({ min: 1, max: 90 });

describe('the calendar of the State Council notices', () => {
  test('the stored calendar is what the package says', () => {
    const text = readFileSync(new URL('../../db/calendar-days.json', import.meta.url), 'utf8');
    expect(text).toBe(calendarFile(calendarData()));
  });

  test('every day of every known year is a working day or a day off as the package says', () => {
    const wrong: string[] = [];
    for (const year of stored.years) {
      for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
        if (isWorkingDay(calendar, day) !== chineseDays.isWorkday(day)) wrong.push(day);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('2023 to 2026 are known and no year that has no notice yet', () => {
    expect(stored.years).toEqual(expect.arrayContaining([2023, 2024, 2025, 2026]));
    expect(stored.years).not.toContain(2027);
    expect(stored.days.every(({ day }) => stored.years.includes(Number(day.slice(0, 4))))).toBe(true);
  });

  test('2026 has 33 holidays and 6 make-up days, on the days of the notice', () => {
    const of2026 = stored.days.filter(({ day }) => day.startsWith('2026-'));
    expect(of2026.filter(({ kind }) => kind === 'holiday')).toHaveLength(33);
    expect(of2026.filter(({ kind }) => kind === 'makeup').map(({ day }) => day)).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
    const named = (name: string): string[] =>
      of2026.filter((day) => day.kind === 'holiday' && day.name === name).map(({ day }) => day);
    expect(named('元旦')).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
    expect([named('春节').at(0), named('春节').at(-1), named('春节').length]).toEqual(['2026-02-15', '2026-02-23', 9]);
    expect([named('国庆节').at(0), named('国庆节').at(-1), named('国庆节').length]).toEqual([
      '2026-10-01',
      '2026-10-07',
      7,
    ]);
    expect(named('中秋节')).toEqual(['2026-09-25', '2026-09-26', '2026-09-27']);
  });
});

describe('deadlines', () => {
  test('five working days from 28 September 2026 jump over National Day and count the make-up Saturday', () => {
    const result = deadline(calendar, '2026-09-28', 5, 'workday');
    expect(result).toEqual({
      from: '2026-09-28',
      amount: 5,
      unit: 'workday',
      due: '2026-10-10',
      skipped: [{ from: '2026-10-01', to: '2026-10-07', name: '国庆节' }],
      worked: ['2026-10-10'],
      moved: false,
      uncertain: [],
    });
    expect(explainDeadline(result)).toBe(
      '从 2026年9月28日 起 5 个工作日，跳过国庆节假期（10月1日至10月7日），10月10日（周六）调休上班，到 2026年10月10日（周六）',
    );
  });

  test('the sixth working day is the Monday after', () => {
    const result = deadline(calendar, '2026-09-28', 6, 'workday');
    expect(result.due).toBe('2026-10-12');
    expect(explainDeadline(result)).toMatch(/到 2026年10月12日（周一）$/);
  });

  test('two festivals in one run of holidays carry both names', () => {
    expect(deadline(calendar, '2025-09-29', 3, 'workday').skipped).toEqual([
      { from: '2025-10-01', to: '2025-10-08', name: '国庆节、中秋节' },
    ]);
  });

  test('plain weekends are not listed', () => {
    const result = deadline(calendar, '2026-11-13', 1, 'workday');
    expect(result).toMatchObject({ due: '2026-11-16', skipped: [], worked: [], moved: false });
    expect(explainDeadline(result)).toBe('从 2026年11月13日 起 1 个工作日，到 2026年11月16日（周一）');
  });

  test('a period of calendar days that ends in a holiday moves behind it', () => {
    const result = deadline(calendar, '2026-08-04', 60, 'day');
    expect(result).toMatchObject({
      due: '2026-10-08',
      moved: true,
      skipped: [{ from: '2026-10-03', to: '2026-10-07', name: '国庆节' }],
    });
    expect(explainDeadline(result)).toBe(
      '从 2026年8月4日 起 60 天，10月3日（周六）不是工作日，顺延到下一个工作日，跳过国庆节假期（10月3日至10月7日），到 2026年10月8日（周四）',
    );
  });

  test('a period of calendar days may end on a make-up Saturday', () => {
    expect(deadline(calendar, '2026-10-09', 1, 'day')).toMatchObject({
      due: '2026-10-10',
      moved: false,
      worked: ['2026-10-10'],
    });
  });

  test('a period of calendar days that ends on an ordinary working day stays there', () => {
    expect(deadline(calendar, '2026-09-20', 20, 'day')).toMatchObject({ due: '2026-10-10', skipped: [], moved: false });
    expect(deadline(calendar, '2026-09-20', 23, 'day')).toMatchObject({ due: '2026-10-13', skipped: [], worked: [] });
  });

  test('a period of zero days that begins on a Sunday ends on Monday', () => {
    const result = deadline(calendar, '2026-11-15', 0, 'workday');
    expect(result).toMatchObject({ due: '2026-11-16', moved: true });
    expect(explainDeadline(result)).toContain('11月15日（周日）不是工作日，顺延到下一个工作日');
  });

  test('a deadline that reaches into a year without a notice says so', () => {
    const result = deadline(calendar, '2026-12-18', 10, 'workday');
    expect(result).toMatchObject({ due: '2027-01-01', uncertain: [2027] });
    expect(explainDeadline(result)).toMatch(/到 2027年1月1日（周五）。2027 年放假安排尚未公布，这个日期可能调整$/);
  });

  test('the last week of December waits for the notice of the next year', () => {
    expect(deadline(calendar, '2026-12-18', 3, 'workday').uncertain).toEqual([]);
    expect(deadline(calendar, '2026-12-18', 5, 'workday').uncertain).toEqual([2027]);
    expect(deadline(calendar, '2025-12-18', 5, 'workday').uncertain).toEqual([]);
  });

  test('years that the counting only starts from do not matter, and each missing year is named once', () => {
    expect(deadline(calendar, '2026-12-28', 30, 'day')).toMatchObject({ due: '2027-01-27', uncertain: [2027] });
    expect(deadline(calendar, '2026-12-20', 300, 'workday').uncertain).toEqual([2027, 2028]);
  });

  test('amounts that are no whole number of days are refused', () => {
    expect(() => deadline(calendar, '2026-11-13', -1, 'day')).toThrow(RangeError);
    expect(() => deadline(calendar, '2026-11-13', 1.5, 'workday')).toThrow(RangeError);
  });

  test('no deadline falls on a day off, and none lies before its event', () => {
    fc.assert(
      fc.property(anyDay, anyAmount, fc.constantFrom('workday', 'day'), (from, amount, unit) => {
        const result = deadline(calendar, from, amount, unit);
        expect(isWorkingDay(calendar, result.due)).toBe(true);
        expect(result.due > from).toBe(true);
        if (unit === 'workday') expect(workingDaysBetween(calendar, from, result.due)).toBe(amount);
        else expect(daysBetween(from, result.due)).toBeGreaterThanOrEqual(amount);
      }),
    );
  });

  test('a longer period never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, anyAmount, fc.constantFrom('workday', 'day'), (from, amount, unit) => {
        expect(deadline(calendar, from, amount + 1, unit).due >= deadline(calendar, from, amount, unit).due).toBe(true);
      }),
    );
  });

  test('the explanation is enough to count again by hand', () => {
    fc.assert(
      fc.property(anyDay, anyAmount, (from, amount) => {
        const { due, skipped, worked } = deadline(calendar, from, amount, 'workday');
        const off = (day: string): boolean => skipped.some((run) => run.from <= day && day <= run.to);
        let counted = 0;
        for (let day = addDays(from, 1); day <= due; day = addDays(day, 1)) {
          const weekend = [0, 6].includes(new Date(day).getUTCDay());
          if (worked.includes(day) || (!weekend && !off(day))) counted += 1;
        }
        expect(counted).toBe(amount);
      }),
    );
  });
});

describe('counting working days', () => {
  test('the day itself is not counted, the last day is', () => {
    expect(workingDaysBetween(calendar, '2026-09-28', '2026-10-12')).toBe(6);
    expect(workingDaysBetween(calendar, '2026-09-28', '2026-09-28')).toBe(0);
    expect(workingDaysBetween(calendar, '2026-10-12', '2026-09-28')).toBe(0);
  });

  test('zero working days later is the same day', () => {
    expect(addWorkingDays(calendar, '2026-10-03', 0)).toBe('2026-10-03');
  });

  test('the next working day of a working day is that day', () => {
    expect(nextWorkingDay(calendar, '2026-10-10')).toBe('2026-10-10');
    expect(nextWorkingDay(calendar, '2026-10-11')).toBe('2026-10-12');
    expect(nextWorkingDay(calendar, '2026-10-01')).toBe('2026-10-08');
  });

  test('a clock that stood still for three working days ends three working days later', () => {
    expect(laterDeadline(calendar, '2026-09-29', 3)).toBe('2026-10-09');
    expect(laterDeadline(calendar, '2026-09-29', 0)).toBe('2026-09-29');
    expect(laterDeadline(calendar, '2026-10-03', 0)).toBe('2026-10-08');
  });
});

describe('words', () => {
  test('days and months are written as people write them', () => {
    expect(formatDay('2026-10-12')).toBe('2026年10月12日（周一）');
    expect(formatDay('2026-02-01')).toBe('2026年2月1日（周日）');
    expect(formatDate('2026-10-12')).toBe('2026年10月12日');
    expect(formatDayShort('2026-10-02')).toBe('10月2日');
    expect(formatMonth('2026-10')).toBe('2026年10月');
    expect(formatMonth('2026-02')).toBe('2026年2月');
  });

  test('a single holiday is written as one day', () => {
    const oneDay = calendarFrom({ years: [2026], days: [{ day: '2026-11-17', kind: 'holiday', name: '建城节' }] });
    expect(explainDeadline(deadline(oneDay, '2026-11-16', 1, 'workday'))).toBe(
      '从 2026年11月16日 起 1 个工作日，跳过建城节假期（11月17日），到 2026年11月18日（周三）',
    );
  });
});
