/**
 * Enters what waits: which entries are due, and in which order they are appended. Ordering is a leak: what citizens sent goes in sorted by its
 * leaf, which is as good as random; entries of one case go in the order of its history, and across cases the order says nothing.
 */

import type { Transaction } from 'kysely';
import { appendEntries, knownLeaves } from '../../db/ledger-log.ts';
import {
  countPending,
  type PendingRow,
  pendingNewCases,
  pendingRatings,
  pendingSteps,
  pendingWithoutCase,
  removePending,
} from '../../db/ledger-pending.ts';
import { loggedSeqOf, raiseLoggedSeq } from '../../db/logged-cases.ts';
import { hasPendingMarks, loggedSeqOfRecords, pendingMarks, raiseLoggedSeqOfRecords } from '../../db/logged-records.ts';
import { dropRepeatedRatings } from '../../db/rating-steps.ts';
import { showRoundFiles } from '../../db/round-files.ts';
import type { Database, VoteWaitingTable } from '../../db/tables.ts';
import {
  hasVotesWaiting,
  isPaperOfRoundPending,
  removeVotes,
  roundsWaiting,
  votesWaiting,
} from '../../db/vote-waiting.ts';
import type { Day } from '../domain/day.ts';
import type { ActEntry, RulesEntry } from '../domain/trust/entries.ts';
import type { RecordEntry } from '../domain/trust/record-entry.ts';

/** Ratings wait for each other, and so do votes of a round: with fewer than this no day is told. */
const atOnceLeast = 50;
/** Entries that are in memory at once. */
const entriesAtOnce = 1000;

export interface EnterOptions {
  today: Day;
  /** Whatever the days say: in the demonstration and in tests. */
  all: boolean;
  /** Ratings were entered today already. */
  ratingsToday: boolean;
  /** Rounds of which votes were entered today already. */
  votesToday: ReadonlySet<string>;
}

export interface Entered {
  entries: number;
  ratings: number;
  /** Cases of which something was entered; and records. */
  cases: Set<string>;
  records: Set<string>;
  /** Rounds of which votes were entered. */
  rounds: Set<string>;
  /** The tree afterwards; nothing when nothing was entered. */
  tree: { size: number; root: Uint8Array } | undefined;
}

/** Enters what is due. The caller holds the lock of the log, and signs. */
export async function enterWaiting(trx: Transaction<Database>, options: EnterOptions): Promise<Entered> {
  const entered: Entered = {
    entries: 0,
    ratings: 0,
    cases: new Set(),
    records: new Set(),
    rounds: new Set(),
    tree: undefined,
  };
  const append = (rows: readonly PendingRow[]): Promise<void> => appendRows(trx, rows, entered);
  const until = options.all ? undefined : options.today;

  await append((await pendingWithoutCase(trx)).sort(rulesFirst));
  for (;;) {
    const rows = await pendingNewCases(trx, until, entriesAtOnce);
    if (rows.length === 0) break;
    await append(rows);
  }
  if (await areRatingsDue(trx, options)) {
    for (;;) {
      const rows = await pendingRatings(trx, entriesAtOnce);
      if (rows.length === 0) break;
      // Sent again after it had been opened: it is in the log, and nothing more happens.
      const repeated = await knownLeaves(
        trx,
        rows.map(({ leaf }) => leaf),
      );
      await append(rows.filter(({ leaf }) => !repeated.has(leaf)));
      await dropRepeatedRatings(trx, [...repeated]);
      await removePending(trx, [...repeated]);
      entered.ratings += rows.length - repeated.size;
    }
  }
  // Once more as long as something moved: a merging waits for the case that it names, the end of a round for its votes.
  let before = -1;
  while (before !== entered.entries) {
    before = entered.entries;
    await enterSteps(trx, until, append);
    await append(await pendingMarks(trx, until, entriesAtOnce));
    await enterVotes(trx, options, entered);
  }
  if (entered.records.size > 0) await showRoundFiles(trx, entered.records);
  return entered;
}

async function areRatingsDue(trx: Transaction<Database>, options: EnterOptions): Promise<boolean> {
  if (options.all) return true;
  const [oldest] = await pendingRatings(trx, 1, options.today);
  if (oldest !== undefined) return true;
  return !options.ratingsToday && (await countPending(trx)).rating >= atOnceLeast;
}

/**
 * Votes of rounds. Ballots go in once a day when enough wait, at the latest on their day; used codes only when many wait, or at the end: the inviter knows
 * whose codes they are, and a few that came into the log with a few ballots would tell whose ballots those are.
 */
async function enterVotes(trx: Transaction<Database>, options: EnterOptions, entered: Entered): Promise<void> {
  for (const { round, codes, ballots, due, isOver } of await roundsWaiting(trx)) {
    const isNow = options.all || isOver;
    const isToday = !options.votesToday.has(round);
    const areCodesDue = isNow || (isToday && codes >= atOnceLeast);
    const areBallotsDue = isNow || (due !== null && due <= options.today) || (isToday && ballots >= atOnceLeast);
    const kinds: VoteWaitingTable['kind'][] = [
      ...(areCodesDue ? (['redeem'] as const) : []),
      ...(areBallotsDue ? (['ballot', 'cancel'] as const) : []),
    ];
    if (kinds.length === 0) continue;
    for (;;) {
      const rows = await votesWaiting(trx, round, kinds, entriesAtOnce);
      if (rows.length === 0) break;
      // Handed in again in the moment in which it was entered.
      const repeated = await knownLeaves(
        trx,
        rows.map(({ leaf }) => leaf),
      );
      const fresh = rows.filter(({ leaf }) => !repeated.has(leaf));
      if (fresh.length > 0) entered.tree = await appendEntries(trx, fresh);
      await removeVotes(
        trx,
        rows.map(({ leaf }) => leaf),
      );
      entered.entries += fresh.length;
      entered.rounds.add(round);
    }
  }
}

