/** Words of notifications: what each act is called when somebody is told of it, the inbox, the channels, and the messages that leave the desk. */

import type { Clock } from '../../domain/case-file.ts';
import type { Day } from '../../domain/day.ts';
import type { ChannelKind, NoticeKind } from '../../domain/notices.ts';
import type { ActName } from '../../domain/workflow.ts';
import { formatDate } from './calendar.ts';
import { clockWords } from './workflow.ts';

export const noticeKindWords: Record<NoticeKind, string> = {
  assigned: '交办',
  joined: '会办',
  returned: '退回申请',
  ruled: '评议办意见',
  extension: '延期与时限',
  asked: '询问意见人',
  answered: '意见人答复',
  claimed: '申请销号',
  'sent-back': '退回重办',
  drawn: '现场核查',
  closed: '销号',
  order: '督办',
  'due-soon': '临期',
  overdue: '超期',
  dispatch: '调度与考核',
  record: '承诺、函调、月报等',
  conflict: '存证异常',
  clue: '线索',
};

/** What happened and what to do, to whom it concerns first; a second sentence for others where it differs. */
const tellings: Partial<Record<ActName, string | { [whom: string]: string; all: string }>> = {
  file: '评议办已收回，不再由你单位办理',
  seal: { all: '评议办已收回，不再由你单位办理', discipline: '有一条线索已密封移交，请接收' },
  receiveClue: '纪检监察已接收线索',
  reconsider: '归档已撤销，请重新梳理',
  assign: { all: '已交办，请签收', helpers: '请你单位协办，向主办单位提出意见' },
  requestReturn: '申请退回，请裁定',
  grantReturn: { all: '同意退回，不再由你单位办理', clerks: '同意退回，请重新交办' },
  refuseReturn: '不同意退回，请继续办理',
  transfer: { all: '评议办已收回转办，不再由你单位办理', clerks: '已收回转办，请重新交办' },
  join: { all: '增加了协办单位', newHelpers: '请你单位协办，向主办单位提出意见' },
  endHelp: { all: '有协办单位已解除协办', formerHelpers: '已解除协办，不需要你单位再提意见' },
  assist: '协办单位已提交意见',
  requestExtension: { all: '申请延期，请批复', head: '申请延期，请主要负责人签字' },
  signExtension: '延期申请已由主要负责人签字，请批复',
  grantExtension: '同意延期',
  refuseExtension: '不同意延期，请按原时限办理',
  ask: '已向意见人询问，答复前办结时限停止计算',
  reply: '意见人已答复，时限继续计算',
  endQuestion: '询问期满，意见人没有答复，时限继续计算',
  claim: '申请销号，请审核',
  explain: '申请按解释说明办结，请审核',
  putOnAccount: '申请挂账，请审核',
  beginReview: '重点或抽中案件，请现场核查',
  sendBack: '审核退回，请重办',
  draw: '抽中，请现场核查',
  check: '现场核查通过',
  failCheck: { all: '现场核查不通过，请重办', office: '现场核查不通过，已退回重办' },
  overturn: { all: '抽查不合格，已重新打开，请重办', office: '抽查不合格，已重新打开' },
  passReview: '审核通过，正在征询意见人',
  passAccount: '同意挂账',
  confirm: '意见人认可，转入公示',
  dispute: { all: '意见人不认可，请重办', office: '意见人不认可，已退回重办' },
  proceed: '转入公示',
  close: '已销号',
  closeByPanel: '研判销号，转入公示',
  closeByExtension: '延期销号，转入公示',
  closeByTransfer: '移交销号，转入公示',
  reopen: { all: '已重新打开，请重办', office: '已重新打开' },
  reviewAccount: '挂账已复核，继续挂账',
  resume: { all: '已恢复整改', lead: '已恢复整改，请办理' },
  urge: '催办，请抓紧办理',
  supervise: '已发督办单，请按期反馈',
  list: '已挂牌督办，请按期反馈',
  talk: '评议办已提出约谈建议，请按期反馈',
  answerOrder: '已反馈督办，请审阅',
  delist: '已摘牌',
  escalate: '已提级督办',
  erase: '内容已按申请删除',
};

/** What a group of people is told of an act, without saying of which case. */
export function noticePhrase(act: ActName, whom: string): string {
  const said = tellings[act] ?? '';
  return typeof said === 'string' ? said : (said[whom] ?? said.all);
}

/**
 * The subject of a notice, made only of number, department, act and date.
 * @param whom a group of people around the case; @param due what is due when, where they should know
 */
export function noticeSubject(
  act: ActName,
  whom: string,
  about: { number: string | null; department: string | null; due: { clock: Clock | 'help'; day: Day } | null },
): string {
  const phrase = noticePhrase(act, whom);
  // A clue has no number for anybody: it would lead from what 纪检 does to what somebody wrote.
  if (whom === 'discipline' || act === 'receiveClue') return phrase;
  const what = about.number === null ? '未编号意见' : `案件 ${about.number}`;
  const who = about.department === null ? '' : `（${about.department}）`;
  const until = about.due === null ? '' : `。${dueWords(about.due.clock)}期限：${formatDate(about.due.day)}`;
  return `${what}${who}：${phrase}${until}`;
}

const dueWords = (clock: Clock | 'help'): string => (clock === 'help' ? '协办意见' : clockWords[clock]);

export const inboxWords = {
  title: '收件箱',
  lead: '轮到您办的、您应当知道的，都会写在这里。这里只写编号、单位、事项和日期，不写意见内容；满 180 天自动清除。',
  filters: '筛选',
  all: '全部',
  unread: (count: number): string => (count === 0 ? '未读' : `未读 ${count}`),
  kind: '类别',
  anyKind: '所有类别',
  filter: '筛选',
  caption: '通知',
  columns: { state: '状态', kind: '类别', subject: '事项', at: '时间', read: '已读' },
  isUnread: '未读',
  isRead: '已读',
  markRead: '标为已读',
  /** Said to screen readers beside the button of one line. */
  markReadOf: (subject: string): string => `标为已读：${subject}`,
  markAll: (count: number): string => `全部标为已读（${count} 条）`,
  done: '已标为已读。',
  empty: '还没有通知。有案件轮到您办时，会写在这里。',
  emptyUnread: '没有未读的通知。',
  emptyKind: '没有这一类通知。',
  gone: '这条通知已经清除。',
  next: '更早的',
  first: '回到最新',
} as const;

/** Head line and foot of the messages that leave the desk. */
export const messageWords = {
  title: (city: string, kind: string): string => `${city}万人评议·${kind}`,
  look: (link: string): string => `查看（需登录工作台）：${link}`,
  test: '这是一条测试消息，收到说明通道设置正确。',
} as const;

export const channelKindWords: Record<ChannelKind, string> = {
  mail: '电子邮件（SMTP）',
  wecom: '企业微信群机器人',
  dingtalk: '钉钉群机器人',
  feishu: '飞书群机器人',
  webhook: '签名回调（Webhook）',
};
