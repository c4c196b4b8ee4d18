/** The entries of the ledger (docs/ledger.md §2): what each type holds, and how an act of the workflow becomes one. */

import { sha256 } from '@noble/hashes/sha2.js';
import type { CaseEvent } from '../advance.ts';
import type { CaseFile, Clock, State } from '../case-file.ts';
import type { Day } from '../day.ts';
import { type FieldName, type FieldValues, isWords } from '../fields.ts';
import type { Locks } from '../receipt.ts';
import { redact } from '../redaction.ts';
import type { Role } from '../roles.ts';
import type { Basis, Channel, OpinionKind, VerdictReason } from '../vocabulary.ts';
import { type ActName, actOf, type LedgerEntry } from '../workflow.ts';
import type { Canonical } from './canonical.ts';
import type { BallotEntry, CancelEntry, RedeemEntry } from './ballot.ts';
import { toBase64Url, utf8ToBytes } from './encoding.ts';
import type { MarkEntry, RecordEntry } from './record-entry.ts';

/** Entry 0: which log this is. `prev` names the log that it continues after a loss. */
export interface MetaEntry {
  t: 'meta';
  v: 1;
  origin: string;
  hash: 'sha256';
  keys: string[];
  city: string;
  prev?: { origin: string; size: number; root: string };
}
/** Calendar and deadline policy from now on: SHA-256 of `/open/rules/<n>.json`. */
export interface RulesEntry {
  t: 'rules';
  n: number;
  h: string;
}
/** The scripts that browsers get. */
export interface ReleaseEntry {
  t: 'release';
  /** 1, 2, 3 …; scripts that are put back are told of again. */
  n?: number;
  commit: string;
  files: Record<string, string>;
}
/** Why a rating is counted apart. */
export type RatingFlag = Exclude<VerdictReason, 'proof' | 'turnstile'>;
/** One 公众日常评价. */
export interface RatingEntry {
  t: 'rating';
  d: string;
  y: number;
  /** Commitment of `{r: level}`. */
  c: string;
  /** Commitment of `{items, tags}`. */
  e: string;
  /** 不了解. */
  u?: true;
  f?: RatingFlag;
}
/** Name of a cell of ratings in an `open` entry: a department and a 评议年度, those counted apart being a cell of their own. */
export const openCell = (department: string, year: number, isApart: boolean): string =>
  `${department}/${year}${isApart ? '/f' : ''}`;
/** Ratings opened together, by cell (`<d>/<y>`, with `/f` for those counted apart). */
export interface OpenEntry {
  t: 'open';
  day: Day;
  cells: Record<string, number>;
}
/** A rating that is counted apart from now on, on the request of a department (申诉). */
export interface FlagEntry {
  t: 'flag';
  day: Day;
  /** `c` of the rating. */
  target: string;
  rule: 'appeal';
  a: string;
  w: { reason: string };
}
/** An 意见 came in. */
export interface NewCaseEntry {
  t: 'case.new';
  id: string;
  n: 1;
  act: 'submit';
  to: 'received';
  by: Role;
  a?: string;
  /** First day of the receipt week. */
  w: Day;
  ch: Channel;
  k: OpinionKind;
  /** Department that the author named. */
  d?: string;
  /** Commitment of `{text}`: the redacted text as its author saw it. */
  c: string;
  y: string[];
  x: string[];
  /** The receipt code passed through the server. */
  s?: true;
}
/** An act of the workflow on a case. */
export interface ActEntry {
  t: Exclude<LedgerEntry, 'none' | 'case.new'>;
  id: string;
  n: number;
  act: ActName;
  to: State;
  day: Day;
  by: Role;
  /** Pseudonym of the account. */
  a?: string;
  /** Department of the actor. */
  d?: string;
  /** Version of the rules. */
  v: number;
  g?: Record<string, Canonical>;
  w?: Record<string, string>;
  due?: Partial<Record<Clock, Day>>;
  /** 案件编号, given with 受理. */
  no?: string;
  basis?: Basis;
  reach?: true;
}
/** How often staff opened what is not public. */
export interface AccessEntry {
  t: 'access';
  w: Day;
  texts: number;
  contacts: number;
  h: string;
}
/** What was published, byte for byte. */
export interface PublishEntry {
  t: 'publish';
  n: number;
  day: Day;
  files: Record<string, string>;
}

export type CaseEntry = NewCaseEntry | ActEntry;
export type Entry =
  | MetaEntry
  | RulesEntry
  | ReleaseEntry
  | RatingEntry
  | OpenEntry
  | FlagEntry
  | CaseEntry
  | RecordEntry
  | MarkEntry
  | RedeemEntry
  | BallotEntry
  | CancelEntry
  | AccessEntry
  | PublishEntry;

/** Whether an entry tells of a case. */
export const isCaseEntry = (entry: Entry): entry is CaseEntry => 'act' in entry && entry.t !== 'record';

