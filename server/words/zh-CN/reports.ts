/** Words of 整改月报, 月通报 and 意见分析报告: the desk pages, the public ones, the texts to begin with, and the printed sheets. */

import type { AnalysisNumbers } from '../../domain/analysis.ts';
import type { BulletinNumbers } from '../../domain/bulletin.ts';
import type { Day } from '../../domain/day.ts';
import { rateMinimum } from '../../domain/figures.ts';
import { formatDate, formatDay, formatMonth } from './calendar.ts';
import { channelWords, topicWords } from './workflow.ts';

/** 「比去年同期增加 12 件（8.3%）」 */
const change = (now: number, before: number): string => {
  if (before === 0) return '上年同期没有';
  const difference = now - before;
  if (difference === 0) return '与上年同期持平';
  return `比上年同期${difference > 0 ? '增加' : '减少'} ${Math.abs(difference)} 件（${((Math.abs(difference) / before) * 100).toFixed(1)}%）`;
};
/** 「比上月多 3 件」 */
const beside = (now: number, before: number, when: string): string =>
  now === before ? `与${when}持平` : `比${when}${now > before ? '多' : '少'} ${Math.abs(now - before)} 件`;
const tooFew = '—';
/** A rate in per cent as it stands in a table; a dash where fewer than ten are to be rectified. */
const rateIn = ({ effective, explained }: { effective: number; explained: number }, value: string): string =>
  effective - explained < rateMinimum ? tooFew : value;
const percent = (value: string): string => (value === '' ? '尚无' : `${value}%`);

