/** Words of the records beside the cases: their kinds, states and acts, the desk's pages of them, and their printed sheets. */

import type { FieldName } from '../../domain/fields.ts';
import type { ConditionLine, PublicScore } from '../../domain/award.ts';
import type { RecordKind, records } from '../../domain/records.ts';
import type {
  InspectionAdvice,
  InspectionGrade,
  InspectionItem,
  InspectionWay,
  Mark,
  OrderLevel,
  SampleFrame,
  SupervisorIdentity,
  VoidReason,
} from '../../domain/vocabulary.ts';
import { awardWords } from './awards.ts';
import { formatDate } from './calendar.ts';
import { markWords } from './pledges.ts';
import {
  ballotChannelWords,
  exclusionRuleWords,
  voidReasonWords,
  recheckResultWords,
  roundKindWords,
  starWords,
  useKindWords,
} from './rounds.ts';
import { frameWords } from './samples.ts';

type ActsOf<K extends RecordKind> = (typeof records)[K]['acts'];
type ActOf<K extends RecordKind> = keyof ActsOf<K> & string;
type StateOf<K extends RecordKind> = ActsOf<K>[keyof ActsOf<K>] extends { to: infer S extends string } ? S : never;

/** Act as a heading and in the history; `button` as what one presses; `does` what comes of it. */
interface ActWords {
  name: string;
  button: string;
  does: string;
}

interface KindWords<K extends RecordKind> {
  /** As a heading of the list, and of a single sheet. */
  name: string;
  sheet: string;
  /** What these records are for, over the list. */
  about: string;
  /** Where there is none yet. */
  none: string;
  states: Record<StateOf<K>, string>;
  acts: Record<ActOf<K>, ActWords>;
  /** Who signs the printed sheet. */
  signs: readonly string[];
  /** Fields that are called something else here. */
  labels?: Partial<Record<FieldName, string>>;
  hints?: Partial<Record<FieldName, string>>;
}

