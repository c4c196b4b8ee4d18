/** The demonstration's history without a database: what it says, and that the same seed always says it. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import data from '../../db/calendar-days.json' with { type: 'json' };
import { classes, departments } from '../../server/demo/data/departments.ts';
import { patterns } from '../../server/demo/data/opinions.ts';
import { clues } from '../../server/demo/data/other-opinions.ts';
import { makeHistory } from '../../server/demo/history.ts';
import { randomFrom } from '../../server/demo/random.ts';
import { makeRatings, ratingsInAll } from '../../server/demo/ratings.ts';
import { tableWithMargins } from '../../server/demo/shares.ts';
import { workDaysOf } from '../../server/demo/work-days.ts';
import { addWorkingDays, calendarFrom, isWorkingDay } from '../../server/domain/calendar.ts';
import { mayDepartmentSee, states } from '../../server/domain/case-file.ts';
import { addDays, assessmentYear } from '../../server/domain/day.ts';
import { redact } from '../../server/domain/redaction.ts';
import { noRatings, ratingFigures } from '../../server/domain/rating-figures.ts';
import { topics } from '../../server/domain/vocabulary.ts';

type Calendar = Parameters<typeof calendarFrom>[0];
const calendar = calendarFrom(data as Calendar);
const history = makeHistory(calendar);
const effective = history.filter(({ life }) => life.file.exit === 'EFFECTIVE');
const current = effective.filter(({ life }) => assessmentYear(life.file.receivedOn) === 2025);

describe('the departments', () => {
  test('there are 86 in six classes, each with a code of its own and two to four commitments', () => {
    expect(departments).toHaveLength(86);
    expect(new Set(departments.map(({ code }) => code)).size).toBe(86);
    const members = classes.map(({ code }) => departments.filter(({ classCode }) => classCode === code).length);
    expect(members).toEqual([16, 16, 15, 14, 13, 12]);
    for (const { commitments, duties, matters } of departments) {
      expect(commitments.length).toBeGreaterThanOrEqual(2);
      expect(commitments.length).toBeLessThanOrEqual(4);
      expect(new Set(commitments).size).toBe(commitments.length);
      expect(duties).not.toBe('');
      expect(matters.join('')).not.toBe('');
    }
  });

  test('opinions are as unevenly spread as in life: a few departments have most, a third have four or fewer', () => {
    const count = (code: string): number => current.filter(({ life }) => life.file.department === code).length;
    expect(['cgj', 'jjzd', 'jyj', 'rsj', 'zjj', 'wjw'].map(count)).toEqual([96, 61, 58, 52, 49, 45]);
    expect(departments.filter(({ code }) => count(code) <= 4)).toHaveLength(29);
  });
});

describe('the texts', () => {
  test('are made of more than 150 sentences, fill in every blank and never repeat', () => {
    expect(new Set(patterns.map(({ text }) => text)).size).toBeGreaterThanOrEqual(150);
    expect(new Set(effective.map(({ text }) => text)).size).toBe(effective.length);
    const written = history.flatMap(({ text, life }) => [
      text,
      ...life.events.map(({ given }) => JSON.stringify(given)),
    ]);
    expect(written.filter((text) => /\{[a-z]\w*\}|undefined/.test(text))).toEqual([]);
  });

  test('are mostly short: the median has about 38 characters, one in twenty more than 200', () => {
    const lengths = current.map(({ text }) => text.length).sort((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBeGreaterThanOrEqual(35);
    expect(lengths[lengths.length >> 1]).toBeLessThanOrEqual(42);
    const long = lengths.filter((length) => length > 200).length / lengths.length;
    expect(long).toBeGreaterThan(0.035);
    expect(long).toBeLessThan(0.075);
  });

  test('what is published hides telephones and doors, some of which are there to be hidden', () => {
    const given = effective.filter(({ text }) => /1380000\d{4}|502室/.test(text));
    expect(given.length).toBeGreaterThan(20);
    expect(effective.filter(({ redactedText, text }) => redactedText !== redact(text).text)).toEqual([]);
    expect(effective.filter(({ redactedText }) => /1380000\d{4}|502室/.test(redactedText))).toEqual([]);
  });

  test('no reply says that the matter was passed on, and each says whom to call', () => {
    const claims = effective.flatMap(({ life }) => life.events.filter(({ act }) => act === 'claim'));
    expect(claims.length).toBeGreaterThan(3000);
    const outcomes = claims.map(({ given }) => given.outcome ?? '');
    expect(outcomes.filter((text) => /已转相关/.test(text) || !text.includes('12345'))).toEqual([]);
    // Nothing in them would be hidden when they are published.
    expect(outcomes.filter((text) => redact(text).text !== text)).toEqual([]);
  });

  test('about two in five leave a contact', () => {
    const share = current.filter(({ contact }) => contact !== null).length / current.length;
    expect(share).toBeGreaterThan(0.38);
    expect(share).toBeLessThan(0.44);
  });
});

describe('the history', () => {
  test('a clue is never visible to a department and names none but in its sealed text', () => {
    const sealed = history.filter(({ life }) => life.file.state === 'sealed');
    expect(sealed).toHaveLength(17 + 16 + 16);
    expect(clues.length).toBeGreaterThan(5);
    for (const { life, department } of sealed) {
      expect([department, life.file.named, life.file.department]).toEqual([null, null, null]);
      for (const file of life.files) {
        expect(departments.some(({ code }) => mayDepartmentSee(file, code))).toBe(false);
      }
    }
  });

  test('staff work on working days, and nobody acts after the day of the demonstration', () => {
    const events = history.flatMap(({ life }) => life.events.slice(1));
    expect(events.filter(({ day }) => day > '2026-11-30')).toEqual([]);
    expect(events.filter(({ actor, day }) => actor.account !== undefined && !isWorkingDay(calendar, day))).toEqual([]);
  });

  test('nobody who assigned a case reviewed or closed it', () => {
    const judging = ['beginReview', 'passReview', 'proceed', 'close'];
    const alone = effective.filter(({ life }) => {
      const assigner = life.events.findLast(({ act }) => act === 'assign')?.actor.account;
      return life.events.some(({ act, actor }) => judging.includes(act) && actor.account === assigner);
    });
    expect(alone).toEqual([]);
  });

  test('there is something to try in every state', () => {
    const seen = new Set(history.map(({ life }) => life.file.state));
    expect(states.filter((state) => !seen.has(state))).toEqual([]);
  });

  test('the same seed gives the same history', () => {
    const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
    expect(digest(makeHistory(calendar))).toBe(digest(history));
    expect(digest(makeRatings())).toBe(digest(makeRatings()));
  });
});

describe('the ratings', () => {
  const ratings = makeRatings();
  const figures = (belongs: (code: string) => boolean) => {
    const counts = structuredClone(noRatings);
    for (const { department, level, flag } of ratings) {
      if (!belongs(department)) continue;
      counts[flag === null ? 'levels' : 'apart'][level] += 1;
    }
    return ratingFigures(counts);
  };

  test('there are thirty thousand; most are satisfied, a third of all very much so', () => {
    expect(ratings).toHaveLength(ratingsInAll);
    const { satisfaction, levels, substantive, flagged } = figures(() => true);
    expect(Number(satisfaction?.percent)).toBeGreaterThan(90);
    expect(Number(satisfaction?.percent)).toBeLessThan(96);
    expect((levels?.[5] ?? 0) / (substantive ?? 1)).toBeCloseTo(0.31, 1);
    expect(flagged).toBeGreaterThan(58);
  });

  test('departments that few people deal with are not known to many', () => {
    const unknown = (['C', 'B', 'E', 'A'] as const).map((name) => {
      const members = new Set(departments.filter(({ classCode }) => classCode === name).map(({ code }) => code));
      return Number(figures((code) => members.has(code)).unknown?.percent);
    });
    [6, 22, 28, 35].forEach((percent, index) => expect(Math.abs((unknown[index] ?? 0) - percent)).toBeLessThan(3));
  });

  test('some departments have too few ratings for a number', () => {
    const samples = departments.map(({ code }) => figures((other) => other === code).sample);
    expect(samples.filter((sample) => sample === 'hidden').length).toBeGreaterThanOrEqual(2);
    expect(samples.filter((sample) => sample === 'too-few').length).toBeGreaterThanOrEqual(3);
  });
});

describe('the tools of planning', () => {
  test('a table meets both its margins and leaves forbidden cells empty', () => {
    const random = randomFrom(1);
    for (let round = 0; round < 50; round += 1) {
      const made = Array.from({ length: 12 }, () => topics.map(() => (random.chance(60) ? random.between(0, 9) : 0)));
      const weights = made.map((row) => row.map((cell) => (cell === 0 ? 0 : random.between(1, 9))));
      const rows = made.map((row) => row.reduce((sum, cell) => sum + cell, 0));
      const columns = topics.map((_, column) => made.reduce((sum, row) => sum + (row[column] ?? 0), 0));
      const table = tableWithMargins(weights, rows, columns);
      expect(table.map((row) => row.reduce((sum, cell) => sum + cell, 0))).toEqual(rows);
      expect(topics.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0))).toEqual(columns);
      expect(
        table.flatMap((row, at) => row.filter((cell, column) => cell < 0 || (cell > 0 && weights[at]?.[column] === 0))),
      ).toEqual([]);
    }
  });

  test('a table that cannot be is refused', () => {
    expect(() =>
      tableWithMargins(
        [
          [1, 0],
          [1, 0],
        ],
        [1, 1],
        [1, 1],
      ),
    ).toThrow(RangeError);
  });

  test('walking over working days agrees with the calendar', () => {
    const days = workDaysOf(calendar, '2025-09-01', '2026-03-31');
    for (let day = '2025-09-20'; day < '2026-02-28'; day = addDays(day, 1)) {
      expect(days.shift(day, 5)).toBe(addWorkingDays(calendar, day, 5));
      const earlier = days.shift(day, -3);
      expect(isWorkingDay(calendar, earlier)).toBe(true);
      expect(days.between(earlier, addDays(day, -1))).toHaveLength(3);
    }
  });
});
