/** The cases that everybody may read, page by page. What the desk lists is in queues.ts. */

import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { departmentStates, openStates, type State, workingStates } from '../server/domain/case-file.ts';
import type { Day } from '../server/domain/day.ts';
import type { Topic } from '../server/domain/vocabulary.ts';
import { type StoredCase, toStoredCase } from './case-rows.ts';
import type { Database } from './tables.ts';

export interface CasePage {
  cases: StoredCase[];
  /** To be given as `after` for the page that follows; nothing on the last one. */
  next: string | null;
}

export interface PublishedFilter {
  department?: string | undefined;
  topic?: Topic | undefined;
  year?: number | undefined;
  /** 在办, 超期, 整改销号, 解释说明, 挂账. */
  group?: 'open' | 'overdue' | 'resolved' | 'explained' | 'suspended' | undefined;
  /** The day on which overdue is judged. */
  today: Day;
  /** Words of the published text or a whole number; all must be found. What is not published is not looked at. */
  text?: string | undefined;
  /** Newest number first, or what was closed last first (and nothing else). */
  order?: 'number' | 'closed' | undefined;
  limit: number;
  /** `next` of the page before; one that cannot be read begins at the start. */
  after?: string | undefined;
}

type Cases = SelectQueryBuilder<Database, 'case_file', object>;

/**
 * What the list is sorted by, in SQL. A number's digits are compared as a number, because the ten-thousandth of a year has one
 * more; numbers are unique, so that a page can begin exactly where the one before ended.
 */
const byNumber = ['substr(number, 1, 4)', 'length(number)', 'number'];
const orders = { number: byNumber, closed: ['closed_on', ...byNumber] } as const;

/** One page of the cases that everybody may read, from 交办 on, newest number first; and how many there are in all. */
export async function listPublishedCases(
  db: Kysely<Database>,
  filter: PublishedFilter,
): Promise<CasePage & { count: number }> {
  let query: Cases = db
    .selectFrom('case_file')
    .where('state', 'in', groupStates(filter.group))
    .where('logged_seq', '>', 0)
    .where('number', 'is not', null);
  if (filter.group === 'overdue') query = query.where(isOverdueOn(filter.today));
  if (filter.group === 'resolved') query = query.where('result', '=', 'A');
  if (filter.group === 'explained') query = query.where('result', '=', 'D');
  if (filter.order === 'closed') query = query.where('closed_on', 'is not', null);
  if (filter.department !== undefined) query = query.where('department', '=', filter.department);
  if (filter.topic !== undefined) query = query.where('topic', '=', filter.topic);
  if (filter.year !== undefined) query = query.where('year', '=', filter.year);
  for (const word of (filter.text ?? '').split(/\s+/u).filter(Boolean)) query = query.where(isPublishedWith(word));
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return { ...(await page(query, filter)), count };
}

/** A case that everybody may read, by its number; none that the ledger does not tell of yet. */
export async function findPublishedCase(db: Kysely<Database>, number: string): Promise<StoredCase | undefined> {
  const row = await db
    .selectFrom('case_file')
    .selectAll()
    .where('number', '=', number)
    .where('state', 'in', publishedStates)
    .where('logged_seq', '>', 0)
    .executeTakeFirst();
  return row && toStoredCase(row);
}

/**
 * Number of the public case in which a merged one goes on, where the ledger tells of the merging; nothing where it does not, or where that one is
 * not public either. Cases may be merged on; a circle cannot arise, and the walk is bounded all the same.
 */
export async function publishedTargetOf(db: Kysely<Database>, number: string): Promise<string | undefined> {
  let row = await mergedRow(db, (query) => query.where('number', '=', number));
  for (let step = 0; step < mergesMost && row?.state === 'merged' && row.merged_into !== null; step += 1) {
    const { seq } = await db
      .selectFrom('case_event')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .where('case_id', '=', row.id)
      .where('act', '=', 'merge')
      .executeTakeFirstOrThrow();
    if (row.logged_seq < Number(seq)) return undefined;
    const into = row.merged_into;
    row = await mergedRow(db, (query) => query.where('id', '=', into));
  }
  const isPublic = row !== undefined && publishedStates.includes(row.state) && row.logged_seq > 0;
  return isPublic ? (row?.number ?? undefined) : undefined;
}

const mergesMost = 20;

const mergedRow = (db: Kysely<Database>, narrow: (query: Cases) => Cases) =>
  narrow(db.selectFrom('case_file')).select(['id', 'number', 'state', 'merged_into', 'logged_seq']).executeTakeFirst();

/** The public reads what a department may see: nothing before 交办, nothing filed, merged or sealed. */
const publishedStates: readonly State[] = departmentStates;

const groupStates = (group: PublishedFilter['group']): readonly State[] =>
  publishedStates.filter((state) => {
    if (group === undefined) return true;
    if (group === 'suspended') return state === 'suspended';
    return group === 'resolved' || group === 'explained'
      ? state === 'closed'
      : (openStates as readonly State[]).includes(state);
  });

const isOverdueOn = (day: Day) =>
  sql<SqlBool>`(state in (${sql.join([...workingStates])}) and paused_on is null and due_complete < ${day})`;

const isPublishedWith = (word: string) =>
  sql<SqlBool>`(number = ${word} or erased = 0 and lower(public_text) like ${`%${likeText(word.toLowerCase())}%`} escape '\\')`;

/** Text to be looked for as it is, where `%` and `_` would stand for anything. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`);

async function page(
  query: Cases,
  { order = 'number', limit, after }: Pick<PublishedFilter, 'order' | 'limit' | 'after'>,
): Promise<CasePage> {
  const place = orders[order];
  const from = readCursor(after, order);
  let asked = query.selectAll();
  if (from !== undefined) asked = asked.where(sql<SqlBool>`(${sql.raw(place.join(', '))}) < (${sql.join(from)})`);
  for (const part of place) asked = asked.orderBy(sql.raw(part), 'desc');
  // One more than the page holds, to know whether there is a next one.
  const rows = await asked.limit(limit + 1).execute();
  const cases = rows.slice(0, limit).map(toStoredCase);
  const last = cases.at(-1)?.file;
  const next = order === 'closed' ? `${last?.closedOn}~${last?.number}` : (last?.number ?? null);
  return { cases, next: rows.length > limit ? next : null };
}

/** The place of a case in the list: its number, after the day it was closed where that comes first. Another text has none. */
function readCursor(after: string | undefined, order: keyof typeof orders): (string | number)[] | undefined {
  const [, day = '', number = ''] = /^(?:(\d{4}-\d{2}-\d{2})~)?(\d{4}-\d{4,9})$/.exec(after ?? '') ?? [];
  if (number === '' || (order === 'closed') !== (day !== '')) return undefined;
  return [...(day === '' ? [] : [day]), number.slice(0, 4), number.length, number];
}
