/** Questions to authors that have not been answered. */

import type { Kysely } from 'kysely';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export async function listCasesWithOpenQuestion(db: Kysely<Database>): Promise<StoredCase[]> {
  const rows = await db.selectFrom('case_file').selectAll().where('question_open', '=', 1).orderBy('id').execute();
  return rows.map(toStoredCase);
}

/** Account of the office that asked the author of a case last; undefined when it was the department. */
export async function lastAskerOf(db: Kysely<Database>, caseId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('case_event')
    .select(['account_id', 'role'])
    .where('case_id', '=', caseId)
    .where('act', '=', 'ask')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.role === 'clerk' ? (row.account_id ?? undefined) : undefined;
}
