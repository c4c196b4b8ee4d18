/** Lives a case through the real rules: every step is an act that `advance` must allow on its day. */

import { advance, applyEvent, type CaseEvent, firstEvent } from '../domain/advance.ts';
import { type CaseFile, newCaseFile } from '../domain/case-file.ts';
import type { Day } from '../domain/day.ts';
import type { DeadlinePolicy } from '../domain/deadline-policy.ts';
import type { FieldValues } from '../domain/fields.ts';
import type { Actor } from '../domain/roles.ts';
import type { ActName } from '../domain/workflow.ts';
import type { WorkDays } from './work-days.ts';

export interface Step {
  day: Day;
  act: ActName;
  actor: Actor;
  /** What the act is given, when it must be known how the case stands. */
  given: FieldValues | ((file: CaseFile) => FieldValues);
  /** The case that `given.target` names, as it stands on that day. */
  target?: CaseFile;
}

/** The world a life is lived in. */
export interface World {
  workDays: WorkDays;
  policy: DeadlinePolicy;
  /** The last day of the demonstration's history. */
  today: Day;
}

/** A plan of days that the rules, or the office's working hours, do not allow; the planner tries other days. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface Life {
  /** As it is now. */
  file: CaseFile;
  events: CaseEvent[];
  /** The case after each of its events. */
  files: CaseFile[];
}

type Beginning = Parameters<typeof newCaseFile>[0];

/** Lives through the steps in the order of their days; steps of one day keep their order. @throws Refused */
export function live(beginning: Beginning, author: Actor, steps: readonly Step[], world: World): Life {
  const start = newCaseFile(beginning);
  const first = firstEvent(start, author);
  let file = applyEvent(start, first);
  const life: Life = { file, events: [first], files: [file] };
  let last = beginning.receivedOn;
  for (const step of steps.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))) {
    const { day, act, actor, given, target } = step;
    if (day < last) throw new Refused(`${act} on ${day} comes before ${last}`);
    if (day > world.today) throw new Refused(`${act} on ${day} has not come yet`);
    if (actor.account !== undefined && !world.workDays.isWorking(day)) throw new Refused(`${act} on ${day}, a day off`);
    const moment = { day, calendar: world.workDays.calendar, policy: world.policy };
    const outcome = advance(
      file,
      { act, given: typeof given === 'function' ? given(file) : given, target },
      actor,
      moment,
    );
    if (!outcome.ok)
      throw new Refused(`${act} on ${day}: ${outcome.refusal}${outcome.missing ? ` ${outcome.missing.join()}` : ''}`);
    file = outcome.file;
    life.events.push(outcome.event);
    life.files.push(file);
    last = day;
  }
  life.file = file;
  return life;
}

/** The case as it stood at the end of a day. */
export function fileOn(life: Life, day: Day): CaseFile | undefined {
  const index = life.events.findLastIndex((event) => event.day <= day);
  return life.files[index];
}
