/** Opening ratings (docs/ledger.md §4): from `rating`, where nobody may count them, to `opened_rating` and the totals that figures are made of. */

import type { Insertable, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { ratingsMinimumCell } from '../server/domain/rating-figures.ts';
import { type OpenEntry, openCell } from '../server/domain/trust/entries.ts';
import { ratingOpening } from '../server/domain/trust/rating-entry.ts';
import type { RatingLevel } from '../server/domain/vocabulary.ts';
import { nativeSha256 } from './native-hash.ts';
import { contentOf, type StoredRating } from './rating-rows.ts';
import type { Database, OpenedRatingTable, RatingTable, RatingTotalTable } from './tables.ts';

/** Ratings in memory at a time. */
const ratingsAtOnce = 2000;
/** Rows in one statement. SQLite keeps what it has compiled, so most statements are of one size, and none is large. */
const rowsAtOnce = 100;

/** Ratings that are in the log and not yet open. */
const logged = (trx: Transaction<Database>) =>
  trx
    .selectFrom('rating')
    .where('leaf', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ledger_pending')
            .select('ledger_pending.leaf')
            .whereRef('ledger_pending.leaf', '=', 'rating.leaf'),
        ),
      ),
    );

interface Cell {
  department: string;
  year: number;
  isApart: 0 | 1;
  /** Ratings by level, that were opened now. */
  levels: Map<RatingLevel, number>;
}

const cellName = (row: Pick<RatingTable, 'department_code' | 'year' | 'verdict'>): string =>
  openCell(row.department_code, row.year ?? 0, row.verdict === 'flag');

/** Cells that have enough substantive ratings in the log, by their names in the entry. */
async function ripeCells(trx: Transaction<Database>): Promise<Map<string, Cell>> {
  const rows = await logged(trx)
    .where('level', '>', 0)
    .groupBy(['department_code', 'year', 'verdict'])
    .having((eb) => eb.fn.countAll(), '>=', ratingsMinimumCell)
    .select(['department_code', 'year', 'verdict'])
    .execute();
  return new Map(
    rows.map((row) => [
      cellName(row),
      {
        department: row.department_code,
        year: row.year ?? 0,
        isApart: row.verdict === 'flag' ? 1 : 0,
        levels: new Map(),
      },
    ]),
  );
}

/**
 * Opens all ratings of every cell that has at least ten substantive ones in the log, and counts and forgets 不了解 of those cells.
 * To be called with the log locked, before anything else is entered; the entry that comes back is to be appended in the same transaction.
 * @returns nothing when no cell has enough
 */
export async function openRatings(trx: Transaction<Database>, { day }: { day: Day }): Promise<OpenEntry | undefined> {
  const cells = await ripeCells(trx);
  if (cells.size === 0) return undefined;
  let last = '';
  for (;;) {
    const rows = await logged(trx)
      .selectAll('rating')
      .where('id', '>', last)
      .orderBy('id')
      .limit(ratingsAtOnce)
      .execute();
    await moveRatings(
      trx,
      rows.filter((row) => cells.has(cellName(row))),
      cells,
      day,
    );
    if (rows.length < ratingsAtOnce) break;
    last = rows.at(-1)?.id ?? '';
  }
  await raiseTotals(
    trx,
    [...cells.values()].flatMap(({ department, year, isApart, levels }) =>
      [...levels].map(([level, ratings]) => ({
        department_code: department,
        year,
        is_apart: isApart,
        level,
        ratings,
      })),
    ),
  );
  const opened = [...cells].map(([name, { levels }]): [string, number] => [
    name,
    [...levels].reduce((sum, [level, ratings]) => (level === 0 ? sum : sum + ratings), 0),
  ]);
  return { t: 'open', day, cells: Object.fromEntries(opened) };
}

async function moveRatings(
  trx: Transaction<Database>,
  rows: readonly RatingTable[],
  cells: ReadonlyMap<string, Cell>,
  day: Day,
): Promise<void> {
  if (rows.length === 0) return;
  const opened: Insertable<OpenedRatingTable>[] = [];
  for (const row of rows) {
    const levels = cells.get(cellName(row))?.levels;
    levels?.set(row.level, (levels.get(row.level) ?? 0) + 1);
    if (row.level === 0) continue;
    const stored = row as StoredRating & RatingTable;
    const { entry, salt } = ratingOpening(nativeSha256, contentOf(stored), stored.secret);
    opened.push({
      department_code: row.department_code,
      year: stored.year,
      commitment: entry.c,
      level: row.level,
      salt,
      items: row.items,
      tags: row.tags,
      flag: entry.f ?? null,
      opened_on: day,
    });
  }
  for (const part of partsOf(opened)) await trx.insertInto('opened_rating').values(part).execute();
  for (const part of partsOf(rows.map(({ id }) => id)))
    await trx.deleteFrom('rating').where('id', 'in', part).execute();
}

const partsOf = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / rowsAtOnce) }, (_, part) =>
    list.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce),
  );

/** Adds to the totals; a number below zero takes away. */
export async function raiseTotals(
  trx: Transaction<Database>,
  rows: readonly Insertable<RatingTotalTable>[],
): Promise<void> {
  for (const part of partsOf(rows)) {
    await trx
      .insertInto('rating_total')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['department_code', 'year', 'is_apart', 'level']).doUpdateSet((eb) => ({
          ratings: eb('rating_total.ratings', '+', eb.ref('excluded.ratings')),
        })),
      )
      .execute();
  }
}

/**
 * Forgets ratings whose entry the log has already: somebody sent again what was opened long ago. They wait for nothing more.
 * @param leaves of entries that were about to be entered a second time
 */
export async function dropRepeatedRatings(trx: Transaction<Database>, leaves: readonly string[]): Promise<void> {
  for (const part of partsOf(leaves)) await trx.deleteFrom('rating').where('leaf', 'in', part).execute();
}
