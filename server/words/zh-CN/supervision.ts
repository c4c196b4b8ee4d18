/** Words of lights, of the 督办 ladder, and of the lists that the clockwork makes. */
import type { AlertKind, AlertStep } from '../../domain/alerts.ts';
import type { Day } from '../../domain/day.ts';
import type { DepartmentLight, DepartmentNumbers, DepartmentReason } from '../../domain/department-lights.ts';
import type { LightReason } from '../../domain/lights.ts';
import type { DateMove } from '../../domain/recalculation.ts';
import type { OrderLevel } from '../../domain/vocabulary.ts';
import { formatDate, formatMonth } from './calendar.ts';
import { clockWords } from './workflow.ts';

/** What a date of a case is the last day of. */
export const dateWords: Record<DateMove['clock'], string> = { ...clockWords, help: '协办意见' };

/** Why a light is what it is. The first one stands beside the shape. */
export const lightReasonWords: Record<LightReason, string> = {
  overdue: '超期',
  'far-behind': '进度严重落后',
  reworked: '多次重办',
  soon: '临期',
  behind: '进度落后',
  'return-refused': '退回未准',
  paused: '停表',
  account: '挂账',
};

/** What the clockwork writes when it presses a department. */
export const ladderWords = {
  urge: (due: Day): string => `办结时限是${formatDate(due)}，已经超期。请抓紧办理，并在进展中写明超期原因和完成日期。`,
  escalate: (reworks: number, transfers: number): string =>
    reworks >= transfers ? `重办已满 ${reworks} 次` : `转办已满 ${transfers} 次，仍没有单位牵头办好`,
  leader: '单位主要负责人',
} as const;

/** 「2026年11月上半月」 */
export const formatHalfMonth = (period: string): string =>
  `${formatMonth(period.slice(0, 7))}${period.endsWith('-1') ? '上' : '下'}半月`;

const alertKindWords: Record<AlertKind, string> = {
  accept: '签收',
  ruling: '退回裁定',
  plan: '报送整改方案',
  complete: '办结',
  review: '销号审核',
  account: '挂账复核',
  reply: '反馈督办',
  help: '协办意见',
  stage: '阶段目标',
  order: '反馈督办',
  pledge: '公开承诺兑现',
  'sign-extension': '延期申请待主要负责人签字，办结',
  'grant-extension': '延期申请待批，办结',
};

/** What people are told of dates. Only numbers, departments and days, never what somebody wrote. */
export const alertWords = {
  calendar: (cases: number): string => `工作日历调整，你单位 ${cases} 件的时限已经重算，请看各件的时限说明`,
  due: (about: {
    number: string | null;
    department: string | null;
    what: AlertKind;
    due: Day;
    step: AlertStep;
  }): string => {
    const subject =
      about.what === 'order' || about.what === 'pledge' ? (about.number ?? '') : `案件 ${about.number ?? ''}`;
    const who = about.department === null ? '' : `（${about.department}）`;
    const when = `${alertKindWords[about.what]}期限 ${formatDate(about.due)}`;
    const steps: Record<AlertStep, string> = { over: '已超期', 1: '一个工作日内到期', 3: '三个工作日内到期' };
    return `${subject}${who}：${when}，${steps[about.step]}`;
  },
  paper: (kind: 'dispatch' | 'check', period: string, lines?: number): string => {
    const name = paperName(kind, period);
    return lines === undefined ? `${name}已生成` : `${name}已生成，你单位 ${lines} 件`;
  },
} as const;

/** 「2026年11月上半月调度清单」 */
export const paperName = (kind: 'dispatch' | 'check', period: string): string =>
  kind === 'dispatch' ? `${formatHalfMonth(period)}调度清单` : `${formatMonth(period)}考核表`;

export const departmentLightWords: Record<DepartmentLight, { word: string; shape: string }> = {
  green: { word: '绿灯', shape: '●' },
  yellow: { word: '黄灯', shape: '▲' },
  red: { word: '红灯', shape: '■' },
};

