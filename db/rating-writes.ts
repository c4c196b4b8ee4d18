/** Ratings of the open channel: storing many at once, with the counts that the figures are made of. */

import type { Insertable, Kysely, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { ratingItems, type RatingLevel, type Verdict, type VerdictReason } from '../server/domain/vocabulary.ts';
import { rowRunner, rowsRunner } from './row-runner.ts';
import type {
  Database,
  RatingCountTable,
  RatingDayTable,
  RatingItemCountTable,
  RatingItems,
  RatingTable,
  RatingTags,
} from './tables.ts';

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
}

type Store = (trx: Transaction<Database>, ratings: readonly NewRating[]) => Promise<('stored' | 'repeated')[]>;

/** Makes the function that stores ratings inside a transaction; the counts rise only for those that are new. */
export function ratingStore(db: Kysely<Database>): Store {
  const insert = insertNew(db);
  const raiseLevels = rowsRunner(db, (executor, rows: Insertable<RatingCountTable>[]) =>
    executor
      .insertInto('rating_count')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['department_code', 'month', 'level', 'verdict']).doUpdateSet((eb) => ({
          ratings: eb('rating_count.ratings', '+', eb.ref('excluded.ratings')),
        })),
      ),
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
  const raiseItems = rowsRunner(db, (executor, rows: Insertable<RatingItemCountTable>[]) =>
    executor
      .insertInto('rating_item_count')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['department_code', 'month', 'item', 'level']).doUpdateSet((eb) => ({
          ratings: eb('rating_item_count.ratings', '+', eb.ref('excluded.ratings')),
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
    const counts = countsOf(fresh);
    await raiseLevels(trx, counts.levels);
    await raiseDays(trx, counts.days);
    await raiseItems(trx, counts.items);
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
});

interface Counts {
  levels: Insertable<RatingCountTable>[];
  days: Insertable<RatingDayTable>[];
  items: Insertable<RatingItemCountTable>[];
}

/** What the counters rise by, in the order of their keys. Items of flagged ratings are stored but in no count. */
function countsOf(ratings: readonly NewRating[]): Counts {
  const levels = tally<RatingCountTable>();
  const days = tally<RatingDayTable>();
  const items = tally<RatingItemCountTable>();
  for (const { departmentCode: department_code, day, level, verdict, items: given } of ratings) {
    const month = monthOfDay(day);
    levels.add(`${department_code} ${month} ${level} ${verdict}`, {
      department_code,
      month,
      level,
      verdict,
      ratings: 1,
    });
    days.add(`${department_code} ${day}`, { department_code, day, ratings: 1 });
    if (verdict !== 'pass') continue;
    for (const item of ratingItems) {
      const of = given[item];
      if (of === undefined) continue;
      items.add(`${department_code} ${month} ${item} ${of}`, { department_code, month, item, level: of, ratings: 1 });
    }
  }
  return { levels: levels.rows(), days: days.rows(), items: items.rows() };
}

/** Adds up rows with the same key. */
function tally<Row extends { ratings: number }>() {
  const rows = new Map<string, Row>();
  return {
    add(key: string, row: Row): void {
      const known = rows.get(key);
      if (known === undefined) rows.set(key, row);
      else known.ratings += row.ratings;
    },
    rows: (): Row[] => [...rows.keys()].sort().map((key) => rows.get(key) as Row),
  };
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
