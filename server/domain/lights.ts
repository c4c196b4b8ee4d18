/** 红黄绿: the light of a case, with the reasons for it. Colour is never alone; words and shapes go with it. */

import { type Deadline, workingDaysBetween } from './calendar.ts';
import { type CaseFile, finishedStates, isOneOf, workingStates } from './case-file.ts';
import { type Day, daysBetween } from './day.ts';
import type { Moment } from './deadline-policy.ts';

/** Green; yellow; red; grey (挂账); waiting for somebody else than the department, or standing still; 销号. */
export const lights = ['normal', 'soon', 'overdue', 'account', 'waiting', 'done'] as const;
export type Light = (typeof lights)[number];

/** Why a light is what it is, in the order in which they are told. Green, waiting for others and 销号 need no reason. */
export const lightReasons = [
  'overdue', // 超期
  'far-behind', // 进度落后 more than 30 points
  'reworked', // 重办 twice or more
  'soon', // 临期 without a claim
  'behind', // 进度落后 10 points or more
  'return-refused', // 退回 refused
  'paused', // 停表
  'account', // 挂账
] as const;
export type LightReason = (typeof lightReasons)[number];

export interface Judgement {
  light: Light;
  reasons: LightReason[];
}

/** Working days before the deadline at which a case without a claim turns yellow. */
export const soonWithin = 3;
/** Percentage points behind the linear plan at which a case turns yellow, and beyond which it turns red. */
export const behindFrom = 10;
export const farBehindAbove = 30;
/** How often 重办 turns a case red. */
const reworksRed = 2;
/** No festival keeps a city from working longer, so that a deadline farther off than this cannot be {@link soonWithin}. */
const surelyNotSoon = 30;

/** The completion clock has run out and nothing stops it. */
export const isOverdue = (file: Pick<CaseFile, 'state' | 'clocks' | 'pausedOn'>, day: Day): boolean =>
  isOneOf(workingStates, file.state) && file.pausedOn === null && (file.clocks.complete?.due ?? '9999') < day;

/** The department asked for a return and did not get it: a ruling that granted it would have moved the case. */
const wasRefused = (file: CaseFile): boolean => file.returnLocked && file.transfers === 0;

const isSoon = (due: Day, { calendar, day }: Moment): boolean =>
  daysBetween(day, due) <= surelyNotSoon && workingDaysBetween(calendar, day, due) <= soonWithin;

/** Days that a clock stood still; they belong to neither the plan nor its progress. */
const stoodStill = ({ adjustments = [] }: Deadline): number =>
  adjustments.reduce(
    (sum, one) => sum + ('pausedFrom' in one ? Math.max(0, daysBetween(one.pausedFrom, one.pausedTo)) : 0),
    0,
  );

/**
 * How many percentage points the reported progress lies behind a straight line from the start of the completion clock to its end.
 * Only where there is a plan to measure by: 立行立改 is done in days and reported once, and a case without a plan has none yet.
 */
export function pointsBehind(file: CaseFile, day: Day): number {
  const clock = file.clocks.complete;
  if (clock === undefined || file.nature === 'IMMEDIATE' || (file.state !== 'planned' && file.state !== 'rectifying'))
    return 0;
  const pause = stoodStill(clock);
  const whole = daysBetween(clock.from, clock.due) - pause;
  const gone = daysBetween(clock.from, day) - pause;
  if (whole <= 0 || gone <= 0) return 0;
  return Math.max(0, Math.floor((100 * Math.min(gone, whole)) / whole) - file.percent);
}

/** The light of a case on a day, and why. */
export function judge(file: CaseFile, moment: Moment): Judgement {
  if (file.state === 'suspended') return { light: 'account', reasons: ['account'] };
  if (isOneOf(finishedStates, file.state)) return { light: 'done', reasons: [] };
  if (!isOneOf(workingStates, file.state)) return { light: 'waiting', reasons: [] };
  if (file.pausedOn !== null) return { light: 'waiting', reasons: ['paused'] };

  const behind = pointsBehind(file, moment.day);
  const due = file.clocks.complete?.due;
  const red: LightReason[] = [];
  if (isOverdue(file, moment.day)) red.push('overdue');
  else if (behind > farBehindAbove) red.push('far-behind');
  if (file.reworks >= reworksRed) red.push('reworked');
  if (red.length > 0) return { light: 'overdue', reasons: red };

  const yellow: LightReason[] = [];
  if (due !== undefined && isSoon(due, moment)) yellow.push('soon');
  if (behind >= behindFrom) yellow.push('behind');
  if (wasRefused(file) && file.state === 'accepted') yellow.push('return-refused');
  return yellow.length > 0 ? { light: 'soon', reasons: yellow } : { light: 'normal', reasons: [] };
}

/** The light alone. */
export const lightOf = (file: CaseFile, moment: Moment): Light => judge(file, moment).light;

/** The light as the public sees it: by the deadline alone, because what is said of it there is 超期 or 临期 and nothing else. */
export function publicLightOf(file: CaseFile, moment: Moment): Light {
  const { light, reasons } = judge(file, moment);
  if (light !== 'overdue' && light !== 'soon') return light;
  if (isOverdue(file, moment.day)) return 'overdue';
  const due = file.clocks.complete?.due;
  return reasons.includes('soon') || (due !== undefined && isSoon(due, moment)) ? 'soon' : 'normal';
}
