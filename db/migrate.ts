/** Brings a database to the newest version of the schema. Migrations only go forward, and each one happens whole or not at all. */

import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { up as first } from './migrations/001-first.ts';
import { up as ledger } from './migrations/002-ledger.ts';
import { up as casework } from './migrations/003-casework.ts';
import { up as rounds } from './migrations/004-rounds.ts';
import { databaseKind } from './open.ts';
import { DatabaseProblem, databaseProblem } from './problem.ts';
import type { Database } from './tables.ts';

/** All of them. A static list, because the server is bundled into one file and has no folder of migrations to look into. */
export const ours: Record<string, Migration> = {
  '001-first': { up: first },
  '002-ledger': { up: ledger },
  '003-casework': { up: casework },
  '004-rounds': { up: rounds },
};

/**
 * Runs the migrations that have not been run yet, all in one transaction.
 * @throws DatabaseProblem `newer-version` when the database has migrations that this build does not know; `unreachable`,
 *   `read-only` or `not-a-database` when it cannot be used at all
 */
export async function migrateToLatest(
  db: Kysely<Database>,
  migrations: Record<string, Migration> = ours,
): Promise<void> {
  try {
    await answering(db);
    const unknown = (await appliedMigrations(db)).filter((name) => !(name in migrations));
    if (unknown.length > 0) {
      throw new DatabaseProblem('newer-version', `The database has migrations unknown here: ${unknown.join(', ')}`);
    }
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
    if (error !== undefined) throw error;
  } catch (error) {
    throw databaseProblem(error);
  }
}

/** Asks PostgreSQL something, so that whatever keeps it from answering (a time limit, TLS) is told from what goes wrong later. */
async function answering(db: Kysely<Database>): Promise<void> {
  if (databaseKind(db) !== 'postgres') return;
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    const problem = databaseProblem(error);
    if (problem instanceof DatabaseProblem) throw problem;
    throw new DatabaseProblem('unreachable', 'PostgreSQL does not answer', { cause: error });
  }
}

/** Names of the migrations a database has had; none for an empty one. */
async function appliedMigrations(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map((row) => row.name);
}
