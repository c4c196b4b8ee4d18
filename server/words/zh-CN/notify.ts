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
  testKind: '测试',
  test: '这是一条测试消息，收到说明通道设置正确。',
} as const;

export const channelKindWords: Record<ChannelKind, string> = {
  mail: '电子邮件（SMTP）',
  wecom: '企业微信群机器人',
  dingtalk: '钉钉群机器人',
  feishu: '飞书群机器人',
  webhook: '签名回调（Webhook）',
};

export const channelWords = {
  title: '通知通道',
  lead: '除了工作台的收件箱，通知还可以发到邮箱、群机器人和本市自己的系统。发出去的只有编号、单位、事项和日期，没有意见内容，也没有联系方式。',
  empty: '还没有通道。通知现在只在工作台的收件箱里。',
  caption: '全部通道',
  columns: { name: '名称', kind: '种类', where: '发往', scope: '范围', state: '状态', traffic: '发送情况' },
  everything: '全部单位',
  active: '启用',
  inactive: '停用',
  unreadable: '解不开，请重新填写',
  traffic: (sent: number, waiting: number, failed: number): string => `已发 ${sent}，待发 ${waiting}，失败 ${failed}`,
  lastSent: (at: string): string => `最近一次 ${at}`,
  neverSent: '还没有发过',
  add: '增加通道',
  addKind: (kind: string): string => `增加：${kind}`,
  change: (name: string): string => `通道：${name}`,
  edit: '修改设置',
  name: '名称',
  nameHint: '给自己看的，例如“评议办值班群”。',
  events: '发哪些通知',
  department: '只发某个单位的',
  departmentHint: '填了单位，就只发告知这个单位的通知；留空，各单位和评议办的都发。',
  isActive: '启用',
  isActiveHint: '停用期间产生的通知不再补发。',
  url: '地址',
  urlHints: {
    wecom: '群机器人的 Webhook 地址，以 https://qyapi.weixin.qq.com/ 开头，里面带着 key。',
    dingtalk: '群机器人的 Webhook 地址，以 https://oapi.dingtalk.com/ 开头，里面带着 access_token。',
    feishu: '群机器人的 Webhook 地址，以 https://open.feishu.cn/ 开头。',
    webhook: '接收系统的 https 地址。按 Standard Webhooks 1.0 签名，同一条通知编号（webhook-id）不变。',
  },
  keepUrl: (host: string): string => `现在发往 ${host}。地址不再显示，留空就不改。`,
  secret: '加签密钥',
  secretHint: '机器人安全设置里选“加签”（飞书叫“签名校验”）时给的密钥；没有选就留空。',
  webhookSecret: '签名密钥',
  webhookSecretHint: '以 whsec_ 开头。留空由系统生成，只显示一次。',
  keepSecret: '已经填过，不再显示；留空就不改。',
  host: '邮件服务器',
  hostHint: '例如 smtp.example.gov.cn。',
  port: '端口',
  security: '加密方式',
  securities: {
    tls: '全程加密（常用端口 465）',
    starttls: '先连接再加密 STARTTLS（常用端口 587 或 25）',
    none: '不加密（只用于内网不需要密码的转发服务）',
  },
  user: '用户名',
  userHint: '服务器不要求登录就留空。',
  password: '密码或授权码',
  from: '发件邮箱',
  recipients: '收件邮箱',
  recipientsHint: '每行一个，最多 20 个。收件人互相看不到。',
  addButton: '保存通道',
  test: '发一条测试消息',
  testWhat: '立即发送，结果显示在这里。',
  tested: '测试消息已经送达。',
  testFailed: (trouble: string): string => `测试消息没有送达：${trouble}。`,
  secretTitle: '签名密钥',
  secretOnce: '只显示这一次。请交给接收系统，用它核对每条通知的签名。',
  done: { created: '已保存。请发一条测试消息试试。', edited: '已修改。', removed: '已删除。' },
  troubled: '没有送达的',
  noTrouble: '没有。',
  troubledColumns: { subject: '通知', trouble: '原因', attempts: '次数', next: '下一次', retry: '重发' },
  willRetry: (at: string): string => `${at} 再发`,
  isOver: '不再自动发',
  retry: '重发',
  retryOf: (subject: string): string => `重发：${subject}`,
  retryAll: (count: number): string => `全部重发一次（${count} 条）`,
  mayDouble: '可能已经送达，重发可能收到两次。',
  retried: (count: number): string => `${count} 条已放回待发，马上重发一次。`,
  remove: '删除通道',
  removeWhat: '地址、密钥和没发完的通知一起删除，不能恢复；收件箱里的通知不受影响。',
  back: '回到全部通道',
  gone: '没有这个通道，可能已经删除。',
} as const;

