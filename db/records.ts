/** Records beside the cases and their history: finding them, and recording what happened. */

import { type Kysely, type Selectable, type SqlBool, sql, type Transaction } from 'kysely';
import { applyRecordEvent, type RecordEvent, recordDue } from '../server/domain/advance-record.ts';
import { assessmentYear, type Day, yearOf } from '../server/domain/day.ts';
import { type FieldName, type FieldValues, isWords } from '../server/domain/fields.ts';
import { paperNumber } from '../server/domain/paper-numbers.ts';
import { type RecordFile, type RecordKind, recordKindOf } from '../server/domain/records.ts';
import { likeText } from './case-lists.ts';
import { insertPending } from './ledger-pending.ts';
import { nextNumber } from './numbers.ts';
import { givePaperNumber } from './paper-numbers.ts';
import { recordEntryOf } from './record-entries.ts';
import { getSetting } from './settings.ts';
import type { Database, RecordEventTable, RecordTable } from './tables.ts';

/** A record with what the store keeps beside what the rules look at. */
export interface StoredRecord {
  file: RecordFile;
  /** 评议年度. */
  year: number;
  openedOn: Day;
  /** Nearest day on which something is due. */
  due: Day | null;
  /** Events up to this one are in the ledger. */
  loggedSeq: number;
}

/** A line of history with the instant it was recorded (a day, where a citizen acted). */
export interface StoredRecordEvent extends RecordEvent {
  at: string;
}

export interface RecordFilter {
  kind?: RecordKind | undefined;
  kinds?: readonly RecordKind[] | undefined;
  states?: readonly string[] | undefined;
  /** Only records of this department; with `orPublished`, those of the whole city that are out, too. */
  department?: string | undefined;
  orPublished?: boolean | undefined;
  year?: number | undefined;
  /** Kinds each with the states that are wanted of it. */
  turns?: readonly { kind: RecordKind; states: readonly string[] }[] | undefined;
  /** Only those with a number, of which the ledger tells. */
  numbered?: boolean | undefined;
  /** Of appointments only that of this 监督员, by pseudonym. */
  holder?: string | undefined;
  /** Something was due before this day. */
  dueBefore?: Day | undefined;
  /** Part of the number or of the words. */
  text?: string | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  limit: number;
}

const toFile = (row: Selectable<RecordTable>): RecordFile => ({
  id: row.id,
  kind: row.kind as RecordKind,
  seq: row.seq,
  state: row.state,
  number: row.number,
  department: row.department,
  body: JSON.parse(row.body) as FieldValues,
});

const toStored = (row: Selectable<RecordTable>): StoredRecord => ({
  file: toFile(row),
  year: row.year,
  openedOn: row.opened_on,
  due: row.due,
  loggedSeq: row.logged_seq,
});

export async function findRecord(db: Kysely<Database>, id: string): Promise<StoredRecord | undefined> {
  const row = await db.selectFrom('record').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toStored(row);
}

/** By 文号, such as `澜评诺〔2026〕0007号`. */
export async function findRecordByNumber(db: Kysely<Database>, number: string): Promise<StoredRecord | undefined> {
  const row = await db.selectFrom('record').selectAll().where('number', '=', number).executeTakeFirst();
  return row && toStored(row);
}

/** One page of records, newest first. `next` is to be given as `after` for the page that follows. */
export async function listRecords(
  db: Kysely<Database>,
  filter: RecordFilter,
): Promise<{ records: StoredRecord[]; next: string | null; count: number }> {
  const { after, limit } = filter;
  const query = recordsWhere(db, filter);
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const [day = '', id = ''] = (after ?? '').split('.');
  const page =
    after === undefined
      ? query
      : query.where((eb) => eb.or([eb('opened_on', '<', day), eb.and([eb('opened_on', '=', day), eb('id', '<', id)])]));
  const rows = await page
    .selectAll()
    .orderBy('opened_on', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const records = rows.slice(0, limit).map(toStored);
  const last = records.at(-1);
  const next = rows.length > limit && last !== undefined ? `${last.openedOn}.${last.file.id}` : null;
  return { records, next, count };
}

/** How many records of a filter are in each state. */
export async function countRecordStates(db: Kysely<Database>, filter: RecordFilter): Promise<Map<string, number>> {
  const rows = await recordsWhere(db, filter)
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, Number(count)]));
}

