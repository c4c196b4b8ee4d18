/** 公开承诺 beside what every record has: finding one by the number in an address, the marks that citizens give, and topics that call for one. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { FieldName, FieldValues } from '../server/domain/fields.ts';
import { type MarkCounts, noMarks, numberEnding, type PledgeCourse } from '../server/domain/pledges.ts';
import { type RecordKind, recordKindOf } from '../server/domain/records.ts';
import type { Mark, Topic } from '../server/domain/vocabulary.ts';
import { findRecord, type StoredRecord } from './records.ts';
import type { Database } from './tables.ts';

/** A record that has its number, by the short form of it that stands in addresses. */
export async function findRecordByShortNumber(
  db: Kysely<Database>,
  kind: RecordKind,
  short: string,
): Promise<StoredRecord | undefined> {
  const ending = numberEnding(recordKindOf(kind).prefix, short);
  if (ending === undefined) return undefined;
  const row = await db
    .selectFrom('record')
    .select('id')
    .where('kind', '=', kind)
    .where('number', 'like', `%${ending}`)
    .executeTakeFirst();
  return row && findRecord(db, row.id);
}

/** The newest words of records as everybody may read them, by record and field. */
export async function publicRecordWords(
  db: Kysely<Database>,
  ids: readonly string[],
  names: readonly FieldName[],
): Promise<Map<string, FieldValues>> {
  const words = new Map<string, FieldValues>(ids.map((id) => [id, {}]));
  if (ids.length === 0) return words;
  const rows = await db
    .selectFrom('record_text')
    .where('record_id', 'in', [...ids])
    .where('field', 'in', [...names])
    .select(['record_id', 'field'])
    .select((eb) => eb.fn.coalesce('published', 'value').as('words'))
    .orderBy('seq')
    .execute();
  for (const { record_id, field, words: text } of rows) {
    Object.assign(words.get(record_id) ?? {}, { [field]: JSON.parse(text) });
  }
  return words;
}

/** What was said at each of a record's events as everybody may read it, by the number of the event. */
export async function publicWordsByEvent(
  db: Kysely<Database>,
  { id, kind }: { id: string; kind: RecordKind },
): Promise<Map<number, FieldValues>> {
  const rows = await db
    .selectFrom('record_text')
    .where('record_id', '=', id)
    .where('field', 'in', [...recordKindOf(kind).publicFields])
    .select(['seq', 'field'])
    .select((eb) => eb.fn.coalesce('published', 'value').as('words'))
    .execute();
  const words = new Map<number, FieldValues>();
  for (const { seq, field, words: text } of rows) {
    words.set(seq, { ...words.get(seq), [field]: JSON.parse(text) as never });
  }
  return words;
}

/** What citizens said of a 公开承诺 so far. */
export async function countMarks(db: Kysely<Database>, recordId: string): Promise<MarkCounts> {
  const rows = await db
    .selectFrom('pledge_mark')
    .select(['mark', 'is_apart'])
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('record_id', '=', recordId)
    .groupBy(['mark', 'is_apart'])
    .execute();
  const counts = { ...noMarks };
  for (const { mark, is_apart, count } of rows) counts[is_apart === 1 ? 'apart' : mark] += Number(count);
  return counts;
}

/** What a phone said of a 公开承诺 before; nothing when it has not. */
export async function findMark(db: Kysely<Database>, id: string): Promise<Mark | undefined> {
  return (await db.selectFrom('pledge_mark').select('mark').where('id', '=', id).executeTakeFirst())?.mark;
}

/** @returns whether it is new */
export async function addMark(
  trx: Transaction<Database>,
  { id, recordId, mark, isApart }: { id: string; recordId: string; mark: Mark; isApart: boolean },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('pledge_mark')
    .values({ id, record_id: recordId, mark, is_apart: isApart ? 1 : 0 })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Many 有效意见 of one topic about one department. */
export interface HotTopic {
  department: string;
  topic: Topic;
  cases: number;
  /** Of them, not finished yet. */
  open: number;
  /** 公开承诺 of the department about the topic in this 评议年度, drafts too. */
  pledges: number;
}

/** The groups with the most 有效意见 of a 评议年度, the largest first; small ones are no hot topics. */
export async function hotTopics(
  db: Kysely<Database>,
  year: number,
  { fewest = 3, most = 40, department }: { fewest?: number; most?: number; department?: string | undefined } = {},
): Promise<HotTopic[]> {
  let query = db
    .selectFrom('case_file')
    .where('exit', '=', 'EFFECTIVE')
    .where('year', '=', year)
    .where('department', 'is not', null)
    .where('topic', 'is not', null);
  if (department !== undefined) query = query.where('department', '=', department);
  const many = sql<number>`count(*)`;
  const rows = await query
    .select(['department', 'topic', many.as('cases')])
    .select(sql<number>`sum(case when state = 'closed' then 0 else 1 end)`.as('open'))
    .groupBy(['department', 'topic'])
    .having(many, '>=', fewest)
    .orderBy('cases', 'desc')
    .orderBy('department')
    .orderBy('topic')
    .limit(most)
    .execute();
  const pledges = await db
    .selectFrom('record')
    .select(['department', 'body'])
    .where('kind', '=', 'pledge')
    .where('state', '!=', 'dropped')
    .where('year', '=', year)
    .execute();
  return rows.flatMap(({ department: of, topic, cases, open }) => {
    if (of === null || topic === null) return [];
    const about = pledges.filter(
      (row) => row.department === of && (JSON.parse(row.body) as FieldValues).topic === topic,
    );
    return [{ department: of, topic, cases: Number(cases), open: Number(open), pledges: about.length }];
  });
}

/** Numbers of the cases of a hot topic, the newest first. */
export async function casesOfTopic(
  db: Kysely<Database>,
  { year, department, topic }: { year: number; department: string; topic: Topic },
  most = 200,
): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .select('number')
    .where('exit', '=', 'EFFECTIVE')
    .where('year', '=', year)
    .where('department', '=', department)
    .where('topic', '=', topic)
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(most)
    .execute();
  return rows.flatMap(({ number }) => number ?? []);
}

/** Public pledges of a 评议年度, as the rules of 兑现 look at them (server/domain/pledges.ts). */
export async function pledgeCourses(db: Kysely<Database>, year: number, department?: string): Promise<PledgeCourse[]> {
  let query = db
    .selectFrom('record_event')
    .innerJoin('record', 'record.id', 'record_event.record_id')
    .where('record.kind', '=', 'pledge')
    .where('record.year', '=', year)
    .where('record.number', 'is not', null)
    .where('record_event.act', 'in', ['draft', 'redraft', 'publish', 'carry', 'keep']);
  if (department !== undefined) query = query.where('record.department', '=', department);
  const rows = await query
    .select(['record.id', 'record.state', 'record_event.act', 'record_event.day', 'record_event.given'])
    .orderBy('record.id')
    .orderBy('record_event.seq')
    .execute();
  const courses = new Map<string, PledgeCourse>();
  for (const { id, state, act, day, given } of rows) {
    const course = courses.get(id) ?? { promisedOn: '', carried: 0, keptOn: null };
    const { plannedDay } = JSON.parse(given) as FieldValues;
    if (act === 'draft' || act === 'redraft') course.promisedOn = plannedDay ?? course.promisedOn;
    if (act === 'carry') course.carried += 1;
    if (act === 'keep' && state === 'kept') course.keptOn = day;
    courses.set(id, course);
  }
  return [...courses.values()];
}
