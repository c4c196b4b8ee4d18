/** Canonical JSON, tiles, signed notes and checkpoints against the examples of their specifications. */

import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Canonical, canonicalJson, readCanonical } from '../../../server/domain/trust/canonical.ts';
import {
  cosignedMessage,
  readCheckpoint,
  readCosignature,
  readLogProof,
  writeCheckpoint,
  writeCosignature,
  writeLogProof,
} from '../../../server/domain/trust/checkpoint.ts';
import { commit } from '../../../server/domain/trust/commitment.ts';
import { fromBase64, toBase64, utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import { leafHash, portableSha256 } from '../../../server/domain/trust/hash.ts';
import {
  ed25519Cosignature,
  ed25519Note,
  readNote,
  readVerifierKey,
  signatureLine,
  signaturesBy,
  type VerifierKey,
  writeNote,
  writeVerifierKey,
} from '../../../server/domain/trust/note.ts';
import {
  bundle,
  entriesPath,
  fullTileRoot,
  readBundle,
  readTilePath,
  rootOf,
  subtreeHash,
  tileFor,
  tilePath,
  tilesOf,
} from '../../../server/domain/trust/tiles.ts';

const isSignedBy = (key: VerifierKey, message: Uint8Array, signature: Uint8Array): boolean => {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key.publicKey]);
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
};

describe('canonical JSON', () => {
  test('sorts keys, leaves out white space and keeps Chinese as it is', () => {
    expect(canonicalJson({ t: 'case.new', id: '件', n: [1, true, 'a"\n'] })).toBe(
      '{"id":"件","n":[1,true,"a\\"\\n"],"t":"case.new"}',
    );
  });

  test('refuses what two libraries might write differently', () => {
    const bad = [1.5, Number.NaN, -0, 2 ** 53, null, undefined, { 键: 1 }, 'e\u0301', '\ud800', [null]];
    for (const value of bad) expect(() => canonicalJson(value as Canonical)).toThrow(RangeError);
  });

  test('reads back exactly what it wrote, and nothing that is written otherwise', () => {
    const value: fc.Arbitrary<Canonical> = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }).map((text) => text.normalize('NFC')),
        fc.maxSafeInteger().filter((n) => !Object.is(n, -0)),
        fc.boolean(),
        fc.array(tie('value')),
        fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie('value')),
      ),
    })).value as fc.Arbitrary<Canonical>;
    fc.assert(
      fc.property(value, (given) => {
        expect(readCanonical(canonicalJson(given))).toEqual(given);
      }),
    );
    for (const text of ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '1.0', 'null', '{'])
      expect(readCanonical(text)).toBeUndefined();
  });
});

describe('signed notes', () => {
  test('the example of the specification verifies', () => {
    const key = readVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')!;
    const note = readNote(
      'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
    )!;
    const [signature] = signaturesBy(note, key);
    expect(writeVerifierKey(key)).toBe('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
    expect(isSignedBy(key, utf8ToBytes(note.text), signature!)).toBe(true);
    expect(isSignedBy(key, utf8ToBytes(note.text.replace('example', 'exampie')), signature!)).toBe(false);
  });

  test('a note that is signed here is read back and verifies, and a changed one does not', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const key: VerifierKey = { name: 'log.example/wmpy', type: ed25519Note, publicKey: new Uint8Array(raw) };
    const witness: VerifierKey = { ...key, name: 'witness.example', type: ed25519Cosignature };
    const text = 'log.example/wmpy\n7\nAAAA\n';
    const line = signatureLine(key, sign(null, utf8ToBytes(text), privateKey));
    const cosigned = sign(null, cosignedMessage(text, 1_793_000_000), privateKey);
    const note = readNote(writeNote(text, [line, signatureLine(witness, writeCosignature(1_793_000_000, cosigned))]))!;
    expect(isSignedBy(key, utf8ToBytes(note.text), signaturesBy(note, key)[0]!)).toBe(true);
    const { time, signature } = readCosignature(signaturesBy(note, witness)[0]!)!;
    expect(isSignedBy(witness, cosignedMessage(note.text, time), signature)).toBe(true);
    expect(isSignedBy(witness, cosignedMessage(note.text, time + 1), signature)).toBe(false);
  });

  test('a key whose id does not belong to it is not read', () => {
    expect(readVerifierKey('example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k')).toBeUndefined();
  });

  test('what is not a note is not read', () => {
    for (const text of [
      '',
      'text\n',
      'text\n\n',
      'text\n\n— name !!!!\n',
      'text\n\n- name AAAAAAA=\n',
      'a\u0000\n\n— n AAAAAAA=\n',
    ]) {
      expect(readNote(text)).toBeUndefined();
    }
  });
});

