/** Words of what everybody may read of the course of a case: who refused it and why, who helped, 督办, 延期, 阶段目标, and the list of what is on account. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

export const courseWords = {
  title: '退回、协办、督办和延期',
  moves: '退回和转办',
  asked: (department: string, day: Day, suggested: string | undefined): string =>
    `${formatDate(day)}，${department}申请退回${suggested ? `，认为应当由${suggested}办` : ''}。`,
  movedFrom: (department: string): string => `评议办从${department}收回，另行交办`,
  granted: '评议办同意退回',
  refused: '评议办不同意退回，由该单位继续办',
  because: (day: Day, what: string, reason: string | null): string =>
    `${formatDate(day)}，${what}${reason ? `：${reason}` : '。'}`,
  pending: '评议办正在裁定。',
  helpers: '协办单位',
  helper: (department: string, due: Day): string => `${department}，${formatDate(due)}前提出协办意见：`,
  helpedInTime: (day: Day): string => `${formatDate(day)}按时提出。`,
  helpedLate: (day: Day): string => `${formatDate(day)}才提出，超过时限。`,
  helpOverdue: '还没有提出，已超过时限。',
  helpWaiting: '还没有提出。',
  orders: '督办',
  levels: { yellow: '督办（黄）', red: '督办（红）', list: '挂牌督办', talk: '约谈建议' },
  order: (day: Day, level: string, replyBy: Day | null): string =>
    `${formatDate(day)}，${level}${replyBy ? `，要求 ${formatDate(replyBy)}前反馈` : ''}。`,
  answered: (day: Day): string => `单位 ${formatDate(day)}反馈。`,
  notAnswered: '单位还没有反馈。',
  delisted: (day: Day): string => `${formatDate(day)}整改到位并经核实，摘牌。`,
  stillListed: '还没有摘牌。',
  extensions: '延期',
  extended: (from: Day | null, until: Day | null, reason: string | null): string =>
    `办结时限${from ? `由 ${formatDate(from)} ` : ''}延到 ${until ? formatDate(until) : ''}${reason ? `。理由：${reason}` : '。'}`,
  stages: '阶段目标',
  stage: (until: Day | null, explanation: string | null): string =>
    [until && `${formatDate(until)}前`, explanation].filter(Boolean).join('：'),
  drawn: '抽查',
  drawnSays: '公开抽签抽中，由社会监督员到现场核查。',
  mergedNumbers: (numbers: string): string => `已并入的案件编号：${numbers}`,
  panel: '重办以后仍有争议，由三人以上研判作出；名单存评议办。',
  handedTo: (to: string): string => `接收单位：${to}`,
  restBy: (until: Day): string => `余下的工作 ${formatDate(until)}前完成`,

  account: {
    title: '挂账清单',
    description: '暂时解决不了的意见：为什么、下一步怎么办、哪天再看。',
    lead: '挂账不是办结：这些意见仍算在整改率的分母里。每件都写明原因和下一步，评议办至少每半年复核一次，条件具备就恢复整改。',
    count: (count: string): string => `现在挂账 ${count} 件`,
    department: '单位',
    anyDepartment: '全部单位',
    show: '查找',
    clear: '清除条件',
    none: '现在没有挂账的意见。',
    noneHere: '这个单位现在没有挂账的意见。',
    badQuery: '查找条件有误，请重新选择。',
    next: '下一页',
    first: '回到第一页',
    why: '未整改说明',
    cause: '原因',
    nextStep: '下一步',
    reviewDay: '单位复查',
    reviewOn: '评议办复核',
    before: (day: Day): string => `${formatDate(day)}以前`,
    since: '挂账',
    reviews: '已复核',
    times: (days: readonly Day[]): string =>
      `${days.length} 次，最近一次 ${days.at(-1) ? formatDate(days.at(-1) ?? '') : ''}`,
    all: '全部挂账的意见和未整改说明',
    back: '全部公开案件',
  },
} as const;
