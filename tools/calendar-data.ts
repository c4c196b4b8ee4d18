/** Rewrites db/calendar-days.json from the chinese-days package; run it after updating that package. */
import { writeFileSync } from 'node:fs';
import source from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { CalendarData } from '../server/domain/calendar.ts';

/** The package shortens the names of some holidays; these are the ones of 《全国年节及纪念日放假办法》. */
const statutoryNames: Record<string, string> = { 清明: '清明节', 端午: '端午节', 中秋: '中秋节' };

const exceptions = (table: Record<string, string>, kind: 'holiday' | 'makeup'): CalendarData['days'] =>
  Object.entries(table).map(([day, description]) => {
    const name = description.split(',')[1] ?? '';
    return { day, kind, name: statutoryNames[name] ?? name };
  });

/** The package's calendar in our form. */
export const calendarData = (): CalendarData => {
  const days = [...exceptions(source.holidays, 'holiday'), ...exceptions(source.workdays, 'makeup')];
  const holidaysOf = (year: number): Set<string> =>
    new Set(days.filter(({ day, kind }) => kind === 'holiday' && day.startsWith(`${year}-`)).map(({ name }) => name));
  // A year's notice may name days of its neighbours, so a year counts as known only when its whole round is there.
  const years = [...new Set(days.map(({ day }) => Number(day.slice(0, 4))))]
    .filter((year) => ['元旦', '春节', '劳动节', '国庆节'].every((name) => holidaysOf(year).has(name)))
    .sort((a, b) => a - b);
  return {
    years,
    days: days.filter(({ day }) => years.includes(Number(day.slice(0, 4)))).sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
};

/** Years in lines of 19 and one day a line: readable changes, in the shape that the formatter keeps. */
export const calendarFile = ({ years, days }: CalendarData): string => {
  const yearLines = Array.from({ length: Math.ceil(years.length / 19) }, (_, line) =>
    years.slice(line * 19, line * 19 + 19).join(', '),
  );
  const dayLines = days.map(({ day, kind, name }) => `{ "day": "${day}", "kind": "${kind}", "name": "${name}" }`);
  return `{\n  "years": [\n    ${yearLines.join(',\n    ')}\n  ],\n  "days": [\n    ${dayLines.join(',\n    ')}\n  ]\n}\n`;
};

if (import.meta.main) writeFileSync(new URL('../db/calendar-days.json', import.meta.url), calendarFile(calendarData()));
