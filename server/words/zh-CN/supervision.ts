/** Words of lights, of the 督办 ladder, and of the lists that the clockwork makes. */
import type { LightReason } from '../../domain/lights.ts';
import type { DateMove } from '../../domain/recalculation.ts';
import { clockWords } from './workflow.ts';

/** What a date of a case is the last day of. */
export const dateWords: Record<DateMove['clock'], string> = { ...clockWords, help: '协办意见' };

/** Why a light is what it is. The first one stands beside the shape. */
export const lightReasonWords: Record<LightReason, string> = {
  overdue: '超期',
  'far-behind': '进度严重落后',
  reworked: '多次重办',
  soon: '临期',
  behind: '进度落后',
  'return-refused': '退回未准',
  paused: '停表',
  account: '挂账',
};
