/** The Merkle tree against a definition written straight from RFC 6962, and the known answers of its test suite. */

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, leafHash, nodeHash, portableSha256, type TreeHash } from '../../../server/domain/trust/hash.ts';
import {
  consistencyRanges,
  fold,
  inclusionRanges,
  provesConsistency,
  provesInclusion,
  type Range,
  subtreesOf,
} from '../../../server/domain/trust/tree.ts';

const native: TreeHash = {
  name: 'sha256',
  hash: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** MTH as RFC 6962 §2.1 writes it. */
function root(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return emptyRoot(native);
  if (entries.length === 1) return leafHash(native, entries[0]!);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return nodeHash(native, root(entries.slice(0, k)), root(entries.slice(k)));
}
const rangeHash = (entries: readonly Uint8Array[], { start, end }: Range): Uint8Array =>
  root(entries.slice(start, end));
const entriesOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, n) => Uint8Array.of(n & 255, n >> 8));

/** The eight entries of the reference test suite, and the roots of its trees of 1 to 8. */
const reference = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => Uint8Array.from(Buffer.from(text, 'hex')));

describe('the tree', () => {
  test('has the roots that the reference implementation publishes', () => {
    expect(hex(emptyRoot(portableSha256))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(hex(root(reference.slice(0, 1)))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(hex(root(reference))).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
  });

  test('folding the complete subtrees of any tree gives its root', () => {
    for (let size = 1; size <= 70; size += 1) {
      const entries = entriesOf(size);
      const hashes = subtreesOf({ start: 0, end: size }).map(({ level, index }) =>
        rangeHash(entries, { start: index * 2 ** level, end: (index + 1) * 2 ** level }),
      );
      expect(hex(fold(portableSha256, hashes))).toBe(hex(root(entries)));
    }
  });
});

describe('proofs', () => {
  test('every entry of every tree up to 40 is proven, and nothing else is', () => {
    for (let size = 1; size <= 40; size += 1) {
      const entries = entriesOf(size);
      const claimOf = (index: number) => ({
        leaf: leafHash(native, entries[index]!),
        index,
        size,
        root: root(entries),
      });
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionRanges(index, size).map((range) => rangeHash(entries, range));
        expect(provesInclusion(portableSha256, claimOf(index), proof)).toBe(true);
        expect(provesInclusion(portableSha256, { ...claimOf(index), index: (index + 1) % size }, proof)).toBe(
          size === 1,
        );
        expect(provesInclusion(portableSha256, claimOf(index), [...proof, root(entries)])).toBe(false);
        if (proof.length > 0) expect(provesInclusion(portableSha256, claimOf(index), proof.slice(1))).toBe(false);
      }
    }
  });

  test('every pair of trees up to 40 is proven consistent, and a changed one is not', () => {
    for (let size = 1; size <= 40; size += 1) {
      const entries = entriesOf(size);
      for (let older = 0; older <= size; older += 1) {
        const proof = consistencyRanges(older, size).map((range) => rangeHash(entries, range));
        const head = (length: number, from = entries) => ({ size: length, root: root(from.slice(0, length)) });
        expect(provesConsistency(portableSha256, head(older), head(size), proof)).toBe(true);
        if (older === 0) continue;
        const changed = entries.with(0, Uint8Array.of(9, 9, 9));
        expect(provesConsistency(portableSha256, head(older, changed), head(size), proof)).toBe(false);
        expect(provesConsistency(portableSha256, head(older), head(size, changed), proof)).toBe(false);
        expect(provesConsistency(portableSha256, head(older), head(size), [...proof, root(entries)])).toBe(false);
      }
    }
  });

  test('a corrupted hash anywhere in a proof is noticed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.nat(),
        fc.nat(),
        fc.nat({ max: 255 }),
        (size, pick, place, byte) => {
          const entries = entriesOf(size);
          const index = pick % size;
          const proof = inclusionRanges(index, size).map((range) => Uint8Array.from(rangeHash(entries, range)));
          const hash = proof[place % proof.length]!;
          hash[place % 32] = (hash[place % 32]! + 1 + (byte % 255)) & 255;
          const claim = { leaf: leafHash(native, entries[index]!), index, size, root: root(entries) };
          expect(provesInclusion(portableSha256, claim, proof)).toBe(false);
        },
      ),
    );
  });
});
