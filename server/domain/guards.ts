/** The conditions of the workflow table, each a question about the case, the actor and the day. A guard that fails names the refusal. */

import { addDays } from './day.ts';
import { addWorkingDays } from './calendar.ts';
import type { CaseFile } from './case-file.ts';
import type { FieldValues } from './fields.ts';
import type { Moment } from './deadline-policy.ts';
import { type Actor, isDepartmentRole } from './roles.ts';

export interface Question {
  file: CaseFile;
  actor: Actor;
  moment: Moment;
  given: FieldValues;
  /** The case that `target` names, where an act has a target. */
  target?: CaseFile | undefined;
}

/** Days within which an author may reopen a closed case. */
export const reopenWithin = 30;
/** Working days before the deadline by which an extension must be asked for. */
export const extensionNotice = 2;
/** Working days that a question to the author may stop the clock. */
export const questionPause = 5;
/** Calendar days that an extension may add at most; five working days where the whole clock is in working days. */
export const extensionMost = { day: 30, workday: 5 } as const;

export const guards = {
  /** 归并: the other case takes reporters while it is still open, and is not this one. */
  targetTakesReporters: ({ file, target }) =>
    target !== undefined && target.id !== file.id && !['merged', 'sealed', 'filed', 'received'].includes(target.state),
  /** 退回只有一次；裁定后不得再退. */
  notReturnedBefore: ({ file }) => !file.returnLocked,
  withinReturnClock: ({ file, moment }) => file.clocks.return !== undefined && moment.day <= file.clocks.return.due,
  /** Only the lead department acts for the case; those who help give their opinion to it. */
  leads: ({ file, actor }) => !isDepartmentRole(actor.role) || actor.department === file.department,
  helpsOnly: ({ file, actor }) => actor.department !== undefined && file.coDepartments.includes(actor.department),
  /** 立行立改 may go without a plan; every other case, and every 重点 one, has one first. */
  plannedUnlessImmediate: ({ file }) => file.state !== 'accepted' || (file.nature === 'IMMEDIATE' && !file.keyItem),
  notExtendedBefore: ({ file }) => file.extensions === 0 && file.extensionAsked === null,
  askedEarlyEnough: ({ file, moment }) =>
    file.clocks.complete !== undefined &&
    addWorkingDays(moment.calendar, moment.day, extensionNotice) <= file.clocks.complete.due,
  extensionNotTooLong: ({ file, given, moment }) => {
    const clock = file.clocks.complete;
    if (clock === undefined || given.until === undefined || given.until <= clock.due) return false;
    const latest =
      clock.unit === 'workday'
        ? addWorkingDays(moment.calendar, clock.due, extensionMost.workday)
        : addDays(clock.due, extensionMost.day);
    return given.until <= latest;
  },
  extensionAsked: ({ file }) => file.extensionAsked !== null,
  noQuestionOpen: ({ file }) => !file.questionOpen,
  questionOpen: ({ file }) => file.questionOpen,
  questionRanOut: ({ file, moment }) =>
    file.pausedOn !== null && addWorkingDays(moment.calendar, file.pausedOn, questionPause) <= moment.day,
  /** 销号 needs a second person: never the one who assigned the case. */
  secondPerson: ({ file, actor }) => actor.account !== undefined && actor.account !== file.assignedBy,
  solvedOrExplained: ({ file }) => file.result === 'A' || file.result === 'D',
  cannotBeSolvedNow: ({ file }) => file.result === 'C',
  /** A rectified case shows evidence; an explained one shows its legal basis, which the claim already demanded. */
  hasEvidence: ({ file }) => file.result === 'D' || file.evidenceCount > 0,
  /** Silence is not consent: without the author's word the case waits out the answer clock, or an independent check speaks. */
  silentOrChecked: ({ file, moment }) =>
    file.checked === 'passed' || (file.clocks.answer !== undefined && file.clocks.answer.due < moment.day),
  noticeOver: ({ file, moment }) => file.clocks.notice !== undefined && file.clocks.notice.due < moment.day,
  claimedBefore: ({ file }) => file.claims > 0,
  reworkedBefore: ({ file }) => file.reworks > 0,
  reopenedInTime: ({ file, actor, moment }) =>
    actor.role !== 'citizen' || (file.closedOn !== null && moment.day <= addDays(file.closedOn, reopenWithin)),
  notListed: ({ file }) => file.supervision < 4,
  listed: ({ file }) => file.supervision === 4,
  /** 摘牌: rectified, verified, and approved by the issuer, who is the one asking. */
  rectifiedAndVerified: ({ file }) =>
    file.result === 'A' && (file.checked === 'passed' || file.answer === 'yes' || file.state === 'closed'),
  threeReworksOrTransfers: ({ file }) => !file.escalated && (file.reworks >= 3 || file.transfers >= 3),
  notErased: ({ file }) => !file.erased,
} as const satisfies Record<string, (question: Question) => boolean>;

export type Guard = keyof typeof guards;
