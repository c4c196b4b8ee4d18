/** The two keys of a log: of its checkpoints and of its receipts. Their secrets stay when the log gets another name. */

import { join } from 'node:path';
import type { MetaEntry } from '../domain/trust/entries.ts';
import { writeVerifierKey } from '../domain/trust/note.ts';
import type { Environment } from '../env.ts';
import { keyIn } from '../keys.ts';
import { createSigner, type Signer } from './signer.ts';

export interface LogKeys {
  log: Signer;
  receipts: Signer;
  /** Verifier keys, in the order of `meta`. */
  keys: readonly [string, string];
}

/** The keys in DATA_DIR, under the name of a log. @throws Error when a file cannot be read or holds something else */
export function logKeys({ dataDir }: Pick<Environment, 'dataDir'>, origin: string): LogKeys {
  const seed = (name: string): Uint8Array => keyIn(join(dataDir, 'keys', `${name}.key`));
  const log = createSigner(origin, seed('ledger'));
  const receipts = createSigner(`${origin}/receipt`, seed('receipt'));
  return { log, receipts, keys: [writeVerifierKey(log.key), writeVerifierKey(receipts.key)] };
}

/** Entry 0 of a log: its name, its keys, and the city that it is about. */
export const metaEntry = (origin: string, keys: LogKeys['keys'], city: string): MetaEntry => ({
  t: 'meta',
  v: 1,
  origin,
  hash: 'sha256',
  keys: [...keys],
  city,
});
