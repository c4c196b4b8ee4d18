/** 督办 of departments as such, as far as their lights and the proposals for the next ones look at them. */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { FieldValues } from '../server/domain/fields.ts';
import type { OrderLevel } from '../server/domain/vocabulary.ts';
import type { Database } from './tables.ts';

/** Departments that were 挂牌 at the end of a day: the order was given by then and not lifted yet. */
export async function listedDepartments(db: Kysely<Database>, day: Day): Promise<Set<string>> {
  const rows = await db
    .selectFrom('record')
    .select(['department', 'body'])
    .where('kind', '=', 'order')
    .where('opened_on', '<=', day)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('record_event')
            .select('record_event.id')
            .whereRef('record_event.record_id', '=', 'record.id')
            .where('record_event.act', '=', 'lift')
            .where('record_event.day', '<=', day),
        ),
      ),
    )
    .execute();
  const listed = rows.filter(({ body }) => (JSON.parse(body) as FieldValues).orderLevel === 'listed');
  return new Set(listed.flatMap(({ department }) => department ?? []));
}

/** Orders given to departments since a day, with the month of the light that led to each where one did. */
export async function departmentOrdersSince(
  db: Kysely<Database>,
  since: Day,
): Promise<{ department: string; level: OrderLevel; day: Day; month: string | null }[]> {
  const rows = await db
    .selectFrom('record')
    .select(['department', 'body', 'opened_on'])
    .where('kind', '=', 'order')
    .where('opened_on', '>=', since)
    .execute();
  return rows.flatMap(({ department, body, opened_on }) => {
    const { orderLevel, counted } = JSON.parse(body) as FieldValues & { counted?: { month?: string } };
    if (department === null || orderLevel === undefined) return [];
    return [{ department, level: orderLevel, day: opened_on, month: counted?.month ?? null }];
  });
}

/** Orders that wait for an answer and 公开承诺 that are to be kept, due before a day, with their departments. */
export async function recordsDueBefore(
  db: Kysely<Database>,
  day: Day,
): Promise<{ id: string; kind: 'order' | 'pledge'; number: string | null; department: string; due: Day }[]> {
  const rows = await db
    .selectFrom('record')
    .select(['id', 'kind', 'number', 'department', 'due'])
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'order'), eb('state', '=', 'issued')]),
        eb.and([eb('kind', '=', 'pledge'), eb('state', '=', 'published')]),
      ]),
    )
    .where('due', '<', day)
    .execute();
  return rows.flatMap(({ id, kind, number, department, due }) =>
    department === null || due === null ? [] : [{ id, kind: kind as 'order' | 'pledge', number, department, due }],
  );
}
