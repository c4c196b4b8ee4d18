/** How long each step may take. The defaults come from practice; a city edits its own, and each change keeps its history. */

import type { Calendar } from './calendar.ts';
import type { CaseFile, Clock } from './case-file.ts';
import type { Day } from './day.ts';

export interface Allowance {
  amount: number;
  unit: 'workday' | 'day';
}

/** `complete` depends on the kind of rectification and, for questions of the year-round channels, on the kind of 意见. */
export type PolicyKey =
  | Exclude<Clock, 'complete'>
  | 'complete.IMMEDIATE'
  | 'complete.IMMEDIATE.question'
  | 'complete.TIMED'
  | 'complete.LONG_TERM';
export type DeadlinePolicy = Record<PolicyKey, Allowance>;

export const defaultPolicy: DeadlinePolicy = {
  accept: { amount: 1, unit: 'workday' },
  return: { amount: 2, unit: 'workday' },
  ruling: { amount: 1, unit: 'workday' },
  plan: { amount: 10, unit: 'workday' },
  'complete.IMMEDIATE': { amount: 15, unit: 'workday' },
  'complete.IMMEDIATE.question': { amount: 5, unit: 'workday' },
  'complete.TIMED': { amount: 60, unit: 'day' },
  /** The stage target of a long-term item; its monthly progress is reported beside it. */
  'complete.LONG_TERM': { amount: 180, unit: 'day' },
  review: { amount: 5, unit: 'workday' },
  answer: { amount: 15, unit: 'day' },
  notice: { amount: 5, unit: 'workday' },
  account: { amount: 182, unit: 'day' },
};

/** What the rules know of the world: today, the working-day calendar, the allowances in force. */
export interface Moment {
  day: Day;
  calendar: Calendar;
  policy: DeadlinePolicy;
}

/** The allowance a clock of this case runs on. */
export function allowanceFor(policy: DeadlinePolicy, clock: Clock, file: CaseFile): Allowance {
  if (clock !== 'complete') return policy[clock];
  const isShort = file.nature === 'IMMEDIATE' && (file.kind === 'question' || file.kind === 'help');
  return isShort ? policy['complete.IMMEDIATE.question'] : policy[`complete.${file.nature ?? 'TIMED'}`];
}
