/** How days, months and deadlines are written for people. */
import type { Adjustment, Deadline } from '../../domain/calendar.ts';
import { addDays, type Day, receiptWeek, weekday, yearOf } from '../../domain/day.ts';

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** 「2026年10月」 of `2026-10`. */
export const formatMonth = (month: string): string => `${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`;

/** 「10月12日」 */
export const formatDayShort = (day: Day): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

/** 「2026年10月12日」 */
export const formatDate = (day: Day): string => `${yearOf(day)}年${formatDayShort(day)}`;

const weekdayInBrackets = (day: Day): string => `（${weekdays[weekday(day)]}）`;

/** 「2026年10月12日（周一）」 */
export const formatDay = (day: Day): string => formatDate(day) + weekdayInBrackets(day);

const formatRun = (from: Day, to: Day): string =>
  from === to ? formatDayShort(from) : `${formatDayShort(from)}至${formatDayShort(to)}`;

const explainAdjustment = (one: Adjustment): string => {
  if ('until' in one) return `延至 ${formatDate(one.until)}`;
  const most = one.most === undefined ? '' : `（最多 ${one.most} 个工作日）`;
  return `${formatRun(one.pausedFrom, one.pausedTo)}停表，按工作日顺延${most}`;
};

/** One sentence that lets a clerk check a deadline by hand, and that says when the date may still change. */
export const explainDeadline = (deadline: Deadline): string => {
  const { from, amount, unit, due, skipped, worked, moved, uncertain, adjustments = [] } = deadline;
  const steps = [`从 ${formatDate(from)} 起 ${amount} ${unit === 'workday' ? '个工作日' : '天'}`];
  if (moved) {
    const lastDay = unit === 'workday' ? from : addDays(from, amount);
    steps.push(`${formatDayShort(lastDay)}${weekdayInBrackets(lastDay)}不是工作日，顺延到下一个工作日`);
  }
  for (const run of skipped) steps.push(`跳过${run.name}假期（${formatRun(run.from, run.to)}）`);
  for (const day of worked) steps.push(`${formatDayShort(day)}${weekdayInBrackets(day)}调休上班`);
  for (const one of adjustments) steps.push(explainAdjustment(one));
  steps.push(`到 ${formatDay(due)}`);
  const warnings = uncertain.map((year) => `。${year} 年放假安排尚未公布，这个日期可能调整`);
  return steps.join('，') + warnings.join('');
};

/** 「2026年11月23日至11月30日」: the receipt week that begins on a day. */
export function formatReceiptWeek(first: Day): string {
  const { from, to } = receiptWeek(first);
  return `${formatDate(from)}至${formatDayShort(to)}`;
}
