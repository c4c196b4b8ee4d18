/** SHA-256 by Node itself: the hash of the ledger where many are made. */

import { hash } from 'node:crypto';
import type { TreeHash } from '../server/domain/trust/hash.ts';

export const nativeSha256: TreeHash = {
  name: 'sha256',
  hash: (bytes) => new Uint8Array(hash('sha256', bytes, 'buffer')),
};
