/** Signs blinded messages: RFC 9474 §4.3, with Node's own RSA, which does it in constant time. */

import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
} from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { equalBytes } from '../domain/trust/encoding.ts';

export interface SigningKey {
  secret: KeyObject;
  open: KeyObject;
  modulus: Buffer;
}

/** Bytes of a ticket and of what it is asked for with. */
export const ticketBytes = 256;
/** Half a millisecond each: after so many others get their turn. */
const inOneTurn = 8;

/** @param secret PKCS #8, base64 */
export function readSigningKey(modulus: string, secret: string): SigningKey {
  const key = createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' });
  return { secret: key, open: createPublicKey(key), modulus: Buffer.from(modulus, 'base64url') };
}

/** Whether this is a number below the modulus, in as many bytes. */
export const canSign = ({ modulus }: SigningKey, blinded: Uint8Array): boolean =>
  blinded.length === ticketBytes && Buffer.compare(blinded, modulus) < 0;

/** @throws Error when the processor has miscalculated: a wrong signature would give the key away (RFC 9474 §4.3) */
function sign({ secret, open }: SigningKey, blinded: Uint8Array): Buffer {
  const padding = constants.RSA_NO_PADDING;
  const signature = privateDecrypt({ key: secret, padding }, blinded);
  if (!equalBytes(publicEncrypt({ key: open, padding }, signature), blinded)) throw new Error('A signature is wrong');
  return signature;
}

/** Signatures by name, base64url. */
export async function signAll(
  wanted: readonly { name: string; key: SigningKey; blinded: Uint8Array }[],
): Promise<Record<string, string>> {
  const signed: Record<string, string> = {};
  for (const [place, { name, key, blinded }] of wanted.entries()) {
    if (place > 0 && place % inOneTurn === 0) await nextTurn();
    signed[name] = sign(key, blinded).toString('base64url');
  }
  return signed;
}
