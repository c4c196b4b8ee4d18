/**
 * What an act on a record needs beside its own transaction, because it takes minutes or happens at another institution: before it, or once it is
 * recorded.
 */

import type { Context } from '../context.ts';
import type { RecordFile } from '../domain/records.ts';
import { closeArounds } from '../rounds/around-close.ts';
import { endArounds } from '../rounds/around-end.ts';
import { freezeArounds } from '../rounds/around-freeze.ts';

export interface AroundQuestion {
  context: Context;
  /** Of the record. */
  id: string;
  /** Asks whether the act may be done now. @throws Problem when it may not */
  ask: () => Promise<void>;
}

/** Does an act with what it needs; `act` records it, and hands `prepared` to what is worked out for it. */
export type Around = (
  question: AroundQuestion,
  act: (prepared?: unknown) => Promise<RecordFile>,
) => Promise<RecordFile>;

/** By `<kind>.<act>`. */
export const arounds: Readonly<Record<string, Around>> = { ...closeArounds, ...endArounds, ...freezeArounds };
