/** What the public may know of cases that were drawn: their numbers, and what came of the check as far as the log tells. */

import type { Kysely } from 'kysely';
import { departmentStates } from '../server/domain/case-file.ts';
import type { Database } from './tables.ts';

export interface DrawnCase {
  /** Null where the case is not public. */
  number: string | null;
  result: 'passed' | 'failed' | null;
}

export async function listPublicCasesById(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<Map<string, DrawnCase>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('case_file')
    .select(['id', 'number', 'state'])
    .where('id', 'in', [...ids])
    .execute();
  const checks = await db
    .selectFrom('case_event')
    .innerJoin('case_file', 'case_file.id', 'case_event.case_id')
    .select(['case_event.case_id', 'case_event.act', 'case_event.seq'])
    .where('case_event.case_id', 'in', [...ids])
    .where('case_event.act', 'in', ['draw', 'check', 'failCheck', 'overturn'])
    .whereRef('case_event.seq', '<=', 'case_file.logged_seq')
    .orderBy('case_event.seq')
    .execute();
  const results = new Map<string, DrawnCase['result']>();
  // What was checked before the lot fell is no answer to it.
  for (const { case_id, act } of checks)
    results.set(case_id, act === 'draw' ? null : act === 'check' ? 'passed' : 'failed');
  const isPublic = (state: string): boolean => (departmentStates as readonly string[]).includes(state);
  return new Map(
    rows.map(({ id, number, state }) => [
      id,
      { number: isPublic(state) ? number : null, result: results.get(id) ?? null },
    ]),
  );
}
