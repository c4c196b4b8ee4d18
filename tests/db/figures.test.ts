/** What SQL counts, held against a recount of the same cases by hand. */
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseNotes, insertCases } from '../../db/case-files.ts';
import { createCitizenWrites } from '../../db/citizen-writes.ts';
import { closingsByMonth, countRows, ratingCounts, ratingsByDay } from '../../db/figures.ts';
import { openRatings } from '../../db/rating-steps.ts';
import type { Database } from '../../db/tables.ts';
import { type CaseFile, isOneOf, openStates, workingStates } from '../../server/domain/case-file.ts';
import { assessmentYear, type Day } from '../../server/domain/day.ts';
import type { CountRow } from '../../server/domain/figures.ts';
import { openCell } from '../../server/domain/trust/entries.ts';
import { ratingItems, ratingLevels } from '../../server/domain/vocabulary.ts';
import { databases } from '../support/databases.ts';
import { addDepartments, anyCaseFile, departmentCodes, newCase, newRating, sampleDays } from './sample.ts';

type Kept = { file: CaseFile; notes: CaseNotes };

/** One of the days that the cases are made of. */
const asOf = sampleDays[10] ?? '';

const yes = (condition: boolean): number => (condition ? 1 : 0);

/** The counts of one case, in the words of figures.ts. */
function countsOf({ file, notes }: Kept, asOf: Day): CountRow {
  const closed = file.state === 'closed';
  const effective = file.exit === 'EFFECTIVE';
  const solvedOn = (basis: CaseFile['basis']) => yes(closed && file.result === 'A' && file.basis === basis);
  const { complete, accept } = file.clocks;
  return {
    year: notes.year,
    month: file.receivedOn.slice(0, 7),
    department: file.department ?? file.named ?? '',
    topic: file.topic ?? '',
    received: 1,
    effective: yes(effective),
    resolved: { citizen: solvedOn('citizen'), independent: solvedOn('independent'), office: solvedOn('office') },
    explained: yes(closed && file.result === 'D'),
    claimed: yes(effective && file.claims > 0 && (file.result === null || file.result === 'A')),
    open: yes(isOneOf(openStates, file.state)),
    overdue: yes(
      isOneOf(workingStates, file.state) && file.pausedOn === null && complete !== undefined && complete.due < asOf,
    ),
    suspended: yes(file.state === 'suspended'),
    returned: yes(file.returns > 0),
    extended: yes(file.extensions > 0),
    reworked: yes(file.reworks > 0),
    assigned: yes(file.assignedOn !== null),
    acceptedInTime: yes(file.acceptedOn !== null && accept !== undefined && file.acceptedOn <= accept.due),
    closedInTime: yes(closed && file.onTime === true),
    checked: yes(effective && file.checked !== null),
    checkPassed: yes(effective && file.checked === 'passed'),
    revisitDue: yes(closed && notes.hasContact),
    revisited: yes(closed && file.revisit !== null && file.revisit !== 'unreachable'),
    revisitSatisfied: yes(closed && (file.revisit === 'satisfied' || file.revisit === 'fairly')),
    answeredSeen: yes(file.answer !== null && file.answerProof === 'seen'),
    erased: yes(file.erased),
  };
}

/** Adds up every number of rows with the same year, month, department and topic. */
function recount(cases: readonly Kept[], asOf: Day): CountRow[] {
  const groups = new Map<string, CountRow>();
  for (const kept of cases) {
    const row = countsOf(kept, asOf);
    const key = [row.year, row.month, row.department, row.topic].join();
    const sum = groups.get(key);
    if (sum === undefined) groups.set(key, row);
    else {
      for (const [name, value] of Object.entries(row)) {
        if (typeof value === 'number' && name !== 'year')
          Object.assign(sum, { [name]: sum[name as 'received'] + value });
      }
      for (const [basis, value] of Object.entries(row.resolved)) sum.resolved[basis as 'office'] += value;
    }
  }
  return inOrder([...groups.values()]);
}

const inOrder = (rows: CountRow[]): CountRow[] => {
  const key = (row: CountRow): string => [row.year, row.month, row.department, row.topic].join();
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
};

