/** What every published number means: its name, its formula in words, what counts and what does not. Printed beside the numbers and in the open data. */

import { type Counts, type RateName, rateMinimum } from '../../domain/figures.ts';
import { ratingsMinimumCell, ratingsMinimumSample } from '../../domain/rating-figures.ts';
import type { Basis } from '../../domain/vocabulary.ts';

export interface Definition {
  name: string;
  formula: string;
  /** What is counted. */
  counts: string;
  /** What is not. */
  leavesOut: string;
}

/** A change of any definition raises the version and says from when it holds. */
export const definitionVersion = { version: '1', since: '2025-12-01' } as const;

type PlainCount = Exclude<keyof Counts, 'resolved'>;

const basisCounts: Record<Basis, Definition> = {
  citizen: {
    name: '群众确认',
    formula: '已销号、结果为“已经解决或基本解决”，并由提意见的人用回执码认可的件数',
    counts: '认可凭回执码在本人手机上作出，单位和评议办都无法代替。',
    leavesOut: '没有表态的不算；服务器能看到回执码的答复（如代录、不用脚本提交）不算群众确认，另行计数。',
  },
  independent: {
    name: '独立核实',
    formula: '已销号、结果为“已经解决或基本解决”，没有群众确认，但经社会监督员等独立核实通过的件数',
    counts: '现场核查、抽查等由单位和评议办以外的人作出并留有记录的核实。',
    leavesOut: '单位自己的验收、评议办看材料的审核都不算独立核实。',
  },
  office: {
    name: '评议办审核',
    formula: '已销号、结果为“已经解决或基本解决”，既没有群众确认也没有独立核实，只由评议办第二人审核佐证材料的件数',
    counts: '交办人以外的另一名工作人员审核通过并公示期满。',
    leavesOut: '这些件里提意见的人没有表态；没有表态不等于同意。',
  },
};

