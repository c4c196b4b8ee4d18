/**
 * Rounds (评议活动) while the log is read: which codes were used, which ballots handed in and taken back, and which papers counted when a result was
 * published. What the files say of all this is asked afterwards (check-rounds.ts).
 */

import type { TicketKey } from '../round/issuer.ts';
import type { BallotChannel, ExclusionRule } from '../vocabulary.ts';
import { type BallotEntry, type CancelEntry, lockOf, type RedeemEntry, ticketMessage } from './ballot.ts';
import { type Canonical, canonicalJson, textIn } from './canonical.ts';
import type { About, Findings } from './findings.ts';
import type { TreeHash } from './hash.ts';
import { type Mirror, readJson } from './mirror.ts';
import type { RecordEntry } from './record-entry.ts';
import type {
  BatchCounts,
  BatchRows,
  ExcludedRows,
  FrozenFiles,
  RoundCounts,
  RoundResultsBound,
} from './round-entry.ts';
import { roundPath } from './round-files.ts';
import { type CheckTickets, newTicketQueue } from './tickets.ts';

/** A ballot in the log. */
export interface LoggedBallot {
  g: string;
  d: string;
  z: string;
  isCancelled: boolean;
}

/** A 收票批次 as its acts tell of it. */
export interface LoggedBatch {
  id: string;
  round: string;
  number: string;
  state: string;
  group: string;
  channel: BallotChannel;
  counts: BatchCounts | undefined;
  rows: BatchRows | undefined;
}

/** A 剔除. */
export interface LoggedExclusion {
  id: string;
  round: string;
  number: string;
  state: string;
  rule: ExclusionRule;
  excluded: ExcludedRows | undefined;
}

/** What had been confirmed when something was counted. */
export interface Papers {
  batches: LoggedBatch[];
  exclusions: LoggedExclusion[];
}

/** A result as it was published. */
export interface LoggedResult extends Papers {
  about: About;
  index: number;
  bound: RoundResultsBound;
}

/** A round as the log tells of it. */
export interface LoggedRound {
  id: string;
  number: string;
  state: string;
  frozen: FrozenFiles | undefined;
  openedAt: number | undefined;
  closedAt: number | undefined;
  /** Roster of each code that was used, by its redemption. */
  redeemed: Map<string, string>;
  ballots: Map<string, LoggedBallot>;
  /** What took ballots back, until it is known which. */
  cancels: { index: number; c: string; w: string }[];
  cancelled: number;
  result: LoggedResult | undefined;
}

const isConfirmed = ({ state }: { state: string }): boolean => state === 'confirmed';

