/** The events that 积分 of departments are made of, counted for a 评议年度. */

import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { workingStates } from '../server/domain/case-file.ts';
import { assessmentYear, type Day } from '../server/domain/day.ts';
import { noPoints, type PointCounts, type PointEvent } from '../server/domain/points.ts';
import type { Database } from './tables.ts';

const many = (condition: Expression<SqlBool>) => sql<number>`sum(case when ${condition} then 1 else 0 end)`;

/**
 * By department. Cases count in the 评议年度 in which they were received, 公开承诺 in that of their draft, lights in that of their month.
 * @param asOf the day on which 超期 is judged
 * @param startsOn first day of the 评议年度, `MM-DD`
 */
export async function pointCounts(
  db: Kysely<Database>,
  { year, asOf, startsOn }: { year: number; asOf: Day; startsOn: string },
): Promise<Map<string, PointCounts>> {
  const counts = new Map<string, PointCounts>();
  const add = (department: string | null, event: PointEvent, count: number): void => {
    if (department === null || count === 0) return;
    const known = counts.get(department) ?? { ...noPoints };
    known[event] += count;
    counts.set(department, known);
  };
  const cases = await db
    .selectFrom('case_file')
    .where('year', '=', year)
    .where('exit', '=', 'EFFECTIVE')
    .where('department', 'is not', null)
    .select('department')
    .select((eb) => [
      many(eb('accepted_on', '<=', eb.ref('due_accept'))).as('accepted'),
      many(eb.and([eb('state', '=', 'closed'), eb('result', '=', 'A'), eb('on_time', '=', 1)])).as('closed'),
      many(eb.and([eb('state', '=', 'closed'), eb('revisit', '=', 'satisfied')])).as('satisfied'),
      many(
        eb.or([
          eb.and([eb('state', '=', 'closed'), eb('on_time', '=', 0)]),
          eb.and([eb('state', 'in', workingStates), eb('paused_on', 'is', null), eb('due_complete', '<', asOf)]),
        ]),
      ).as('overdue'),
      eb.fn.sum<number>('reworks').as('rework'),
    ])
    .groupBy('department')
    .execute();
  for (const { department, ...row } of cases)
    for (const [event, count] of Object.entries(row)) add(department, event as PointEvent, Number(count ?? 0));
  const overturned = await db
    .selectFrom('case_event')
    .innerJoin('case_file', 'case_file.id', 'case_event.case_id')
    .where('case_file.year', '=', year)
    .where('case_event.act', '=', 'overturn')
    .select('case_file.department')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy('case_file.department')
    .execute();
  for (const { department, count } of overturned) add(department, 'overturned', Number(count));
  const pledges = await db
    .selectFrom('record')
    .where('kind', '=', 'pledge')
    .where('state', '=', 'kept')
    .where('year', '=', year)
    .select('department')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .groupBy('department')
    .execute();
  for (const { department, count } of pledges) add(department, 'pledge', Number(count));
  const lights = await db
    .selectFrom('department_light')
    .where('light', 'in', ['yellow', 'red'])
    .where('month', '>=', `${year - 1}-01`)
    .where('month', '<=', `${year + 1}-12`)
    .select(['department', 'month', 'light'])
    .execute();
  for (const { department, month, light } of lights)
    if (assessmentYear(`${month}-01`, startsOn) === year) add(department, light as 'yellow' | 'red', 1);
  return counts;
}
