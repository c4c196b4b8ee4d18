/** Words of 满意机关创建: its conditions, its paper, the public list, and what cannot be. */

import { type AwardCondition, type ConditionLine, publicLeast, rectifiedLeast } from '../../domain/award.ts';
import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

export const conditionWords: Record<AwardCondition, string> = {
  'no-veto': '没有一票否决事项',
  rectified: `整改率达到 ${rectifiedLeast}%`,
  'not-listed': '没有被挂牌督办',
};

/** What a condition was decided on: 「整改 95 件，应整改 100 件」. */
export function conditionOn({ condition, on }: ConditionLine): string {
  const [first = '0', second = '0'] = on;
  if (condition === 'no-veto') {
    return on.length === 0 ? '本年度和上年度没有批准的一票否决建议' : `已批准的一票否决建议：${on.join('、')}`;
  }
  if (condition === 'rectified') {
    return second === '0' ? '没有应整改的意见，按符合计' : `已整改 ${first} 件，应整改 ${second} 件`;
  }
  return first === '0' ? '没有未摘牌的挂牌督办' : `未摘牌的挂牌督办 ${first} 项`;
}

const told = (line: ConditionLine): string => `${conditionWords[line.condition]}：${conditionOn(line)}`;

export const awardErrors = {
  twice: '你单位已有一份申报在办理中。',
  stillAwarded: (until: Day): string => `你单位的命名到 ${formatDate(until)}才到期，到期前半年内可以再次申报。`,
  notMet: (missed: readonly ConditionLine[]): string =>
    `资格条件不符合，不能通过审核。${missed.map(told).join('；')}。请用“不通过”结束，并写明理由。`,
  noScore: '这个单位还没有已定案的评议得分，不能评分。',
  tooLow: ({ number, score }: { number: string; score: string }): string =>
    `群众评议分 ${score}（${number}），不到 ${publicLeast} 分，不能进入公示。请用“不通过”结束，并写明理由。`,
  notice: (until: Day): string => `公示到 ${formatDate(until)}为止，期满以后才能命名。`,
  tooLong: (longest: Day): string => `有效期最长两年，不能晚于 ${formatDate(longest)}`,
} as const;

export const awardWords = {
  conditions: '资格条件',
  conditionsNow: '按今天的情况核对；审核时再核对一次，写进存证本。',
  conditionsThen: '审核那天的核对结果，已写进存证本。',
  columns: { condition: '条件', on: '依据', outcome: '结论' },
  met: '✓ 符合',
  notMet: '✗ 不符合',
  /** In the ledger's words, on one line. */
  told: (lines: readonly ConditionLine[]): string =>
    lines.map((line) => `${told(line)}（${line.isMet ? '符合' : '不符合'}）`).join('；'),
  score: ({ number, score }: { number: string; score: string }): string => `${score} 分（${number}）`,
  term: '有效期',
} as const;
