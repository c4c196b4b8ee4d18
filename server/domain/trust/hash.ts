/** The hash of the ledger. SHA-256 is the public one; SM3 fits the same shape for a second tree over the same entries. */

import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, fromBase64Url, toBase64Url, utf8ToBytes } from './encoding.ts';

/** A hash function with 32 bytes of output. */
export interface TreeHash {
  readonly name: 'sha256' | 'sm3';
  readonly hash: (bytes: Uint8Array) => Uint8Array;
  /** {@link saltedHash} without going through bytes, where that is faster. */
  readonly saltedHash?: (salt: string, text: string) => string;
}

/** Hash of the bytes that `salt` stands for (base64url, empty for none) and of text in UTF-8 behind them, in base64url. */
export const saltedHash = (tree: TreeHash, salt: string, text: string): string =>
  tree.saltedHash?.(salt, text) ??
  toBase64Url(tree.hash(concatBytes(fromBase64Url(salt) ?? new Uint8Array(0), utf8ToBytes(text))));

/** Runs everywhere. On the server a native one of the same shape is faster. */
export const portableSha256: TreeHash = { name: 'sha256', hash: sha256 };

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
const zero = toBase64Url(leafPrefix);

/** RFC 6962 §2.1: hash of an entry. */
export const leafHash = ({ hash }: TreeHash, entry: Uint8Array): Uint8Array => hash(concatBytes(leafPrefix, entry));
/** The same in base64url, of an entry as canonical JSON. */
export const leafOf = (tree: TreeHash, entry: string): string => saltedHash(tree, zero, entry);
/** RFC 6962 §2.1: hash of two subtrees. */
export const nodeHash = ({ hash }: TreeHash, left: Uint8Array, right: Uint8Array): Uint8Array =>
  hash(concatBytes(nodePrefix, left, right));
/** RFC 6962 §2.1: root of the tree without entries. */
export const emptyRoot = ({ hash }: TreeHash): Uint8Array => hash(new Uint8Array(0));
