/** Lives every case again: takes the entries about cases in the order of the log and asks the rules at each whether it could happen so. */

import { advance, applyEvent, type CaseEvent } from '../advance.ts';
import { type CaseFile, newCaseFile, type State } from '../case-file.ts';
import { type CaseFacts, type Course, factsOf } from '../counting.ts';
import { addDays, type Day, receiptWeek } from '../day.ts';
import type { FieldName, FieldValues } from '../fields.ts';
import { publicWordsAfter } from '../public-words.ts';
import type { Actor } from '../roles.ts';
import { canonicalJson, type Canonical } from './canonical.ts';
import { newCaseNumbers } from './case-numbers.ts';
import { type ActEntry, actEntry, type CaseEntry, type NewCaseEntry, publishedFields } from './entries.ts';
import type { About, Findings } from './findings.ts';
import { type LockOwner, newLockChecks } from './lock-checks.ts';
import type { Rules } from './rules.ts';

/** A case as the log tells of it. */
export interface LivedCase extends LockOwner {
  born: NewCaseEntry;
  file: CaseFile;
  course: Course;
  /** State after each of its events, first event first. */
  states: State[];
  lastDay: Day;
  lastRules: number;
  /** How many publications there were before the case was entered. */
  publications: number;
  /** What of it the public reads, by `<n>.<field>`: the text, and what is said of the outcome; nothing while there is none. */
  textAt: string | null;
  outcomeAt: string | null;
  /** Commitments to words that may be published, by `<n>.<field>`. */
  commitments: Map<string, string>;
}

/** What the log says of cases beside what is wrong with it. */
export interface ReplayTotals {
  entries: number;
  /** Answers that the server could have read. */
  seenAnswers: number;
  erasures: number;
}

const publishable: readonly string[] = ['publicText', 'receivingBody', ...publishedFields];
/** Fields of which an act that says something of the outcome has one. */
const outcomeFields = ['outcome', 'explanation', 'ruling'] as const;
/** Stands for words that only their author and the office know. */
const placeholder = '…';

/** The fields that an entry gives, with stand-ins for what is not public. */
function givenBy({ g = {}, w = {} }: ActEntry): FieldValues {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(w)) if (name !== 'evidence') given[name as FieldName] = placeholder;
  for (const [name, value] of Object.entries(g)) {
    if (name === 'targetSeq') continue;
    given[name] = name === 'evidence' ? Array.from({ length: Number(value) }, () => placeholder) : value;
  }
  return given as FieldValues;
}

const actorBy = ({ by, a, d }: ActEntry): Actor => ({
  role: by,
  ...(a !== undefined && { account: a }),
  ...(d !== undefined && { department: d }),
});

/**
 * Days that an act may take into the log once its case is in: what a citizen says waits for the next day, and a merging for the receipt week
 * of the other case, ten days at most.
 */
const patience = 14;

const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value as Canonical));

/** The parts of an entry that follow from the rules, and not from whoever acted. */
const derived = ['to', 'due', 'basis', 'reach'] as const satisfies (keyof ActEntry)[];

