/** What people of the desk are told of, as kinds: what the inbox filters by, and what a channel outside the desk may be asked to carry. */

export const noticeKinds = [
  'assigned', // 交办
  'joined', // 会办
  'returned', // 退回申请
  'ruled', // 评议办裁定
  'extension', // 延期与时限
  'asked', // 询问意见人
  'answered', // 意见人答复
  'claimed', // 申请销号
  'sent-back', // 退回重办
  'drawn', // 现场核查
  'closed', // 销号
  'order', // 督办
  'due-soon', // 临期
  'overdue', // 超期
  'dispatch', // 调度与考核
  'record', // 承诺、函调、月报等
  'conflict', // 存证异常
  'clue', // 线索
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Kinds that never leave the desk: that there is a 检举控告线索 is not for a chat group or a mailbox. */
const insideKinds = ['clue'] as const satisfies NoticeKind[];

/** Kinds that a channel may carry. */
export type OutsideKind = Exclude<NoticeKind, (typeof insideKinds)[number]>;
export const isOutside = (kind: NoticeKind): kind is OutsideKind =>
  !(insideKinds as readonly NoticeKind[]).includes(kind);
export const outsideKinds = noticeKinds.filter(isOutside);

/** Services that notifications can be sent to. */
export const channelKinds = ['mail', 'wecom', 'dingtalk', 'feishu', 'webhook'] as const;
export type ChannelKind = (typeof channelKinds)[number];
