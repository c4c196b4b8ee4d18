/** 督办 of cases: when each was pressed, and the orders with what became of them. */

import { type Kysely, sql } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { FieldValues } from '../server/domain/fields.ts';
import type { ActName } from '../server/domain/workflow.ts';
import type { Database } from './tables.ts';

const rowsAtOnce = 200;

/** The days on which one of these acts was done to cases, by case. */
export async function daysOfActs(
  db: Kysely<Database>,
  caseIds: readonly string[],
  acts: readonly ActName[],
): Promise<Map<string, Day[]>> {
  const days = new Map<string, Day[]>();
  for (let start = 0; start < caseIds.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('case_event')
      .select(['case_id', 'day'])
      .where('case_id', 'in', caseIds.slice(start, start + rowsAtOnce))
      .where('act', 'in', acts)
      .execute();
    for (const { case_id, day } of rows) days.set(case_id, [...(days.get(case_id) ?? []), day]);
  }
  return days;
}

/** Acts that give an order to a department about one case. */
export const orderActs = ['supervise', 'list', 'talk'] as const satisfies ActName[];
export type OrderAct = (typeof orderActs)[number];

/** An order about a case. */
export interface CaseOrder {
  caseId: string;
  caseNumber: string | null;
  department: string | null;
  seq: number;
  act: OrderAct;
  /** 2 黄, 3 红; only of `supervise`. */
  level: number | null;
  day: Day;
  replyBy: Day | null;
  /** The day on which the department answered it; nothing as long as it has not. */
  answeredOn: Day | null;
  /** 挂牌 only: the day of 摘牌. */
  delistedOn: Day | null;
}

export interface OrderFilter {
  department?: string | undefined;
  /** Only those that wait for an answer, or for 摘牌. */
  open?: boolean | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  limit: number;
}

/** The day of the first act of a kind after an order, before the next order. */
const dayOfNext = (act: ActName) =>
  sql<string | null>`(select min(e.day) from case_event e where e.case_id = case_event.case_id and e.act = ${act}
    and e.seq > case_event.seq)`;

/** One page of orders about cases, newest first, and how many there are. */
export async function listCaseOrders(
  db: Kysely<Database>,
  { department, open, after, limit }: OrderFilter,
): Promise<{ orders: CaseOrder[]; next: string | null; count: number }> {
  let query = db
    .selectFrom('case_event')
    .innerJoin('case_file', 'case_file.id', 'case_event.case_id')
    .where('case_event.act', 'in', orderActs)
    .where('case_file.state', 'not in', ['sealed', 'merged']);
  if (department !== undefined) query = query.where('case_file.department', '=', department);
  if (open === true)
    query = query
      .where('case_file.state', 'not in', ['closed', 'filed'])
      .where((eb) =>
        eb.or([
          eb(dayOfNext('answerOrder'), 'is', null),
          eb.and([eb('case_event.act', '=', 'list'), eb(dayOfNext('delist'), 'is', null)]),
        ]),
      );
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const [day = '', id = ''] = (after ?? '').split('~');
  const page =
    after === undefined
      ? query
      : query.where((eb) =>
          eb.or([
            eb('case_event.day', '<', day),
            eb.and([eb('case_event.day', '=', day), eb('case_event.id', '<', id)]),
          ]),
        );
  const rows = await page
    .select([
      'case_event.id',
      'case_event.case_id',
      'case_event.seq',
      'case_event.act',
      'case_event.day',
      'case_event.given',
    ])
    .select(['case_file.number', 'case_file.department'])
    .select([dayOfNext('answerOrder').as('answered_on'), dayOfNext('delist').as('delisted_on')])
    .orderBy('case_event.day', 'desc')
    .orderBy('case_event.id', 'desc')
    .limit(limit + 1)
    .execute();
  const orders = rows.slice(0, limit).map((row): CaseOrder => {
    const given = JSON.parse(row.given) as FieldValues;
    return {
      caseId: row.case_id,
      caseNumber: row.number,
      department: row.department,
      seq: row.seq,
      act: row.act as OrderAct,
      level: given.level ?? null,
      day: row.day,
      replyBy: given.replyBy ?? null,
      answeredOn: row.answered_on,
      delistedOn: row.act === 'list' ? row.delisted_on : null,
    };
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { orders, next: last === undefined ? null : `${last.day}~${last.id}`, count };
}
