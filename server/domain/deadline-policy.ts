/** How long each step may take. The defaults come from practice; a city edits its own, and each change keeps its history. */

import type { Calendar } from './calendar.ts';
import type { CaseFile, Clock } from './case-file.ts';
import type { Day } from './day.ts';
import { type Channel, channels, type OpinionKind, opinionKinds } from './vocabulary.ts';

export interface Allowance {
  amount: number;
  unit: 'workday' | 'day';
}

/** `complete` depends on the kind of rectification and, for questions of the year-round channels, on the kind of 意见. */
export type PolicyKey =
  | Exclude<Clock, 'complete' | 'reply'>
  | 'help'
  | 'revisit'
  | 'question'
  | 'reopen'
  | 'extension.notice'
  | 'extension.most'
  | 'extension.most.short'
  | 'complete.IMMEDIATE'
  | 'complete.IMMEDIATE.question'
  | 'complete.TIMED'
  | 'complete.LONG_TERM';
/** An allowance of its own for a kind of 意见, for a channel, or for both: `complete.TIMED/help/*`, `accept/help/phone`. */
export type SpecialKey = `${PolicyKey}/${OpinionKind | '*'}/${Channel | '*'}`;
export type DeadlinePolicy = Record<PolicyKey, Allowance> & { [key in SpecialKey]?: Allowance };

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
  /** 协办意见 to the lead. */
  help: { amount: 5, unit: 'workday' },
  /** 回访 after 办结. */
  revisit: { amount: 5, unit: 'workday' },
  /** What a question to the author may stop the clock at most. */
  question: { amount: 5, unit: 'workday' },
  /** Within which an author may have a closed case opened again. */
  reopen: { amount: 30, unit: 'day' },
  /** How long before the deadline an extension must be asked for, and what it may add at most. */
  'extension.notice': { amount: 2, unit: 'workday' },
  'extension.most': { amount: 30, unit: 'day' },
  'extension.most.short': { amount: 5, unit: 'workday' },
};
export const policyKeys = Object.keys(defaultPolicy) as PolicyKey[];

/** The largest amount that a city may set, in the unit it sets; the smallest is 1. */
export const longest: Record<PolicyKey, number> = {
  accept: 10,
  return: 10,
  ruling: 10,
  plan: 30,
  'complete.IMMEDIATE': 30,
  'complete.IMMEDIATE.question': 15,
  'complete.TIMED': 90,
  'complete.LONG_TERM': 366,
  review: 30,
  answer: 60,
  notice: 30,
  account: 366,
  help: 30,
  revisit: 30,
  question: 15,
  reopen: 366,
  'extension.notice': 10,
  'extension.most': 60,
  'extension.most.short': 15,
};
/** What a question gives back to the clock is counted in working days and in nothing else. */
export const onlyWorkdays = ['question'] as const satisfies PolicyKey[];

/** A change of an allowance, in force from a day on until the next one for the same key. */
export interface PolicyChange extends Allowance {
  key: PolicyKey | SpecialKey;
  validFrom: Day;
}

/** A special allowance is taken back by a change to nothing: from that day on the general one holds again. */
export const isTakenBack = ({ key, amount }: Pick<PolicyChange, 'key' | 'amount'>): boolean =>
  amount === 0 && key.includes('/');

/** The allowances in force on a day: of each key the newest change not after it, else the default. */
export function policyAfter(
  changes: readonly PolicyChange[],
  day: Day,
  defaults: DeadlinePolicy = defaultPolicy,
): DeadlinePolicy {
  const policy = { ...defaults };
  // Oldest first, so that a later change overwrites an earlier one.
  const sorted = changes.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : Number(a.validFrom > b.validFrom)));
  for (const change of sorted) {
    if (change.validFrom > day) break;
    if (isTakenBack(change)) delete policy[change.key as SpecialKey];
    else policy[change.key] = { amount: change.amount, unit: change.unit };
  }
  return policy;
}

/** The parts of a key of the policy; nothing for what is no such key. */
export function readPolicyKey(
  text: string,
): { key: PolicyKey; kind: OpinionKind | '*'; channel: Channel | '*' } | undefined {
  const [key = '', kind = '*', channel = '*', ...more] = text.split('/');
  const isKnown =
    (policyKeys as string[]).includes(key) &&
    [...opinionKinds, '*'].includes(kind) &&
    [...channels, '*'].includes(channel) &&
    more.length === 0 &&
    (!text.includes('/') || text.split('/').length === 3);
  return isKnown
    ? { key: key as PolicyKey, kind: kind as OpinionKind | '*', channel: channel as Channel | '*' }
    : undefined;
}

/** What the rules know of the world: today, the working-day calendar, the allowances in force. */
export interface Moment {
  day: Day;
  calendar: Calendar;
  policy: DeadlinePolicy;
}

/** The allowance of a step for this case: the one for its kind and channel, else for its kind, else for its channel, else the general one. */
export function allowanceOf(
  policy: DeadlinePolicy,
  key: PolicyKey,
  { kind, channel }: Pick<CaseFile, 'kind' | 'channel'>,
): Allowance {
  return (
    policy[`${key}/${kind}/${channel}`] ?? policy[`${key}/${kind}/*`] ?? policy[`${key}/*/${channel}`] ?? policy[key]
  );
}

/** The allowance a clock of this case runs on; `reply` is told its day with the order. */
export function allowanceFor(policy: DeadlinePolicy, clock: Exclude<Clock, 'reply'>, file: CaseFile): Allowance {
  if (clock !== 'complete') return allowanceOf(policy, clock, file);
  const isShort = file.nature === 'IMMEDIATE' && (file.kind === 'question' || file.kind === 'help');
  return allowanceOf(policy, isShort ? 'complete.IMMEDIATE.question' : `complete.${file.nature ?? 'TIMED'}`, file);
}
