/** One text of SQL for both databases: what they say differently is put right here, for all migrations. */

import { type Kysely, PostgresAdapter, sql } from 'kysely';

const isPostgres = (db: Kysely<unknown>): boolean => db.getExecutor().adapter instanceof PostgresAdapter;

const run = async (db: Kysely<unknown>, statement: string): Promise<void> => {
  await sql.raw(statement).execute(db);
};

/**
 * Runs statements that are separated by `;` at the end of a line. `text` becomes `text collate "C"` on PostgreSQL, so that both databases
 * sort by bytes, and `blob` becomes `bytea`. `without rowid` is SQLite's: a table with it keeps its rows in the order of its key
 * and not in the order in which people sent them.
 */
export async function runSchema(db: Kysely<unknown>, schema: string): Promise<void> {
  const text = isPostgres(db)
    ? schema
        .replaceAll(/ text\b/g, ' text collate "C"')
        .replaceAll(/ blob\b/g, ' bytea')
        .replaceAll(' without rowid', '')
    : schema;
  for (const statement of text.split(';\n')) if (statement.trim() !== '') await run(db, statement);
}

/** From now on rows of these tables can be added and read, nothing else. */
export async function makeAppendOnly(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  if (isPostgres(db)) {
    await run(
      db,
      `create or replace function refuse_change() returns trigger language plpgsql as
      'begin raise exception ''% is append-only'', tg_table_name; end'`,
    );
  }
  for (const table of tables) {
    if (isPostgres(db)) {
      await run(
        db,
        `create trigger ${table}_stays before update or delete on ${table} for each row execute function refuse_change()`,
      );
      await run(
        db,
        `create trigger ${table}_stays_whole before truncate on ${table} for each statement execute function refuse_change()`,
      );
    } else {
      for (const change of ['update', 'delete']) {
        await run(
          db,
          `create trigger ${table}_refuses_${change} before ${change} on ${table}
          begin select raise(abort, '${table} is append-only'); end`,
        );
      }
    }
  }
}
