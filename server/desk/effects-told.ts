/** What each step of a case set going, stopped or moved, in words. */

import type { Deadline } from '../domain/calendar.ts';
import type { Clock } from '../domain/case-file.ts';
import { effectWords } from '#words/timeline.ts';
import type { Step } from './course.ts';
import type { DepartmentNames } from './names.ts';

/** Clocks that began, ended or moved with a step. One that began anew counts as begun. */
function clocksOf({ before, after }: Step): {
  started: [Clock, Deadline][];
  moved: [Clock, Deadline][];
  stopped: Clock[];
} {
  const running = Object.entries(after.clocks) as [Clock, Deadline][];
  const isAnew = ([clock, { from }]: [Clock, Deadline]): boolean => before.clocks[clock]?.from !== from;
  return {
    started: running.filter(isAnew),
    moved: running.filter((entry) => !isAnew(entry) && before.clocks[entry[0]]?.due !== entry[1].due),
    stopped: (Object.keys(before.clocks) as Clock[]).filter((clock) => after.clocks[clock] === undefined),
  };
}

export function effectsTold(step: Step, departments: DepartmentNames): string[] {
  const { before, after } = step;
  const { started, moved, stopped } = clocksOf(step);
  const nameOf = (code: string): string => departments.get(code) ?? code;
  const asked = Object.entries(after.help).filter(([code, { due }]) => before.help[code]?.due.from !== due.from);
  // Where the whole case is taken back, so is what was asked of those who helped.
  const isTakenBack = before.department !== null && after.department === null;
  const released = isTakenBack ? [] : Object.keys(before.help).filter((code) => after.help[code] === undefined);
  return [
    ...started.map(([clock, { due }]) => effectWords.started(clock, due)),
    ...moved.map(([clock, { due }]) => effectWords.moved(clock, before.clocks[clock]?.due ?? due, due)),
    ...asked.map(([code, { due }]) => effectWords.asked(nameOf(code), due.due)),
    ...(stopped.length > 0 ? [effectWords.stopped(stopped)] : []),
    ...(before.pausedOn === null && after.pausedOn !== null ? [effectWords.paused] : []),
    ...(before.pausedOn !== null && after.pausedOn === null && after.clocks.complete ? [effectWords.resumed] : []),
    ...released.map((code) => effectWords.released(nameOf(code))),
    ...(isTakenBack ? [effectWords.returned] : []),
  ];
}