const words: { [K in RecordKind]: KindWords<K> } = {
  pledge: {
    name: '公开承诺',
    sheet: '公开承诺公示表',
    about: '群众反映集中的事项，由责任单位向社会公开承诺，到期由群众测评。',
    none: '还没有公开承诺。',
    signs: ['承诺责任人', '评议办负责人'],
    states: {
      drafted: '待公示',
      dropped: '未采用',
      published: '已公示，整改中',
      marking: '群众测评中',
      kept: '已兑现',
    },
    acts: {
      draft: { name: '拟写公开承诺', button: '保存公开承诺', does: '由评议办负责人审定后公示' },
      redraft: { name: '修改公开承诺', button: '保存修改', does: '仍由评议办负责人审定后公示' },
      drop: { name: '不采用', button: '不采用', does: '不再公示，理由写入记录' },
      publish: { name: '公示', button: '给号并公示', does: '给出编号，向社会公开' },
      report: { name: '填报进展', button: '填报进展', does: '进展随承诺公开' },
      finish: { name: '报告完成，转入测评', button: '报告完成', does: '转入群众测评' },
      keep: { name: '认定兑现', button: '认定兑现', does: '公开测评结果，认定为已兑现' },
      carry: { name: '结转', button: '结转并公开理由', does: '改定完成日期，继续公示' },
    },
    labels: {
      department: '责任单位',
      matter: '群众意见（归纳）',
      plannedDay: '完成时限',
      leader: '承诺责任人',
      telephone: '联系电话',
      outcome: '完成情况',
      reason: '理由',
      opinion: '认定意见',
    },
    hints: {
      leader: '一般是单位主要负责人，会公开。',
      telephone: '会公开，请填办公电话。',
      outcome: '写清做到了哪些、没做到哪些，会公开。',
      evidence: '照片、PDF、Word 或 Excel，每个不超过 20 MB。',
      reason: '会公开。',
      opinion: '会公开。',
    },
  },
  inspection: {
    name: '明查暗访',
    sheet: '明查暗访记录',
    about: '监督员现场看到的情况，两人签名，评议办审核后转为意见或者归档。',
    none: '还没有明查暗访记录。',
    signs: ['检查人', '检查人', '评议办'],
    states: { written: '待另一人签名', signed: '待审核', reviewed: '已审核', converted: '已转为意见', filed: '已归档' },
    acts: {
      write: { name: '填写记录', button: '提交记录', does: '给出编号，由另一名监督员签名' },
      cosign: { name: '另一人签名', button: '签名', does: '送评议办审核' },
      review: { name: '审核', button: '审核', does: '审核后转为意见或者归档' },
      convert: { name: '转为意见', button: '转为意见', does: '作为一条意见进入办理，并与本记录关联' },
      file: { name: '归档', button: '归档', does: '不再办理，理由写入记录' },
    },
    labels: { department: '被查单位', place: '地点', opinion: '审核意见', sample: '按哪次抽查' },
    hints: { publicText: '作为意见的文本，随案件公开。只写事，不写个人信息。' },
  },
  order: {
    name: '督办',
    sheet: '督办单',
    about: '对单位发的督办单、提醒函、挂牌督办和约谈建议。对单个案件的督办在案件页面办理。',
    none: '还没有对单位的督办。',
    signs: ['签发人', '责任单位负责人'],
    states: { issued: '待反馈', answered: '已反馈，待审阅', lifted: '已办结' },
    acts: {
      issue: { name: '发出督办', button: '给号并发出', does: '给出编号，单位按期反馈，事由和要求公开' },
      answer: { name: '反馈', button: '提交反馈', does: '由评议办负责人审阅' },
      sendBack: { name: '退回重新反馈', button: '退回', does: '单位按新的时限重新反馈' },
      lift: { name: '办结（摘牌）', button: '办结', does: '督办结束' },
    },
    labels: {
      department: '责任单位',
      reason: '事由',
      demand: '督办要求',
      leader: '主要责任人',
      signedBy: '签字的单位负责人',
      opinion: '办结意见',
      counted: '依据的统计数',
    },
    hints: { reason: '会公开。', demand: '会公开。', orderReply: '会公开。', opinion: '会公开。' },
  },
  letter: {
    name: '满意度函调',
    sheet: '满意度函调表',
    about: '向服务对象、社区、单位发函，凭函上的回函码请对方评价一次。',
    none: '还没有函调。',
    signs: ['评议办经办', '收函单位（盖章）'],
    states: { issued: '待回函', answered: '已回函', lapsed: '逾期未回' },
    acts: {
      issue: { name: '发函', button: '给号并发函', does: '给出编号和回函码，打印寄出' },
      answer: { name: '回函', button: '登记回函', does: '记入满意程度，回函码作废' },
      lapse: { name: '逾期未回', button: '登记未回', does: '不再等待，不计入满意率' },
    },
    labels: { department: '被评单位', matter: '函询事项', replyBy: '回函时限' },
  },
  supervisor: {
    name: '监督员',
    sheet: '社会监督员登记表',
    about: '社会监督员的聘任、续聘、解聘和签名公钥。',
    none: '还没有聘任监督员。',
    signs: ['本人', '评议办负责人'],
    states: { proposed: '拟聘', appointed: '在聘', ended: '已解聘' },
    acts: {
      propose: { name: '提名', button: '提名', does: '由评议办负责人聘任' },
      appoint: { name: '聘任', button: '聘任并公布', does: '给出编号，公布姓名、单位、证号和聘期' },
      registerKey: { name: '登记签名公钥', button: '登记公钥', does: '以后用这把钥匙核对签名' },
      renew: { name: '续聘', button: '续聘', does: '改定聘期' },
      end: { name: '解聘', button: '解聘', does: '不再参加监督' },
    },
    labels: { telephone: '电话（不公开）' },
    hints: { workplace: '会公开。', certificate: '会公开。', recusals: '与本人有利害关系的单位，不安排其监督。' },
  },
  report: {
    name: '整改月报',
    sheet: '整改月报',
    about: '各单位每月五日前报上月整改情况。',
    none: '还没有月报。',
    signs: ['填报人', '审核人'],
    states: { filled: '待单位审核', approved: '已报送', returned: '已退回' },
    acts: {
      fill: { name: '填写月报', button: '提交月报', does: '由单位负责人审核' },
      approve: { name: '审核报送', button: '审核并报送', does: '给出编号，报评议办' },
      sendBack: { name: '退回', button: '退回', does: '由填报人重新填写' },
      refill: { name: '重新填写', button: '重新提交', does: '由单位负责人审核' },
    },
    labels: { department: '单位', signedBy: '审核人', counted: '本月统计数' },
  },
  bulletin: {
    name: '月通报',
    sheet: '通报',
    about: '评议办每月的通报。',
    none: '还没有通报。',
    signs: ['签发人'],
    states: { drafted: '待签发', issued: '已印发' },
    acts: {
      draft: { name: '起草', button: '保存草稿', does: '由评议办负责人签发' },
      redraft: { name: '修改', button: '保存修改', does: '仍由评议办负责人签发' },
      issue: { name: '签发', button: '给号并印发', does: '给出编号，向社会公开' },
    },
    labels: { counted: '当月统计数' },
  },
  analysis: {
    name: '意见分析报告',
    sheet: '意见分析报告',
    about: '对一段时间群众意见的分析。',
    none: '还没有分析报告。',
    signs: ['签发人'],
    states: { drafted: '待签发', issued: '已印发' },
    acts: {
      draft: { name: '起草', button: '保存草稿', does: '由评议办负责人签发' },
      redraft: { name: '修改', button: '保存修改', does: '仍由评议办负责人签发' },
      issue: { name: '签发', button: '给号并印发', does: '给出编号，向社会公开' },
    },
    labels: {
      month: '截至月份',
      overview: '意见结构',
      problems: '突出问题',
      typical: '典型意见',
      requirements: '建议',
    },
  },
  sample: {
    name: '抽查',
    sheet: '抽查公告',
    about: '先公告范围和数量，再用以后公布的彩票号码抽取，谁都不能左右。',
    none: '还没有抽查。',
    signs: ['评议办负责人', '监督员'],
    states: { announced: '已公告，待开奖', drawn: '已抽取' },
    acts: {
      announce: { name: '公告', button: '冻结范围并公告', does: '给出编号，范围从此不变' },
      draw: { name: '抽取', button: '录入开奖号码并抽取', does: '按号码算出抽中的名单' },
    },
  },
  round: {
    name: '评议活动',
    sheet: '评议活动登记表',
    about: '万人评议、日常评议期、部门自主评议和第三方调查，从方案到最终结果。',
    none: '还没有评议活动。',
    signs: ['评议办经办', '评议办负责人'],
    states: {
      drafted: '筹备中',
      dropped: '已取消',
      frozen: '已冻结，待开始',
      open: '评议中',
      closed: '已截止，待审核',
      reviewed: '已审核，待公布',
      published: '已公布',
      appealed: '复核期',
      final: '已定案',
    },
    acts: {
      draft: { name: '立项', button: '建立评议活动', does: '开始筹备：单位、问卷、评议人、名单' },
      redraft: { name: '改名称和日期', button: '保存', does: '仍在筹备中' },
      drop: { name: '取消', button: '取消评议活动', does: '不再进行，理由公开' },
      freeze: { name: '冻结方案', button: '审定并冻结', does: '方案、问卷、名单从此不变，哈希写进存证本' },
      thaw: { name: '解冻', button: '解冻重做', does: '回到筹备中，理由公开' },
      open: { name: '开始', button: '开始评议', does: '开始收票' },
      close: { name: '截止', button: '截止收票', does: '不再收票，票数写进存证本' },
      review: { name: '审核', button: '审核完毕', does: '标记的票已处理，可以公布' },
      publish: { name: '公布结果', button: '公布结果', does: '开票数据和结果一起公开' },
      hear: { name: '反馈', button: '发出反馈函', does: '各单位收到反馈函，可以申请复核' },
      correct: { name: '更正结果', button: '更正并公开', does: '按复核结论更正结果，理由公开' },
      conclude: { name: '定案', button: '定案', does: '复核都已办结，结果不再变动' },
    },
    labels: { title: '名称', department: '自主评议的单位', reason: '理由', opinion: '审核意见' },
    hints: { reason: '会公开。', opinion: '会公开。', department: '只有部门自主评议才填。' },
  },
  batch: {
    name: '收票批次',
    sheet: '收票批次登记表',
    about: '纸质、电话、会场和第三方调查的票，两人录入，数目对上，另一人确认以后才计入。',
    none: '还没有收票批次。',
    signs: ['录入人', '复核人'],
    states: { entering: '录入中', counted: '待确认', confirmed: '已计入', annulled: '整批作废' },
    acts: {
      begin: { name: '开批', button: '建立批次', does: '给出批号，开始录入' },
      count: { name: '结数', button: '核对数目', does: '发出、收回、无效、有效对上以后，待另一人确认' },
      recount: { name: '退回重录', button: '退回', does: '回到录入中' },
      confirm: { name: '确认计入', button: '确认计入', does: '这一批计入结果' },
      annul: { name: '整批作废', button: '整批作废', does: '这一批不计入，理由公开' },
    },
    labels: { reason: '理由' },
    hints: { reason: '会公开。' },
  },
  exclusion: {
    name: '剔除',
    sheet: '异常票剔除审批表',
    about: '按公开规则标记的票，一人提出、另一人确认才剔除，数目和理由公开。',
    none: '还没有剔除。',
    signs: ['提出人', '确认人'],
    states: { proposed: '待确认', confirmed: '已剔除', rejected: '不剔除' },
    acts: {
      propose: { name: '提出剔除', button: '提出剔除', does: '由另一人确认' },
      confirm: { name: '确认剔除', button: '确认剔除', does: '不计入结果，数目和理由公开' },
      reject: { name: '不剔除', button: '不剔除', does: '照常计入' },
    },
    labels: { reason: '理由', opinion: '确认意见' },
    hints: { reason: '会公开。', opinion: '会公开。' },
  },
  recheck: {
    name: '复核',
    sheet: '评议结果复核申请表',
    about: '单位对评议结果有异议，在期限内申请复核，评议办按期答复。',
    none: '还没有复核申请。',
    signs: ['单位主要负责人', '评议办负责人'],
    states: { applied: '待复核', withdrawn: '已撤回', decided: '已答复' },
    acts: {
      apply: { name: '申请复核', button: '申请复核', does: '评议办按期答复，理由公开' },
      withdraw: { name: '撤回', button: '撤回申请', does: '不再复核' },
      decide: { name: '答复', button: '作出结论', does: '结论和理由公开' },
    },
    labels: { department: '申请单位', reason: '理由', opinion: '复核意见', replyBy: '答复时限' },
    hints: { reason: '会公开。', opinion: '会公开。' },
  },
  use: {
    name: '结果运用',
    sheet: '结果运用建议审批表',
    about: '表扬、约谈、免评等，都是建议加审批，没有一项由分数自动产生。',
    none: '还没有结果运用建议。',
    signs: ['提出人', '审批人'],
    states: { proposed: '待审批', approved: '已批准', declined: '未批准' },
    acts: {
      propose: { name: '提出建议', button: '提出建议', does: '由评议办负责人审批' },
      approve: { name: '批准', button: '批准', does: '给出编号，公开' },
      decline: { name: '不批准', button: '不批准', does: '不采用' },
    },
    labels: { department: '单位', reason: '理由', opinion: '审批意见' },
    hints: { reason: '批准以后公开。', opinion: '会公开。' },
  },
  award: {
    name: '满意机关创建',
    sheet: '满意机关申报表',
    about: '单位自愿申报，评议办审核、评分、公示、命名，命名以后动态管理。',
    none: '还没有申报。',
    signs: ['单位主要负责人', '评议办负责人'],
    states: {
      applied: '待资格审核',
      checked: '待评分',
      rated: '待公示',
      noticed: '公示中',
      awarded: '已命名',
      warned: '已警告',
      refused: '未通过',
      removed: '已摘牌',
      expired: '已到期',
    },
    acts: {
      apply: { name: '申报', button: '提交申报', does: '由评议办审核资格' },
      check: { name: '资格审核', button: '审核通过', does: '条件逐项核对，转入评分' },
      refuse: { name: '不通过', button: '不通过', does: '结束，理由告知单位' },
      rate: { name: '评分', button: '登记评分', does: '群众评议分从评议结果取，另加现场和监督员评分' },
      announce: { name: '公示', button: '给号并公示', does: '公示五个工作日' },
      object: { name: '公示有异议', button: '停止公示', does: '回到待公示，理由公开' },
      award: { name: '命名', button: '命名', does: '命名为满意机关，有效期内动态管理' },
      review: { name: '复查', button: '登记复查', does: '保持命名；受警告的恢复' },
      warn: { name: '警告', button: '警告', does: '理由公开，限期改正' },
      remove: { name: '摘牌', button: '摘牌', does: '撤销命名，理由公开' },
      expire: { name: '到期', button: '登记到期', does: '有效期满' },
    },
    labels: {
      department: '申报单位',
      situation: '创建情况',
      reason: '理由',
      opinion: '意见',
      termUntil: '有效期至',
    },
    hints: { reason: '会公开。', opinion: '命名以后公开。' },
  },
};

