/** 红黄绿: the light of a case. Colour is never alone; words and shapes go with it. */

import { workingDaysBetween } from './calendar.ts';
import { type CaseFile, finishedStates, isOneOf, workingStates } from './case-file.ts';
import type { Day } from './day.ts';
import type { Moment } from './deadline-policy.ts';

export const lights = ['normal', 'soon', 'overdue', 'account', 'waiting', 'done'] as const;
export type Light = (typeof lights)[number];

/** Working days before the deadline at which a case without a claim turns yellow. */
export const soonWithin = 3;

/** The completion clock has run out and nothing stops it. */
export const isOverdue = (file: Pick<CaseFile, 'state' | 'clocks' | 'pausedOn'>, day: Day): boolean =>
  isOneOf(workingStates, file.state) && file.pausedOn === null && (file.clocks.complete?.due ?? '9999') < day;

/** The department asked for a return and did not get it: a ruling that granted it would have moved the case. */
const wasRefused = (file: CaseFile): boolean => file.returnLocked && file.transfers === 0;

export function lightOf(file: CaseFile, moment: Moment): Light {
  if (file.state === 'suspended') return 'account';
  if (isOneOf(finishedStates, file.state)) return 'done';
  if (!isOneOf(workingStates, file.state)) return 'waiting';
  if (isOverdue(file, moment.day) || file.reworks >= 2) return 'overdue';
  const due = file.clocks.complete?.due;
  if (
    file.pausedOn === null &&
    due !== undefined &&
    workingDaysBetween(moment.calendar, moment.day, due) <= soonWithin
  ) {
    return 'soon';
  }
  return wasRefused(file) && file.state === 'accepted' ? 'soon' : 'normal';
}
