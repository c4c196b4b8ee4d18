/** What somebody at the desk typed and has not sent yet. Nobody else ever sees it; it goes with the case's words when these are erased. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Database, StaffDraftTable } from './tables.ts';

export type DraftRow = Selectable<StaffDraftTable>;

/** The form of an act on a case, as drafts name it. */
export const draftSubject = (caseId: string, sheet: string): string => `case:${caseId}:${sheet}`;
/** What all drafts about a case begin with; ids have no `:`, `;` follows it. */
const aboutCase = (caseId: string): [from: string, below: string] => [`case:${caseId}:`, `case:${caseId};`];

/** Drafts of an account about a case. */
export function listDrafts(db: Kysely<Database>, accountId: string, caseId: string): Promise<DraftRow[]> {
  const [from, below] = aboutCase(caseId);
  return db
    .selectFrom('staff_draft')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('subject', '>=', from)
    .where('subject', '<', below)
    .orderBy('subject')
    .execute();
}

/** Keeps a draft in place of the one before. Of more than `most` the oldest go. */
export async function saveDraft(db: Transaction<Database>, draft: DraftRow, most: number): Promise<void> {
  await db
    .insertInto('staff_draft')
    .values(draft)
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet({ body: draft.body, saved_at: draft.saved_at }),
    )
    .execute();
  const tooMany = await db
    .selectFrom('staff_draft')
    .select('subject')
    .where('account_id', '=', draft.account_id)
    .orderBy('saved_at', 'desc')
    .orderBy('subject')
    .offset(most)
    .limit(most)
    .execute();
  if (tooMany.length === 0) return;
  await db
    .deleteFrom('staff_draft')
    .where('account_id', '=', draft.account_id)
    .where(
      'subject',
      'in',
      tooMany.map(({ subject }) => subject),
    )
    .execute();
}

export async function deleteDraft(db: Kysely<Database>, accountId: string, subject: string): Promise<void> {
  await db.deleteFrom('staff_draft').where('account_id', '=', accountId).where('subject', '=', subject).execute();
}

/** What was typed for an act has been sent. An act may have several forms, `file-PRAISE` beside `file-EMERGENCY`. */
export async function deleteDraftsOfAct(
  db: Kysely<Database>,
  accountId: string,
  caseId: string,
  act: string,
): Promise<void> {
  const subject = draftSubject(caseId, act);
  await db
    .deleteFrom('staff_draft')
    .where('account_id', '=', accountId)
    .where((eb) =>
      // `.` is the character after `-`.
      eb.or([
        eb('subject', '=', subject),
        eb.and([eb('subject', '>=', `${subject}-`), eb('subject', '<', `${subject}.`)]),
      ]),
    )
    .execute();
}

/** Destroys what anybody has typed about a case. */
export async function deleteDraftsAbout(db: Kysely<Database>, caseId: string): Promise<void> {
  const [from, below] = aboutCase(caseId);
  await db.deleteFrom('staff_draft').where('subject', '>=', from).where('subject', '<', below).execute();
}

/** Forgets drafts from before an instant. @returns how many */
export async function purgeDrafts(db: Kysely<Database>, before: string): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('staff_draft')
    .where('saved_at', '<', before)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
