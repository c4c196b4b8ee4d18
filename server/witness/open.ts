/** The folder of a witness: its key and its records, made together at the first start and never again. */

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readNote, ed25519Cosignature } from '../domain/trust/note.ts';
import { verifyCosignature } from '../domain/trust/signatures.ts';
import { keyIn } from '../keys.ts';
import { createSigner, type Signer } from '../ledger/signer.ts';
import { hasRecords, makeRecords, openRecords, type RecordFile } from './records.ts';
import { keptCheckpoint } from './witness.ts';

/** Why a folder cannot be used. */
export type FolderProblem = 'no-folder' | 'wrong-key' | 'records-gone' | 'key-gone' | 'records-damaged' | 'other-name';

export class WitnessFolderProblem extends Error {
  readonly code: FolderProblem;
  readonly folder: string;

  constructor(code: FolderProblem, folder: string) {
    super(`${code}: ${folder}`);
    this.code = code;
    this.folder = folder;
  }
}

/** Like `mkdir -p`, which in Node never ends under /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Opens the folder of a witness, or makes it.
 * @param name of the witness, as in its key
 * @throws WitnessFolderProblem above all when there is a key without its records: what it has cosigned is then forgotten, so that it could
 *   cosign the opposite, and must be retired (c2sp.org/tlog-witness)
 */
export function openWitnessFolder(folder: string, name: string): { signer: Signer; records: RecordFile } {
  const keyFile = join(folder, 'witness.key');
  const problem = (code: FolderProblem): WitnessFolderProblem => new WitnessFolderProblem(code, folder);
  const attempt = <T>(code: FolderProblem, action: () => T): T => {
    try {
      return action();
    } catch {
      throw problem(code);
    }
  };
  const hasKey = attempt('no-folder', () => {
    makeFolder(folder);
    return existsSync(keyFile);
  });
  if (hasKey && !hasRecords(folder)) throw problem('records-gone');
  // The key comes last: a first start that was cut short leaves records of nothing, and no key without records.
  if (!hasRecords(folder)) attempt('no-folder', () => makeRecords(folder, name));
  const records = attempt('records-damaged', () => openRecords(folder));
  const { witness, logs } = records.read();
  if (witness !== name) throw problem('other-name');
  if (!hasKey && Object.keys(logs).length > 0) throw problem('key-gone');
  const signer = createSigner(
    name,
    attempt('wrong-key', () => keyIn(keyFile)),
    ed25519Cosignature,
  );
  for (const [origin, kept] of Object.entries(logs)) {
    attempt('records-damaged', () => {
      const note = readNote(kept);
      if (keptCheckpoint(kept).origin !== origin || !note || !verifyCosignature(note, signer.key))
        throw new Error(origin);
    });
  }
  return { signer, records };
}