const plainCounts: Record<PlainCount, Definition> = {
  received: {
    name: '收到的意见',
    formula: '本评议年度各渠道收到的意见件数，归并前',
    counts: '二维码、短信链接、网站提交的，和评议办代为录入的纸质、电话意见。',
    leavesOut: '同一次提交因网络重发的只计一件。',
  },
  effective: {
    name: '有效意见',
    formula: '收到的意见中，经梳理列为有效、且没有归并到别的意见的件数',
    counts: '指向明确、属于受理范围、可以办理的意见；几件归并为一件的计一件。',
    leavesOut: '表扬、无实质内容、重复归并、不属受理范围、紧急事项、违法违规内容和移送的检举控告线索。',
  },
  explained: {
    name: '解释说明',
    formula: '已办结、结果为“解释说明”的件数',
    counts: '依法依规不能按意见办理，单位写明法律政策依据并经审核、公示的。',
    leavesOut: '从整改率的分母里减去，不算整改。',
  },
  claimed: {
    name: '部门自报',
    formula: '单位自己申请过销号（自报已整改）的有效意见件数，不论后来是否审核通过',
    counts: '被退回重办的也计在内，一件只计一次。',
    leavesOut: '现在按解释说明办理或挂账的不算。这个数只说明单位怎么说，不是整改数。',
  },
  open: {
    name: '在办',
    formula: '有效意见中还没有办结、也没有挂账的件数',
    counts: '从待交办到公示中的各个环节。',
    leavesOut: '挂账的另计。',
  },
  overdue: {
    name: '超期',
    formula: '在办件中，已过办结期限、计时也没有停止的件数',
    counts: '批准延期的按延后的期限算。',
    leavesOut: '退回裁定中、已申请销号等待审核、等意见人答复时计时停止，不算超期。',
  },
  suspended: {
    name: '挂账',
    formula: '暂时解决不了、经评议办同意挂账并公开原因的件数',
    counts: '因政策、资金、权限或客观条件解决不了的，半年复核一次。',
    leavesOut: '不算整改，也不从整改率的分母里减去。',
  },
  returned: {
    name: '申请退回',
    formula: '单位申请过退回的件数',
    counts: '不论评议办同意与否，一件只计一次。',
    leavesOut: '评议办主动收回转办的不算。',
  },
  extended: {
    name: '延期',
    formula: '批准过延期的件数',
    counts: '一件只能延期一次。',
    leavesOut: '没有批准的申请不算。',
  },
  reworked: {
    name: '重办',
    formula: '至少重办过一次的件数',
    counts: '审核退回、核实不通过、群众不认可或销号后重新打开的。',
    leavesOut: '重办几次都只计一件。',
  },
  assigned: {
    name: '交办',
    formula: '已经交办给单位的件数',
    counts: '包括正在裁定退回的。',
    leavesOut: '还没有交办、或者收回等待重新交办的不算。',
  },
  acceptedInTime: {
    name: '按时签收',
    formula: '在签收期限内签收的件数',
    counts: '期限按工作日计算。',
    leavesOut: '超过期限才签收的、还没有签收的不算。',
  },
  closedInTime: {
    name: '按期办结',
    formula: '办结件中，单位在办结期限内申请销号的件数',
    counts: '批准延期的按延后的期限算；重办的按最后一次申请算。',
    leavesOut: '还没有办结的不算。',
  },
  checked: {
    name: '核查',
    formula: '有效意见中，经过现场核查等独立核实的件数',
    counts: '重点件和抽取的样本，不论通过与否，一件只计一次。',
    leavesOut: '评议办看材料的审核不算。',
  },
  checkPassed: {
    name: '核查合格',
    formula: '独立核实通过，并且从来没有核实不通过的件数',
    counts: '一次核实就通过的。',
    leavesOut: '曾经核实不通过、重办以后才通过的不算合格。',
  },
  revisitDue: {
    name: '应回访',
    formula: '已办结、并且留有联系方式的件数',
    counts: '归并的意见中有一人留有联系方式的也算。',
    leavesOut: '没有留联系方式的不能回访，可以凭回执码作答。',
  },
  revisited: {
    name: '已回访',
    formula: '应回访的件中，回访到本人的件数',
    counts: '满意、基本满意、不满意都算。',
    leavesOut: '无法联系的不算。',
  },
  revisitSatisfied: {
    name: '回访满意',
    formula: '已回访的件中，回答满意或基本满意的件数',
    counts: '以最后一次回访为准。',
    leavesOut: '不满意的不算。',
  },
  answeredSeen: {
    name: '另计的答复',
    formula: '意见人作了答复、但回执码曾被服务器看到的件数',
    counts: '代录的意见，和不用脚本提交的意见。',
    leavesOut: '这类认可不作为群众确认。',
  },
  erased: {
    name: '已删除内容',
    formula: '按申请删除了文字的件数',
    counts: '件数和办理经过仍然保留。',
    leavesOut: '删除内容不改变任何比率。',
  },
};

/** Definitions of the counts, under the names they have in the open data. */
export const countDefinitions: Record<PlainCount | `resolved.${Basis}` | 'resolvedTotal', Definition> = {
  ...plainCounts,
  'resolved.citizen': basisCounts.citizen,
  'resolved.independent': basisCounts.independent,
  'resolved.office': basisCounts.office,
  resolvedTotal: {
    name: '整改销号',
    formula: '群众确认 + 独立核实 + 评议办审核',
    counts: '已经销号、结果为“已经解决或基本解决”的件数。',
    leavesOut: '单位自报、还没有销号的不算。',
  },
};

const rectifiable = '（有效意见 − 解释说明）';