/** The words of a kind, in their general shape. */
export interface RecordKindWords extends Omit<KindWords<RecordKind>, 'states' | 'acts'> {
  states: Readonly<Record<string, string>>;
  acts: Readonly<Record<string, ActWords>>;
}
export const recordKindWords: Readonly<Record<RecordKind, RecordKindWords>> = words;

export const inspectionWayWords: Record<InspectionWay, string> = {
  open: '明查',
  covert: '暗访',
  phone: '电话',
  online: '网上',
};
export const inspectionItemWords: Record<InspectionItem, string> = {
  'on-duty': '在岗',
  badge: '亮牌',
  'first-asked': '首问负责',
  'told-once': '一次性告知',
  'in-time': '按时限办理',
  attitude: '服务态度',
  notices: '公示内容',
  facilities: '便民设施',
};
export const inspectionGradeWords: Record<InspectionGrade, string> = {
  none: '没有问题',
  minor: '一般',
  serious: '严重',
};
export const inspectionAdviceWords: Record<InspectionAdvice, string> = {
  fix: '现场整改',
  assign: '交办',
  circulate: '通报',
  none: '无需处理',
};
export const supervisorIdentityWords: Record<SupervisorIdentity, string> = {
  congress: '人大代表',
  cppcc: '政协委员',
  party: '民主党派和无党派人士',
  business: '企业代表',
  association: '行业协会',
  retired: '退休干部',
  citizen: '市民',
  verifier: '第三方核查员',
};
export const orderLevelWords: Record<OrderLevel, string> = {
  reminder: '工作提醒函',
  yellow: '督办单（黄）',
  red: '督办单（红）',
  listed: '挂牌督办',
  talk: '约谈建议',
};
/** Choices of the fields that only records have. */
export const recordChoiceWords: Partial<Record<FieldName, Readonly<Record<string, string>>>> = {
  inspectionWay: inspectionWayWords,
  inspectionItems: inspectionItemWords,
  grade: inspectionGradeWords,
  advice: inspectionAdviceWords,
  identity: supervisorIdentityWords,
  orderLevel: orderLevelWords,
  mark: markWords,
  roundKind: roundKindWords,
  ballotChannel: ballotChannelWords,
  exclusionRule: exclusionRuleWords,
  useKind: useKindWords,
  recheckResult: recheckResultWords,
  stars: starWords,
  frame: Object.fromEntries(Object.entries(frameWords).map(([frame, { name }]) => [frame, name])),
};

