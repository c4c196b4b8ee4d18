/** Ballots cast on phones: handed in closed, opened, taken back. Rows are keyed by their commitments; nothing says when they came or which belong together. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Day } from '../server/domain/day.ts';
import { type BallotEntry, lockOf, type Marks, marksCommitment } from '../server/domain/trust/ballot.ts';
import { canonicalJson } from '../server/domain/trust/canonical.ts';
import { nativeSha256 } from './native-hash.ts';
import { databaseKind } from './open.ts';
import type { BallotTable, Database } from './tables.ts';
import { waitForLog } from './vote-waiting.ts';

type Trx = Transaction<Database>;

/** What a receipt promises. */
export interface Promised {
  /** Leaf of the entry, base64url. */
  leaf: string;
  /** The last day by which it is in the log. */
  includeBy: Day;
}

/** Where a ballot stands, as far as its voter needs to know. */
type Found = Pick<BallotTable, 'c' | 'z' | 'salt'> & { cancelled: 0 | 1 };

const inOrder = <Row extends { c: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => (a.c < b.c ? -1 : Number(a.c > b.c)));

/** The day for the receipt: as stored while the entry waits; what is in the log is in it by today. */
async function promisesOf(trx: Trx, leaves: readonly string[], today: Day): Promise<Promised[]> {
  const rows = await trx.selectFrom('vote_waiting').select(['leaf', 'due']).where('leaf', 'in', leaves).execute();
  const due = new Map(rows.map((row) => [row.leaf, row.due]));
  return leaves.map((leaf) => ({ leaf, includeBy: due.get(leaf) ?? today }));
}

/**
 * Stores ballots whose tickets were checked, and makes their entries wait for the ledger. Those that are there already are left as they are.
 * @returns a promise for each, in the order given; `taken` when another ballot has one of these commitments: the caller then undoes what was stored
 */
export async function storeBallots(
  trx: Trx,
  ballots: readonly BallotEntry[],
  today: Day,
): Promise<Promised[] | 'taken'> {
  const rows = inOrder(ballots).map(({ p, g, d, c, z, s }) => ({
    c,
    round_id: p,
    rater_group: g,
    department: d,
    z,
    ticket: s,
    salt: null,
    marks: null,
  }));
  const fresh = await trx
    .insertInto('ballot')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('c')
    .execute();
  if (fresh.length < rows.length) {
    const stored = await trx
      .selectFrom('ballot')
      .select(['c', 'round_id', 'rater_group', 'department', 'z', 'ticket'])
      .where(
        'c',
        'in',
        rows.map(({ c }) => c),
      )
      .execute();
    const known = new Map(stored.map((row) => [row.c, row]));
    for (const row of rows) {
      const same = known.get(row.c);
      const keys = ['round_id', 'rater_group', 'department', 'z', 'ticket'] as const;
      if (same === undefined || keys.some((key) => same[key] !== row[key])) return 'taken';
    }
  }
  return promisesOf(trx, await waitForLog(trx, ballots, today), today);
}

/** Ballots of a round by their commitments: looked up by these alone, because SQLite would rather read the whole round. */
async function find(trx: Trx, round: string, commitments: readonly string[]): Promise<Found[]> {
  const rows = await trx
    .selectFrom('ballot')
    .select(['c', 'round_id', 'z', 'salt', 'cancelled'])
    .where('c', 'in', commitments)
    .execute();
  return rows.filter(({ round_id }) => round_id === round);
}

/** What a voter shows of a ballot. */
export interface GivenOpening {
  c: string;
  salt: string;
  o: Marks;
}

/**
 * Keeps what ballots say.
 * @returns `wrong` when one of them is not there or its commitment says something else, `cancelled` when one was taken back; then nothing is kept
 */
export async function openBallots(
  trx: Trx,
  round: string,
  openings: readonly GivenOpening[],
): Promise<'opened' | 'wrong' | 'cancelled'> {
  const known = new Map(
    (
      await find(
        trx,
        round,
        openings.map(({ c }) => c),
      )
    ).map((row) => [row.c, row]),
  );
  if (openings.some(({ c, salt, o }) => !known.has(c) || marksCommitment(nativeSha256, o, salt) !== c)) return 'wrong';
  if ([...known.values()].some(({ cancelled }) => cancelled === 1)) return 'cancelled';
  for (const { c, salt, o } of inOrder(openings))
    if (known.get(c)?.salt === null)
      await trx
        .updateTable('ballot')
        .set({ salt, marks: canonicalJson({ r: o.r, x: o.x }) })
        .where('c', '=', c)
        .execute();
  return 'opened';
}

/**
 * Takes a ballot back for its voter, who alone has the key `w` of its lock: it does not count, and what it said is forgotten.
 * @returns a promise for the entry that says so; `wrong-key` when the key opens no lock of this ballot, or there is no such ballot
 */
export async function cancelBallot(
  trx: Trx,
  { round, c, w }: { round: string; c: string; w: string },
  today: Day,
): Promise<Promised | 'wrong-key'> {
  const [ballot] = await find(trx, round, [c]);
  if (ballot === undefined || lockOf(nativeSha256, w) !== ballot.z) return 'wrong-key';
  await trx.updateTable('ballot').set({ cancelled: 1, salt: null, marks: null }).where('c', '=', c).execute();
  const [promised] = await promisesOf(trx, await waitForLog(trx, [{ t: 'cancel', p: round, c, w }], today), today);
  return promised ?? 'wrong-key';
}

/** Where a round stands and under which hash its plan was frozen; nothing when there is none. */
export const findRoundStanding = (
  db: Kysely<Database>,
  round: string,
): Promise<{ state: string; rules_hash: string | null; plan: string } | undefined> =>
  db
    .selectFrom('record')
    .innerJoin('round_plan', 'round_plan.round_id', 'record.id')
    .select(['record.state', 'round_plan.rules_hash', 'round_plan.plan'])
    .where('record.id', '=', round)
    .where('record.kind', '=', 'round')
    .executeTakeFirst();

/** Rounds in one of these states, with the days of their plans. */
export const listRoundsIn = (
  db: Kysely<Database>,
  states: readonly string[],
): Promise<{ id: string; seq: number; state: string; plan: string }[]> =>
  db
    .selectFrom('record')
    .innerJoin('round_plan', 'round_plan.round_id', 'record.id')
    .select(['record.id', 'record.seq', 'record.state', 'round_plan.plan'])
    .where('record.kind', '=', 'round')
    .where('record.state', 'in', states)
    .orderBy('record.id')
    .execute();

/**
 * Writes the tables that voters write to anew, sorted by their keys: the order in which rows came shows in no page of the database any more. Nobody can
 * write meanwhile.
 */
export async function forgetOrderOfVotes(db: Kysely<Database>): Promise<void> {
  if (databaseKind(db) === 'sqlite') {
    await sql`vacuum`.execute(db);
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
    return;
  }
  for (const table of ['ballot', 'issuer_line', 'vote_waiting'])
    await sql`cluster ${sql.table(table)} using ${sql.id(`${table}_pkey`)}`.execute(db);
}
