/** 回执: the text of a receipt, a promise that a leaf will be in the log by a day (docs/ledger.md §1). Signed as a note by `<origin>/receipt`. */

import type { Day } from '../day.ts';
import { toBase64 } from './encoding.ts';
import { receiptHeader } from './signatures.ts';

/** The text that is signed; `leaf` has 32 bytes. */
export const receiptText = ({
  origin,
  leaf,
  includeBy,
}: {
  origin: string;
  leaf: Uint8Array;
  includeBy: Day;
}): string => `${[receiptHeader, origin, toBase64(leaf), includeBy].join('\n')}\n`;