/** @param rules the versions that the log has announced so far, by number */
export function newReplay(findings: Findings, rules: ReadonlyMap<number, Rules>) {
  const cases = new Map<string, LivedCase>();
  const locks = newLockChecks(findings);
  const numbers = newCaseNumbers(findings);
  let published = { n: 0, day: '' };
  const totals: ReplayTotals = { entries: 0, seenAnswers: 0, erasures: 0 };

  function begin(entry: NewCaseEntry, about: About): void {
    if (cases.has(entry.id)) return findings.add('case-repeated', about);
    if (receiptWeek(entry.w).from !== entry.w) findings.add('entry-shape', { ...about, what: 'w' });
    // Whoever writes an 意见 down for somebody has an account; a citizen has none.
    if ((entry.by === 'citizen') === (entry.a !== undefined)) findings.add('actor', about);
    const named = entry.d ?? null;
    const file = newCaseFile({ id: entry.id, channel: entry.ch, kind: entry.k, named, receivedOn: entry.w });
    locks.take(entry, about);
    cases.set(entry.id, {
      born: entry,
      joined: new Set(),
      file: { ...file, seq: 1 },
      course: { week: entry.w, acceptDue: null, failedCheck: false, reachable: false },
      states: ['received'],
      lastDay: entry.w,
      lastRules: 0,
      publications: published.n,
      textAt: null,
      outcomeAt: null,
      commitments: new Map([['1.text', entry.c]]),
    });
  }

  /** The case that `target` names, in the state in which it was when the merge was done; a merge waits for it. */
  function targetOf({ g = {} }: ActEntry, lived: LivedCase, about: About): CaseFile | undefined {
    const { target, targetSeq } = g;
    if (target === undefined) return undefined;
    const found = typeof target === 'string' ? cases.get(target) : undefined;
    found?.joined.add(lived);
    const state = found?.states[Number(targetSeq) - 1];
    if (found !== undefined && state !== undefined) return { ...found.file, state };
    findings.add('merge-target', about);
    return undefined;
  }

  /** The event as the rules say it is; or nothing when they refuse it. */
  function judge(entry: ActEntry, lived: LivedCase, about: About): CaseEvent | undefined {
    const known = rules.get(entry.v) ?? [...rules.values()].at(-1);
    if (!rules.has(entry.v)) findings.add('rules-unknown', { ...about, what: String(entry.v) });
    if (entry.v < lived.lastRules) findings.add('rules-backwards', about);
    if (known === undefined) return undefined;
    const command = { act: entry.act, given: givenBy(entry), target: targetOf(entry, lived, about) };
    try {
      const outcome = advance(lived.file, command, actorBy(entry), known.momentOf(entry.day));
      if (outcome.ok)
        return entry.no === undefined
          ? outcome.event
          : { ...outcome.event, change: { ...outcome.event.change, number: entry.no } };
      findings.add('act-refused', { ...about, what: outcome.refusal });
    } catch {
      // Days beyond the calendar: no rule can judge them.
      findings.add('act-refused', { ...about, what: 'impossible' });
    }
    return undefined;
  }

  /** Whether the entry says what follows from the act. */
  function compare(entry: ActEntry, event: CaseEvent, before: CaseFile, about: About): void {
    const { targetSeq } = entry.g ?? {};
    const expected = actEntry(event, {
      before,
      rules: entry.v,
      words: entry.w ?? {},
      targetSeq: typeof targetSeq === 'number' ? targetSeq : undefined,
      reachable: entry.reach,
    });
    for (const name of derived) {
      const [published, recounted] = [text(entry[name]), text(expected?.[name])];
      if (published !== recounted) findings.add('act-differs', { ...about, what: name, published, recounted });
    }
    if ((entry.g?.['evidence'] !== undefined) !== (entry.w?.['evidence'] !== undefined)) {
      findings.add('act-differs', { ...about, what: 'evidence' });
    }
  }

  function act(entry: ActEntry, about: About): void {
    const lived = cases.get(entry.id);
    if (lived === undefined) return findings.add('case-unknown', about);
    if (entry.n !== lived.file.seq + 1) {
      findings.add('act-number', { ...about, published: String(entry.n), recounted: String(lived.file.seq + 1) });
      if (entry.n <= lived.file.seq) return;
      lived.file = { ...lived.file, seq: entry.n - 1 };
    }
    if (entry.day < lived.lastDay)
      findings.add('day-backwards', { ...about, published: entry.day, recounted: lived.lastDay });
    // The sequencer enters what is due before it publishes, so that a day long past was made up later.
    if (published.n > lived.publications && addDays(entry.day, patience) < published.day)
      findings.add('dated-back', { ...about, published: entry.day, recounted: published.day });
    // Without the pseudonym of whoever acted nobody could see that it was a second person.
    const isStaff = entry.by !== 'citizen' && entry.by !== 'system';
    if (isStaff !== (entry.a !== undefined)) findings.add('actor', about);

    const before = lived.file;
    locks.check(entry, lived, before, about);
    numbers.check(entry, before.number, about);
    const event = judge(entry, lived, about);
    if (event === undefined) {
      lived.file = { ...before, seq: entry.n, state: entry.to, ...(entry.no !== undefined && { number: entry.no }) };
    } else {
      compare(entry, event, before, about);
      lived.file = applyEvent(before, event);
      follow(lived, entry, event, before);
    }
    lived.states[entry.n - 1] = lived.file.state;
    lived.lastDay = entry.day > lived.lastDay ? entry.day : lived.lastDay;
    lived.lastRules = Math.max(lived.lastRules, entry.v);
  }

  /** What is kept beside the case as it stands. */
  function follow(lived: LivedCase, entry: ActEntry, event: CaseEvent, before: CaseFile): void {
    const { course } = lived;
    // The acceptance deadline outlasts its clock, because 按时签收 is counted long after; it goes when the department is released.
    const accept = lived.file.clocks.accept?.due;
    if (accept !== undefined) course.acceptDue = accept;
    else if (lived.file.assignedOn === null) course.acceptDue = null;
    if (entry.act === 'failCheck' || entry.act === 'overturn') course.failedCheck = true;
    if (entry.act === 'close') course.reachable = entry.reach === true;
    const words = publicWordsAfter(before, event);
    if ('publicText' in words) lived.textAt = words.publicText === null ? null : `${entry.n}.publicText`;
    if ('publicOutcome' in words) {
      const field = outcomeFields.find((name) => entry.w?.[name] !== undefined);
      lived.outcomeAt = words.publicOutcome === null || field === undefined ? null : `${entry.n}.${field}`;
    }
    for (const [field, commitment] of Object.entries(entry.w ?? {})) {
      if (publishable.includes(field)) lived.commitments.set(`${entry.n}.${field}`, commitment);
    }
    if (entry.act === 'erase') totals.erasures += 1;
    if (entry.g?.['proof'] === 'seen') totals.seenAnswers += 1;
  }

  return {
    cases: cases as ReadonlyMap<string, LivedCase>,
    totals: totals as Readonly<ReplayTotals>,

    /** Takes the next entry about a case. */
    add(index: number, entry: CaseEntry): void {
      totals.entries += 1;
      const about = { index, kase: cases.get(entry.id)?.file.number ?? entry.id, act: entry.act };
      if (entry.t === 'case.new') begin(entry, about);
      else act(entry, about);
    },

    /** A publication told the public of everything so far. */
    publish(day: Day): void {
      published = { n: published.n + 1, day };
    },

    /** The facts of every case as the log tells them so far. */
    facts: (): CaseFacts[] => [...cases.values()].map(({ file, course }) => factsOf(file, course)),

    /**
     * What can only be said when everything is in.
     * @param today the newest day that the log tells of
     */
    finish(today: Day): void {
      locks.finish();
      numbers.finish(today);
    },
  };
}

export type Replay = ReturnType<typeof newReplay>;
