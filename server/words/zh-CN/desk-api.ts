/** What the desk's API says by itself: queues, and who did something. */

import type { FieldName } from '../../domain/fields.ts';
import type { DeskQueue } from '../../domain/queues.ts';
import { recordChoiceWords } from './records.ts';
import {
  attitudeWords,
  exitWords,
  kindWords,
  natureWords,
  otherChannelWords,
  revisitWayWords,
  revisitWords,
  solvedWords,
  suspensionCauseWords,
  topicWords,
} from './workflow.ts';

export const queueWords: Record<DeskQueue, string> = {
  triage: '待梳理',
  assign: '待交办',
  returning: '退回待裁',
  extension: '延期待批',
  claimed: '待复核',
  verifying: '审核中',
  silent: '待征询满期',
  'notice-over': '公示期满',
  'account-due': '挂账待复核',
  revisit: '待回访',
  escalate: '应提级',
  accept: '待签收',
  'to-sign': '延期待签字',
  orders: '督办待反馈',
  help: '待协办',
  working: '在办',
  soon: '即将到期',
  overdue: '超期',
  stage: '阶段目标到期',
  claims: '已申请',
  answered: '意见人答复',
  closed: '已办结',
  'must-check': '必查（重点、抽中）',
  check: '待核查',
  clues: '线索',
  account: '挂账',
  all: '全部',
};

/** Labels of the fields whose value is one of a list. */
export const choiceWords: Partial<Record<FieldName, Readonly<Record<string, string>>>> = {
  topic: topicWords,
  kind: kindWords,
  exit: exitWords,
  otherChannel: otherChannelWords,
  nature: natureWords,
  suspensionCause: suspensionCauseWords,
  revisitAnswer: revisitWords,
  solved: solvedWords,
  revisitWay: revisitWayWords,
  attitude: attitudeWords,
  ...recordChoiceWords,
};

export const yesNo = (value: boolean): string => (value ? '是' : '否');
/** Instead of the bytes of a signature. */
export const signed = '已签名，可以核对';
export const percentText = (value: number): string => `${value}%`;
/** 「增设窗口（服务科，2026年10月12日前）」 */
export const measureText = (what: string, section: string, by: string): string => `${what}（${section}，${by}前）`;
export const listText = (items: readonly string[]): string => items.join('、');

/** 「评议办经办 张三」；外单位看到的只有「评议办」。 */
export const byOffice = '评议办';
export const byStaff = (role: string, name: string): string => `${role} ${name}`;
export const byDepartment = (department: string, role: string): string => `${department}（${role}）`;

/** What 销号 still waits for. */
export const stillNeededWords = {
  plan: '整改方案',
  planMaySkip: '非重点的立行立改可以不报',
  help: '协办意见',
  helpFrom: (names: readonly string[]): string => `还差${names.join('、')}`,
  claim: '单位申请销号',
  explained: '单位说明理由和依据',
  account: '单位的未整改说明',
  evidence: '佐证材料',
  files: (count: number): string | null => (count > 0 ? `${count} 份` : null),
  secondPerson: '第二个人审核',
  secondPersonWhy: '交办人以外的评议办同志',
  siteCheck: '监督员现场核查通过',
  drawn: '抽中',
  keyItem: '重点件',
  author: '意见人表态，或者期满、独立核实',
  authorUntil: (day: string): string => `等到 ${day}`,
  notice: '公示期满',
  noticeUntil: (day: string): string => `公示到 ${day}`,
} as const;

export const deskErrors = {
  department: '没有这个单位，或者它已经停用',
  file: '有文件没有上传成功，或者不是您上传的，请重新上传',
  target: '没有找到这个编号的案件',
  past: '日期不能早于今天',
  missing: '请填写这一项',
  username: '这个用户名已经有人用了',
  departmentNeeded: '这个岗位要选所在单位',
  departmentNotTaken: '这个岗位不属于任何单位',
  class: '没有这个分类',
  code: '这个代码已经有了',
  self: '不能停用自己或者更改自己的岗位',
  lastAdministrator: '至少要保留一个能用的系统管理员',
  outsideYear: '有的日期不在这一年',
  twice: '同一天写了两次',
  yearStays: '已经有意见了，评议年度的起始日不能再改',
  yearBegins: '请写成某个月的一号，如 12-01：意见按收到的月份归入评议年度',
  address: '请填写完整的网址，以 https:// 开头',
  timeOfDay: '请写成 08:30 这样的时间',
  hoursOrder: '结束要晚于开始',
  weekend: '调休上班的日子应当是周末，放假的日子不限',
  setupCode: '设置码不对，请看启动程序时打印的那一行',
} as const;
