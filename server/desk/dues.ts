/** Deadlines as the desk shows them: the date, how far off it is, and the sentence that explains it. */

import { allowanceFor, type Moment } from '../domain/deadline-policy.ts';
import { type Deadline, deadline, workingDaysBetween } from '../domain/calendar.ts';
import type { CaseFile, Clock } from '../domain/case-file.ts';
import { withNewestReasons } from '../domain/recalculation.ts';
import { natures, type OpinionKind } from '../domain/vocabulary.ts';
import { newCaseFile } from '../domain/case-file.ts';
import { actOf } from '../domain/workflow.ts';
import type { AssignmentDeadlines, Due } from '../schemas/desk.ts';
import { explainDeadline } from '#words/calendar.ts';
import { actWords, clockWords, natureWords } from '#words/workflow.ts';

/** Working days from today to a date; negative once it is past. */
const workingDaysLeft = ({ calendar, day }: Moment, due: string): number =>
  due >= day ? workingDaysBetween(calendar, day, due) : -workingDaysBetween(calendar, due, day);

export const dueOf = (clock: Clock, running: Deadline, moment: Moment): Due => ({
  clock,
  name: clockWords[clock],
  due: running.due,
  workingDaysLeft: workingDaysLeft(moment, running.due),
  explanation: explainDeadline(withNewestReasons(running, moment.calendar)),
});

/** By when a helping department is to say its part. */
export const helpDueOf = (running: Deadline, moment: Moment): Omit<Due, 'clock'> => ({
  name: actWords.assist.name,
  due: running.due,
  workingDaysLeft: workingDaysLeft(moment, running.due),
  explanation: explainDeadline(withNewestReasons(running, moment.calendar)),
});

/** The deadline that a clock would get if it began today. */
export function dueFromToday(clock: Exclude<Clock, 'reply'>, file: CaseFile, moment: Moment): Due {
  const { amount, unit } = allowanceFor(moment.policy, clock, file);
  return dueOf(clock, deadline(moment.calendar, moment.day, amount, unit), moment);
}

/** What 交办 today would set for each kind of rectification. */
export const assignmentDeadlines = (kind: OpinionKind, moment: Moment): AssignmentDeadlines[] =>
  natures.map((nature) => {
    const file: CaseFile = {
      ...newCaseFile({ id: '', channel: 'web', kind, named: null, receivedOn: moment.day }),
      nature,
    };
    const clocks = (actOf('assign').starts ?? []).filter((clock) => clock !== 'reply');
    return { nature, name: natureWords[nature], dues: clocks.map((clock) => dueFromToday(clock, file, moment)) };
  });