export const reportWords = {
  title: '月报通报',
  kinds: { report: '整改月报', bulletin: '月通报', analysis: '意见分析报告' },
  /** 专项文件 of this kind are to have no more characters than this (中办 on 为基层减负, 2024). */
  longest: 4000,

  monthly: {
    lead: '每月五日前报上月的整改情况，遇休息日顺延。数字由系统按你单位的案件算到月底，不用填；你单位写做了什么、下月怎么做、有什么困难，分管领导或主要负责人审核。',
    officeLead: '各单位每月五日前报上月整改月报，遇休息日顺延。数字由系统算到月底。',
    columns: { month: '月份', due: '报送期限', state: '状态', number: '编号', department: '单位', act: '办理' },
    states: { filled: '待领导审核', approved: '已报送', returned: '退回补充', missing: '还没有报' } as Readonly<
      Record<string, string>
    >,
    late: '逾期未报',
    fill: '填报',
    refill: '补充后重报',
    open: '查看',
    none: '还没有要报的月份。',
    month: '月份',
    show: '查看',
    missing: (count: number): string => (count === 0 ? '全部单位都已报送。' : `还有 ${count} 个单位没有报送`),
    onlyWithCases: '没有在手案件的单位不用报，不列在这里。',
    remind: '提醒还没有报的单位',
    reminded: (count: number): string => (count === 0 ? '这个月今天已经提醒过。' : `已提醒 ${count} 个单位。`),
    reminder: (month: string, due: Day): string => `${formatMonth(month)}整改月报请于 ${formatDate(due)}前报送`,
    dueDay: (day: Day): string => `报送期限 ${formatDay(day)}`,
  },
  numbers: {
    title: '本月数字（系统计算）',
    note: '算到当月最后一天。在手 = 上年度结转未办结的 + 本评议年度交办的 = 已销号 + 解释办结 + 挂账 + 在办。',
    assigned: '交办（在手）',
    assignedNow: '其中本月交办',
    resolved: '已销号',
    resolvedNow: '其中本月销号',
    explained: '解释办结',
    suspended: '挂账',
    open: '在办',
    overdue: '其中超期',
    extended: '延期',
  },
  fill: {
    title: (month: string): string => `${formatMonth(month)}整改月报`,
    doneThisMonth: '本月完成',
    doneHint: '对照整改方案写做了什么、见了什么效果。最多 2000 字。',
    nextPlan: '下月计划',
    difficulty: '困难',
    difficultyHint: '需要市里或其他单位帮助的写在这里。最多 500 字。',
    filledBy: '填报人',
    button: '提交审核',
    consequence: '提交后由分管领导或主要负责人审核，审核后报评议办。',
    returned: '退回的理由',
    done: '已提交，等待领导审核。',
  },
  paper: {
    report: '整改月报',
    rows: {
      month: '月份',
      doneThisMonth: '本月完成',
      nextPlan: '下月计划',
      difficulty: '困难',
      filledBy: '填报人',
      approvedBy: '审核人',
    },
    none: '无',
    print: '打印',
    draft: '（草稿，未签发）',
    table1: '附表 1　各单位整改情况',
    table1Note: '应整改不足 10 件的不列比率，以“—”表示。',
    table2: '附表 2　红黄牌清单',
    table3: '附表 3　典型案例',
    tableStructure: '附表　意见结构',
  },

  bulletin: {
    title: (month: string): string => `${formatMonth(month)}群众意见整改情况通报`,
    sections: {
      overview: '一、总体情况',
      classes: '二、分类情况',
      lights: '三、亮灯情况',
      problems: '四、存在问题',
      requirements: '五、下步要求',
    },
    total: '全市',
    columns: {
      department: '单位',
      effective: '有效意见',
      resolved: '已销号',
      rectification: '整改率%',
      verified: '证实率%',
      open: '在办',
      overdue: '超期',
      suspended: '挂账',
    },
    overview: ({ asOf, year, overall, now, before, yearBefore }: BulletinNumbers): string =>
      [
        `截至${formatDate(asOf)}，${year} 评议年度共有有效意见 ${overall.effective} 件，已交办 ${overall.assigned} 件，整改销号 ${overall.resolved} 件，解释说明办结 ${overall.explained} 件，挂账 ${overall.suspended} 件，在办 ${overall.open} 件，其中超期 ${overall.overdue} 件。整改率 ${percent(overall.rectification)}，证实率 ${percent(overall.verified)}，办结率 ${percent(overall.completion)}，按期办结率 ${percent(overall.onTime)}。`,
        `本月收到有效意见 ${now.effective} 件，${beside(now.effective, before.effective, '上月')}，${change(now.effective, yearBefore.effective)}；本月整改销号 ${now.resolved} 件，${beside(now.resolved, before.resolved, '上月')}，${change(now.resolved, yearBefore.resolved)}。`,
      ].join('\n'),
    /** A rate of fewer than ten says nothing. */
    rate: rateIn,
    classLine: (one: BulletinNumbers['classes'][number]): string =>
      one.effective === 0
        ? `${one.name}：没有有效意见。`
        : `${one.name}：有效意见 ${one.effective} 件，整改销号 ${one.resolved} 件，${rateIn(one, one.rectification) === tooFew ? '应整改不足十件，不列比率' : `整改率 ${percent(one.rectification)}，证实率 ${percent(one.verified)}`}，超期 ${one.overdue} 件。`,
    lightsLine: ({ lights }: BulletinNumbers): string => {
      const count = (light: 'red' | 'yellow'): number => lights.filter((one) => one.light === light).length;
      return lights.length === 0
        ? '本月没有亮红灯、黄灯的单位。'
        : `本月亮红灯的单位 ${count('red')} 个，亮黄灯的单位 ${count('yellow')} 个，名单见附表 2。`;
    },
    lightNames: { red: '■ 红', yellow: '▲ 黄' },
    problems: (numbers: BulletinNumbers): string => {
      const late = numbers.departments.filter(({ overdue }) => overdue > 0).toSorted((a, b) => b.overdue - a.overdue);
      const reworked = numbers.overall.reworked;
      return [
        late.length === 0
          ? '一是没有超期案件，但要防止年底集中突击。'
          : `一是有 ${late.length} 个单位存在超期，较多的是${late
              .slice(0, 3)
              .map(({ name, overdue }) => `${name}（${overdue} 件）`)
              .join('、')}。`,
        `二是累计重办 ${reworked} 件、退回 ${numbers.overall.returned} 件、延期 ${numbers.overall.extended} 件。`,
      ].join('\n');
    },
    requirements: '一是超期的要逐件说明原因，限期办结。\n二是申请销号要有佐证，不得以“已转相关部门”答复群众。',
    typical: (cases: readonly { number: string; text: string; outcome: string }[]): string =>
      cases.map(({ number, text, outcome }) => `${number}：${text}\n整改情况：${outcome}`).join('\n\n'),
  },

  analysis: {
    title: (month: string): string => `${formatMonth(month)}群众意见分析报告`,
    name: '题目',
    sections: {
      overview: '一、意见结构',
      problems: '二、反映集中的问题',
      typical: '三、典型意见',
      requirements: '四、工作建议',
    },
    words: '热词',
    wordLine: (word: string, texts: number): string => `${word}（${texts} 件）`,
    wordsNote: '由公开文本里反复出现的字串统计得出，括号里是出现在多少件意见里。',
    columns: { name: '分类', now: '本年度', before: '上年同期' },
    groups: { topics: '按类别', channels: '按来源', kinds: '按性质', departments: '按单位' },
    overview: ({ month, year, total, topics, channels }: AnalysisNumbers): string =>
      [
        `${year} 评议年度截至${formatMonth(month)}，共有有效意见 ${total.now} 件，${change(total.now, total.before)}。`,
        ...(total.now === 0
          ? []
          : [
              `从类别看，较多的是${topics
                .slice(0, 3)
                .map(
                  ({ topic, now }) => `${topicWords[topic]} ${now} 件（占 ${((now / total.now) * 100).toFixed(1)}%）`,
                )
                .join('、')}。`,
              `从来源看，${channels
                .filter(({ now }) => now > 0)
                .slice(0, 3)
                .map(({ channel, now }) => `${channelWords[channel]} ${now} 件`)
                .join('、')}。`,
            ]),
      ].join('\n'),
    problems: ({ topics, words }: AnalysisNumbers): string => {
      const risen = topics.filter(({ now, before }) => now > before && now >= 5).slice(0, 3);
      return [
        risen.length === 0
          ? '各类意见没有明显上升。'
          : `比上年同期上升的有${risen.map(({ topic, now, before }) => `${topicWords[topic]}（${before} 件到 ${now} 件）`).join('、')}。`,
        ...(words.length === 0
          ? []
          : [
              `群众意见里反复出现的词有${words
                .slice(0, 10)
                .map(({ word }) => word)
                .join('、')}。`,
            ]),
      ].join('\n');
    },
    requirements: '对反映集中的问题，建议有关单位列入公开承诺，明确时限和责任人。',
    typical: (cases: readonly { number: string; text: string }[]): string =>
      cases.map(({ number, text }) => `${number}：${text}`).join('\n'),
  },

  draft: {
    lead: '数字取自最近一次公布的统计，与公众看到的一致，跟通报一起写进存证本，不能改；文字请您核对、修改。',
    analysisLead:
      '数字按本评议年度到这个月为止的有效意见统计，跟报告一起写进存证本，不能改；文字请您核对、修改。热词由公开文本统计得出。',
    month: '月份',
    prepare: '准备',
    numbers: '数字（不能改）',
    overview: '总体情况',
    analysisOverview: '意见结构',
    problems: '存在问题',
    analysisProblems: '反映集中的问题',
    requirements: '下步要求',
    analysisRequirements: '工作建议',
    typical: '典型案例',
    analysisTypical: '典型意见',
    length: (characters: number): string => `文字共 ${characters} 字。`,
    tooLong: (characters: number): string =>
      `文字共 ${characters} 字，超过 4000 字。专项文件一般不超过 4000 字，请压缩；不压缩也能保存。`,
    button: '保存草稿',
    consequence: '保存后由评议办负责人签发；签发时编号，并在公众网站公布。',
    nothingPublished: '还没有公布过统计，不能起草。每天凌晨自动公布一次。',
    begin: { bulletin: '起草月通报', analysis: '起草意见分析报告' },
  },
  issued: { none: '还没有签发的。' },
  public: {
    title: '通报和报告',
    description: '评议办签发的月通报和群众意见分析报告。',
    lead: '评议办每月通报各单位整改情况，定期分析群众意见。里面的数字与公布的统计一致，都能核验。',
    none: '还没有签发的通报和报告。',
    columns: { title: '题目', number: '文号', day: '签发日期' },
    next: '后面的',
    first: '回到最前面',
    notFound: '没有这份通报或报告',
    notFoundNote: '编号可能抄错了，或者还没有签发。请从列表里找。',
    asOf: (day: Day): string => `统计截止 ${formatDate(day)}`,
  },
} as const;

export const reportErrors = {
  month: '请写成某个月，例如 2026-10',
  future: '这个月还没有到',
  twice: '这个月已经填报过了，请在原来那份上补充',
  nothingPublished: '还没有公布过统计，不能起草',
} as const;
