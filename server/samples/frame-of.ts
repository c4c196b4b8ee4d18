/** Who was in the frame of a 抽查: the same whenever it is asked, because a log only grows. */

import type { Kysely } from 'kysely';
import { caseFrame } from '../../db/frames.ts';
import type { Database } from '../../db/tables.ts';
import type { Frozen } from '../domain/lottery.ts';
import type { SampleFrame } from '../domain/vocabulary.ts';

/** Frames that were asked for lately; to make one takes a look at every case. */
const keptMost = 8;
const kept = new WeakMap<object, Map<string, Promise<string[]>>>();

/** Ids or codes, sorted. */
export function frameOf(db: Kysely<Database>, frame: SampleFrame, frozen: Frozen): Promise<string[]> {
  if (frame === 'departments') return Promise.resolve([...(frozen.of ?? [])]);
  return caseFrame(db, frame, frozen.size);
}

/** The same for readers, of whom there may be many. */
export function frameForReaders(db: Kysely<Database>, frame: SampleFrame, frozen: Frozen): Promise<string[]> {
  const known = kept.get(db) ?? new Map<string, Promise<string[]>>();
  kept.set(db, known);
  const key = `${frame} ${frozen.size}`;
  const made = known.get(key) ?? frameOf(db, frame, frozen);
  if (frame === 'departments' || known.has(key)) return made;
  made.catch(() => known.delete(key));
  known.set(key, made);
  for (const oldest of known.keys()) {
    if (known.size <= keptMost) break;
    known.delete(oldest);
  }
  return made;
}
