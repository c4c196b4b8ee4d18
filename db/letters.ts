/** 满意度函调: return codes by their hashes, letters whose time is over, and what came back. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { marks, type Mark } from '../server/domain/vocabulary.ts';
import { findRecord, type StoredRecord } from './records.ts';
import type { Database } from './tables.ts';

/** Gives a letter its return code; the one that it had opens nothing any more. */
export async function giveLetterCode(trx: Transaction<Database>, recordId: string, hash: string): Promise<void> {
  await trx.deleteFrom('letter_code').where('record_id', '=', recordId).execute();
  await trx.insertInto('letter_code').values({ code_hash: hash, record_id: recordId }).execute();
}

/** The letter that a return code belongs to. */
export async function findLetterByCode(db: Kysely<Database>, hash: string): Promise<StoredRecord | undefined> {
  const row = await db.selectFrom('letter_code').select('record_id').where('code_hash', '=', hash).executeTakeFirst();
  return row && findRecord(db, row.record_id);
}

/** Ids of letters that wait for an answer although their day has passed. */
export const listLapsedLetters = async (db: Kysely<Database>, today: Day, limit: number): Promise<string[]> =>
  (
    await db
      .selectFrom('record')
      .select('id')
      .where('kind', '=', 'letter')
      .where('state', '=', 'issued')
      .where('due', '<', today)
      .orderBy('due')
      .limit(limit)
      .execute()
  ).map(({ id }) => id);

/** What became of the letters about one department. */
export interface LetterCounts {
  department: string;
  issued: number;
  answered: number;
  /** Of them, entered by the office from paper. */
  byOffice: number;
  lapsed: number;
  marks: Record<Mark, number>;
}

/** The letters of a 评议年度 by department. */
export async function letterCounts(db: Kysely<Database>, year: number): Promise<LetterCounts[]> {
  const many = (condition: ReturnType<typeof sql<boolean>>) =>
    sql<number>`sum(case when ${condition} then 1 else 0 end)`;
  const marked = (mark: Mark) => many(sql<boolean>`state = 'answered' and body like ${`%"mark":"${mark}"%`}`);
  const rows = await db
    .selectFrom('record')
    .where('kind', '=', 'letter')
    .where('year', '=', year)
    .where('department', 'is not', null)
    .groupBy('department')
    .orderBy('department')
    .select('department')
    .select([
      sql<number>`count(*)`.as('issued'),
      many(sql<boolean>`state = 'answered'`).as('answered'),
      many(sql<boolean>`state = 'lapsed'`).as('lapsed'),
      many(
        sql<boolean>`exists (select 1 from record_event where record_event.record_id = record.id and act = 'answer' and role != 'citizen')`,
      ).as('by_office'),
      marked('satisfied').as('satisfied'),
      marked('fairly').as('fairly'),
      marked('dissatisfied').as('dissatisfied'),
    ])
    .execute();
  return rows.map((row) => ({
    department: row.department ?? '',
    issued: Number(row.issued),
    answered: Number(row.answered),
    byOffice: Number(row.by_office),
    lapsed: Number(row.lapsed),
    marks: Object.fromEntries(marks.map((mark) => [mark, Number(row[mark])])) as Record<Mark, number>,
  }));
}
