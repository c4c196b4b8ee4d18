/** Words of the clerk's guide (经办手册): the year month by month, what to do every day, and for each step where it is done and what to mind. */

import type { DeskQueue } from '../../domain/queues.ts';
import type { RecordKind } from '../../domain/records.ts';
import type { ActName } from '../../domain/workflow.ts';

/** Where a step is done: in a queue of the desk, on another page, by the citizen, or by the system itself. */
export type Where =
  | { in: 'queue'; queue: DeskQueue }
  | { in: 'page'; path: `/${string}`; name: string }
  | { in: 'track' }
  | { in: 'system' };

const queue = (name: DeskQueue): Where => ({ in: 'queue', queue: name });
const page = (path: `/${string}`, name: string): Where => ({ in: 'page', path, name });
const track: Where = { in: 'track' };
const system: Where = { in: 'system' };

export interface StepWords {
  where: Where;
  /** What to mind, in a sentence or two. */
  tip: string;
  /** Paper forms of 表单 that the step fills or prints. */
  papers?: readonly GuidePaper[];
}

/** The printed forms of a case. */
export const guidePaperWords = {
  opinion: '意见建议征集表',
  assignment: '交办单',
  return: '退回（转办）申请单',
  help: '会办意见单',
  plan: '整改方案、整改台账',
  extension: '延期申请单',
  order: '督办单',
  account: '未整改说明',
  closing: '销号申请（验收）表',
  revisit: '回访记录',
} as const;
export type GuidePaper = keyof typeof guidePaperWords;

