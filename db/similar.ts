/** Cases that a new 意见 may repeat: what server/domain/similarity.ts compares it with. */

import type { Kysely } from 'kysely';
import { type CaseFile, departmentStates, type State } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Database } from './tables.ts';

export interface SimilarCandidate {
  id: string;
  number: string | null;
  state: State;
  /** The published text, or the redacted one where none has been approved. */
  text: string;
}

/** Cases that may take another reporter (归并). */
const takingStates: readonly State[] = ['triaged', ...departmentStates];

/**
 * Recent cases about the same department or topic, newest first; of all where the case says neither.
 * @param since day of receipt from which on a case is recent; @param most how many are given at most
 */
export async function listSimilarCandidates(
  db: Kysely<Database>,
  file: Pick<CaseFile, 'id' | 'named' | 'department' | 'topic'>,
  since: Day,
  most = 300,
): Promise<SimilarCandidate[]> {
  const { named, department, topic } = file;
  const about = [...new Set([named, department])].filter((code) => code !== null);
  let query = db
    .selectFrom('case_file')
    .leftJoin('opinion', 'opinion.case_id', 'case_file.id')
    .select(['case_file.id', 'number', 'state', 'public_text', 'redacted_text'])
    .where('state', 'in', takingStates)
    .where('received_on', '>=', since)
    .where('case_file.id', '<>', file.id);
  if (about.length > 0 || topic !== null) {
    query = query.where((eb) =>
      eb.or([
        ...(about.length > 0 ? [eb('named', 'in', about), eb('department', 'in', about)] : []),
        ...(topic !== null ? [eb('topic', '=', topic)] : []),
      ]),
    );
  }
  const rows = await query.orderBy('received_on', 'desc').orderBy('case_file.id').limit(most).execute();
  return rows.map(({ id, number, state, public_text, redacted_text }) => ({
    id,
    number,
    state,
    text: public_text ?? redacted_text ?? '',
  }));
}
