/** Lists of cases, for the desk and for the public, page by page; and how many wait in each queue. */

import { type Expression, type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { departmentStates, openStates, type State, states, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { SupervisionLevel, Topic } from '../server/domain/vocabulary.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export interface CaseFilter {
  states?: readonly State[] | undefined;
  /** The department that leads; together with `coDepartment`, either of the two is enough. */
  department?: string | undefined;
  /** The department that helps (会办). */
  coDepartment?: string | undefined;
  /** The completion clock ran out before this day and nothing stops it. */
  overdueOn?: Day | undefined;
  /** Something is due before this day. */
  dueBefore?: Day | undefined;
  /** 评议年度. */
  year?: number | undefined;
  topic?: Topic | undefined;
  /** Words in the number, in the published text or in the redacted text of the opinion; all must be found. */
  text?: string | undefined;
  /** At least this 督办 level. */
  supervision?: SupervisionLevel | undefined;
  /** Only 检举控告线索. Without it they are in no list, whatever `states` says. */
  sealed?: boolean | undefined;
  questionOpen?: boolean | undefined;
  extensionAsked?: boolean | undefined;
  limit: number;
  /** `next` of the page before; one that cannot be read begins at the start. */
  after?: string | undefined;
}

/** `due`: what is due first; `received`: oldest first; `number`: newest number first; `closed`: closed last first. */
export type CaseOrder = 'due' | 'received' | 'number' | 'closed';

export interface CasePage {
  cases: StoredCase[];
  /** To be given as `after` for the page that follows; nothing on the last one. */
  next: string | null;
}

export interface QueueCounts {
  states: Record<State, number>;
  overdue: number;
  /** Something is due before the day asked about, and the completion clock has not run out. */
  dueSoon: number;
  questionOpen: number;
  extensionAsked: number;
  /** 督办单 or higher, not yet closed. */
  supervised: number;
}

export interface PublishedFilter {
  department?: string | undefined;
  topic?: Topic | undefined;
  year?: number | undefined;
  /** 整改中, 已办结, 挂账. */
  group?: 'open' | 'closed' | 'suspended' | undefined;
  limit: number;
  after?: string | undefined;
}

type Cases = SelectQueryBuilder<Database, 'case_file', object>;

/** What a list is sorted by, in SQL: the last part is unique, so that a page can begin exactly where the one before ended. */
const orders: Record<CaseOrder, { by: readonly string[]; descending?: true }> = {
  due: { by: [`coalesce(next_due, '9999-12-31')`, 'id'] },
  received: { by: ['received_on', 'id'] },
  // The number's digits are compared as a number, because the ten-thousandth of a year has one more.
  number: {
    by: [`coalesce(substr(number, 1, 4), '')`, `coalesce(length(number), 0)`, `coalesce(number, '')`, 'id'],
    descending: true,
  },
  closed: { by: [`coalesce(closed_on, '')`, 'id'], descending: true },
};

/** One page of the cases that a desk asks for. */
export async function listCases(db: Kysely<Database>, filter: CaseFilter, order: CaseOrder): Promise<CasePage> {
  let query: Cases = db.selectFrom('case_file').where('state', filter.sealed ? '=' : '<>', 'sealed');
  if (filter.states !== undefined) query = query.where('state', 'in', filter.states);
  if (filter.year !== undefined) query = query.where('year', '=', filter.year);
  if (filter.topic !== undefined) query = query.where('topic', '=', filter.topic);
  if (filter.supervision !== undefined) query = query.where('supervision', '>=', filter.supervision);
  if (filter.questionOpen !== undefined) query = query.where('question_open', '=', filter.questionOpen ? 1 : 0);
  if (filter.extensionAsked !== undefined) {
    query = query.where('extension_asked', filter.extensionAsked ? 'is not' : 'is', null);
  }
  if (filter.dueBefore !== undefined) query = query.where('next_due', '<', filter.dueBefore);
  if (filter.overdueOn !== undefined) query = query.where(isOverdueOn(filter.overdueOn));
  const holders = [
    ...(filter.department === undefined ? [] : [leads(filter.department)]),
    ...(filter.coDepartment === undefined ? [] : [helps(filter.coDepartment)]),
  ];
  if (holders.length > 0) query = query.where((eb) => eb.or(holders));
  for (const word of (filter.text ?? '').split(/\s+/u).filter(Boolean)) query = query.where(mentions(word));
  return page(query, order, filter);
}

/**
 * How many cases wait where; of one department (leading or helping) when one is given.
 * @param today the day on which overdue is judged; @param soonBefore what is due before this day is due soon
 */
export async function countQueues(
  db: Kysely<Database>,
  { department, today, soonBefore }: { department?: string | undefined; today: Day; soonBefore: Day },
): Promise<QueueCounts> {
  const many = (condition: Expression<SqlBool>) => sql<number>`sum(case when ${condition} then 1 else 0 end)`;
  let query = db.selectFrom('case_file');
  if (department !== undefined) query = query.where((eb) => eb.or([leads(department), helps(department)]));
  const rows = await query
    .select((eb) => [
      'state',
      eb.fn.countAll<number>().as('all'),
      many(isOverdueOn(today)).as('overdue'),
      many(eb.and([eb('next_due', '<', soonBefore), eb.not(isOverdueOn(today))])).as('soon'),
      many(eb('question_open', '=', 1)).as('questions'),
      many(eb('extension_asked', 'is not', null)).as('extensions'),
      many(eb('supervision', '>=', 2)).as('supervised'),
    ])
    .groupBy('state')
    .execute();
  const total = (count: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + count(row), 0);
  return {
    states: Object.fromEntries(
      states.map((state) => [state, rows.find((row) => row.state === state)?.all ?? 0]),
    ) as QueueCounts['states'],
    overdue: total((row) => row.overdue),
    dueSoon: total((row) => row.soon),
    questionOpen: total((row) => row.questions),
    extensionAsked: total((row) => row.extensions),
    supervised: total((row) => (row.state === 'closed' ? 0 : row.supervised)),
  };
}

/** One page of the cases that everybody may read: from 交办 on, newest number first. */
export async function listPublishedCases(db: Kysely<Database>, filter: PublishedFilter): Promise<CasePage> {
  let query: Cases = db
    .selectFrom('case_file')
    .where('state', 'in', groupStates(filter.group))
    .where('number', 'is not', null);
  if (filter.department !== undefined) query = query.where(leads(filter.department));
  if (filter.topic !== undefined) query = query.where('topic', '=', filter.topic);
  if (filter.year !== undefined) query = query.where('year', '=', filter.year);
  return page(query, 'number', filter);
}

/** A case that everybody may read, by its number. */
export async function findPublishedCase(db: Kysely<Database>, number: string): Promise<StoredCase | undefined> {
  const row = await db
    .selectFrom('case_file')
    .selectAll()
    .where('number', '=', number)
    .where('state', 'in', publishedStates)
    .executeTakeFirst();
  return row && toStoredCase(row);
}

/** The public reads what a department may see: nothing before 交办, nothing filed, merged or sealed. */
const publishedStates: readonly State[] = departmentStates;

const groupStates = (group: PublishedFilter['group']): readonly State[] =>
  publishedStates.filter((state) => {
    if (group === undefined) return true;
    return group === 'open' ? (openStates as readonly State[]).includes(state) : state === group;
  });

const leads = (department: string) => sql<SqlBool>`case_file.department = ${department}`;
/** Codes are lower-case letters, digits and hyphens, so that the JSON list can be searched as text. */
const helps = (department: string) =>
  sql<SqlBool>`co_departments like ${`%${likeText(JSON.stringify(department))}%`} escape '\\'`;

const isOverdueOn = (day: Day) =>
  sql<SqlBool>`(state in (${sql.join([...workingStates])}) and paused_on is null and due_complete < ${day})`;

const mentions = (word: string) => {
  const pattern = `%${likeText(word.toLowerCase())}%`;
  return sql<SqlBool>`(number like ${pattern} escape '\\' or lower(public_text) like ${pattern} escape '\\' or exists (
    select 1 from opinion where opinion.case_id = case_file.id and lower(redacted_text) like ${pattern} escape '\\'))`;
};

/** Text to be looked for as it is, where `%` and `_` would stand for anything. */
const likeText = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

async function page(
  query: Cases,
  order: CaseOrder,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<CasePage> {
  const { by, descending } = orders[order];
  const place = readCursor(after, by.length);
  let asked = query
    .selectAll()
    .select(by.map((part, index) => sql<string | number>`${sql.raw(part)}`.as(`cursor_${index}`)));
  if (place !== undefined) {
    asked = asked.where(
      sql<SqlBool>`(${sql.raw(by.join(', '))}) ${sql.raw(descending ? '<' : '>')} (${sql.join(place)})`,
    );
  }
  for (const part of by) asked = asked.orderBy(sql.raw(part), descending ? 'desc' : 'asc');
  // One more than the page holds, to know whether there is a next one.
  const rows = await asked.limit(limit + 1).execute();
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? (shown.at(-1) as Record<string, unknown> | undefined) : undefined;
  return {
    cases: shown.map(toStoredCase),
    next: last === undefined ? null : writeCursor(by.map((_, index) => last[`cursor_${index}`])),
  };
}

const writeCursor = (place: readonly unknown[]): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function readCursor(cursor: string | undefined, parts: number): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPlace =
      Array.isArray(place) &&
      place.length === parts &&
      place.every((part) => ['string', 'number'].includes(typeof part));
    return isPlace ? place : undefined;
  } catch {
    return undefined;
  }
}
