/** Orders about cases as lines of a list: for the page of 督办 and for its spreadsheet. To a department only its own. */

import { paperNumbersOfCases } from '../../db/paper-numbers.ts';
import { getSetting } from '../../db/settings.ts';
import { type CaseOrder, listCaseOrders } from '../../db/supervision.ts';
import type { Context } from '../context.ts';
import { type DepartmentNames, departmentNames, refOrNull } from '../desk/names.ts';
import type { Day } from '../domain/day.ts';
import { paperNumber } from '../domain/paper-numbers.ts';
import { isDepartmentRole } from '../domain/roles.ts';
import type { SupervisionLevel } from '../domain/vocabulary.ts';
import type { Staff } from '../http/staff.ts';
import { momentOf } from '../moment.ts';
import type { CaseOrderLine } from '../schemas/supervision.ts';
import { actWords, supervisionWords } from '#words/workflow.ts';

/** The department that somebody may read of; nothing for those who may read of all. */
export const ownOf = ({ role, department }: Staff): string | undefined =>
  isDepartmentRole(role) ? (department ?? '') : undefined;

/** One page of orders, newest first, as somebody may read them. */
export async function orderLinesFor(
  context: Context,
  staff: Staff,
  query: { department?: string | undefined; open?: '1' | undefined; after?: string | undefined; limit: number },
): Promise<{ items: CaseOrderLine[]; next: string | null; count: number }> {
  const { department, open, after, limit } = query;
  const { orders, next, count } = await listCaseOrders(context.db, {
    department: ownOf(staff) ?? department,
    open: open === '1',
    after,
    limit,
  });
  const { day } = await momentOf(context.db, context.now());
  const names = await departmentNames(context.db);
  const numberOf = await numbersOf(context, orders);
  return { items: orders.map((one) => orderLine(one, numberOf(one), names, day)), next, count };
}

/** 文号 of orders, by case and event. */
async function numbersOf({ db }: Context, orders: readonly CaseOrder[]): Promise<(order: CaseOrder) => string | null> {
  const { documentPrefix } = await getSetting(db, 'city');
  const given = await paperNumbersOfCases(db, [...new Set(orders.map(({ caseId }) => caseId))]);
  return ({ caseId, seq }) => {
    const number = given.get(caseId)?.get(seq);
    return number === undefined ? null : paperNumber(documentPrefix, number.kind, number.year, number.n);
  };
}

function orderLine(order: CaseOrder, number: string | null, names: DepartmentNames, today: Day): CaseOrderLine {
  const { caseId, caseNumber, act, level, day, replyBy, answeredOn, delistedOn } = order;
  return {
    caseId,
    caseNumber,
    department: refOrNull(order.department, names),
    number,
    level: act === 'supervise' ? supervisionWords[(level ?? 2) as SupervisionLevel] : actWords[act].name,
    day,
    replyBy,
    answeredOn,
    late: answeredOn === null && replyBy !== null && replyBy < today,
    delistedOn,
    listed: act === 'list' && delistedOn === null,
  };
}
