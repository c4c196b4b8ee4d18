/** Keeps the proof that a log signed two different trees of the same size: both signed checkpoints, in one file. */

import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WitnessEvent } from './witness.ts';

/** @returns the file; the same two checkpoints give the same file */
export function keepEvidence(folder: string, { note, before = '', checkpoint }: WitnessEvent): string {
  const id = createHash('sha256').update(note).digest('hex').slice(0, 12);
  const file = join(folder, `fork-${checkpoint.size}-${id}.txt`);
  if (!existsSync(file)) writeFileSync(file, `${before}\n${note}`, { mode: 0o600 });
  return file;
}
