/** 月考核: what each department did in a month, counted from the histories of its cases. */

import { applyEvent, type CaseEvent } from './advance.ts';
import type { CaseFile } from './case-file.ts';
import { monthOf } from './day.ts';
import type { DepartmentLight } from './department-lights.ts';
import type { History } from './history.ts';
import type { ActName } from './workflow.ts';

/** Numbers of cases, or of times where a case can count more than once. */
export interface CheckCounts {
  /** 交办 in the month. */
  assigned: number;
  /** 签收, and within its clock. */
  accepted: number;
  acceptedInTime: number;
  /** 申请销号 (all three kinds). */
  claimed: number;
  /** Closed with result A and D, and how many of both in time. */
  resolved: number;
  explained: number;
  closedInTime: number;
  /** Times: 重办, 退回申请, 延期 granted, 催办, 督办单 and higher. */
  reworked: number;
  returned: number;
  extended: number;
  urged: number;
  ordered: number;
}

/** A check as it is kept: what was done in the month, and how the department stood at its end. */
export interface CheckContent {
  departments: ({ department: string; open: number; overdue: number; light: DepartmentLight | null } & CheckCounts)[];
}

const none: CheckCounts = {
  assigned: 0,
  accepted: 0,
  acceptedInTime: 0,
  claimed: 0,
  resolved: 0,
  explained: 0,
  closedInTime: 0,
  reworked: 0,
  returned: 0,
  extended: 0,
  urged: 0,
  ordered: 0,
};

/** What an act adds, where it adds one always. */
const counted: Partial<Record<ActName, keyof CheckCounts>> = {
  assign: 'assigned',
  claim: 'claimed',
  explain: 'claimed',
  putOnAccount: 'claimed',
  sendBack: 'reworked',
  failCheck: 'reworked',
  overturn: 'reworked',
  dispute: 'reworked',
  reopen: 'reworked',
  requestReturn: 'returned',
  grantExtension: 'extended',
  urge: 'urged',
  supervise: 'ordered',
  list: 'ordered',
  talk: 'ordered',
};

/** What one act adds to the counts of the department that holds the case. */
function added({ act, day }: CaseEvent, before: CaseFile, after: CaseFile): (keyof CheckCounts)[] {
  if (act === 'accept')
    return ['accepted', ...(day <= (before.clocks.accept?.due ?? '') ? (['acceptedInTime'] as const) : [])];
  if (act === 'close')
    return [
      after.result === 'D' ? 'explained' : 'resolved',
      ...(after.onTime === true ? (['closedInTime'] as const) : []),
    ];
  const name = counted[act];
  return name === undefined ? [] : [name];
}

/** The counts of a month (`YYYY-MM`) by department; departments for which nothing happened are left out. */
export function checkMonth(histories: Iterable<History>, month: string): Map<string, CheckCounts> {
  const counts = new Map<string, CheckCounts>();
  for (const { beginning, events } of histories) {
    let file = beginning;
    for (const event of events) {
      const before = file;
      file = applyEvent(file, event);
      if (monthOf(event.day) > month) break;
      if (monthOf(event.day) < month) continue;
      const department = file.department ?? before.department;
      if (department === null) continue;
      const sum = { ...(counts.get(department) ?? none) };
      for (const name of added(event, before, file)) sum[name] += 1;
      counts.set(department, sum);
    }
  }
  return counts;
}

/** A department for which nothing happened. */
export const nothingChecked = none;
