/** 工作日历: what a changed year moves is said beforehand, moves at once for every open case, and comes back when the old year is entered again. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCalendar } from '../../db/calendar.ts';
import { findCase, insertCases, listEvents } from '../../db/case-files.ts';
import { numberRules } from '../../db/ledger-rules.ts';
import { enterYear, recalculate } from '../../server/desk/recalculate.ts';
import { deadline, isWorkingDay } from '../../server/domain/calendar.ts';
import type { CaseFile, Clock } from '../../server/domain/case-file.ts';
import { addDays } from '../../server/domain/day.ts';
import type { CalendarPreview, CalendarYear } from '../../server/schemas/admin.ts';
import { newCase } from '../db/sample.ts';
import { databases } from '../support/databases.ts';
import { type Desk, testDesk } from '../support/desk.ts';

/** A working case whose completion clock runs from a day; the calendar is the real one. */
async function addWorking(city: Desk, id: string, from: string, amount: number, given: Partial<CaseFile> = {}) {
  const { db } = city.context;
  const complete = deadline(await loadCalendar(db), from, amount, 'workday');
  const file = {
    state: 'rectifying',
    department: 'cgj',
    nature: 'TIMED',
    assignedOn: from,
    clocks: { complete },
  } as const;
  await db.transaction().execute((trx) => insertCases(trx, [newCase(id, { ...file, number: `2026-${id}`, ...given })]));
}

const dueOf = async ({ context }: Desk, id: string, clock: Clock = 'complete') =>
  (await findCase(context.db, id))?.file.clocks[clock]?.due;

async function yearOf(city: Desk, year: number): Promise<CalendarYear> {
  const answer = await (await city.as('director')).get(`/api/admin/calendar?year=${year}`);
  return (await answer.json()) as CalendarYear;
}

/** The real year with one more day off, as an office hears of it at short notice. */
const withHoliday = ({ year, days }: CalendarYear, day: string) => ({
  year,
  days: [...days.filter((one) => one.day !== day), { day, kind: 'holiday', name: '台风停工' }],
});

