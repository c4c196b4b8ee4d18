/** The conditions of the workflow table, each a question about the case, the actor and the day. A guard that fails names the refusal. */

import { addWorkingDays, type Calendar, type Deadline, recount } from './calendar.ts';
import { type CaseFile, type Clock, responsibleLeader } from './case-file.ts';
import { addDays, type Day } from './day.ts';
import { allowanceOf, type Moment, type PolicyKey } from './deadline-policy.ts';
import type { FieldValues } from './fields.ts';
import { type Actor, isDepartmentRole } from './roles.ts';

export interface Question {
  file: CaseFile;
  actor: Actor;
  moment: Moment;
  given: FieldValues;
  /** The case that `target` names, where an act has a target. */
  target?: CaseFile | undefined;
}

/** The day that lies an allowance of the policy after another; nothing is moved off a day off. */
export function allowedUntil(key: PolicyKey, file: CaseFile, from: Day, moment: Moment): Day {
  const { amount, unit } = allowanceOf(moment.policy, key, file);
  return unit === 'workday' ? addWorkingDays(moment.calendar, from, amount) : addDays(from, amount);
}

/** The latest day that an extension may reach: less where the whole clock is counted in working days. */
export function latestExtension(file: CaseFile, moment: Moment): Day | undefined {
  const clock = file.clocks.complete;
  if (clock === undefined) return undefined;
  return allowedUntil(clock.unit === 'workday' ? 'extension.most.short' : 'extension.most', file, clock.due, moment);
}

/** What of a case changes when its dates are counted anew on a calendar; nothing where every date stays. */
export function recountedDates(file: CaseFile, calendar: Calendar): Partial<Pick<CaseFile, 'clocks' | 'help'>> {
  const moved = (before: Deadline): Deadline => {
    const after = recount(calendar, before);
    return after.due === before.due ? before : after;
  };
  const clocks = Object.fromEntries(
    Object.entries(file.clocks).map(([clock, due]) => [clock, moved(due)]),
  ) as CaseFile['clocks'];
  const help = Object.fromEntries(
    Object.entries(file.help).map(([code, part]) => [
      code,
      part.doneOn === null ? { ...part, due: moved(part.due) } : part,
    ]),
  );
  const clocksMove = Object.entries(clocks).some(([clock, due]) => file.clocks[clock as Clock] !== due);
  const helpMoves = Object.entries(help).some(([code, { due }]) => file.help[code]?.due !== due);
  return { ...(clocksMove && { clocks }), ...(helpMoves && { help }) };
}

/** Leaders who may sign for a department, the higher ones first. */
const signers = { section: ['liaison', 'deputy', 'head'], deputy: ['deputy', 'head'], head: ['head'] } as const;

/** Whether the case must be seen on the spot before it goes on: 重点, or drawn by lot, and not merely explained. */
export const needsSiteCheck = (file: CaseFile): boolean => (file.keyItem || file.drawn) && file.result === 'A';

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
    allowedUntil('extension.notice', file, moment.day, moment) <= file.clocks.complete.due,
  extensionNotTooLong: ({ file, given, moment }) => {
    const [due, latest] = [file.clocks.complete?.due, latestExtension(file, moment)];
    if (due === undefined || latest === undefined || given.until === undefined) return false;
    return given.until > due && given.until <= latest;
  },
  extensionAsked: ({ file }) => file.extensionAsked !== null,
  /** 延期 carries two signatures: the head of the department, then the office. */
  extensionSigned: ({ file }) => file.extensionAsked !== null && file.extensionSigned,
  extensionUnsigned: ({ file }) => file.extensionAsked !== null && !file.extensionSigned,
  noQuestionOpen: ({ file }) => !file.questionOpen,
  questionOpen: ({ file }) => file.questionOpen,
  questionRanOut: ({ file, moment }) =>
    file.pausedOn !== null && allowedUntil('question', file, file.pausedOn, moment) <= moment.day,
  /** 销号 needs a second person: never the one who assigned the case. */
  secondPerson: ({ file, actor }) => actor.account !== undefined && actor.account !== file.assignedBy,
  solvedOrExplained: ({ file }) => file.result === 'A' || file.result === 'D',
  cannotBeSolvedNow: ({ file }) => file.result === 'C',
  /** A rectified case shows evidence; an explained one shows its legal basis, which the claim already demanded. */
  hasEvidence: ({ file }) => file.result === 'D' || file.evidenceCount > 0,
  /** Silence is not consent: without the author's word the case waits out the answer clock, or an independent check speaks. */
  silentOrChecked: ({ file, moment }) =>
    file.checked === 'passed' || (file.clocks.answer !== undefined && file.clocks.answer.due < moment.day),
  /** 会办: a case is finished only when every department that was asked has said its part, or was let off. */
  helpersDone: ({ file }) => Object.values(file.help).every(({ doneOn }) => doneOn !== null),
  joint: ({ file }) => file.coDepartments.length > 0,
  helping: ({ file, given }) =>
    given.coDepartments !== undefined && given.coDepartments.every((code) => file.coDepartments.includes(code)),
  /** 重办 raises who must answer for it: 分管领导 from the second, 主要领导 from the third. */
  signedHighEnough: ({ file, actor }) =>
    (signers[responsibleLeader(file)] as readonly string[]).includes(actor.role) || !isDepartmentRole(actor.role),
  /** 重点 and drawn cases are seen on the spot by a supervisor before anybody says they are solved. */
  siteChecked: ({ file }) => !needsSiteCheck(file) || file.checked === 'passed',
  /** After 销号 only a case that was drawn is looked at again. */
  drawnIfClosed: ({ file }) => file.state !== 'closed' || file.drawn,
  drawn: ({ file }) => file.drawn,
  notDrawn: ({ file }) => !file.drawn,
  orderOpen: ({ file }) => file.clocks.reply !== undefined,
  /** 约谈建议 comes after a red 督办单. */
  supervisedInRed: ({ file }) => file.supervision >= 3,
  noticeOver: ({ file, moment }) => file.clocks.notice !== undefined && file.clocks.notice.due < moment.day,
  claimedBefore: ({ file }) => file.claims > 0,
  reworkedBefore: ({ file }) => file.reworks > 0,
  reopenedInTime: ({ file, actor, moment }) =>
    actor.role !== 'citizen' ||
    (file.closedOn !== null && moment.day <= allowedUntil('reopen', file, file.closedOn, moment)),
  notListed: ({ file }) => file.supervision < 4,
  listed: ({ file }) => file.supervision === 4,
  /** 摘牌: rectified, verified, and approved by the issuer, who is the one asking. */
  rectifiedAndVerified: ({ file }) =>
    file.result === 'A' && (file.checked === 'passed' || file.answer === 'yes' || file.state === 'closed'),
  threeReworksOrTransfers: ({ file }) => !file.escalated && (file.reworks >= 3 || file.transfers >= 3),
  /** Some date differs on the calendar of today. */
  datesMove: ({ file, moment }) => Object.keys(recountedDates(file, moment.calendar)).length > 0,
  notErased: ({ file }) => !file.erased,
} as const satisfies Record<string, (question: Question) => boolean>;

export type Guard = keyof typeof guards;
