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
  ...{
    accept: '签收',
    ruling: '退回裁定',
    plan: '报送整改方案',
    complete: '办结',
    review: '销号审核',
    account: '挂账复核',
  },
  ...{ reply: '反馈督办', help: '协办意见', stage: '阶段目标', order: '反馈督办', pledge: '公开承诺兑现' },
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
