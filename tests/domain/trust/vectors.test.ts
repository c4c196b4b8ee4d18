/** Public test vectors: of signed notes, canonical JSON and SM3; and for the tree those of another implementation, where somebody has them at hand. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Canonical, canonicalJson, readCanonical } from '../../../server/domain/trust/canonical.ts';
import { utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import { emptyRoot, leafHash, nodeHash, portableSha256, type TreeHash } from '../../../server/domain/trust/hash.ts';
import { readNote, readVerifierKey, writeVerifierKey } from '../../../server/domain/trust/note.ts';
import { verifyNote } from '../../../server/domain/trust/signatures.ts';
import { inclusionRanges, provesConsistency, provesInclusion } from '../../../server/domain/trust/tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * A checkout of github.com/transparency-dev/merkle (Apache-2.0), or its folder `testdata`. It is not part of this repository, so that the tree
 * is held against something that nobody here has written or chosen.
 */
const checkout = process.env['MERKLE_VECTORS'];
const probesIn = <Probe>(kind: string): Probe[] => {
  const folder = [join(checkout ?? '', 'testdata', kind), join(checkout ?? '', kind)].find((one) => existsSync(one));
  return readdirSync(folder ?? '', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder ?? '', name), 'utf8')) as Probe);
};
/** Go writes bytes as Base64, and none at all as null. */
const bytesOf = (text: string | null): Uint8Array => Uint8Array.from(Buffer.from(text ?? '', 'base64'));
const proofOf = (proof: readonly string[] | null): Uint8Array[] => (proof ?? []).map(bytesOf);

if (checkout === undefined) {
  console.warn('MERKLE_VECTORS does not name a checkout of transparency-dev/merkle: its 196 probes are not tried.');
}

describe.skipIf(checkout === undefined)('the probes of transparency-dev/merkle', () => {
  interface InclusionProbe {
    leafIdx: number;
    treeSize: number;
    root: string | null;
    leafHash: string | null;
    proof: string[] | null;
    desc: string;
    wantErr: boolean;
  }
  interface ConsistencyProbe {
    size1: number;
    size2: number;
    root1: string | null;
    root2: string | null;
    proof: string[] | null;
    desc: string;
    wantErr: boolean;
  }

  test('every proof of inclusion is judged as they judge it, the good ones and the corrupted ones', () => {
    const probes = probesIn<InclusionProbe>('inclusion');
    const wrong = probes.filter(({ leafIdx, treeSize, root, leafHash: leaf, proof, wantErr }) => {
      const claim = { leaf: bytesOf(leaf), index: leafIdx, size: treeSize, root: bytesOf(root) };
      return provesInclusion(portableSha256, claim, proofOf(proof)) === wantErr;
    });
    expect(wrong.map(({ desc }) => desc)).toEqual([]);
    expect(probes.filter(({ wantErr }) => !wantErr).length).toBeGreaterThan(3);
    expect(probes.length).toBeGreaterThanOrEqual(98);
  });

  test('every proof of consistency is judged as they judge it', () => {
    const probes = probesIn<ConsistencyProbe>('consistency');
    const wrong = probes.filter(({ size1, size2, root1, root2, proof, wantErr }) => {
      const [older, newer] = [
        { size: size1, root: bytesOf(root1) },
        { size: size2, root: bytesOf(root2) },
      ];
      return provesConsistency(portableSha256, older, newer, proofOf(proof)) === wantErr;
    });
    expect(wrong.map(({ desc }) => desc)).toEqual([]);
    expect(probes.filter(({ wantErr }) => !wantErr).length).toBeGreaterThan(3);
    expect(probes.length).toBeGreaterThanOrEqual(98);
  });
});

test('what is no hash proves nothing, and the empty tree has one root', () => {
  const short = new Uint8Array(4);
  const empty = emptyRoot(portableSha256);
  expect(provesInclusion(portableSha256, { leaf: short, index: 0, size: 1, root: short }, [])).toBe(false);
  expect(provesInclusion(portableSha256, { leaf: empty, index: 0, size: 1, root: empty }, [])).toBe(true);
  expect(provesConsistency(portableSha256, { size: 0, root: short }, { size: 0, root: short }, [])).toBe(false);
  expect(provesConsistency(portableSha256, { size: 0, root: empty }, { size: 3, root: short }, [])).toBe(false);
  expect(provesConsistency(portableSha256, { size: 0, root: empty }, { size: 3, root: empty }, [])).toBe(true);
});

