/** Records that belong to a 评议活动: 复核, 结果运用, 剔除, 收票批次. */

import type { Kysely } from 'kysely';
import type { RecordKind } from '../server/domain/records.ts';
import { listRecords, type StoredRecord } from './records.ts';
import type { Database } from './tables.ts';

/** Kinds that name the round they belong to. */
type RoundRecordKind = Extract<RecordKind, 'batch' | 'exclusion' | 'recheck' | 'use'>;

/** A city has some hundreds in a year. */
const most = 10_000;

/** All records of a kind that belong to a round, oldest first. */
export async function recordsOfRound(
  db: Kysely<Database>,
  kind: RoundRecordKind,
  round: string,
): Promise<StoredRecord[]> {
  const { records } = await listRecords(db, { kind, limit: most });
  return records.filter(({ file }) => file.body.round === round).reverse();
}