describe.each(databases)('figures on $name', ({ open }) => {
  let db: Kysely<Database>;

  beforeAll(async () => {
    db = await open();
    await addDepartments(db);
  });
  afterAll(() => db.destroy());

  const store = async (cases: readonly Kept[]): Promise<void> => {
    await db.deleteFrom('case_file').execute();
    await db.transaction().execute((trx) =>
      insertCases(
        trx,
        cases.map(({ file, notes }) => ({ file, notes, events: [] })),
      ),
    );
  };
  const anyCases = fc
    .array(fc.record({ shape: anyCaseFile, hasContact: fc.boolean() }), { maxLength: 60 })
    .map((shapes) =>
      shapes.map(({ shape, hasContact }, index): Kept => {
        const file: CaseFile = { ...shape, id: `case-${index}`, seq: 0, number: null, mergedInto: null };
        return {
          file,
          notes: { year: assessmentYear(file.receivedOn), publicText: null, publicOutcome: null, hasContact },
        };
      }),
    );

  test('an empty city has no counts', async () => {
    expect(await countRows(db, '2026-03-02')).toEqual([]);
    expect(await closingsByMonth(db, 2025)).toEqual([]);
  });

  test('counts are those of a recount, case by case, whatever the cases', async () => {
    await fc.assert(
      fc.asyncProperty(anyCases, async (cases) => {
        await store(cases);
        expect(inOrder(await countRows(db, asOf))).toEqual(recount(cases, asOf));
      }),
      { numRuns: 25 },
    );
  });

  test('a case is not overdue on its last day, and is on the next', async () => {
    const due = {
      from: '2026-03-01',
      amount: 1,
      unit: 'day',
      due: '2026-03-02',
      skipped: [],
      worked: [],
      moved: false,
    } as const;
    const { file } = newCase('last-day', { state: 'rectifying', clocks: { complete: { ...due, uncertain: [] } } });
    await store([{ file, notes: { year: 2025, publicText: null, publicOutcome: null, hasContact: false } }]);
    expect((await countRows(db, '2026-03-02')).map(({ overdue }) => overdue)).toEqual([0]);
    expect((await countRows(db, '2026-03-03')).map(({ overdue }) => overdue)).toEqual([1]);
  });

  test('closings by month are those of a recount, and stay within the year of assessment', async () => {
    await fc.assert(
      fc.asyncProperty(anyCases, async (cases) => {
        await store(cases);
        const expected = cases.filter(
          ({ file }) => file.state === 'closed' && file.closedOn !== null && assessmentYear(file.closedOn) === 2024,
        );
        const found = await closingsByMonth(db, 2024);
        const total = (basis: 'citizen' | 'independent' | 'office') =>
          found.reduce((sum, row) => sum + row.resolved[basis], 0);
        const solved = (basis: CaseFile['basis']) =>
          expected.filter(({ file }) => file.result === 'A' && file.basis === basis).length;
        expect([total('citizen'), total('independent'), total('office')]).toEqual([
          solved('citizen'),
          solved('independent'),
          solved('office'),
        ]);
        for (const { month, explained } of found) {
          const inMonth = expected.filter(({ file }) => file.closedOn?.startsWith(month));
          expect(explained).toBe(inMonth.filter(({ file }) => file.result === 'D').length);
        }
        expect(found.map(({ month }) => month)).toEqual(
          [...new Set(expected.map(({ file }) => String(file.closedOn).slice(0, 7)))].sort(),
        );
      }),
      { numRuns: 15 },
    );
  });

  test('rating counts are those of the opened ratings themselves, with flagged ones apart', async () => {
    const writes = createCitizenWrites(db);
    const ratings = fc.sample(
      fc.record({
        departmentCode: fc.constantFrom(...departmentCodes),
        day: fc.constantFrom('2025-11-30', '2025-12-01', '2026-02-01', '2026-02-28'),
        level: fc.constantFrom(...ratingLevels),
        items: fc.dictionary(fc.constantFrom(...ratingItems), fc.constantFrom(...ratingLevels), {
          noNullPrototype: true,
        }),
        verdict: fc.constantFrom('pass', 'flag'),
      }),
      600,
    );
    const given = ratings.map((rating, index) => newRating(`figure-${index}`, rating));
    await Promise.all(given.map((rating) => writes.addRating(rating)));
    await Promise.all(given.map((rating) => writes.addRating(rating)));
    await writes.close();
    expect(await ratingCounts(db, 2025)).toEqual([]);
    await db.deleteFrom('ledger_pending').execute();
    const opened = await db.transaction().execute((trx) => openRatings(trx, { day: '2026-03-02' }));

    for (const year of [2024, 2025]) {
      const own = ratings.filter(({ day }) => assessmentYear(day) === year);
      const counts = await ratingCounts(db, year);
      for (const department of departmentCodes) {
        const row = counts.find((one) => one.department === department);
        for (const verdict of ['pass', 'flag'] as const) {
          const cell = own.filter((rating) => rating.departmentCode === department && rating.verdict === verdict);
          const substantive = cell.filter(({ level }) => level > 0).length;
          const isOpen = substantive >= 10;
          expect(opened?.cells[openCell(department, year, verdict === 'flag')]).toBe(isOpen ? substantive : undefined);
          const levels = row?.[verdict === 'flag' ? 'apart' : 'levels'];
          for (const level of ratingLevels) {
            const expected = isOpen ? cell.filter((rating) => rating.level === level).length : 0;
            expect(levels?.[level] ?? 0).toBe(expected);
          }
        }
      }
    }

    const days = await ratingsByDay(db, 'cgj', { from: '2025-12-01', to: '2026-12-31' });
    expect(days).toEqual(
      ['2025-12-01', '2026-02-01', '2026-02-28'].map((day) => ({
        day,
        ratings: ratings.filter((rating) => rating.departmentCode === 'cgj' && rating.day === day).length,
      })),
    );
  });
});
