/** 编号: counters without gaps, because they count inside the transaction that uses the number. */

import type { Transaction } from 'kysely';
import { type Day, yearOf } from '../server/domain/day.ts';
import type { Database } from './tables.ts';

/** The next value of a counter, from 1; others who want one wait until this transaction ends. */
export async function nextNumber(trx: Transaction<Database>, name: string): Promise<number> {
  const { value } = await trx
    .insertInto('counter')
    .values({ name, value: 1 })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((eb) => ({ value: eb('counter.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

/** 案件编号 by the year of 受理, such as `2026-0123`; longer from the ten-thousandth on. */
export async function nextCaseNumber(trx: Transaction<Database>, takenUpOn: Day): Promise<string> {
  const year = yearOf(takenUpOn);
  return `${year}-${String(await nextNumber(trx, `case-${year}`)).padStart(4, '0')}`;
}

/** Takes over a city's history: the next number given for a year follows the last one of it. */
export async function continueCaseNumbers(trx: Transaction<Database>, year: number, last: number): Promise<void> {
  await trx
    .insertInto('counter')
    .values({ name: `case-${year}`, value: last })
    .execute();
}
