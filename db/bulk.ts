/**
 * Acts on many cases: held for a moment, then taken up by one process, which says every time it goes on that it is still there. When
 * it falls silent, another one goes on where it stopped.
 */

import type { Kysely, Selectable } from 'kysely';
import type { BulkActionTable, Database } from './tables.ts';

type BulkRow = Selectable<BulkActionTable>;

/** One case of an act on many, with the count of its events when it was chosen. */
export interface BulkCase {
  id: string;
  seq: number;
}
/** What became of a case: done, or the name of the refusal. */
export interface BulkResult {
  id: string;
  refusal: string | null;
}

export interface Bulk {
  id: string;
  accountId: string;
  act: string;
  given: unknown;
  cases: BulkCase[];
  state: BulkRow['state'];
  /** Until when it is held; while it runs, until when it is known to be running. */
  heldUntil: string;
  results: BulkResult[];
}

const fromRow = (row: BulkRow): Bulk => ({
  id: row.id,
  accountId: row.account_id,
  act: row.act,
  given: JSON.parse(row.given),
  cases: (JSON.parse(row.cases) as [string, number][]).map(([id, seq]) => ({ id, seq })),
  state: row.state,
  heldUntil: row.held_until,
  results: (JSON.parse(row.results) as [string, string | null][]).map(([id, refusal]) => ({ id, refusal })),
});

/** @returns whether it is new; one that was sent twice is held once */
export async function holdBulk(db: Kysely<Database>, bulk: Omit<Bulk, 'state' | 'results'>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('bulk_action')
    .values({
      id: bulk.id,
      account_id: bulk.accountId,
      act: bulk.act,
      given: JSON.stringify(bulk.given),
      cases: JSON.stringify(bulk.cases.map(({ id, seq }) => [id, seq])),
      state: 'held',
      held_until: bulk.heldUntil,
      results: '[]',
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** An act on many by its id, if it is one of the account. */
export async function findBulk(db: Kysely<Database>, id: string, accountId: string): Promise<Bulk | undefined> {
  const row = await db
    .selectFrom('bulk_action')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row && fromRow(row);
}

/** Those of an account that are not finished. */
export async function listOpenBulks(db: Kysely<Database>, accountId: string): Promise<Bulk[]> {
  const rows = await db
    .selectFrom('bulk_action')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('state', 'in', ['held', 'running'])
    .orderBy('held_until')
    .execute();
  return rows.map(fromRow);
}

/** What was given is words; once nothing more is to be done with them, they are only in the events. */
const finished = { given: '{}' };

/** @returns whether it was still held, and is cancelled */
export async function cancelBulk(db: Kysely<Database>, id: string, accountId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('bulk_action')
    .set({ state: 'cancelled', ...finished })
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('state', '=', 'held')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/**
 * Takes up the next one that nobody has: held long enough, or left by a process that fell silent.
 * @param now instant; @param until instant until which the caller has it
 */
export async function takeBulk(db: Kysely<Database>, now: string, until: string): Promise<Bulk | undefined> {
  const row = await db
    .updateTable('bulk_action')
    .set({ state: 'running', held_until: until })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('bulk_action')
        .select('id')
        .where('state', 'in', ['held', 'running'])
        .where('held_until', '<=', now)
        .orderBy('held_until')
        .orderBy('id')
        .limit(1),
    )
    // Once more, for a second process that chose the same one and had to wait.
    .where('state', 'in', ['held', 'running'])
    .where('held_until', '<=', now)
    .returningAll()
    .executeTakeFirst();
  return row && fromRow(row);
}

/**
 * Notes what became of the cases so far.
 * @param lease instant until which the caller has it, as it was last noted
 * @returns whether the caller still has it
 */
export async function noteBulk(
  db: Kysely<Database>,
  { id, results }: Pick<Bulk, 'id' | 'results'>,
  lease: string,
  after: { until: string; isOver: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('bulk_action')
    .set({
      results: JSON.stringify(results.map((result) => [result.id, result.refusal])),
      held_until: after.until,
      ...(after.isOver && { state: 'done' as const, ...finished }),
    })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('held_until', '=', lease)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Forgets what was finished before an instant. @returns how many */
export async function purgeBulks(db: Kysely<Database>, before: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('bulk_action')
    .where('state', 'in', ['done', 'cancelled'])
    .where('held_until', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
