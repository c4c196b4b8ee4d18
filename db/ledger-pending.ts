/** What waits to be entered in the ledger. Rows are written in the transaction of what they tell of, and keep no order. */

import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { canonicalBytes, canonicalJson } from '../server/domain/trust/canonical.ts';
import { toBase64Url } from '../server/domain/trust/encoding.ts';
import { asCanonical, type Entry } from '../server/domain/trust/entries.ts';
import { leafHash } from '../server/domain/trust/hash.ts';
import { nativeSha256 } from './native-hash.ts';
import type { Database, LedgerPendingTable } from './tables.ts';

/** When an entry may be entered, and of which event it tells. */
export interface Waiting {
  kind: LedgerPendingTable['kind'];
  /** First day on which it may be entered; of a rating the last; empty for at once. */
  due: string;
  caseId?: string | null;
  seq?: number | null;
}

/** The row of an entry that waits. */
export const pendingRow = (
  entry: Entry,
  { kind, due, caseId = null, seq = null }: Waiting,
): Insertable<LedgerPendingTable> => ({
  leaf: toBase64Url(leafHash(nativeSha256, canonicalBytes(asCanonical(entry)))),
  kind,
  due,
  case_id: caseId,
  seq,
  entry: canonicalJson(asCanonical(entry)),
});

const rowsAtOnce = 200;

/** Makes entries wait for the ledger. */
export async function insertPending(
  trx: Transaction<Database>,
  rows: readonly Insertable<LedgerPendingTable>[],
): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await trx
      .insertInto('ledger_pending')
      .values(rows.slice(start, start + rowsAtOnce))
      .execute();
}

/** An entry that waits, by its leaf. */
export const findPending = (db: Kysely<Database>, leaf: string) =>
  db.selectFrom('ledger_pending').selectAll().where('leaf', '=', leaf).executeTakeFirst();

/** How many entries of each kind wait. */
export async function countPending(db: Kysely<Database>): Promise<Record<LedgerPendingTable['kind'], number>> {
  const counts = { 'case.new': 0, citizen: 0, staff: 0, rating: 0 };
  const rows = await db
    .selectFrom('ledger_pending')
    .select((eb) => ['kind', eb.fn.countAll<number>().as('entries')])
    .groupBy('kind')
    .execute();
  for (const { kind, entries } of rows) counts[kind] = entries;
  return counts;
}

export type PendingRow = Selectable<LedgerPendingTable>;

/** What is not about a case, nor a rating: rules, releases, flags, counts of what was looked at. */
export const pendingWithoutCase = (db: Kysely<Database>): Promise<PendingRow[]> =>
  db.selectFrom('ledger_pending').selectAll().where('kind', '=', 'staff').where('case_id', 'is', null).execute();

/** New cases that may be entered up to a day (or whatever the day), sorted by leaf. */
export function pendingNewCases(db: Kysely<Database>, until: Day | undefined, limit: number): Promise<PendingRow[]> {
  let query = db.selectFrom('ledger_pending').selectAll().where('kind', '=', 'case.new');
  if (until !== undefined) query = query.where('due', '<=', until);
  return query.orderBy('leaf').limit(limit).execute();
}

/** Ratings that wait, or only those that must be in by a day, sorted by leaf. */
export function pendingRatings(db: Kysely<Database>, limit: number, dueBy?: Day): Promise<PendingRow[]> {
  let query = db.selectFrom('ledger_pending').selectAll().where('kind', '=', 'rating');
  if (dueBy !== undefined) query = query.where('due', '<=', dueBy);
  return query.orderBy('leaf').limit(limit).execute();
}

/** Acts that wait, case by case and record by record in the order of their histories; `after` is the last of the chunk before. */
export const pendingSteps = (db: Kysely<Database>, after: string, limit: number): Promise<PendingRow[]> =>
  db
    .selectFrom('ledger_pending')
    .selectAll()
    .where('kind', 'in', ['citizen', 'staff'])
    .where('case_id', 'is not', null)
    .where('seq', 'is not', null)
    .where('case_id', '>', after)
    .orderBy('case_id')
    .orderBy('seq')
    .limit(limit)
    .execute();

export async function removePending(db: Kysely<Database>, leaves: readonly string[]): Promise<void> {
  for (let start = 0; start < leaves.length; start += rowsAtOnce)
    await db
      .deleteFrom('ledger_pending')
      .where('leaf', 'in', leaves.slice(start, start + rowsAtOnce))
      .execute();
}

/** The entry of an event that waits. */
export const findPendingOfCase = (db: Kysely<Database>, caseId: string, seq: number): Promise<PendingRow | undefined> =>
  db.selectFrom('ledger_pending').selectAll().where('case_id', '=', caseId).where('seq', '=', seq).executeTakeFirst();

/** Places in the log of the entries of a case, by the number of the event. */
export async function entriesOfCase(db: Kysely<Database>, caseId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('ledger_leaf')
    .select(['seq', 'idx'])
    .where('case_id', '=', caseId)
    .where('seq', 'is not', null)
    .execute();
  return new Map(rows.map(({ seq, idx }) => [seq ?? 0, idx]));
}
