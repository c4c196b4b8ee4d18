/** What citizens handed in, as the holder of a receipt or the office finds it again. Writing a new one is in citizen-writes.ts. */

import type { Kysely, Selectable } from 'kysely';
import type { Locks } from '../server/domain/receipt.ts';
import type { Day } from '../server/domain/day.ts';
import { deleteFilesOfOpinion } from './files.ts';
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

/** The opinions of a case and of every case merged into it: all who may confirm its result. */
export async function listReporters(db: Kysely<Database>, caseId: string): Promise<OpinionRow[]> {
  return db
    .selectFrom('opinion')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('case_id', '=', caseId),
        eb('case_id', 'in', eb.selectFrom('case_file').select('id').where('merged_into', '=', caseId)),
      ]),
    )
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

/** From this day on the contact is no longer needed and will be purged. */
export async function setContactPurge(db: Kysely<Database>, caseId: string, after: Day): Promise<void> {
  await db
    .updateTable('opinion')
    .set({ contact_purge_after: after })
    .where('case_id', '=', caseId)
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
 * Destroys what citizens wrote in a case (个人信息保护法 art. 47): its opinions' texts, contacts and photos, their later words, and
 * what was published of them. That they wrote, and what became of it, stays.
 * @returns hashes of photos that no other file has, whose bytes must be removed after the commit
 */
export async function eraseOpinions(db: Kysely<Database>, caseId: string): Promise<string[]> {
  const opinions = await listOpinions(db, caseId);
  await db
    .updateTable('opinion')
    .set({ original_text: '', redacted_text: '', sealed_contact: null, contact_purge_after: null })
    .where('case_id', '=', caseId)
    .execute();
  await db
    .deleteFrom('event_text')
    .where('case_id', '=', caseId)
    .where((eb) =>
      eb.or([
        eb('field', '=', 'publicText'),
        eb(
          'seq',
          'in',
          eb.selectFrom('case_event').select('seq').where('case_id', '=', caseId).where('role', '=', 'citizen'),
        ),
      ]),
    )
    .execute();
  await db.updateTable('case_file').set({ public_text: null }).where('id', '=', caseId).execute();
  const hashes: string[] = [];
  for (const { id } of opinions) hashes.push(...(await deleteFilesOfOpinion(db, id)));
  return hashes;
}
