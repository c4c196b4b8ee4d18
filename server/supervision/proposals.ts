/** What the lights of months lead to, for the office to follow or not: a proposal stands until an order follows it or the next month has its light. */

import type { Kysely } from 'kysely';
import { departmentOrdersSince } from '../../db/department-orders.ts';
import { listMonthLights, type MonthLight, newestLightMonth } from '../../db/lights.ts';
import type { Database } from '../../db/tables.ts';
import type { DepartmentNames } from '../desk/names.ts';
import { refOf } from '../desk/names.ts';
import { addWorkingDays } from '../domain/calendar.ts';
import { addDays, monthOf } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { proposalFor } from '../domain/department-lights.ts';
import type { OrderLevel } from '../domain/vocabulary.ts';
import type { OrderProposal } from '../schemas/supervision.ts';
import { orderLevelWords } from '#words/records.ts';
import { proposalWords } from '#words/supervision.ts';

/** Months in a row that are looked at. */
const monthsBack = 3;
/** Working days that a department has to answer (绩效告知单 practice: ten). */
const answerWithin = 10;

const monthBefore = (month: string): string => monthOf(addDays(`${month}-01`, -1));

const months = (last: string): string[] => {
  const list = [last];
  while (list.length < monthsBack) list.unshift(monthBefore(list[0] ?? last));
  return list;
};

/** The months in a row, up to the last one, of which the department has a light. */
function inARow(lights: readonly MonthLight[], wanted: readonly string[]): MonthLight[] {
  const row: MonthLight[] = [];
  for (const month of wanted.toReversed()) {
    const light = lights.find((one) => one.month === month);
    if (light === undefined) break;
    row.unshift(light);
  }
  return row;
}

/** The lights that a proposal follows from. */
const followed: Partial<Record<OrderLevel, number>> = { reminder: 2, red: 1, talk: 3 };

export async function proposals(
  db: Kysely<Database>,
  moment: Moment,
  names: DepartmentNames,
): Promise<OrderProposal[]> {
  const last = await newestLightMonth(db);
  if (last === undefined) return [];
  const wanted = months(last);
  const byDepartment = Map.groupBy(await listMonthLights(db, wanted[0] ?? last), ({ department }) => department);
  const given = await departmentOrdersSince(db, `${last}-01`);
  const replyBy = addWorkingDays(moment.calendar, moment.day, answerWithin);
  return [...byDepartment].flatMap(([code, lights]): OrderProposal[] => {
    const row = inARow(lights, wanted);
    const level = proposalFor(row.map(({ light }) => light));
    if (level === undefined || given.some(({ department, month }) => department === code && (month ?? '') >= last))
      return [];
    const from = row.slice(-(followed[level] ?? 1));
    const department = refOf(code, names);
    return [
      {
        department,
        level,
        levelName: orderLevelWords[level],
        lights: from.map(({ month, light, decidedOn, numbers }) => ({ month, light, decidedOn, numbers })),
        reason: proposalWords.reason(from),
        demand: proposalWords.demand[level],
        replyBy,
      },
    ];
  });
}