/** An entry as the canonical value that is written. */
export const asCanonical = (entry: Entry): Canonical => entry as unknown as Canonical;

/** Stands for an account in the ledger; the id behind it is random and stays inside. */
export const pseudonym = (accountId: string): string =>
  toBase64Url(sha256(utf8ToBytes(`wmpy-actor/1\n${accountId}`))).slice(0, 12);

/** Text as the ledger holds it: well-formed and in NFC. */
export const inLedgerForm = (text: string): string => text.toWellFormed().normalize('NFC');

/** Words as canonical JSON holds them. */
export const canonicalWords = (value: unknown): Canonical => {
  if (typeof value === 'string') return inLedgerForm(value);
  if (Array.isArray(value)) return value.map(canonicalWords);
  return Object.fromEntries(
    Object.entries(value as Record<string, unknown>).map(([key, part]) => [key, canonicalWords(part)]),
  );
};

/** Words for the public; they are committed to as they are published, with personal data covered. */
export const publishedFields = [
  'outcome',
  'explanation',
  'nextStep',
  'legalBasis',
  'ruling',
] as const satisfies FieldName[];

/** The words that an act was given, as commitments hold them, by field. Evidence is added by whoever knows the files. */
export function committedWords(given: FieldValues): Record<string, Canonical> {
  const words: Record<string, Canonical> = {};
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    if (value === undefined || !isWords(name)) continue;
    const isPublished = (publishedFields as readonly string[]).includes(name);
    words[name] = canonicalWords(isPublished ? redact(value as string).text : value);
  }
  return words;
}

/** How an event is told in the ledger: a clue looks like any 意见 that is out of scope. */
function told({ act, to, given }: CaseEvent): { act: ActName; to: State; given: FieldValues } {
  return act === 'seal' ? { act: 'file', to: 'filed', given: { ...given, exit: 'OUT_OF_SCOPE' } } : { act, to, given };
}

/** Clocks that an event set or moved, with their new last days. */
function clocksSet(before: CaseFile, { change }: CaseEvent): Partial<Record<Clock, Day>> {
  const set: Partial<Record<Clock, Day>> = {};
  for (const [clock, { due }] of Object.entries(change.clocks ?? {}) as [Clock, { due: Day }][]) {
    if (before.clocks[clock]?.due !== due) set[clock] = due;
  }
  return set;
}

/** What an entry needs to know beside the event. */
export interface ActContext {
  /** The case before the event. */
  before: CaseFile;
  /** Version of the rules under which it was done. */
  rules: number;
  /** Commitments over the words, by field. */
  words: Readonly<Record<string, string>>;
  /** `seq` of the case that `target` names. */
  targetSeq?: number | undefined;
  /** An author could be reached; asked at `close`. */
  reachable?: boolean | undefined;
}

/** The entry of an act; nothing for what stays out of the ledger. Not for `submit`, whose entry is made from the opinion. */
export function actEntry(event: CaseEvent, context: ActContext): ActEntry | undefined {
  const type = actOf(event.act).ledger;
  if (type === 'none' || type === 'case.new') return undefined;
  const { act, to, given } = told(event);
  const { before, rules, words, targetSeq, reachable } = context;
  const g: Record<string, Canonical> = {};
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    if (value === undefined || isWords(name)) continue;
    g[name] = name === 'evidence' ? (value as string[]).length : (value as Canonical);
  }
  if (targetSeq !== undefined) g['targetSeq'] = targetSeq;
  const due = clocksSet(before, event);
  const { account, department, role } = event.actor;
  const { number, basis } = event.change;
  return {
    t: type,
    id: event.caseId,
    n: event.seq,
    act,
    to,
    day: event.day,
    by: role,
    v: rules,
    ...(account !== undefined && { a: pseudonym(account) }),
    ...(department !== undefined && { d: department }),
    ...(Object.keys(g).length > 0 && { g }),
    ...(Object.keys(words).length > 0 && { w: { ...words } }),
    ...(Object.keys(due).length > 0 && { due }),
    ...(number && { no: number }),
    ...(basis && { basis }),
    ...(event.act === 'close' && reachable === true && { reach: true as const }),
  };
}

/** The entry with which a case begins. */
export function newCaseEntry(
  event: CaseEvent,
  given: {
    week: Day;
    channel: Channel;
    kind: OpinionKind;
    named: string | null;
    commitment: string;
    locks: Locks;
    codeSeen: boolean;
  },
): NewCaseEntry {
  const { account, role } = event.actor;
  return {
    t: 'case.new',
    id: event.caseId,
    n: 1,
    act: 'submit',
    to: 'received',
    by: role,
    ...(account !== undefined && { a: pseudonym(account) }),
    w: given.week,
    ch: given.channel,
    k: given.kind,
    ...(given.named !== null && { d: given.named }),
    c: given.commitment,
    y: [...given.locks.yes],
    x: [...given.locks.no],
    ...(given.codeSeen && { s: true as const }),
  };
}
