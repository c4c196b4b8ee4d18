/** Cases and their history: finding them, and recording what happened. */

import type { Kysely, Transaction } from 'kysely';
import { applyEvent, type CaseEvent } from '../server/domain/advance.ts';
import { type CaseFile, newCaseFile } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import { publicWordsAfter } from '../server/domain/public-words.ts';
import type { ActName } from '../server/domain/workflow.ts';
import { type CaseNotes, newRow, type StoredCase, toRow, toStoredCase } from './case-rows.ts';
import { entriesOf, evidenceHashes, type Recording } from './event-entries.ts';
import { eventRow, fromEventRow, type StoredEvent } from './event-rows.ts';
import { insertPending } from './ledger-pending.ts';
import type { CaseFileTable, Database } from './tables.ts';

export type { StoredEvent } from './event-rows.ts';
export type { CaseNotes, StoredCase } from './case-rows.ts';

/** A case as it begins, with its first events and what the store keeps beside it. */
export interface NewCase {
  file: CaseFile;
  /** Every event up to `file.seq`. */
  events: readonly StoredEvent[];
  notes?: Partial<CaseNotes>;
}

export async function findCase(db: Kysely<Database>, id: string): Promise<StoredCase | undefined> {
  const row = await db.selectFrom('case_file').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toStoredCase(row);
}

/** By 案件编号, such as `2026-0123`. */
export async function findCaseByNumber(db: Kysely<Database>, number: string): Promise<StoredCase | undefined> {
  const row = await db.selectFrom('case_file').selectAll().where('number', '=', number).executeTakeFirst();
  return row && toStoredCase(row);
}

/** Whether anything has been handed in yet. */
export const hasCases = async (db: Kysely<Database>): Promise<boolean> =>
  (await db.selectFrom('case_file').select('id').limit(1).executeTakeFirst()) !== undefined;

/** Cases that were merged into this one, oldest first. */
export async function listMergedCases(db: Kysely<Database>, into: string): Promise<StoredCase[]> {
  const rows = await db
    .selectFrom('case_file')
    .selectAll()
    .where('merged_into', '=', into)
    .orderBy('received_on')
    .orderBy('id')
    .execute();
  return rows.map(toStoredCase);
}

/**
 * Appends an event and brings the case up to it, with what the public reads of it.
 * @param before the case as the decision was taken on it; `conflict` when it has moved since, and then nothing is written
 * @param at instant of the act, or only its day where a citizen acted
 * @param extra columns that the event decides beside the case itself, such as `has_contact`
 */
export async function recordEvent(
  trx: Transaction<Database>,
  before: CaseFile,
  event: CaseEvent,
  at: string,
  extra: Partial<CaseFileTable> = {},
): Promise<'recorded' | 'conflict'> {
  const after = applyEvent(before, event);
  const { publicText, publicOutcome } = publicWordsAfter(before, event);
  const { numUpdatedRows } = await trx
    .updateTable('case_file')
    .set({
      ...changedColumns(after),
      ...(publicText !== undefined && { public_text: publicText }),
      ...(publicOutcome !== undefined && { public_outcome: publicOutcome }),
      ...extra,
    })
    .where('id', '=', before.id)
    .where('seq', '=', before.seq)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return 'conflict';
  await insertEvents(trx, [{ event: { ...event, at }, before, reachable: extra.has_contact === 1 }]);
  return 'recorded';
}

/** The columns that an event may have changed. */
function changedColumns(after: CaseFile): Partial<CaseFileTable> {
  const { due_accept, ...columns } = toRow(after);
  // The acceptance deadline outlasts its clock, because 按时签收 is counted long after; it goes when the department is released.
  return { ...columns, ...((due_accept !== null || after.assignedOn === null) && { due_accept }) };
}

/**
 * Appends an event to each of many cases and brings them up to it, in few statements. For what the clockwork does to all of them at once.
 * @throws Error when one of them has moved since it was read: lock them first
 */
export async function recordEvents(
  trx: Transaction<Database>,
  changes: readonly { before: CaseFile; event: CaseEvent }[],
  at: string,
): Promise<void> {
  for (const { before, event } of changes) {
    const { numUpdatedRows } = await trx
      .updateTable('case_file')
      .set(changedColumns(applyEvent(before, event)))
      .where('id', '=', before.id)
      .where('seq', '=', before.seq)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw new Error(`The case ${before.id} moved while it was locked`);
  }
  await insertEvents(
    trx,
    changes.map(({ before, event }) => ({ event: { ...event, at }, before, reachable: false })),
  );
}

/**
 * Adds new cases with their events; their numbers of events are the `seq` of the files. The entry of the first event is made from the
 * opinion (see opinion-writes.ts).
 * @param hashOf SHA-256 (hex) of an uploaded file that is not in the store yet
 */
export async function insertCases(
  trx: Transaction<Database>,
  cases: readonly NewCase[],
  hashOf?: (file: string) => string | undefined,
): Promise<void> {
  for (const chunk of chunksOf(cases, rowsAtOnce)) {
    await trx
      .insertInto('case_file')
      .values(
        chunk.map(({ file, events, notes }) => ({
          ...newRow(file, notes),
          due_accept: acceptanceDue(events) ?? file.clocks.accept?.due ?? null,
        })),
      )
      .execute();
  }
  await insertEvents(trx, cases.flatMap(recordings), hashOf);
}

