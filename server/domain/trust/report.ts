/** What a verification says: how much was looked at, what was found wrong, and what it cannot show. Data only; the words are elsewhere. */

import type { CaseFacts } from '../counting.ts';
import type { Day } from '../day.ts';
import type { Basis } from '../vocabulary.ts';
import type { RoundSeen } from './check-rounds.ts';
import type { Finding, FindingKind } from './findings.ts';
import type { SampleTotals } from './sample-checks.ts';
import type { CheckTotals } from './supervisor-checks.ts';

/** How many of each were looked at. */
export interface Checked {
  entries: number;
  tiles: number;
  /** Cases and the entries that tell of them. */
  cases: number;
  acts: number;
  /** Records beside the cases, the entries that tell of them, and marks of citizens. */
  records: number;
  recordActs: number;
  marks: number;
  ratings: number;
  openings: number;
  texts: number;
  /** Files bound by the newest publication. */
  files: number;
  publications: number;
  samples: SampleTotals;
  /** Of rounds: codes used, ballots, openings. */
  redeemed: number;
  ballots: number;
}

/** What is honest to say beside it: each is allowed, and each is something that the reader should know. */
export interface Plainly extends CheckTotals {
  /** Ratings in the log that wait for nine others of their cell. */
  waitingRatings: number;
  appeals: number;
  /** Closed cases by the word on which they closed. */
  closings: Record<Basis, number>;
  explained: number;
  /** Answers that the server could have read. */
  seenAnswers: number;
  /** Of the cases closed on an independent check, those whose check carries the checker's good signature. */
  signedClosings: number;
  erasures: number;
  /** Times that staff opened an unredacted text, or a contact. */
  textsOpened: number;
  contactsOpened: number;
  /** Scripts of the newest release that were held against the ones served, and those that were not there to be. */
  scripts: number;
  scriptsAbsent: number;
}

/** A witness that was asked for. `time` is POSIX seconds; nothing without a good signature. */
export interface WitnessSeen {
  name: string;
  time: number | null;
}

export interface Report {
  origin: string;
  size: number;
  /** Standard base64. */
  root: string;
  city: string;
  /** The log that this one continues after a loss; null for most. */
  continues: { origin: string; size: number } | null;
  publication: { n: number; day: Day; year: number } | null;
  /** Where the log's key came from: given by the reader, or only from the log itself. */
  keyFrom: 'reader' | 'log';
  key: string;
  witnesses: readonly WitnessSeen[];
  /** Signatures on the checkpoint by keys that nobody gave. */
  otherSignatures: number;
  /** The older checkpoint that was held against it. */
  since: { size: number; signed: boolean } | null;
  checked: Checked;
  plainly: Plainly;
  /** Rounds whose plan is frozen, sorted by id. */
  rounds: readonly RoundSeen[];
  findings: readonly Finding[];
  /** All findings by kind; only the first of each are listed. */
  counts: Partial<Record<FindingKind, number>>;
  ok: boolean;
}

/** Closed cases by the word on which they closed, and those that were explained. */
export function closingsByBasis(facts: readonly CaseFacts[]): Pick<Plainly, 'closings' | 'explained'> {
  const closings = { citizen: 0, independent: 0, office: 0 };
  let explained = 0;
  for (const { state, result, basis } of facts) {
    if (state !== 'closed') continue;
    if (result === 'D') explained += 1;
    else if (basis !== null) closings[basis] += 1;
  }
  return { closings, explained };
}
