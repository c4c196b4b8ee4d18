/** Records beside the cases that are about a case, for its page. */

import type { Kysely } from 'kysely';
import { recordsOfCase } from '../../db/records.ts';
import type { Database } from '../../db/tables.ts';
import { mayReadRecord } from '../domain/advance-record.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { recordKindWords } from '#words/records.ts';

/** Those that the reader may know of, newest first. */
export async function recordsAbout(
  db: Kysely<Database>,
  staff: Staff,
  caseId: string,
): Promise<{ id: string; kindName: string; number: string | null; stateName: string }[]> {
  const actor = actorOf(staff);
  const records = await recordsOfCase(db, caseId);
  return records
    .filter(({ file }) => mayReadRecord(file, actor, pseudonym(staff.accountId)))
    .map(({ file: { id, kind, number, state } }) => ({
      id,
      kindName: recordKindWords[kind].sheet,
      number,
      stateName: recordKindWords[kind].states[state] ?? state,
    }));
}
