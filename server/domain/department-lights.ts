/** 红黄绿 of a department for a month, from counts that are stored with it, so that a notice can be made again from them; and what it leads to. */

import { type CaseFile, departmentStates, isOneOf } from './case-file.ts';
import { assessmentYear, type Day } from './day.ts';
import { rateMinimum } from './figures.ts';
import { isOverdue } from './lights.ts';
import type { OrderLevel } from './vocabulary.ts';

export const departmentLights = ['green', 'yellow', 'red'] as const;
export type DepartmentLight = (typeof departmentLights)[number];

export const departmentReasons = [
  'listed', // 挂牌督办
  'overdue-many', // 超期 more than 5 % of the cases
  'overdue', // 超期, fewer
  'rate-behind', // 整改率 10 points or more behind its class
] as const;
export type DepartmentReason = (typeof departmentReasons)[number];

/** Cases of a department at the end of a day: those received in the 评议年度, and older ones that were still open. */
export interface DepartmentCounts {
  /** 交办. */
  assigned: number;
  /** 在办, 挂账 left out. */
  open: number;
  /** 超期. */
  overdue: number;
  /** 挂牌: of cases, and of the department itself. */
  listed: number;
  /** 整改率 = resolved ÷ rectifiable. */
  resolved: number;
  rectifiable: number;
}

/** What a light was decided on. `class` are the sums over the departments of its class, its own included. */
export interface DepartmentNumbers extends DepartmentCounts {
  classResolved: number;
  classRectifiable: number;
  reasons: DepartmentReason[];
}

export const noCases: DepartmentCounts = { assigned: 0, open: 0, overdue: 0, listed: 0, resolved: 0, rectifiable: 0 };

/**
 * Counts cases as they stood at the end of a day, by department.
 * @param yearStartsOn first day of the 评议年度, `MM-DD`
 */
export function countByDepartment(
  files: Iterable<CaseFile>,
  day: Day,
  yearStartsOn?: string,
): Map<string, DepartmentCounts> {
  const year = assessmentYear(day, yearStartsOn);
  const counts = new Map<string, DepartmentCounts>();
  for (const file of files) {
    const { department, state, result } = file;
    if (department === null || file.assignedOn === null || !isOneOf(departmentStates, state)) continue;
    const isClosed = state === 'closed';
    if (isClosed && assessmentYear(file.receivedOn, yearStartsOn) !== year) continue;
    const sum = counts.get(department) ?? noCases;
    counts.set(department, {
      assigned: sum.assigned + 1,
      open: sum.open + Number(!isClosed && state !== 'suspended'),
      overdue: sum.overdue + Number(isOverdue(file, day)),
      listed: sum.listed + Number(file.supervision === 4),
      resolved: sum.resolved + Number(isClosed && result === 'A'),
      rectifiable: sum.rectifiable + Number(!(isClosed && result === 'D')),
    });
  }
  return counts;
}

/** Adds the departments of a class together. */
export const sumOfClass = (counts: Iterable<DepartmentCounts>): Pick<DepartmentCounts, 'resolved' | 'rectifiable'> => {
  let [resolved, rectifiable] = [0, 0];
  for (const one of counts) {
    resolved += one.resolved;
    rectifiable += one.rectifiable;
  }
  return { resolved, rectifiable };
};

/** 整改率 ten points or more behind that of the class, in whole numbers; with too few cases a rate says nothing. */
const isBehind = (
  own: DepartmentCounts,
  { resolved, rectifiable }: Pick<DepartmentCounts, 'resolved' | 'rectifiable'>,
): boolean =>
  own.rectifiable >= rateMinimum &&
  10 * (resolved * own.rectifiable - own.resolved * rectifiable) >= own.rectifiable * rectifiable;

/**
 * The light of a department: red with anything 挂牌 or more than 5 % of its cases overdue; yellow with any overdue, or with a 整改率 ten points
 * or more behind its class; else green.
 */
export function departmentLight(
  own: DepartmentCounts,
  ofClass: Pick<DepartmentCounts, 'resolved' | 'rectifiable'>,
): { light: DepartmentLight; numbers: DepartmentNumbers } {
  const reasons: DepartmentReason[] = [];
  const isMany = own.overdue * 20 > own.assigned;
  if (own.listed > 0) reasons.push('listed');
  if (own.overdue > 0) reasons.push(isMany ? 'overdue-many' : 'overdue');
  if (isBehind(own, ofClass)) reasons.push('rate-behind');
  const isRed = own.listed > 0 || isMany;
  return {
    light: isRed ? 'red' : reasons.length > 0 ? 'yellow' : 'green',
    numbers: { ...own, classResolved: ofClass.resolved, classRectifiable: ofClass.rectifiable, reasons },
  };
}

/**
 * What the lights of a department lead to: after three red months in a row an interview is suggested, a red one calls for a 督办单, two yellow
 * ones in a row for a 提醒函. The office decides.
 * @param history lights of months that follow each other, oldest first
 */
export function proposalFor(history: readonly DepartmentLight[]): OrderLevel | undefined {
  const ends = (light: DepartmentLight, months: number): boolean =>
    history.length >= months && history.slice(-months).every((one) => one === light);
  if (ends('red', 3)) return 'talk';
  if (ends('red', 1)) return 'red';
  return ends('yellow', 2) ? 'reminder' : undefined;
}
