/** The growing side of the tree: appending entries and knowing the root with one unfinished tile of each level in memory. */

import { fullTileRoot, rootOf, subtreeHash, type Tile, tileFor, tileWidth } from './tiles.ts';
import type { TreeHash } from './hash.ts';

const hashLength = 32;

/** The unfinished tile of each level, lowest first; empty where a level has only full ones. */
export interface Edge {
  size: number;
  tiles: readonly Uint8Array[];
}

export const emptyEdge: Edge = { size: 0, tiles: [] };

/** Place of the unfinished tile of a level, and how many hashes it has. */
export function edgeTile(level: number, size: number): Tile {
  const hashes = Math.floor(size / tileWidth ** level);
  return { level, index: Math.floor(hashes / tileWidth), width: hashes % tileWidth };
}

/** How many levels of tiles a tree of this size has. */
export function levelsOf(size: number): number {
  let levels = 0;
  while (Math.floor(size / tileWidth ** levels) > 0) levels += 1;
  return levels;
}

/**
 * Appends leaves.
 * @param write receives each tile that became different, with its bytes: full ones once, and the unfinished ones at the end
 */
export function appendLeaves(
  hash: TreeHash,
  edge: Edge,
  leaves: readonly Uint8Array[],
  write: (tile: Tile, bytes: Uint8Array) => void,
): Edge {
  const open = edge.tiles.map((tile) => {
    const buffer = new Uint8Array(tileWidth * hashLength);
    buffer.set(tile);
    return { buffer, width: tile.length / hashLength };
  });
  const touched = new Set<number>();
  const counts = open.map((_, level) => Math.floor(edge.size / tileWidth ** level));
  const push = (level: number, node: Uint8Array): void => {
    open[level] ??= { buffer: new Uint8Array(tileWidth * hashLength), width: 0 };
    const tile = open[level];
    tile.buffer.set(node, tile.width * hashLength);
    tile.width += 1;
    counts[level] = (counts[level] ?? 0) + 1;
    touched.add(level);
    if (tile.width < tileWidth) return;
    const bytes = tile.buffer.slice();
    write({ level, index: counts[level] / tileWidth - 1, width: tileWidth }, bytes);
    tile.width = 0;
    touched.delete(level);
    push(level + 1, fullTileRoot(hash, bytes));
  };
  for (const leaf of leaves) push(0, leaf);
  for (const level of [...touched].sort((a, b) => a - b)) {
    const tile = open[level];
    if (tile === undefined) continue;
    write(
      { level, index: Math.floor((counts[level] ?? 0) / tileWidth), width: tile.width },
      tile.buffer.slice(0, tile.width * hashLength),
    );
  }
  return {
    size: edge.size + leaves.length,
    tiles: open.map(({ buffer, width }) => buffer.slice(0, width * hashLength)),
  };
}

/** The root of the tree; every complete subtree of its right side lies in an unfinished tile. */
export const rootOfEdge = (hash: TreeHash, { size, tiles }: Edge): Uint8Array =>
  rootOf(hash, size, (subtree) => subtreeHash(hash, subtree, tiles[tileFor(subtree).level] ?? new Uint8Array(0)));
