/** Why a 评议活动 cannot be closed, reviewed, published or ended now. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

export const roundEndErrors = {
  noPlan: '这次评议还没有冻结的方案，不能往下走。',
  batchesOpen: (count: number): string => `还有 ${count} 个收票批次没有确认或作废，办完以后再继续。`,
  exclusionsOpen: (count: number): string => `还有 ${count} 份剔除建议没有办结，确认或者不予剔除以后再继续。`,
  stillHearing: (day: Day): string => `复核申请期到 ${formatDate(day)}为止，过了再定案。`,
} as const;
