/** Signs notes with an Ed25519 key (RFC 8032): checkpoints, receipts, cosignatures. */

import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { utf8ToBytes } from '../domain/trust/encoding.ts';
import { ed25519Note, signatureLine, type SignatureType, type VerifierKey } from '../domain/trust/note.ts';

export interface Signer {
  readonly key: VerifierKey;
  /** The raw signature, 64 bytes. */
  signBytes(bytes: Uint8Array): Uint8Array;
  /** The signature line of a note with this text (c2sp.org/signed-note). */
  line(text: string): string;
}

/** What PKCS #8 puts before the 32 bytes of an Ed25519 seed (RFC 8410 §7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** What a SubjectPublicKeyInfo puts before the 32 bytes of the public key (RFC 8410 §4). */
const spkiLength = 12;

const publicKeyOf = (key: KeyObject): Uint8Array =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiLength));

/**
 * A signer from a seed.
 * @param name of the key, as in its notes
 * @param seed 32 bytes, secret
 */
export function createSigner(name: string, seed: Uint8Array, type: SignatureType = ed25519Note): Signer {
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const key: VerifierKey = { name, type, publicKey: publicKeyOf(secret) };
  const signBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(sign(null, bytes, secret));
  return { key, signBytes, line: (text) => signatureLine(key, signBytes(utf8ToBytes(text))) };
}
