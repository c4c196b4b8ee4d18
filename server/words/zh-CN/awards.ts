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
  toActs: '去办理',
  print: '打印',
  scoreNow: '群众评议分',
  scoreIs: ({ number, score }: { number: string; score: string }): string =>
    `最近一次已定案的评议：${score} 分（${number}）。`,
  scoreEnough: `达到 ${publicLeast} 分。`,
  scoreLow: `不到 ${publicLeast} 分，不能进入公示。`,
  scoreNone: '还没有已定案的评议得分，评分时再取。',
  paperTitle: '申报表',
  paper: {
    sections: { self: '八项自评', conditions: '资格条件', scores: '评分和命名', signatures: '签字' },
    selfColumns: ['项目', '自评分'],
    average: '平均',
    rows: {
      department: '申报单位',
      stars: '申报星级',
      situation: '创建情况',
      evidence: '佐证材料',
      public: '群众评议分',
      site: '现场考核分',
      supervisors: '监督员评分',
      opinion: '评议办意见',
      notice: '公示截止',
      term: '有效期至',
    },
    files: (count: number): string => `${count} 份`,
    note: `资格条件：没有一票否决事项、整改率 ${rectifiedLeast}% 以上、没有挂牌督办；群众评议分 ${publicLeast} 分以上；公示五个工作日；命名有效期两年。`,
  },

  stars: {
    title: '满意机关',
    description: '命名的满意机关、星级、有效期，和正在公示、受警告、摘牌的。',
    lead: '单位自愿申报，评议办核对资格、评分，公示五个工作日后命名，有效期两年。期间复查，不合格的警告或者摘牌，都在这里。',
    none: '还没有公示或命名的满意机关。',
    failed: '一时读不到，请过一会儿再来。',
    groups: {
      standing: '已命名',
      noticed: '正在公示',
      over: '已摘牌、已到期',
    },
    noticeHint: '对公示的单位有意见，可以提意见，写明“满意机关公示”。',
    columns: { department: '单位', stars: '星级', state: '状态', term: '有效期', score: '群众评议分', number: '编号' },
    term: (from: Day | null, until: Day | null): string =>
      from === null || until === null ? '' : `${formatDate(from)}至${formatDate(until)}`,
    notice: (until: Day): string => `公示到 ${formatDate(until)}`,
    reason: (reason: string): string => `理由：${reason}`,
    how: '条件',
    conditions: [
      '没有一票否决事项（评议办批准的建议，不由分数产生）。',
      `整改率 ${rectifiedLeast}% 以上，按公布的数字。`,
      '没有未摘牌的挂牌督办。',
      `最近一次已定案的评议得分 ${publicLeast} 分以上。`,
    ],
  },
} as const;
