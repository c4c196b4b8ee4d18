/** 回执 of an 意见: its entry in the ledger, the day by which it is in, and the signed promise. */

import { entriesOfCase, findPendingOfCase } from '../db/ledger-pending.ts';
import { readEntries } from '../db/ledger-log.ts';
import { dayOf } from './clock.ts';
import type { Context } from './context.ts';
import { addDays, type Day } from './domain/day.ts';
import { utf8ToBytes } from './domain/trust/encoding.ts';
import { leafHash } from './domain/trust/hash.ts';
import { nativeSha256 } from '../db/native-hash.ts';

export interface OpinionReceipt {
  /** Canonical JSON of the entry. */
  entry: string;
  /** The last day by which it is in the log. */
  includeBy: Day;
  /** The signed note. */
  receiptNote: string;
}

/** The receipt of the 意见 that a case began with; nothing for one from before the ledger. */
export async function opinionReceipt(
  { db, ledger, now }: Context,
  caseId: string,
): Promise<OpinionReceipt | undefined> {
  const waiting = await findPendingOfCase(db, caseId, 1);
  const found = waiting ?? (await loggedEntry(db, caseId));
  if (found === undefined) return undefined;
  // A day more than the sequencer needs, should it be at rest just then.
  const includeBy = addDays(waiting?.due ?? dayOf(now()), 1);
  return {
    entry: found.entry,
    includeBy,
    receiptNote: ledger.receipt(leafHash(nativeSha256, utf8ToBytes(found.entry)), includeBy),
  };
}

async function loggedEntry(db: Context['db'], caseId: string): Promise<{ entry: string } | undefined> {
  const index = (await entriesOfCase(db, caseId)).get(1);
  if (index === undefined) return undefined;
  for await (const entry of readEntries(db, index, index + 1)) return entry;
  return undefined;
}
