/** 放假安排 as lines of text: `2026-10-01 至 2026-10-07 放假 国庆节`, one run of days each, as the notice is read out. */
import { addDays, type Day } from '../../server/domain/day.ts';

export interface CalendarDay {
  day: Day;
  kind: 'holiday' | 'makeup';
  name: string;
}

/** Runs of days in a row with the same meaning. */
export function runsOf(days: readonly CalendarDay[]): (CalendarDay & { until: Day })[] {
  const runs: (CalendarDay & { until: Day })[] = [];
  for (const entry of days.toSorted((one, other) => (one.day < other.day ? -1 : 1))) {
    const last = runs.at(-1);
    if (last && last.kind === entry.kind && last.name === entry.name && addDays(last.until, 1) === entry.day) {
      last.until = entry.day;
    } else runs.push({ ...entry, until: entry.day });
  }
  return runs;
}

/** The lines as `readNotice` reads them back. */
export const linesOfDays = (days: readonly CalendarDay[]): string =>
  runsOf(days)
    .map(({ day, until, kind, name }) =>
      [day, ...(until === day ? [] : ['至', until]), kind === 'holiday' ? '放假' : '上班', name].join(' '),
    )
    .join('\n');

/** Days that mean something else in one list than in the other; `undefined` stands for a plain day. */
export function differences(
  before: readonly CalendarDay[],
  after: readonly CalendarDay[],
): { day: Day; before: CalendarDay | undefined; after: CalendarDay | undefined }[] {
  const byDay = (days: readonly CalendarDay[]) => new Map(days.map((one) => [one.day, one]));
  const [old, fresh] = [byDay(before), byDay(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map((day) => ({ day, before: old.get(day), after: fresh.get(day) }))
    .filter(({ before: one, after: other }) => one?.kind !== other?.kind || one?.name !== other?.name);
}
