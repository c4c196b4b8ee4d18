/** Words of the workflow: states, acts, fields, clocks, roles and the closed lists. Used by the desk, the history, the printed forms and docs/workflow.md. */

import type { Clock, State } from '../../domain/case-file.ts';
import type { FieldName } from '../../domain/fields.ts';
import type { Guard } from '../../domain/guards.ts';
import type { Light } from '../../domain/lights.ts';
import type { Role } from '../../domain/roles.ts';
import type {
  Basis,
  Channel,
  Closure,
  FiledExit,
  Nature,
  OpinionKind,
  OtherChannel,
  RatingItem,
  RatingLevel,
  RatingTag,
  Result,
  RevisitAnswer,
  SupervisionLevel,
  SuspensionCause,
  Topic,
  TriageExit,
} from '../../domain/vocabulary.ts';
import type { ActName } from '../../domain/workflow.ts';

export const stateWords: Record<State, string> = {
  received: '待梳理',
  triaged: '待交办',
  assigned: '待签收',
  returning: '退回审核中',
  accepted: '已签收',
  planned: '已定方案',
  rectifying: '整改中',
  claimed: '已申请销号',
  verifying: '评议办审核中',
  asking: '征询意见人',
  notice: '公示中',
  closed: '已销号',
  suspended: '挂账',
  filed: '已归档（不交办）',
  merged: '已归并',
  sealed: '线索密封',
};

/** What the state means, said to the person who left the 意见. */
export const stateForCitizen: Record<State, string> = {
  received: '评议办已收到，正在梳理',
  triaged: '已列为有效意见，等待交办',
  assigned: '已交办，等待单位签收',
  returning: '单位申请退回，评议办正在裁定',
  accepted: '单位已签收',
  planned: '单位已制定整改方案',
  rectifying: '正在整改',
  claimed: '单位自报已整改，等待评议办审核',
  verifying: '评议办正在审核',
  asking: '请您说一说：整改您认可吗',
  notice: '正在公示',
  closed: '已办结',
  suspended: '暂时解决不了，已挂账并公开原因',
  filed: '未列入交办，已归档',
  merged: '与同类意见一并办理',
  sealed: '已按规定转交有权处理的机关，处理情况不在此公开',
};

/** Act as a heading of a form and in the history; `button` as what one presses. */
export const actWords: Record<ActName, { name: string; button: string }> = {
  submit: { name: '提交意见', button: '提交' },
  takeUp: { name: '列为有效意见', button: '列为有效意见' },
  file: { name: '不予交办，归档', button: '归档并说明理由' },
  merge: { name: '归并', button: '归并到另一件' },
  unmerge: { name: '撤销归并', button: '撤销归并' },
  seal: { name: '作为检举控告线索密封', button: '密封并移交纪检监察' },
  receiveClue: { name: '纪检监察接收线索', button: '确认接收' },
  reconsider: { name: '重新梳理', button: '退回重新梳理' },
  assign: { name: '交办', button: '交办' },
  accept: { name: '签收', button: '签收' },
  requestReturn: { name: '申请退回', button: '申请退回' },
  grantReturn: { name: '同意退回', button: '同意退回' },
  refuseReturn: { name: '不同意退回', button: '不同意退回，限继续办理' },
  transfer: { name: '转办', button: '收回转办' },
  join: { name: '增加协办单位', button: '增加协办单位' },
  assist: { name: '协办意见', button: '提交协办意见' },
  plan: { name: '整改方案', button: '提交整改方案' },
  progress: { name: '整改进展', button: '填报进展' },
  requestExtension: { name: '申请延期', button: '申请延期' },
  grantExtension: { name: '同意延期', button: '同意延期' },
  refuseExtension: { name: '不同意延期', button: '不同意延期' },
  ask: { name: '向意见人询问', button: '向意见人提问' },
  reply: { name: '意见人答复', button: '答复' },
  endQuestion: { name: '询问期满', button: '询问期满' },
  claim: { name: '申请销号（自报已整改）', button: '申请销号' },
  explain: { name: '申请办结（解释说明）', button: '申请按解释说明办结' },
  putOnAccount: { name: '申请挂账（未整改说明）', button: '申请挂账' },
  beginReview: { name: '开始审核', button: '开始审核' },
  sendBack: { name: '审核退回重办', button: '退回重办' },
  check: { name: '独立核实通过', button: '核实通过' },
  failCheck: { name: '独立核实不通过', button: '核实不通过，退回重办' },
  passReview: { name: '审核通过，征询意见人', button: '审核通过，征询意见人' },
  passAccount: { name: '同意挂账', button: '同意挂账' },
  confirm: { name: '群众认可', button: '认可' },
  dispute: { name: '群众不认可，重办', button: '不认可' },
  agree: { name: '归并意见人认可', button: '认可' },
  proceed: { name: '转入公示', button: '转入公示' },
  close: { name: '销号', button: '销号' },
  closeByPanel: { name: '研判销号', button: '研判销号' },
  closeByTransfer: { name: '移交销号', button: '移交销号' },
  reopen: { name: '重新打开', button: '重新打开' },
  reviewAccount: { name: '挂账复核', button: '复核，继续挂账' },
  resume: { name: '恢复整改', button: '条件具备，恢复整改' },
  urge: { name: '催办', button: '催办' },
  supervise: { name: '督办', button: '发督办单' },
  list: { name: '挂牌督办', button: '挂牌督办' },
  delist: { name: '摘牌', button: '摘牌' },
  escalate: { name: '提级督办', button: '提级督办' },
  revisit: { name: '回访', button: '登记回访' },
  redactText: { name: '公开文本再处理', button: '修改公开文本' },
  erase: { name: '按申请删除内容', button: '删除内容' },
};

