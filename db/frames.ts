/** Frames of 抽查 (docs/ledger.md §6): which cases may be drawn, as the log told of them up to a size. */

import type { Kysely } from 'kysely';
import { applyEvent } from '../server/domain/advance.ts';
import { newCaseFile } from '../server/domain/case-file.ts';
import { isInFrame, sortedIds } from '../server/domain/lottery.ts';
import type { SampleFrame } from '../server/domain/vocabulary.ts';
import { listEventsOf } from './case-files.ts';
import { fromRow } from './case-rows.ts';
import { listDepartments } from './departments.ts';
import type { Database } from './tables.ts';

const casesAtOnce = 500;

/** Ids of the cases that belong to a frame at a size of the log, sorted. */
export async function caseFrame(
  db: Kysely<Database>,
  frame: Exclude<SampleFrame, 'departments'>,
  size: number,
): Promise<string[]> {
  const told = await db
    .selectFrom('ledger_leaf')
    .select((eb) => ['case_id', eb.fn.max('seq').as('seq')])
    .where('idx', '<', size)
    .where('case_id', 'is not', null)
    .groupBy('case_id')
    .execute();
  const seqOf = new Map(told.map(({ case_id, seq }) => [case_id ?? '', seq ?? 0]));
  const ids = [...seqOf.keys()];
  const found: string[] = [];
  for (let start = 0; start < ids.length; start += casesAtOnce) {
    const rows = await db
      .selectFrom('case_file')
      .selectAll()
      .where('id', 'in', ids.slice(start, start + casesAtOnce))
      .execute();
    // SQL knows how they are now; those that have moved on since are lived again.
    const moved = await listEventsOf(
      db,
      rows.flatMap(({ id, seq }) => (seq === seqOf.get(id) ? [] : [id])),
    );
    for (const row of rows) {
      const start = newCaseFile({
        id: row.id,
        channel: row.channel,
        kind: row.kind,
        named: row.named,
        receivedOn: row.received_on,
      });
      const file = moved.get(row.id)?.slice(0, seqOf.get(row.id)).reduce(applyEvent, start) ?? fromRow(row);
      if (isInFrame(frame, file)) found.push(row.id);
    }
  }
  return sortedIds(found);
}

/** Codes of the departments that take part, sorted. */
export const departmentFrame = async (db: Kysely<Database>): Promise<string[]> =>
  sortedIds((await listDepartments(db)).map(({ code }) => code));

/** Ids of drawn cases that nobody has been told to look at yet: the act `draw` of that sample is missing. */
export async function undrawnOf(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .select('id')
    .where('id', 'in', ['', ...ids])
    .where('drawn', '=', 0)
    .execute();
  return rows.map(({ id }) => id);
}
