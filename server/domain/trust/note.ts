/** Signed notes: a text with signature lines under it (c2sp.org/signed-note). Keys sign elsewhere; this file reads and writes. */

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { concatBytes, equalBytes, fromBase64, toBase64, utf8ToBytes } from './encoding.ts';

/** Signature types: 0x01 Ed25519 on the text, 0x04 Ed25519 cosignature with a time. */
export const ed25519Note = 0x01;
export const ed25519Cosignature = 0x04;
export type SignatureType = typeof ed25519Note | typeof ed25519Cosignature;

/** A key that signatures are checked against. */
export interface VerifierKey {
  name: string;
  type: SignatureType;
  /** 32 bytes (RFC 8032). */
  publicKey: Uint8Array;
}

export interface NoteSignature {
  name: string;
  keyId: Uint8Array;
  signature: Uint8Array;
}

export interface SignedNote {
  /** Ends with a newline. */
  text: string;
  signatures: NoteSignature[];
}

/** More than this many bytes is no note of ours. */
const longestNote = 64 * 1024;
const mostSignatures = 32;
const isKeyName = (name: string): boolean => name !== '' && !/[\s+]/u.test(name);

/** First four bytes of SHA-256(name ‖ "\n" ‖ type ‖ key). */
export const keyIdOf = ({ name, type, publicKey }: VerifierKey): Uint8Array =>
  sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4);

/** `name+hex(key id)+base64(type ‖ key)`. */
export const writeVerifierKey = (key: VerifierKey): string =>
  `${key.name}+${bytesToHex(keyIdOf(key))}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`;

/** Reads a verifier key; nothing when it is malformed or its id does not belong to it. */
export function readVerifierKey(text: string): VerifierKey | undefined {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text);
  const material = match?.[3] === undefined ? undefined : fromBase64(match[3]);
  if (!match?.[1] || material?.length !== 33) return undefined;
  const type = material[0];
  if (type !== ed25519Note && type !== ed25519Cosignature) return undefined;
  const key: VerifierKey = { name: match[1], type, publicKey: material.subarray(1) };
  return bytesToHex(keyIdOf(key)) === match[2] ? key : undefined;
}

/** One signature line, with its newline. */
export const signatureLine = (key: VerifierKey, signature: Uint8Array): string =>
  `— ${key.name} ${toBase64(concatBytes(keyIdOf(key), signature))}\n`;

/** A note from its text and signature lines. */
export const writeNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join('')}`;

/** The format allows no control character but the newline. */
const hasControls = (text: string): boolean => /\p{Cc}/u.test(text.replaceAll('\n', ''));

/** Takes a note apart. Nothing when it is not one: no blank line, no signature, control characters, too long. */
export function readNote(note: string): SignedNote | undefined {
  if (note.length > longestNote || !note.isWellFormed() || hasControls(note)) return undefined;
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(gap + 2, -1).split('\n');
  if (lines.length > mostSignatures) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [dash, name, encoded, ...rest] = line.split(' ');
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (dash !== '—' || name === undefined || !isKeyName(name) || rest.length > 0 || !bytes || bytes.length < 5) {
      return undefined;
    }
    signatures.push({ name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) });
  }
  return { text: note.slice(0, gap + 1), signatures };
}

/** The signatures of a note that claim to be by a key. */
export const signaturesBy = (note: SignedNote, key: VerifierKey): Uint8Array[] =>
  note.signatures
    .filter(({ name, keyId }) => name === key.name && equalBytes(keyId, keyIdOf(key)))
    .map(({ signature }) => signature);
