/** 亮灯记录: each change of the light of a case, and the light of each department for each month with the counts it was decided on. */

import type { Kysely, Selectable } from 'kysely';
import type { DepartmentLight, DepartmentNumbers } from '../server/domain/department-lights.ts';
import type { Day } from '../server/domain/day.ts';
import type { Judgement, Light, LightReason } from '../server/domain/lights.ts';
import type { Database, DepartmentLightTable } from './tables.ts';

export interface LightChange extends Judgement {
  caseId: string;
  since: Day;
}

export interface MonthLight {
  department: string;
  /** `YYYY-MM` */
  month: string;
  light: DepartmentLight;
  numbers: DepartmentNumbers;
  decidedOn: Day;
}

const rowsAtOnce = 200;

/** Adds changes. A second one of the same case and day is left out: the first process to look has written it. */
export async function insertLightChanges(db: Kysely<Database>, changes: readonly LightChange[]): Promise<void> {
  for (let start = 0; start < changes.length; start += rowsAtOnce)
    await db
      .insertInto('light_change')
      .values(
        changes.slice(start, start + rowsAtOnce).map(({ caseId, since, light, reasons }) => ({
          case_id: caseId,
          since,
          light,
          reasons: JSON.stringify(reasons),
        })),
      )
      .onConflict((conflict) => conflict.columns(['case_id', 'since']).doNothing())
      .execute();
}

const fromRow = (row: { case_id: string; since: string; light: string; reasons: string }): LightChange => ({
  caseId: row.case_id,
  since: row.since,
  light: row.light as Light,
  reasons: JSON.parse(row.reasons) as LightReason[],
});

/** The newest light of every case that has one and whose light is not that of 销号. */
export async function newestLights(db: Kysely<Database>): Promise<Map<string, LightChange>> {
  const rows = await db
    .selectFrom('light_change')
    .selectAll()
    .where('light', '<>', 'done' satisfies Light)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('light_change as later')
            .select('later.since')
            .whereRef('later.case_id', '=', 'light_change.case_id')
            .whereRef('later.since', '>', 'light_change.since'),
        ),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.case_id, fromRow(row)]));
}

/** The lights that a case has had, oldest first. */
export async function lightsOfCase(db: Kysely<Database>, caseId: string): Promise<LightChange[]> {
  const rows = await db.selectFrom('light_change').selectAll().where('case_id', '=', caseId).orderBy('since').execute();
  return rows.map(fromRow);
}

/** Stores the lights of a month; those that are there already stay as they were decided. */
export async function insertMonthLights(db: Kysely<Database>, lights: readonly MonthLight[]): Promise<void> {
  for (let start = 0; start < lights.length; start += rowsAtOnce)
    await db
      .insertInto('department_light')
      .values(
        lights.slice(start, start + rowsAtOnce).map(({ department, month, light, numbers, decidedOn }) => ({
          department,
          month,
          light,
          numbers: JSON.stringify(numbers),
          decided_on: decidedOn,
        })),
      )
      .onConflict((conflict) => conflict.columns(['department', 'month']).doNothing())
      .execute();
}

/** Lights of months since one, oldest first; of one department where that is asked for. */
export async function listMonthLights(db: Kysely<Database>, since: string, department?: string): Promise<MonthLight[]> {
  const rows = await db
    .selectFrom('department_light')
    .selectAll()
    .where('month', '>=', since)
    .$if(department !== undefined, (query) => query.where('department', '=', department ?? ''))
    .orderBy('month')
    .orderBy('department')
    .execute();
  return rows.map(toMonthLight);
}

const toMonthLight = (row: Selectable<DepartmentLightTable>): MonthLight => ({
  department: row.department,
  month: row.month,
  light: row.light,
  numbers: JSON.parse(row.numbers) as DepartmentNumbers,
  decidedOn: row.decided_on,
});

/** The newest light of a department. */
export async function newestLightOf(db: Kysely<Database>, department: string): Promise<MonthLight | undefined> {
  const row = await db
    .selectFrom('department_light')
    .selectAll()
    .where('department', '=', department)
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && toMonthLight(row);
}

/** The newest month that has lights; nothing before the first one. */
export async function newestLightMonth(db: Kysely<Database>): Promise<string | undefined> {
  const row = await db
    .selectFrom('department_light')
    .select((eb) => eb.fn.max('month').as('month'))
    .executeTakeFirst();
  return row?.month ?? undefined;
}
