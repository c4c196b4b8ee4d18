/** A city from before the ledger: all that it stored is brought in, and its numbers stay what they were. */
import { describe, expect, test } from 'vitest';
import { adoptHistory } from '../../db/adopt.ts';
import { countPending } from '../../db/ledger-pending.ts';
import { assessmentYear } from '../../server/domain/day.ts';
import { currentFigures } from '../../server/figures-source.ts';
import { testCity } from '../support/city.ts';
import { databases } from '../support/databases.ts';
import { addCity, addLives } from '../support/lived.ts';

describe.each(databases)('on $name', ({ open }) => {
  test('what was stored before is entered as if it had always been, and only once', async () => {
    const db = await open();
    await addCity(db);
    await addLives(db, { count: 60, seed: 3 });
    const city = await testCity(db);
    city.time = new Date('2025-11-15T02:00:00Z');
    const waiting = await countPending(db);
    await db.deleteFrom('ledger_pending').execute();
    await db.deleteFrom('ledger_rules').execute();
    await db.updateTable('event_text').set({ salt: '' }).execute();
    await db.updateTable('opinion').set({ text_salt: null }).execute();
    // What was published of outcomes then was covered by older rules.
    const outcomes = () =>
      db
        .selectFrom('case_file')
        .select(['id', 'public_outcome'])
        .where('public_outcome', 'is not', null)
        .where('erased', '=', 0)
        .orderBy('id')
        .execute();
    const published = await outcomes();
    expect(published.length).toBeGreaterThan(0);
    await db
      .updateTable('case_file')
      .set({ public_outcome: '联系138〔数字〕' })
      .where('public_outcome', 'is not', null)
      .execute();
    await db
      .insertInto('rating')
      .values(
        Array.from({ length: 12 }, (_, index) => ({
          id: `old-${index}`,
          department_code: 'a',
          month: '2025-02',
          level: index < 11 ? (4 as const) : (0 as const),
          items: '{}',
          tags: '[]',
          verdict: 'pass' as const,
          verdict_reason: 'proof' as const,
          secret: null,
          year: null,
          leaf: null,
        })),
      )
      .execute();

    expect(await adoptHistory(db)).toEqual({ cases: 61, ratings: 12 });
    expect(await adoptHistory(db)).toEqual({ cases: 0, ratings: 0 });
    expect(await outcomes()).toEqual(published);
    const { rating, ...others } = await countPending(db);
    expect(others).toEqual({ 'case.new': waiting['case.new'], citizen: waiting.citizen, staff: waiting.staff });
    expect(rating).toBe(12);

    await city.context.ledger.settle();
    const figures = await currentFigures(city.context);
    expect(figures.overall.received).toBe(61);
    expect(figures.year).toBe(assessmentYear('2025-02-01'));
    expect(figures.departments.find(({ code }) => code === 'a')?.ratings.substantive).toBe(11);
    expect(await db.selectFrom('event_text').select('salt').where('salt', '=', '').execute()).toEqual([]);
    const unsalted = await db
      .selectFrom('opinion')
      .innerJoin('case_file', 'case_file.id', 'opinion.case_id')
      .select('case_file.erased')
      .where('text_salt', 'is', null)
      .execute();
    expect(unsalted.every(({ erased }) => erased === 1)).toBe(true);
    await city.close();
  });
});
