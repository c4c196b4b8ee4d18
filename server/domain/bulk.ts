/** Acts that may be done on many cases at once: those that are the same act on each of them, with nothing in them that belongs to one case alone. */

import type { ActName } from './workflow.ts';

/** In the order in which they are offered. Words about one case, its evidence, its plan and its rulings are written for each. */
export const bulkActs = [
  'assign',
  'file',
  'receiveClue',
  'accept',
  'signExtension',
  'beginReview',
  'proceed',
  'close',
  'urge',
  'supervise',
  'join',
  'revisit',
  'reviewAccount',
] as const satisfies ActName[];
export type BulkAct = (typeof bulkActs)[number];

/** Seconds between the word and the deed, in which it can be taken back. */
export const bulkHold = 30;
