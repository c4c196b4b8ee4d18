/** Words of 评议活动 that several places use: their kinds, channels, rules of validity, and what comes of results. */

import type {
  BallotChannel,
  ExclusionRule,
  RecheckResult,
  RoundKind,
  StarLevel,
  UseKind,
  VoidReason,
} from '../../domain/vocabulary.ts';

export const roundKindWords: Record<RoundKind, string> = {
  annual: '年终评议（万人评议）',
  regular: '日常评议期',
  own: '部门自主评议',
  survey: '第三方调查',
};
export const ballotChannelWords: Record<BallotChannel, string> = {
  online: '手机',
  paper: '纸质',
  telephone: '电话',
  hall: '会场',
  survey: '第三方调查',
};
export const voidReasonWords: Record<VoidReason, string> = {
  blank: '空白',
  'unknown-majority': '弃权过半',
  spoiled: '多选或涂改',
  repeated: '重复',
};
export const exclusionRuleWords: Record<ExclusionRule, string> = {
  'straight-line': '十个以上单位全部选同一等次',
  'lone-zero': '只有一个单位最低、其余全部最高',
  'too-fast': '作答过快',
  burst: '同一天票数异常集中',
  'own-staff': '本单位人员评本单位',
  interference: '查实有人干预',
};
export const useKindWords: Record<UseKind, string> = {
  praise: '通报表扬',
  exempt: '下一年免评',
  circulate: '通报批评',
  talk: '约谈',
  'special-report': '专题整改报告',
  veto: '一票否决建议',
};
export const recheckResultWords: Record<RecheckResult, string> = {
  upheld: '维持原结果',
  changed: '更正结果',
  void: '部分票作废后重算',
};
export const starWords: Record<StarLevel, string> = { '3': '三星', '4': '四星', '5': '五星' };
