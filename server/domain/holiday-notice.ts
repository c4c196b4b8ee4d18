/**
 * Reads a year's holidays and make-up days from what people paste: the State Council's notice as it was published, a table with commas,
 * or one run of days a line.
 */
import type { CalendarData } from './calendar.ts';
import { addDays, type Day, daysBetween, isDay, weekday, yearOf } from './day.ts';

type CalendarDay = CalendarData['days'][number];

/** Why a line cannot be taken: it says nothing readable, a day of another year, a weekday or a number of days that do not fit, too long a run. */
export type NoticeFault = 'unreadable' | 'year' | 'weekday' | 'count' | 'long';
export type NoticeReading =
  | { ok: true; days: CalendarDay[] }
  | { ok: false; fault: 'none' }
  | { ok: false; fault: NoticeFault; line: number; text: string };

/** No festival has ever been longer; a longer run is a slip of the pen. */
const longestRun = 31;
const longestName = 20;
const weekdays = '日一二三四五六';

interface Run {
  from: Day;
  until: Day;
}
type Line = { days: CalendarDay[] } | { fault: NoticeFault } | 'other';

const padded = (value: string): string => value.padStart(2, '0');

/** `2026-10-01`, `2026/10/1`, `2026.10.1` or `2026年10月1日`. */
const datePattern = String.raw`\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?`;
function readDate(text: string | undefined): Day | undefined {
  const [, year = '', month = '', date = ''] = /^(\d{4})\D(\d{1,2})\D(\d{1,2})日?$/.exec(text ?? '') ?? [];
  const day = `${year}-${padded(month)}-${padded(date)}`;
  return isDay(day) ? day : undefined;
}

const simpleLine = new RegExp(
  String.raw`^\s*(${datePattern})(?:\s*(?:[至到~—–,，\t ]|--)\s*(${datePattern}))?[\s,，]+(放假|上班|调休上班|补班)[\s,，]+([^\s,，]{1,${longestName}})[\s,，]*$`,
  'u',
);

const daysOfRun = ({ from, until }: Run): Day[] =>
  Array.from({ length: daysBetween(from, until) + 1 }, (_, index) => addDays(from, index));

function readSimple(line: string, year: number): Line {
  const [, first, last, what, name = ''] = simpleLine.exec(line) ?? [];
  const from = readDate(first);
  const until = last === undefined ? from : readDate(last);
  if (from === undefined || until === undefined || until < from) return 'other';
  if (daysBetween(from, until) >= longestRun) return { fault: 'long' };
  const kind = what === '放假' ? 'holiday' : 'makeup';
  if (yearOf(from) !== year || yearOf(until) !== year) return { fault: 'year' };
  return { days: daysOfRun({ from, until }).map((day) => ({ day, kind, name })) };
}

/** 「一、国庆节、中秋节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）上班。」 */
const festivalLine = /^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]\s*)?([^：:]{2,24})[：:](.*(?:放假|上班).*)$/u;
const datesOrWord =
  /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?(?:至(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?)?|放假|上班|共(\d+)天/gu;

/** The weekday that brackets name is that of the day, where they name one. */
const isWeekday = (day: Day, brackets: string | undefined): boolean => {
  const named = /周([日一二三四五六])/u.exec(brackets ?? '')?.[1];
  return named === undefined || weekdays[weekday(day)] === named;
};

function readFestival(line: string, year: number): Line {
  const [, name = '', body] = festivalLine.exec(line.replaceAll('(', '（').replaceAll(')', '）')) ?? [];
  if (body === undefined) return 'other';
  const days: CalendarDay[] = [];
  let waiting: Day[] = [];
  let holidays = 0;
  let month = '';
  for (const found of body.matchAll(datesOrWord)) {
    const [word, ownYear, ownMonth, date, brackets, untilYear, untilMonth, untilDate, untilBrackets, count] = found;
    if (word === '放假' || word === '上班') {
      const kind = word === '放假' ? 'holiday' : 'makeup';
      if (kind === 'holiday') holidays += waiting.length;
      days.push(...waiting.map((day) => ({ day, kind, name: name.trim() }) as const));
      waiting = [];
    } else if (count !== undefined) {
      if (Number(count) !== holidays) return { fault: 'count' };
    } else {
      month = ownMonth ?? month;
      // 元旦 may begin in December of the year before, which older notices leave to the reader.
      const fromYear = ownYear ?? String(month === '12' && name.includes('元旦') ? year - 1 : year);
      const from = `${fromYear}-${padded(month)}-${padded(date ?? '')}`;
      const toMonth = untilMonth ?? month;
      const toYear = untilYear ?? String(Number(toMonth) < Number(month) ? Number(fromYear) + 1 : fromYear);
      const until = untilDate === undefined ? from : `${toYear}-${padded(toMonth)}-${padded(untilDate)}`;
      if (!isDay(from) || !isDay(until) || until < from) return { fault: 'unreadable' };
      if (daysBetween(from, until) >= longestRun) return { fault: 'long' };
      if (!isWeekday(from, brackets) || !isWeekday(until, untilBrackets)) return { fault: 'weekday' };
      waiting.push(...daysOfRun({ from, until }));
      month = toMonth;
    }
  }
  if (days.length === 0 || waiting.length > 0) return { fault: 'unreadable' };
  // A weekend day of the year before or after is off anyway, whatever the notice of this year says of it.
  const own = days.filter(
    ({ day, kind }) => yearOf(day) === year || kind === 'makeup' || ![0, 6].includes(weekday(day)),
  );
  return own.every(({ day }) => yearOf(day) === year) ? { days: own } : { fault: 'year' };
}

/** Lines of a notice that say nothing of days: its title, to whom it goes, what else it asks for, who signed it. */
const isAboutDays = (line: string): boolean =>
  /[\d一二三四五六七八九十]日.*(?:放假|上班|补班)/u.test(line) || /^\s*\d{4}[-/.]/.test(line);
const isHeading = (line: string): boolean => /^\s*日期/u.test(line);

/**
 * Reads what was pasted. Of a day that is named twice the last line counts.
 * @param year the only year that days may belong to
 */
export function readNotice(text: string, year: number): NoticeReading {
  const lines = text
    .normalize('NFC')
    // A notice that was pasted as one paragraph.
    .replaceAll(/(?<=[。；])\s*(?=[一二三四五六七八九十]+、[^：:。]{2,24}[：:]|节假日期间)/gu, '\n')
    .split(/\r?\n/u);
  const readings = lines.map((line): Line => {
    const simple = readSimple(line, year);
    return simple === 'other' ? readFestival(line, year) : simple;
  });
  const isNotice = lines.some((line) => festivalLine.test(line));
  const days = new Map<Day, CalendarDay>();
  for (const [index, reading] of readings.entries()) {
    const line = lines[index] ?? '';
    if (reading !== 'other' && 'days' in reading) {
      for (const day of reading.days) days.set(day.day, day);
      continue;
    }
    const isSilent = line.trim() === '' || (isNotice && !isAboutDays(line)) || (index === 0 && isHeading(line));
    if (reading === 'other' && isSilent) continue;
    return { ok: false, fault: reading === 'other' ? 'unreadable' : reading.fault, line: index + 1, text: line.trim() };
  }
  if (days.size === 0) return { ok: false, fault: 'none' };
  return { ok: true, days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)) };
}
