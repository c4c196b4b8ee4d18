/** The rules as the ledger keeps them, `/open/rules/<n>.json`: calendar and deadline policy, from which any past day can be judged again. */

import { type Calendar, type CalendarData, calendarFrom } from '../calendar.ts';
import { type Day, isDay } from '../day.ts';
import {
  defaultPolicy,
  type DeadlinePolicy,
  type Moment,
  policyAfter,
  type PolicyChange,
  policyKeys,
  readPolicyKey,
} from '../deadline-policy.ts';

/** One version of the rules. */
export interface Rules {
  yearStartsOn: string;
  momentOf: (day: Day) => Moment;
}

const isAllowance = (value: unknown): boolean => {
  const { amount, unit } = (value ?? {}) as Partial<PolicyChange>;
  return Number.isSafeInteger(amount) && Number(amount) >= 0 && (unit === 'workday' || unit === 'day');
};

/** Reads a file of rules; nothing when it is malformed. */
export function readRules(text: string | undefined): Rules | undefined {
  let value: { calendar: CalendarData; defaults: DeadlinePolicy; changes: PolicyChange[]; yearStartsOn: string };
  let calendar: Calendar;
  try {
    value = JSON.parse(text ?? '') as typeof value;
    calendar = calendarFrom(value.calendar);
  } catch {
    return undefined;
  }
  const { defaults, changes, yearStartsOn } = value;
  if (typeof defaults !== 'object' || defaults === null || !Array.isArray(changes)) return undefined;
  // A step that an older file says nothing of was not yet one that a city could set.
  if (!policyKeys.every((key) => !Object.hasOwn(defaults, key) || isAllowance(defaults[key]))) return undefined;
  if (
    !changes.every(
      (change) => readPolicyKey(String(change?.key)) !== undefined && isDay(change.validFrom) && isAllowance(change),
    )
  ) {
    return undefined;
  }
  if (typeof yearStartsOn !== 'string' || !isDay(`2000-${yearStartsOn}`)) return undefined;
  if (![...calendar.days.keys()].every(isDay)) return undefined;
  return {
    yearStartsOn,
    momentOf: (day) => ({ day, calendar, policy: policyAfter(changes, day, { ...defaultPolicy, ...defaults }) }),
  };
}
