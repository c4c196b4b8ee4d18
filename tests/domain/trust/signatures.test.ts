/** Signatures on notes, cosignatures and receipts: published examples pass, and everything that differs in one byte does not. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cosignedMessage, writeCosignature } from '../../../server/domain/trust/checkpoint.ts';
import { toBase64, utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import {
  ed25519Cosignature,
  readNote,
  readVerifierKey,
  signatureLine,
  writeNote,
} from '../../../server/domain/trust/note.ts';
import { readReceipt, verifyCosignature, verifyNote } from '../../../server/domain/trust/signatures.ts';
import { createSigner } from '../../../server/ledger/signer.ts';

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const read = (text: string) => {
  const note = readNote(text);
  if (note === undefined) throw new Error('No note');
  return note;
};

/** The example of Go's golang.org/x/mod/sumdb/note, which C2SP signed-note describes. */
const example = {
  key: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  note: `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`,
};

describe('a signed note', () => {
  test('the example of the reference implementation is good', () => {
    const key = readVerifierKey(example.key);
    expect(key && verifyNote(read(example.note), key)).toBe(true);
  });

  test('a changed text, another key, and another name are not', () => {
    const key = readVerifierKey(example.key)!;
    expect(verifyNote(read(example.note.replace('answer', 'Answer')), key)).toBe(false);
    expect(verifyNote(read(example.note), createSigner('PeterNeumann', seed(1)).key)).toBe(false);
    expect(verifyNote(read(example.note), { ...key, name: 'Peter' })).toBe(false);
  });

  test('what our signer signs is good, and is good no more after any one byte of it changes', () => {
    const signer = createSigner('log.example/wmpy', seed(7));
    const text = 'log.example/wmpy\n3\nAAAA\n';
    const note = writeNote(text, [signer.line(text)]);
    expect(verifyNote(read(note), signer.key)).toBe(true);
    const bytes = utf8ToBytes(note);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ flip;
        const other = readNote(new TextDecoder().decode(changed));
        expect(other !== undefined && verifyNote(other, signer.key)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a cosignature', () => {
  const witness = createSigner('npc.example/witness', seed(9), ed25519Cosignature);
  const text = 'log.example/wmpy\n3\nAAAA\n';
  const line = (time: number, signed = time): string =>
    signatureLine(witness.key, writeCosignature(time, witness.signBytes(cosignedMessage(text, signed))));

  test('says when the witness vouched; the newest time counts', () => {
    expect(verifyCosignature(read(writeNote(text, [line(1_790_000_000)])), witness.key)).toEqual({
      time: 1_790_000_000,
    });
    expect(verifyCosignature(read(writeNote(text, [line(5), line(3)])), witness.key)).toEqual({ time: 5 });
  });

  test('is worth nothing with another time, on another text, or by another kind of key', () => {
    expect(verifyCosignature(read(writeNote(text, [line(5, 6)])), witness.key)).toBeUndefined();
    expect(verifyCosignature(read(writeNote(text.replace('3', '4'), [line(5)])), witness.key)).toBeUndefined();
    const log = createSigner('npc.example/witness', seed(9));
    expect(verifyCosignature(read(writeNote(text, [line(5)])), log.key)).toBeUndefined();
    expect(verifyNote(read(writeNote(text, [line(5)])), witness.key)).toBe(false);
  });
});

describe('a receipt', () => {
  const signer = createSigner('log.example/wmpy/receipt', seed(3));
  const leaf = seed(5);
  const text = `wmpy-receipt/v1\nlog.example/wmpy\n${toBase64(leaf)}\n2026-10-19\n`;
  const signed = (content: string): string => writeNote(content, [signer.line(content)]);

  test('tells which log promised to hold which leaf by which day', () => {
    expect(readReceipt(signed(text), signer.key)).toEqual({ origin: 'log.example/wmpy', leaf, by: '2026-10-19' });
  });

  test('is none when it is not signed by the receipt key of that log, or says anything more or less', () => {
    expect(
      readReceipt(writeNote(text, [createSigner('log.example/wmpy', seed(3)).line(text)]), signer.key),
    ).toBeUndefined();
    expect(readReceipt(signed(text.replace('log.example', 'other.example')), signer.key)).toBeUndefined();
    expect(readReceipt(signed(text.replace('2026-10-19', '2026-13-19')), signer.key)).toBeUndefined();
    expect(readReceipt(signed(`${text}more\n`), signer.key)).toBeUndefined();
    expect(readReceipt(signed(text.replace('v1', 'v2')), signer.key)).toBeUndefined();
  });
});
