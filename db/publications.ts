/** Publications: what the public numbers are made of, and the files of the newest one. */

import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Database, OpenFileTable, PublicationTable } from './tables.ts';

const newest = (db: Kysely<Database>) => db.selectFrom('publication').orderBy('n', 'desc').limit(1);

/** The newest publication; nothing before the first. */
export const newestPublication = (db: Kysely<Database>) =>
  newest(db).select(['n', 'idx', 'day', 'year']).executeTakeFirst();

/** What the figures of the newest publication are made of, as JSON; more than a megabyte in a large city. */
export const newestSource = async (db: Kysely<Database>): Promise<string | undefined> =>
  (await newest(db).select('source').executeTakeFirst())?.source;

/** Adds a publication; files that it no longer has are gone from now on. */
export async function insertPublication(
  trx: Transaction<Database>,
  publication: Insertable<PublicationTable>,
): Promise<void> {
  await trx.insertInto('publication').values(publication).execute();
  await trx.deleteFrom('open_file').where('publication', '<', publication.n).execute();
  // What the figures were made of is in the log; only the newest is asked for.
  await trx.updateTable('publication').set({ source: '' }).where('n', '<', publication.n).execute();
}

/** Puts a file of a publication in the place of the one before. */
export async function replaceOpenFile(trx: Transaction<Database>, file: Insertable<OpenFileTable>): Promise<void> {
  const row = { ...file, gzip: Buffer.from(file.gzip) };
  await trx
    .insertInto('open_file')
    .values(row)
    .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
    .execute();
}