/** The acts on cases and on records: of each as many as are due without a gap. */
async function enterSteps(
  trx: Transaction<Database>,
  until: Day | undefined,
  append: (rows: readonly PendingRow[]) => Promise<void>,
): Promise<void> {
  let after = '';
  for (;;) {
    const rows = await pendingSteps(trx, after, entriesAtOnce);
    if (rows.length === 0) return;
    // The last case may go on in the next chunk; one with more than a chunk of its own does not occur.
    const last = rows.at(-1)?.case_id ?? '';
    const isWhole = rows.length < entriesAtOnce || rows[0]?.case_id === last;
    const whole = isWhole ? rows : rows.filter(({ case_id }) => case_id !== last);
    after = whole.at(-1)?.case_id ?? last;
    const ids = [...new Set(whole.map(({ case_id }) => case_id ?? ''))];
    const records = await loggedSeqOfRecords(trx, ids);
    const logged = new Map([...(await loggedSeqOf(trx, ids)), ...records]);
    const due: PendingRow[] = [];
    for (const row of whole) {
      const id = row.case_id ?? '';
      if (row.seq !== (logged.get(id) ?? 0) + 1) continue;
      // A case begins with an entry of its own kind; a record with its first act.
      if (logged.get(id) === 0 && !records.has(id)) continue;
      if (until !== undefined && row.due > until) continue;
      if (!(await (records.has(id) ? isRecordReady(trx, row, logged) : isTargetLogged(trx, row, logged)))) continue;
      logged.set(id, row.seq);
      due.push(row);
    }
    await append(due);
  }
}

/** Whether the case that a merging names is in the log as far as it had come then. */
async function isTargetLogged(
  trx: Transaction<Database>,
  { entry }: PendingRow,
  logged: ReadonlyMap<string, number>,
): Promise<boolean> {
  if (!entry.includes('"targetSeq"')) return true;
  const { target = '', targetSeq = 0 } = ((JSON.parse(entry) as ActEntry).g ?? {}) as {
    target?: string;
    targetSeq?: number;
  };
  const seq = logged.get(target) ?? (await loggedSeqOf(trx, [target])).get(target) ?? 0;
  return seq >= targetSeq;
}

/** Acts of a round that count what its batches and exclusions say. */
const countingActs: readonly string[] = ['review', 'publish', 'correct', 'conclude'];

/** Whether the log tells of the cases that an act on a record names, and of all marks, votes and papers where it counts them. */
async function isRecordReady(
  trx: Transaction<Database>,
  { entry, case_id }: PendingRow,
  logged: ReadonlyMap<string, number>,
): Promise<boolean> {
  const { kind, act, g = {} } = JSON.parse(entry) as RecordEntry;
  const id = case_id ?? '';
  if (g['marksCounted'] !== undefined && (await hasPendingMarks(trx, id))) return false;
  if (kind === 'round' && act === 'close' && (await hasVotesWaiting(trx, id))) return false;
  if (kind === 'round' && countingActs.includes(act) && (await isPaperOfRoundPending(trx, id))) return false;
  const { cases = [], caseId } = g as { cases?: string[]; caseId?: string };
  const named = caseId === undefined ? cases : [...cases, caseId];
  const known = named.every((id) => logged.has(id)) ? logged : await loggedSeqOf(trx, named);
  return named.every((id) => (known.get(id) ?? 0) > 0);
}

async function appendRows(trx: Transaction<Database>, rows: readonly PendingRow[], entered: Entered): Promise<void> {
  if (rows.length === 0) return;
  const { size, root } = await appendEntries(
    trx,
    rows.map(({ entry, case_id, seq }) => ({ entry, caseId: case_id, seq })),
  );
  await removePending(
    trx,
    rows.map(({ leaf }) => leaf),
  );
  const reached = reachedBy(rows.filter((row) => !isOfRecord(row)));
  await raiseLoggedSeq(trx, reached);
  const records = reachedBy(rows.filter(isOfRecord));
  await raiseLoggedSeqOfRecords(trx, records);
  for (const id of reached.keys()) entered.cases.add(id);
  for (const id of records.keys()) entered.records.add(id);
  entered.entries += rows.length;
  entered.tree = { size, root };
}

/** In canonical JSON this stands nowhere else: quotes inside a text are escaped. */
const isOfRecord = ({ entry }: PendingRow): boolean => entry.includes('"t":"record"');

/** How far each case or record has come. */
function reachedBy(rows: readonly PendingRow[]): Map<string, number> {
  const reached = new Map<string, number>();
  for (const { case_id, seq } of rows) {
    if (case_id !== null && seq !== null) reached.set(case_id, Math.max(seq, reached.get(case_id) ?? 0));
  }
  return reached;
}

/** Rules come before what was done under them, oldest first. */
function rulesFirst(a: PendingRow, b: PendingRow): number {
  const numberOf = ({ entry }: PendingRow): number => {
    const value = JSON.parse(entry) as RulesEntry;
    return value.t === 'rules' ? value.n : Number.MAX_SAFE_INTEGER;
  };
  return numberOf(a) - numberOf(b) || (a.leaf < b.leaf ? -1 : 1);
}
