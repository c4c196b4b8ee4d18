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
  else await sql`vacuum full opinion, event_text, case_file, file`.execute(db);
  await emptyWriteAheadLog(db);
  // What was erased in the meantime waits for the next time.
  await db.deleteFrom('setting').where('key', '=', 'forget').where('value', '=', JSON.stringify(due)).execute();
  return true;
}
