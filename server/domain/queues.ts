/** The lists that the desk sorts its work into, and which role has which. */

import type { StaffRole } from './roles.ts';

export const deskQueues = [
  // 评议办
  'triage', // 待梳理
  'assign', // 待交办
  'returning', // 退回待裁
  'extension', // 延期待批
  'claimed', // 待复核
  'verifying', // 审核中
  'silent', // 待征询满期: asked, and the time to answer is over
  'notice-over', // 公示期满
  // 单位
  'accept', // 待签收
  'working', // 在办
  'soon', // 即将到期
  'overdue', // 超期
  'claims', // 已申请
  'answered', // 意见人答复: the author said something that nobody has acted on since
  'closed', // 已办结
  // 社会监督员, 纪检对接人
  'check', // 待核查
  'clues', // 线索
  // 各角色
  'account', // 挂账
  'all', // 全部
] as const;
export type DeskQueue = (typeof deskQueues)[number];

const office = [
  'triage',
  'assign',
  'returning',
  'extension',
  'claimed',
  'verifying',
  'silent',
  'notice-over',
  'overdue',
  'account',
  'all',
] as const satisfies DeskQueue[];

const department = [
  'accept',
  'working',
  'soon',
  'overdue',
  'claims',
  'answered',
  'account',
  'closed',
  'all',
] as const satisfies DeskQueue[];

/** Queues of each role, in the order of the day's work. The administrator has none: accounts and settings, never casework. */
export const queuesOf: Record<StaffRole, readonly DeskQueue[]> = {
  liaison: department,
  handler: department,
  deputy: department,
  head: department,
  clerk: office,
  director: office,
  supervisor: ['check', 'all'],
  discipline: ['clues'],
  statistician: ['all'],
  administrator: [],
  auditor: ['all'],
};
