/** Commitments: 32 bytes that say nothing until content and salt are shown, and nothing ever again once the salt is destroyed. */

import { sha256 } from '@noble/hashes/sha2.js';
import { canonicalBytes, type Canonical } from './canonical.ts';
import { concatBytes, toBase64Url } from './encoding.ts';

/** SHA-256(salt ‖ canonical content), base64url. The salt is 32 random bytes, so that the content cannot be guessed. */
export function commit(content: Canonical, salt: Uint8Array): string {
  if (salt.length !== 32) throw new RangeError('A salt has 32 bytes');
  return toBase64Url(sha256(concatBytes(salt, canonicalBytes(content))));
}
