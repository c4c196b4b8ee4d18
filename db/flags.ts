/** Ballots of rounds that a published rule flagged (疑似异常), and what the rules look at. A flag drops nothing; an exclusion of two people does. */

import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import type { BallotEntry, Marks } from '../server/domain/trust/ballot.ts';
import type { ExclusionRule } from '../server/domain/vocabulary.ts';
import { logSize, readEntries } from './ledger-log.ts';
import type { BallotFlagTable, Database } from './tables.ts';

type Db = Kysely<Database>;

/** Why ballots were flagged, in numbers, and where they came from: all of one group on one channel. */
export interface FlagDetail {
  group: string;
  channel: string;
  /** Of a written ballot: its batch and the number on the paper. */
  batch?: string;
  serial?: number;
  department?: string;
  /** Of ballots cast on one day. */
  day?: Day;
  numbers: Readonly<Record<string, number>>;
}

export interface StoredFlag {
  id: string;
  rule: ExclusionRule;
  /** Written ballots; 0 for rows cast with tickets, which belong to nobody. */
  ballots: number;
  detail: FlagDetail;
  /** Commitments of the rows. */
  targets: string[];
  /** The exclusion that was proposed or confirmed for it. */
  exclusion: string | null;
}

const toFlag = (row: Selectable<BallotFlagTable>): StoredFlag => ({
  id: row.id,
  rule: row.rule as ExclusionRule,
  ballots: row.ballots,
  detail: JSON.parse(row.detail) as FlagDetail,
  targets: JSON.parse(row.targets) as string[],
  exclusion: row.exclusion_id,
});

/** Rows of one statement. */
const rowsAtOnce = 300;

/** Keeps flags; those that are known stay as they are. */
export async function insertFlags(
  db: Db,
  roundId: string,
  flags: readonly Omit<StoredFlag, 'exclusion'>[],
): Promise<number> {
  let added = 0;
  for (let at = 0; at < flags.length; at += rowsAtOnce) {
    const { numInsertedOrUpdatedRows = 0n } = await db
      .insertInto('ballot_flag')
      .values(
        flags.slice(at, at + rowsAtOnce).map(({ id, rule, ballots, detail, targets }) => ({
          id,
          round_id: roundId,
          rule,
          ballots,
          detail: JSON.stringify(detail),
          targets: JSON.stringify(targets),
          exclusion_id: null,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    added += Number(numInsertedOrUpdatedRows);
  }
  return added;
}

/** Flags of a round by rule; of a rule, where it is given. */
export async function listFlags(db: Db, roundId: string, rule?: ExclusionRule): Promise<StoredFlag[]> {
  let query = db.selectFrom('ballot_flag').selectAll().where('round_id', '=', roundId);
  if (rule !== undefined) query = query.where('rule', '=', rule);
  return (await query.orderBy('rule').orderBy('id').execute()).map(toFlag);
}

/** Says which exclusion flags are part of; null when it was rejected, so that they may be proposed again. */
export async function setExclusion(
  trx: Transaction<Database>,
  ids: readonly string[],
  exclusionId: string,
): Promise<void> {
  for (let at = 0; at < ids.length; at += rowsAtOnce)
    await trx
      .updateTable('ballot_flag')
      .set({ exclusion_id: exclusionId })
      .where('id', 'in', ids.slice(at, at + rowsAtOnce))
      .execute();
}
export async function releaseFlags(trx: Transaction<Database>, exclusionId: string): Promise<void> {
  await trx.updateTable('ballot_flag').set({ exclusion_id: null }).where('exclusion_id', '=', exclusionId).execute();
}

/** Flags tell which rows were on one paper; with the end of a round they go. */
export async function deleteFlagsOfFinalRounds(db: Db): Promise<void> {
  await db
    .deleteFrom('ballot_flag')
    .where('round_id', 'in', (eb) =>
      eb.selectFrom('record').select('id').where('kind', '=', 'round').where('state', '=', 'final'),
    )
    .execute();
}

/** A written ballot with its rows, as the rules look at it. */
export interface WrittenRows {
  id: string;
  serial: number;
  seconds: number | null;
  rows: { c: string; department: string; marks: Marks }[];
}

/** The valid ballots of a counted batch; of some serial numbers only, where these are given. */
export async function writtenRows(db: Db, batchId: string, serials?: readonly number[]): Promise<WrittenRows[]> {
  let query = db
    .selectFrom('batch_row')
    .innerJoin('paper_ballot', 'paper_ballot.id', 'batch_row.ballot_id')
    .select(['paper_ballot.id', 'serial', 'seconds', 'c', 'department', 'marks'])
    .where('batch_row.batch_id', '=', batchId);
  if (serials !== undefined) query = query.where('serial', 'in', [0, ...serials]);
  const ballots = new Map<string, WrittenRows>();
  for (const { id, serial, seconds, c, department, marks } of await query.orderBy('serial').execute()) {
    const ballot = ballots.get(id) ?? { id, serial, seconds, rows: [] };
    ballot.rows.push({ c, department, marks: JSON.parse(marks) as Marks });
    ballots.set(id, ballot);
  }
  return [...ballots.values()];
}

/** Ballots cast with tickets as the log tells of them: commitments by the day on which they entered it, and by department and group. */
export async function loggedBallots(
  db: Db,
  roundId: string,
): Promise<{ days: Day[]; ballots: { day: Day; department: string; group: string; c: string[] }[] }> {
  const first = await db
    .selectFrom('ledger_leaf')
    .select((eb) => eb.fn.min('idx').as('idx'))
    .where('case_id', '=', roundId)
    .executeTakeFirst();
  const checkpoints = await db.selectFrom('ledger_checkpoint').select(['size', 'day']).orderBy('size').execute();
  const cancelled = new Set(
    (
      await db.selectFrom('ballot').select('c').where('round_id', '=', roundId).where('cancelled', '=', 1).execute()
    ).map(({ c }) => c),
  );
  const found = new Map<string, { day: Day; department: string; group: string; c: string[] }>();
  const days = new Set<Day>();
  const ours = `"p":${JSON.stringify(roundId)}`;
  let at = 0;
  for await (const { index, entry } of readEntries(db, first?.idx ?? 0, first === undefined ? 0 : await logSize(db))) {
    if (!entry.includes('"t":"ballot"') || !entry.includes(ours)) continue;
    const { t, c, d, g } = JSON.parse(entry) as BallotEntry;
    while ((checkpoints[at]?.size ?? Number.POSITIVE_INFINITY) <= index) at += 1;
    const day = checkpoints[at]?.day;
    if (t !== 'ballot' || day === undefined) continue;
    days.add(day);
    if (cancelled.has(c)) continue;
    const key = `${day} ${d} ${g}`;
    const of = found.get(key) ?? { day, department: d, group: g, c: [] };
    of.c.push(c);
    found.set(key, of);
  }
  return { days: [...days], ballots: [...found.values()] };
}