/** What is wrong with the settings of a channel. */
export const channelErrors = {
  mailbox: '邮箱地址写得不对',
  host: '只写服务器名或 IP 地址，例如 smtp.example.gov.cn，不带 https:// 和端口',
  events: '请至少勾选一类通知',
  recipients: '请至少填一个收件邮箱',
  kind: '通道的种类不能改，请另建一个',
  missingUrl: '请填写机器人或接收系统给的完整地址',
  url: '要以 https:// 开头的完整地址，里面不带用户名和密码',
  urlOrHttp: '要以 https:// 或 http:// 开头的完整地址，里面不带用户名和密码',
  webhookSecret: '密钥以 whsec_ 开头，后面是 24 到 64 字节的 base64；不会写就留空，由系统生成',
  clearPassword: '不加密时不能带用户名和密码，否则密码在网上看得见。请改用加密，或清空用户名',
  missingPassword: '换了服务器、用户名或加密方式，请重新填写密码',
} as const;

/** Why a message did not get through, as it is kept in the outbox: a word, and a number that the other side gave. */
export function troubleWords(trouble: string, kind: ChannelKind): string {
  const [word = '', number = ''] = trouble.split(':');
  if (word === 'code') return codeWords[kind]?.[number] ?? `对方拒收（错误码 ${number}）`;
  if (word === 'status') return statusWords[number] ?? `对方返回 HTTP ${number}`;
  if (word === 'smtp') return `邮件服务器拒收（${number}）`;
  if (word === 'auth') return `邮件服务器不认用户名或密码（${number}）`;
  if (word === 'rejected') return `已送达，但有 ${number} 个收件地址被拒收`;
  return troubles[word] ?? '没有送达';
}

const troubles: Readonly<Record<string, string>> = {
  address: '地址不允许：只能用 https，且不能是本机或链路本地地址',
  dns: '找不到这个服务器名',
  connect: '连不上对方服务器',
  tls: '对方的证书不可信，或不支持加密连接',
  timeout: '对方没有及时应答',
  closed: '连接中途断开',
  store: '本系统数据库暂时不可用',
  answer: '对方的回答看不懂，可能不是机器人的地址',
  unknown: '已经发出，没有等到回答，可能已经送达',
  died: '发送前服务中断，会重新发送',
  off: '发送时通道已停用或删除',
  sealed: '通道设置解不开（密钥换过），请重新填写地址和密钥',
};
const statusWords: Readonly<Record<string, string>> = {
  301: '对方要求转到别的地址（HTTP 301），请直接填写最终地址',
  302: '对方要求转到别的地址（HTTP 302），请直接填写最终地址',
  401: '对方不认这个地址或签名（HTTP 401）',
  403: '对方拒绝（HTTP 403）',
  404: '对方没有这个地址（HTTP 404）',
  410: '对方已停止接收（HTTP 410）',
  429: '发得太快，对方要求稍后（HTTP 429）',
};
/** Codes of the robots' answers, in the words of their manuals. */
const codeWords: Partial<Record<ChannelKind, Readonly<Record<string, string>>>> = {
  wecom: {
    '-1': '企业微信系统繁忙',
    45009: '企业微信：发得太快（每分钟最多 20 条）',
    93000: '企业微信：机器人地址里的 key 不对，或机器人已移除',
  },
  dingtalk: {
    '-1': '钉钉系统繁忙',
    130101: '钉钉：发得太快（每分钟最多 20 条）',
    300001: '钉钉：机器人地址里的 access_token 不对',
    310000: '钉钉：安全设置不符。请检查加签密钥、关键词（可设为“万人评议”）或 IP 白名单',
    400013: '钉钉：群已解散',
    400101: '钉钉：机器人地址里的 access_token 不对',
    400102: '钉钉：机器人已停用',
  },
  feishu: {
    9499: '飞书：请求被拒绝，或发得太快',
    11232: '飞书：发得太快',
    19001: '飞书：机器人地址不对',
    19021: '飞书：签名校验不符，请检查密钥和服务器时间',
    19022: '飞书：服务器 IP 不在白名单里',
    19024: '飞书：没有关键词，可把关键词设为“万人评议”',
  },
};
