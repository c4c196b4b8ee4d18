/** Cases and their history: finding them, and recording what happened. */

import { randomBytes } from 'node:crypto';
import type { Insertable, Kysely, Selectable, Transaction } from 'kysely';
import { applyEvent, type CaseEvent } from '../server/domain/advance.ts';
import { type CaseFile, newCaseFile } from '../server/domain/case-file.ts';
import { addDays, type Day } from '../server/domain/day.ts';
import { type FieldName, isWords } from '../server/domain/fields.ts';
import { publicWordsAfter } from '../server/domain/public-words.ts';
import { commit } from '../server/domain/trust/commitment.ts';
import { actEntry, committedWords } from '../server/domain/trust/entries.ts';
import type { ActName } from '../server/domain/workflow.ts';
import { fileHashes } from './files.ts';
import { insertPending, pendingRow } from './ledger-pending.ts';
import { rulesInForce } from './ledger-rules.ts';
import { type CaseNotes, newRow, type StoredCase, toRow, toStoredCase } from './case-rows.ts';
import type { CaseEventTable, CaseFileTable, Database, EventTextTable, LedgerPendingTable } from './tables.ts';

export type { CaseNotes, StoredCase } from './case-rows.ts';

/** A line of history with the instant it was recorded (a day, where a citizen acted). */
export interface StoredEvent extends CaseEvent {
  at: string;
}

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
  const { id, due_accept, ...columns } = toRow(after);
  // The acceptance deadline outlasts its clock, because 按时签收 is counted long after; it goes when the department is released.
  const acceptance = due_accept !== null || after.assignedOn === null ? { due_accept } : {};
  const { publicText, publicOutcome } = publicWordsAfter(before, event);
  const { numUpdatedRows } = await trx
    .updateTable('case_file')
    .set({
      ...columns,
      ...acceptance,
      ...(publicText !== undefined && { public_text: publicText }),
      ...(publicOutcome !== undefined && { public_outcome: publicOutcome }),
      ...extra,
    })
    .where('id', '=', id)
    .where('seq', '=', before.seq)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return 'conflict';
  await insertEvents(trx, [{ event: { ...event, at }, before, reachable: extra.has_contact === 1 }]);
  return 'recorded';
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

/** An event as it is recorded. */
interface Recording {
  event: StoredEvent;
  before: CaseFile;
  /** An author could be reached; told with `close`. */
  reachable: boolean;
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
}

/** What is stored of the words of events, and what the ledger is to tell. */
async function entriesOf(
  trx: Transaction<Database>,
  recordings: readonly Recording[],
  hashOf?: (file: string) => string | undefined,
): Promise<{ texts: EventTextTable[]; waiting: Insertable<LedgerPendingTable>[] }> {
  const rules = await rulesInForce(trx);
  const texts: EventTextTable[] = [];
  const waiting: Insertable<LedgerPendingTable>[] = [];
  for (const { event, before, reachable } of recordings) {
    const words = await saltedWords(trx, event, hashOf);
    texts.push(...words.map(({ commitment: _, ...row }) => row));
    const entry = actEntry(event, {
      before,
      rules,
      reachable,
      words: Object.fromEntries(words.map(({ field, commitment }) => [field, commitment])),
      targetSeq: event.given.target === undefined ? undefined : await seqOn(trx, event.given.target, event.day),
    });
    if (entry === undefined) continue;
    const isCitizen = event.actor.role === 'citizen';
    waiting.push(
      pendingRow(entry, {
        kind: isCitizen ? 'citizen' : 'staff',
        due: isCitizen ? addDays(event.day, 1) : '',
        caseId: event.caseId,
        seq: event.seq,
      }),
    );
  }
  return { texts, waiting };
}

/** The words of an event with their commitments; of evidence, the hashes of the files stand for the files. */
async function saltedWords(
  trx: Transaction<Database>,
  event: StoredEvent,
  hashOf?: (file: string) => string | undefined,
): Promise<(EventTextTable & { commitment: string })[]> {
  const { given } = event;
  const words = committedWords(given);
  const stored = new Map<string, unknown>(givenFields(event).filter(([name]) => isWords(name)));
  if (given.evidence !== undefined) {
    const hashes = hashOf ? given.evidence.map((id) => hashOf(id) ?? id) : await fileHashes(trx, given.evidence);
    words[evidenceHashes] = hashes;
    stored.set(evidenceHashes, hashes);
  }
  return Object.entries(words).map(([field, content]) => {
    const salt = randomBytes(32);
    return {
      case_id: event.caseId,
      seq: event.seq,
      field,
      value: JSON.stringify(stored.get(field)),
      salt: salt.toString('base64url'),
      commitment: commit(content, salt),
    };
  });
}

/** How many events a case had on a day. */
async function seqOn(trx: Transaction<Database>, caseId: string, day: Day): Promise<number> {
  const row = await trx
    .selectFrom('case_event')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('case_id', '=', caseId)
    .where('day', '<=', day)
    .executeTakeFirst();
  return row?.seq ?? 0;
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

/** Where the hashes of evidence are kept among the words: the field itself holds ids of files. */
const evidenceHashes = 'evidence';

/** Rows in one statement: PostgreSQL takes 65,535 parameters at most, SQLite 32,766, and a case has 53. */
const rowsAtOnce = 200;

function* chunksOf<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}

/** The row of an event. Its id is made of the case and the place in it, so that it needs no source of chance. */
const eventRow = (event: StoredEvent): Insertable<CaseEventTable> => ({
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
const givenFields = ({ given }: StoredEvent): [FieldName, unknown][] =>
  (Object.entries(given) as [FieldName, unknown][]).filter(([, value]) => value !== undefined);

const fromEventRow = (row: Selectable<CaseEventTable>): StoredEvent => ({
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