export const stepWords: Record<ActName, StepWords> = {
  submit: {
    where: page('/desk/opinions/new', '代录意见'),
    tip: '群众扫码或在网页上提交；来电、来信、来访由评议办代录，回执单当场交给本人，只显示一次。',
    papers: ['opinion'],
  },
  takeUp: {
    where: queue('triage'),
    tip: '左边是遮盖后的原文，右边写公开文本：只写事，不写人名、电话、门牌。列为有效意见后得到案件编号。',
  },
  file: {
    where: queue('triage'),
    tip: '表扬、无实质内容、不属受理范围、紧急、违法违规五种出口。不属受理范围的，同时告诉该找哪里。',
  },
  merge: {
    where: queue('triage'),
    tip: '页面会列出相近的案件。归并以后，每一位意见人的回执都还有效，进展和结果都看得到。',
  },
  unmerge: { where: queue('all'), tip: '归并错了可以撤销，撤销后回到待梳理，由您重新选出口。' },
  seal: {
    where: queue('triage'),
    tip: '检举、控告公职人员的，一律密封移交纪检监察，任何单位都看不到。密封以后不能撤销。',
  },
  receiveClue: { where: queue('clues'), tip: '纪检对接人确认接收，之后在纪检系统内办理。' },
  reconsider: { where: queue('all'), tip: '归档错了，由评议办负责人退回重新梳理。' },

  assign: {
    where: queue('assign'),
    tip: '选主办、协办单位和整改类型，三种类型的时限当场列出。在列表里勾选几件可以成批交办。交办的人以后不能审核、销号这一件。',
    papers: ['assignment'],
  },
  accept: {
    where: queue('accept'),
    tip: '首接负责：签收后不能再推给别的单位。留下联系人和电话。',
    papers: ['assignment'],
  },
  requestReturn: {
    where: queue('accept'),
    tip: '只能申请一次，要写理由、依据和建议承办单位；过了时限不再受理。裁定期间办结时限停止计算。',
    papers: ['return'],
  },
  grantReturn: {
    where: queue('returning'),
    tip: '同意后回到待交办，记一次转办；以后谁都不能再退。',
    papers: ['return'],
  },
  refuseReturn: {
    where: queue('returning'),
    tip: '不同意的，原单位继续办理，停表的天数补回。有争议先会商，会商记录写进裁定。',
    papers: ['return'],
  },
  transfer: {
    where: queue('all'),
    tip: '交办以后发现单位不对，由评议办负责人收回转办。满三次转办还没有牵头单位的，提级督办。',
    papers: ['return'],
  },

  join: { where: queue('all'), tip: '协办单位各有自己的时限；协办超期不停主办的表。', papers: ['help'] },
  endHelp: { where: queue('all'), tip: '请错了、不需要了的协办单位，解除后主办单位才能申请销号。', papers: ['help'] },
  assist: {
    where: queue('help'),
    tip: '协办意见交给主办单位；所有协办单位都交了，主办单位才能申请销号。',
    papers: ['help'],
  },
  plan: {
    where: queue('working'),
    tip: '措施逐条写：做什么、哪个处室、哪天完成。非重点的立行立改可以不报方案。',
    papers: ['plan'],
  },
  progress: {
    where: queue('working'),
    tip: '每月至少报一次，写完成百分比；落后计划太多会亮黄灯、红灯。',
    papers: ['plan'],
  },
  stage: {
    where: queue('stage'),
    tip: '正在解决、已列入计划的（结果类别 B）不能销号，写清阶段目标和日期，到期再报。',
    papers: ['plan'],
  },
  requestExtension: {
    where: queue('soon'),
    tip: '只能延一次，到期前提出；要两个签字：先是单位主要负责人，再是评议办。',
    papers: ['extension'],
  },
  signExtension: {
    where: queue('to-sign'),
    tip: '主要负责人签字以后，评议办才看得到这份申请。',
    papers: ['extension'],
  },
  grantExtension: {
    where: queue('extension'),
    tip: '同意以后时限顺延，意见人在查询页上看得到理由。',
    papers: ['extension'],
  },
  refuseExtension: { where: queue('extension'), tip: '不同意的，按原时限办理；不能再申请。', papers: ['extension'] },
  ask: {
    where: queue('working'),
    tip: '事情说不清的可以问意见人，联系方式不用看。等答复期间停表，最多停规定的天数。',
  },
  reply: { where: track, tip: '意见人凭回执码在查询页答复，文字遮盖后给单位看。' },
  endQuestion: { where: system, tip: '到期没有答复的，系统在当天夜里结束询问，时限继续走。' },

  claim: {
    where: queue('working'),
    tip: '要有佐证材料（系统按内容核对文件类型）。第二次重办起由分管领导、第三次起由主要领导申请。',
    papers: ['closing'],
  },
  explain: {
    where: queue('working'),
    tip: '做不了、不归政策的，写清解释和法律政策依据（结果类别 D）；单独计算，不算整改销号。',
    papers: ['closing'],
  },
  putOnAccount: {
    where: queue('working'),
    tip: '因条件限制暂时解决不了的（结果类别 C），写未整改说明，公开；之后每半年复核一次。',
    papers: ['account'],
  },

  beginReview: { where: queue('claimed'), tip: '换一个人审核：交办的人看不到这个按钮。', papers: ['closing'] },
  sendBack: { where: queue('verifying'), tip: '退回一次记一次重办，理由公开。', papers: ['closing'] },
  draw: {
    where: page('/desk/records/sample', '抽查'),
    tip: '先公告范围和数量，再用以后开奖的彩票号码抽取，谁都不能左右；录入号码后系统自动登记抽中的案件。',
  },
  check: { where: queue('must-check'), tip: '重点和抽中的案件，监督员不到现场就不能往下走。', papers: ['closing'] },
  failCheck: { where: queue('must-check'), tip: '现场不合格，退回整改中，记一次重办。', papers: ['closing'] },
  overturn: {
    where: queue('must-check'),
    tip: '已销号的抽查不合格，重新打开，原来的销号不再计数。',
    papers: ['closing'],
  },
  passReview: { where: queue('verifying'), tip: '通过以后征询意见人，结果由意见人说了算。', papers: ['closing'] },
  passAccount: { where: queue('verifying'), tip: '同意挂账后，未整改说明向社会公开。', papers: ['account'] },
  confirm: { where: track, tip: '意见人凭回执码认可，这样销号的依据是“群众确认”。' },
  dispute: { where: track, tip: '意见人不认可，自动退回重办。' },
  agree: { where: track, tip: '被归并的意见人也可以说认可，记在他自己的意见上。' },
  proceed: { where: queue('silent'), tip: '不答复不等于同意：要等答复期满，或者监督员核实通过，才能公示。' },
  close: {
    where: queue('notice-over'),
    tip: '公示期满、没有异议，换人销号。依据是群众确认、独立核实还是评议办审核，会一直标明。',
    papers: ['closing'],
  },
  closeByPanel: {
    where: queue('all'),
    tip: '重办以后意见人仍不满意、但确已依法办到位的，三人以上研判后公示。',
    papers: ['closing'],
  },
  closeByExtension: { where: queue('all'), tip: '余下的以后再做：写明到哪一天，到期再看。', papers: ['closing'] },
  closeByTransfer: {
    where: queue('all'),
    tip: '该由系统外的单位办的，移交后公示，写明接收单位。',
    papers: ['closing'],
  },
  reopen: { where: track, tip: '销号后规定天数内，意见人可以要求重新办；监督员、评议办负责人随时可以。' },

  reviewAccount: {
    where: queue('account-due'),
    tip: '每半年复核一次：条件变了的恢复整改，没变的写明原因继续挂。',
    papers: ['account'],
  },
  resume: { where: queue('account'), tip: '恢复整改后重新计算办结时限。' },

  urge: {
    where: queue('overdue'),
    tip: '第一级：电话、系统催办。系统在临期、超期时也会自动提醒，只在上班时间，每件一次。',
  },
  supervise: { where: queue('overdue'), tip: '第二级：黄色、红色督办单，有文号、要求和反馈时限。', papers: ['order'] },
  list: { where: queue('overdue'), tip: '第三级：挂牌督办，公开。', papers: ['order'] },
  talk: {
    where: queue('overdue'),
    tip: '第四级：约谈建议，要先发过红色督办单或者挂牌。只是建议，谈不谈由有权的机关定。',
    papers: ['order'],
  },
  answerOrder: { where: queue('orders'), tip: '在反馈时限内反馈，由单位负责人签字。', papers: ['order'] },
  delist: { where: queue('all'), tip: '整改到位并经核实，由挂牌的人摘牌。', papers: ['order'] },
  escalate: { where: queue('escalate'), tip: '重办或者转办满三次：写明请哪一级领导牵头。', papers: ['order'] },

  revisit: {
    where: page('/desk/revisits', '回访名单'),
    tip: '留了联系方式、已办结的都要回访；看联系方式会记入审计；联系不上的记“无法联系”。',
    papers: ['revisit'],
  },
  recalculate: {
    where: page('/desk/admin/calendar', '工作日历'),
    tip: '保存放假通知前先看哪些案件的日期会变；保存时由系统一次算完，逐件记入历史。',
  },
  redactText: { where: queue('all'), tip: '公开文本里发现个人信息，马上再处理；旧文本立即从网站撤下。' },
  erase: { where: queue('all'), tip: '本人申请删除的：文字和附件销毁，办理经过和统计数保留。不能恢复。' },
};

