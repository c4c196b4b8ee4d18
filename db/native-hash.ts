/** SHA-256 by Node itself: the hash of the ledger where many are made. */

import { hash } from 'node:crypto';
import { largestEntry } from '../server/domain/trust/canonical.ts';
import type { TreeHash } from '../server/domain/trust/hash.ts';

/** Holds what is hashed in place of new arrays, which cost more than the hash. A character has three bytes at most. */
const scratch = Buffer.alloc(64 + 3 * largestEntry);

export const nativeSha256: TreeHash = {
  name: 'sha256',
  hash: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
  saltedHash: (salt, text) => {
    if (text.length > largestEntry)
      return hash('sha256', Buffer.concat([Buffer.from(salt, 'base64url'), Buffer.from(text)]), 'base64url');
    const start = salt === '' ? 0 : scratch.write(salt, 'base64url');
    return hash('sha256', scratch.subarray(0, start + scratch.write(text, start)), 'base64url');
  },
};
