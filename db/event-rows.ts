/** Lines of history as the rules see them, and as rows of the table. */

import type { Insertable, Selectable } from 'kysely';
import type { CaseEvent } from '../server/domain/advance.ts';
import { type FieldName, isWords } from '../server/domain/fields.ts';
import type { CaseEventTable } from './tables.ts';

/** A line of history with the instant it was recorded (a day, where a citizen acted). */
export interface StoredEvent extends CaseEvent {
  at: string;
}

/** The row of an event. Its id is made of the case and the place in it, so that it needs no source of chance. */
export const eventRow = (event: StoredEvent): Insertable<CaseEventTable> => ({
  id: `${event.caseId}.${event.seq}`,
  case_id: event.caseId,
  seq: event.seq,
  act: event.act,
  from_state: event.from,
  to_state: event.to,
  role: event.actor.role,
  account_id: event.actor.account ?? null,
  department: event.actor.department ?? null,
  day: event.day,
  at: event.at,
  given: JSON.stringify(Object.fromEntries(givenFields(event).filter(([name]) => !isWords(name)))),
  change: JSON.stringify(event.change),
});

/** The fields that were given; one set to `undefined` was not. */
export const givenFields = ({ given }: StoredEvent): [FieldName, unknown][] =>
  (Object.entries(given) as [FieldName, unknown][]).filter(([, value]) => value !== undefined);

export const fromEventRow = (row: Selectable<CaseEventTable>): StoredEvent => ({
  caseId: row.case_id,
  seq: row.seq,
  act: row.act as CaseEvent['act'],
  from: row.from_state as CaseEvent['from'],
  to: row.to_state as CaseEvent['to'],
  actor: {
    role: row.role as CaseEvent['actor']['role'],
    ...(row.account_id !== null && { account: row.account_id }),
    ...(row.department !== null && { department: row.department }),
  },
  day: row.day,
  given: JSON.parse(row.given) as CaseEvent['given'],
  change: JSON.parse(row.change) as CaseEvent['change'],
  at: row.at,
});
