/** Questions to authors that have not been answered. */

import type { Kysely } from 'kysely';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export async function listCasesWithOpenQuestion(db: Kysely<Database>): Promise<StoredCase[]> {
  const rows = await db.selectFrom('case_file').selectAll().where('question_open', '=', 1).orderBy('id').execute();
  return rows.map(toStoredCase);
}
