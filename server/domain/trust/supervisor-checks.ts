/**
 * What 社会监督员 say: whether a signature is by the key that they registered, and whether they were appointed on that day and not to stay away
 * from that department (docs/ledger.md §7). Asked when everything is in, because across cases and records the order of the log says nothing.
 */

import type { CaseFile } from '../case-file.ts';
import type { Day } from '../day.ts';
import { textIn } from './canonical.ts';
import { isSignedBy } from './check-signature.ts';
import type { ActEntry } from './entries.ts';
import type { About, Findings } from './findings.ts';
import type { RecordEntry } from './record-entry.ts';

/** An appointment as the log tells of it. */
interface Appointment {
  holder: string;
  proposedOn: Day;
  from: Day;
  /** Last day, with the day since which it is that one. */
  until: { since: Day; day: Day }[];
  recusals: readonly string[];
  appointedOn: Day | undefined;
  endedOn: Day | undefined;
  keys: { since: Day; key: string }[];
}

/** Something that a supervisor said. */
interface Said {
  about: About;
  index: number;
  /** Whether it is about a case, and which. */
  isCase: boolean;
  id: string;
  n: number;
  act: string;
  day: Day;
  by: string;
  departments: readonly string[];
  signature: string | undefined;
}

/** What was said, in numbers; each is allowed, and each is something that the reader should know. */
export interface CheckTotals {
  /** Checks of cases that carry a good signature, and those without any. */
  signedChecks: number;
  unsignedChecks: number;
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export function newSupervisorChecks(findings: Findings) {
  const appointments = new Map<string, Appointment>();
  const said: Said[] = [];
  /** Departments that 明查暗访 are about, by record. */
  const inspected = new Map<string, string>();
  /** Checks that passed, by case, in the order of the log: where, and whether by a good signature. */
  const passed = new Map<string, { index: number; isSigned: boolean }[]>();
  const totals: CheckTotals = { signedChecks: 0, unsignedChecks: 0 };

  function takeAppointment(entry: RecordEntry, about: About): void {
    const { id, act, day, g = {} } = entry;
    const known = appointments.get(id);
    if (act === 'propose') {
      appointments.set(id, {
        holder: textIn(g['holder']),
        proposedOn: day,
        from: textIn(g['termFrom']),
        until: [{ since: day, day: textIn(g['termUntil']) }],
        recusals: listOf(g['recusals']),
        appointedOn: undefined,
        endedOn: undefined,
        keys: [],
      });
    }
    if (known === undefined) return;
    if (act === 'appoint') known.appointedOn = day;
    if (act === 'renew') known.until.push({ since: day, day: textIn(g['termUntil']) });
    if (act === 'end') known.endedOn = day;
    if (act !== 'registerKey') return;
    // Nobody may name the key that another signs with.
    if (entry.a !== known.holder) return findings.add('check-key', about);
    known.keys.push({ since: day, key: textIn(g['publicKey']) });
  }

  const inTerm = ({ appointedOn, from, until, endedOn }: Appointment, day: Day): boolean =>
    appointedOn !== undefined &&
    appointedOn <= day &&
    from <= day &&
    (endedOn === undefined || day <= endedOn) &&
    day <= (until.findLast(({ since }) => since <= day)?.day ?? '');

  /** @returns whether it carries a good signature */
  function judge(one: Said, origin: string): boolean {
    const { about, act, by, day, departments, id, n, signature } = one;
    const theirs = [...appointments.values()].filter(({ holder }) => holder === by);
    const current = theirs.filter((appointment) => inTerm(appointment, day));
    // Who was not yet proposed then may have checked for another body.
    if (current.length === 0 && theirs.some(({ proposedOn }) => proposedOn < day)) findings.add('check-term', about);
    if (current.some(({ recusals }) => departments.some((code) => recusals.includes(code))))
      findings.add('check-recused', about);
    if (signature === undefined) return false;
    const keys = theirs.flatMap((appointment) => appointment.keys).filter(({ since }) => since <= day);
    const isGood = keys.some(({ key }) => isSignedBy(key, signature, { origin, id, n, act }));
    if (!isGood) findings.add(keys.length === 0 ? 'check-key' : 'check-signature', about);
    return isGood;
  }

  return {
    totals: totals as Readonly<CheckTotals>,

    /** An act of somebody independent on a case. @param file the case afterwards; nothing when it is unknown */
    takeAct(entry: ActEntry, file: CaseFile | undefined, about: About): void {
      const departments = [file?.department ?? '', ...(file?.coDepartments ?? [])];
      take(entry, { isCase: true, departments, about });
    },

    takeRecord(index: number, entry: RecordEntry): void {
      const about = { index, record: entry.no ?? entry.id };
      if (entry.kind === 'supervisor') takeAppointment(entry, about);
      if (entry.kind !== 'inspection' || entry.by !== 'supervisor') return;
      if (typeof entry.g?.['department'] === 'string') inspected.set(entry.id, entry.g['department']);
      take(entry, { isCase: false, departments: [inspected.get(entry.id) ?? ''], about });
    },

    /** What can only be said when everything is in. @param origin name of the log */
    finish(origin: string): void {
      for (const one of said.splice(0)) {
        const isSigned = judge(one, origin);
        if (!one.isCase) continue;
        totals[isSigned ? 'signedChecks' : 'unsignedChecks'] += 1;
        if (one.act === 'check') passed.set(one.id, [...(passed.get(one.id) ?? []), { index: one.index, isSigned }]);
      }
    },

    /** Whether the check on which a case stood at a place of the log carries a good signature. Asked after {@link finish}. */
    isSignedBefore: (caseId: string, index: number): boolean =>
      passed.get(caseId)?.findLast((check) => check.index < index)?.isSigned === true,
  };

  function take(
    entry: ActEntry | RecordEntry,
    { isCase, departments, about }: { isCase: boolean; departments: readonly string[]; about: About },
  ): void {
    const { id, n, act, day, a = '', g = {} } = entry;
    const signature = typeof g['signature'] === 'string' ? g['signature'] : undefined;
    const index = about.index ?? 0;
    said.push({ about, index, isCase, id, n, act, day, by: a, departments, signature });
  }
}