/** The events of a new case, each with the case before it. */
function recordings({ file, events, notes }: NewCase): Recording[] {
  let before = newCaseFile(file);
  return events.map((event) => {
    const recording = { event, before, reachable: notes?.hasContact ?? false };
    before = applyEvent(before, event);
    return recording;
  });
}

/** The acceptance deadline as `recordEvent` would have left it after these events. */
function acceptanceDue(events: readonly StoredEvent[]): string | null {
  let due: string | null = null;
  for (const { change } of events) {
    if (change.clocks?.accept !== undefined) due = change.clocks.accept.due;
    else if (change.assignedOn === null) due = null;
  }
  return due;
}

/**
 * Adds events of cases that are already up to them, and what they tell to the ledger. Words are kept apart, each with the salt of its
 * commitment, where both can be erased.
 */
async function insertEvents(
  trx: Transaction<Database>,
  recordings: readonly Recording[],
  hashOf?: (file: string) => string | undefined,
): Promise<void> {
  const { texts, waiting } = await entriesOf(trx, recordings, hashOf);
  for (const chunk of chunksOf(recordings, rowsAtOnce))
    await trx
      .insertInto('case_event')
      .values(chunk.map(({ event }) => eventRow(event)))
      .execute();
  for (const chunk of chunksOf(texts, rowsAtOnce)) await trx.insertInto('event_text').values(chunk).execute();
  await insertPending(trx, waiting);
}

/** Gives events from before the ledger their entries, and their words salts. */
export async function adoptEvents(trx: Transaction<Database>, cases: readonly NewCase[]): Promise<void> {
  const { texts, waiting } = await entriesOf(trx, cases.flatMap(recordings));
  await trx
    .deleteFrom('event_text')
    .where(
      'case_id',
      'in',
      cases.map(({ file }) => file.id),
    )
    .execute();
  for (const chunk of chunksOf(texts, rowsAtOnce)) await trx.insertInto('event_text').values(chunk).execute();
  await insertPending(trx, waiting);
  for (const adopted of cases) await publishAsCommitted(trx, adopted);
}

/** What the public reads of an outcome is what the entry of it commits to, although personal data was covered by older rules before. */
async function publishAsCommitted(trx: Transaction<Database>, adopted: NewCase): Promise<void> {
  if (adopted.file.erased) return;
  let outcome: string | null = null;
  for (const { event, before } of recordings(adopted)) {
    const { publicOutcome } = publicWordsAfter(before, event);
    if (publicOutcome !== undefined) outcome = publicOutcome;
  }
  await trx
    .updateTable('case_file')
    .set({ public_outcome: outcome })
    .where('id', '=', adopted.file.id)
    .where('public_outcome', 'is not', null)
    .execute();
}

/** The history of a case, first event first; erased words are missing from what was given. */
export async function listEvents(db: Kysely<Database>, caseId: string): Promise<StoredEvent[]> {
  return (await listEventsOf(db, [caseId])).get(caseId) ?? [];
}

/** The acts that brought cases to where they stand now, and their days, by case. */
export async function lastMovesOf(
  db: Kysely<Database>,
  caseIds: readonly string[],
): Promise<Map<string, { act: ActName; day: Day }>> {
  const moves = new Map<string, { act: ActName; day: Day }>();
  for (const chunk of chunksOf(caseIds, rowsAtOnce)) {
    const rows = await db
      .selectFrom('case_event')
      .select(['case_id', 'act', 'day', 'from_state', 'to_state'])
      .where('case_id', 'in', chunk)
      .orderBy('seq')
      .execute();
    for (const { case_id, act, day, from_state, to_state } of rows) {
      if (from_state !== to_state) moves.set(case_id, { act: act as ActName, day });
    }
  }
  return moves;
}

/** The histories of several cases, by case; for recounting and for the open data. */
export async function listEventsOf(
  db: Kysely<Database>,
  caseIds: readonly string[],
): Promise<Map<string, StoredEvent[]>> {
  const histories = new Map<string, StoredEvent[]>(caseIds.map((id) => [id, []]));
  for (const chunk of chunksOf(caseIds, rowsAtOnce)) {
    const rows = await db.selectFrom('case_event').selectAll().where('case_id', 'in', chunk).orderBy('seq').execute();
    for (const row of rows) histories.get(row.case_id)?.push(fromEventRow(row));
    const texts = await db.selectFrom('event_text').selectAll().where('case_id', 'in', chunk).execute();
    for (const { case_id, seq, field, value } of texts) {
      // Events of a case are numbered from 1 without gaps.
      const event = histories.get(case_id)?.[seq - 1];
      if (event && field !== evidenceHashes) Object.assign(event.given, { [field]: JSON.parse(value) });
    }
  }
  return histories;
}

/** Rows in one statement: PostgreSQL takes 65,535 parameters at most, SQLite 32,766, and a case has 53. */
const rowsAtOnce = 200;

function* chunksOf<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
