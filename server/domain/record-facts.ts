/** A record as the open data tell of it: only what is in the ledger, and the marks that were given it. */

import type { Day } from './day.ts';
import { type MarkCounts, noMarks } from './pledges.ts';
import type { RecordKind } from './records.ts';
import type { Canonical } from './trust/canonical.ts';

/** One line of `/open/records.ndjson`. */
export interface RecordFacts {
  id: string;
  kind: RecordKind;
  number: string | null;
  state: string;
  department: string | null;
  /** Days of its first and of its newest act. */
  begun: Day;
  moved: Day;
  /** Newest value of each field that is not words, as entries tell them; sorted by name. */
  body: Readonly<Record<string, Canonical>>;
  /** What citizens said of a 公开承诺; null for other kinds. */
  marks: MarkCounts | null;
}

/** What an act on a record adds to its facts. */
export interface RecordStep {
  id: string;
  kind: RecordKind;
  to: string;
  day: Day;
  number?: string | undefined;
  /** The fields that are not words, as an entry tells them. */
  open: Readonly<Record<string, Canonical>>;
}

/** The facts after an act; with the first one there are none before. */
export function factsAfter(before: RecordFacts | undefined, step: RecordStep): RecordFacts {
  const { department } = step.open;
  const body = { ...before?.body, ...step.open };
  return {
    id: step.id,
    kind: step.kind,
    number: step.number ?? before?.number ?? null,
    state: step.to,
    department: typeof department === 'string' ? department : (before?.department ?? null),
    begun: before?.begun ?? step.day,
    moved: step.day,
    body: Object.fromEntries(Object.entries(body).sort(([a], [b]) => (a < b ? -1 : 1))),
    marks: before?.marks ?? (step.kind === 'pledge' ? noMarks : null),
  };
}
