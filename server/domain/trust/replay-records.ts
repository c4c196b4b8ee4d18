/** Lives every record beside the cases again: takes their entries in the order of the log and asks the table at each whether it could happen so. */

import { advanceRecord, applyRecordEvent, type RecordEvent } from '../advance-record.ts';
import { addDays, type Day } from '../day.ts';
import { type FieldName, type FieldValues, fields } from '../fields.ts';
import { type MarkCounts, noMarks } from '../pledges.ts';
import { factsAfter, type RecordFacts } from '../record-facts.ts';
import { publicRecordWords, type WordedAct } from '../record-words.ts';
import { recordActOf, type RecordFile } from '../records.ts';
import type { Actor } from '../roles.ts';
import { canonicalJson } from './canonical.ts';
import type { About, Findings } from './findings.ts';
import { newRecordNumbers } from './record-numbers.ts';
import type { MarkEntry, RecordEntry } from './record-entry.ts';

/** A record as the log tells of it. */
export interface LivedRecord {
  file: RecordFile;
  facts: RecordFacts;
  /** Who did each act last, by pseudonym. */
  wrote: Record<string, string>;
  lastDay: Day;
  acts: WordedAct[];
  /** Commitments to its words, by `<n>.<field>`. */
  commitments: Map<string, string>;
  marks: MarkCounts;
  /** Phones that have said something. */
  phones: Set<string>;
}

/** Days that an act may take into the log: it waits for the receipt week of a case that it names, ten days at most. */
const patience = 14;

/** Stands for words that only those who wrote them and the office know. */
const placeholder = '…';

function givenBy({ g = {}, w = {} }: RecordEntry): FieldValues {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(w)) given[name] = placeholder;
  for (const [name, value] of Object.entries(g)) {
    const isFiles = fields[name as FieldName].kind === 'files';
    given[name] = isFiles ? Array.from({ length: Number(value) }, () => placeholder) : value;
  }
  return given as FieldValues;
}

const actorBy = ({ by, a, d }: RecordEntry): Actor => ({
  role: by,
  ...(a !== undefined && { account: a }),
  ...(d !== undefined && { department: d }),
});

