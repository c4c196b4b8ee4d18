/** What acts on a 评议活动 and on its papers bind in the ledger: the values of their derived fields. */

import type { VoidReason } from '../vocabulary.ts';

/** `frozenRound`: SHA-256 (base64url) of the bytes of `rules.json`, `reports.json`, `keys.json` and `roster.json`. */
export interface FrozenFiles {
  rules: string;
  reports: string;
  keys: string;
  roster: string;
}

/** `batchCounts`: papers handed out, come back, void by reason, valid; and the rows that the valid ones make. */
export interface BatchCounts {
  issued: number;
  returned: number;
  void: Partial<Record<VoidReason, number>>;
  valid: number;
  rows: number;
}

/** `batchRows`: how many rows, `rowsHash` of their commitments, and SHA-256 of the file that says which department each is about. */
export interface BatchRows {
  count: number;
  hash: string;
  file: string;
}

/** `excluded`: rows by their commitments, and how many written ballots they are. */
export interface ExcludedRows {
  ballots: number;
  rows: number;
  targets: string[];
}

/** `roundCounts`: what came in. `rows` are those of confirmed batches. */
export interface RoundCounts {
  redeemed: number;
  ballots: number;
  cancelled: number;
  batches: number;
  rows: number;
  excluded: { ballots: number; rows: number };
}

/** `roundResults`: SHA-256 of `results.json` and of the openings of each department. */
export interface RoundResultsBound {
  results: string;
  openings: Record<string, string>;
  /** Lines of all openings. */
  opened: number;
  /** Ballots in cells too small to be opened. */
  hidden: number;
  /** Number of the publication that the inputs of 年度得分 come from, and the results of 日常评议 by round. */
  publication?: number;
  regular?: Record<string, string>;
}
