/** 放假安排 as lines of text: `2026-10-01 至 2026-10-07 放假 国庆节`, one run of days each, as the notice is read out. */
import { addDays, type Day, isDay, yearOf } from '../../server/domain/day.ts';
import { adminWords } from '#words/admin.ts';

export interface CalendarDay {
  day: Day;
  kind: 'holiday' | 'makeup';
  name: string;
}

const words = adminWords.calendar;
const longestRun = 31;

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

export const linesOfDays = (days: readonly CalendarDay[]): string =>
  runsOf(days)
    .map(({ day, until, kind, name }) =>
      [day, ...(until === day ? [] : ['至', until]), kind === 'holiday' ? '放假' : '上班', name].join(' '),
    )
    .join('\n');

const isYearDay = (text: string | undefined): text is Day => text !== undefined && isDay(text);

/** Reads the lines back. `wrong` says which line cannot be read, counted from 1. */
export function daysOfLines(text: string, year: number): { days: CalendarDay[] } | { wrong: string } {
  const days: CalendarDay[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const [, from, until = from, what, name] =
      /^\s*(\d{4}-\d\d-\d\d)(?:\s*[至到~—–]\s*(\d{4}-\d\d-\d\d))?\s+(放假|上班|调休上班)\s+(\S{1,20})\s*$/.exec(line) ??
      [];
    if (!isYearDay(from) || !isYearDay(until) || name === undefined || until < from)
      return { wrong: words.wrongLine(index + 1) };
    if (until > addDays(from, longestRun)) return { wrong: words.wrongLine(index + 1) };
    if (yearOf(from) !== year || yearOf(until) !== year) return { wrong: words.wrongYear(index + 1) };
    for (let day = from; day <= until; day = addDays(day, 1)) {
      days.push({ day, kind: what === '放假' ? 'holiday' : 'makeup', name });
    }
  }
  return days.length > 0 ? { days } : { wrong: words.none };
}