/** The steps in the order in which a newcomer reads them; every act is in one of the parts. */
export const partWords: readonly { id: string; name: string; acts: readonly ActName[] }[] = [
  {
    id: 'triage',
    name: '收件和梳理',
    acts: ['submit', 'takeUp', 'file', 'merge', 'unmerge', 'seal', 'receiveClue', 'reconsider'],
  },
  {
    id: 'assignment',
    name: '交办、签收、退回、转办',
    acts: ['assign', 'accept', 'requestReturn', 'grantReturn', 'refuseReturn', 'transfer'],
  },
  { id: 'help', name: '会办', acts: ['join', 'assist', 'endHelp'] },
  { id: 'work', name: '整改', acts: ['plan', 'progress', 'stage', 'ask', 'reply', 'endQuestion'] },
  { id: 'extension', name: '延期', acts: ['requestExtension', 'signExtension', 'grantExtension', 'refuseExtension'] },
  { id: 'claim', name: '申请销号、办结、挂账', acts: ['claim', 'explain', 'putOnAccount'] },
  {
    id: 'review',
    name: '审核和现场核查',
    acts: ['beginReview', 'passReview', 'sendBack', 'passAccount', 'draw', 'check', 'failCheck', 'overturn'],
  },
  {
    id: 'closing',
    name: '征询意见人、公示、销号',
    acts: ['confirm', 'dispute', 'agree', 'proceed', 'close', 'reopen', 'revisit'],
  },
  {
    id: 'unsatisfied',
    name: '意见人仍不满意时的销号',
    acts: ['closeByPanel', 'closeByExtension', 'closeByTransfer'],
  },
  { id: 'account', name: '挂账以后', acts: ['reviewAccount', 'resume'] },
  {
    id: 'supervision',
    name: '催办和督办',
    acts: ['urge', 'supervise', 'list', 'talk', 'answerOrder', 'delist', 'escalate'],
  },
  { id: 'upkeep', name: '文本、日历', acts: ['redactText', 'erase', 'recalculate'] },
];