/** Why a department has its light, with the counts. */
export const departmentReasonWords = (reason: DepartmentReason, numbers: DepartmentNumbers): string => {
  switch (reason) {
    case 'listed':
      return `挂牌督办 ${numbers.listed} 件`;
    case 'overdue-many':
    case 'overdue':
      return `超期 ${numbers.overdue} 件（交办 ${numbers.assigned} 件）`;
    case 'rate-behind':
      return `整改率低于同类 10 个百分点以上（${numbers.resolved}/${numbers.rectifiable}，同类 ${numbers.classResolved}/${numbers.classRectifiable}）`;
  }
};

export const proposalWords = {
  reason: (lights: readonly { month: string; light: DepartmentLight; numbers: DepartmentNumbers }[]): string =>
    `${lights
      .map(({ month, light, numbers }) => {
        const why = numbers.reasons.map((reason) => departmentReasonWords(reason, numbers)).join('、');
        return `${formatMonth(month)}${departmentLightWords[light].word}：${why}`;
      })
      .join('；')}。`,
  demand: {
    reminder: '请对照清单逐件查明原因，抓紧办理，并在反馈时限前书面反馈。',
    yellow: '请逐件明确责任人和完成日期，限期整改，并在反馈时限前书面反馈。',
    red: '请单位主要负责人研究，逐件明确责任人和完成日期，限期整改，并在反馈时限前书面反馈。',
    listed: '请单位主要负责人牵头整改，整改到位并经核实后申请摘牌。',
    talk: '请单位主要负责人说明原因，提出整改措施；是否约谈由有权机关决定。',
  } satisfies Record<OrderLevel, string>,
} as const;

/** What of a check is shown in one cell. */
interface CheckNumbers {
  assigned: number;
  accepted: number;
  acceptedInTime: number;
  claimed: number;
  resolved: number;
  explained: number;
  closedInTime: number;
  reworked: number;
  returned: number;
  extended: number;
  urged: number;
  ordered: number;
  open: number;
  overdue: number;
}

const checkColumns = {
  assigned: '交办',
  accepted: '签收（按时）',
  claimed: '申请销号',
  resolved: '销号',
  explained: '解释办结',
  closedInTime: '按期办结',
  reworked: '重办',
  returned: '申请退回',
  extended: '延期',
  urged: '催办',
  ordered: '督办',
  open: '月末在办',
  overdue: '月末超期',
} as const;

