/** Moves a case along: asks the table whether an act is allowed, and says what it changes. Pure: the caller records the outcome. */

import { adjust, type Deadline, deadline } from './calendar.ts';
import {
  type CaseFile,
  type Clock,
  finishedStates,
  isOneOf,
  mayDepartmentSee,
  type State,
  workingStates,
} from './case-file.ts';
import type { Day } from './day.ts';
import { allowanceFor, allowanceOf, type Moment } from './deadline-policy.ts';
import { effects } from './effects.ts';
import { type FieldName, type FieldValues, isBlank } from './fields.ts';
import { type Guard, guards, type Question } from './guards.ts';
import { type Actor, isDepartmentRole, type Role } from './roles.ts';
import { type ActName, actNames, actOf } from './workflow.ts';

export interface Command {
  act: ActName;
  given: FieldValues;
  /** The case that `given.target` names. */
  target?: CaseFile | undefined;
}

/** One line of a case's history. Events are only ever added. */
export interface CaseEvent {
  caseId: string;
  /** 1, 2, 3 … within the case. */
  seq: number;
  act: ActName;
  from: State | null;
  to: State;
  actor: Actor;
  day: Day;
  given: FieldValues;
  /** What became different; folding the changes of all events over a new case gives the case. */
  change: Partial<CaseFile>;
}

export type Refusal = 'not-in-this-state' | 'not-this-role' | 'not-your-case' | 'field-missing' | Guard;

export type Outcome =
  | { ok: true; event: CaseEvent; file: CaseFile }
  | { ok: false; refusal: Refusal; missing?: FieldName[] };

/**
 * Does one act on a case.
 * @returns the event to append and the case after it; or the refusal, with the fields that are missing where that is the reason.
 */
export function advance(file: CaseFile, command: Command, actor: Actor, moment: Moment): Outcome {
  const act = actOf(command.act);
  if (!act.from.includes(file.state)) return { ok: false, refusal: 'not-in-this-state' };
  if (!act.by.includes(actor.role)) return { ok: false, refusal: 'not-this-role' };
  if (isDepartmentRole(actor.role) && !mayDepartmentSee(file, actor.department ?? '')) {
    return { ok: false, refusal: 'not-your-case' };
  }
  const missing = (act.needs ?? []).filter((name) => isBlank(command.given[name]));
  if (missing.length > 0) return { ok: false, refusal: 'field-missing', missing };
  const question: Question = { file, actor, moment, given: command.given, target: command.target };
  const failed = (act.when ?? []).find((guard) => !guards[guard](question));
  if (failed !== undefined) return { ok: false, refusal: failed };

  const to = act.to === 'stays' ? file.state : act.to;
  const effect = effects[command.act]?.(question) ?? {};
  const change: Partial<CaseFile> = { ...effect, ...(to !== file.state && { state: to }) };
  Object.assign(change, clocksAfter({ ...file, ...change }, file, command, moment));
  const event: CaseEvent = {
    caseId: file.id,
    seq: file.seq + 1,
    act: command.act,
    from: file.state,
    to,
    actor,
    day: moment.day,
    given: command.given,
    change,
  };
  return { ok: true, event, file: applyEvent(file, event) };
}

/** The event with which a case begins; its state is `received`. */
export function firstEvent(file: CaseFile, actor: Actor): CaseEvent {
  return {
    caseId: file.id,
    seq: 1,
    act: 'submit',
    from: null,
    to: 'received',
    actor,
    day: file.receivedOn,
    given: {},
    change: {},
  };
}

/** The case after one of its events. */
export const applyEvent = (file: CaseFile, event: CaseEvent): CaseFile => ({
  ...file,
  ...event.change,
  seq: event.seq,
});