/** What each kind of record is for, and where. */
export const recordGuideWords: Record<RecordKind, { tip: string; path?: `/${string}` }> = {
  pledge: {
    tip: '五、六月把反映集中的事变成公开承诺：目标、措施、期限、责任人、电话；到期请群众测评，没做到的写明理由结转。',
  },
  inspection: {
    tip: '监督员两人一组，在手机上当场填写；第二人签名以后，评议办审核，能转成案件。',
    path: '/desk/field',
  },
  order: { tip: '一个单位整体落后时发：提醒函、督办单、挂牌、约谈建议。单件的督办在案件页面办。' },
  letter: { tip: '向服务对象、社区发函，凭函上的回函码评一次；到期没回的登记未回，不算进满意率。' },
  supervisor: { tip: '聘期、回避单位、签名钥匙。聘期到了自动解聘，名单公开。' },
  report: {
    tip: '每月五日前（遇节假日顺延）报上个月的；数字由系统算好，单位写做法和下步安排。',
    path: '/desk/reports',
  },
  bulletin: { tip: '每月一期，数字取自上一次公布，签发后公开。', path: '/desk/reports' },
  analysis: { tip: '意见结构、突出问题、典型意见和建议，一般在评议结束后和年底各一份。', path: '/desk/reports' },
  sample: { tip: '范围先冻结，号码后开奖，任何人都能重算。抽案件、抽归档、抽单位都用它。' },
  round: {
    tip: '先备齐单位和分类、问卷、评议人和名单，由另一人审定冻结；到日子自动开始和截止，审核后公布，复核后定案。',
    path: '/desk/rounds',
  },
  batch: {
    tip: '纸质、电话、会场的票按批录入，两人各录一遍，发出、收回、无效、有效对上以后由另一人确认。',
    path: '/desk/rounds',
  },
  exclusion: { tip: '系统只标记，不剔除；一人提出、另一人确认，数目和理由公开。', path: '/desk/rounds' },
  recheck: { tip: '反馈函送达后三个工作日内可以申请，十个工作日内答复，理由公开。' },
  use: { tip: '表扬、约谈、免评都是建议，由负责人审批，不由分数自动产生。' },
  award: { tip: '申报、资格审核、评分、公示五个工作日、命名两年；期间可以复查、警告、摘牌。' },
};

export interface MonthWords {
  when: string;
  what: string;
  acts: readonly ActName[];
  records?: readonly RecordKind[];
}

