/** Words of the page on which the city sets how long each step may take. */
import type { Allowance, PolicyKey } from '../../domain/deadline-policy.ts';
import type { Channel, OpinionKind } from '../../domain/vocabulary.ts';
import { formatDate } from './calendar.ts';
import { channelWords, kindWords } from './workflow.ts';

/** 「3 个工作日」「60 天」 */
export const allowanceWords = ({ amount, unit }: Allowance): string =>
  `${amount} ${unit === 'workday' ? '个工作日' : '天'}`;

/** 「所有意见」「求助」「电话来的」「电话来的求助」 */
export const forWhatWords = (kind: OpinionKind | '*', channel: Channel | '*'): string => {
  const from = channel === '*' ? '' : `${channelWords[channel]}来的`;
  if (kind === '*') return channel === '*' ? '所有意见' : `${from}意见`;
  return from + kindWords[kind];
};

const steps: Record<PolicyKey, { name: string; told: string }> = {
  accept: { name: '签收', told: '交办以后，单位在这个时间里签收。' },
  return: { name: '申请退回', told: '交办以后，单位只能在这个时间里申请退回，过了不再受理。' },
  ruling: { name: '退回裁定', told: '单位申请退回以后，评议办在这个时间里裁定。' },
  plan: { name: '报送整改方案', told: '交办以后，单位在这个时间里报方案；非重点的立行立改事项可以不报。' },
  'complete.IMMEDIATE': { name: '办结：立行立改', told: '交办以后，立行立改的在这个时间里申请销号。' },
  'complete.IMMEDIATE.question': { name: '办结：立行立改的咨询、求助', told: '咨询和求助类的立行立改事项，办结更快。' },
  'complete.TIMED': { name: '办结：限期整改', told: '交办以后，限期整改的在这个时间里申请销号。' },
  'complete.LONG_TERM': { name: '办结：长期坚持', told: '长期坚持的，在这个时间里完成阶段目标。' },
  review: { name: '销号审核', told: '单位申请销号以后，评议办在这个时间里审核。' },
  answer: { name: '意见人答复', told: '征询意见人以后，等意见人表态的时间。' },
  notice: { name: '公示', told: '销号前公示的时间。' },
  account: { name: '挂账复核', told: '挂账以后，每隔这么久复核一次。' },
  help: { name: '协办意见', told: '请协办单位在这个时间里把意见交给主办单位；不停主办单位的表。' },
  revisit: { name: '回访', told: '办结以后，评议办在这个时间里回访留了联系方式的人。' },
  question: { name: '询问意见人最多停表', told: '单位问意见人问题时，办结时限最多停这么久。' },
  reopen: { name: '意见人要求重新打开', told: '销号以后，意见人在这个时间里可以要求重新办。' },
  'extension.notice': { name: '申请延期要提前', told: '延期最晚在到期前这么久申请。' },
  'extension.most': { name: '延期最多', told: '按天计算时限的案件，一次最多延这么久。' },
  'extension.most.short': { name: '延期最多（按工作日计时的）', told: '按工作日计算时限的案件，一次最多延这么久。' },
};

export const policyWords = {
  steps,
  title: '办理时限',
  lead: '每一步可以办多久。可以给某一类意见、某个渠道另定。',
  touches: '修改只管生效那天起新开始的时限，已经在走的时限不变；每次修改都编入规则、登记到存证本，公众能看到。',
  caption: '每一步的时限',
  columns: { step: '环节', value: '现行', default: '默认', special: '另有规定' },
  since: (day: string): string => `${formatDate(day)}起`,
  isDefault: '默认',
  comingHead: '以后',
  notYet: '还没有生效。',
  coming: (day: string, value: Allowance | null): string =>
    value === null ? `${formatDate(day)}起取消` : `${formatDate(day)}起 ${allowanceWords(value)}`,
  special: (forWhat: string, value: Allowance | null): string =>
    `${forWhat}：${value === null ? '' : allowanceWords(value)}`,
  noSpecial: '没有',
  change: (name: string): string => `修改${name}`,
  kind: '意见性质',
  channel: '渠道',
  anyKind: '不限',
  amount: '多久',
  amountHint: (most: number): string => `1 到 ${most}`,
  unit: '按什么算',
  units: { workday: '工作日', day: '天（遇到休息日顺延）' },
  validFrom: '从哪天起',
  validFromHint: '今天或以后',
  button: '保存修改',
  remove: (forWhat: string): string => `取消“${forWhat}”的规定`,
  removeFrom: '从哪天起取消',
  removeButton: '取消这条规定',
  done: '已保存，记入修改历史。',
  atMost: (most: number): string => `最多写 ${most}`,
  onlyWorkdays: '这一项只按工作日计算',
  readOnly: '经办可以查看；修改请找评议办负责人或系统管理员。',
  history: '修改历史',
  historyCaption: '修改历史，最近的在前',
  historyColumns: { at: '修改时间', by: '修改人', step: '环节', forWhat: '适用', value: '改为', validFrom: '生效日' },
  takenBack: '取消',
  historyEmpty: '还没有修改过，都是默认值。',
  hours: '提醒时间',
  hoursLead: '临期、超期提醒和系统催办只在工作日的这段时间里发出。',
  from: '从',
  to: '到',
  hoursButton: '保存提醒时间',
  hoursDone: '已保存。',
} as const;