describe('checkpoints and proofs', () => {
  const root = leafHash(portableSha256, utf8ToBytes('entry'));

  test('a checkpoint is read as it was written', () => {
    const checkpoint = { origin: 'log.example.gov.cn/wmpy', size: 90758, root };
    expect(readCheckpoint(writeCheckpoint(checkpoint))).toEqual(checkpoint);
    for (const text of ['', 'o\n01\n', `o\n-1\n${toBase64(root)}\n`, 'o\n1\nAAAA\n'])
      expect(readCheckpoint(text)).toBeUndefined();
  });

  test('a cosignature carries its time', () => {
    const signature = new Uint8Array(64).fill(7);
    expect(readCosignature(writeCosignature(1_793_000_000, signature))).toEqual({ time: 1_793_000_000, signature });
    expect(readCosignature(signature)).toBeUndefined();
  });

  test('a log proof is read as it was written', () => {
    const proof = { index: 12, path: [root, root], checkpoint: `o\n20\n${toBase64(root)}\n\n— o AAAAAAA=\n` };
    expect(readLogProof(writeLogProof(proof))).toEqual(proof);
    expect(readLogProof(writeLogProof(proof).replace('index 12', 'index 012'))).toBeUndefined();
  });

  test('a commitment hides its content behind the salt and fits no other content', () => {
    const salt = new Uint8Array(32).fill(1);
    expect(commit({ text: '排队太久' }, salt)).toHaveLength(43);
    expect(commit({ text: '排队太久' }, salt)).not.toBe(commit({ text: '排队太久' }, new Uint8Array(32)));
    expect(() => commit('x', new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('tiles', () => {
  test('addresses are those of the specification, both ways', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1');
    fc.assert(
      fc.property(
        fc.nat({ max: 63 }),
        fc.nat({ max: 2 ** 40 }),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(readTilePath(tilePath({ level, index, width }).slice('tile/'.length))).toEqual({
            level,
            index,
            width,
          });
        },
      ),
    );
    for (const path of ['0/1', '64/000', '00/000', '0/x000/001', '0/000.p/0', '0/000.p/256', '0/000.p/01', '../000']) {
      expect(readTilePath(path)).toBeUndefined();
    }
  });

  test('a tree of 70,000 has the tiles that the specification counts', () => {
    const tiles = tilesOf(70_000);
    const at = (level: number) => tiles.filter((tile) => tile.level === level);
    expect(at(0)).toHaveLength(274);
    expect(at(0).at(-1)!.width).toBe(112);
    expect(at(1).map(({ width }) => width)).toEqual([256, 17]);
    expect(at(2).map(({ width }) => width)).toEqual([1]);
  });

  test('the root of a tree can be made from its tiles alone', () => {
    const size = 1000;
    const leaves = Array.from({ length: size }, (_, n) => leafHash(portableSha256, utf8ToBytes(String(n))));
    const level0 = Array.from({ length: 4 }, (_, index) => Buffer.concat(leaves.slice(index * 256, (index + 1) * 256)));
    const level1 = Buffer.concat(level0.slice(0, 3).map((tile) => fullTileRoot(portableSha256, tile)));
    const root = rootOf(portableSha256, size, (subtree) => {
      const { level, index } = tileFor(subtree);
      return subtreeHash(portableSha256, subtree, level === 0 ? level0[index]! : level1);
    });
    expect(toBase64(root)).toBe(toBase64(naiveRoot(leaves)));
  });

  test('an entry bundle gives its entries back, and a cut one nothing', () => {
    const entries = [utf8ToBytes('a'), new Uint8Array(0), utf8ToBytes('澜江'), new Uint8Array(65_535)];
    const bytes = bundle(entries);
    expect(readBundle(bytes)).toEqual(entries);
    expect(readBundle(bytes.subarray(0, -1))).toBeUndefined();
    expect(() => bundle([new Uint8Array(65_536)])).toThrow(RangeError);
    expect(entriesPath(1_234_067, 256)).toBe('tile/entries/x001/x234/067');
  });

  test('Base64 is read only as it is written', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      }),
    );
    for (const text of ['A', 'AB==A', 'AB', '=AAA', 'AB=A', 'AC==\n', 'AD==']) expect(fromBase64(text)).toBeUndefined();
  });
});

function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return portableSha256.hash(Buffer.concat([Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))]));
}
