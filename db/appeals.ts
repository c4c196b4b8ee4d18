/** 申诉: a department asks that one of its opened ratings be counted apart; the office rules, with a public reason. */

import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { FlagEntry } from '../server/domain/trust/entries.ts';
import { lockLog } from './ledger-log.ts';
import { insertPending, pendingRow } from './ledger-pending.ts';
import { raiseTotals } from './rating-steps.ts';
import type { Database, OpenedRatingTable, RatingAppealTable } from './tables.ts';

export type Appeal = Selectable<RatingAppealTable>;

/** An opened rating as its department may see it: nothing that would tell it from others of its level and day. */
export type OpenedRating = Pick<OpenedRatingTable, 'commitment' | 'level' | 'opened_on' | 'flag'> & {
  /** What became of the appeal against it, if there is one. */
  appeal: RatingAppealTable['state'] | null;
};

/** Where a page of opened ratings begins: after this one. */
export type OpenedPlace = Pick<OpenedRating, 'opened_on' | 'commitment'>;

const openedOf = (db: Kysely<Database>, department: string, year: number, dissatisfied: boolean) => {
  const all = db
    .selectFrom('opened_rating')
    .where('opened_rating.department_code', '=', department)
    .where('opened_rating.year', '=', year);
  return dissatisfied ? all.where('level', '<=', 2) : all;
};

/** Opened ratings of a department in a 评议年度, last opened first, and how many there are. */
export async function listOpenedRatings(
  db: Kysely<Database>,
  {
    department,
    year,
    dissatisfied,
    after,
    limit,
  }: {
    department: string;
    year: number;
    /** Only 不满意 and 非常不满意. */
    dissatisfied: boolean;
    after?: OpenedPlace | undefined;
    limit: number;
  },
): Promise<{ items: OpenedRating[]; count: number }> {
  const { count } = await openedOf(db, department, year, dissatisfied)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  let page = openedOf(db, department, year, dissatisfied)
    .leftJoin('rating_appeal', 'rating_appeal.commitment', 'opened_rating.commitment')
    .select([
      'opened_rating.commitment',
      'opened_rating.level',
      'opened_rating.opened_on',
      'opened_rating.flag',
      'rating_appeal.state as appeal',
    ]);
  if (after !== undefined) {
    page = page.where((eb) =>
      eb.or([
        eb('opened_on', '<', after.opened_on),
        eb.and([eb('opened_on', '=', after.opened_on), eb('opened_rating.commitment', '>', after.commitment)]),
      ]),
    );
  }
  const items = await page.orderBy('opened_on', 'desc').orderBy('opened_rating.commitment').limit(limit).execute();
  return { items, count };
}

/** An opened rating of a department by its commitment. */
export const findOpenedRating = (db: Kysely<Database>, department: string, commitment: string) =>
  db
    .selectFrom('opened_rating')
    .select(['year', 'level', 'flag', 'opened_on'])
    .where('department_code', '=', department)
    .where('commitment', '=', commitment)
    .executeTakeFirst();

/** @throws a unique violation when there is an appeal against this rating already */
export async function insertAppeal(
  trx: Transaction<Database>,
  appeal: Omit<Insertable<RatingAppealTable>, 'state'>,
): Promise<void> {
  await trx
    .insertInto('rating_appeal')
    .values({ ...appeal, state: 'waiting' })
    .execute();
}

export const findAppeal = (db: Kysely<Database>, id: string): Promise<Appeal | undefined> =>
  db.selectFrom('rating_appeal').selectAll().where('id', '=', id).executeTakeFirst();

/** Appeals with the level of what they are about: waiting ones first, then the last ruled; of one department, or of all. */
export function listAppeals(
  db: Kysely<Database>,
  { department, limit }: { department: string | null; limit: number },
): Promise<(Appeal & Pick<OpenedRatingTable, 'level' | 'opened_on'>)[]> {
  let query = db
    .selectFrom('rating_appeal')
    .innerJoin('opened_rating', (join) =>
      join
        .onRef('opened_rating.department_code', '=', 'rating_appeal.department_code')
        .onRef('opened_rating.year', '=', 'rating_appeal.year')
        .onRef('opened_rating.commitment', '=', 'rating_appeal.commitment'),
    )
    .selectAll('rating_appeal')
    .select(['opened_rating.level', 'opened_rating.opened_on']);
  if (department !== null) query = query.where('rating_appeal.department_code', '=', department);
  return query
    .orderBy(sql`case when state = 'waiting' then 0 else 1 end`)
    .orderBy(sql`coalesce(ruled_on, '')`, 'desc')
    .orderBy('asked_on')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** All appeals of a department in a 评议年度, without who asked and what for, last ruled first. */
export const publicAppeals = (
  db: Kysely<Database>,
  department: string,
  year: number,
): Promise<Pick<Appeal, 'commitment' | 'state' | 'reason' | 'ruled_on'>[]> =>
  db
    .selectFrom('rating_appeal')
    .select(['commitment', 'state', 'reason', 'ruled_on'])
    .where('department_code', '=', department)
    .where('year', '=', year)
    .orderBy(sql`coalesce(ruled_on, '')`, 'desc')
    .orderBy('id')
    .execute();

/** The office's ruling. `reason` is as published: with personal data covered. */
export interface Ruling {
  state: 'granted' | 'refused';
  reason: string;
  by: string;
  day: Day;
}

async function rule(
  trx: Transaction<Database>,
  id: string,
  { state, reason, by, day }: Ruling,
  salt: string | null,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('rating_appeal')
    .set({ state, reason, reason_salt: salt, ruled_by: by, ruled_on: day })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** @returns false when somebody has ruled already */
export const refuseAppeal = (trx: Transaction<Database>, id: string, ruling: Ruling): Promise<boolean> =>
  rule(trx, id, ruling, null);

/**
 * Counts the rating apart from now on and says so in the ledger, with the lock of the log, so that no publication falls in between.
 * @returns false when somebody has ruled already
 */
export async function grantAppeal(
  trx: Transaction<Database>,
  appeal: Appeal,
  ruling: Ruling,
  { entry, salt }: { entry: FlagEntry; salt: Uint8Array },
): Promise<boolean> {
  await lockLog(trx);
  if (!(await rule(trx, appeal.id, ruling, Buffer.from(salt).toString('base64url')))) return false;
  const { department_code, year, commitment } = appeal;
  const { level } = await trx
    .updateTable('opened_rating')
    .set({ flag: 'appeal' })
    .where('department_code', '=', department_code)
    .where('year', '=', year)
    .where('commitment', '=', commitment)
    .where('flag', 'is', null)
    .returning('level')
    .executeTakeFirstOrThrow();
  const cell = { department_code, year, level };
  await raiseTotals(trx, [
    { ...cell, is_apart: 0, ratings: -1 },
    { ...cell, is_apart: 1, ratings: 1 },
  ]);
  await insertPending(trx, [pendingRow(entry, { kind: 'staff', due: '' })]);
  return true;
}