export const fieldWords: Record<FieldName, { label: string; hint?: string }> = {
  publicText: { label: '公开文本', hint: '公众看到的就是这段文字。个人信息要去掉，批评意见要保留。' },
  topic: { label: '意见类别' },
  kind: { label: '意见性质' },
  exit: { label: '梳理结果' },
  otherChannel: { label: '应当通过的渠道', hint: '会一并告知意见人。' },
  target: { label: '归并到案件编号', hint: '例如 2026-0123' },
  reason: { label: '理由' },
  department: { label: '主办单位' },
  coDepartments: { label: '协办单位' },
  nature: { label: '整改类型' },
  demand: { label: '办理要求' },
  keyItem: { label: '列为重点' },
  grounds: { label: '依据（职责或三定条款）' },
  suggestedDepartment: { label: '建议承办单位' },
  ruling: { label: '评议办意见', hint: '研判销号、移交销号时会随案件公开。' },
  cause: { label: '原因分析' },
  goal: { label: '整改目标' },
  measures: { label: '整改措施', hint: '每条写明做什么、哪个处室、什么时候完成。' },
  leader: { label: '责任领导' },
  contactPerson: { label: '联系人' },
  telephone: { label: '联系电话' },
  plannedDay: { label: '计划完成日期' },
  progress: { label: '进展情况' },
  percent: { label: '完成百分比' },
  difficulty: { label: '存在困难' },
  workDone: { label: '已做工作' },
  until: { label: '申请延至' },
  signedBy: { label: '签字的单位负责人' },
  opinion: { label: '意见' },
  outcome: { label: '整改成效', hint: '写清查了什么、做了什么、什么时候完成、以后找谁。会随案件公开。' },
  evidence: { label: '佐证材料', hint: '照片、PDF、Word 或 Excel，每个不超过 20 MB。' },
  legalBasis: { label: '法律政策依据', hint: '写明名称和条款。会随案件公开。' },
  explanation: { label: '说明', hint: '写给提意见的人和公众看，不写个人信息。会随案件公开。' },
  suspensionCause: { label: '未整改原因', hint: '会随案件公开。' },
  nextStep: { label: '下一步安排', hint: '会随案件公开。' },
  reviewDay: { label: '复查日期', hint: '会随案件公开。' },
  place: { label: '核查地点' },
  finding: { label: '核查情况' },
  panel: { label: '研判人员', hint: '至少三人，每行一人。' },
  receivingBody: { label: '接收单位' },
  level: { label: '督办级别' },
  replyBy: { label: '反馈时限' },
  question: { label: '要问的问题', hint: '意见人凭回执码看到并答复，不需要电话。' },
  answer: { label: '答复' },
  comment: { label: '补充说明' },
  proof: { label: '回执凭证' },
  revisitAnswer: { label: '满意程度' },
  solved: { label: '是否已解决' },
};

