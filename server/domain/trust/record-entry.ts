/** Entries of the ledger about records beside the cases, and about the marks that citizens give a 公开承诺. */

import { sha256 } from '@noble/hashes/sha2.js';
import type { RecordEvent } from '../advance-record.ts';
import type { Day } from '../day.ts';
import { type FieldName, type FieldValues, fields, isWords, type Measure } from '../fields.ts';
import { type RecordKind, recordKindOf } from '../records.ts';
import { redact } from '../redaction.ts';
import type { Role } from '../roles.ts';
import type { Mark } from '../vocabulary.ts';
import { type Canonical, canonicalJson } from './canonical.ts';
import { toBase64Url, utf8ToBytes } from './encoding.ts';
import { canonicalWords, pseudonym } from './entries.ts';

/** An act on a record (server/domain/records.ts). */
export interface RecordEntry {
  t: 'record';
  kind: RecordKind;
  id: string;
  /** 1, 2, 3 … within the record. */
  n: number;
  act: string;
  to: string;
  day: Day;
  by: Role;
  /** Pseudonym of the account. */
  a?: string;
  /** Department of the actor. */
  d?: string;
  /** 文号, with the act that gives it. */
  no?: string;
  g?: Record<string, Canonical>;
  w?: Record<string, string>;
}

/** What a citizen says of a 公开承诺 at its end. */
export interface MarkEntry {
  t: 'mark';
  /** Id of the record. */
  p: string;
  /** Stands for the phone, for this one 公开承诺 only: see {@link markNullifier}. */
  k: string;
  m: Mark;
  /** Sent without proof that a person sends it: counted apart. */
  f?: true;
}

/** @param words commitments over the words, by field */
export function recordEntry(event: RecordEvent, words: Readonly<Record<string, string>>): RecordEntry {
  const { account, department, role } = event.actor;
  const g = openFields(event.given);
  return {
    t: 'record',
    kind: event.kind,
    id: event.recordId,
    n: event.seq,
    act: event.act,
    to: event.to,
    day: event.day,
    by: role,
    ...(account !== undefined && { a: pseudonym(account) }),
    ...(department !== undefined && { d: department }),
    ...(event.number !== undefined && { no: event.number }),
    ...(Object.keys(g).length > 0 && { g }),
    ...(Object.keys(words).length > 0 && { w: { ...words } }),
  };
}

/** The fields that are not words, as an entry tells them: files are counted. */
export function openFields(given: FieldValues): Record<string, Canonical> {
  const open: Record<string, Canonical> = {};
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    if (value === undefined || isWords(name)) continue;
    const told = fields[name].kind === 'files' ? (value as string[]).length : (value as Canonical);
    // As a reader of the log gets it, whatever order its parts had here.
    open[name] = JSON.parse(canonicalJson(told)) as Canonical;
  }
  return open;
}

/** The words that an act was given, as commitments hold them, by field; those that will be public with personal data covered. */
export function committedRecordWords(kind: RecordKind, given: FieldValues): Record<string, Canonical> {
  const { publicFields } = recordKindOf(kind);
  const words: Record<string, Canonical> = {};
  for (const [name, value] of Object.entries(given) as [FieldName, unknown][]) {
    if (value === undefined || !isWords(name)) continue;
    words[name] = canonicalWords(publicFields.includes(name) ? covered(name, value) : value);
  }
  return words;
}

/** Names and telephones of a 公开承诺 are there to be read; in running text they have no business. */
function covered(name: FieldName, value: unknown): unknown {
  const { kind } = fields[name];
  if (kind === 'text') return redact(value as string).text;
  if (kind === 'measures') return (value as Measure[]).map((one) => ({ ...one, what: redact(one.what).text }));
  return value;
}

/**
 * Stands for a phone under a 公开承诺: it marks each once, and nobody can tell whose marks under several belong together.
 * @param token secret of the phone
 * @returns base64url
 */
export const markNullifier = (recordId: string, token: string): string =>
  toBase64Url(sha256(utf8ToBytes(`wmpy-mark/1\n${recordId}\n${token}`)));

export const markEntry = (recordId: string, nullifier: string, mark: Mark, isApart: boolean): MarkEntry => ({
  t: 'mark',
  p: recordId,
  k: nullifier,
  m: mark,
  ...(isApart && { f: true as const }),
});