export const supervisionPage = {
  nav: '督办调度',
  because: (reasons: string): string => `（${reasons}）`,
  title: '督办调度',
  lead: '亮灯引出的督办建议、督办单的反馈、半月调度清单和月考核。',
  leadOfUnit: '你单位收到的督办、亮灯情况、半月调度清单和月考核。',
  lights: '单位亮灯',
  noLights: '还没有亮灯记录。每个月结束后的第一天夜里自动评定。',
  tally: ({ red, yellow, green }: { red: number; yellow: number; green: number }): string =>
    `■ 红灯 ${red} 个，▲ 黄灯 ${yellow} 个，● 绿灯 ${green} 个`,
  overMonths: '看各月亮灯',
  proposals: '督办建议',
  proposalsLead: '连续两个月黄灯建议发提醒函，红灯建议发督办单，连续三个月红灯提出约谈建议。发不发由评议办负责人决定。',
  noProposals: '按最近一个月的亮灯，没有要督办的单位。',
  proposed: (level: string): string => `建议：${level}`,
  issue: '起草并签发',
  level: '督办级别',
  reason: '事由',
  demand: '督办要求',
  replyBy: '反馈时限',
  issueWhat: '签发后编文号，通知单位联络员和负责人，登记到存证本；事由和要求随督办公开。',
  issueButton: '签发',
  issued: (number: string): string => `${number} 已签发，单位已经收到通知。`,
  checkFields: '请检查事由、要求和反馈时限：都要填写，时限不能早于今天。',
  ofDepartments: '对单位的督办',
  noneOfDepartments: '没有对单位的督办。',
  allOfDepartments: (count: number): string => `全部对单位的督办（${count}）`,
  ofCases: '案件督办',
  open: '待反馈、未摘牌',
  all: '全部',
  noOrders: '没有发过督办单。',
  noOpenOrders: '没有待反馈的督办，也没有挂着牌的案件。',
  count: (count: number): string => `${count} 件，最近的在前`,
  columns: {
    number: '文号',
    level: '级别',
    case: '案件',
    matter: '事由',
    department: '单位',
    day: '签发日期',
    replyBy: '反馈时限',
    answered: '反馈',
    state: '办理情况',
  },
  noNumber: '未编号',
  late: '已逾期',
  waiting: '待反馈',
  answeredOn: (day: Day): string => `${formatDate(day)}已反馈`,
  delistedOn: (day: Day): string => `${formatDate(day)}摘牌`,
  stillListed: '尚未摘牌',
  first: '回到最近的',
  next: '更早的',
  lists: {
    dispatch: {
      title: '半月调度',
      lead: '每半个月第一个工作日自动生成：亮红灯黄灯的、半个月内到期的、正在督办的。',
      empty: '还没有调度清单。',
    },
    check: { title: '月考核', lead: '每月第一个工作日自动生成上个月的。', empty: '还没有月考核。' },
  },
  madeOn: (day: Day): string => `${formatDate(day)}生成`,
  print: '打印',
  year: '评议年度',
  lightsTitle: '单位亮灯',
  lightsOf: (year: number): string => `${year} 评议年度单位亮灯`,
  lightsLead: '按每个月最后一天的情况评定，连同依据的数字一起存下来，以后不再改。只在内部使用，不公开。',
  legend: {
    green: '没有超期，整改率不低于同类 10 个百分点',
    yellow: '有超期（不超过交办数的 5%），或者整改率低于同类 10 个百分点',
    red: '有挂牌督办，或者超期超过交办数的 5%',
  } satisfies Record<DepartmentLight, string>,
  monthColumn: (month: number): string => `${month}月`,
  whyOf: (month: string): string => `${month}为什么亮灯`,
  paper: {
    missing: { title: '没有这份清单', text: '这个时期的清单还没有生成，或者地址写错了。' },
    cases: (count: number): string => `共 ${count} 件`,
    departments: (count: number): string => `共 ${count} 个单位有办理情况`,
    madeOn: (day: Day): string => `生成日期：${formatDate(day)}`,
    nothingToSpeakOf: '这半个月没有要调度的案件。',
    nothingOfUnit: '你单位这半个月没有要调度的案件。',
    nothingDone: '这个月没有办理情况。',
    group: (department: string, cases: number): string => `${department}（${cases} 件）`,
    dispatchColumns: {
      number: '案件',
      light: '亮灯',
      state: '状态',
      percent: '进度',
      due: '办结时限',
      order: '督办和协办',
    },
    keyItem: '重点',
    left: (days: number): string => {
      if (days < 0) return `超期 ${-days} 个工作日`;
      return days === 0 ? '当天到期' : `还有 ${days} 个工作日`;
    },
    reworks: (times: number): string => `重办 ${times} 次`,
    replyBy: (day: Day): string => `${formatDate(day)}前反馈`,
    lateHelpers: (names: readonly string[]): string => `${names.join('、')}的协办意见逾期`,
    checkColumns,
    checkValue: (name: keyof typeof checkColumns, numbers: CheckNumbers): string =>
      name === 'accepted' ? `${numbers.accepted}（${numbers.acceptedInTime}）` : String(numbers[name]),
    light: '亮灯',
    total: '合计',
    dispatchFoot: '按生成当天的情况列出，以后不再改。点案件编号看现在的情况。',
    checkFoot: '按当月发生的办理记录统计；月末在办、超期和亮灯按当月最后一天。生成以后不再改。',
  },
} as const;