/** The year: in winter the ratings, from February to November what comes of them. */
export const yearWords: readonly MonthWords[] = [
  {
    when: '12 月',
    what: '万人评议。上月底冻结的方案到日子自动开始：领票、投票、收纸质票，按批两人录入、核对数目；没投的只按“码用没用过”提醒。',
    acts: ['submit'],
    records: ['round', 'batch'],
  },
  {
    when: '1 月',
    what: '截止、审核、公布。标记的票逐条看，剔除要两个人；结果公布后发反馈函，三个工作日内可以申请复核，答复完了定案。结果运用逐项审批。',
    acts: ['submit', 'takeUp'],
    records: ['exclusion', 'recheck', 'use'],
  },
  {
    when: '2 月',
    what: '集中评议刚结束。把意见全部梳理完：八个出口，能归并的归并，线索当天移交。春节前后放假，先在工作日历里录入全年放假通知。',
    acts: ['submit', 'takeUp', 'file', 'merge', 'seal', 'recalculate'],
    records: ['supervisor'],
  },
  {
    when: '3 月',
    what: '总结讲评会后集中交办。交办单编号印发，单位按时签收；该退的尽早提出，过了时限不再受理。',
    acts: ['assign', 'accept', 'requestReturn', 'grantReturn', 'refuseReturn', 'join'],
    records: ['analysis'],
  },
  {
    when: '4 月',
    what: '收齐整改方案，立行立改的本月销号。公布抽查范围，准备现场核查。',
    acts: ['plan', 'progress', 'assist', 'claim', 'beginReview', 'passReview'],
    records: ['sample', 'report'],
  },
  {
    when: '5 月',
    what: '把反映集中的事写成公开承诺，月底前公示。销号的逐件回访。',
    acts: ['confirm', 'dispute', 'proceed', 'close', 'revisit'],
    records: ['pledge', 'bulletin'],
  },
  {
    when: '6 月',
    what: '限期整改的陆续到期：临期的催，超期的督，确需延期的两个签字。',
    acts: ['urge', 'requestExtension', 'signExtension', 'grantExtension', 'supervise', 'answerOrder'],
    records: ['order', 'inspection'],
  },
  {
    when: '7 月',
    what: '半年检查：黄灯、红灯逐件过，连续亮红灯的挂牌，办不了的挂账并公开未整改说明。',
    acts: ['list', 'talk', 'putOnAccount', 'passAccount', 'explain'],
    records: ['order', 'sample'],
  },
  {
    when: '8 月',
    what: '重办件升级：第二次由分管领导、第三次由主要领导负责；三次还不行的提级督办或者研判。',
    acts: ['sendBack', 'failCheck', 'escalate', 'closeByPanel', 'closeByTransfer'],
    records: ['inspection'],
  },
  {
    when: '9 月',
    what: '挂账满半年的复核。国庆、中秋放假安排有变的，改工作日历，时限一次重算。',
    acts: ['reviewAccount', 'resume', 'recalculate'],
    records: ['letter'],
  },
  {
    when: '10 月',
    what: '清尾：公示期满的销号，整改到位的摘牌，长期坚持的报阶段目标。',
    acts: ['delist', 'stage', 'closeByExtension', 'close'],
    records: ['report', 'bulletin'],
  },
  {
    when: '11 月',
    what: '检查验收：抽查已销号的案件，不合格的重新打开；公开承诺到期测评；写全年意见分析报告。月底转入新一年评议。',
    acts: ['draw', 'check', 'overturn', 'reopen'],
    records: ['sample', 'pledge', 'analysis', 'supervisor', 'award'],
  },
];

/** What comes round again and again. */
export const rhythmWords: readonly {
  when: string;
  what: string;
  places: readonly { path: `/${string}`; name: string }[];
}[] = [
  {
    when: '每天上班',
    what: '先看收件箱，再从上到下看左边的队列：待梳理、退回待裁、延期待批、待复核、公示期满。队列后面的数字归零就是今天办完。',
    places: [
      { path: '/desk/inbox', name: '收件箱' },
      { path: '/desk', name: '工作台' },
    ],
  },
  {
    when: '每周',
    what: '看超期和即将到期，催办；给上周办结、留了联系方式的人回访。',
    places: [
      { path: '/desk?queue=overdue', name: '超期' },
      { path: '/desk/revisits', name: '回访名单' },
    ],
  },
  {
    when: '每半月',
    what: '系统生成调度清单：亮黄灯、红灯的案件和单位。打印出来开调度会，要督办的当场发。',
    places: [{ path: '/desk/supervision', name: '督办调度' }],
  },
  {
    when: '每月',
    what: '五日前收齐整改月报（遇节假日顺延），月初发通报；系统按月检查各单位，亮灯留底。',
    places: [{ path: '/desk/reports', name: '月报和通报' }],
  },
  {
    when: '每半年',
    what: '挂账的逐件复核，条件变了的恢复整改。',
    places: [{ path: '/desk?queue=account-due', name: '挂账待复核' }],
  },
];

