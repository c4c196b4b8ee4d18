/** The lists that the desk sorts its work into, and which role has which. */

import type { StaffRole } from './roles.ts';

export const deskQueues = [
  // 评议办
  'triage', // 待梳理
  'assign', // 待交办
  'returning', // 退回待裁
  'extension', // 延期待批: signed by the head of the department
  'claimed', // 待复核
  'verifying', // 审核中
  'silent', // 待征询满期: asked, and the time to answer is over
  'notice-over', // 公示期满
  'account-due', // 挂账待复核: the half-yearly review is due within a week
  'revisit', // 待回访: closed, with a contact that is still kept, and nobody has asked yet
  'escalate', // 应提级: reworked or transferred three times
  // 单位
  'accept', // 待签收
  'to-sign', // 延期待签字: waits for the signature of the head
  'orders', // 督办待反馈
  'help', // 待协办: the department's own opinion is still missing
  'working', // 在办
  'soon', // 即将到期
  'overdue', // 超期
  'stage', // 阶段目标到期: the day of a stage target is near or past
  'claims', // 已申请
  'answered', // 意见人答复: the author said something that nobody has acted on since
  'closed', // 已办结
  // 社会监督员, 纪检对接人
  'must-check', // 必查: 重点 or drawn by lot, which nobody may pass without having been there
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
  'stage',
  'orders',
  'escalate',
  'revisit',
  'account-due',
  'account',
  'all',
] as const satisfies DeskQueue[];

const department = [
  'accept',
  'orders',
  'help',
  'soon',
  'overdue',
  'stage',
  'answered',
  'working',
  'claims',
  'account',
  'closed',
  'all',
] as const satisfies DeskQueue[];

/** Queues of each role, in the order of the day's work. The administrator has none: accounts and settings, never casework. */
export const queuesOf: Record<StaffRole, readonly DeskQueue[]> = {
  liaison: department,
  handler: department,
  deputy: department,
  head: ['to-sign', ...department],
  clerk: office,
  director: office,
  supervisor: ['must-check', 'check', 'all'],
  discipline: ['clues'],
  statistician: ['all'],
  administrator: [],
  auditor: ['all'],
};

/** Orders in which a list may be read; each ends in the id, so that a page begins exactly where the one before ended. */
export const listOrders = ['due', 'newest', 'oldest', 'number', 'closed'] as const;
export type ListOrder = (typeof listOrders)[number];

/** Finished work is looked up from its newest end, work to do by what is due. */
export const usualOrder = (queue: DeskQueue): ListOrder => {
  if (queue === 'closed' || queue === 'revisit') return 'closed';
  return queue === 'all' ? 'newest' : 'due';
};

/** What a list can be narrowed down to with one more step: the counts above it. */
export const listFacets = ['overdue', 'soon', 'key', 'drawn', 'supervised', 'reworked'] as const;
export type ListFacet = (typeof listFacets)[number];

/** Cases that an act on many may name, and rows that leave the desk in one file. */
export const bulkMost = 500;
export const exportMost = 20_000;

/** What a list may be narrowed down to, as its address names it, in the order in which it is written down. */
export const listFilterNames = [
  'queue',
  'q',
  'department',
  'class',
  'topic',
  'kind',
  'channel',
  'nature',
  'state',
  'result',
  'light',
  'from',
  'to',
  'closedFrom',
  'closedTo',
  'key',
  'drawn',
  'level',
  'reworks',
  'order',
] as const;
export type ListFilterName = (typeof listFilterNames)[number];
