/** The cases that a department had to rectify in a 评议年度, in the order of their numbers: the lines of its 整改台账. */

import { type Kysely, type SqlBool, sql } from 'kysely';
import { departmentStates } from '../server/domain/case-file.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

const inOrder = ['substr(number, 1, 4)', 'length(number)', 'number'];

const ofDepartment = (db: Kysely<Database>, department: string) =>
  db
    .selectFrom('case_file')
    .where('department', '=', department)
    .where('state', 'in', departmentStates)
    .where('number', 'is not', null);

/** One page, with how many lines there are in all and how many stand before it. `after` is the number of the last case of the page before. */
export async function listRectification(
  db: Kysely<Database>,
  { department, year, after, limit }: { department: string; year: number; after?: string | undefined; limit: number },
): Promise<{ items: StoredCase[]; count: number; before: number }> {
  const all = ofDepartment(db, department).where('year', '=', year);
  const place = [after?.slice(0, 4) ?? '', after?.length ?? 0, after ?? ''];
  const isPast = sql<SqlBool>`(${sql.raw(inOrder.join(', '))}) <= (${sql.join(place)})`;
  const total = await all.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const past =
    after === undefined
      ? { count: 0 }
      : await all
          .where(isPast)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
  let page = all.selectAll();
  if (after !== undefined) page = page.where((eb) => eb.not(isPast));
  for (const part of inOrder) page = page.orderBy(sql.raw(part));
  const rows = await page.limit(limit).execute();
  return { items: rows.map(toStoredCase), count: Number(total.count), before: Number(past.count) };
}

/** 评议年度 in which a department had to rectify something, newest first. */
export async function rectificationYears(db: Kysely<Database>, department: string): Promise<number[]> {
  const rows = await ofDepartment(db, department).select('year').distinct().orderBy('year', 'desc').execute();
  return rows.map(({ year }) => year);
}