export const guideWords = {
  title: '经办手册',
  lead: '一年的整改怎么办：每一步在哪里办、谁办、用什么表、走哪个时限、告诉谁。照着当前的流程和时限自动生成，规则变了这里就跟着变。',
  contents: '目录',
  mine: '只看我办的',
  everything: '看全部',
  year: '一年怎么办',
  rhythm: '经常要做的',
  picture: '流程图',
  clocks: '时限',
  clockColumns: { step: '环节', amount: '期限', told: '说明' },
  defaults: '默认值，各市可调。',
  steps: '每一步',
  records: '案件以外的事',
  papers: '表单在哪里印',
  papersLead: '案件的表单都在案件页面的“打印”里；记录的表单在记录页面，直接打印。',
  paperColumns: { paper: '表单', where: '在哪里', steps: '哪几步用' },
  onPrint: (name: string): string => `“${name}”页面 → 打印`,
  revisits: '回访名单',
  begins: '新记录',
  notBy: (act: string): string => `“${act}”的人不能办这一步，要另一人办`,
  casePapers: '案件页面 → 打印',
  where: '在哪里办',
  who: '谁办',
  fields: '要填',
  moves: '办完以后',
  clock: '时限',
  paper: '用表',
  numbered: (paper: string): string => `${paper}（给文号）`,
  tells: '告诉谁',
  public: '是否公开',
  refused: '办不了的情形',
  ledger: '存证',
  none: '没有要填的',
  optional: (labels: string): string => `可不填：${labels}`,
  inQueue: (name: string, button: string): string => `工作台左边“${name}”→ 打开案件 → “${button}”`,
  onPage: (name: string, button: string): string => `“${name}”页面 → “${button}”`,
  onTrack: '意见人在“查询进展”页，凭回执码',
  bySystem: '系统自动办，不用点',
  byRecord: (name: string): string => `在“${name}”页面登记，系统自动办`,
  stays: '状态不变',
  to: (from: string, to: string): string => `${from} → ${to}`,
  starts: (name: string): string => `开始计算“${name}”`,
  stops: (name: string): string => `停止“${name}”`,
  pauses: '办结时限暂停',
  resumes: '办结时限继续，暂停的天数补回',
  nobody: '不另外通知',
  isPublic: '公开，案件页面和查询页都能看到',
  isPublicRecord: '从此公开',
  isNotPublic: '不单独公开',
  noEntry: '不写入存证本（写了就看得出是线索）',
  top: '回到目录',
  details: '怎么办',
  open: (name: string): string => `打开“${name}”`,
  noneOfMine: '您的岗位没有这些事。',
  told: {
    lead: '主办单位',
    leader: '主办单位（重办的连同分管、主要领导）',
    workers: '主办单位联络员、处室责任人',
    head: '单位主要负责人',
    formerLead: '原承办单位',
    helpers: '协办单位',
    newHelpers: '新增的协办单位',
    formerHelpers: '解除的协办单位',
    clerks: '评议办经办',
    director: '评议办负责人',
    office: '评议办',
    secondPerson: '交办人以外的评议办人员',
    asker: '提问的评议办人员',
    supervisors: '社会监督员',
    discipline: '纪检对接人',
  },
  quoted: (name: string): string => `“${name}”`,
  recordColumns: { step: '步骤', who: '谁办', fields: '要填', moves: '办完以后' },
  telling: (whom: string, what: string): string => `${whom}：${what}`,
} as const;
