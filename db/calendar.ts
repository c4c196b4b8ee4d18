/** The working-day calendar as stored: which years have their notice, and the days that differ from plain weeks. */

import type { Kysely, Transaction } from 'kysely';
import { type Calendar, type CalendarData, calendarFrom } from '../server/domain/calendar.ts';
import known from './calendar-days.json' with { type: 'json' };
import type { Database } from './tables.ts';

/** The stored calendar in the domain's form. */
export async function loadCalendar(db: Kysely<Database>): Promise<Calendar> {
  const years = await db.selectFrom('calendar_year').select('year').execute();
  const days = await db.selectFrom('calendar_day').selectAll().execute();
  return calendarFrom({ years: years.map(({ year }) => year), days });
}

/** The exceptions of one year in order of days; nothing when its notice has not been entered. */
export async function findCalendarYear(db: Kysely<Database>, year: number): Promise<CalendarData['days'] | undefined> {
  const entered = await db.selectFrom('calendar_year').where('year', '=', year).select('year').executeTakeFirst();
  return entered && (await daysOfYear(db, year).selectAll().orderBy('day').execute());
}

/** Enters the notice of a year, in place of what was entered before; days of other years are refused. */
export async function replaceCalendarYear(
  trx: Transaction<Database>,
  year: number,
  days: CalendarData['days'],
): Promise<void> {
  if (days.some(({ day }) => !day.startsWith(`${year}-`))) throw new RangeError(`A day lies outside ${year}`);
  await trx
    .deleteFrom('calendar_day')
    .where('day', '>=', `${year}-01-01`)
    .where('day', '<=', `${year}-12-31`)
    .execute();
  await trx
    .insertInto('calendar_year')
    .values({ year })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (days.length > 0)
    await trx
      .insertInto('calendar_day')
      .values(days.map(({ day, kind, name }) => ({ day, kind, name })))
      .execute();
}

/** Enters the years this build knows, leaving alone those that are already entered. */
export async function seedCalendar(trx: Transaction<Database>): Promise<void> {
  const { years, days } = known as CalendarData;
  const entered = new Set((await trx.selectFrom('calendar_year').select('year').execute()).map(({ year }) => year));
  for (const year of years) {
    if (!entered.has(year))
      await replaceCalendarYear(
        trx,
        year,
        days.filter(({ day }) => day.startsWith(`${year}-`)),
      );
  }
}

const daysOfYear = (db: Kysely<Database>, year: number) =>
  db.selectFrom('calendar_day').where('day', '>=', `${year}-01-01`).where('day', '<=', `${year}-12-31`);
