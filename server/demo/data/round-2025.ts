/** What was written in the round of 2025. Everything is invented. */

import type { GroupNumbers, OddRule } from '../rounds/numbers-2025.ts';

export const title2025 = '2025年度万人评议机关';

export const frames2025: Record<GroupNumbers['code'], string> = {
  clients:
    '从2025年办件、报装、就诊等服务记录中按单位随机抽取，每人只评自己办过事的一个单位。由第三方机构发放问卷，被评议单位不参与抽样。',
  enterprises: '从全市规模以上企业和个体工商户名录中按行业分层随机抽取，每份问卷轮换列出三个单位，各单位被评次数相当。',
  grassroots: '全部镇街和随机抽取的社区、村，每份问卷轮换列出三个单位，各单位被评次数相当。',
  delegates: '市党代表、人大代表、政协委员，每份问卷轮换列出五个单位，各单位被评次数相当。',
  supervisors: '全体在聘社会监督员，纸质票，评全部单位，两人分别录入。',
  residents: '从三家运营商本市号码中随机抽取，短信邀请填答问卷，每份问卷轮换列出两个单位，各单位被评次数相当。',
};

export const selfReport = (name: string, duties: string, commitments: readonly string[]): string =>
  `${name}${duties}2025年公开承诺：${commitments.join('；')}。以上承诺全年接受监督，请各位评议代表按实际感受评价。（演示）`;

export const batchNames: Record<GroupNumbers['code'], string> = {
  clients: '服务对象问卷（第三方）',
  enterprises: '企业问卷（第三方）',
  grassroots: '镇街和社区村问卷（第三方）',
  delegates: '两代表一委员问卷（第三方）',
  supervisors: '社会监督员纸质票',
  residents: '市民短信问卷（第三方）',
};

export const exclusionReasons: Record<OddRule, string> = {
  'too-fast': '问卷平均每行作答不到两秒，第三方机构电话核实未能确认系本人认真填写',
  'lone-zero': '只有一个单位全部最低、其余全部最高，本人经电话联系表示系误填',
  interference: '经核实，该批问卷由被评议单位窗口人员代填',
};
export const exclusionOpinion = '已查看票面数字和核实记录，同意剔除，票数对外公布';
export const reviewOpinion = '各批次发出、收回、无效、有效票数平衡，疑似异常票均已处理，同意进入计分';

export const signature = '主要负责人签字';

export const rechecks2025 = [
  {
    department: 'cgj',
    reason: '本单位服务对象类得分与上年相比变化较大，申请复核该类票数和计分',
    opinion: '已重新核对服务对象类各等次票数和权重，与公布结果一致，任何人可用公开数据重新计算。维持原结果。',
  },
  {
    department: 'tcgs',
    reason: '本单位有窗口人员代填的问卷被剔除，申请复核剔除是否准确',
    opinion: '被剔除的问卷均有核实记录，两人分别审核；如不剔除反而违反评议规则。维持原结果。',
  },
] as const;

export const uses2025 = [
  {
    department: 'qxj',
    useKind: 'praise',
    reason: '在垂直管理类中排名第一，群众反映服务及时',
    opinion: '同意通报表扬',
  },
  {
    department: 'tcgs',
    useKind: 'special-report',
    reason: '在公共服务企事业类中排名最后，且收费问题反映集中',
    opinion: '同意要求提交专题整改报告，不作其他处理',
  },
] as const;
