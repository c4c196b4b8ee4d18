/** 提醒: of which dates of a case somebody is told, who that is, and how long before. */

import { workingDaysBetween } from './calendar.ts';
import { type CaseFile, isOneOf, responsibleLeader, type State, workingStates } from './case-file.ts';
import { type Day, daysBetween } from './day.ts';
import type { Moment } from './deadline-policy.ts';
import type { StaffRole } from './roles.ts';

/** What is due: a clock of the case, the part of a department that helps, a stage, the answer to an extension; an order or a 公开承诺 beside cases. */
export const alertKinds = [
  'accept',
  'ruling',
  'plan',
  'complete',
  'review',
  'account',
  'reply',
  'help',
  'stage',
  'sign-extension',
  'grant-extension',
  'order',
  'pledge',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** Working days left, or that it is over. */
export type AlertStep = 3 | 1 | 'over';

export interface AlertDate {
  what: AlertKind;
  due: Day;
  /** Before it is due: three working days, one, or both. */
  steps: readonly (3 | 1)[];
  /** Without roles the 联络员 and the head of the department are meant. */
  to: { department?: string; roles?: readonly StaffRole[]; except?: readonly string[] };
}

const both = [3, 1] as const;
const last = [1] as const;
/** A date farther off than this is not three working days off, whatever the holidays. */
const farOff = 30;

/** The dates of a case of which somebody is told. While it stands still nothing of the department's work is due. */
export function alertDates(file: CaseFile): AlertDate[] {
  const { department, state, clocks, help, stageDay, extensionAsked, extensionSigned, assignedBy } = file;
  const isRunning = isOneOf(workingStates, state) && file.pausedOn === null;
  const office = { roles: ['clerk', 'director'] } as const;
  const dates: AlertDate[] = [];
  const add = (
    when: boolean,
    what: AlertKind,
    due: Day | undefined,
    steps: AlertDate['steps'],
    to: AlertDate['to'],
  ) => {
    if (when && due !== undefined) dates.push({ what, due, steps, to });
  };
  const inState = (...states: State[]): boolean => states.includes(state);
  if (department !== null) {
    const lead = { department };
    const leader: AlertDate['to'] =
      responsibleLeader(file) === 'section' ? lead : { department, roles: ['liaison', 'deputy', 'head'] };
    add(inState('assigned'), 'accept', clocks.accept?.due, last, lead);
    add(isRunning, 'plan', clocks.plan?.due, both, lead);
    add(isRunning, 'complete', clocks.complete?.due, both, leader);
    add(true, 'reply', clocks.reply?.due, both, lead);
    add(isRunning, 'stage', stageDay ?? undefined, both, lead);
    // Whoever must sign or rule is asked again on the next working morning, which is before the date that is asked for.
    const due = isRunning && extensionAsked !== null ? clocks.complete?.due : undefined;
    add(!extensionSigned, 'sign-extension', due, both, { department, roles: ['head'] });
    add(extensionSigned, 'grant-extension', due, both, { roles: ['director'] });
  }
  add(inState('returning'), 'ruling', clocks.ruling?.due, last, { roles: ['director'] });
  add(inState('claimed', 'verifying'), 'review', clocks.review?.due, last, {
    ...office,
    ...(assignedBy !== null && { except: [assignedBy] }),
  });
  add(inState('suspended'), 'account', clocks.account?.due, both, office);
  for (const [helper, { due, doneOn }] of Object.entries(help))
    add(doneOn === null && isOneOf(workingStates, state), 'help', due.due, both, { department: helper });
  return dates;
}

/** The step that a date has come to; nothing as long as it is far off. Whoever was not told of an earlier step is told of the present one. */
export function alertStep(
  { due, steps }: Pick<AlertDate, 'due' | 'steps'>,
  { calendar, day }: Pick<Moment, 'calendar' | 'day'>,
): AlertStep | undefined {
  if (due < day) return 'over';
  if (daysBetween(day, due) > farOff) return undefined;
  const left = workingDaysBetween(calendar, day, due);
  return steps.toSorted((a, b) => a - b).find((step) => left <= step);
}
