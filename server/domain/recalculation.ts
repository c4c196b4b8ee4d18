/** 工作日历调整: which dates of a case move when the calendar is another one, and by how many days. */

import { type Calendar, type CalendarData, type Deadline, recount } from './calendar.ts';
import { type CaseFile, type Clock, finishedStates, isOneOf } from './case-file.ts';
import type { Day } from './day.ts';
import { recountedDates } from './guards.ts';

/** The calendar with the days of one year replaced by those given, as if its notice had just been entered. */
export function withYear(calendar: Calendar, year: number, days: CalendarData['days']): Calendar {
  const others = [...calendar.days].filter(([day]) => !day.startsWith(`${year}-`));
  return {
    years: new Set([...calendar.years, year]),
    days: new Map([...others, ...days.map(({ day, kind, name }) => [day, { kind, name }] as const)]),
  };
}

/** A date that moves: of a clock of the case, or of the part of a department that helps. */
export interface DateMove {
  clock: Clock | 'help';
  /** The department that helps; nothing for the clocks of the case itself. */
  department: string | null;
  from: Day;
  to: Day;
}

/** The dates of a case that still matter and are others on this calendar. */
export function dateMoves(file: CaseFile, calendar: Calendar): DateMove[] {
  if (isOneOf(finishedStates, file.state)) return [];
  const { clocks = {}, help = {} } = recountedDates(file, calendar);
  const moves = (Object.entries(clocks) as [Clock, Deadline][]).map(
    ([clock, { due }]): DateMove => ({ clock, department: null, from: file.clocks[clock]?.due ?? due, to: due }),
  );
  for (const [department, { due }] of Object.entries(help))
    moves.push({ clock: 'help', department, from: file.help[department]?.due.due ?? due.due, to: due.due });
  return moves.filter(({ from, to }) => from !== to);
}

/** A date with the newest reasons for it: a notice that has come out since it was set may confirm it without moving it. */
export function withNewestReasons(running: Deadline, calendar: Calendar): Deadline {
  const fresh = recount(calendar, running);
  return fresh.due === running.due ? fresh : running;
}
