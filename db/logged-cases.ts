/** Cases as far as the ledger tells of them, which is what the public figures are counted from. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import { applyEvent } from '../server/domain/advance.ts';
import { newCaseFile } from '../server/domain/case-file.ts';
import { type CaseFacts, factsOf } from '../server/domain/counting.ts';
import { type Day, receiptWeek } from '../server/domain/day.ts';
import type { OpinionKind } from '../server/domain/vocabulary.ts';
import { listEventsOf, type StoredEvent } from './case-files.ts';
import { fromRow } from './case-rows.ts';
import type { CaseFileTable, Database } from './tables.ts';

const rowsAtOnce = 500;

/** How far the ledger tells of cases, by case. */
export async function loggedSeqOf(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, number>> {
  const known = new Map<string, number>();
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('case_file')
      .select(['id', 'logged_seq'])
      .where('id', 'in', ids.slice(start, start + rowsAtOnce))
      .execute();
    for (const { id, logged_seq } of rows) known.set(id, logged_seq);
  }
  return known;
}

/** The ledger tells of these cases up to these events now. */
export async function raiseLoggedSeq(trx: Transaction<Database>, reached: ReadonlyMap<string, number>): Promise<void> {
  for (const [id, seq] of reached)
    await trx.updateTable('case_file').set({ logged_seq: seq }).where('id', '=', id).execute();
}

/** 案件编号 of cases that have one. */
export async function numbersOf(db: Kysely<Database>, ids: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .select('number')
    .where('id', 'in', [...ids])
    .where('number', 'is not', null)
    .execute();
  return rows.flatMap(({ number }) => number ?? []);
}

/** 评议年度 with cases in the ledger, oldest first. */
export async function loggedYears(db: Kysely<Database>): Promise<number[]> {
  const rows = await db
    .selectFrom('case_file')
    .select('year')
    .distinct()
    .where('logged_seq', '>', 0)
    .orderBy('year')
    .execute();
  return rows.map(({ year }) => year);
}

/** Facts of all cases of a 评议年度 that are in the ledger, sorted by id. */
export const loggedFacts = (db: Kysely<Database>, year: number): Promise<CaseFacts[]> =>
  factsWhere(db, (query) => query.where('year', '=', year));

/** Facts of the cases of which something waits: SQL, which only knows how they are now, cannot count them. */
export const unsettledFacts = (db: Kysely<Database>): Promise<CaseFacts[]> =>
  factsWhere(db, (query) =>
    query.where('id', 'in', (eb) =>
      eb.selectFrom('ledger_pending').select('case_id').where('case_id', 'is not', null).$castTo<{ case_id: string }>(),
    ),
  );

type Rows = ReturnType<typeof loggedRows>;
const loggedRows = (db: Kysely<Database>) =>
  db.selectFrom('case_file').selectAll().where('logged_seq', '>', 0).orderBy('id');

async function factsWhere(db: Kysely<Database>, narrow: (query: Rows) => Rows): Promise<CaseFacts[]> {
  const rows = await narrow(loggedRows(db)).execute();
  const waiting = await db
    .selectFrom('ledger_pending')
    .select('case_id')
    .distinct()
    .where('case_id', 'is not', null)
    .execute();
  const unsettled = new Set(waiting.map(({ case_id }) => case_id));
  const failures = await db
    .selectFrom('case_event')
    .innerJoin('case_file', 'case_file.id', 'case_event.case_id')
    .select('case_event.case_id')
    .where('case_event.act', 'in', ['failCheck', 'overturn'])
    .whereRef('case_event.seq', '<=', 'case_file.logged_seq')
    .execute();
  const failed = new Set(failures.map(({ case_id }) => case_id));
  const behind = rows.filter(({ id }) => unsettled.has(id)).map(({ id }) => id);
  const histories = await listEventsOf(db, behind);
  const kinds = await kindsAsSent(db, behind);
  return rows.map((row) => {
    const events = histories.get(row.id);
    const course = { week: receiptWeek(row.received_on).from, failedCheck: failed.has(row.id) };
    if (events === undefined)
      return factsOf(fromRow(row), { ...course, acceptDue: row.due_accept, reachable: row.has_contact === 1 });
    return factsUpTo({ ...row, kind: kinds.get(row.id) ?? row.kind }, events, course);
  });
}

/** The kind that authors gave; 受理 may have changed it since. */
async function kindsAsSent(db: Kysely<Database>, caseIds: readonly string[]): Promise<Map<string, OpinionKind>> {
  const rows = await db
    .selectFrom('opinion')
    .select(['case_id', 'kind'])
    .where('case_id', 'in', ['', ...caseIds])
    .execute();
  return new Map(rows.map(({ case_id, kind }) => [case_id, kind]));
}

/** The facts of a case as they were after the last event that the ledger tells of. */
function factsUpTo(
  row: Selectable<CaseFileTable>,
  events: readonly StoredEvent[],
  course: { week: Day; failedCheck: boolean },
): CaseFacts {
  const begun = newCaseFile({
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    named: row.named,
    receivedOn: row.received_on,
  });
  let file = begun;
  let acceptDue: Day | null = null;
  for (const event of events.slice(0, row.logged_seq)) {
    file = applyEvent(file, event);
    if (event.change.clocks?.accept !== undefined) acceptDue = event.change.clocks.accept.due;
    else if (event.change.assignedOn === null) acceptDue = null;
  }
  return factsOf(file, { ...course, acceptDue, reachable: row.has_contact === 1 });
}