/** @param isCase whether the log has told of a case by now */
export function newRecordReplay(findings: Findings, isCase: (id: string) => boolean) {
  const records = new Map<string, LivedRecord>();
  const numbers = newRecordNumbers(findings);
  const totals = { entries: 0, marks: 0 };
  let published = { n: 0, day: '' };

  function checkDays(entry: RecordEntry, lived: LivedRecord | undefined, about: About): void {
    const { lastDay = '' } = lived ?? {};
    if (entry.day < lastDay) findings.add('day-backwards', { ...about, published: entry.day, recounted: lastDay });
    // What is due is entered before anything is published, so that a day long past was made up later.
    if (published.n > 0 && addDays(entry.day, patience) < published.day)
      findings.add('dated-back', { ...about, published: entry.day, recounted: published.day });
  }

  /** The event as the table says it is; where it refuses, as the entry says. */
  function judge(entry: RecordEntry, lived: LivedRecord | undefined, about: About): RecordEvent {
    const given = givenBy(entry);
    const outcome = advanceRecord(
      lived?.file ?? null,
      { id: entry.id, kind: entry.kind, act: entry.act, given },
      actorBy(entry),
      { day: entry.day, self: entry.a ?? null, wrote: lived?.wrote ?? {} },
    );
    if (!outcome.ok) findings.add('record-refused', { ...about, what: outcome.refusal });
    else if (outcome.event.to !== entry.to) {
      findings.add('record-differs', { ...about, what: 'to', published: entry.to, recounted: outcome.event.to });
    }
    const { id, kind, n, act, to, day, no } = entry;
    const told = { recordId: id, kind, seq: n, act, from: lived?.file.state ?? null, to, actor: actorBy(entry), day };
    return { ...(outcome.ok ? outcome.event : told), seq: n, given, ...(no !== undefined && { number: no }) };
  }

  function checkWords(entry: RecordEntry, lived: LivedRecord | undefined, about: About): void {
    for (const [name, value] of Object.entries(entry.g ?? {})) {
      const { kind } = fields[name as FieldName];
      if (kind === 'files' && entry.w?.[name] === undefined) findings.add('record-differs', { ...about, what: name });
      const named = kind === 'cases' ? (value as string[]) : name === 'caseId' ? [value as string] : [];
      for (const id of named) if (!isCase(id)) findings.add('record-case', { ...about, what: id });
    }
    checkCounted(entry, lived, about);
  }

  /** What is said of the marks at the end is what the log has of them. */
  function checkCounted({ kind, act, g = {} }: RecordEntry, lived: LivedRecord | undefined, about: About): void {
    const counted = g['marksCounted'];
    const isDue = lived?.file.state === 'marking' && recordActOf(kind, act)?.derived?.includes('marksCounted') === true;
    if (counted === undefined && !isDue) return;
    const published = counted === undefined ? '' : canonicalJson(counted);
    const recounted = canonicalJson({ ...(lived?.marks ?? noMarks) });
    if (published !== recounted) findings.add('marks-counted', { ...about, published, recounted });
  }

  return {
    records: records as ReadonlyMap<string, LivedRecord>,
    totals: totals as Readonly<typeof totals>,

    /** Takes the next entry about a record. */
    add(index: number, entry: RecordEntry): void {
      totals.entries += 1;
      const lived = records.get(entry.id);
      const about = { index, record: lived?.file.number ?? entry.no ?? entry.id, act: `${entry.kind}.${entry.act}` };
      const expected = (lived?.file.seq ?? 0) + 1;
      if (entry.n !== expected) {
        findings.add('record-number', { ...about, published: String(entry.n), recounted: String(expected) });
        if (entry.n < expected) return;
      }
      if (lived !== undefined && lived.file.kind !== entry.kind) {
        findings.add('record-differs', { ...about, what: 'kind', published: entry.kind, recounted: lived.file.kind });
        return;
      }
      // Without the pseudonym of whoever acted nobody could see that it was a second person.
      const isStaff = entry.by !== 'citizen' && entry.by !== 'system';
      if (isStaff !== (entry.a !== undefined)) findings.add('actor', about);
      checkDays(entry, lived, about);
      numbers.check(entry, lived?.file.number ?? null, about);
      checkWords(entry, lived, about);
      const event = judge(entry, lived, about);
      const { id, kind, day, n, act, no, g = {}, w = {} } = entry;
      const commitments = lived?.commitments ?? new Map<string, string>();
      for (const [field, commitment] of Object.entries(w)) commitments.set(`${n}.${field}`, commitment);
      records.set(id, {
        file: applyRecordEvent(lived?.file ?? null, event),
        facts: factsAfter(lived?.facts, { id, kind, to: event.to, day, number: no, open: g }),
        wrote: { ...lived?.wrote, ...(entry.a !== undefined && { [act]: entry.a }) },
        lastDay: lived !== undefined && lived.lastDay > day ? lived.lastDay : day,
        acts: [...(lived?.acts ?? []), { n, act, words: Object.keys(w) }],
        commitments,
        marks: lived?.marks ?? { ...noMarks },
        phones: lived?.phones ?? new Set(),
      });
    },

    /** Takes the next mark. */
    mark(index: number, { p, k, m, f }: MarkEntry): void {
      totals.marks += 1;
      const lived = records.get(p);
      const about = { index, record: lived?.file.number ?? p };
      if (lived?.file.kind !== 'pledge' || lived.file.state !== 'marking') findings.add('mark-refused', about);
      if (lived === undefined) return;
      if (lived.phones.has(k)) findings.add('mark-repeated', about);
      lived.phones.add(k);
      lived.marks[f ? 'apart' : m] += 1;
    },

    /** A publication told the public of everything so far. */
    publish(day: Day): void {
      published = { n: published.n + 1, day };
    },

    /** The facts of every record as the log tells them so far, sorted by id. */
    facts: (): RecordFacts[] =>
      [...records.values()]
        .map(({ facts, marks: given }) => ({ ...facts, marks: facts.marks && { ...given } }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),

    /** Words that everybody may read by now, as `<id> <n>.<field>`. */
    words: (): Set<string> =>
      new Set(
        [...records.values()].flatMap(({ file, acts }) =>
          publicRecordWords(file.kind, acts).map((place) => `${file.id} ${place}`),
        ),
      ),

    /** @param today the newest day that the log tells of */
    finish: (today: Day): void => numbers.finish(today),
  };
}

export type RecordReplay = ReturnType<typeof newRecordReplay>;
