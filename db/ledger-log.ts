/** The log as stored: bundles of entries and tiles of hashes, kept flat, so that memory does not grow with it. Only ever appended to. */

import { CompiledQuery, type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { toBase64Url } from '../server/domain/trust/encoding.ts';
import { appendLeaves, type Edge, edgeTile, levelsOf, rootOfEdge } from '../server/domain/trust/edge.ts';
import { leafHash } from '../server/domain/trust/hash.ts';
import { bundle, readBundle, tileWidth, type Tile } from '../server/domain/trust/tiles.ts';
import { nativeSha256 } from './native-hash.ts';
import { databaseKind } from './open.ts';
import type { Database, LedgerLeafTable } from './tables.ts';

/** Any number will do that nothing else in the database locks. */
const advisoryLock = 20_261_122;

/** Makes other writers of the log wait until this transaction ends: one sequencer a city, however many processes it has. */
export async function lockLog(trx: Transaction<Database>): Promise<void> {
  // A transaction of SQLite holds the only write lock from its beginning.
  if (databaseKind(trx) === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(trx);
}

/** How many entries the log has. */
export async function logSize(db: Kysely<Database>): Promise<number> {
  const last = await db
    .selectFrom('ledger_bundle')
    .select(['idx', 'width'])
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last === undefined ? 0 : last.idx * tileWidth + last.width;
}

/** The unfinished tiles of a log of this size. */
export async function loadEdge(db: Kysely<Database>, size: number): Promise<Edge> {
  const tiles: Uint8Array[] = [];
  for (let level = 0; level < levelsOf(size); level += 1) {
    const { index, width } = edgeTile(level, size);
    const row =
      width === 0
        ? undefined
        : await db
            .selectFrom('ledger_tile')
            .select('hashes')
            .where('level', '=', level)
            .where('idx', '=', index)
            .executeTakeFirstOrThrow();
    tiles.push(row === undefined ? new Uint8Array(0) : new Uint8Array(row.hashes).slice(0, width * 32));
  }
  return { size, tiles };
}

/** An entry to be appended. */
export interface NewEntry {
  /** Canonical JSON. */
  entry: string;
  /** The event of a case that it tells of. */
  caseId?: string | null;
  seq?: number | null;
}

/** Rows in one statement. */
const rowsAtOnce = 500;

/**
 * Appends entries in the order given; the caller holds {@link lockLog} and signs afterwards.
 * @returns place of the first one, and size and root of the tree that they make
 */
export async function appendEntries(
  trx: Transaction<Database>,
  entries: readonly NewEntry[],
): Promise<{ first: number; size: number; root: Uint8Array }> {
  const first = await logSize(trx);
  const edge = await loadEdge(trx, first);
  const bytes = entries.map(({ entry }) => Buffer.from(entry, 'utf8'));
  const leaves = bytes.map((one) => leafHash(nativeSha256, one));
  const tiles: { tile: Tile; hashes: Uint8Array }[] = [];
  const after = appendLeaves(nativeSha256, edge, leaves, (tile, hashes) => tiles.push({ tile, hashes }));
  for (const { tile, hashes } of tiles) {
    await trx
      .insertInto('ledger_tile')
      .values({ level: tile.level, idx: tile.index, width: tile.width, hashes: Buffer.from(hashes) })
      .onConflict((conflict) =>
        conflict.columns(['level', 'idx']).doUpdateSet((eb) => ({
          width: eb.ref('excluded.width'),
          hashes: eb.ref('excluded.hashes'),
        })),
      )
      .execute();
  }
  await appendBundles(trx, first, bytes);
  const rows = entries.map(({ caseId = null, seq = null }, place) => ({
    leaf: toBase64Url(leaves[place] ?? new Uint8Array(0)),
    idx: first + place,
    case_id: caseId,
    seq,
  }));
  for (let start = 0; start < rows.length; start += rowsAtOnce)
    await insertLeaves(trx, rows.slice(start, start + rowsAtOnce));
  return { first, size: after.size, root: rootOfEdge(nativeSha256, after) };
}

/** One statement for all of them, written here: building it from objects leaves more garbage behind than all the rest of appending. */
async function insertLeaves(trx: Transaction<Database>, rows: readonly Selectable<LedgerLeafTable>[]): Promise<void> {
  const isPostgres = databaseKind(trx) === 'postgres';
  const mark = (place: number): string => (isPostgres ? `$${place + 1}` : '?');
  const values = rows.map((_, at) => `(${[0, 1, 2, 3].map((column) => mark(at * 4 + column)).join()})`).join();
  const text = `insert into ledger_leaf (leaf, idx, case_id, seq) values ${values}`;
  await trx.executeQuery(
    CompiledQuery.raw(
      text,
      rows.flatMap(({ leaf, idx, case_id, seq }) => [leaf, idx, case_id, seq]),
    ),
  );
}

async function appendBundles(trx: Transaction<Database>, first: number, entries: readonly Uint8Array[]): Promise<void> {
  let place = 0;
  while (place < entries.length) {
    const idx = Math.floor((first + place) / tileWidth);
    const width = (first + place) % tileWidth;
    const added = entries.slice(place, place + tileWidth - width);
    const before = width === 0 ? new Uint8Array(0) : await bundleBytes(trx, idx);
    await trx
      .insertInto('ledger_bundle')
      .values({ idx, width: width + added.length, bytes: Buffer.concat([before, bundle(added)]) })
      .onConflict((conflict) =>
        conflict.column('idx').doUpdateSet((eb) => ({
          width: eb.ref('excluded.width'),
          bytes: eb.ref('excluded.bytes'),
        })),
      )
      .execute();
    place += added.length;
  }
}

async function bundleBytes(db: Kysely<Database>, idx: number): Promise<Uint8Array> {
  const { bytes } = await db
    .selectFrom('ledger_bundle')
    .select('bytes')
    .where('idx', '=', idx)
    .executeTakeFirstOrThrow();
  return bytes;
}

/** Those of the leaves that are in the log already. */
export async function knownLeaves(db: Kysely<Database>, leaves: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (let start = 0; start < leaves.length; start += rowsAtOnce) {
    const rows = await db
      .selectFrom('ledger_leaf')
      .select('leaf')
      .where('leaf', 'in', leaves.slice(start, start + rowsAtOnce))
      .execute();
    for (const { leaf } of rows) known.add(leaf);
  }
  return known;
}

/** Every entry from a place on, as canonical JSON, one bundle in memory at a time. */
export async function* readEntries(
  db: Kysely<Database>,
  from: number,
  to: number,
): AsyncGenerator<{ index: number; entry: string }> {
  for (let idx = Math.floor(from / tileWidth); idx * tileWidth < to; idx += 1) {
    const entries = readBundle(new Uint8Array(await bundleBytes(db, idx))) ?? [];
    for (const [place, bytes] of entries.entries()) {
      const index = idx * tileWidth + place;
      if (index >= from && index < to) yield { index, entry: Buffer.from(bytes).toString('utf8') };
    }
  }
}

/** Signs the log as it is now. */
export async function insertCheckpoint(
  trx: Transaction<Database>,
  { size, root, day, note }: { size: number; root: Uint8Array; day: string; note: string },
): Promise<void> {
  await trx
    .insertInto('ledger_checkpoint')
    .values({ size, root: toBase64Url(root), day, note })
    .execute();
}

/** The newest signed checkpoint. */
export const newestCheckpoint = (db: Kysely<Database>) =>
  db.selectFrom('ledger_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
