/** Used codes, ballots and cancellations of rounds that wait for the ledger. Keyed by their leaves: the table keeps no order in which they came. */

import type { Kysely, Transaction } from 'kysely';
import { type Day, mondayAfter } from '../server/domain/day.ts';
import type { BallotEntry, CancelEntry, RedeemEntry } from '../server/domain/trust/ballot.ts';
import { canonicalJson } from '../server/domain/trust/canonical.ts';
import { asCanonical } from '../server/domain/trust/entries.ts';
import { leafOf } from '../server/domain/trust/hash.ts';
import { knownLeaves } from './ledger-log.ts';
import { nativeSha256 } from './native-hash.ts';
import type { Database, VoteWaitingTable } from './tables.ts';

type Db = Kysely<Database>;

/** What a round tells the ledger while it is open. */
export type VoteEntry = RedeemEntry | BallotEntry | CancelEntry;

const rowsAtOnce = 200;

/**
 * The day by which what waits from today on is in the ledger, and which receipts name: the next Monday, so that a code and the ballots that it gave
 * share it with everything else of their week, and not with their day alone.
 */
export const votesInBy = mondayAfter;

/**
 * Makes entries wait for the ledger. Those that wait already or are in the log are passed over, so that it may be told of them again.
 * @param today of the city
 * @returns the leaf of each entry, in the order given
 */
export async function waitForLog(
  trx: Transaction<Database>,
  entries: readonly VoteEntry[],
  today: Day,
): Promise<string[]> {
  const rows = entries.map((entry): VoteWaitingTable => {
    const text = canonicalJson(asCanonical(entry));
    return { leaf: leafOf(nativeSha256, text), round_id: entry.p, kind: entry.t, due: votesInBy(today), entry: text };
  });
  const leaves = rows.map(({ leaf }) => leaf);
  const known = await knownLeaves(trx, leaves);
  const byLeaf = new Map(rows.filter(({ leaf }) => !known.has(leaf)).map((row) => [row.leaf, row]));
  // Sorted, because PostgreSQL stores rows in the order in which they come.
  const fresh = [...byLeaf.keys()].sort().map((leaf) => byLeaf.get(leaf) as VoteWaitingTable);
  for (let start = 0; start < fresh.length; start += rowsAtOnce)
    await trx
      .insertInto('vote_waiting')
      .values(fresh.slice(start, start + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return leaves;
}

/** A round of which something waits that may be entered: the ledger tells that it is open. */
export interface RoundWaiting {
  round: string;
  /** Used codes that wait, and ballots with what was taken back of them. */
  codes: number;
  ballots: number;
  /** The day by which the first ballot must be in; nothing while none waits. */
  due: Day | null;
  /** Voting has ended, and the ledger does not tell of it yet. */
  isOver: boolean;
}

export async function roundsWaiting(db: Db): Promise<RoundWaiting[]> {
  const rows = await db
    .selectFrom('vote_waiting')
    .innerJoin('record', 'record.id', 'vote_waiting.round_id')
    .innerJoin('record_event', (join) =>
      join.onRef('record_event.record_id', '=', 'record.id').onRef('record_event.seq', '=', 'record.logged_seq'),
    )
    .where('record_event.to_state', '=', 'open')
    .select((eb) => {
      const isCode = eb('vote_waiting.kind', '=', 'redeem');
      return [
        'round_id as round',
        'record.state',
        eb.fn.countAll<number>().filterWhere(isCode).as('codes'),
        eb.fn.countAll<number>().filterWhere(eb.not(isCode)).as('ballots'),
        eb.fn.min<Day | null>('vote_waiting.due').filterWhere(eb.not(isCode)).as('due'),
      ];
    })
    .groupBy(['round_id', 'record.state'])
    .orderBy('round_id')
    .execute();
  return rows.map(({ state, ...row }) => ({ ...row, isOver: state !== 'open' }));
}

/** Whether an act on a batch or an exclusion of a round waits for the ledger. */
export async function isPaperOfRoundPending(db: Db, round: string): Promise<boolean> {
  const rows = await db
    .selectFrom('ledger_pending')
    .innerJoin('record', 'record.id', 'ledger_pending.case_id')
    .select('record.body')
    .distinct()
    .where('record.kind', 'in', ['batch', 'exclusion'])
    .where('ledger_pending.seq', 'is not', null)
    .execute();
  return rows.some(({ body }) => (JSON.parse(body) as { round?: string }).round === round);
}

/** Whether something of a round waits. */
export const hasVotesWaiting = async (db: Db, round: string): Promise<boolean> =>
  (await db.selectFrom('vote_waiting').select('leaf').where('round_id', '=', round).limit(1).executeTakeFirst()) !==
  undefined;

/** Entries of some kinds of a round that wait, sorted by leaf. */
export const votesWaiting = (
  db: Db,
  round: string,
  kinds: readonly VoteWaitingTable['kind'][],
  limit: number,
): Promise<VoteWaitingTable[]> =>
  db
    .selectFrom('vote_waiting')
    .selectAll()
    .where('round_id', '=', round)
    .where('kind', 'in', kinds)
    .orderBy('leaf')
    .limit(limit)
    .execute();

/** Entries that are in the log now wait no longer. */
export async function removeVotes(trx: Transaction<Database>, leaves: readonly string[]): Promise<void> {
  for (let start = 0; start < leaves.length; start += rowsAtOnce)
    await trx
      .deleteFrom('vote_waiting')
      .where('leaf', 'in', leaves.slice(start, start + rowsAtOnce))
      .execute();
}
