/** What of a case everybody may read, and in which shape. Nothing else of a case leaves through a public route. */

import type { StoredEvent } from '../db/case-files.ts';
import type { StoredCase } from '../db/case-rows.ts';
import type { Deadline } from './domain/calendar.ts';
import { type Clock, departmentStates, isOneOf } from './domain/case-file.ts';
import { isoWeek, receiptWeek } from './domain/day.ts';
import type { Moment } from './domain/deadline-policy.ts';
import { publicLightOf } from './domain/lights.ts';
import { withNewestReasons } from './domain/recalculation.ts';
import { publicGrounds } from './domain/public-words.ts';
import { isDepartmentRole, isOfficeRole, type Role } from './domain/roles.ts';
import { actOf } from './domain/workflow.ts';
import { accountOf, publishedCourse } from './published-course.ts';
import type { AccountLine, PublishedCase, PublishedCaseLine } from './schemas/cases.ts';
import { explainDeadline } from '#words/calendar.ts';

/** Names of departments by code. */
export type Names = ReadonlyMap<string, string>;

const departmentRef = (code: string | null | undefined, names: Names): { code: string; name: string } | null =>
  code ? { code, name: names.get(code) ?? code } : null;

/** A line of the list. Only for cases in a published state. */
export function publishedLine(
  { file, year, publicText, publicOutcome }: StoredCase,
  names: Names,
  moment: Moment,
): PublishedCaseLine {
  if (file.number === null || !isOneOf(departmentStates, file.state)) throw new Error(`Case ${file.id} is not public`);
  const isClosed = file.state === 'closed';
  return {
    number: file.number,
    year,
    state: file.state,
    light: publicLightOf(file, moment),
    topic: file.topic,
    kind: file.kind,
    department: departmentRef(file.department, names),
    receivedWeek: receiptWeek(file.receivedOn).from,
    result: isClosed || file.state === 'suspended' ? file.result : null,
    basis: isClosed ? file.basis : null,
    closedOn: isClosed ? file.closedOn : null,
    text: file.erased ? null : publicText,
    outcome: file.erased ? null : publicOutcome,
    erased: file.erased,
  };
}

/** 挂账: why, what comes next, and by when each side looks again; nothing for a case that is not on account. */
function suspensionOf({ file }: StoredCase, events: readonly StoredEvent[]): PublishedCase['suspension'] {
  if (file.state !== 'suspended' || file.suspensionCause === null) return null;
  const { nextStep, reviewDay } = publicGrounds(file, events);
  return {
    cause: file.suspensionCause,
    nextStep,
    reviewDay,
    reviewOn: file.clocks.account?.due ?? null,
    ...accountOf(events),
  };
}

/** A line of the list of what is on account; nothing for a case that is not. `events` is its history. */
export function accountLine(
  stored: StoredCase,
  events: readonly StoredEvent[],
  names: Names,
  moment: Moment,
): AccountLine | undefined {
  const suspension = suspensionOf(stored, events);
  return suspension === null ? undefined : { ...publishedLine(stored, names, moment), suspension };
}

/** The whole case. `events` is its history, `entries` where the ledger has them, `merged` the others that were merged into it. */
export function publishedCase(
  stored: StoredCase,
  {
    events,
    entries,
    merged,
    names,
    moment,
  }: {
    events: readonly StoredEvent[];
    entries: ReadonlyMap<number, number>;
    merged: readonly StoredCase[];
    names: Names;
    moment: Moment;
  },
): PublishedCase {
  const { file } = stored;
  const { legalBasis } = publicGrounds(file, events);
  const happened = (act: StoredEvent['act']): number => events.filter((event) => event.act === act).length;
  return {
    ...publishedLine(stored, names, moment),
    nature: file.nature,
    keyItem: file.keyItem,
    coDepartments: file.coDepartments.flatMap((code) => departmentRef(code, names) ?? []),
    assignedOn: file.assignedOn,
    merged: merged.length,
    mergedNumbers: merged.flatMap((other) => (other.loggedSeq > 0 ? (other.file.number ?? []) : [])),
    ...publishedCourse(
      file,
      events.filter(({ seq }) => seq <= stored.loggedSeq),
      (code) => departmentRef(code, names),
    ),
    percent: file.percent,
    claims: file.claims,
    closure: file.closure,
    onTime: file.onTime,
    returns: { asked: happened('requestReturn'), granted: happened('grantReturn'), refused: happened('refuseReturn') },
    transfers: file.transfers,
    extensions: file.extensions,
    reworks: file.reworks,
    supervision: file.supervision,
    disputes: happened('dispute'),
    answer: file.answer && { word: file.answer, proof: file.answerProof ?? 'seen' },
    checked: file.checked,
    evidenceCount: file.evidenceCount,
    suspension: suspensionOf(stored, events),
    legalBasis,
    notice: noticeOf(file.clocks.notice, events),
    deadlines: (Object.entries(file.clocks) as [Clock, Deadline][])
      .filter(([clock]) => file.state !== 'closed' && !hiddenClocks.includes(clock))
      .map(([clock, deadline]) => ({
        clock,
        due: deadline.due,
        explanation: explainDeadline(withNewestReasons(deadline, moment.calendar)),
      })),
    history: events
      .filter(({ act }) => actOf(act).shown)
      .map((event) => ({ ...publishedStep(event, names), entry: entries.get(event.seq) ?? null })),
  };
}

/** Clocks that are the office's own business or that the state says already. */
const hiddenClocks: readonly Clock[] = ['return'];

/** The notice runs, or ran from the day it began until the case was closed. */
function noticeOf(running: Deadline | undefined, events: readonly StoredEvent[]): PublishedCase['notice'] {
  if (running) return { from: running.from, until: running.due };
  const closing = events.findLast(({ act }) => act === 'close');
  const began =
    closing && events.findLast(({ seq, to, from }) => seq < closing.seq && to === 'notice' && from !== 'notice');
  const notice = began?.change.clocks?.notice;
  return notice ? { from: notice.from, until: notice.due } : null;
}

function publishedStep(
  { act, day, actor, given, change }: StoredEvent,
  names: Names,
): Omit<PublishedCase['history'][number], 'entry'> {
  const by = sideOf(actor.role);
  const isAuthor = by === 'author';
  return {
    act,
    day: isAuthor ? null : day,
    week: isAuthor ? isoWeek(day) : null,
    by,
    department: departmentRef(act === 'assign' ? (change.department ?? given.department) : actor.department, names),
  };
}

function sideOf(role: Role): PublishedCase['history'][number]['by'] {
  if (isDepartmentRole(role)) return 'department';
  if (isOfficeRole(role)) return 'office';
  if (role === 'citizen') return 'author';
  return role === 'supervisor' ? 'supervisor' : 'system';
}
