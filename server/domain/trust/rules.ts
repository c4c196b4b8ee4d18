/** The rules as the ledger keeps them, `/open/rules/<n>.json`: calendar and deadline policy, from which any past day can be judged again. */

import { type Calendar, type CalendarData, calendarFrom } from '../calendar.ts';
import { type Day, isDay } from '../day.ts';
import {
  type DeadlinePolicy,
  type Moment,
  policyKeys,
  type PolicyKey,
  readPolicyKey,
  type SpecialKey,
} from '../deadline-policy.ts';

/** One change of an allowance, in force from a day on. */
interface Change {
  key: PolicyKey | SpecialKey;
  validFrom: Day;
  amount: number;
  unit: 'workday' | 'day';
}

/** One version of the rules. */
export interface Rules {
  yearStartsOn: string;
  momentOf: (day: Day) => Moment;
}

const isAllowance = (value: unknown): boolean => {
  const { amount, unit } = (value ?? {}) as Partial<Change>;
  return Number.isSafeInteger(amount) && Number(amount) >= 0 && (unit === 'workday' || unit === 'day');
};

/** Reads a file of rules; nothing when it is malformed. */
export function readRules(text: string | undefined): Rules | undefined {
  let value: { calendar: CalendarData; defaults: DeadlinePolicy; changes: Change[]; yearStartsOn: string };
  let calendar: Calendar;
  try {
    value = JSON.parse(text ?? '') as typeof value;
    calendar = calendarFrom(value.calendar);
  } catch {
    return undefined;
  }
  const { defaults, changes, yearStartsOn } = value;
  if (!policyKeys.every((key) => isAllowance(defaults?.[key])) || !Array.isArray(changes)) return undefined;
  if (
    !changes.every(
      (change) => readPolicyKey(String(change?.key)) !== undefined && isDay(change.validFrom) && isAllowance(change),
    )
  ) {
    return undefined;
  }
  if (typeof yearStartsOn !== 'string' || !isDay(`2000-${yearStartsOn}`)) return undefined;
  if (![...calendar.days.keys()].every(isDay)) return undefined;
  // Oldest first, so that a later change overwrites an earlier one.
  const sorted = changes.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : Number(a.validFrom > b.validFrom)));
  const policyOn = (day: Day): DeadlinePolicy => {
    const policy = { ...defaults };
    for (const { key, validFrom, amount, unit } of sorted) if (validFrom <= day) policy[key] = { amount, unit };
    return policy;
  };
  return { yearStartsOn, momentOf: (day) => ({ day, calendar, policy: policyOn(day) }) };
}
