/**
 * Goes on after a loss: what is left of a log becomes a new log under a new name, whose first entry names the old one. The old name never signs
 * again, because a shorter or different tree under it would be a lie to everybody who has seen the longer one.
 */

import type { Kysely, Transaction } from 'kysely';
import { appendEntries, insertCheckpoint, lockLog, logSize } from '../../db/ledger-log.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import { findSetting, getSetting, removeSetting, setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import type { Day } from '../domain/day.ts';
import { canonicalJson } from '../domain/trust/canonical.ts';
import { type Checkpoint, writeCheckpoint } from '../domain/trust/checkpoint.ts';
import { appendLeaves, emptyEdge, edgeTile, rootOfEdge } from '../domain/trust/edge.ts';
import { toBase64Url } from '../domain/trust/encoding.ts';
import { asCanonical, type MetaEntry } from '../domain/trust/entries.ts';
import { leafHash } from '../domain/trust/hash.ts';
import { writeNote } from '../domain/trust/note.ts';
import { bundle, readBundle, type Tile, tileWidth } from '../domain/trust/tiles.ts';
import type { Environment } from '../env.ts';
import { rememberHead } from './head-file.ts';
import { logKeys, metaEntry } from './log-keys.ts';

/** The name of a log that continues another is that name with a number behind it, from 2 on. */
export function generationOf(origin: string): { base: string; generation: number } {
  const [, base, number] = /^(.+)\/([2-9]|[1-9]\d{1,5})$/.exec(origin) ?? [];
  return base === undefined ? { base: origin, generation: 1 } : { base, generation: Number(number) };
}

/** An entry or a bundle of the log cannot be read any more, so that there is nothing to continue from. */
export class LogDamaged extends Error {}

export interface Continued {
  /** The new log, and its verifier key. */
  head: Checkpoint;
  key: string;
  prev: Checkpoint;
}

/**
 * Makes a new log of the entries that are there: the same ones in the same order, with a new first entry. Memory does not grow with the log.
 * @param heads every checkpoint that is known to have been signed; the newest is named as the one that the new log continues
 * @throws LogDamaged when entries in the middle are missing
 */
export async function continueLog(
  db: Kysely<Database>,
  env: Environment,
  { heads, today }: { heads: readonly Checkpoint[]; today: Day },
): Promise<Continued> {
  const done = await db.transaction().execute(async (trx) => {
    await lockLog(trx);
    const state = await findSetting(trx, 'ledger');
    const prev = newestOf(heads);
    if (prev === undefined) throw new Error('There is no log to continue');
    const { base, generation } = generationOf(prev.origin);
    const origin = `${base}/${generation + 1}`;
    const { log, keys } = logKeys(env, origin);
    const meta: MetaEntry = {
      ...metaEntry(origin, keys, (await getSetting(trx, 'city')).name),
      prev: { origin: prev.origin, size: prev.size, root: toBase64Url(prev.root) },
    };
    const { size, root } = await enterAnew(trx, canonicalJson(asCanonical(meta)));
    // They speak of a log of another name.
    await trx.deleteFrom('ledger_cosignature').execute();
    await trx.deleteFrom('ledger_checkpoint').execute();
    const text = writeCheckpoint({ origin, size, root });
    const note = writeNote(text, [log.line(text)]);
    await insertCheckpoint(trx, { size, root, day: today, note });
    await setSetting(trx, 'ledger', { ...state, origin, renamed: true });
    await removeSetting(trx, 'contradiction');
    // What is published tells of the new name at once.
    await trx.deleteFrom('job').where('name', '=', 'publication').execute();
    return { head: { origin, size, root }, key: keys[0], prev, note };
  });
  rememberHead(env, done.note);
  return done;
}

function newestOf(heads: readonly Checkpoint[]): Checkpoint | undefined {
  const rank = ({ origin }: Checkpoint): number => generationOf(origin).generation;
  return [...heads].sort((a, b) => rank(b) - rank(a) || b.size - a.size)[0];
}

/** Puts a new first entry before all others, and makes every tile anew from the entries. */
async function enterAnew(trx: Transaction<Database>, meta: string): Promise<{ size: number; root: Uint8Array }> {
  const size = await logSize(trx);
  await trx.deleteFrom('ledger_tile').execute();
  if (size === 0) return appendEntries(trx, [{ entry: meta }]);
  let edge = emptyEdge;
  for (let idx = 0; idx * tileWidth < size; idx += 1) {
    const entries = await bundleOf(trx, idx, Math.min(tileWidth, size - idx * tileWidth));
    if (idx === 0) await replaceFirst(trx, entries, Buffer.from(meta, 'utf8'));
    const leaves = entries.map((entry) => leafHash(nativeSha256, entry));
    const full: [Tile, Uint8Array][] = [];
    edge = appendLeaves(nativeSha256, edge, leaves, (tile, hashes) => {
      if (tile.width === tileWidth) full.push([tile, hashes]);
    });
    for (const [tile, hashes] of full) await insertTile(trx, tile, hashes);
  }
  for (const [level, hashes] of edge.tiles.entries()) {
    if (hashes.length > 0) await insertTile(trx, edgeTile(level, size), hashes);
  }
  return { size, root: rootOfEdge(nativeSha256, edge) };
}

async function bundleOf(trx: Transaction<Database>, idx: number, width: number): Promise<Uint8Array[]> {
  const row = await trx.selectFrom('ledger_bundle').select('bytes').where('idx', '=', idx).executeTakeFirst();
  const entries = row && readBundle(new Uint8Array(row.bytes));
  if (entries?.length !== width) throw new LogDamaged(`Bundle ${idx} of the log is damaged`);
  return entries;
}

/** @param entries of the first bundle; changed in place */
async function replaceFirst(trx: Transaction<Database>, entries: Uint8Array[], meta: Uint8Array): Promise<void> {
  entries[0] = meta;
  await trx
    .updateTable('ledger_bundle')
    .set({ bytes: Buffer.from(bundle(entries)) })
    .where('idx', '=', 0)
    .execute();
  await trx.deleteFrom('ledger_leaf').where('idx', '=', 0).execute();
  await trx
    .insertInto('ledger_leaf')
    .values({ leaf: toBase64Url(leafHash(nativeSha256, meta)), idx: 0, case_id: null, seq: null })
    .execute();
}

const insertTile = (trx: Transaction<Database>, { level, index, width }: Tile, hashes: Uint8Array): Promise<unknown> =>
  trx
    .insertInto('ledger_tile')
    .values({ level, idx: index, width, hashes: Buffer.from(hashes) })
    .execute();
