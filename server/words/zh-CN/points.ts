/** Words of 积分. */

import { type PointEvent, pointBase, pointCap } from '../../domain/points.ts';
import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

export const pointEventWords: Record<PointEvent, { name: string; counts: string }> = {
  accepted: { name: '按时签收', counts: '在签收时限内签收的有效意见，一件一次。' },
  closed: { name: '按期销号', counts: '按期办结并以“已解决”销号的意见，一件一次。' },
  pledge: { name: '公开承诺兑现', counts: '评议办确认兑现的公开承诺，一项一次。' },
  satisfied: { name: '回访满意', counts: '办结后回访答“满意”的意见，一件一次。' },
  overdue: { name: '超期', counts: '超过办结时限还在办的，和超期才办结的意见，一件一次。' },
  rework: { name: '重办', counts: '退回重办一次算一次。' },
  yellow: { name: '月度黄灯', counts: '单位当月亮黄灯，一个月一次。' },
  red: { name: '月度红灯', counts: '单位当月亮红灯，一个月一次。' },
  overturned: { name: '销号不实', counts: '销号后经抽查推翻、结果撤回的意见，一件一次。' },
};

const [base, cap] = [pointBase / 10, pointCap / 10];

export const pointWords = {
  title: '单位积分',
  lead: '只供评议办和单位自己内部参考：不公开，不排名，不计入评议得分，也不作为考核依据。',
  off: '单位积分没有启用。需要时由系统管理员在“城市”设置里启用。',
  formula: `积分 = ${base} + 各项加减分；一年加减合计不超过 ${cap} 分。`,
  asOf: (year: number, day: Day): string => `${year} 年度，截至 ${formatDate(day)}。`,
  yearOf: (year: number): string => `${year} 年度`,
  year: '评议年度',
  show: '查看',
  department: '单位',
  total: '积分',
  sum: '加减合计',
  capped: (counted: string): string => `按 ${counted} 计`,
  times: (count: number): string => `${count} 次`,
  values: '每项怎么计',
  event: '事项',
  each: '每次',
  counts: '怎么计',
  points: '得分',
  none: '这个年度还没有可计的事项。',
  back: '督办',
  link: '单位积分（内部）',
} as const;
