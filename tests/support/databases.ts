/** The databases that every store and API test runs on, for `describe.each(databases)('$name', ({ open }) => …)`. */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { migrateToLatest } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import type { Database } from '../../db/tables.ts';

/** One of the two databases the product runs on. */
export interface TestDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  /** A fresh, migrated, empty database of its own for the caller, who must `destroy()` it. */
  readonly open: () => Promise<Kysely<Database>>;
}

/**
 * A fresh PostgreSQL database for a caller that wants its address, such as a server as `DATABASE_URL`.
 * @param template name of the one that it is a copy of, to which nobody may be connected; by default it is migrated and empty
 */
export async function newPostgresDatabase(template = 'migrated'): Promise<string> {
  const address = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = new pg.Client(`${address}postgres`);
  await admin.connect();
  try {
    await admin.query(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  return address + name;
}

export const databases: readonly TestDatabase[] = [
  {
    name: 'SQLite',
    open: async () => {
      const db = openDatabase('sqlite::memory:');
      await migrateToLatest(db);
      return db;
    },
  },
  { name: 'PostgreSQL', open: async () => openDatabase(await newPostgresDatabase()) },
];
