/** Batches of written ballots (收票批次): what each person read of a paper, what they agree on, and the rows that come of a counted batch. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { WrittenBallot } from '../server/domain/round/written-ballot.ts';
import type { VoidReason } from '../server/domain/vocabulary.ts';
import type { BatchRowTable, Database, PaperBallotTable } from './tables.ts';

type Db = Kysely<Database>;

/** A ballot of a batch with what was read of it so far. Who read stands beside each reading, so that nobody reads twice. */
export interface StoredBallot {
  id: string;
  serial: number;
  state: PaperBallotTable['state'];
  voidReason: VoidReason | null;
  first: { ballot: WrittenBallot; by: string } | null;
  second: { ballot: WrittenBallot; by: string } | null;
  third: { ballot: WrittenBallot; by: string } | null;
  seconds: number | null;
}

const reading = (text: string | null, by: string | null): StoredBallot['first'] =>
  text === null ? null : { ballot: JSON.parse(text) as WrittenBallot, by: by ?? '' };

const toBallot = (row: PaperBallotTable): StoredBallot => ({
  id: row.id,
  serial: row.serial,
  state: row.state,
  voidReason: row.void_reason as VoidReason | null,
  first: reading(row.first, row.first_by),
  second: reading(row.second, row.second_by),
  third: reading(row.third, row.third_by),
  seconds: row.seconds,
});

/** What people agree on of a ballot: the third reading where there is one. */
export const agreedReading = ({ first, third }: StoredBallot): WrittenBallot =>
  (third ?? first)?.ballot ?? { void: null, rows: {} };

/**
 * Holds a batch until the transaction ends, so that nobody enters ballots while somebody else counts them.
 * @returns whether it is in this state
 */
export async function holdBatch(trx: Transaction<Database>, batchId: string, state: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('record')
    .set({ seq: sql`seq` })
    .where('id', '=', batchId)
    .where('kind', '=', 'batch')
    .where('state', '=', state)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function findBallot(db: Db, batchId: string, serial: number): Promise<StoredBallot | undefined> {
  const row = await db
    .selectFrom('paper_ballot')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('serial', '=', serial)
    .executeTakeFirst();
  return row && toBallot(row);
}

/** Ballots of a batch in these states, by serial number. */
export async function listBallots(
  db: Db,
  batchId: string,
  states: readonly PaperBallotTable['state'][],
): Promise<StoredBallot[]> {
  const rows = await db
    .selectFrom('paper_ballot')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where('state', 'in', states)
    .orderBy('serial')
    .execute();
  return rows.map(toBallot);
}

/** Serial numbers of a batch with their states, and who has read each so far. */
export const listSerials = (
  db: Db,
  batchId: string,
): Promise<Pick<PaperBallotTable, 'serial' | 'state' | 'first_by' | 'second_by' | 'void_reason'>[]> =>
  db
    .selectFrom('paper_ballot')
    .select(['serial', 'state', 'first_by', 'second_by', 'void_reason'])
    .where('batch_id', '=', batchId)
    .orderBy('serial')
    .execute();

/** Writes what is known of a ballot by now, new or not. Call it with the batch held. */
export async function saveBallot(trx: Transaction<Database>, batchId: string, ballot: StoredBallot): Promise<void> {
  const columns = {
    first: ballot.first && JSON.stringify(ballot.first.ballot),
    first_by: ballot.first?.by ?? null,
    second: ballot.second && JSON.stringify(ballot.second.ballot),
    second_by: ballot.second?.by ?? null,
    third: ballot.third && JSON.stringify(ballot.third.ballot),
    third_by: ballot.third?.by ?? null,
    state: ballot.state,
    void_reason: ballot.voidReason,
    seconds: ballot.seconds,
  };
  await trx
    .insertInto('paper_ballot')
    .values({ id: ballot.id, batch_id: batchId, serial: ballot.serial, ...columns })
    .onConflict((conflict) => conflict.columns(['batch_id', 'serial']).doUpdateSet(columns))
    .execute();
}

/** Takes a ballot out of a batch, with everything that was read of it. */
export async function removeBallot(trx: Transaction<Database>, batchId: string, serial: number): Promise<void> {
  await trx.deleteFrom('paper_ballot').where('batch_id', '=', batchId).where('serial', '=', serial).execute();
}

/** The highest serial number of a batch; 0 in an empty one. */
export async function lastSerial(db: Db, batchId: string): Promise<number> {
  const { last } = await db
    .selectFrom('paper_ballot')
    .select((eb) => eb.fn.max<number | null>('serial').as('last'))
    .where('batch_id', '=', batchId)
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

/** How many ballots each batch has in each state, void ones by reason. */
export interface EnteredCounts {
  valid: number;
  void: Partial<Record<VoidReason, number>>;
  /** Read once. */
  once: number;
  /** Read twice, with a difference that waits for a third person. */
  differs: number;
}

export async function countEntered(db: Db, batchIds: readonly string[]): Promise<Map<string, EnteredCounts>> {
  const counts = new Map<string, EnteredCounts>(
    batchIds.map((id) => [id, { valid: 0, void: {}, once: 0, differs: 0 }] as const),
  );
  if (batchIds.length === 0) return counts;
  const rows = await db
    .selectFrom('paper_ballot')
    .select((eb) => ['batch_id', 'state', 'void_reason', eb.fn.countAll<number>().as('count')])
    .where('batch_id', 'in', [...batchIds])
    .groupBy(['batch_id', 'state', 'void_reason'])
    .execute();
  for (const { batch_id, state, void_reason, count } of rows) {
    const of = counts.get(batch_id);
    if (of === undefined) continue;
    if (state === 'agreed') of.valid += Number(count);
    else if (state === 'void' && void_reason !== null) of.void[void_reason as VoidReason] = Number(count);
    else if (state === 'differs') of.differs += Number(count);
    else of.once += Number(count);
  }
  return counts;
}

/** Rows of one statement, so that it has far fewer variables than either database takes. */
const rowsAtOnce = 500;

/** Stores the rows of a batch as it is counted. */
export async function insertBatchRows(trx: Transaction<Database>, rows: readonly BatchRowTable[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await trx
      .insertInto('batch_row')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}

/** Takes back the rows of a batch that is not counted after all. */
export async function deleteBatchRows(trx: Transaction<Database>, batchId: string): Promise<void> {
  await trx.deleteFrom('batch_row').where('batch_id', '=', batchId).execute();
}

/** Stores ballots of a batch that has none yet. Call it with the batch held or new. */
export async function insertBallots(
  trx: Transaction<Database>,
  batchId: string,
  ballots: readonly Omit<StoredBallot, 'second' | 'third'>[],
): Promise<void> {
  for (let at = 0; at < ballots.length; at += rowsAtOnce) {
    await trx
      .insertInto('paper_ballot')
      .values(
        ballots.slice(at, at + rowsAtOnce).map(({ id, serial, state, voidReason, first, seconds }) => ({
          id,
          batch_id: batchId,
          serial,
          first: first && JSON.stringify(first.ballot),
          first_by: first?.by ?? null,
          second: null,
          second_by: null,
          third: null,
          third_by: null,
          state,
          void_reason: voidReason,
          seconds,
        })),
      )
      .execute();
  }
}