function recordsWhere(db: Kysely<Database>, filter: RecordFilter) {
  const { kind, kinds, states, turns, department, orPublished, year, numbered, holder, dueBefore, text } = filter;
  let query = db.selectFrom('record');
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (kinds !== undefined) query = query.where('kind', 'in', ['', ...kinds]);
  if (states !== undefined) query = query.where('state', 'in', ['', ...states]);
  if (year !== undefined) query = query.where('year', '=', year);
  if (numbered === true) query = query.where('number', 'is not', null).where('logged_seq', '>', 0);
  if (dueBefore !== undefined) query = query.where('due', '<', dueBefore);
  if (turns !== undefined) {
    query = query.where((eb) =>
      eb.or(turns.map((turn) => eb.and([eb('kind', '=', turn.kind), eb('state', 'in', ['', ...turn.states])]))),
    );
  }
  if (holder !== undefined) {
    query = query.where((eb) => eb.or([eb('kind', '!=', 'supervisor'), eb('body', 'like', `%"holder":"${holder}"%`)]));
  }
  if (department !== undefined) {
    query = query.where((eb) =>
      orPublished === true
        ? eb.or([
            eb('department', '=', department),
            eb.and([eb('department', 'is', null), eb('number', 'is not', null)]),
          ])
        : eb('department', '=', department),
    );
  }
  return text !== undefined && text !== '' ? query.where(isAbout(text)) : query;
}

function isAbout(text: string) {
  const pattern = `%${likeText(text)}%`;
  return sql<SqlBool>`(record.number like ${pattern} escape '\\' or exists (select 1 from record_text
    where record_text.record_id = record.id and record_text.value like ${pattern} escape '\\'))`;
}

/** What is recorded of an act beside its event. */
export interface RecordNotes {
  /** Instant of the act, or only its day where a citizen acted. */
  at: string;
  /** Ids of cases that the record is about from now on. */
  cases?: readonly string[];
}

/**
 * Appends an event and brings the record up to it; the first event makes the record. The entry for the ledger waits in the same transaction.
 * @param before the record as the decision was taken on it; `conflict` when it has moved since, and then nothing is written
 */
export async function recordRecordEvent(
  trx: Transaction<Database>,
  before: RecordFile | null,
  event: RecordEvent,
  { at, cases = [] }: RecordNotes,
): Promise<'recorded' | 'conflict'> {
  const file = applyRecordEvent(before, event);
  const columns = {
    seq: file.seq,
    state: file.state,
    number: file.number,
    department: file.department,
    due: recordDue(file),
    body: JSON.stringify(file.body),
  };
  if (before === null) {
    const { yearStartsOn } = await getSetting(trx, 'city');
    const year = assessmentYear(event.day, yearStartsOn);
    await trx
      .insertInto('record')
      .values({ ...columns, id: file.id, kind: file.kind, year, opened_on: event.day, logged_seq: 0 })
      .execute();
  } else {
    const { numUpdatedRows } = await trx
      .updateTable('record')
      .set(columns)
      .where('id', '=', before.id)
      .where('seq', '=', before.seq)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) return 'conflict';
  }
  const { texts, waiting } = await recordEntryOf(trx, event);
  await trx
    .insertInto('record_event')
    .values(toEventRow({ ...event, at }))
    .execute();
  if (texts.length > 0) await trx.insertInto('record_text').values(texts).execute();
  await insertPending(trx, [waiting]);
  await linkCases(trx, file.id, cases);
  return 'recorded';
}

const toEventRow = (event: StoredRecordEvent): RecordEventTable => ({
  id: `${event.recordId}.${event.seq}`,
  record_id: event.recordId,
  seq: event.seq,
  act: event.act,
  from_state: event.from,
  to_state: event.to,
  role: event.actor.role,
  account_id: event.actor.account ?? null,
  department: event.actor.department ?? null,
  day: event.day,
  at: event.at,
  given: JSON.stringify(
    Object.fromEntries(
      Object.entries(event.given).filter(([name, value]) => value !== undefined && !isWords(name as FieldName)),
    ),
  ),
});

