/** Filters of the desk's lists that somebody keeps under a name, in an order of their own. Nobody else sees them. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database, SavedFilterTable } from './tables.ts';

export type SavedFilterRow = Selectable<SavedFilterTable>;

/** The filters of an account, in its order. */
export const listSavedFilters = (db: Kysely<Database>, accountId: string): Promise<SavedFilterRow[]> =>
  db
    .selectFrom('saved_filter')
    .selectAll()
    .where('account_id', '=', accountId)
    .orderBy('position')
    .orderBy('id')
    .execute();

/** Adds a filter at the end, or gives one that has the name already a new query. */
export async function saveFilter(
  db: Transaction<Database>,
  filter: Pick<SavedFilterRow, 'id' | 'account_id' | 'name' | 'query'>,
): Promise<void> {
  const { last } = await db
    .selectFrom('saved_filter')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('account_id', '=', filter.account_id)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('saved_filter')
    .values({ ...filter, position: Number(last ?? 0) + 1 })
    .onConflict((conflict) => conflict.columns(['account_id', 'name']).doUpdateSet({ query: filter.query }))
    .execute();
}

/** @returns whether the account has such a filter */
export async function renameFilter(
  db: Kysely<Database>,
  { id, account_id, name }: Pick<SavedFilterRow, 'id' | 'account_id' | 'name'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('saved_filter')
    .set({ name })
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Moves a filter one place up or down. @returns whether the account has such a filter */
export async function moveFilter(
  db: Transaction<Database>,
  { id, account_id }: Pick<SavedFilterRow, 'id' | 'account_id'>,
  direction: 'up' | 'down',
): Promise<boolean> {
  const all = await listSavedFilters(db, account_id);
  const at = all.findIndex((filter) => filter.id === id);
  const moved = all[at];
  if (moved === undefined) return false;
  all.splice(at, 1);
  all.splice(Math.max(0, at + (direction === 'up' ? -1 : 1)), 0, moved);
  for (const [place, filter] of all.entries()) {
    await db
      .updateTable('saved_filter')
      .set({ position: place + 1 })
      .where('id', '=', filter.id)
      .execute();
  }
  return true;
}

/** @returns whether the account had such a filter */
export async function deleteFilter(
  db: Kysely<Database>,
  { id, account_id }: Pick<SavedFilterRow, 'id' | 'account_id'>,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_filter')
    .where('id', '=', id)
    .where('account_id', '=', account_id)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
