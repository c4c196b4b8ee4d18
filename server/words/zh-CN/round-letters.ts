/** Words of 评议结果反馈函: the paper, the list of the office, and what a department can do about it. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';
import { standingWords } from './results.ts';

export const letterErrors = {
  notPublished: '结果还没有公布。',
  notSent: '反馈函还没有发出。',
} as const;

export const roundLetterWords = {
  title: '评议结果反馈函',
  titleOf: (round: string): string => `${round}结果反馈函`,
  list: {
    lead: '每个单位一份：得分、各项指标、意见和要求，以及复核的权利和时限。',
    unsent: '还没有发出。在评议活动里办“反馈”以后，各单位才能看到。',
    sent: (day: Day): string => `${formatDate(day)}发出。`,
    recheck: (day: Day): string => `各单位可以在 ${formatDate(day)}以前（含当日）申请复核。`,
    columns: { department: '单位', class: '类别', score: '得分', rank: '名次', act: '办理' },
    open: '反馈函',
    use: '提出运用建议',
    printAll: '打印全部',
    rounds: '评议活动',
    rechecks: '复核申请',
    uses: '结果运用',
    public: '公开的结果',
    none: '—',
  },
  print: '打印',
  back: '全部反馈函',
  apply: '申请复核',
  recheck: '复核',
  recheckUntil: (day: Day): string => `申请截止 ${formatDate(day)}（含当日）。`,
  recheckOver: '申请复核的期限已过。',
  own: '已有的申请',

  paper: {
    to: (name: string): string => `${name}：`,
    text: (round: string, number: string): string =>
      `${round}（${number}）结果已经公布。现将你单位的结果和意见反馈如下，请对照整改。`,
    sections: {
      result: '一、总体结果',
      items: '二、各项指标',
      groups: '三、各类评议人',
      opinions: '四、意见清单',
      demands: '五、要求',
      rights: '六、复核',
      signatures: '签收',
    },
    rows: {
      to: '送',
      matter: '事由',
      class: '类别',
      score: '得分（95% 区间）',
      rank: '本类名次',
      mean: '本类平均、最高、最低',
      n: '有效评价',
      satisfied: '满意率（很满意占比）',
      unknown: '不了解率',
      annual: '年度得分',
      opinions: '本年度意见',
      demands: '要求',
      apply: '申请',
      reply: '答复',
      office: '评议办负责人',
      received: '单位签收',
    },
    score: (score: string, low: string, high: string): string => `${score}（${low}–${high}）`,
    rank: (rank: number, of: number, { tier, isShared }: { tier: number | undefined; isShared: boolean }): string =>
      `${isShared ? '并列' : ''}第 ${rank} 名（共 ${of} 个单位）${tier === undefined ? '' : `，第 ${tier} 梯队`}`,
    noRank: (standing: keyof typeof standingWords): string =>
      `${standingWords[standing].name}：${standingWords[standing].why}`,
    mean: (mean: string, max: string, min: string): string => `${mean}；${max}；${min}`,
    n: (count: number): string => `${count} 份`,
    satisfied: (satisfied: string, very: string): string => `${satisfied}（${very}）`,
    percent: (value: string | undefined): string => (value === undefined ? '暂无' : `${value}%`),
    itemColumns: ['指标', '权重', '得分', '本类平均', '评了的份数', '不了解'],
    groupColumns: ['评议人类别', '权重', '有效评价', '得分', '是否计入'],
    counted: '计入',
    tooFew: '人数不够，不计入',
    withheld: '不公布',
    none: '—',
    opinionColumns: ['编号', '内容', '办理情况'],
    opinionsCount: (count: number, shown: number): string =>
      count === 0
        ? '本年度没有交办你单位的意见。'
        : count > shown
          ? `共 ${count} 件，下列最近 ${shown} 件；其余见整改台账。`
          : `共 ${count} 件。`,
    erased: '（内容已按申请删除）',
    weakest: (items: readonly string[]): string => `得分低于本类平均的指标：${items.join('、')}。`,
    noneWeak: '各项指标都不低于本类平均。',
    demands: (items: readonly string[]): string =>
      [
        items.length > 0
          ? `1. 重点查找${items.join('、')}方面的原因，订出整改措施，写明责任人和时限。`
          : '1. 巩固做法，查找群众意见集中的环节，继续改进。',
        '2. 逐件办理本函所列意见，按时限整改，如实报送；申请销号要有佐证。',
        '3. 不得追查评议人，不得要求服务对象改变评价，不得以评议结果影响服务。',
      ].join('\n'),
    apply: (until: Day): string =>
      `对结果有异议的，可以在 ${formatDate(until)}以前（含当日，反馈函发出后三个工作日）由主要负责人签字申请复核，写明理由。`,
    applyUnsent: '反馈函发出后三个工作日内，可以由主要负责人签字申请复核，写明理由。',
    reply: '评议办在收到申请后十个工作日内答复，结论和理由公开；确需更正的，更正后的结果一并公开。',
    note: '得分、名次由公开的规则和选票计算，可以自行核验。人数太少的类别和渠道不公布，以免看出是谁评的。',
  },
} as const;