export const rateDefinitions: Record<RateName, Definition> = {
  rectification: {
    name: '整改率',
    formula: `整改销号 ÷ ${rectifiable}`,
    counts: '分子是已经销号的，按销号依据分成群众确认、独立核实、评议办审核三段。',
    leavesOut: '单位自报、正在审核、正在公示和挂账的都不在分子里。',
  },
  verified: {
    name: '证实率',
    formula: `（群众确认 + 独立核实）÷ ${rectifiable}`,
    counts: '只算由单位和评议办以外的人证实的。',
    leavesOut: '只有评议办审核的不在分子里。',
  },
  selfReported: {
    name: '部门自报率',
    formula: `部门自报 ÷ ${rectifiable}`,
    counts: '单位自己说已经整改的，列在旁边供对照。',
    leavesOut: '不作为整改率，也不进入任何得分。',
  },
  completion: {
    name: '办结率',
    formula: '（整改销号 + 解释说明）÷ 有效意见',
    counts: '解释说明也算办结，所以和整改率不同。',
    leavesOut: '在办和挂账的不在分子里。',
  },
  onTime: {
    name: '按期办结率',
    formula: '按期办结 ÷（整改销号 + 解释说明）',
    counts: '批准延期的按延后的期限算。',
    leavesOut: '还没有办结的超期件不在分母里，另列超期件数。',
  },
  acceptance: {
    name: '按时签收率',
    formula: '按时签收 ÷ 交办',
    counts: '签收期限按工作日计算。',
    leavesOut: '还没有签收的留在分母里。',
  },
  return: {
    name: '退回率',
    formula: '申请退回 ÷ 交办',
    counts: '申请过退回就算。',
    leavesOut: '评议办收回转办的不在分子里。',
  },
  extension: {
    name: '延期率',
    formula: '延期 ÷ 交办',
    counts: '只算批准的延期。',
    leavesOut: '没有批准的不在分子里。',
  },
  rework: {
    name: '重办率',
    formula: '重办 ÷（整改销号 + 解释说明）',
    counts: '正在重办的也在分子里，所以可能大于一百。',
    leavesOut: '一件重办几次只计一件。',
  },
  checkPass: {
    name: '抽查合格率',
    formula: '核查合格 ÷ 核查',
    counts: '现场核查和抽查。',
    leavesOut: '没有核查的不在分母里。',
  },
  revisit: {
    name: '回访率',
    formula: '已回访 ÷ 应回访',
    counts: '留有联系方式且已办结的。',
    leavesOut: '无法联系的留在分母里。',
  },
  revisitSatisfaction: {
    name: '回访满意率',
    formula: '（满意 + 基本满意）÷ 已回访',
    counts: '以最后一次回访为准。',
    leavesOut: '无法联系的不在分母里。',
  },
};

/** Of 公众日常评价. */
export const ratingDefinitions: Record<'satisfaction' | 'withFlagged' | 'unknown', Definition> = {
  satisfaction: {
    name: '满意率（公众日常评价）',
    formula: '（非常满意 + 满意 + 基本满意）÷（全部评价 − 不了解），剔除另行计数的',
    counts:
      '本评议年度扫码或上网自愿评价、已存入存证本并开票的，附 95% 置信区间（威尔逊法）。每周开票一次：一个单位未开票的有效评价满十个才一起开，不满的等下一次，这期间不公开也不计数。',
    leavesOut: `自愿评价不是抽样，不进入评议得分。有效评价不足 ${ratingsMinimumCell} 个的单位不公开任何数字，也不进本类和全市的合计，免得从合计里减出来；不足 ${ratingsMinimumSample} 个的写“样本不足”，只列个数。`,
  },
  withFlagged: {
    name: '满意率（含另行计数的）',
    formula: '（非常满意 + 满意 + 基本满意）÷（全部评价 − 不了解），另行计数的也算在内',
    counts:
      '另行计数的有两种：没有通过人机验证或短时间大量涌来的（疑似刷评），单位申诉、评议办裁定成立的。都没有删除，两个数同时公布。',
    leavesOut: '有效评价不足十个的单位，同样不公开、不进合计。',
  },
  unknown: {
    name: '不了解率',
    formula: '不了解 ÷ 全部评价',
    counts: '选了“不了解”的，随本单位最近一次开票计数。',
    leavesOut: '另行计数的不计。',
  },
};

/** Holds for all of them. */
const notes: string[] = [
  `分母不足 ${rateMinimum} 件的，页面上写“样本不足”，只列件数；开放数据照列分子分母，供核对。`,
  '除“按年度”外，都以本评议年度收到的意见为范围，截至统计截止日期；评议年度以开始的那一年为名。',
  '按单位统计时，已经交办的算承办单位的，还没有交办的算意见人指明的单位的；没有指明的只进全市数。',
  '百分比由整数件数算出，保留一位小数，四舍五入；分子分母都列出来，任何人都可以重算。',
];

/** Everything, as the open data carries it. */
export const definitions = {
  ...definitionVersion,
  notes,
  counts: countDefinitions,
  rates: rateDefinitions,
  ratings: ratingDefinitions,
};
