/** What citizens handed in, as the holder of a receipt or the office finds it again. Writing a new one is in citizen-writes.ts. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Locks } from '../server/domain/receipt.ts';
import type { Day } from '../server/domain/day.ts';
import { deleteDraftsAbout } from './drafts.ts';
import { deleteFilesOfCase } from './files.ts';
import { findSetting, setSetting } from './settings.ts';
import type { Database, OpinionTable } from './tables.ts';

export type OpinionRow = Selectable<OpinionTable>;

/** The locks of an opinion in the domain's form. */
export const locksOf = (row: Pick<OpinionRow, 'locks'>): Locks => JSON.parse(row.locks) as Locks;

/** By the hash of the view key, which only the holder of the receipt code can make. */
export async function findOpinionByView(db: Kysely<Database>, viewHash: string): Promise<OpinionRow | undefined> {
  return db.selectFrom('opinion').selectAll().where('view_hash', '=', viewHash).executeTakeFirst();
}

/** The opinions of a case itself; those of cases merged into it belong to those cases. */
export async function listOpinions(db: Kysely<Database>, caseId: string): Promise<OpinionRow[]> {
  return db.selectFrom('opinion').selectAll().where('case_id', '=', caseId).orderBy('id').execute();
}

/** The first opinion of each of some cases, by case: what a list shows of them. A few hundred at most. */
export async function firstOpinionsOf(
  db: Kysely<Database>,
  caseIds: readonly string[],
): Promise<Map<string, OpinionRow>> {
  if (caseIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('opinion')
    .selectAll()
    .where('case_id', 'in', caseIds)
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.case_id, row]));
}

/** The opinions of a case and of every case merged into it, or into one of those: all who may confirm its result. */
export async function listReporters(db: Kysely<Database>, caseId: string): Promise<OpinionRow[]> {
  return db
    .withRecursive('family', (qb) =>
      qb
        .selectFrom('case_file')
        .select('id')
        .where('id', '=', caseId)
        .union(qb.selectFrom('case_file').innerJoin('family', 'family.id', 'merged_into').select('case_file.id')),
    )
    .selectFrom('opinion')
    .selectAll()
    .where('case_id', 'in', (eb) => eb.selectFrom('family').select('id'))
    .orderBy('id')
    .execute();
}

/** Removes the contact at its author's wish. */
export async function removeContact(db: Kysely<Database>, opinionId: string): Promise<void> {
  await db
    .updateTable('opinion')
    .set({ sealed_contact: null, contact_purge_after: null })
    .where('id', '=', opinionId)
    .execute();
}

/** The contacts of these opinions are no longer needed after a day; those that go earlier anyhow go then. */
export async function shortenContactPurge(
  db: Kysely<Database>,
  opinionIds: readonly string[],
  after: Day,
): Promise<void> {
  if (opinionIds.length === 0) return;
  await db
    .updateTable('opinion')
    .set({ contact_purge_after: after })
    .where('id', 'in', opinionIds)
    .where('sealed_contact', 'is not', null)
    .where((eb) => eb.or([eb('contact_purge_after', 'is', null), eb('contact_purge_after', '>', after)]))
    .execute();
}

/** The contacts of these opinions that are still there are kept until a day, because the case goes on. */
export async function setContactPurge(db: Kysely<Database>, opinionIds: readonly string[], after: Day): Promise<void> {
  if (opinionIds.length === 0) return;
  await db
    .updateTable('opinion')
    .set({ contact_purge_after: after })
    .where('id', 'in', opinionIds)
    .where('sealed_contact', 'is not', null)
    .execute();
}

/** Removes contacts whose day has passed. @returns how many */
export async function purgeContacts(db: Kysely<Database>, today: Day): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('opinion')
    .set({ sealed_contact: null, contact_purge_after: null })
    .where('contact_purge_after', '<', today)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/**
 * Destroys every word of a case (个人信息保护法 art. 47): what its author wrote, the contact and the photos, and all that was written
 * in its history, typed about it and published of it, since anybody may have quoted the author there, with the salts of their commitments, without
 * which nobody can ever show what the ledger committed to. Evidence goes, too: an answer to the author bears name and address, and
 * photos taken at the door show whose it is; what it proved was judged when the case was closed, and is in the ledger.
 * That there was a case, and what became of it, stays. 意见 merged into the case are cases of their own.
 * @returns hashes of files that no other case has, whose bytes must be removed after the commit; `forgetErased` does so, if nothing else did
 */
export async function eraseOpinions(db: Transaction<Database>, caseId: string): Promise<string[]> {
  await db
    .updateTable('opinion')
    .set({ original_text: '', redacted_text: '', text_salt: null, sealed_contact: null, contact_purge_after: null })
    .where('case_id', '=', caseId)
    .execute();
  await db.deleteFrom('event_text').where('case_id', '=', caseId).execute();
  await deleteDraftsAbout(db, caseId);
  await db.updateTable('case_file').set({ public_text: null, public_outcome: null }).where('id', '=', caseId).execute();
  const hashes = await deleteFilesOfCase(db, caseId);
  const due = await findSetting(db, 'forget');
  await setSetting(db, 'forget', { files: [...new Set([...(due?.files ?? []), ...hashes])] });
  return hashes;
}
