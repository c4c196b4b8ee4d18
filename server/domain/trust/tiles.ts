/** Where the tree lies in static files: addresses and contents of tiles and entry bundles (c2sp.org/tlog-tiles). */

import { largestEntry } from './canonical.ts';
import { concatBytes } from './encoding.ts';
import { nodeHash, type TreeHash } from './hash.ts';
import { fold, type Subtree, subtreesOf } from './tree.ts';

/** Hashes in a full tile; each is the root of 256 hashes of the level below. */
export const tileWidth = 256;
const tileHeight = 8;
const hashLength = 32;

/** A tile: level counted in tiles, place in its level, and how many hashes it has. */
export interface Tile {
  level: number;
  index: number;
  width: number;
}

/** `1234067` is `x001/x234/067`. */
function indexPath(index: number): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/');
}
const widthSuffix = (width: number): string => (width === tileWidth ? '' : `.p/${width}`);

/** `tile/0/x001/067` or `tile/0/000.p/17`, under the log's prefix. */
export const tilePath = ({ level, index, width }: Tile): string =>
  `tile/${level}/${indexPath(index)}${widthSuffix(width)}`;
/** `tile/entries/000.p/17`. */
export const entriesPath = (index: number, width: number): string =>
  `tile/entries/${indexPath(index)}${widthSuffix(width)}`;

/** Reads the part of an address after `tile/`. Nothing when it is not one. `level` is `'entries'` for an entry bundle. */
export function readTilePath(path: string): { level: number | 'entries'; index: number; width: number } | undefined {
  const match = /^(entries|0|[1-5]?\d|6[0-3])\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (!match) return undefined;
  const [, level = '', upper = '', lowest = '', partial] = match;
  const width = partial === undefined ? tileWidth : Number(partial);
  const index = Number(upper.replaceAll(/[x/]/g, '') + lowest);
  if (width > tileWidth || (partial !== undefined && width === tileWidth)) return undefined;
  if (!Number.isSafeInteger(index) || indexPath(index) !== `${upper}${lowest}`) return undefined;
  return { level: level === 'entries' ? level : Number(level), index, width };
}

/** How many hashes level `level` (in tiles) has in a tree of `size`. */
export const hashesAt = (level: number, size: number): number => Math.floor(size / tileWidth ** level);

/** All tiles of a tree, lowest level first. */
export function tilesOf(size: number): Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const count = hashesAt(level, size);
    for (let index = 0; index * tileWidth < count; index += 1) {
      tiles.push({ level, index, width: Math.min(tileWidth, count - index * tileWidth) });
    }
  }
  return tiles;
}

/** The tile that holds what a complete subtree is made of, and the range of its hashes. */
export function tileFor({ level, index }: Subtree): { level: number; index: number; start: number; count: number } {
  const tileLevel = Math.floor(level / tileHeight);
  const count = 2 ** (level % tileHeight);
  const first = index * count;
  return { level: tileLevel, index: Math.floor(first / tileWidth), start: first % tileWidth, count };
}

/** The hash of a complete subtree from the bytes of its tile (see {@link tileFor}). */
export function subtreeHash(hash: TreeHash, subtree: Subtree, tile: Uint8Array): Uint8Array {
  const { start, count } = tileFor(subtree);
  return foldPerfect(hash, tile.subarray(start * hashLength, (start + count) * hashLength));
}

/** The root of a full tile. */
export const fullTileRoot = (hash: TreeHash, tile: Uint8Array): Uint8Array => foldPerfect(hash, tile);

/** Root of a power of two of hashes that lie one after another. */
function foldPerfect(hash: TreeHash, hashes: Uint8Array): Uint8Array {
  if (hashes.length === hashLength) return hashes;
  const half = hashes.length / 2;
  return nodeHash(hash, foldPerfect(hash, hashes.subarray(0, half)), foldPerfect(hash, hashes.subarray(half)));
}

/** Root of a tree whose hashes of complete subtrees can be looked up. */
export const rootOf = (hash: TreeHash, size: number, lookUp: (subtree: Subtree) => Uint8Array): Uint8Array =>
  fold(hash, subtreesOf({ start: 0, end: size }).map(lookUp));

/** An entry bundle: each entry behind its length as a big-endian 16-bit number. @throws RangeError for an entry that is too long */
export function bundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.some((entry) => entry.length > largestEntry)) throw new RangeError('An entry is too long for the log');
  return concatBytes(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]));
}

/** The entries of a bundle; nothing when it is cut short or has something left over. */
export function readBundle(bytes: Uint8Array): Uint8Array[] | undefined {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (at + 2 + length > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}
