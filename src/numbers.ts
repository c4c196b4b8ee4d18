/** How counts, rates and weeks are printed on pages. */
import { addDays, weekday } from '../server/domain/day.ts';
import { rateMinimum } from '../server/domain/figures.ts';
import { formatDayShort, formatReceiptWeek } from '#words/calendar.ts';
import { publicWords } from '#words/public.ts';
import type { RateView } from '../server/schemas/figures.ts';

const grouped = new Intl.NumberFormat('zh-CN');

/** 「1,018」 */
export const formatCount = (count: number): string => grouped.format(count);

/** 「1,018/1,100」; nothing where there is nothing to divide by. */
export const formatParts = ({ numerator, denominator }: Pick<RateView, 'numerator' | 'denominator'>): string =>
  denominator === 0 ? '' : `${formatCount(numerator)}/${formatCount(denominator)}`;

/** 「92.5%」, 「样本不足」 where too few are under the line, 「暂无」 where nothing is. */
export function formatRate({ percent, denominator }: Pick<RateView, 'percent' | 'denominator'>): string {
  if (percent === null) return publicWords.none;
  return denominator < rateMinimum ? publicWords.tooFew : `${percent}%`;
}

/** A share of `whole` as a percentage for drawing, between 0 and 100. */
export const share = (part: number, whole: number): number =>
  whole <= 0 ? 0 : Math.min(100, Math.round((part / whole) * 10_000) / 100);

/** 「2026年第18周（4月27日至5月3日）」 of an ISO week such as `2026-W18`; 「2026年11月23日至11月30日」 of a receipt week, named by its first day. */
export function formatWeek(week: string): string {
  if (!week.includes('-W')) return formatReceiptWeek(week);
  const [year = '', number = ''] = week.split('-W');
  // ISO 8601: 4 January is always in week 1.
  const monday = mondayOf(`${year}-01-04`, Number(number) - 1);
  return publicWords.week(Number(year), Number(number), formatDayShort(monday), formatDayShort(addDays(monday, 6)));
}

const mondayOf = (day: string, weeksLater: number): string => addDays(day, weeksLater * 7 - ((weekday(day) + 6) % 7));

/** How many characters say something: a first sentence is often only a greeting or a date. */
const sayingSomething = 30;

/** The first sentences of a text, until they say something; as much of it as fits on two lines. */
export function opening(text: string): string {
  let said = '';
  for (const [sentence] of text.matchAll(/[^。！？!?；\n]*(?:[。！？!?；\n]|$)/gu)) {
    said += sentence.trim();
    if ([...said].length >= sayingSomething) break;
  }
  return [...said].length > 80 ? `${[...said].slice(0, 79).join('')}…` : said;
}
