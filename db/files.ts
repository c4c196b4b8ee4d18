/** Uploaded files: photos of citizens and evidence of departments. The bytes lie in a folder by their hash; here is what they are. */

import type { Insertable, Kysely, Selectable } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { Database, FileTable } from './tables.ts';

export type FileRow = Selectable<FileTable>;

export async function findFile(db: Kysely<Database>, id: string): Promise<FileRow | undefined> {
  return db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function listFilesOfCase(db: Kysely<Database>, caseId: string): Promise<FileRow[]> {
  return db.selectFrom('file').selectAll().where('case_id', '=', caseId).orderBy('id').execute();
}

export async function listFilesOfOpinion(db: Kysely<Database>, opinionId: string): Promise<FileRow[]> {
  return db.selectFrom('file').selectAll().where('opinion_id', '=', opinionId).orderBy('id').execute();
}

/** SHA-256 (hex) of the contents of files, in the order of their ids; ids that nobody knows are passed over. */
export async function fileHashes(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('file')
    .select(['id', 'sha256'])
    .where('id', 'in', [...ids, ''])
    .execute();
  const known = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

export async function insertFile(db: Kysely<Database>, file: Insertable<FileTable>): Promise<void> {
  await insertFiles(db, [file]);
}

/** Adds files, some hundred at most, in one statement. */
export async function insertFiles(db: Kysely<Database>, files: readonly Insertable<FileTable>[]): Promise<void> {
  if (files.length > 0) await db.insertInto('file').values(files).execute();
}

/**
 * Ties uploads of a member of staff to a case or to a record; only files of that account that nothing has yet can be.
 * @returns how many were tied; fewer than `ids` means that one was not there, somebody else's or not free
 */
async function attach(
  db: Kysely<Database>,
  ids: readonly string[],
  to: { case_id: string } | { record_id: string },
  accountId: string,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { numUpdatedRows } = await db
    .updateTable('file')
    .set({ ...to, purge_after: null })
    .where('id', 'in', ids)
    .where('owner', '=', 'staff')
    .where('uploaded_by', '=', accountId)
    .where('case_id', 'is', null)
    .where('opinion_id', 'is', null)
    .where('record_id', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Ties uploads to a case: see {@link attach}. */
export const attachFiles = (
  db: Kysely<Database>,
  ids: readonly string[],
  caseId: string,
  accountId: string,
): Promise<number> => attach(db, ids, { case_id: caseId }, accountId);

/** Ties uploads to a record: see {@link attach}. */
export const attachRecordFiles = (
  db: Kysely<Database>,
  ids: readonly string[],
  recordId: string,
  accountId: string,
): Promise<number> => attach(db, ids, { record_id: recordId }, accountId);

export async function listFilesOfRecord(db: Kysely<Database>, recordId: string): Promise<FileRow[]> {
  return db.selectFrom('file').selectAll().where('record_id', '=', recordId).orderBy('id').execute();
}

/** Removes uploads that nobody attached in time. @returns the hashes that no other file has, whose bytes may go too */
export async function purgeFiles(db: Kysely<Database>, today: Day): Promise<string[]> {
  const rows = await db
    .deleteFrom('file')
    .where('purge_after', '<', today)
    .where('case_id', 'is', null)
    .where('opinion_id', 'is', null)
    .where('record_id', 'is', null)
    .returning('sha256')
    .execute();
  return unusedHashes(
    db,
    rows.map(({ sha256 }) => sha256),
  );
}

/** Removes the photos of a case's opinions and the evidence. @returns the hashes that no other file has, whose bytes may go too */
export async function deleteFilesOfCase(db: Kysely<Database>, caseId: string): Promise<string[]> {
  const removed = await db
    .deleteFrom('file')
    .where((eb) =>
      eb.or([
        eb('case_id', '=', caseId),
        eb('opinion_id', 'in', eb.selectFrom('opinion').select('id').where('case_id', '=', caseId)),
      ]),
    )
    .returning('sha256')
    .execute();
  return unusedHashes(
    db,
    removed.map(({ sha256 }) => sha256),
  );
}

/** Those of some hashes that no file has any more. */
export async function unusedHashes(db: Kysely<Database>, removed: readonly string[]): Promise<string[]> {
  const hashes = [...new Set(removed)];
  if (hashes.length === 0) return [];
  const used = await db.selectFrom('file').select('sha256').where('sha256', 'in', hashes).execute();
  return hashes.filter((hash) => !used.some(({ sha256 }) => sha256 === hash));
}