export const clockWords: Record<Clock, string> = {
  accept: '签收',
  return: '退回申请',
  ruling: '退回裁定',
  plan: '报送整改方案',
  complete: '办结',
  review: '销号审核',
  answer: '意见人答复',
  notice: '公示',
  account: '挂账复核',
};

export const roleWords: Record<Role, string> = {
  citizen: '意见人',
  liaison: '单位联络员',
  handler: '处室责任人',
  deputy: '单位分管领导',
  head: '单位主要负责人',
  clerk: '评议办经办',
  director: '评议办负责人',
  supervisor: '社会监督员',
  discipline: '纪检对接人',
  statistician: '统计员',
  administrator: '系统管理员',
  auditor: '审计员',
  system: '系统',
};

/** Why a condition of the workflow is not met, and what to do instead. */
export const guardWords: Record<Guard, string> = {
  targetTakesReporters: '要归并到的案件不存在、就是本件，或者已不能再归并',
  notReturnedBefore: '退回只能申请一次，或评议办已裁定不得再退',
  withinReturnClock: '已过退回申请时限',
  leads: '只有主办单位可以办理，协办单位请提交协办意见',
  helpsOnly: '只有协办单位提交协办意见',
  plannedUnlessImmediate: '请先提交整改方案（非重点的立行立改事项可以不报）',
  notExtendedBefore: '延期只能申请一次',
  askedEarlyEnough: '延期要在到期前至少两个工作日申请',
  extensionNotTooLong: '延期日期要晚于原时限，最多顺延三十天（五个工作日的事项最多五个工作日）',
  extensionAsked: '没有待批的延期申请',
  noQuestionOpen: '还有一个问题在等意见人答复',
  questionOpen: '没有待答复的问题',
  questionRanOut: '询问还没有期满（五个工作日）',
  secondPerson: '要由交办人以外的另一人办理',
  solvedOrExplained: '单位申请的不是整改销号或解释说明',
  cannotBeSolvedNow: '单位申请的不是挂账',
  hasEvidence: '没有佐证材料，不能销号',
  silentOrChecked: '要等意见人答复期满，或者先有独立核实',
  noticeOver: '公示期还没有满',
  claimedBefore: '单位还没有申请过销号',
  reworkedBefore: '没有重办过的案件不能这样销号',
  reopenedInTime: '已过重新打开的期限（销号后三十天）',
  notListed: '已经挂牌',
  listed: '没有挂牌',
  rectifiedAndVerified: '摘牌要先整改到位并经核实',
  threeReworksOrTransfers: '重办或转办满三次才提级',
  notErased: '内容已经删除',
};

export const exitWords: Record<TriageExit, string> = {
  EFFECTIVE: '有效意见',
  PRAISE: '表扬性意见',
  NO_CONTENT: '无实质内容',
  DUPLICATE: '重复（归并）',
  OUT_OF_SCOPE: '不属受理范围',
  CLUE: '检举控告类线索',
  EMERGENCY: '紧急事项',
  VIOLATION: '违法违规内容',
};
/** What the author is told when an 意见 is filed. */
export const filedForCitizen: Record<FiledExit, string> = {
  PRAISE: '谢谢您的表扬，已转告单位。',
  NO_CONTENT: '内容里没有可以办理的具体事项。欢迎补充时间、地点和事情再提一次。',
  OUT_OF_SCOPE: '这件事不属于评议意见的受理范围，请通过下面的渠道提出。',
  EMERGENCY: '紧急情况请立即拨打 110、119、120 或 122。评议办已同时转告有关单位。',
  VIOLATION: '内容含有依法不能发布的信息，不予办理，记录依法保存。',
};
export const otherChannelWords: Record<OtherChannel, string> = {
  court: '人民法院（诉讼）',
  arbitration: '仲裁机构',
  reconsideration: '行政复议机关',
  petition: '信访部门',
  disclosure: '政府信息公开申请',
  hotline: '12345 政务服务热线',
  none: '没有其他渠道',
};

