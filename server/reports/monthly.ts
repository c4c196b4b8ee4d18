/** The numbers of a department's 整改月报, counted from the histories of its cases as they stood at the end of the month. */

import type { Kysely } from 'kysely';
import { departmentHistories } from '../../db/reports.ts';
import { getSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { caseOn, lastDayOf, type Month, type MonthlyNumbers, monthlyNumbersOf } from '../domain/monthly-report.ts';

export async function monthlyNumbers(db: Kysely<Database>, department: string, month: Month): Promise<MonthlyNumbers> {
  const { yearStartsOn } = await getSetting(db, 'city');
  const end = lastDayOf(month);
  const histories = await departmentHistories(db, department, end);
  const cases = histories.flatMap(({ file, events }) => caseOn(file, events, end) ?? []);
  return monthlyNumbersOf(cases, department, month, yearStartsOn);
}
