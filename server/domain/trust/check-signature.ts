/** What a 社会监督员 signs on the phone when they have seen something with their own eyes (docs/ledger.md §7): the message, the key, the check. */

import { getPublicKey, hashes, sign, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { fromBase64Url, toBase64Url, utf8ToBytes } from './encoding.ts';

hashes.sha512 = sha512;

/** What is signed: which act on which case or record of which city. */
export interface SignedAct {
  /** Name of the log. */
  origin: string;
  /** Case or record. */
  id: string;
  /** Place of the act in its history. */
  n: number;
  act: string;
}

/** Acts of cases and of 明查暗访 that carry a signature. */
export const signedActs: readonly string[] = ['check', 'failCheck', 'overturn', 'write', 'cosign'];

/** The name of the log as it first was: one that goes on after a loss (`…/2`) holds the old signatures, too. */
const firstName = (origin: string): string => origin.replace(/\/\d+$/, '');

/** The bytes: `wmpy-verify/1`, name of the log, case or record, number of the act, act, each on its line. */
export const checkMessage = ({ origin, id, n, act }: SignedAct): Uint8Array =>
  utf8ToBytes(`wmpy-verify/1\n${firstName(origin)}\n${id}\n${n}\n${act}\n`);

/**
 * Signs with a key that is at hand as bytes (RFC 8032); where the browser keeps the key, it signs {@link checkMessage} itself.
 * @param privateKey seed, 32 bytes
 * @returns base64url, as the field `signature` holds it
 */
export const signCheck = (privateKey: Uint8Array, signed: SignedAct): string =>
  toBase64Url(sign(checkMessage(signed), privateKey));

/** The public key of a seed, as `registerKey` tells it: base64url. */
export const publicKeyOf = (privateKey: Uint8Array): string => toBase64Url(getPublicKey(privateKey));

/** Whether a text is a public key that signatures can be checked with: 32 bytes, base64url. */
export const isPublicKey = (text: string): boolean => fromBase64Url(text)?.length === 32;

/** Whether a signature is by a key on an act. Strict points, as everywhere in the ledger. */
export function isSignedBy(publicKey: string, signature: string, signed: SignedAct): boolean {
  const [key, bytes] = [fromBase64Url(publicKey), fromBase64Url(signature)];
  if (key?.length !== 32 || bytes?.length !== 64) return false;
  try {
    return verify(bytes, checkMessage(signed), key, { zip215: false });
  } catch {
    return false;
  }
}
