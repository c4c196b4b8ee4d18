/** Which cases an 意见 is compared with when duplicates are looked for (归并). */

import type { Kysely } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { Topic } from '../server/domain/vocabulary.ts';
import type { Database } from './tables.ts';

export interface SimilarityFilter {
  /** The case itself. */
  except: string;
  since: Day;
  /** Only what this department has, or what names it; everything where nobody knows the department yet. */
  department: string | null;
  /** Only this topic and what has none yet. */
  topic: Topic | null;
  limit: number;
}

/** Redacted texts of cases, newest first, that are not filed, merged, sealed or erased. */
export async function listSimilarityCandidates(
  db: Kysely<Database>,
  { except, since, department, topic, limit }: SimilarityFilter,
): Promise<{ id: string; text: string }[]> {
  let query = db
    .selectFrom('case_file')
    .innerJoin('opinion', 'opinion.case_id', 'case_file.id')
    .select(['case_file.id', 'redacted_text as text'])
    .where('case_file.id', '<>', except)
    .where('received_on', '>=', since)
    .where('erased', '=', 0)
    .where('state', 'not in', ['filed', 'merged', 'sealed']);
  if (department !== null) {
    query = query.where((eb) => eb.or([eb('department', '=', department), eb('named', '=', department)]));
  }
  if (topic !== null) query = query.where((eb) => eb.or([eb('topic', '=', topic), eb('topic', 'is', null)]));
  return query.orderBy('received_on', 'desc').orderBy('case_file.id').limit(limit).execute();
}
