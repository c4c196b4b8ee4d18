/** Words about 申诉 of ratings: the page of the desk, and what a department's page says of them. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

type State = 'waiting' | 'granted' | 'refused';

export const appealWords = {
  title: '评价与申诉',
  states: { waiting: '待裁定', granted: '成立', refused: '不成立' } satisfies Record<State, string>,
  /** The first letters of a commitment stand for a rating. */
  short: (commitment: string): string => commitment.slice(0, 8),

  department: {
    lead: '这里是本年度已开票的评价，只有等次和开票日期，没有更多：系统里没有评价人是谁、什么时候评的。认为某一条是误评或恶意评价的，可以申诉一次，由评议办负责人裁定。',
    effect: '申诉成立的评价不删除，另行计数；含与不含两个满意率、申诉件数和裁定理由都向社会公开。',
    ratings: '已开票的评价',
    caption: (year: number): string => `${year} 年度已开票的评价`,
    columns: { commitment: '存证编号', level: '等次', opened: '开票日期', state: '申诉' },
    count: (count: number): string => `${count} 条`,
    none: '本年度还没有开票的评价。每周开票一次，未开票的满十条才一起开。',
    noneDissatisfied: '已开票的评价里没有不满意的。',
    all: '全部等次',
    dissatisfied: '只看不满意和非常不满意',
    apart: '已另行计数',
    appeal: '申诉',
    next: '后面的评价',
    first: '回到最前面',
    about: (commitment: string): string => `对评价 ${commitment} 申诉`,
    grounds: '申诉理由',
    groundsHint: '写清事实和依据，最多 500 字。评议办和审计员看得到，不公开。请不要猜测或打听是谁评的。',
    button: '提交申诉',
    consequence: '一条评价只能申诉一次，提交后不能修改。申诉和裁定都查不出评价人是谁。',
    asked: '申诉已提交，等评议办负责人裁定。',
    gone: '这条评价不能申诉：已经申诉过，或者已经另行计数。',
  },

  appeals: '申诉',
  appealsNone: '还没有申诉。',
  appealsLead: '负责人裁定；裁定理由公开，写进存证本，不能修改。',
  asked: (who: string, day: Day): string => `${who} ${formatDate(day)}提出`,
  opened: (level: string, day: Day): string => `等次：${level}，${formatDate(day)}开票`,
  grounds: '申诉理由',
  ruled: (state: State, who: string, day: Day): string =>
    `${state === 'granted' ? '申诉成立' : '申诉不成立'}（${who}，${formatDate(day)}）`,
  reason: '裁定理由',
  reasonHint: '向社会公开，最多 500 字。写明查到了什么、为什么成立或不成立；其中的个人信息会自动遮盖。',
  ruling: '裁定',
  rulings: { grant: '成立：这条评价另行计数', refuse: '不成立：照常计数' },
  ruleButton: '作出裁定',
  ruleConsequence: '裁定后不能更改。成立的，下次公布时含与不含两个数就会不同；评价本身和等次仍然公开。',
  done: '已裁定，理由已公开。',
  ruledBefore: '这件申诉已经有人裁定了，下面是结果。',

  public: {
    title: '申诉',
    none: '这个单位本年度没有对评价提出申诉。',
    summary: (asked: number, granted: number, refused: number, waiting: number): string =>
      `本年度申诉 ${asked} 件：成立 ${granted} 件，不成立 ${refused} 件，待裁定 ${waiting} 件。`,
    note: '成立的评价没有删除，另行计数；上面两个数都公布。',
    reasons: '裁定理由',
    line: (granted: boolean, day: Day): string => `${granted ? '成立' : '不成立'}，${formatDate(day)}`,
  },
} as const;