/** The history of a record, first event first, with its words. */
export async function listRecordEvents(db: Kysely<Database>, { id, kind }: RecordFile): Promise<StoredRecordEvent[]> {
  const rows = await db.selectFrom('record_event').selectAll().where('record_id', '=', id).orderBy('seq').execute();
  const events = rows.map(
    (row): StoredRecordEvent => ({
      recordId: row.record_id,
      kind,
      seq: row.seq,
      act: row.act,
      from: row.from_state,
      to: row.to_state,
      actor: {
        role: row.role as RecordEvent['actor']['role'],
        ...(row.account_id !== null && { account: row.account_id }),
        ...(row.department !== null && { department: row.department }),
      },
      day: row.day,
      given: JSON.parse(row.given) as FieldValues,
      at: row.at,
    }),
  );
  const texts = await db.selectFrom('record_text').selectAll().where('record_id', '=', id).execute();
  // Events of a record are numbered from 1 without gaps.
  for (const { seq, field, value } of texts)
    if (isWords(field as FieldName)) Object.assign(events[seq - 1]?.given ?? {}, { [field]: JSON.parse(value) });
  return events;
}

/** Newest words of records by record and field, for lists. */
export async function newestRecordWords(
  db: Kysely<Database>,
  ids: readonly string[],
  fieldNames: readonly FieldName[],
): Promise<Map<string, FieldValues>> {
  const words = new Map<string, FieldValues>();
  if (ids.length === 0 || fieldNames.length === 0) return words;
  const rows = await db
    .selectFrom('record_text')
    .select(['record_id', 'field', 'value'])
    .where('record_id', 'in', [...ids])
    .where('field', 'in', [...fieldNames])
    .orderBy('seq')
    .execute();
  for (const { record_id, field, value } of rows) {
    words.set(record_id, { ...words.get(record_id), [field]: JSON.parse(value) as never });
  }
  return words;
}

/** The words of a record as the ledger commits to them, personal data covered, by `<n>.<field>`. */
export async function publicRecordTexts(db: Kysely<Database>, { id }: RecordFile): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('record_text')
    .select(['seq', 'field', 'value', 'published'])
    .where('record_id', '=', id)
    .execute();
  return new Map(rows.map(({ seq, field, value, published }) => [`${seq}.${field}`, JSON.parse(published ?? value)]));
}

/** Says that a record is about cases; those that it is about already stay. */
export async function linkCases(
  trx: Transaction<Database>,
  recordId: string,
  caseIds: readonly string[],
): Promise<void> {
  if (caseIds.length === 0) return;
  await trx
    .insertInto('record_case')
    .values(caseIds.map((case_id) => ({ record_id: recordId, case_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Records that are about a case, newest first. */
export async function recordsOfCase(db: Kysely<Database>, caseId: string): Promise<StoredRecord[]> {
  const rows = await db
    .selectFrom('record')
    .innerJoin('record_case', 'record_case.record_id', 'record.id')
    .selectAll('record')
    .where('record_case.case_id', '=', caseId)
    .orderBy('opened_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toStored);
}

/** The cases that a record is about, by number. */
export const casesOfRecord = (
  db: Kysely<Database>,
  recordId: string,
): Promise<{ id: string; number: string | null }[]> =>
  db
    .selectFrom('case_file')
    .innerJoin('record_case', 'record_case.case_id', 'case_file.id')
    .select(['case_file.id', 'case_file.number'])
    .where('record_case.record_id', '=', recordId)
    .orderBy('case_file.number')
    .execute();

/**
 * 文号 of a record, given with the act that makes it one: each kind counts by itself from 1 in every year. 督办 of departments and of cases are one
 * series, because they are one kind of paper.
 */
export async function nextRecordNumber(
  trx: Transaction<Database>,
  { id, kind, seq, day }: { id: string; kind: RecordKind; seq: number; day: Day },
): Promise<string> {
  const year = yearOf(day);
  const n =
    kind === 'order'
      ? await givePaperNumber(trx, 'order', year, id, seq)
      : await nextNumber(trx, `record-${kind}-${year}`);
  const { documentPrefix } = await getSetting(trx, 'city');
  return paperNumber(documentPrefix, { sign: recordKindOf(kind).prefix }, year, n);
}
