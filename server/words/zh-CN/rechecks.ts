/** What is said of 复核 and 结果运用 that cannot be. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

export const recheckErrors = {
  noRound: '没有找到这次评议活动，请填它的编号。',
  notOpen: '反馈函发出以后、定案以前，才能申请复核。',
  late: (until: Day): string => `申请期限到 ${formatDate(until)}为止，已经过了。`,
  notRated: '这次评议没有评你单位。',
  twice: '你单位已有一份申请在复核中，等答复以后再说。',
  stillOpen: (count: number): string => `还有 ${count} 份复核申请没有答复，答复以后再定案。`,
  notCorrected: (number: string): string => `${number}的复核结论要求更正，先“更正结果”，再定案。`,
} as const;

export const useErrors = {
  noResult: '结果公布以后才能提出运用建议。',
  notRated: '这次评议的名单里没有这个单位。',
} as const;
