/** 半月调度: the cases of each department that the meeting of a half month speaks of, and why. */

import { type Deadline, workingDaysBetween } from './calendar.ts';
import { type CaseFile, isOneOf, workingStates, type State } from './case-file.ts';
import { addDays, type Day, endOfMonth, monthOf } from './day.ts';
import type { Moment } from './deadline-policy.ts';
import { judge, type Light, type LightReason } from './lights.ts';
import type { SupervisionLevel } from './vocabulary.ts';

/** A line of the list, as it is kept. */
export interface DispatchLine {
  caseId: string;
  number: string | null;
  state: State;
  light: Light;
  reasons: LightReason[];
  keyItem: boolean;
  percent: number;
  /** 办结时限, and working days left; negative once it is over. Null where nothing is due. */
  due: Day | null;
  left: number | null;
  /** 重办 so far. */
  reworks: number;
  supervision: SupervisionLevel;
  /** By when the department must answer an order. */
  replyBy: Day | null;
  /** Departments whose 协办意见 is missing although its day is over. */
  lateHelpers: string[];
}

/** A list as it is kept. */
export interface DispatchContent {
  departments: { department: string; lines: DispatchLine[] }[];
}

/** The half month of a day: `2026-11-1` to the 15th, `2026-11-2` from the 16th. */
export const halfMonthOf = (day: Day): string => `${monthOf(day)}-${Number(day.slice(8)) <= 15 ? 1 : 2}`;

/** First and last day of a half month. */
export function daysOfHalf(period: string): { from: Day; until: Day } {
  const month = period.slice(0, 7);
  return period.endsWith('-1')
    ? { from: `${month}-01`, until: `${month}-15` }
    : { from: `${month}-16`, until: endOfMonth(`${month}-01`) };
}

const leftUntil = ({ calendar, day }: Moment, due: Day): number =>
  due >= day ? workingDaysBetween(calendar, day, due) : -workingDaysBetween(calendar, due, day);

/** Cases that run over before the half month ends, are yellow or red, are 挂牌 or 提级, or owe an answer to an order. */
function isSpokenOf(file: CaseFile, light: Light, complete: Deadline | undefined, until: Day): boolean {
  if (file.supervision >= 2 && isOneOf(workingStates, file.state)) return true;
  if (light === 'overdue' || light === 'soon' || file.clocks.reply !== undefined || file.escalated) return true;
  return file.pausedOn === null && complete !== undefined && complete.due <= until;
}

/** The line of a case in the list of a half month, if it is in it. */
export function dispatchLine(file: CaseFile, moment: Moment, until: Day): DispatchLine | undefined {
  if (file.department === null || file.state === 'closed' || file.state === 'suspended') return undefined;
  const { light, reasons } = judge(file, moment);
  const complete = isOneOf(workingStates, file.state) ? file.clocks.complete : undefined;
  if (!isSpokenOf(file, light, complete, until)) return undefined;
  return {
    caseId: file.id,
    number: file.number,
    state: file.state,
    light,
    reasons,
    keyItem: file.keyItem,
    percent: file.percent,
    due: complete?.due ?? null,
    left: complete === undefined ? null : leftUntil(moment, complete.due),
    reworks: file.reworks,
    supervision: file.supervision,
    replyBy: file.clocks.reply?.due ?? null,
    lateHelpers: Object.entries(file.help)
      .filter(([, { due, doneOn }]) => doneOn === null && due.due < moment.day)
      .map(([department]) => department),
  };
}

const order: readonly Light[] = ['overdue', 'soon'];
const rank = (light: Light): number => (order.includes(light) ? order.indexOf(light) : order.length);

/** The whole list: lines by department, the most pressing ones first. */
export function dispatchList(files: Iterable<CaseFile>, moment: Moment): DispatchContent['departments'] {
  const { until } = daysOfHalf(halfMonthOf(moment.day));
  const byDepartment = new Map<string, DispatchLine[]>();
  for (const file of files) {
    const line = dispatchLine(file, moment, until);
    if (line === undefined || file.department === null) continue;
    byDepartment.set(file.department, [...(byDepartment.get(file.department) ?? []), line]);
  }
  const pressing = (a: DispatchLine, b: DispatchLine): number =>
    rank(a.light) - rank(b.light) || ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1);
  return [...byDepartment].map(([department, lines]) => ({ department, lines: lines.toSorted(pressing) }));
}

/** The half month before another one. */
export const halfBefore = (period: string): string => halfMonthOf(addDays(daysOfHalf(period).from, -1));
