/** Running one insert for many rows, the way each database does it best. */

import type { Statement } from 'better-sqlite3';
import type { Compilable, Kysely, Transaction } from 'kysely';
import { sqliteHandle } from './open.ts';
import type { Database } from './tables.ts';

type Query<Row> = (executor: Kysely<Database>, rows: Row[]) => Compilable & { execute(): Promise<unknown> };

/** Runs a query of any number of rows: at once on PostgreSQL, row by row on SQLite. */
export function rowsRunner<Row extends object>(
  db: Kysely<Database>,
  query: Query<Row>,
): (trx: Transaction<Database>, rows: Row[]) => Promise<void> {
  const runRow = rowRunner(db, query);
  return async (trx, rows) => {
    if (rows.length === 0) return;
    if (runRow === undefined) await query(trx, rows).execute();
    else rows.forEach(runRow);
  };
}

/**
 * SQLite runs in this process, where building a query of many rows costs more than running one row at a time with a statement
 * that is prepared once. The SQL is the same. @returns a function that says how many rows changed; nothing for PostgreSQL
 */
export function rowRunner<Row extends object>(
  db: Kysely<Database>,
  query: (executor: Kysely<Database>, rows: Row[]) => Compilable,
): ((row: Row) => number) | undefined {
  const handle = sqliteHandle(db);
  if (handle === undefined) return undefined;
  let statement: Statement<unknown[]> | undefined;
  return (row) => {
    statement ??= handle.prepare<unknown[]>(query(db, [row]).compile().sql);
    return statement.run(Object.values(row)).changes;
  };
}
