/**
 * Makes what was erased unreadable below the tables as well. A database that deletes a row leaves its bytes behind: SQLite in its
 * write-ahead log and, although deleted content is overwritten, in copies that were made when a full page was split in two;
 * PostgreSQL in dead rows. Both are gone once the tables are written anew.
 */

import { type Kysely, sql } from 'kysely';
import { unusedHashes } from './files.ts';
import { databaseKind } from './open.ts';
import { findSetting } from './settings.ts';
import type { Database } from './tables.ts';

/** Moves the write-ahead log of SQLite into the file and empties it, unless somebody is reading an older state just now. */
export async function emptyWriteAheadLog(db: Kysely<Database>): Promise<void> {
  if (databaseKind(db) === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(db);
}

/** Looks in a fifth of a second each, until nobody reads an older state of the database any more. */
const looks = 50;

/** Whether another session of PostgreSQL still sees rows as they were before now: a long reading, or the statistics being made. */
async function someoneStillSees(db: Kysely<Database>): Promise<boolean> {
  const { rows } = await sql<{ now: string }>`select pg_current_xact_id()::xid::text as now`.execute(db);
  const now = rows[0]?.now ?? '0';
  for (let look = 0; look < looks; look += 1) {
    const others = await sql<{ pid: number }>`
      select pid from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and backend_xmin is not null
        and age(backend_xmin) >= age(${now}::xid)`.execute(db);
    if (others.rows.length === 0) return false;
    await sql`select pg_sleep(0.2)`.execute(db);
  }
  return true;
}

/**
 * Finishes what `eraseOpinions` began, once for all erasures since the last time: removes bytes of files that a server which was
 * stopped half-way left, and writes anew the tables that words were erased from. Nobody can write meanwhile, and on PostgreSQL
 * nobody can read these tables: about two seconds for each hundred megabytes.
 * @param remove forgets the bytes of a file by its hash
 * @returns whether there was anything to do
 */
export async function forgetErased(db: Kysely<Database>, remove: (sha256: string) => Promise<void>): Promise<boolean> {
  const due = await findSetting(db, 'forget');
  if (due === undefined) return false;
  for (const hash of await unusedHashes(db, due.files)) await remove(hash);
  if (databaseKind(db) === 'sqlite') await sql`vacuum`.execute(db);
  else {
    const isSeen = await someoneStillSees(db);
    await sql`vacuum full opinion, event_text, case_file, file, search_index, staff_draft, bulk_action`.execute(db);
    // Rows that somebody else could still see were kept: once more next time.
    if (isSeen) return true;
  }
  await emptyWriteAheadLog(db);
  // What was erased in the meantime waits for the next time.
  await db.deleteFrom('setting').where('key', '=', 'forget').where('value', '=', JSON.stringify(due)).execute();
  return true;
}