/** What is said of values that cannot be. */
export const recordErrors = {
  cases: (missing: readonly string[]) => `没有找到这些案件，或者还没有编号：${missing.join('、')}`,
  record: '没有找到这个编号的记录',
  future: '日期不能晚于今天',
  endsBeforeStart: '结束不能早于开始',
  month: '请写成年-月，例如 2026-11',
  time: '请写成时:分，例如 9:30',
} as const;

/** 「督办 澜评督〔2026〕0003号（市城管局）：发出督办」: the subject of a notice. */
export function recordSubject(record: {
  kind: RecordKind;
  number: string | null;
  departmentName: string | null;
  act: string;
}): string {
  const { name, acts } = recordKindWords[record.kind];
  const number = record.number === null ? '' : ` ${record.number}`;
  const who = record.departmentName === null ? '' : `（${record.departmentName}）`;
  return `${name}${number}${who}：${acts[record.act]?.name ?? ''}`;
}

/** What people read of a value that the server worked out; nothing where it has a page of its own. */
function derivedText(
  field: FieldName,
  value: unknown,
  names: { cases: ReadonlyMap<string, string>; departments: ReadonlyMap<string, string> },
): string | undefined {
  if (field === 'marksCounted') {
    const { apart = 0, ...counts } = value as Partial<Record<Mark | 'apart', number>>;
    const told = Object.entries(markWords).map(([mark, word]) => `${word} ${counts[mark as Mark] ?? 0}`);
    return `${told.join('，')}${apart > 0 ? `；未通过人机验证、另行计数 ${apart}` : ''}`;
  }
  if (field === 'drawn') {
    return (value as string[]).map((id) => names.cases.get(id) ?? names.departments.get(id) ?? id).join('、');
  }
  if (field === 'frozen') {
    const { count, size } = value as { count?: number; size?: number };
    return `共 ${count ?? 0} 个，按存证本前 ${size ?? 0} 条冻结`;
  }
  if (field === 'batchCounts') {
    const {
      issued,
      returned,
      valid,
      void: voids,
    } = value as {
      issued: number;
      returned: number;
      valid: number;
      void: Partial<Record<VoidReason, number>>;
    };
    const reasons = Object.entries(voids).map(([reason, count]) => `${voidReasonWords[reason as VoidReason]} ${count}`);
    return [`发出 ${issued} 张`, `收回 ${returned} 张`, `有效 ${valid} 张`, ...reasons].join('，');
  }
  if (field === 'excluded') {
    const { ballots, rows } = value as { ballots: number; rows: number };
    return ballots > 0 ? `${ballots} 张票，${rows} 行评价` : `${rows} 行评价`;
  }
  if (field === 'conditions') return awardWords.told(value as ConditionLine[]);
  if (field === 'publicScore') return awardWords.score(value as PublicScore);
  if (field === 'noticeUntil' || field === 'recheckUntil') return formatDate(value as string);
  return undefined;
}

