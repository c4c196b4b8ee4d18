/** Words of 异常票: the published rules by which ballots are flagged, the page on which flags are looked through, and what is refused. */

import { validityLimits } from '../../domain/round/validity.ts';
import type { ExclusionRule } from '../../domain/vocabulary.ts';
import { formatDay } from './calendar.ts';

const limits = validityLimits;

export const flagErrors = {
  notNow: '现在不能剔除：截止以后、审核以前，或者复核期间才可以。',
  fromFlags: '要剔除哪些票，请在“异常票”页面上勾选以后提出。',
  nothing: '这些票已经提出过剔除，或者没有可以剔除的。',
  batch: '没有这个已计入的批次。',
  department: '请选是哪个单位的人员。',
  serials: (missing: readonly number[]): string =>
    `这一批没有这些有效票：${missing.slice(0, 10).join('、')}${missing.length > 10 ? ' 等' : ''}。`,
  noRow: '有的票没有评这个单位。',
};

/** The rules as they are published, with their numbers. */
export const flagRuleSentences: Record<ExclusionRule, string> = {
  'straight-line': `对 ${limits.sameDepartments} 个以上单位，全部指标都选同一等次。`,
  'lone-zero': `只有一个单位全部选最低等次，其余 ${limits.otherDepartments} 个以上单位全部选最高等次。`,
  'too-fast': `整张票平均每个单位用时不到 ${limits.secondsPerRow} 秒（只有记录用时的票才查）。`,
  burst: `同一天存入的、同类评议人对同一单位的手机票有 ${limits.burstBallots} 张以上，且超过其他各天平均数的 ${limits.burstTimes} 倍（至少有 ${limits.burstDays} 天才查）。`,
  'own-staff': '查实是被评单位自己的人员评自己的单位：只剔除对本单位的那一行。',
  interference: '查实有人指使、代填或者收买：整张剔除。',
};

export const flagWords = {
  title: '异常票',
  lead: '系统按公开的规则标记，不会自动剔除任何一张。看过原票以后，一人提出剔除并写明理由，另一人确认，数目和理由公开。',
  notNow: '现在不能提出剔除：截止以后、审核以前，或者复核期间才可以。',
  rules: '按规则看',
  count: (flags: number, open: number): string =>
    flags === 0 ? '没有标记' : open === flags ? `标记 ${flags} 处` : `标记 ${flags} 处，其中 ${open} 处还没有提出剔除`,
  shown: (shown: number, all: number): string => `共 ${all} 处，下面列出 ${shown} 处。`,
  paper: (batch: string, serial: number): string => `${batch} 第 ${serial} 号`,
  day: (day: string, department: string, group: string): string => `${formatDay(day)}，${department}，${group}`,
  why: {
    'straight-line': ({ departments = 0 }, level) => `${departments} 个单位全部选“${level}”`,
    'lone-zero': ({ departments = 0 }) => `评了 ${departments} 个单位，只有一个最低`,
    'too-fast': ({ seconds = 0, rows = 0 }) => `${rows} 个单位用了 ${seconds} 秒`,
    burst: ({ ballots = 0, others = 0, otherDays = 0 }) =>
      `这一天 ${ballots} 张，其他 ${otherDays} 天一共 ${others} 张`,
    'own-staff': () => '人工标记',
    interference: () => '人工标记',
  } satisfies Record<ExclusionRule, (numbers: Record<string, number>, level: string) => string> as Record<
    ExclusionRule,
    (numbers: Readonly<Record<string, number>>, level: string) => string
  >,
  rows: (rows: number): string => `${rows} 行评价`,
  columns: { where: '哪一张', why: '依据', rows: '行数', exclusion: '剔除' },
  all: '这条规则标记的全部（没有列出的也算）',
  reason: '剔除理由',
  reasonHint: '会公开。写明看过原票，为什么认定不是评议人自己的真实意愿。',
  button: '提出剔除',
  chooseMissing: '请勾选要剔除的票。',
  reasonMissing: '请写剔除理由。',
  proposed: (count: number): string => `已提出 ${count} 份剔除，请另一位同志确认。`,
  exclusions: '已提出的剔除',
  exclusionsNone: '还没有提出剔除。',
  exclusionColumns: { rule: '规则', state: '状态', ballots: '票', rows: '行', reason: '理由' },
  decide: '去确认或驳回',
  wait: '等另一人确认',
  byHand: {
    title: '人工标记',
    lead: '查实有人干预，或者是本单位人员评本单位的纸质票，按批次和票号标记。手机票没有号码，无法这样标记。',
    rule: '规则',
    batch: '批次',
    serials: '票号',
    serialsHint: '多个票号用逗号隔开，例如：3，17，20。',
    department: '单位（本单位人员评本单位时选）',
    choose: '请选择',
    button: '标记',
    missing: '请选批次，写票号。',
    added: (count: number): string => `已标记 ${count} 张。`,
    noBatches: '还没有已计入的批次。',
  },
};
