/** Opens the database that an address names: SQLite in a file or in memory, or PostgreSQL. */

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  type DatabaseConnection,
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  SqliteAdapter,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import pg from 'pg';
import { DatabaseProblem, databaseProblem } from './problem.ts';
import type { Database } from './tables.ts';

export { DatabaseProblem, databaseProblem, isUniqueViolation } from './problem.ts';

/** How long a statement waits for another process that is writing to the same SQLite file, in milliseconds. */
const busyTimeout = 5000;
/**
 * Pages that the write-ahead log may hold before they are moved into the file: 64 MB. Ratings have random keys, so that each one
 * touches a page of its own; the longer the log, the more of them share the way into the file (a third of the CPU of a rating).
 */
const walPages = 16_000;
/** Compiled statements kept for reuse; the application has fewer different ones than this. */
const statementsKept = 500;
/** PostgreSQL connections at most; the cities this is for need few, and servers allow about a hundred in all. */
const connectionsMost = 10;

/** Counts are 64-bit in PostgreSQL, which the driver gives as text; ours stay far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const sqliteHandles = new WeakMap<Kysely<Database>, Sqlite.Database>();

/** Every transaction of ours writes, so it takes the lock at once: one that upgraded later could fail half-way. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  /** SQLite can do it; the library says otherwise, and a migration that failed half-way would leave half a schema. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class OurSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/**
 * Opens a database without changing it; `migrateToLatest` makes its tables.
 * @param url `sqlite::memory:`, `sqlite:/path/to/file` (its folder is made) or `postgres://user:password@host:port/name`
 * @throws DatabaseProblem when the SQLite file cannot be opened for writing or is something else; a PostgreSQL server that
 *   cannot be reached shows at the first query, which `migrateToLatest` turns into a DatabaseProblem
 */
export function openDatabase(url: string): Kysely<Database> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgres(url);
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length));
  throw new TypeError('The address of a database starts with sqlite: or postgres://');
}

/** Which of the two databases this is. */
export function databaseKind(db: Kysely<Database>): 'sqlite' | 'postgres' {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite';
}

/** The SQLite connection under a database opened here, for statements prepared once; nothing for PostgreSQL. */
export const sqliteHandle = (db: Kysely<Database>): Sqlite.Database | undefined => sqliteHandles.get(db);

function openPostgres(url: string): Kysely<Database> {
  const pool = new pg.Pool({ connectionString: url, max: connectionsMost, connectionTimeoutMillis: 10_000 });
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
}

function openSqlite(path: string): Kysely<Database> {
  let handle: Sqlite.Database | undefined;
  try {
    if (path !== ':memory:') makeFolder(dirname(path));
    handle = new Sqlite(path, { timeout: busyTimeout });
    handle.pragma('journal_mode = WAL');
    handle.pragma('synchronous = FULL');
    handle.pragma('cache_size = -32000');
    handle.pragma(`wal_autocheckpoint = ${walPages}`);
    handle.pragma('foreign_keys = ON');
    // What is deleted is overwritten with zeros; see forget.ts for what that leaves.
    handle.pragma('secure_delete = ON');
    // Takes and gives back the write lock, so that a disk without write access shows now and not at the first 意见.
    handle.exec('begin immediate; rollback');
  } catch (error) {
    handle?.close();
    throw databaseProblem(error);
  }
  const db = new Kysely<Database>({ dialect: new OurSqliteDialect({ database: keepingStatements(handle) }) });
  sqliteHandles.set(db, handle);
  return db;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw new DatabaseProblem('read-only', `The folder ${folder} cannot be made`, { cause });
  }
}

/** SQLite compiles a statement each time it is prepared, which costs more than running it; this keeps the compiled ones. */
function keepingStatements(handle: Sqlite.Database): {
  close(): void;
  prepare(sql: string): Sqlite.Statement<unknown[]>;
} {
  const kept = new Map<string, Sqlite.Statement<unknown[]>>();
  return {
    close: () => handle.close(),
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known !== undefined) return known;
      const statement = handle.prepare<unknown[]>(sql);
      if (kept.size >= statementsKept) kept.clear();
      if (/^(select|insert|update|delete|with)\b/.test(sql)) kept.set(sql, statement);
      return statement;
    },
  };
}