export const recordWords = {
  list: {
    title: '其他记录',
    lead: '案件以外的记录：承诺、督办、函调、明查暗访、监督员、月报通报、抽查。每一步都写进存证本。',
    mine: '待我办',
    mineNone: '没有等您办的记录。',
    all: '全部',
    tabs: '按状态看',
    search: '编号或文字',
    anyDepartment: '全部单位',
    find: '查找',
    clear: '清除',
    begin: (kind: string): string => `新建${kind}`,
    count: (count: number): string => `${count} 份`,
    noneFound: '没有符合条件的记录。换个状态或关键词试试。',
    first: '回到第一页',
    next: '下一页',
    noNumber: '还没有编号',
    wholeCity: '全市',
    nothingDue: '无',
    overdue: (day: string): string => `已过 ${day}`,
    columns: {
      number: '编号',
      kind: '种类',
      title: '内容',
      department: '单位',
      state: '状态',
      due: '期限',
      openedOn: '建立日期',
    },
  },
  item: {
    content: '内容',
    history: '办理经过',
    historyLead: '每一步都写进存证本，改不了，也删不掉。',
    cases: '有关的案件',
    acts: '现在能办的',
    actsNone: '现在没有要您办的。',
    beside: '需要时再用',
    toActs: '去办理',
    print: '打印',
    isPublic: '已公开',
    notPublic: '不公开或还没有公开',
    publicPage: '公众看到的页面',
    done: (act: string, state: string): string => `已办理：${act}。现在是“${state}”。`,
    stands: (state: string): string => `现在是“${state}”`,
    due: (day: string): string => `期限 ${day}`,
    conflict:
      '您填写的时候，别的同志先办了一步。记录已经更新，请看一看“办理经过”的最后一行；仍然要办的，核对后再提交一次。',
    gone: '您填写的时候，别的同志先办了一步，这一步现在不能办了。您填的内容留在下面，需要的话可以复制。',
  },
  paper: {
    fields: '内容',
    history: '办理经过',
    columns: ['日期', '步骤', '经办'],
    signatures: '签字',
    note: '本表由系统按记录生成，每一步都写进存证本。',
  },
  derived: derivedText,
  /** A title for lists: what somebody wrote, with the month or the level where the kind has one. */
  title: (
    kind: RecordKind,
    {
      title,
      month,
      level,
      frame,
    }: { title: string; month: string | null; level: OrderLevel | null; frame: SampleFrame | null },
  ): string => {
    if (month !== null) return title === '' ? `${month} ${recordKindWords[kind].name}` : `${title}（${month}）`;
    if (level !== null) return `${orderLevelWords[level]}：${title}`;
    if (frame !== null) return frameWords[frame].name;
    return title === '' ? recordKindWords[kind].sheet : title;
  },
} as const;
