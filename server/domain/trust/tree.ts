/**
 * The Merkle tree of RFC 6962 §2.1 as arithmetic: which complete subtrees make up a range, a root, an inclusion or a consistency
 * proof; and how proofs are checked. Nothing here holds a tree: the caller brings the hashes of complete subtrees.
 */

import { equalBytes } from './encoding.ts';
import { emptyRoot, nodeHash, type TreeHash } from './hash.ts';

/** A complete subtree: 2^level entries, the index-th of its level counted from the left. */
export interface Subtree {
  level: number;
  index: number;
}

/** Entries from `start` up to but not including `end`. */
export interface Range {
  start: number;
  end: number;
}

/** Largest power of two below n (n > 1): where RFC 6962 splits a tree. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * The complete subtrees of a range as it occurs in a tree, left to right. Their hashes, folded by {@link fold}, give the range's hash.
 * @param range begins at a multiple of the largest power of two that fits, as every range of a proof does
 */
export function subtreesOf({ start, end }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  let at = start;
  while (at < end) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    subtrees.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return subtrees;
}

/** Hash of a range from the hashes of its complete subtrees, left to right. */
export function fold(hash: TreeHash, hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot(hash);
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(hash, left, right), last);
}

/** RFC 6962 §2.1.1: the ranges whose hashes prove that entry `index` is in a tree of `size`, from the leaf up. */
export function inclusionRanges(index: number, size: number): Range[] {
  const path = (at: number, { start, end }: Range): Range[] => {
    if (end - start <= 1) return [];
    const middle = start + split(end - start);
    const [inside, outside] =
      at < middle
        ? [
            { start, end: middle },
            { start: middle, end },
          ]
        : [
            { start: middle, end },
            { start, end: middle },
          ];
    return [...path(at, inside), outside];
  };
  return path(index, { start: 0, end: size });
}

/** RFC 6962 §2.1.2: the ranges whose hashes prove that a tree of `size` continues the one of `older`. */
export function consistencyRanges(older: number, size: number): Range[] {
  const subproof = (m: number, { start, end }: Range, isOldRoot: boolean): Range[] => {
    if (m === end - start) return isOldRoot ? [] : [{ start, end }];
    const k = split(end - start);
    return m <= k
      ? [...subproof(m, { start, end: start + k }, isOldRoot), { start: start + k, end }]
      : [...subproof(m - k, { start: start + k, end }, false), { start, end: start + k }];
  };
  return older === 0 || older === size ? [] : subproof(older, { start: 0, end: size }, true);
}

const isHash = ({ length }: Uint8Array): boolean => length === 32;

/** Whether `proof` shows that `leaf` is entry `index` of the tree with this size and root (RFC 9162 §2.1.3.2). */
export function provesInclusion(
  hash: TreeHash,
  claim: { leaf: Uint8Array; index: number; size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const { leaf, index, size, root } = claim;
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  if (![leaf, root, ...proof].every(isHash)) return false;
  let node = leaf;
  let place = index;
  let last = size - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(hash, sibling, node);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      node = nodeHash(hash, node, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(node, root);
}

/** Whether `proof` shows that the newer tree begins with everything of the older one (RFC 9162 §2.1.4.2). */
export function provesConsistency(
  hash: TreeHash,
  older: { size: number; root: Uint8Array },
  newer: { size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  if (!Number.isSafeInteger(older.size) || !Number.isSafeInteger(newer.size) || older.size < 0) return false;
  if (older.size > newer.size || !proof.every(isHash)) return false;
  // Everything continues the empty tree, which has one root.
  if (older.size === 0 && !equalBytes(older.root, emptyRoot(hash))) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  if (older.size === 0) return proof.length === 0 && isHash(newer.root);
  const isPowerOfTwo = 2 ** Math.floor(Math.log2(older.size)) === older.size;
  const path = isPowerOfTwo ? [older.root, ...proof] : [...proof];
  const first = path.shift();
  if (first === undefined) return false;
  let place = older.size - 1;
  let last = newer.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  let oldNode = first;
  let newNode = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      oldNode = nodeHash(hash, sibling, oldNode);
      newNode = nodeHash(hash, sibling, newNode);
      while (place % 2 === 0 && place !== 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newNode = nodeHash(hash, newNode, sibling);
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && equalBytes(oldNode, older.root) && equalBytes(newNode, newer.root);
}
