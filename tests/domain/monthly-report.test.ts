import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance } from '../../server/domain/advance.ts';
import { isWorkingDay } from '../../server/domain/calendar.ts';
import { newCaseFile } from '../../server/domain/case-file.ts';
import {
  caseOn,
  isMonth,
  lastDayOf,
  monthlyNumbersOf,
  monthsFrom,
  nextMonth,
  previousMonth,
  reportDue,
  yearBefore,
} from '../../server/domain/monthly-report.ts';
import type { RevisitAnswer } from '../../server/domain/vocabulary.ts';
import { calendar, lives, momentOf } from './walks.ts';

const month = fc
  .tuple(fc.integer({ min: 2020, max: 2030 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);

test('the report of a month is due on the 5th of the next one, or on the first working day after it', () => {
  // 5 October 2026 lies in the holiday that ends on the 7th.
  expect(reportDue(calendar, '2026-09')).toBe('2026-10-08');
  expect(reportDue(calendar, '2026-10')).toBe('2026-11-05');
  // A Saturday.
  expect(reportDue(calendar, '2026-11')).toBe('2026-12-07');
  fc.assert(
    fc.property(month, (of) => {
      const due = reportDue(calendar, of);
      expect(isWorkingDay(calendar, due)).toBe(true);
      expect(due >= `${nextMonth(of)}-05`).toBe(true);
    }),
  );
});

test('months follow each other over the turn of the year, and back again', () => {
  expect(nextMonth('2026-12')).toBe('2027-01');
  expect(previousMonth('2027-01')).toBe('2026-12');
  expect(yearBefore('2026-02')).toBe('2025-02');
  expect(lastDayOf('2028-02')).toBe('2028-02-29');
  expect(monthsFrom('2026-11', '2027-01')).toEqual(['2026-11', '2026-12', '2027-01']);
  expect(monthsFrom('2026-11', '2026-10')).toEqual([]);
  fc.assert(fc.property(month, (of) => previousMonth(nextMonth(of)) === of));
});

test('only a month that exists is one', () => {
  expect(['2026-10', '2026-13', '2026-1', '2026-10-01', ''].map(isMonth)).toEqual([true, false, false, false, false]);
});

test('a case on a past day is what its history had made of it by then, and on its last day what it is now', () => {
  fc.assert(
    fc.property(lives, ({ start, files, events }) => {
      const day = events.at(-1)?.day ?? start.receivedOn;
      expect(caseOn(start, events, day)).toEqual(files.at(-1));
      const first = events[0];
      if (first !== undefined && first.day > start.receivedOn) {
        expect(caseOn(start, events, start.receivedOn)).toEqual(start);
      }
      expect(caseOn(start, events, '2024-12-01')).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('in every month what a department had in hand is what it finished, put on account or still works on', () => {
  fc.assert(
    fc.property(fc.array(lives, { maxLength: 5 }), month, (many, of) => {
      const cases = many.flatMap(({ start, events }) => caseOn(start, events, lastDayOf(of)) ?? []);
      for (const department of ['a', 'b']) {
        const counted = monthlyNumbersOf(cases, department, of, '12-01');
        const { assigned, resolved, explained, suspended, open } = counted;
        expect(resolved + explained + suspended + open).toBe(assigned);
        expect(counted.assignedNow).toBeLessThanOrEqual(assigned);
        expect(counted.resolvedNow).toBeLessThanOrEqual(resolved);
        expect(counted.overdue).toBeLessThanOrEqual(open);
        expect(counted.extended).toBeLessThanOrEqual(assigned);
      }
    }),
    { numRuns: 50 },
  );
});

test('what was closed before the 评议年度 began is no longer in hand, and what was left over is', () => {
  const base = newCaseFile({ id: 'x', channel: 'qr', kind: 'criticism', named: 'a', receivedOn: '2025-06-02' });
  const closed = { ...base, state: 'closed', result: 'A', department: 'a', closedOn: '2025-11-28' } as const;
  const open = { ...base, state: 'rectifying', department: 'a', assignedOn: '2025-06-03' } as const;
  expect(monthlyNumbersOf([closed, open], 'a', '2025-11', '12-01')).toMatchObject({
    assigned: 2,
    resolved: 1,
    resolvedNow: 1,
  });
  expect(monthlyNumbersOf([closed, open], 'a', '2025-12', '12-01')).toMatchObject({
    assigned: 1,
    resolved: 0,
    open: 1,
  });
  expect(monthlyNumbersOf([closed, open], 'b', '2025-11', '12-01')).toMatchObject({ assigned: 0 });
});

test('a 回访 that reached nobody does not take back what was said in an earlier one', () => {
  const closed = {
    ...newCaseFile({ id: 'x', channel: 'qr', kind: 'help', named: 'a', receivedOn: '2026-01-05' }),
    state: 'closed',
  } as const;
  const after = (...said: RevisitAnswer[]): RevisitAnswer | null =>
    said.reduce(
      (file, revisitAnswer) => {
        const given = { revisitAnswer, solved: 'yes' } as const;
        const outcome = advance(
          file,
          { act: 'revisit', given },
          { role: 'clerk', account: 'c' },
          momentOf('2026-02-02'),
        );
        if (!outcome.ok) throw new Error(outcome.refusal);
        return outcome.file;
      },
      closed as ReturnType<typeof newCaseFile>,
    ).revisit;
  expect(after('unreachable')).toBe('unreachable');
  expect(after('unreachable', 'unreachable', 'fairly')).toBe('fairly');
  expect(after('satisfied', 'unreachable')).toBe('satisfied');
  expect(after('dissatisfied', 'satisfied')).toBe('satisfied');
});
