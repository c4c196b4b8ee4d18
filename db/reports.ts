/** What reports are made of: histories of a department's cases, the structure of what people say, and the texts that everybody may read. */

import { type Kysely, sql } from 'kysely';
import type { CaseEvent } from '../server/domain/advance.ts';
import { type CaseFile, departmentStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import { firstDayOf, lastDayOf, type Month } from '../server/domain/monthly-report.ts';
import type { RecordFile, RecordKind } from '../server/domain/records.ts';
import type { Channel, OpinionKind, Topic } from '../server/domain/vocabulary.ts';
import { listEventsOf } from './case-files.ts';
import { toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

/** Every case that a department had been given by a day, whoever has it now, with its history. */
export async function departmentHistories(
  db: Kysely<Database>,
  department: string,
  until: Day,
): Promise<{ file: CaseFile; events: CaseEvent[] }[]> {
  const rows = await db
    .selectFrom('case_file')
    .selectAll()
    .where('received_on', '<=', until)
    .where((eb) =>
      eb.or([
        eb('department', '=', department),
        // Returned or moved on since.
        eb(
          'id',
          'in',
          eb
            .selectFrom('case_event')
            .select('case_id')
            .where('act', '=', 'assign')
            .where('day', '<=', until)
            .where('change', 'like', `%"department":"${department}"%`),
        ),
      ]),
    )
    .execute();
  const files = rows.map((row) => toStoredCase(row).file);
  const events = await listEventsOf(
    db,
    files.map(({ id }) => id),
  );
  return files.map((file) => ({ file, events: events.get(file.id) ?? [] }));
}

/** 有效意见 of a 评议年度 up to a month, by what an analysis looks at. Months are those of receipt. */
export interface OpinionShape {
  month: Month;
  topic: Topic | '';
  channel: Channel;
  kind: OpinionKind;
  department: string;
  cases: number;
}

/** Only what the ledger tells of is counted. */
export async function opinionShapes(
  db: Kysely<Database>,
  { year, until }: { year: number; until: Month },
): Promise<OpinionShape[]> {
  const month = sql<string>`substr(received_on, 1, 7)`;
  const topic = sql<Topic | ''>`coalesce(topic, '')`;
  const department = sql<string>`coalesce(department, named, '')`;
  const rows = await db
    .selectFrom('case_file')
    .where('exit', '=', 'EFFECTIVE')
    .where('logged_seq', '>', 0)
    .where('year', '=', year)
    .where(month, '<=', until)
    .select([month.as('month'), topic.as('of_topic'), 'channel', 'kind', department.as('of_department')])
    .select((eb) => eb.fn.countAll<number>().as('cases'))
    .groupBy([month, topic, 'channel', 'kind', department])
    .execute();
  return rows.map(({ of_topic, of_department, cases, ...row }) => ({
    ...row,
    topic: of_topic,
    department: of_department,
    cases: Number(cases),
  }));
}

/** What everybody may read of the 意见 of a 评议年度 up to a month. */
export async function publishedTexts(
  db: Kysely<Database>,
  { year, until }: { year: number; until: Month },
): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .where('state', 'in', departmentStates)
    .where('logged_seq', '>', 0)
    .where('erased', '=', 0)
    .where('public_text', 'is not', null)
    .where('year', '=', year)
    .where(sql<string>`substr(received_on, 1, 7)`, '<=', until)
    .select('public_text')
    .execute();
  return rows.flatMap(({ public_text }) => public_text ?? []);
}

/** A case that speaks for others: many reported it, and its author confirmed what was done. */
export interface TypicalCase {
  number: string;
  topic: Topic;
  text: string;
  outcome: string;
}

/** Closed on the author's word within some days, those that most people reported first; one of each topic. */
export async function typicalCases(
  db: Kysely<Database>,
  { from, to }: { from: Day; to: Day },
  most: number,
): Promise<TypicalCase[]> {
  const rows = await db
    .selectFrom('case_file')
    .where('state', '=', 'closed')
    .where('basis', '=', 'citizen')
    .where('closed_on', '>=', from)
    .where('closed_on', '<=', to)
    .where('logged_seq', '>', 0)
    .where('erased', '=', 0)
    .where('public_text', 'is not', null)
    .where('public_outcome', 'is not', null)
    .where('number', 'is not', null)
    .where('topic', 'is not', null)
    .select(['number', 'topic', 'public_text', 'public_outcome'])
    .select((eb) =>
      eb
        .selectFrom('case_file as other')
        .whereRef('other.merged_into', '=', 'case_file.id')
        .select((of) => of.fn.countAll<number>().as('merged'))
        .as('merged'),
    )
    .orderBy('merged', 'desc')
    .orderBy('number')
    .limit(200)
    .execute();
  const byTopic = new Map<string, TypicalCase>();
  for (const { number, topic, public_text, public_outcome } of rows) {
    if (number === null || topic === null || public_text === null || public_outcome === null || byTopic.has(topic))
      continue;
    byTopic.set(topic, { number, topic, text: public_text, outcome: public_outcome });
  }
  return [...byTopic.values()].slice(0, most);
}

/** 红黄牌 of departments in a month. */
export async function lightsOfMonth(
  db: Kysely<Database>,
  month: Month,
): Promise<{ code: string; light: 'yellow' | 'red' }[]> {
  const rows = await db
    .selectFrom('department_light')
    .select(['department', 'light'])
    .where('month', '=', month)
    .where('light', '!=', 'green')
    .orderBy('light')
    .orderBy('department')
    .execute();
  return rows.flatMap(({ department, light }) => (light === 'green' ? [] : [{ code: department, light }]));
}

/** The 整改月报 of a month by department; or of one department in some months. */
export async function reportsOf(
  db: Kysely<Database>,
  { months, department }: { months: readonly Month[]; department?: string | undefined },
): Promise<{ id: string; seq: number; month: Month; department: string; state: string; number: string | null }[]> {
  let query = db
    .selectFrom('record')
    .where('kind', '=', 'report')
    .where('department', 'is not', null)
    .where((eb) => eb.or(months.map((month) => eb('body', 'like', `%"month":"${month}"%`))));
  if (department !== undefined) query = query.where('department', '=', department);
  const rows = await query
    .select(['id', 'seq', 'state', 'number', 'department', 'body'])
    .orderBy('opened_on')
    .execute();
  return rows.map(({ body, department: of, ...row }) => ({
    ...row,
    department: of ?? '',
    month: (JSON.parse(body) as { month: Month }).month,
  }));
}

/** Departments that had a case in hand in a month: given to them by its end, and not closed before it began. */
export async function departmentsWithCases(db: Kysely<Database>, month: Month): Promise<string[]> {
  const rows = await db
    .selectFrom('case_file')
    .select('department')
    .distinct()
    .where('department', 'is not', null)
    .where('assigned_on', '<=', lastDayOf(month))
    .where((eb) => eb.or([eb('closed_on', 'is', null), eb('closed_on', '>=', firstDayOf(month))]))
    .execute();
  return rows.flatMap(({ department }) => department ?? []);
}

/** 月通报 and 意见分析报告 that were issued, the newest first. `next` is to be given as `after` for the page that follows. */
export async function issuedCityReports(
  db: Kysely<Database>,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: { file: RecordFile; issuedOn: Day }[]; next: string | null }> {
  const [day = '', id = ''] = (after ?? '').split('.');
  let query = db
    .selectFrom('record')
    .innerJoin('record_event', 'record_event.record_id', 'record.id')
    .where('record.kind', 'in', ['bulletin', 'analysis'])
    .where('record.state', '=', 'issued')
    .where('record_event.act', '=', 'issue')
    .select(['record.id', 'record.kind', 'record.seq', 'record.state', 'record.number', 'record.body'])
    .select('record_event.day')
    .orderBy('record_event.day', 'desc')
    .orderBy('record.id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) {
    query = query.where((eb) => eb(eb.refTuple('record_event.day', 'record.id'), '<', eb.tuple(day, id)));
  }
  const rows = await query.execute();
  const items = rows.slice(0, limit).map(({ day: issued, body, kind, ...row }) => ({
    file: { ...row, kind: kind as RecordKind, department: null, body: JSON.parse(body) as RecordFile['body'] },
    issuedOn: issued,
  }));
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? `${last.issuedOn}.${last.file.id}` : null };
}

/** The day on which a report was issued; nothing for a draft. */
export const issuedOn = async (db: Kysely<Database>, recordId: string): Promise<Day | undefined> =>
  (
    await db
      .selectFrom('record_event')
      .select('day')
      .where('record_id', '=', recordId)
      .where('act', '=', 'issue')
      .executeTakeFirst()
  )?.day;
