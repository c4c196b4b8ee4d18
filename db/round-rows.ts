/** The ballots of a round as rows, one rater on one department: counted by what they say, and written out for the open data. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { BallotCount } from '../server/domain/round/tally.ts';
import type { BallotChannel } from '../server/domain/vocabulary.ts';
import { logSize, readEntries } from './ledger-log.ts';
import type { Database } from './tables.ts';

type Db = Kysely<Database>;

/** Commitments asked for in one statement. */
const commitmentsAtOnce = 500;
/** Stands for no batch at all, so that a list is never empty. */
const noBatch = '';

/** A row without what it says. */
export interface RowOrigin {
  c: string;
  department: string;
  group: string;
  channel: BallotChannel;
}

interface StoredRow extends RowOrigin {
  /** Canonical JSON; null for a ballot that was never opened. */
  marks: string | null;
  salt: string | null;
}

/** All rows of a round that nobody took back: cast with tickets, and written down in these batches. */
const rowsOf = (db: Db, round: string, batches: readonly string[]) =>
  db
    .selectFrom('ballot')
    .where('round_id', '=', round)
    .where('cancelled', '=', 0)
    .select(['c', 'department', 'rater_group as group', sql<BallotChannel>`'online'`.as('channel'), 'marks', 'salt'])
    .unionAll(
      db
        .selectFrom('batch_row')
        .where('round_id', '=', round)
        .where('batch_id', 'in', batches.length === 0 ? [noBatch] : [...batches])
        .select([
          'c',
          'department',
          'rater_group as group',
          sql<BallotChannel>`channel`.as('channel'),
          sql<string | null>`marks`.as('marks'),
          sql<string | null>`salt`.as('salt'),
        ]),
    );

const asCount = ({ department, group, channel, marks }: Omit<StoredRow, 'c' | 'salt'>, count: number): BallotCount => ({
  department,
  group,
  channel,
  ...(marks !== null && { marks: JSON.parse(marks) as unknown }),
  count,
});

/** How often each kind of row occurs in each cell, excluded ones among them. */
export async function countRoundRows(db: Db, round: string, batches: readonly string[]): Promise<BallotCount[]> {
  const rows = await db
    .selectFrom(rowsOf(db, round, batches).as('rows'))
    .select((eb) => ['department', 'group', 'channel', 'marks', eb.fn.countAll<number>().as('count')])
    .groupBy(['department', 'group', 'channel', 'marks'])
    .execute();
  return rows.map(({ count, ...row }) => asCount(row, Number(count)));
}

/** Some rows of a round by their commitments, as counts of one each. */
export async function findRoundRows(
  db: Db,
  round: string,
  batches: readonly string[],
  commitments: readonly string[],
): Promise<{ origin: RowOrigin; count: BallotCount }[]> {
  const found: { origin: RowOrigin; count: BallotCount }[] = [];
  for (let start = 0; start < commitments.length; start += commitmentsAtOnce) {
    const rows = await db
      .selectFrom(rowsOf(db, round, batches).as('rows'))
      .selectAll()
      .where('c', 'in', commitments.slice(start, start + commitmentsAtOnce))
      .execute();
    for (const row of rows) {
      const { c, department, group, channel } = row;
      found.push({ origin: { c, department, group, channel }, count: asCount(row, 1) });
    }
  }
  return found;
}

/**
 * The rows of a department that were opened, sorted by commitment.
 * @param groups all rater groups of the round: the index begins with them, and without them every row would be looked at for every department
 */
export const openedRows = async (
  db: Db,
  round: string,
  batches: readonly string[],
  department: string,
  groups: readonly string[],
): Promise<(RowOrigin & { marks: string; salt: string })[]> => {
  const rows = await db
    .selectFrom(rowsOf(db, round, batches).as('rows'))
    .selectAll()
    .where('group', 'in', [...groups])
    .where('department', '=', department)
    .where('marks', 'is not', null)
    .where('salt', 'is not', null)
    .execute();
  return rows
    .map(({ marks, salt, ...row }) => ({ ...row, marks: marks ?? '', salt: salt ?? '' }))
    .sort((a, b) => (a.c < b.c ? -1 : 1));
};

/** Ballots cast with tickets, and those of them that were taken back. */
export async function ballotTotals(db: Db, round: string): Promise<{ ballots: number; cancelled: number }> {
  const { ballots, cancelled } = await db
    .selectFrom('ballot')
    .select((eb) => [eb.fn.countAll<number>().as('ballots'), eb.fn.sum<number | null>('cancelled').as('cancelled')])
    .where('round_id', '=', round)
    .executeTakeFirstOrThrow();
  return { ballots: Number(ballots), cancelled: Number(cancelled ?? 0) };
}

/** Codes used in a round, by roster: what the log tells between its first entry and its close, and what waits. */
export async function redeemedByRoster(db: Db, round: string): Promise<Map<string, number>> {
  const redeemed = new Map<string, number>();
  const take = (entry: string): void => {
    const { g } = JSON.parse(entry) as { g: string };
    redeemed.set(g, (redeemed.get(g) ?? 0) + 1);
  };
  const acts = await db
    .selectFrom('record_event')
    .innerJoin('ledger_leaf', (join) =>
      join
        .onRef('ledger_leaf.case_id', '=', 'record_event.record_id')
        .onRef('ledger_leaf.seq', '=', 'record_event.seq'),
    )
    .select(['act', 'ledger_leaf.idx'])
    .where('record_event.record_id', '=', round)
    .orderBy('ledger_leaf.idx')
    .execute();
  const opened = acts.findLast(({ act }) => act === 'open')?.idx;
  if (opened !== undefined) {
    const until = acts.find(({ act }) => act === 'close')?.idx ?? (await logSize(db));
    const ours = `"p":${JSON.stringify(round)}`;
    for await (const { entry } of readEntries(db, opened, until))
      if (entry.endsWith('"t":"redeem"}') && entry.includes(ours)) take(entry);
  }
  const waiting = await db
    .selectFrom('vote_waiting')
    .select('entry')
    .where('round_id', '=', round)
    .where('kind', '=', 'redeem')
    .execute();
  for (const { entry } of waiting) take(entry);
  return redeemed;
}

/** Which written ballot each row was on, and what was read of each, is forgotten with the end of a round: the rows themselves are public. */
export async function forgetWrittenBallots(
  trx: Transaction<Database>,
  round: string,
  batches: readonly string[],
): Promise<void> {
  if (batches.length > 0) await trx.deleteFrom('paper_ballot').where('batch_id', 'in', batches).execute();
  await trx.updateTable('batch_row').set({ ballot_id: null }).where('round_id', '=', round).execute();
}

/** Keeps the results as published. */
export async function setResults(
  trx: Transaction<Database>,
  round: string,
  { text, hash }: { text: string; hash: string },
): Promise<void> {
  await trx
    .updateTable('round_plan')
    .set({ results: text, results_hash: hash })
    .where('round_id', '=', round)
    .execute();
}