describe('signed notes of others', () => {
  /** From the specification (c2sp.org/signed-note) and from the tests of Go's golang.org/x/mod/sumdb/note. */
  const notes = [
    {
      by: 'c2sp.org/signed-note',
      key: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
      note: 'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
    },
    {
      by: 'golang.org/x/mod/sumdb/note',
      key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
      note: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
    },
  ];

  test.each(notes)('the note of $by verifies, and with any byte changed it does not', ({ key: text, note }) => {
    const key = readVerifierKey(text);
    if (key === undefined) throw new Error('The key is not read');
    expect(writeVerifierKey(key)).toBe(text);
    const isGood = (candidate: string): boolean => {
      const read = readNote(candidate);
      return read !== undefined && verifyNote(read, key);
    };
    expect(isGood(note)).toBe(true);
    const bytes = utf8ToBytes(note);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 0x10]) {
        const changed = new TextDecoder().decode(bytes.with(at, (bytes[at] ?? 0) ^ bit));
        expect(isGood(changed), `byte ${at}`).toBe(false);
      }
    }
  });

  test('keys that Go refuses are refused here, too', () => {
    const good = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    for (let start = 0; start <= good.length; start += 1) {
      for (let end = start + 1; end <= good.length; end += 1) {
        if (start > 0 || end < good.length) expect(readVerifierKey(good.slice(start, end))).toBeUndefined();
      }
    }
    const wrongLength = 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==';
    const unknownAlgorithm = 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    for (const text of [wrongLength, unknownAlgorithm]) expect(readVerifierKey(text)).toBeUndefined();
  });
});

describe('canonical JSON by the samples of RFC 8785, as far as the restriction goes', () => {
  /** §3.2.2 without its numbers and its null; the samples `arrays` and `structures` of its test data, likewise. */
  const samples: [string, string][] = [
    [
      String.raw`{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[true,false]}`,
      String.raw`{"literals":[true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    ],
    ['[56, {"d": true, "10": 0, "1": [ ]}]', '[56,{"1":[],"10":0,"d":true}]'],
    [
      '{"1": {"f": {"f": "hi", "F": 5}}, "10": { }, "a": { }, "111": [{"e": "yes", "E": "no"}], "A": { }}',
      '{"1":{"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}',
    ],
    // §3.2.2.3: the largest whole numbers that every reader of IEEE 754 doubles agrees on.
    ['[9007199254740991, -9007199254740991, 0]', '[9007199254740991,-9007199254740991,0]'],
  ];

  test.each(samples)('%s', (given, expected) => {
    const value = JSON.parse(given) as Canonical;
    expect(canonicalJson(value)).toBe(expected);
    expect(readCanonical(expected)).toEqual(value);
    if (given !== expected) expect(readCanonical(given)).toBeUndefined();
  });

  test('what the restriction leaves out is refused, and not written in some way of our own', () => {
    for (const text of [
      '{"numbers":[333333333.33333329]}',
      '[1E30]',
      '[4.50]',
      '[2e-3]',
      '[null]',
      '[9007199254740992]',
      '{"Unnormalized Unicode":"A\u030a"}',
      '{"\u20ac":"Euro Sign"}',
      '{"\\r":"Carriage Return"}',
      '{"":"empty"}',
    ]) {
      expect(() => canonicalJson(JSON.parse(text) as Canonical), text).toThrow(RangeError);
    }
  });
});

describe('SM3 as the hash of a tree (GB/T 32905)', () => {
  const sm3: TreeHash = {
    name: 'sm3',
    hash: (bytes) => new Uint8Array(createHash('sm3').update(bytes).digest()),
  };

  test('the two examples of the standard', () => {
    expect(hex(sm3.hash(utf8ToBytes('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(hex(sm3.hash(utf8ToBytes('abcd'.repeat(16))))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  test('a tree of SM3 proves its entries, and its proofs are worth nothing under SHA-256', () => {
    const entries = ['a', 'b', 'c', 'd', 'e'].map(utf8ToBytes);
    const rootBy = (tree: TreeHash, from: readonly Uint8Array[]): Uint8Array => {
      const [first] = from;
      if (first === undefined) return emptyRoot(tree);
      if (from.length === 1) return leafHash(tree, first);
      const k = 2 ** Math.floor(Math.log2(from.length - 1));
      return nodeHash(tree, rootBy(tree, from.slice(0, k)), rootBy(tree, from.slice(k)));
    };
    expect(hex(leafHash(sm3, utf8ToBytes('bc')))).toBe(hex(sm3.hash(utf8ToBytes('\0bc'))));
    for (const [index, entry] of entries.entries()) {
      const claim = { leaf: leafHash(sm3, entry), index, size: entries.length, root: rootBy(sm3, entries) };
      const proof = inclusionRanges(index, entries.length).map(({ start, end }) =>
        rootBy(sm3, entries.slice(start, end)),
      );
      expect(provesInclusion(sm3, claim, proof)).toBe(true);
      expect(provesInclusion(portableSha256, claim, proof)).toBe(false);
    }
  });
});
