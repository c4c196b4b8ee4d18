/** The newest checkpoint as a file beside the database: a database that was put back from a backup does not bring an older one along. */

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Checkpoint, readCheckpoint } from '../domain/trust/checkpoint.ts';
import { readNote } from '../domain/trust/note.ts';
import type { Environment } from '../env.ts';

/** Where it is. */
export const headFile = ({ dataDir }: Pick<Environment, 'dataDir'>): string => join(dataDir, 'ledger', 'checkpoint');

/** The checkpoint in a note; nothing when it is none. Signatures are not checked. */
export function checkpointIn(note: string): Checkpoint | undefined {
  const read = readNote(note);
  return read && readCheckpoint(read.text);
}

/** The checkpoint that was signed last, as far as this folder knows; nothing when there is no file, or something else in it. */
export function rememberedHead(env: Pick<Environment, 'dataDir'>): Checkpoint | undefined {
  try {
    return checkpointIn(readFileSync(headFile(env), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Remembers a signed checkpoint; to be called after each signing, once it is stored. A smaller one of the same log, by a process that was slower,
 * changes nothing.
 */
export function rememberHead(env: Pick<Environment, 'dataDir'>, note: string): void {
  const known = rememberedHead(env);
  const head = checkpointIn(note);
  if (head === undefined || (known?.origin === head.origin && known.size >= head.size)) return;
  const file = headFile(env);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeFileSync(handle, note);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
