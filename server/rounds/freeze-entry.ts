/** The entry with which the newest plan of a round was frozen: what a phone holds the plan and the keys of tickets against. */

import type { Kysely } from 'kysely';
import { findBundle } from '../../db/ledger-reads.ts';
import type { Database } from '../../db/tables.ts';
import { readUtf8 } from '../domain/trust/mirror.ts';
import { readBundle, tileWidth } from '../domain/trust/tiles.ts';

/** @returns canonical JSON as it stands in the log; nothing while it waits */
export async function freezeEntry(db: Kysely<Database>, roundId: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('record_event')
    .innerJoin('ledger_leaf', (join) =>
      join
        .onRef('ledger_leaf.case_id', '=', 'record_event.record_id')
        .onRef('ledger_leaf.seq', '=', 'record_event.seq'),
    )
    .select('ledger_leaf.idx')
    .where('record_event.record_id', '=', roundId)
    .where('record_event.act', '=', 'freeze')
    .orderBy('record_event.seq', 'desc')
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const bundle = await findBundle(db, Math.floor(found.idx / tileWidth));
  const entry = bundle && readBundle(bundle.bytes)?.[found.idx % tileWidth];
  return entry && readUtf8(entry);
}
