/** Ed25519 (RFC 8032) over signed notes, cosignatures and receipts. Checks only, in the browser and on the server; keys sign elsewhere. */

import { hashes, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { type Day, isDay } from '../day.ts';
import { cosignedMessage, readCosignature } from './checkpoint.ts';
import { fromBase64, utf8ToBytes } from './encoding.ts';
import { ed25519Cosignature, ed25519Note, readNote, type SignedNote, signaturesBy, type VerifierKey } from './note.ts';

hashes.sha512 = sha512;

function isSignature(signature: Uint8Array, message: Uint8Array, { publicKey }: VerifierKey): boolean {
  try {
    // Strict points (RFC 8032 §5.1.7), as other implementations demand them: no signature may be good here and bad elsewhere.
    return verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** Whether the note carries a signature of this key on its text (c2sp.org/signed-note, type 0x01). */
export const verifyNote = (note: SignedNote, key: VerifierKey): boolean =>
  key.type === ed25519Note &&
  signaturesBy(note, key).some((signature) => isSignature(signature, utf8ToBytes(note.text), key));

/**
 * The newest good cosignature of a witness on a checkpoint (c2sp.org/tlog-cosignature, type 0x04).
 * @returns the POSIX time in seconds at which it had seen nothing that contradicts; nothing without a good one
 */
export function verifyCosignature(note: SignedNote, key: VerifierKey): { time: number } | undefined {
  if (key.type !== ed25519Cosignature) return undefined;
  const times = signaturesBy(note, key).flatMap((bytes) => {
    const read = readCosignature(bytes);
    return read && isSignature(read.signature, cosignedMessage(note.text, read.time), key) ? [read.time] : [];
  });
  return times.length === 0 ? undefined : { time: Math.max(...times) };
}

/** A 回执: the promise that a leaf will be in the log by a day (docs/ledger.md §1). */
export interface Receipt {
  origin: string;
  /** 32 bytes. */
  leaf: Uint8Array;
  by: Day;
}

/** First line of the text of a receipt. */
export const receiptHeader = 'wmpy-receipt/v1';

/** Reads a receipt; nothing when it is malformed or not signed by the key `<origin>/receipt`. */
export function readReceipt(text: string, key: VerifierKey): Receipt | undefined {
  const note = readNote(text);
  const [header, origin, leafText, by, end, ...rest] = note?.text.split('\n') ?? [];
  if (note === undefined || header !== receiptHeader || !origin || by === undefined || end !== '' || rest.length > 0) {
    return undefined;
  }
  const leaf = fromBase64(leafText ?? '');
  if (leaf?.length !== 32 || !isDay(by) || key.name !== `${origin}/receipt` || !verifyNote(note, key)) return undefined;
  return { origin, leaf, by };
}
