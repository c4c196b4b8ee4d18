/** Ratings of the open channel: storing many at once, each with the entry that waits for the ledger. */

import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { RatingLevel, Verdict, VerdictReason } from '../server/domain/vocabulary.ts';
import { rowRunner, rowsRunner } from './row-runner.ts';
import type { Database, LedgerPendingTable, RatingDayTable, RatingItems, RatingTable, RatingTags } from './tables.ts';

export interface NewRating {
  /** Hash of the token that the phone made; the same rating sent again has the same id. */
  id: string;
  departmentCode: string;
  /** Only its month is stored with the rating; the day is counted, without the rating, for the burst rule. */
  day: Day;
  level: RatingLevel;
  items: RatingItems;
  tags: RatingTags;
  verdict: Verdict;
  verdictReason: VerdictReason;
  /** 评议年度. */
  year: number;
  /** From which the salts of its commitments are made; 32 bytes, base64url. */
  secret: string;
  /** Its entry as canonical JSON, and the hash of that leaf in base64url. */
  entry: string;
  leaf: string;
  /** Day by which it is in the ledger. */
  includeBy: Day;
}

type Store = (trx: Transaction<Database>, ratings: readonly NewRating[]) => Promise<('stored' | 'repeated')[]>;

/** Makes the function that stores ratings inside a transaction, with their entries; days are counted only for those that are new. */
export function ratingStore(db: Kysely<Database>): Store {
  const insert = insertNew(db);
  const insertEntries = rowsRunner(db, (executor, rows: Insertable<LedgerPendingTable>[]) =>
    // One that waits already is the same one, sent again.
    executor
      .insertInto('ledger_pending')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()),
  );
  const raiseDays = rowsRunner(db, (executor, rows: Insertable<RatingDayTable>[]) =>
    executor
      .insertInto('rating_day')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['department_code', 'day']).doUpdateSet((eb) => ({
          ratings: eb('rating_day.ratings', '+', eb.ref('excluded.ratings')),
        })),
      ),
  );
  return async (trx, ratings) => {
    const byId = new Map<string, NewRating>();
    for (const rating of ratings) if (!byId.has(rating.id)) byId.set(rating.id, rating);
    // In the order of their ids, which says nothing about who came first and is the same for everybody who takes locks.
    const stored = await insert(
      trx,
      [...byId.keys()].sort().map((id) => toRow(byId.get(id) as NewRating)),
    );
    const fresh = [...stored].map((id) => byId.get(id) as NewRating);
    await insertEntries(trx, fresh.map(toPending));
    await raiseDays(trx, daysOf(fresh));
    // The first of several with one id is the one that was stored.
    return ratings.map((rating) => (stored.has(rating.id) && byId.get(rating.id) === rating ? 'stored' : 'repeated'));
  };
}

const monthOfDay = (day: Day): string => day.slice(0, 7);

const toRow = (rating: NewRating): Insertable<RatingTable> => ({
  id: rating.id,
  department_code: rating.departmentCode,
  month: monthOfDay(rating.day),
  level: rating.level,
  items: JSON.stringify(rating.items),
  tags: JSON.stringify(rating.tags),
  verdict: rating.verdict,
  verdict_reason: rating.verdictReason,
  secret: rating.secret,
  year: rating.year,
  leaf: rating.leaf,
});

const toPending = ({ leaf, entry, includeBy }: NewRating): Insertable<LedgerPendingTable> => ({
  leaf,
  kind: 'rating',
  due: includeBy,
  entry,
});

/** How many came on which day for which department, in the order of the keys. */
function daysOf(ratings: readonly NewRating[]): Insertable<RatingDayTable>[] {
  const rows = new Map<string, Insertable<RatingDayTable>>();
  for (const { departmentCode: department_code, day } of ratings) {
    const key = `${department_code} ${day}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { department_code, day, ratings: 1 });
    else known.ratings += 1;
  }
  return [...rows.keys()].sort().map((key) => rows.get(key) as Insertable<RatingDayTable>);
}

/** Inserts ratings that are not there yet, and says which those were. */
function insertNew(
  db: Kysely<Database>,
): (trx: Transaction<Database>, rows: Insertable<RatingTable>[]) => Promise<Set<string>> {
  const query = (executor: Kysely<Database>, rows: Insertable<RatingTable>[]) =>
    executor
      .insertInto('rating')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing());
  const runRow = rowRunner(db, query);
  if (runRow === undefined) {
    return async (trx, rows) => new Set((await query(trx, rows).returning('id').execute()).map(({ id }) => id));
  }
  return async (_trx, rows) => new Set(rows.filter((row) => runRow(row) === 1).map(({ id }) => id));
}
