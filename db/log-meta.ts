/** The first entry of the log: which log this is, and which one it continues after a loss. */

import type { Kysely } from 'kysely';
import type { MetaEntry } from '../server/domain/trust/entries.ts';
import { logSize, readEntries } from './ledger-log.ts';
import type { Database } from './tables.ts';

/** Entry 0 of the log; nothing before there is one. `prev` names the log that was lost in part. */
export async function readMeta(db: Kysely<Database>): Promise<MetaEntry | undefined> {
  const to = Math.min(1, await logSize(db));
  for await (const { entry } of readEntries(db, 0, to)) return JSON.parse(entry) as MetaEntry;
  return undefined;
}
