/** Inclusion and consistency proofs (RFC 6962 §2.1), from the stored tiles: a proof reads two tiles of each level at most. */

import type { Kysely } from 'kysely';
import { findTile } from '../../db/ledger-reads.ts';
import { nativeSha256 } from '../../db/native-hash.ts';
import type { Database } from '../../db/tables.ts';
import { emptyRoot, type TreeHash } from '../domain/trust/hash.ts';
import { subtreeHash, tileFor } from '../domain/trust/tiles.ts';
import {
  consistencyRanges,
  fold,
  inclusionRanges,
  type Range,
  type Subtree,
  subtreesOf,
} from '../domain/trust/tree.ts';

type Db = Kysely<Database>;

/** Looks up hashes of complete subtrees; each tile is read once. */
function tilesIn(db: Db, hash: TreeHash): (subtree: Subtree) => Promise<Uint8Array> {
  const read = new Map<string, Promise<Uint8Array | undefined>>();
  return async (subtree) => {
    const { level, index, start, count } = tileFor(subtree);
    const key = `${level} ${index}`;
    const known = read.get(key) ?? findTile(db, level, index);
    read.set(key, known);
    const tile = await known;
    if (tile === undefined || tile.length < (start + count) * 32)
      throw new Error(`Tile ${key} of the ledger is missing`);
    return subtreeHash(hash, subtree, tile);
  };
}

async function hashesOf(db: Db, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const lookUp = tilesIn(db, nativeSha256);
  const hashes: Uint8Array[] = [];
  for (const range of ranges) {
    const parts: Uint8Array[] = [];
    for (const subtree of subtreesOf(range)) parts.push(await lookUp(subtree));
    hashes.push(fold(nativeSha256, parts));
  }
  return hashes;
}

/**
 * The hashes that prove that entry `index` is in the tree of `size`, from the leaf's sibling up.
 * @param size at most what is stored, and more than `index`
 */
export const inclusionProof = (db: Db, index: number, size: number): Promise<Uint8Array[]> =>
  hashesOf(db, inclusionRanges(index, size));

/** The root of the first `size` entries, from the stored tiles. @throws Error when a tile is missing */
export const treeRoot = async (db: Db, size: number): Promise<Uint8Array> =>
  (await hashesOf(db, [{ start: 0, end: size }]))[0] ?? emptyRoot(nativeSha256);

/** The hashes that prove that the tree of size `to` continues the one of `from`. @param from at most `to` */
export const consistencyProof = (db: Db, from: number, to: number): Promise<Uint8Array[]> =>
  hashesOf(db, consistencyRanges(from, to));
