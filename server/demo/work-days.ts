/** Walking along the working days of the calendar in both directions, quickly: the planning of the demonstration does it a lot. */

import { type Calendar, isWorkingDay } from '../domain/calendar.ts';
import { addDays, type Day } from '../domain/day.ts';

export interface WorkDays {
  readonly calendar: Calendar;
  isWorking(day: Day): boolean;
  /** The working day `count` working days after `day` (before it when negative); for 0 the day itself or the next working day. */
  shift(day: Day, count: number): Day;
  /** The day itself when it is a working day, else the last one before it. */
  backTo(day: Day): Day;
  /** Working days from `first` to `last`, both included. */
  between(first: Day, last: Day): readonly Day[];
}

export function workDaysOf(calendar: Calendar, from: Day, to: Day): WorkDays {
  const working: Day[] = [];
  /** For each day, how many working days lie before it. */
  const before = new Map<Day, number>();
  for (let day = from; day <= to; day = addDays(day, 1)) {
    before.set(day, working.length);
    if (isWorkingDay(calendar, day)) working.push(day);
  }
  const at = (index: number): Day => {
    const day = working[index];
    if (day === undefined) throw new RangeError('Outside the days of the demonstration');
    return day;
  };
  const indexOf = (day: Day): number => {
    const index = before.get(day);
    if (index === undefined) throw new RangeError(`Outside the days of the demonstration: ${day}`);
    return index;
  };
  const isWorking = (day: Day): boolean => working[indexOf(day)] === day;
  return {
    calendar,
    isWorking,
    shift: (day, count) => at(indexOf(day) + count - (count > 0 && !isWorking(day) ? 1 : 0)),
    backTo: (day) => (isWorking(day) ? day : at(indexOf(day) - 1)),
    between: (first, last) => working.slice(indexOf(first), indexOf(addDays(last, 1))),
  };
}