export const kindWords: Record<OpinionKind, string> = {
  criticism: '批评',
  suggestion: '建议',
  question: '咨询',
  help: '求助',
  complaint: '投诉',
  praise: '表扬',
};
export const topicWords: Record<Topic, string> = {
  procedure: '办事效率与流程',
  city: '城市管理与市政设施',
  conduct: '服务态度与作风',
  business: '政策落实与涉企服务',
  approval: '审批服务与一网通办',
  enforcement: '执法监管规范',
  livelihood: '教育医疗社保民生',
  transport: '交通出行与停车',
  disclosure: '政务公开与信息告知',
  integrity: '收费与廉洁自律',
};
export const channelWords: Record<Channel, string> = {
  qr: '二维码',
  sms: '短信链接',
  web: '网站',
  paper: '纸质录入',
  phone: '电话',
};
export const natureWords: Record<Nature, string> = { IMMEDIATE: '立行立改', TIMED: '限期整改', LONG_TERM: '长期坚持' };
export const resultWords: Record<Result, string> = { A: '已经解决或基本解决', C: '暂时难以解决', D: '解释说明' };
export const basisWords: Record<Basis, { name: string; meaning: string }> = {
  citizen: { name: '群众确认', meaning: '提意见的人用自己的回执码作了认可，单位和评议办都无法代替。' },
  independent: { name: '独立核实', meaning: '社会监督员或其他独立的人核实过。' },
  office: { name: '评议办审核', meaning: '由评议办另一名工作人员根据佐证材料审核。提意见的人没有表态。' },
};
export const closureWords: Record<Closure, string> = { ordinary: '销号', panel: '研判销号', transfer: '移交销号' };
export const suspensionCauseWords: Record<SuspensionCause, string> = {
  policy: '政策原因',
  funds: '资金原因',
  authority: '权限原因',
  circumstances: '客观条件',
};
export const revisitWords: Record<RevisitAnswer, string> = {
  satisfied: '满意',
  fairly: '基本满意',
  dissatisfied: '不满意',
  unreachable: '无法联系',
};
export const supervisionWords: Record<SupervisionLevel, string> = {
  0: '无',
  1: '催办',
  2: '督办（黄）',
  3: '督办（红）',
  4: '挂牌督办',
};
export const solvedWords: Record<'yes' | 'partly' | 'no', string> = { yes: '是', partly: '部分', no: '否' };
export const leaderWords: Record<'section' | 'deputy' | 'head', string> = {
  section: '处室责任人',
  deputy: '分管领导牵头',
  head: '主要领导牵头',
};

/** Light with its shape: colour is never the only carrier. */
export const lightWords: Record<Light, { word: string; shape: string }> = {
  normal: { word: '正常', shape: '●' },
  soon: { word: '临期', shape: '▲' },
  overdue: { word: '超期', shape: '■' },
  account: { word: '挂账', shape: '◇' },
  waiting: { word: '待他方', shape: '○' },
  done: { word: '办结', shape: '✓' },
};

export const levelWords: Record<RatingLevel, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
  0: '不了解',
};
export const itemWords: Record<RatingItem, string> = {
  attitude: '服务态度',
  efficiency: '办事效率',
  lawfulness: '依法行政',
  integrity: '廉洁自律',
  openness: '政务公开',
  competence: '业务能力',
  effect: '解决问题成效',
};
export const tagWords: Record<RatingTag, string> = {
  'explained-once': '一次讲清',
  'on-time': '按时办好',
  kind: '态度好',
  'easy-to-find': '好找好办',
  'long-queue': '排队久',
  'several-trips': '跑了多趟',
  'nobody-answered': '电话没人接',
  'passed-around': '互相推',
  'unclear-rules': '说不清楚',
  rude: '态度生硬',
};
