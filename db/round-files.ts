/**
 * Files of a 评议活动 in the open data. An act of the round or of a batch binds their hashes; until the ledger tells of that act the public gets the
 * version before, so that a mirror taken in between holds together.
 */

import { gunzipSync, gzipSync } from 'node:zlib';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { toBase64Url } from '../server/domain/trust/encoding.ts';
import { nativeSha256 } from './native-hash.ts';
import type { Database, RoundFileTable } from './tables.ts';

type Db = Kysely<Database>;

/** In front of the path of a version that the ledger does not tell of yet. */
const next = 'next/';

/** A file without its bytes. */
export type RoundFileHead = Pick<Selectable<RoundFileTable>, 'round_id' | 'path' | 'hash' | 'size'>;

/**
 * Stores a file of a round in the transaction of the act that binds it.
 * @param path below `/open/rounds/<id>/`
 * @returns SHA-256 of the bytes in base64url, which the act binds
 */
export async function putRoundFile(
  trx: Transaction<Database>,
  round: string,
  path: string,
  content: string | Uint8Array,
): Promise<string> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const hash = toBase64Url(nativeSha256.hash(bytes));
  const row = { hash, size: bytes.length, gzip: gzipSync(bytes) };
  await trx
    .insertInto('round_file')
    .values({ round_id: round, path: next + path, ...row })
    .onConflict((conflict) => conflict.columns(['round_id', 'path']).doUpdateSet(row))
    .execute();
  return hash;
}

/** The newest version of a file, whether the ledger tells of it or not: for the system itself. */
export async function roundFile(
  db: Db,
  round: string,
  path: string,
): Promise<{ hash: string; bytes: Uint8Array } | undefined> {
  const rows = await db
    .selectFrom('round_file')
    .select(['path', 'hash', 'gzip'])
    .where('round_id', '=', round)
    .where('path', 'in', [path, next + path])
    .execute();
  const row = rows.find((one) => one.path !== path) ?? rows[0];
  return row && { hash: row.hash, bytes: new Uint8Array(gunzipSync(row.gzip)) };
}

/** A file as the public gets it, compressed; nothing before the ledger tells of it. */
export const shownRoundFile = (
  db: Db,
  round: string,
  path: string,
): Promise<Pick<Selectable<RoundFileTable>, 'hash' | 'gzip'> | undefined> =>
  path.startsWith(next)
    ? Promise.resolve(undefined)
    : db
        .selectFrom('round_file')
        .select(['hash', 'gzip'])
        .where('round_id', '=', round)
        .where('path', '=', path)
        .executeTakeFirst();

/** Files that the public gets, of one round or of all, sorted by round and path. */
export function listRoundFiles(db: Db, round?: string): Promise<RoundFileHead[]> {
  let query = db
    .selectFrom('round_file')
    .select(['round_id', 'path', 'hash', 'size'])
    .where('path', 'not like', `${next}%`);
  if (round !== undefined) query = query.where('round_id', '=', round);
  return query.orderBy('round_id').orderBy('path').execute();
}

/** Shows what acts of these records (rounds and batches) have bound, once their entries are in the ledger. */
export async function showRoundFiles(trx: Transaction<Database>, records: ReadonlySet<string>): Promise<void> {
  const waiting = await trx
    .selectFrom('round_file')
    .select(['round_id', 'path'])
    .where('path', 'like', `${next}%`)
    .execute();
  for (const { round_id, path } of waiting) {
    const shown = path.slice(next.length);
    const batch = /^batches\/(.+)\.ndjson$/.exec(shown)?.[1];
    if (!records.has(batch ?? round_id)) continue;
    await trx.deleteFrom('round_file').where('round_id', '=', round_id).where('path', '=', shown).execute();
    await trx
      .updateTable('round_file')
      .set({ path: shown })
      .where('round_id', '=', round_id)
      .where('path', '=', path)
      .execute();
  }
}