/** @param check checks the tickets of ballots */
export function newRoundReplay(
  { mirror, hash, findings }: { mirror: Mirror; hash: TreeHash; findings: Findings },
  check: CheckTickets,
) {
  const rounds = new Map<string, LoggedRound>();
  const batches = new Map<string, LoggedBatch>();
  const exclusions = new Map<string, LoggedExclusion>();
  const keys = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const tickets = newTicketQueue(check);
  const totals = { redeemed: 0, ballots: 0, cancelled: 0 };

  const papersOf = (round: string): Papers => ({
    batches: [...batches.values()].filter((one) => one.round === round && isConfirmed(one)).map((one) => ({ ...one })),
    exclusions: [...exclusions.values()]
      .filter((one) => one.round === round && isConfirmed(one))
      .map((one) => ({ ...one })),
  });

  /** Moduli of a round's keys by group and department, as they are served; whether these are the ones that were frozen is asked later. */
  const keysOf = (round: string): Promise<ReadonlyMap<string, string>> => {
    const known =
      keys.get(round) ??
      readJson(mirror, roundPath(round, 'keys.json')).then((list) => {
        const rows = Array.isArray(list) ? (list as Partial<TicketKey>[]) : [];
        return new Map(rows.map((row) => [`${row?.group}/${row?.department}`, String(row?.n)]));
      });
    keys.set(round, known);
    return known;
  };

  /** The round that an entry belongs to, while it takes votes. */
  function voting(index: number, { t, p }: RedeemEntry | BallotEntry | CancelEntry): LoggedRound | undefined {
    const round = rounds.get(p);
    if (round?.state === 'open') return round;
    findings.add('vote-outside', { index, record: round?.number ?? p, what: t });
    return undefined;
  }

  function takeRound(index: number, { id, act, to, no, g = {} }: RecordEntry): void {
    const round = rounds.get(id) ?? {
      id,
      number: '',
      state: '',
      frozen: undefined,
      openedAt: undefined,
      closedAt: undefined,
      cancelled: 0,
      cancels: [],
      redeemed: new Map<string, string>(),
      ballots: new Map<string, LoggedBallot>(),
      result: undefined,
    };
    rounds.set(id, round);
    round.number ||= no ?? '';
    round.state = to;
    const about = { index, record: round.number, act: `round.${act}` };
    if (act === 'freeze') {
      round.frozen = g['frozenRound'] as unknown as FrozenFiles;
      if (round.frozen === undefined) findings.add('round-file', { ...about, what: 'frozenRound' });
    }
    if (act === 'open') round.openedAt = index;
    if (act === 'close') {
      round.closedAt = index;
      settleCancels(round);
    }
    if (act === 'review' || act === 'conclude') compareCounts(about, round, g['roundCounts']);
    if (act === 'publish' || act === 'correct') {
      const bound = g['roundResults'] as unknown as RoundResultsBound | undefined;
      if (bound === undefined) findings.add('round-file', { ...about, what: 'roundResults' });
      round.result = bound && { about, index, bound, ...papersOf(id) };
    }
  }

  /** Only the voter has the key of a ballot's lock. */
  function settleCancels(round: LoggedRound): void {
    for (const { index, c, w } of round.cancels) {
      const ballot = round.ballots.get(c);
      if (ballot === undefined || ballot.isCancelled || lockOf(hash, w) !== ballot.z) {
        findings.add('cancel-false', { index, record: round.number });
        continue;
      }
      ballot.isCancelled = true;
      round.cancelled += 1;
    }
    round.cancels = [];
  }

  /** What an act says that came in is what the log has. */
  function compareCounts(about: About, round: LoggedRound, said: unknown): void {
    const papers = papersOf(round.id);
    const sum = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
    const counted: RoundCounts = {
      redeemed: round.redeemed.size,
      ballots: round.ballots.size,
      cancelled: round.cancelled,
      batches: papers.batches.length,
      rows: sum(papers.batches.map(({ rows }) => rows?.count ?? 0)),
      excluded: {
        ballots: sum(papers.exclusions.map(({ excluded }) => excluded?.ballots ?? 0)),
        rows: sum(papers.exclusions.map(({ excluded }) => excluded?.targets.length ?? 0)),
      },
    };
    const recounted = canonicalJson(counted as unknown as Canonical);
    const published = said === undefined ? '' : canonicalJson(said as Canonical);
    if (published !== recounted) findings.add('round-counts', { ...about, published, recounted });
  }

  function takeBatch({ id, to, no, g = {} }: RecordEntry): void {
    const before = batches.get(id);
    batches.set(id, {
      id,
      round: before?.round ?? textIn(g['round']),
      number: before?.number ?? no ?? id,
      state: to,
      group: before?.group ?? textIn(g['raterGroup']),
      channel: before?.channel ?? (textIn(g['ballotChannel']) as BallotChannel),
      counts: (g['batchCounts'] as unknown as BatchCounts | undefined) ?? before?.counts,
      rows: (g['batchRows'] as unknown as BatchRows | undefined) ?? before?.rows,
    });
  }

  function takeExclusion({ id, to, no, g = {} }: RecordEntry): void {
    const before = exclusions.get(id);
    exclusions.set(id, {
      id,
      round: before?.round ?? textIn(g['round']),
      number: no ?? before?.number ?? id,
      state: to,
      rule: before?.rule ?? (textIn(g['exclusionRule']) as ExclusionRule),
      excluded: (g['excluded'] as unknown as ExcludedRows | undefined) ?? before?.excluded,
    });
  }

  return {
    rounds: rounds as ReadonlyMap<string, LoggedRound>,
    totals: totals as Readonly<typeof totals>,
    papersOf,

    takeRecord(index: number, entry: RecordEntry): void {
      try {
        if (entry.kind === 'round') takeRound(index, entry);
        if (entry.kind === 'batch') takeBatch(entry);
        if (entry.kind === 'exclusion') takeExclusion(entry);
      } catch (error) {
        // What the server worked out may have any form in a log that somebody made up.
        if (!(error instanceof TypeError)) throw error;
        findings.add('round-malformed', { index, record: entry.no ?? entry.id, act: `${entry.kind}.${entry.act}` });
      }
    },

    redeem(index: number, entry: RedeemEntry): void {
      totals.redeemed += 1;
      const round = voting(index, entry);
      if (round === undefined) return;
      if (round.redeemed.has(entry.r)) findings.add('redeem-repeated', { index, record: round.number });
      round.redeemed.set(entry.r, entry.g);
    },

    async ballot(index: number, entry: BallotEntry): Promise<void> {
      totals.ballots += 1;
      const round = voting(index, entry);
      if (round === undefined) return;
      const { g, d, c, z, s } = entry;
      if (round.ballots.has(c)) return findings.add('ballot-repeated', { index, record: round.number });
      round.ballots.set(c, { g, d, z, isCancelled: false });
      const n = (await keysOf(round.id)).get(`${g}/${d}`);
      if (n === undefined) return findings.add('ticket-false', { index, record: round.number, what: `${g}/${d}` });
      await tickets.add(`${index} ${round.number}`, { n, message: ticketMessage(entry), signature: s });
    },

    /** Ballots and what takes them back come in any order; which ballot it is, is asked when voting is over. */
    cancel(index: number, entry: CancelEntry): void {
      totals.cancelled += 1;
      const round = voting(index, entry);
      if (round === undefined) return;
      round.cancels.push({ index, c: entry.c, w: entry.w });
    },

    /** What can only be said when everything is in. */
    async finish(): Promise<void> {
      for (const round of rounds.values()) settleCancels(round);
      for (const name of await tickets.finish()) {
        const [index = '', number = ''] = name.split(' ');
        findings.add('ticket-false', { index: Number(index), record: number });
      }
    },
  };
}

export type RoundReplay = ReturnType<typeof newRoundReplay>;