describe.each(databases)('$name', ({ open }) => {
  test('before saving, the cases that would move are listed with their days, and nothing is stored', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001', '2026-10-12', 5);
    await addWorking(city, '0002', '2026-10-12', 2);
    await addWorking(city, '0003', '2026-10-12', 5, { state: 'closed', closedOn: '2026-10-12' });
    const before = await yearOf(city, 2026);
    const rules = await city.context.db.selectFrom('ledger_rules').selectAll().execute();
    const director = await city.as('director');
    const answer = await director.post('/api/admin/calendar/preview', withHoliday(before, '2026-10-15'));
    expect(answer.status).toBe(200);
    expect((await answer.json()) as CalendarPreview).toMatchObject({
      open: 2,
      moved: 1,
      earlier: 0,
      later: 1,
      items: [
        {
          number: '2026-0001',
          department: { name: '城管局' },
          moves: [{ name: '办结', from: '2026-10-19', to: '2026-10-20', days: 1 }],
        },
      ],
    });
    expect(await dueOf(city, '0001')).toBe('2026-10-19');
    expect(await yearOf(city, 2026)).toEqual(before);
    expect(await city.context.db.selectFrom('ledger_rules').selectAll().execute()).toEqual(rules);
    await city.close();
  });

  test('saving moves every open case by an act of the system that enters the ledger, and the old year takes it back', async () => {
    const city = await testDesk(await open());
    const { db, ledger, pages } = city.context;
    await db.transaction().execute(numberRules);
    await addWorking(city, '0001', '2026-10-12', 5);
    await addWorking(city, '0002', '2026-10-12', 2);
    const before = await yearOf(city, 2026);
    const director = await city.as('director');
    const saved = await director.post('/api/admin/calendar', withHoliday(before, '2026-10-15'));
    expect(saved.status).toBe(200);
    expect(await saved.json()).toMatchObject({ moved: 1, dates: 1, known: true });
    expect(await dueOf(city, '0001')).toBe('2026-10-20');
    expect(await dueOf(city, '0002')).toBe('2026-10-14');
    expect((await listEvents(db, '0001')).at(-1)).toMatchObject({ act: 'recalculate', actor: { role: 'system' } });
    expect((await findCase(db, '0001'))?.file.clocks.complete?.skipped).toEqual([
      { from: '2026-10-15', to: '2026-10-15', name: '台风停工' },
    ]);
    expect(pages.version('case:2026-0001')).toBe(1);
    expect(pages.version('case:2026-0002')).toBe(0);
    const pending = await db.selectFrom('ledger_pending').select('entry').where('case_id', '=', '0001').execute();
    const entries = pending.map(({ entry }) => JSON.parse(entry) as { act: string; v: number; due?: object });
    expect(entries.find(({ act }) => act === 'recalculate')).toMatchObject({ v: 2, due: { complete: '2026-10-20' } });
    await ledger.settle();

    // Entered once more, nothing is left to do.
    expect(await (await director.post('/api/admin/calendar', withHoliday(before, '2026-10-15'))).json()).toMatchObject({
      moved: 0,
    });
    // And the old year again is the way back.
    const undone = await director.post('/api/admin/calendar', { year: 2026, days: before.days });
    expect(await undone.json()).toMatchObject({ moved: 1 });
    expect(await dueOf(city, '0001')).toBe('2026-10-19');
    expect((await listEvents(db, '0001')).map(({ act }) => act)).toEqual(['submit', 'recalculate', 'recalculate']);
    await city.close();
  });

  test('an act that happens at the same time is neither lost nor left on the old calendar', async () => {
    const city = await testDesk(await open());
    const ids = ['0001', '0002', '0003', '0004'];
    for (const id of ids) await addWorking(city, id, '2026-10-12', 20);
    const before = await yearOf(city, 2026);
    const [director, liaison] = [await city.as('director'), await city.as('liaison')];
    const answers = await Promise.all([
      director.post('/api/admin/calendar', withHoliday(before, '2026-10-15')),
      ...ids.map((id) => liaison.try(id, 'progress', { progress: '已进场', percent: 30 })),
    ]);
    expect(answers[0]?.status).toBe(200);
    for (const [index, id] of ids.entries()) {
      const status = answers[index + 1]?.status ?? 0;
      expect([200, 409]).toContain(status);
      const { file } = (await findCase(city.context.db, id)) ?? {};
      expect(file?.percent, 'what was answered with 200 is there, and nothing else').toBe(status === 200 ? 30 : 0);
      expect(file?.clocks.complete?.due).toBe('2026-11-10');
      const acts = (await listEvents(city.context.db, id)).map(({ act }) => act);
      expect(acts.filter((act) => act === 'recalculate')).toHaveLength(1);
      expect(acts.filter((act) => act === 'progress')).toHaveLength(status === 200 ? 1 : 0);
    }
    await city.close();
  });

  test('two thousand open cases move together, those that help included', async () => {
    const city = await testDesk(await open());
    const { db } = city.context;
    const calendar = await loadCalendar(db);
    const [complete, help] = [
      deadline(calendar, '2026-10-12', 10, 'workday'),
      deadline(calendar, '2026-10-12', 5, 'workday'),
    ];
    const cases = Array.from({ length: 2000 }, (_, index) =>
      newCase(`case-${index}`, {
        state: 'rectifying',
        number: `2026-${1000 + index}`,
        department: 'cgj',
        coDepartments: ['jyj'],
        help: { jyj: { due: help, doneOn: null } },
        clocks: { complete },
      }),
    );
    await db.transaction().execute((trx) => insertCases(trx, cases));
    const year = withHoliday(await yearOf(city, 2026), '2026-10-15');
    const days = year.days as CalendarYear['days'];
    const moved = await db.transaction().execute((trx) => enterYear(trx, city.time, 2026, days));
    expect(moved).toHaveLength(2000);
    const rows = await db.selectFrom('case_file').select(['due_complete', 'seq', 'help']).execute();
    expect(new Set(rows.map(({ due_complete }) => due_complete))).toEqual(new Set(['2026-10-27']));
    expect(new Set(rows.map(({ seq }) => seq))).toEqual(new Set([2]));
    expect(rows.every(({ help: parts }) => parts.includes('"due":"2026-10-20"'))).toBe(true);
    expect(await db.transaction().execute((trx) => recalculate(trx, city.time))).toEqual([]);
    await city.close();
  });

  test('whatever the calendar becomes, counting anew a second time changes nothing, and no date is a day off', async () => {
    const city = await testDesk(await open());
    const { db } = city.context;
    for (let index = 1; index <= 6; index += 1)
      await addWorking(city, `000${index}`, `2026-10-0${index + 2}`, index * 3);
    const october = fc.integer({ min: 0, max: 30 }).map((n) => addDays('2026-10-01', n));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(october, { minLength: 1, maxLength: 12 }), async (daysOff) => {
        const days = daysOff.map((day) => ({ day, kind: 'holiday' as const, name: '假' }));
        await db.transaction().execute((trx) => enterYear(trx, city.time, 2026, days));
        expect(await db.transaction().execute((trx) => recalculate(trx, city.time))).toEqual([]);
        const calendar = await loadCalendar(db);
        for (let index = 1; index <= 6; index += 1)
          expect(isWorkingDay(calendar, (await dueOf(city, `000${index}`)) ?? '')).toBe(true);
      }),
      { numRuns: 15 },
    );
    await city.close();
  });

  test('a date that the notice only confirms says so at once, and does not move', async () => {
    const city = await testDesk(await open());
    await addWorking(city, '0001', '2026-12-21', 12);
    const clerk = await city.as('clerk');
    const told = async () => (await clerk.view('0001')).clocks.find(({ clock }) => clock === 'complete')?.explanation;
    expect(await told()).toContain('2027 年放假安排尚未公布，这个日期可能调整');
    const due = await dueOf(city, '0001');
    // The day off is a Sunday, off anyway.
    const given = { year: 2027, days: [{ day: '2027-01-03', kind: 'holiday', name: '元旦' }] };
    expect(await (await clerk.post('/api/admin/calendar', given)).json()).toMatchObject({ moved: 0 });
    expect(await dueOf(city, '0001')).toBe(due);
    expect(await told()).not.toContain('可能调整');
    await city.close();
  });

  test('a clerk may enter the year, a department may not, and what is no day of the year is refused', async () => {
    const city = await testDesk(await open());
    const given = { year: 2027, days: [{ day: '2027-10-01', kind: 'holiday', name: '国庆节' }] };
    const [clerk, liaison] = [await city.as('clerk'), await city.as('liaison')];
    expect((await liaison.post('/api/admin/calendar/preview', given)).status).toBe(403);
    expect((await liaison.post('/api/admin/calendar', given)).status).toBe(403);
    const outside = { ...given, days: [{ day: '2026-10-01', kind: 'holiday', name: '国庆节' }] };
    expect((await clerk.post('/api/admin/calendar/preview', outside)).status).toBe(422);
    expect((await clerk.post('/api/admin/calendar', given)).status).toBe(200);
    await city.close();
  });
});
