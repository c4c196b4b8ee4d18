/** Histories of cases without their words: what lists and lights of earlier days are made of, the same whenever they are made. */

import type { Kysely } from 'kysely';
import type { CaseEvent } from '../server/domain/advance.ts';
import { newCaseFile } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { History } from '../server/domain/history.ts';
import { fromEventRow } from './event-rows.ts';
import type { Database } from './tables.ts';

/** Cases in one statement. */
const casesAtOnce = 200;

/**
 * Histories of the cases that were ever 交办 and came in since a day or were not finished by then.
 * @param since cases that were finished before it are left out
 */
export async function listHistories(db: Kysely<Database>, since: Day): Promise<History[]> {
  const rows = await db
    .selectFrom('case_file')
    .select(['id', 'channel', 'kind', 'named', 'received_on'])
    .where('taken_up_on', 'is not', null)
    .where((eb) => eb.or([eb('received_on', '>=', since), eb('closed_on', 'is', null), eb('closed_on', '>=', since)]))
    .orderBy('id')
    .execute();
  const histories: History[] = [];
  for (let start = 0; start < rows.length; start += casesAtOnce) {
    const chunk = rows.slice(start, start + casesAtOnce);
    const events = await eventsOf(
      db,
      chunk.map(({ id }) => id),
    );
    for (const { id, channel, kind, named, received_on } of chunk) {
      const beginning = newCaseFile({ id, channel, kind, named, receivedOn: received_on });
      histories.push({ beginning, events: events.get(id) ?? [] });
    }
  }
  return histories;
}

async function eventsOf(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, CaseEvent[]>> {
  const rows = await db.selectFrom('case_event').selectAll().where('case_id', 'in', ids).orderBy('seq').execute();
  return Map.groupBy(rows.map(fromEventRow), ({ caseId }) => caseId);
}