/** Acts that somebody may do now, guards included; what a page offers. Fields are not asked, since they are not filled in yet. */
export function actsFor(file: CaseFile, actor: Actor, moment: Moment): ActName[] {
  const dependsOnInput: Guard[] = ['extensionNotTooLong', 'targetTakesReporters', 'helping'];
  return actNames.filter((name) => {
    const act = actOf(name);
    if (!act.from.includes(file.state) || !act.by.includes(actor.role)) return false;
    if (isDepartmentRole(actor.role) && !mayDepartmentSee(file, actor.department ?? '')) return false;
    const question: Question = { file, actor, moment, given: {} };
    return (act.when ?? []).every((guard) => dependsOnInput.includes(guard) || guards[guard](question));
  });
}

/**
 * Whose turn it is in this state: the roles whose acts move the case on. While a department works, or when the case is finished,
 * the office can still take it back; that is a correction and nobody's turn.
 */
export function whoseTurn(state: State): Role[] {
  if (isOneOf(finishedStates, state)) return [];
  const roles = actNames.flatMap((name) => {
    const { from, to, by } = actOf(name);
    return from.includes(state) && to !== 'stays' ? by : [];
  });
  return [...new Set(isOneOf(workingStates, state) ? roles.filter(isDepartmentRole) : roles)];
}

function clocksAfter(after: CaseFile, before: CaseFile, command: Command, moment: Moment): Partial<CaseFile> {
  const act = actOf(command.act);
  const running: Partial<Record<Clock, Deadline>> = { ...before.clocks };
  let pausedOn = after.pausedOn;
  for (const clock of act.stops ?? []) delete running[clock];
  for (const clock of act.starts ?? []) {
    running[clock] = beginning(clock, after, command, moment);
  }
  if (command.act === 'grantExtension' && running.complete && before.extensionAsked) {
    running.complete = adjust(moment.calendar, running.complete, { until: before.extensionAsked });
  }
  if (act.resumes && pausedOn !== null) {
    for (const clock of standingStill) {
      const stood = running[clock];
      if (stood) running[clock] = afterPause(stood, before, moment);
    }
    pausedOn = null;
  }
  if (act.pauses && pausedOn === null) pausedOn = moment.day;
  const changed = act.starts || act.stops || act.resumes || command.act === 'grantExtension';
  return { ...(changed && { clocks: running }), ...(pausedOn !== before.pausedOn && { pausedOn }) };
}

/** A clock as it starts. That of a 督办 runs to the day that the order names. */
function beginning(clock: Clock, file: CaseFile, { given }: Command, { calendar, day, policy }: Moment): Deadline {
  if (clock === 'reply') {
    const start = deadline(calendar, day, 0, 'workday');
    return given.replyBy === undefined ? start : adjust(calendar, start, { until: given.replyBy });
  }
  const { amount, unit } = allowanceFor(policy, clock, file);
  return deadline(calendar, day, amount, unit);
}

/** Clocks of the department's work, which a pause stops. */
const standingStill = ['plan', 'complete'] as const satisfies Clock[];

/** A pause gives back the working days it took; a question to the author gives back so many at most; a clock already run out stays so. */
function afterPause(clock: Deadline, before: CaseFile, moment: Moment): Deadline {
  if (before.pausedOn === null || clock.due < before.pausedOn) return clock;
  const most = before.questionOpen ? { most: allowanceOf(moment.policy, 'question', before).amount } : {};
  return adjust(moment.calendar, clock, { pausedFrom: before.pausedOn, pausedTo: moment.day, ...most });
}

/** Clocks on which the department works; none of them asks for anything while the case stands still. */
const ofDepartment = ['accept', 'plan', 'complete'] as const satisfies Clock[];

/** The nearest date at which something is due, and by which clock; nothing while the case stands still or is finished. */
export function nextDue(file: CaseFile): { clock: Clock; due: Day } | null {
  const paused = file.pausedOn !== null;
  const waiting = (Object.entries(file.clocks) as [Clock, Deadline][])
    .filter(([clock]) => clock !== 'return' && !(paused && isOneOf(ofDepartment, clock)))
    .map(([clock, { due }]) => ({ clock, due }))
    .sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)));
  return isOneOf(finishedStates, file.state) ? null : (waiting[0] ?? null);
}
