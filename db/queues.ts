/** The lists of the desk, page by page: which cases are in which queue, for whom, in which order, and how many there are. */

import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Moment } from '../server/domain/deadline-policy.ts';
import { type DeskQueue, type ListFacet, type ListOrder, listFacets, usualOrder } from '../server/domain/queues.ts';
import type { Actor } from '../server/domain/roles.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import { databaseKind } from './open.ts';
import { type Asker, conditions, type DeskFilter, inQueue, isFacet, visible } from './queue-conditions.ts';
import type { Database } from './tables.ts';

export type { DeskFilter } from './queue-conditions.ts';

/** Place of a case in a list: the values that the list is sorted by, the id last. */
export type DeskPlace = readonly (string | number)[];

/** What nothing is due on comes last. */
const never = '9999-12-31';

interface Key {
  /** In SQL, as the indexes of the table have it. */
  by: string;
  descending?: true;
  isNumber?: true;
}
const id: Key = { by: 'case_file.id' };
/** Numbers are compared as numbers, because the ten-thousandth of a year has one digit more. */
const keys: Record<ListOrder, readonly Key[]> = {
  due: [{ by: `coalesce(next_due, '${never}')` }, { by: 'received_on' }, id],
  newest: [{ by: 'received_on', descending: true }, id],
  oldest: [{ by: 'received_on' }, id],
  number: [
    { by: "substr(coalesce(number, '0000'), 1, 4)", descending: true },
    { by: "length(coalesce(number, ''))", descending: true, isNumber: true },
    { by: "coalesce(number, '')", descending: true },
    id,
  ],
  closed: [{ by: "coalesce(closed_on, '')", descending: true }, id],
};

/** Whether values that came from outside can be a place in a list of this order. */
export const isPlace = (order: ListOrder, values: readonly unknown[]): values is DeskPlace =>
  values.length === keys[order].length &&
  keys[order].every(({ isNumber }, at) => {
    const value = values[at];
    return isNumber ? Number.isSafeInteger(value) : typeof value === 'string' && /^[\w.-]{0,64}$/.test(value);
  });

const askerOf = (db: Kysely<Database>, actor: Actor, moment: Moment): Asker => ({
  actor,
  moment,
  kind: databaseKind(db),
});

const matching = (db: Kysely<Database>, asker: Asker, filter: DeskFilter) =>
  db.selectFrom('case_file').where((eb) => conditions(eb, asker, filter));

/** What comes after a place: greater in the first value that differs, or less where that one descends. */
const after = (order: ListOrder, place: DeskPlace): RawBuilder<boolean> => {
  const list = keys[order];
  const steps = list.map(({ by, descending }, at) => {
    const same = list.slice(0, at).map((key, before) => sql`${sql.raw(key.by)} = ${place[before]}`);
    return sql`(${sql.join([...same, sql`${sql.raw(by)} ${sql.raw(descending ? '<' : '>')} ${place[at]}`], sql` and `)})`;
  });
  // The first value alone bounds the part of an index that is looked at.
  const [{ by, descending }] = list as [Key, ...Key[]];
  return sql<boolean>`(${sql.raw(by)} ${sql.raw(descending ? '<=' : '>=')} ${place[0]} and (${sql.join(steps, sql` or `)}))`;
};

/** One page of a list after a place; `place` is that of its last case. */
export async function listQueue(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  filter: DeskFilter,
  page: { order?: ListOrder | undefined; after?: DeskPlace | undefined; limit: number },
): Promise<{ items: StoredCase[]; next: DeskPlace | undefined }> {
  const { order = usualOrder(filter.queue), limit } = page;
  let query = matching(db, askerOf(db, actor, moment), filter)
    .selectAll('case_file')
    .select(keys[order].map(({ by }, at) => sql<string | number>`${sql.raw(by)}`.as(`key_${at}`)));
  if (page.after !== undefined) query = query.where(after(order, page.after));
  for (const { by, descending } of keys[order]) query = query.orderBy(sql.raw(by), descending ? 'desc' : 'asc');
  // One more than the page holds, to know whether there is a next one.
  const rows = await query.limit(limit + 1).execute();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const values = last as unknown as Record<string, string | number> | undefined;
  return {
    items: rows.slice(0, limit).map(toStoredCase),
    next: values && keys[order].map((_, at) => values[`key_${at}`] ?? ''),
  };
}

/** Some cases by their ids, in the order of these; those that are not there are missing. A few hundred at most. */
export async function listCasesById(db: Kysely<Database>, ids: readonly string[]): Promise<StoredCase[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('case_file').selectAll().where('id', 'in', ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((wanted) => {
    const row = byId.get(wanted);
    return row === undefined ? [] : [toStoredCase(row)];
  });
}

/** Counts of a list: all of it, and what it can be narrowed down to. */
export type ListCounts = { all: number } & Record<ListFacet, number>;

export async function countList(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  filter: DeskFilter,
): Promise<ListCounts> {
  const asker = askerOf(db, actor, moment);
  const row = await matching(db, asker, filter)
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      ...listFacets.map((facet) =>
        eb.fn
          .countAll<number>()
          .filterWhere((inner) => isFacet(inner, facet, asker))
          .as(facet),
      ),
    ])
    .executeTakeFirstOrThrow();
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)])) as ListCounts;
}

/** How many cases match each of some filters. */
export async function countFilters(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  filters: readonly DeskFilter[],
): Promise<number[]> {
  const counts: number[] = [];
  for (const filter of filters) {
    const { count } = await matching(db, askerOf(db, actor, moment), filter)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    counts.push(Number(count));
  }
  return counts;
}

/** How many cases are in each of some queues, counted in one go over what the actor may see. */
export async function countQueues(
  db: Kysely<Database>,
  actor: Actor,
  moment: Moment,
  queues: readonly DeskQueue[],
): Promise<Map<DeskQueue, number>> {
  if (queues.length === 0) return new Map();
  const asker = askerOf(db, actor, moment);
  const row = await db
    .selectFrom('case_file')
    .where((eb) => visible(eb, actor))
    .select((eb) =>
      queues.map((queue) =>
        eb.fn
          .countAll<number>()
          .filterWhere((inner) => inQueue(inner, queue, asker))
          .as(queue),
      ),
    )
    .executeTakeFirstOrThrow();
  return new Map(queues.map((queue) => [queue, Number(row[queue])]));
}
